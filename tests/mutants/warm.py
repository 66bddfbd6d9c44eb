"""A pytest session that has collected and run its tests once, and forks a child of itself for each mutant.

The child gets the mutant's code in place of the function's own, wherever the function is referred to already, and runs
the tests that called it, the ones that found most of the earlier faults first. What is made once, at import or by a
fixture of the session, is beyond it: where that may be so,
what survives here is tried again in a process of its own (`cold`).
"""

from __future__ import annotations

import builtins
import functools
import gc
import importlib
import os
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from types import CodeType, FunctionType
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.cold import Cold
from tests.mutants.drawn import PACKAGES, SKILL, Mutant, sources
from tests.mutants.mutations import noting

SURVIVED, KILLED, NO_CODE = 0, 1, 3
"""Exit status of a child; `NO_CODE`: the mutant's code can't take the place of the function's."""
_BUDGET_S = 8.0
"""Seconds of tests for one mutant, the most telling first; what calls a function all the time is not run to the end."""
_FEW = 3
"""A function that so few tests call may be called by what they make for the others."""


@dataclass(frozen=True)
class Verdict:
    killed: bool
    by: str = ""
    """The test that found it, or why it died; empty for a survivor."""
    tests: int = 0
    """How many tests call the function, or the module."""


Function = tuple[str, str]
"""A file of the skill, and the qualified name of an outermost function in it."""
_HIT = "mutants_hit_"


