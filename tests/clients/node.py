"""Runs the scripts of this folder with node, and says what to do where it can't."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"


class NodeMissingError(Exception):
    """node or a package is not installed; says what to do."""


def node(script: str, *arguments: str) -> list[str]:
    """The command. Raises NodeMissingError."""
    found = shutil.which("node")
    if found is None:
        raise NodeMissingError("node is missing; install Node.js 20 or newer, then `make test-clients`")
    if not MODULES.is_dir():
        raise NodeMissingError(f"{MODULES.name} of tests/clients is missing; run `make test-clients`")
    return [found, "--no-warnings", str(HERE / script), *arguments]


def run(script: str, *arguments: str, said: str | None = None) -> str:
    """What a script prints. Raises RuntimeError with what it complained of."""
    ran = subprocess.run(node(script, *arguments), input=said, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"{script}: {ran.stderr.strip()[-2000:]}")
    return ran.stdout


class Lines:
    """A script that answers each line of JSON with one."""

    def __init__(self, script: str, *arguments: str) -> None:
        self._process = subprocess.Popen(
            node(script, *arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE
        )

    def ask(self, question: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"node ended with {self._process.wait()} instead of answering {question}")
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:
            self._process.terminate()
