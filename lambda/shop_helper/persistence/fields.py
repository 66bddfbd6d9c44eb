"""Fields of records that others write: read one by one, each with what is expected of it.

What is wrong is said by naming the field and its form. The value is never repeated: it may be a name or an address, and
the message goes into logs and queues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from shop_helper.domain.orders import Money
from shop_helper.errors import FieldError
from shop_helper.persistence.instants import read_instant

T = TypeVar("T")
MAX_NUMBER = 10**15
"""No version, quantity, instant or price is as large; beyond that a record can't be written again."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


UNREADABLE = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What reading data of another shape raises."""


@dataclass(frozen=True)
class Form(Generic[T]):
    """How a field is read, and what that is called. `read` raises anything on what it can't read."""

    expected: str
    read: Callable[[Any], T]


def take(record: Any, name: str, form: Form[T], place: str = "") -> T:
    """The field, which has to be there. `place` is where the record stands, as `items[0].`. Raises FieldError."""
    if not isinstance(record, Mapping):
        raise FieldError(f"{place.rstrip('.') or 'the record'}: expected an object")
    if record.get(name) is None:
        raise FieldError(f"{place}{name}: missing; expected {form.expected}")
    try:
        return form.read(record[name])
    except UNREADABLE:
        raise FieldError(f"{place}{name}: expected {form.expected}") from None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _whole(value: Any) -> int:
    """JSON's integers, DynamoDB's decimals, the digits of a table's cell."""
    if isinstance(value, bool | float) or int(value) != Decimal(value) or not 0 <= int(value) < MAX_NUMBER:
        raise ValueError
    return int(value)


def _epoch(value: Any) -> datetime:
    return _EPOCH + timedelta(seconds=_whole(value))


def _true_or_false(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _instants(value: Any) -> tuple[datetime, ...]:
    if isinstance(value, str):
        raise ValueError
    return tuple(read_instant(one) for one in value)


def _money(value: Any) -> Money:
    amount = Decimal(value["amount"])
    if isinstance(value["amount"], float) or not abs(amount) < MAX_NUMBER:
        raise ValueError
    return Money(amount, _text(value["currency"]))


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError
    return value


def _entries(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return value


TEXT = Form("text", _text)
WHOLE = Form("a whole number, 0 or greater", _whole)
TRUE_OR_FALSE = Form("true or false", _true_or_false)
DAY = Form("a day as 2026-11-30", date.fromisoformat)
INSTANT = Form("an instant with its time zone, as 2026-11-30T16:00:00Z", read_instant)
INSTANTS = Form("a list of instants with their time zones, as 2026-11-30T16:00:00Z", _instants)
MONEY = Form('{"amount": "12.50", "currency": "USD"}, the amount as text', _money)
EPOCH = Form("seconds since 1970", _epoch)
LIST = Form("a list", _list)
OBJECT = Form("an object", _object)
ENTRIES = Form("a list with at least one entry", _entries)


def one_of(kind: type[StrEnum]) -> Form[Any]:
    return Form(f"one of {', '.join(kind)}", kind)


def schema(number: int) -> Form[int]:
    def read(value: Any) -> int:
        if value != number:
            raise ValueError
        return number

    return Form(str(number), read)
