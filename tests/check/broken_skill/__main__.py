"""Writes the models into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.check.broken_skill.models import write

folder = Path(sys.argv[1])
write(folder)
print(
    f"python -m simulator check --models {folder / 'models'} --manifest {folder / 'skill.json'} "
    "--handler tests.check.broken_skill.handler.handler --turns 50"
)
