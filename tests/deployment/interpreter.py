"""Prints the path of a Python of the wanted version on this machine: `python tests/deployment/interpreter.py 3.13`.

Looked for where version managers keep them too, since their `python3.13` may be a stub that only says where it is.
Prints nothing, and fails, when there is none. Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"


def candidates(version: str) -> Iterator[str]:
    name = f"python{version}"
    yield sys.executable
    yield name
    for root in (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv"):
        if root:
            yield from map(str, sorted(Path(root).glob(f"versions/{version}*/bin/{name}")))
    uv = os.environ.get("UV_PYTHON_INSTALL_DIR") or Path.home() / ".local/share/uv/python"
    yield from map(str, sorted(Path(uv).glob(f"cpython-{version}*/bin/{name}")))
    yield from (f"{folder}/{name}" for folder in ("/usr/local/bin", "/opt/homebrew/bin", f"/opt/{name}/bin"))


def interpreter(version: str) -> str | None:
    for path in candidates(version):
        try:
            said = subprocess.run([path, "-c", _ASK], capture_output=True, text=True, check=False)
        except OSError:
            continue
        if said.returncode == 0 and said.stdout.strip() == version:
            return path
    return None


if __name__ == "__main__":
    found = interpreter(sys.argv[1])
    if found is None:
        sys.exit(f"no Python {sys.argv[1]} on this machine")
    print(found)
