"""Orders of a file into the table: checked one by one, many at once, resumed where it stopped, never over newer.

Beside `orders.jsonl` stand, while there is need of them: `orders.jsonl.checkpoint`, how far it has come, and
`orders.rejected.jsonl`, what was wrong, as it stood: mended, it is imported by the same command.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from operations.order_files import Place, Read, heading, read_orders
from operations.progress import Progress
from operations.voice_codes import OperationError
from shop_helper.domain.order_feed import Heard, WholeOrder
from shop_helper.errors import StoreError

Put = Callable[[WholeOrder], object]
"""Stores an order, as `DynamoFeed.hear` does."""

CHUNK = 500
"""Orders between two notes of how far it has come; also what is in memory."""
WORKERS = 16
MANY_WRONG, ONE_IN = 100, 10
"""It stops when at least so many are wrong, and that is more than one in ten: the file is of another kind."""
_TRIES, _WAIT_S = 6, 0.5
GOES_ON = "the same command goes on from there"


class InterruptedImportError(OperationError):
    """Somebody pressed Ctrl-C."""

    code = 130


@dataclass(frozen=True)
class Report:
    """All that was done with this file, before and after it was resumed."""

    stored: int = 0
    known: int = 0
    """The table has this version, or a newer one."""
    wrong: int = 0
    end: Place = field(default_factory=Place)
    rejected: int = 0
    """Bytes of the file of what was wrong."""

    @property
    def read(self) -> int:
        return self.stored + self.known + self.wrong

    @property
    def is_hopeless(self) -> bool:
        return self.wrong >= MANY_WRONG and self.wrong * ONE_IN > self.read


def import_orders(
    path: Path,
    put: Put | None,
    out: TextIO | None = None,
    sleep: Callable[[float], object] | None = None,
    table: str = "",
) -> Report:
    """`put` None only checks. Raises OperationError when it has to stop; what is done is noted beside the file."""
    out = out or sys.stderr
    if not path.is_file():
        raise OperationError(f"{path}: no such file")
    return Import(path, put, out, sleep, table).run()


class Import:
    def __init__(
        self, path: Path, put: Put | None, out: TextIO, sleep: Callable[[float], object] | None, table: str
    ) -> None:
        self._path, self._put, self._out = path, put, out
        self._stopping = threading.Event()
        self._sleep = sleep or self._stopping.wait
        self._checkpoint, self._rejects = Checkpoint(path, table), Rejects(path)

    def run(self) -> Report:
        known = self._checkpoint.read() if self._put else None
        report = known or Report()
        if known and known.end.line:
            print(f"{self._path}: goes on after line {report.end.line}", file=self._out)
        orders = read_orders(self._path, report.end if report.end.line else None)
        if self._put:
            self._rejects.begin(report.rejected if known else None)
            self._checkpoint.note(report)
        progress = Progress(self._out, self._path.stat().st_size, report.end.offset)
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                for chunk in _chunks(orders):
                    report = self._noted(chunk, self._stored(chunk, pool, report))
                    progress.show(report.end.offset, f"{report.read:,} orders, {report.wrong:,} wrong")
                    if report.is_hopeless and self._put:
                        raise OperationError(
                            f"{self._stopped(report)}: {report.wrong} orders are wrong; {GOES_ON}"
                        )
            except KeyboardInterrupt:
                self._stopping.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise InterruptedImportError(f"{self._stopped(report)}: interrupted; {GOES_ON}") from None
            except StoreError as problem:
                pool.shutdown(wait=True, cancel_futures=True)
                raise OperationError(f"{self._stopped(report)}: {problem}; {GOES_ON}") from problem
            finally:
                progress.end()
        self._checkpoint.remove()
        if report.wrong and self._put:
            print(f"{self._rejects.path}: what was wrong; mend it and import it", file=self._out)
        return report

    def _stored(self, chunk: list[Read], pool: ThreadPoolExecutor, report: Report) -> Report:
        """Raises StoreError when one could not be stored."""
        right = [read.order for read in chunk if read.order is not None]
        heard = list(pool.map(self._patiently, right)) if self._put else []
        known = sum(one is Heard.OLD for one in heard)
        return replace(
            report,
            stored=report.stored + len(right) - known,
            known=report.known + known,
            wrong=report.wrong + len(chunk) - len(right),
            end=chunk[-1].end,
        )

    def _noted(self, chunk: list[Read], report: Report) -> Report:
        wrong = [read for read in chunk if read.order is None]
        for read in wrong:
            print(f"{self._path}:{read.line}: {read.problem} (docs/orders.md)", file=self._out)
        if not self._put:
            return report
        report = replace(report, rejected=self._rejects.add(read.raw for read in wrong))
        self._checkpoint.note(report)
        return report

    def _patiently(self, order: WholeOrder) -> object:
        """A table that is throttled is given time."""
        assert self._put is not None
        for attempt in range(_TRIES):
            try:
                return self._put(order)
            except StoreError:
                if attempt == _TRIES - 1 or self._stopping.is_set():
                    raise
                self._sleep(_WAIT_S * 2**attempt)
        raise AssertionError

    @staticmethod
    def _stopped(report: Report) -> str:
        return f"stopped after line {report.end.line}"


class Checkpoint:
    """`FILE.checkpoint`: down to where everything of exactly this file is in exactly this table."""

    def __init__(self, path: Path, table: str) -> None:
        self._of, self._table, self._at = path, table, path.with_name(f"{path.name}.checkpoint")

    def read(self) -> Report | None:
        if not self._at.exists():
            return None
        try:
            noted = json.loads(self._at.read_text(encoding="utf-8"))
            same, report = noted.pop("of") == self._fingerprint(), Report(**noted)
            report = replace(report, end=Place(**noted["end"]))
        except (ValueError, KeyError, TypeError) as problem:
            raise OperationError(f"{self._at}: can't be read; delete it to begin anew") from problem
        if not same:
            raise OperationError(
                f"{self._at} is of another state of {self._of}, or of another table; delete it to begin anew"
            )
        return report

    def note(self, report: Report) -> None:
        new = self._at.with_name(f"{self._at.name}.new")
        new.write_text(json.dumps({"of": self._fingerprint(), **asdict(report)}), encoding="utf-8")
        os.replace(new, self._at)

    def remove(self) -> None:
        self._at.unlink(missing_ok=True)

    def _fingerprint(self) -> list[int | str]:
        state = self._of.stat()
        return [state.st_size, state.st_mtime_ns, self._table]


class Rejects:
    """The file of what was wrong; it is made when there is something."""

    def __init__(self, path: Path) -> None:
        self._of, self.path = path, path.with_name(f"{path.stem}.rejected{path.suffix}")

    def begin(self, size: int | None) -> None:
        """`size`: what of it was noted before it stopped. None: nothing may be there."""
        if size is None and self.path.exists():
            raise OperationError(f"{self.path} is there from an earlier import; import or delete it first")
        if size == 0:
            self.path.unlink(missing_ok=True)
        elif size:
            os.truncate(self.path, size)

    def add(self, raws: Iterator[bytes]) -> int:
        """Its size then, in bytes."""
        for raw in raws:
            new = not self.path.exists()
            with self.path.open("ab") as file:
                file.write(
                    (heading(self._of) if new else b"") + raw + (b"" if raw.endswith(b"\n") else b"\n")
                )
        return self.path.stat().st_size if self.path.exists() else 0


def _chunks(orders: Iterator[Read]) -> Iterator[list[Read]]:
    while chunk := list(islice(orders, CHUNK)):
        yield chunk
