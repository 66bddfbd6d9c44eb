"""The command as a process, and the stand-in for the table as another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PATHS = {"PYTHONPATH": f"{ROOT / 'lambda'}{os.pathsep}{ROOT}"}


@dataclass(frozen=True)
class Table:
    """Where it is."""

    url: str

    def state(self) -> dict[str, Any]:
        with urllib.request.urlopen(self.url) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


@contextmanager
def table() -> Iterator[Table]:
    command = [sys.executable, "-m", "benchmarks.order_import.table"]
    process = subprocess.Popen(command, env=os.environ | _PATHS, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Table(f"http://127.0.0.1:{process.stdout.readline().strip()}")
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass(frozen=True)
class Ended:
    code: int
    """As a shell has it; negative: ended by that signal."""
    printed: str
    said: str
    """On standard error."""
    megabytes: float
    """Largest resident size."""
    cpu_s: float
    """Of the command alone: on a busy machine it says more than the clock."""


def begin(path: Path, at: Table | None, *options: str) -> subprocess.Popen[str]:
    place = {
        "SHOP_HELPER_DYNAMODB_ENDPOINT": at.url if at else "",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }
    command = [sys.executable, "-m", "operations", "orders", "import", str(path), *options]
    with path.with_name("printed").open("w") as printed, path.with_name("said").open("w") as said:
        return subprocess.Popen(
            command, env=os.environ | _PATHS | place, stdout=printed, stderr=said, text=True
        )


def end(process: subprocess.Popen[str]) -> Ended:
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    folder = Path(str(process.args[5])).parent  # type: ignore[index]
    printed, said = (folder.joinpath(name).read_text(encoding="utf-8") for name in ("printed", "said"))
    return Ended(process.returncode, printed, said, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)


def checkpoint_of(path: Path) -> int:
    """Bytes of the file that are in the table."""
    try:
        return int(
            json.loads(path.with_name(f"{path.name}.checkpoint").read_text(encoding="utf-8"))["end"]["offset"]
        )
    except FileNotFoundError:
        return 0