class Warm:
    """The plugin. `tried` is told of each verdict as it comes."""

    def __init__(
        self, mutants: Iterable[Mutant], workers: int, tried: Callable[[Mutant, Verdict], None]
    ) -> None:
        self._mutants, self._workers, self._tried = iter(mutants), workers, tried
        self._functions: dict[tuple[str, str, int], list[FunctionType]] = {}
        self._calls: dict[str, set[Function]] = {}
        self._killers: Counter[str] = Counter()
        self._seconds: dict[str, float] = {}
        self._caches: list[Any] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._index()
        self._items = {item.nodeid: item for item in session.items}
        own = self._noting()
        pairs = zip(session.items, [*session.items[1:], session.items[0]], strict=True)
        failed = [item.nodeid for item, after in pairs if not self._baseline(item, after)]
        for function, code in own:
            function.__code__ = code
        for test in failed:
            print(f"left out, since it fails without a fault: {test}")
            del self._items[test]
        print(f"{len(self._items)} tests in {sum(self._seconds.values()):.0f} s", flush=True)
        gc.freeze()
        self._try_all()
        return True

    def _index(self) -> None:
        for path in (path for package in PACKAGES for path in sources(package)):
            name = ".".join(path.relative_to(SKILL.parent).with_suffix("").parts)
            importlib.import_module(name.removesuffix(".__init__"))
        here = tuple(f"{SKILL / package}{os.sep}" for package in PACKAGES)
        gc.unfreeze()  # the tests' conftest has hidden all functions from the garbage collector, and so from us
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and found.__code__.co_filename.startswith(here):
                code = found.__code__
                place = (code.co_filename, code.co_qualname, code.co_firstlineno)
                self._functions.setdefault(place, []).append(found)
            elif isinstance(found, functools._lru_cache_wrapper):
                self._caches += [found] if str(found.__module__).startswith("shop_helper.") else []

    def _noting(self) -> list[tuple[FunctionType, CodeType]]:
        """Makes every function note that it is called; gives their own code back."""
        own: list[tuple[FunctionType, CodeType]] = []
        for path in (path for package in PACKAGES for path in sources(package)):
            hit = f"{_HIT}{len(own)}"
            setattr(builtins, hit, lambda name, file=str(path): self._current.add((file, name)))
            for code in _codes(compile(noting(path.read_text("utf-8"), hit), str(path), "exec")):
                place = (code.co_filename, code.co_qualname, code.co_firstlineno)
                for function in self._functions.get(place, ()):
                    if code.co_freevars == function.__code__.co_freevars:
                        own.append((function, function.__code__))
                        function.__code__ = code
        return own

    def _baseline(self, item: pytest.Item, after: pytest.Item) -> bool:
        """Runs a test, noting what it calls. Fixtures of the session stay for the children."""
        self._current = self._calls[item.nodeid] = set()
        started = time.process_time()
        passed = _passes(item, after)
        self._seconds[item.nodeid] = time.process_time() - started
        return passed

    def _try_all(self) -> None:
        running: list[_Try] = []
        while True:
            while len(running) < self._workers and (mutant := next(self._mutants, None)) is not None:
                running.append(self._begun(mutant))
            if not running:
                return
            time.sleep(0.01)
            for one in list(running):
                if (verdict := one.poll()) is not None:
                    running.remove(one)
                    self._killers[verdict.by] += verdict.killed
                    self._tried(one.mutant, verdict)

    def _tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that call the function, or anything of the module: the best killers first, then the quickest."""
        file, function = str(mutant.path), mutant.mutation.function
        found = [
            test
            for test in self._items
            if any(called == file and function in (None, name) for called, name in self._calls[test])
        ]
        found.sort(key=lambda test: (-self._killers[test], self._seconds[test]))
        spent = accumulate(self._seconds[test] for test in found)
        return [test for test, so_far in zip(found, spent, strict=True) if so_far < _BUDGET_S] or found[:1]

    def _begun(self, mutant: Mutant) -> _Try:
        tests = self._tests_of(mutant)
        if not tests or mutant.mutation.function is None:
            return _Try(mutant, tests)
        read, write = os.pipe()
        bound_s = 5 + 4 * sum(self._seconds[test] for test in tests)
        child = os.fork()
        if child == 0:
            os.close(read)
            self._run(mutant, tests, write, bound_s)
        os.close(write)
        return _Try(mutant, tests, child, read, time.monotonic() + 20 * bound_s)

    def _run(self, mutant: Mutant, tests: list[str], write: int, bound_s: float) -> NoReturn:
        """In the child."""
        resource.setrlimit(resource.RLIMIT_CPU, (int(bound_s) + 1, int(bound_s) + 2))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        status = SURVIVED
        try:
            if not self._put_in(mutant):
                os._exit(NO_CODE)
            for kept in self._caches:
                kept.cache_clear()
            for test, after in zip(tests, [*tests[1:], tests[0]], strict=True):
                if not _passes(self._items[test], self._items[after]):
                    os.write(write, test.encode())
                    status = KILLED
                    break
        except BaseException as problem:  # whatever it is, the tests would have stopped there
            os.write(write, type(problem).__name__.encode())
            status = KILLED
        os._exit(status)

    def _put_in(self, mutant: Mutant) -> bool:
        made = compile(mutant.tree(), str(mutant.path), "exec")
        changed = False
        for code in _codes(made):
            if code.co_qualname == mutant.mutation.function:
                place = (code.co_filename, code.co_qualname, code.co_firstlineno)
                for function in self._functions.get(place, ()):
                    if len(code.co_freevars) != len(function.__code__.co_freevars):
                        return False
                    function.__code__, changed = code, True
        return changed


class _Try:
    """One mutant on its way: in a child first, and in a process of its own where that found nothing."""

    def __init__(
        self, mutant: Mutant, tests: list[str], child: int | None = None, pipe: int = -1, until: float = 0
    ) -> None:
        self.mutant, self._tests = mutant, tests
        self._child, self._pipe, self._until = child, pipe, until
        self._second = None if child or not tests else Cold(mutant, tests)

    def poll(self) -> Verdict | None:
        """None while it goes on."""
        if not self._tests:
            return Verdict(False)
        if self._second is not None:
            by = self._second.poll()
            return None if by is None else Verdict(bool(by), by, len(self._tests))
        assert self._child is not None
        ended, status = os.waitpid(self._child, os.WNOHANG)
        if not ended:
            if time.monotonic() > self._until:
                os.kill(self._child, signal.SIGKILL)
            return None
        with os.fdopen(self._pipe) as told:
            by = told.read()
        code = os.waitstatus_to_exitcode(status)
        if code < 0 or code == KILLED:
            return Verdict(True, by or "out of time", len(self._tests))
        if code == SURVIVED and len(self._tests) > _FEW and not _is_made_once(self.mutant):
            return Verdict(False, tests=len(self._tests))
        self._second = Cold(self.mutant, self._tests)
        return None


def _is_made_once(mutant: Mutant) -> bool:
    """Whether the function's results may be older than the mutant."""
    function = str(mutant.mutation.function)
    return "cache" in mutant.path.read_text(encoding="utf-8") or function.endswith(
        ("__init__", "__post_init__")
    )


def _passes(item: pytest.Item, after: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
