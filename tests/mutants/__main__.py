"""How many small faults in the middle of the skill its fast tests find: `make mutants`, or

    python -m tests.mutants [--count 1000] [--seed N] [--workers 2] [--package PACKAGE] [--anew]

Verdicts are kept in build/mutants.json, so a run that was interrupted goes on, and after a change only the mutants of
changed modules are tried again. Faults outside of functions are tried in processes of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.drawn import PACKAGES, ROOT, Mutant, draw
from tests.mutants.warm import Verdict, Warm
from tests.quick import TESTS

STATE = ROOT / "build" / "mutants.json"


class Verdicts:
    """What is known, by the mutants' keys; written down after each one."""

    def __init__(self, path: Path, anew: bool) -> None:
        self._path = path
        known: dict[str, Any] = {} if anew or not path.exists() else json.loads(path.read_text("utf-8"))
        self._known = {key: Verdict(**told) for key, told in known.items()}

    def of(self, mutant: Mutant) -> Verdict | None:
        return self._known.get(mutant.key)

    def note(self, mutant: Mutant, verdict: Verdict) -> None:
        self._known[mutant.key] = verdict
        self._path.parent.mkdir(exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({key: asdict(told) for key, told in self._known.items()}), encoding="utf-8")
        os.replace(new, self._path)


def report(mutants: Sequence[Mutant], verdicts: Verdicts) -> str:
    """The score of each package and of all, and what survived."""
    tried = [(mutant, verdict) for mutant in mutants if (verdict := verdicts.of(mutant)) is not None]
    found = Counter(mutant.package for mutant, verdict in tried if verdict.killed)
    sizes = Counter(mutant.package for mutant, _ in tried)
    rows = [
        f"{name:16}{found[name]:5} of {size:5}  {found[name] / size:6.1%}" for name, size in sizes.items()
    ]
    total = f"{'all':16}{found.total():5} of {sizes.total():5}  {found.total() / max(1, sizes.total()):6.1%}"
    survivors = [
        f"  {mutant}{'' if verdict.tests else '; no test calls it'}"
        for mutant, verdict in sorted(tried, key=lambda pair: str(pair[0]))
        if not verdict.killed
    ]
    return "\n".join(["survivors", *survivors, "", *rows, total])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--count", type=int, default=1000, help="mutants (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=20261130, help="of the draw (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="mutants at once (default: %(default)s)")
    parser.add_argument("--package", choices=PACKAGES, help="only this one's")
    parser.add_argument("--anew", action="store_true", help="forget earlier verdicts")
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    mutants = draw(options.count, options.seed, (options.package,) if options.package else PACKAGES)
    verdicts = Verdicts(STATE, options.anew)
    left = [mutant for mutant in mutants if verdicts.of(mutant) is None]
    done = len(mutants) - len(left)

    def tried(mutant: Mutant, verdict: Verdict) -> None:
        nonlocal done
        done += 1
        verdicts.note(mutant, verdict)
        told = f"found by {verdict.by}" if verdict.killed else "SURVIVED"
        print(f"{done:5} of {len(mutants)}  {mutant}  {told}", flush=True)

    if left:
        warm = Warm(left, options.workers, tried)
        folders = [test for test in TESTS if not test.endswith(".py")]
        pytest.main(["-s", "-q", "-n", "0", "-p", "no:cacheprovider", *folders], plugins=[warm])
    print(report(mutants, verdicts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
