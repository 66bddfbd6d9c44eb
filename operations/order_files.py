"""Files of orders, read one at a time.

`.jsonl`: each line the record of docs/orders.md. `.csv`: a row for each line of an order, rows of one order after each
other; the columns are the names of the record's fields: `customer_id`, `order_id`, `placed_at`, `version`,
`address_short`, and those of an item. Amounts stand in `price_paid`, `price_now` and `refund_amount`, their currency in
`currency`. Instants of `seller_contacted_at` are separated by spaces. An empty cell says nothing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from operations.voice_codes import OperationError
from shop_helper.domain.order_feed import WholeOrder
from shop_helper.feed.events import whole_order
from shop_helper.persistence.order_record import SCHEMA

_OF_ORDER = ("customer_id", "order_id", "placed_at", "version", "address_short")
_MONEY = ("price_paid", "price_now", "refund_amount")
_NEEDED = {
    "customer_id",
    "order_id",
    "placed_at",
    "version",
    "line_id",
    "name",
    "spoken_name",
    "category",
    "price_paid",
    "currency",
    "sold_by",
    "fulfilled_by",
    "status",
}


@dataclass(frozen=True)
class Read:
    """One order of a file, or what is wrong with it."""

    line: int
    """Where it begins; the first line is 1."""
    last_line: int
    order: WholeOrder | None
    problem: str = ""


def read_orders(path: Path, after_line: int = 0) -> Iterator[Read]:
    """The orders that begin after that line. Raises OperationError for a file that is none of the two."""
    if path.suffix == ".csv":
        return _csv(path, after_line)
    if path.suffix == ".jsonl":
        return _jsonl(path, after_line)
    raise OperationError(f"{path}: expected a file that ends in .jsonl or .csv")


def _jsonl(path: Path, after_line: int) -> Iterator[Read]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if number > after_line and line.strip():
                try:
                    yield _read(number, number, json.loads(line))
                except ValueError as problem:
                    yield Read(number, number, None, f"not JSON ({problem}); expected one order a line")


def _csv(path: Path, after_line: int) -> Iterator[Read]:
    with path.open(encoding="utf-8", newline="") as text:
        rows = csv.DictReader(text)
        missing = _NEEDED - set(rows.fieldnames or ())
        if missing:
            raise OperationError(f"{path}:1: the columns {', '.join(sorted(missing))} are missing")
        key: tuple[str, str] | None = None
        record: dict[str, Any] = {}
        first = last = 0
        for row in rows:
            number = rows.line_num
            if number <= after_line:
                continue
            here = (row["customer_id"], row["order_id"])
            if here != key and key is not None:
                yield _read(first, last, record)
            if here != key:
                key, first = here, number
                record = {"schema": SCHEMA, "items": [], **_filled(row, _OF_ORDER)}
            record["items"].append(_item(row))
            last = number
        if key is not None:
            yield _read(first, last, record)


def _item(row: Mapping[str, str]) -> dict[str, Any]:
    names = [name for name in row if name and name not in (*_OF_ORDER, *_MONEY, "currency")]
    entry: dict[str, Any] = _filled(row, names)
    for name in _MONEY:
        if row.get(name):
            entry[name] = {"amount": row[name], "currency": row["currency"]}
    if "seller_contacted_at" in entry:
        entry["seller_contacted_at"] = entry["seller_contacted_at"].split()
    if "digital" in entry:
        entry["digital"] = entry["digital"].lower() in ("true", "yes", "1")
    return entry


def _filled(row: Mapping[str, str], names: Any) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name)}


def _read(first: int, last: int, record: Any) -> Read:
    try:
        return Read(first, last, whole_order(record))
    except KeyError as problem:
        return Read(first, last, None, f"the field {problem} is missing (docs/orders.md)")
    except (TypeError, ValueError, ArithmeticError, AttributeError) as problem:
        return Read(first, last, None, f"{problem} (docs/orders.md says what is expected)")
