"""A mutant in a process of its own, from the import of its module on: for what is made only once."""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.mutants.drawn import ROOT, Mutant, find

_LIMIT_S = 600
"""Ends what hangs; on a busy machine it may take long to run a few hundred tests."""


class Cold:
    """Runs the tests on the mutant, in the background."""

    def __init__(self, mutant: Mutant, tests: Sequence[str]) -> None:
        self._listed = tempfile.NamedTemporaryFile("w", suffix=".tests")  # noqa: SIM115 - closed by `poll`
        self._listed.write("\n".join(tests))
        self._listed.flush()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.mutants.cold", mutant.key, self._listed.name],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'lambda'}{os.pathsep}{ROOT}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._until = time.monotonic() + _LIMIT_S

    def poll(self) -> str | None:
        """None while it runs; then what found the fault, empty when nothing did."""
        ended = self._process.poll()
        if ended is None and time.monotonic() > self._until:
            self._process.kill()
        if ended is None:
            return None
        self._listed.close()
        return "" if ended == pytest.ExitCode.OK else "a process of its own"


class Mutated(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives the mutant when its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self._mutant.path))

    def get_source(self, fullname: str) -> str:
        return self._mutant.path.read_text(encoding="utf-8")

    def get_code(self, fullname: str) -> CodeType:
        made: Any = compile(self._mutant.tree(), str(self._mutant.path), "exec")
        return made  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._mutant.path)
        exec(self.get_code(module.__name__), vars(module))


def main(key: str, tests: str) -> int:
    sys.meta_path.insert(0, Mutated(find(key)))
    os.chdir(ROOT)
    named = Path(tests).read_text(encoding="utf-8").splitlines()
    return int(pytest.main(["-x", "-n", "0", "-p", "no:cacheprovider", *named]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
