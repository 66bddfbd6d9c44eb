"""The tests that `make quick` and `make mutants` run: the units and the middle, without tables, servers or browsers."""

from __future__ import annotations

import sys
from pathlib import Path

_CHOSEN = (
    "domain",
    "understanding",
    "conversation",
    "topics",
    "actions",
    "dialog",
    "speech",
    "alexa",
    "middle",
    "test_architecture.py",
    "test_catalog.py",
)
TESTS = tuple(f"tests/{name}" for name in _CHOSEN if (Path(__file__).parent / name).exists())

if __name__ == "__main__":
    sys.stdout.write(" ".join(TESTS))
