"""Orders of a file into the table: checked one by one, many at once, resumed where it stopped, never over newer."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from operations.order_files import Read, read_orders
from operations.voice_codes import OperationError
from shop_helper.domain.order_feed import Heard, WholeOrder
from shop_helper.errors import StoreError

Put = Callable[[WholeOrder], object]
"""Stores an order, as `DynamoFeed.hear` does."""

CHUNK = 500
"""Orders between two notes of how far it has come; also what is in memory."""
WORKERS = 16
MAX_WRONG = 100
_TRIES, _WAIT_S = 6, 0.5


@dataclass
class Report:
    stored: int = 0
    known: int = 0
    """The table has this version, or a newer one."""
    wrong: int = 0
    last_line: int = 0

    @property
    def read(self) -> int:
        return self.stored + self.known + self.wrong


def import_orders(
    path: Path, put: Put | None, out: TextIO | None = None, sleep: Callable[[float], None] = time.sleep
) -> Report:
    """`put` None only checks. Raises OperationError when it has to stop; what is done is noted beside the file."""
    out = out or sys.stderr
    if not path.is_file():
        raise OperationError(f"{path}: no such file")
    checkpoint = Checkpoint(path) if put else None
    report = Report(last_line=checkpoint.line() if checkpoint else 0)
    if report.last_line:
        print(f"{path}: goes on after line {report.last_line}", file=out)
    orders, began = read_orders(path, report.last_line), time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        for chunk in _chunks(orders):
            right = [read.order for read in chunk if read.order is not None]
            for read in chunk:
                if read.order is None:
                    print(f"{path}:{read.line}: {read.problem}", file=out)
            report.wrong += len(chunk) - len(right)
            if put is None:
                report.stored += len(right)
            else:
                try:
                    heard = list(pool.map(lambda order: _patiently(put, order, sleep), right))
                except StoreError as problem:
                    raise OperationError(
                        f"stopped after line {report.last_line}: {problem}; the same command goes on from there"
                    ) from problem
                report.known += sum(one is Heard.OLD for one in heard)
                report.stored += sum(one is not Heard.OLD for one in heard)
            report.last_line = chunk[-1].last_line
            if checkpoint:
                checkpoint.note(report.last_line)
            _show(report, began, out)
            if report.wrong >= MAX_WRONG:
                raise OperationError(
                    f"stopped after line {report.last_line}: {report.wrong} orders are wrong"
                )
    if out.isatty():
        print(file=out)
    if checkpoint:
        checkpoint.remove()
    return report


class Checkpoint:
    """`FILE.checkpoint`: down to which line of exactly this file everything is done."""

    def __init__(self, path: Path) -> None:
        self._of, self._at = path, path.with_name(f"{path.name}.checkpoint")

    def line(self) -> int:
        if not self._at.exists():
            return 0
        try:
            noted = json.loads(self._at.read_text(encoding="utf-8"))
            line, same = int(noted["line"]), noted["file"] == self._fingerprint()
        except (ValueError, KeyError, TypeError) as problem:
            raise OperationError(f"{self._at}: can't be read; delete it to begin anew") from problem
        if not same:
            raise OperationError(f"{self._at} is of another state of {self._of}; delete it to begin anew")
        return line

    def note(self, line: int) -> None:
        new = self._at.with_name(f"{self._at.name}.new")
        new.write_text(json.dumps({"file": self._fingerprint(), "line": line}), encoding="utf-8")
        os.replace(new, self._at)

    def remove(self) -> None:
        self._at.unlink(missing_ok=True)

    def _fingerprint(self) -> list[int]:
        state = self._of.stat()
        return [state.st_size, state.st_mtime_ns]


def _chunks(orders: Iterator[Read]) -> Iterator[list[Read]]:
    while chunk := list(islice(orders, CHUNK)):
        yield chunk


def _patiently(put: Put, order: WholeOrder, sleep: Callable[[float], None]) -> object:
    """A table that is throttled is given time."""
    for attempt in range(_TRIES):
        try:
            return put(order)
        except StoreError:
            if attempt == _TRIES - 1:
                raise
            sleep(_WAIT_S * 2**attempt)
    raise AssertionError


def _show(report: Report, began: float, out: TextIO) -> None:
    if out.isatty():
        rate = report.read / max(time.monotonic() - began, 0.001)
        print(f"\r{report.read:,} orders, {rate:,.0f} a second, {report.wrong} wrong", end="", file=out)
