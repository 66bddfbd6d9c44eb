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
from shop_helper.domain.sales import is_sale_owner
from shop_helper.errors import BadEventError, FieldError
from shop_helper.persistence.fields import INSTANT, OBJECT, TEXT, Form, schema, take
from shop_helper.persistence.fields import WHOLE as WHOLE_NUMBER
from shop_helper.persistence.order_record import FORMS, from_record, item_values

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
    except (ValueError, KeyError, TypeError):
        raise BadEventError('expected a JSON object with "detail-type" and "detail"') from None
    if kind not in TYPES:
        raise BadEventError(f"detail-type: expected one of {', '.join(TYPES)}")
    try:
        take(detail, "schema", schema(SCHEMA))
        if is_sale_owner(take(detail, "customer_id", TEXT)):
            raise FieldError("customer_id: can't begin as a seller's copies do")
        if kind in WHOLE:
            return whole_order(detail)
        return _part(OF_A_PART[kind], detail) if kind in OF_A_PART else _case(kind, detail)
    except FieldError as problem:
        raise BadEventError(f"{kind}: {problem}") from None


def whole_order(record: Mapping[str, Any]) -> WholeOrder:
    """Raises FieldError."""
    order = from_record(record)
    take(record, "version", WHOLE_NUMBER)
    lines = [item.line_id for item in order.items]
    if len(set(lines)) < len(lines):
        raise FieldError("items: expected each line_id once")
    if is_sale_owner(order.customer_id):
        raise FieldError("customer_id: can't begin as a seller's copies do")
    told = {entry["line_id"]: _told(entry) for entry in record["items"]}
    return WholeOrder(order, told)


def _told(entry: Mapping[str, Any]) -> frozenset[Part]:
    carried = {part for part, names in PARTS.items() if any(name in entry for name in names)}
    return frozenset({Part.ITEM, *carried})


def _part(part: Part, detail: Mapping[str, Any]) -> OnePart:
    entry = take(detail, part.value, OBJECT)
    if set(entry) - set(PARTS[part]):
        raise FieldError(f"{part}: holds a field that is none of it; expected {', '.join(PARTS[part])}")
    required = PARTS[part][0]
    take(entry, required, FORMS[required], f"{part}.")
    return OnePart(
        customer_id=take(detail, "customer_id", TEXT),
        order_id=take(detail, "order_id", TEXT),
        line_id=take(detail, "line_id", TEXT),
        version=take(detail, "version", WHOLE_NUMBER),
        part=part,
        values=item_values(entry, f"{part}."),
    )


def _case(kind: str, detail: Mapping[str, Any]) -> CaseNews:
    words = take(detail, "words", WORDS) if kind == "case.replied" or detail.get("words") else ""
    return CaseNews(
        customer_id=take(detail, "customer_id", TEXT),
        case_id=take(detail, "case_id", TEXT),
        what=kind.removeprefix("case."),
        state=OF_A_CASE[kind],
        at=take(detail, "at", INSTANT),
        key=f"{DESK_KEY}{take(detail, 'event_id', TEXT)}",
        words=words,
    )


def _words(value: Any) -> str:
    words = " ".join(value.split())
    if not words or len(words) > MAX_WORDS:
        raise ValueError
    return words


WORDS = Form(f"text of at most {MAX_WORDS} characters, since it is read aloud", _words)
