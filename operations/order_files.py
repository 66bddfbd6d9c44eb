"""Files of orders, read one at a time, from the beginning or from any place where an order ended.

`.jsonl`: each line the record of docs/orders.md. `.csv`: a row for each line of an order, rows of one order after each
other; the columns are the names of the record's fields: `customer_id`, `order_id`, `placed_at`, `version`,
`address_short`, and those of an item. Amounts stand in `price_paid`, `price_now` and `refund_amount`, their currency in
`currency`. Instants of `seller_contacted_at` are separated by spaces. An empty cell says nothing.

Whatever is wrong with an order, the file is read on; what is wrong comes with the bytes as they stood.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from operations.voice_codes import OperationError
from shop_helper.domain.order_feed import WholeOrder
from shop_helper.errors import FieldError
from shop_helper.feed.events import whole_order
from shop_helper.persistence.order_record import FORMS, NEEDED, SCHEMA

_OF_ORDER = ("customer_id", "order_id", "placed_at", "version", "address_short")
_MONEY = ("price_paid", "price_now", "refund_amount")
_NEEDED = {"customer_id", "order_id", "placed_at", "version", "currency", *NEEDED}
_COLUMNS = {*_OF_ORDER, *FORMS, "currency"}
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NOT_UTF_8 = "not UTF-8; save the file as UTF-8"


@dataclass(frozen=True)
class Place:
    """So far everything is read."""

    offset: int = 0
    """Bytes."""
    line: int = 0


@dataclass(frozen=True)
class Read:
    """One order of a file, or what is wrong with it."""

    line: int
    """Where it is, or what is wrong with it; the first line is 1."""
    end: Place
    raw: bytes
    """Its lines as they stand in the file."""
    order: WholeOrder | None
    problem: str = ""
    """What was expected."""


def read_orders(path: Path, start: Place | None = None) -> Iterator[Read]:
    """The orders after that place. Raises OperationError for a file that is none of the two, or has other columns."""
    if path.suffix not in (".csv", ".jsonl"):
        raise OperationError(f"{path}: expected a file that ends in .jsonl or .csv")
    return _csv(path, start) if path.suffix == ".csv" else _jsonl(path, start or Place())


def heading(path: Path) -> bytes:
    """What another file has to begin with to be read as this one is."""
    if path.suffix != ".csv":
        return b""
    with path.open("rb") as file:
        return _whole(file.readline())


def _jsonl(path: Path, start: Place) -> Iterator[Read]:
    offset, number = start.offset, start.line
    with path.open("rb") as file:
        file.seek(offset)
        for raw in file:
            offset, number = offset + len(raw), number + 1
            if raw.strip(b" \t\r\n\xef\xbb\xbf"):
                yield _order(number, Place(offset, number), raw)


def _order(number: int, end: Place, raw: bytes) -> Read:
    try:
        return Read(number, end, raw, whole_order(json.loads(raw.decode("utf-8-sig"))))
    except UnicodeDecodeError:
        return Read(number, end, raw, None, _NOT_UTF_8)
    except FieldError as problem:
        return Read(number, end, raw, None, str(problem))
    except ValueError as problem:
        return Read(number, end, raw, None, f"not JSON ({problem}); expected one order on each line")


class _Lines:
    """Lines of a file for the csv module, which counts neither bytes nor keeps what it has read."""

    def __init__(self, file: BinaryIO, place: Place) -> None:
        self._file, self.place = file, place
        self._raw = b""

    def __iter__(self) -> Iterator[str]:
        for raw in self._file:
            self.place = Place(self.place.offset + len(raw), self.place.line + 1)
            self._raw += raw
            yield raw.decode("utf-8", "surrogateescape")

    def taken(self) -> bytes:
        """What was read since the last time."""
        raw, self._raw = self._raw, b""
        return raw


@dataclass
class _Row:
    line: int
    raw: bytes
    cells: Mapping[str, str]
    problem: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.cells.get("customer_id", ""), self.cells.get("order_id", "")


def _csv(path: Path, start: Place | None) -> Iterator[Read]:
    with path.open("rb") as file:
        first = file.readline()
        columns = _columns(path, first)
        place = start or Place(len(first), 1)
        file.seek(place.offset)
        lines = _Lines(file, place)
        rows: list[_Row] = []
        end = place
        for row in _rows(lines, columns):
            if rows and row.key != rows[0].key:
                yield _grouped(rows, end)
                rows = []
            rows.append(row)
            end = lines.place
        if rows:
            yield _grouped(rows, end)


def _columns(path: Path, first: bytes) -> Sequence[str]:
    try:
        columns = next(csv.reader([first.decode("utf-8-sig")]), [])
    except UnicodeDecodeError:
        raise OperationError(f"{path}:1: {_NOT_UTF_8}") from None
    missing, unknown = sorted(_NEEDED - set(columns)), sorted(set(columns) - _COLUMNS)
    if missing:
        raise OperationError(
            f"{path}:1: the columns {', '.join(missing)} are missing; expected commas between"
        )
    if unknown or len(set(columns)) < len(columns):
        twice = sorted({name for name in columns if columns.count(name) > 1})
        raise OperationError(f"{path}:1: no field is called {', '.join(unknown) or f'{twice[0]} twice'}")
    return columns


def _rows(lines: _Lines, columns: Sequence[str]) -> Iterator[_Row]:
    """Empty rows are left out. A row that breaks the csv module is one with a problem."""
    reader = csv.reader(lines)
    while True:
        line = lines.place.line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield _Row(line, lines.taken(), {}, f"not a row of a table ({problem})")
            continue
        raw = lines.taken()
        if any(cells):
            yield _Row(line, raw, dict(zip(columns, cells, strict=False)), _wrong(cells, columns))


def _wrong(cells: Sequence[str], columns: Sequence[str]) -> str:
    if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
        return _NOT_UTF_8
    if len(cells) != len(columns):
        return f"expected {len(columns)} cells, as in the first line; there are {len(cells)}"
    return ""


def _grouped(rows: Sequence[_Row], end: Place) -> Read:
    """One order. The line of a problem is that of the row it is in."""
    raw = b"".join(row.raw for row in rows)
    wrong = next((row for row in rows if row.problem), None)
    if wrong is not None:
        return Read(wrong.line, end, raw, None, wrong.problem)
    record = {
        "schema": SCHEMA,
        **_filled(rows[0].cells, _OF_ORDER),
        "items": [_item(row.cells) for row in rows],
    }
    try:
        return Read(rows[0].line, end, raw, whole_order(record))
    except FieldError as problem:
        found = re.fullmatch(r"items\[(\d+)\]\.(.*)", str(problem))
        row = rows[int(found[1])] if found else rows[0]
        return Read(row.line, end, raw, None, found[2] if found else str(problem))


def _item(cells: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = _filled(cells, [name for name in FORMS if name not in _MONEY])
    for name in _MONEY:
        if cells.get(name):
            entry[name] = {"amount": cells[name], "currency": cells["currency"]}
    if "seller_contacted_at" in entry:
        entry["seller_contacted_at"] = entry["seller_contacted_at"].split()
    if "digital" in entry:
        entry["digital"] = _TRUTH.get(entry["digital"].lower(), entry["digital"])
    return entry


def _filled(cells: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    return {name: cells[name] for name in names if cells.get(name)}


def _whole(line: bytes) -> bytes:
    return line if line.endswith(b"\n") else line + b"\n"
