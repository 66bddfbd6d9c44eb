"""Events of the shop → what they say. The shape, with examples, stands in docs/orders.md.

{"detail-type": "shipment.changed", "detail": {"schema": 1, "customer_id": …, "order_id": …, "version": …, …}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop_helper.domain.cases import DESK_KEY, MAX_WORDS, CaseState
from shop_helper.domain.order_feed import PARTS, OnePart, Part, Update, WholeOrder
from shop_helper.persistence.feed import check_owner
from shop_helper.persistence.order_record import from_record, item_values

SCHEMA = 1
WHOLE = ("order.created", "order.changed")
OF_A_PART = {
    "shipment.changed": Part.SHIPMENT,
    "shipment.scanned": Part.SHIPMENT,
    "return.changed": Part.RETURN,
    "refund.changed": Part.REFUND,
    "refund.paid": Part.REFUND,
}
OF_A_CASE = {
    "case.replied": CaseState.OPEN,
    "case.waiting": CaseState.WAITING,
    "case.closed": CaseState.CLOSED,
}
TYPES = (*WHOLE, *OF_A_PART, *OF_A_CASE)


class BadEventError(Exception):
    """An event that can never be used; the message says what was expected, and holds no value of it."""


@dataclass(frozen=True)
class CaseNews:
    """What a desk did with a case."""

    customer_id: str
    case_id: str
    what: str
    state: CaseState
    at: datetime
    key: str
    words: str = ""


def read_event(body: str) -> Update | CaseNews:
    """Raises BadEventError."""
    try:
        event = json.loads(body)
        kind, detail = event["detail-type"], event["detail"]
        schema = detail["schema"]
    except (ValueError, KeyError, TypeError) as problem:
        raise BadEventError(
            'expected a JSON object with "detail-type" and "detail" with "schema"'
        ) from problem
    if schema != SCHEMA:
        raise BadEventError(f"schema {str(schema)[:20]}, expected {SCHEMA}")
    if kind not in TYPES:
        raise BadEventError(f"detail-type {str(kind)[:40]!r}, expected one of {', '.join(TYPES)}")
    try:
        check_owner(_text(detail, "customer_id"))
        if kind in WHOLE:
            return whole_order(detail)
        return _part(OF_A_PART[kind], detail) if kind in OF_A_PART else _case(kind, detail)
    except KeyError as problem:
        raise BadEventError(f"{kind}: the field {problem} is missing") from problem
    except (TypeError, ValueError, ArithmeticError, AttributeError) as problem:
        raise BadEventError(f"{kind}: {type(problem).__name__}: {problem}") from problem


def whole_order(record: Mapping[str, Any]) -> WholeOrder:
    """Raises KeyError, TypeError or ValueError."""
    order = from_record(record)
    for name in ("customer_id", "order_id"):
        _text(record, name)
    if not order.items:
        raise ValueError("items: expected at least one line")
    lines = [item.line_id for item in order.items]
    if len(set(lines)) < len(lines):
        raise ValueError("items: a line_id stands twice")
    if "version" not in record:
        raise KeyError("version")
    check_owner(order)
    told = {entry["line_id"]: _told(entry) for entry in record["items"]}
    return WholeOrder(order, told)


def _told(entry: Mapping[str, Any]) -> frozenset[Part]:
    carried = {part for part, names in PARTS.items() if any(name in entry for name in names)}
    return frozenset({Part.ITEM, *carried})


def _part(part: Part, detail: Mapping[str, Any]) -> OnePart:
    entry = detail[part.value]
    unknown = sorted(set(entry) - set(PARTS[part]))
    if unknown:
        raise ValueError(f"{part}: no field of it is called {unknown[0][:40]!r}")
    required = PARTS[part][0]
    if required not in entry:
        raise KeyError(f"{part}.{required}")
    return OnePart(
        customer_id=_text(detail, "customer_id"),
        order_id=_text(detail, "order_id"),
        line_id=_text(detail, "line_id"),
        version=int(detail["version"]),
        part=part,
        values=item_values(entry),
    )


def _case(kind: str, detail: Mapping[str, Any]) -> CaseNews:
    at = datetime.fromisoformat(_text(detail, "at"))
    if at.tzinfo is None:
        raise ValueError("at: expected an instant with its time zone")
    words = " ".join(str(detail.get("words", "")).split())
    if len(words) > MAX_WORDS:
        raise ValueError(f"words: expected at most {MAX_WORDS} characters, they are read aloud")
    if kind == "case.replied" and not words:
        raise KeyError("words")
    what = kind.removeprefix("case.")
    key = f"{DESK_KEY}{_text(detail, 'event_id')}"
    return CaseNews(
        _text(detail, "customer_id"), _text(detail, "case_id"), what, OF_A_CASE[kind], at, key, words
    )


def _text(detail: Mapping[str, Any], name: str) -> str:
    value = detail[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name}: expected text")
    return value
