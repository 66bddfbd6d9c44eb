"""`Order` ↔ the record in the table (docs/orders.md describes it, with an example).

A record is one order, its items a list inside it. `schema` counts up when the meaning of a field changes; fields that a
record lacks take the defaults of `OrderItem`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from shop_helper.domain.orders import (
    FulfilledBy,
    ItemStatus,
    Money,
    Order,
    OrderItem,
    RefundState,
    ReturnState,
    SoldBy,
    Stage,
)
from shop_helper.errors import FieldError
from shop_helper.persistence.fields import (
    DAY,
    ENTRIES,
    INSTANT,
    INSTANTS,
    MONEY,
    TEXT,
    TRUE_OR_FALSE,
    WHOLE,
    Form,
    one_of,
    schema,
    take,
)
from shop_helper.persistence.instants import instant_text

SCHEMA = 1

_ENUMS: dict[str, type[StrEnum]] = {
    "sold_by": SoldBy,
    "fulfilled_by": FulfilledBy,
    "status": ItemStatus,
    "return_state": ReturnState,
    "refund_state": RefundState,
    "stage": Stage,
}
_TEXTS = (
    "line_id",
    "name",
    "spoken_name",
    "category",
    "color",
    "size",
    "seller_id",
    "seller_name",
    "carrier",
)
_DATES = ("promised_on", "ship_by", "shipped_on", "delivered_on", "return_received_on", "refund_on")
_INSTANTS = ("last_scan_at", "seller_replied_at")
_MONEY = ("price_paid", "price_now", "refund_amount")
_NUMBERS = ("quantity", "hubs_left")

FORMS: Mapping[str, Form[Any]] = {
    **dict.fromkeys(_TEXTS, TEXT),
    **{name: one_of(kind) for name, kind in _ENUMS.items()},
    **dict.fromkeys(_DATES, DAY),
    **dict.fromkeys(_INSTANTS, INSTANT),
    **dict.fromkeys(_MONEY, MONEY),
    **dict.fromkeys(_NUMBERS, WHOLE),
    "digital": TRUE_OR_FALSE,
    "seller_contacted_at": INSTANTS,
}
"""Every field of an item, and its form."""

NEEDED = (
    "line_id",
    "name",
    "spoken_name",
    "category",
    "price_paid",
    "sold_by",
    "fulfilled_by",
    "status",
)
"""Fields without which an item can't be spoken of."""


def to_record(order: Order) -> dict[str, Any]:
    """JSON-like data; what is None or empty is left out."""
    record = {
        "schema": SCHEMA,
        "customer_id": order.customer_id,
        "order_id": order.order_id,
        "placed_at": instant_text(order.placed_at),
        "version": order.version,
        "address_short": order.address_short,
        "items": [_item_record(item) for item in order.items],
    }
    return _filled(record)


def from_record(record: Any) -> Order:
    """Raises FieldError when the record can't be read."""
    take(record, "schema", schema(SCHEMA))
    order_id = take(record, "order_id", TEXT)
    entries = take(record, "items", ENTRIES)
    return Order(
        order_id=order_id,
        customer_id=take(record, "customer_id", TEXT),
        placed_at=take(record, "placed_at", INSTANT),
        items=tuple(_item(order_id, entry, f"items[{number}].") for number, entry in enumerate(entries)),
        version=take(record, "version", WHOLE) if "version" in record else 1,
        address_short=take(record, "address_short", TEXT) if record.get("address_short") else None,
    )


def _item_record(item: OrderItem) -> dict[str, Any]:
    record: dict[str, Any] = {name: getattr(item, name) for name in (*_TEXTS, *_NUMBERS, "digital")}
    record |= {name: _text(getattr(item, name), str) for name in _ENUMS}
    record |= {name: _text(getattr(item, name), date.isoformat) for name in _DATES}
    record |= {name: _text(getattr(item, name), instant_text) for name in _INSTANTS}
    for name in _MONEY:
        money: Money | None = getattr(item, name)
        record[name] = {"amount": str(money.amount), "currency": money.currency} if money else None
    record["seller_contacted_at"] = [instant_text(instant) for instant in item.seller_contacted_at]
    return _filled(record)


def _item(order_id: str, entry: Any, place: str) -> OrderItem:
    values = {name: take(entry, name, FORMS[name], place) for name in NEEDED} | item_values(entry, place)
    if values["sold_by"] is SoldBy.MARKETPLACE and values["fulfilled_by"] is FulfilledBy.SELLER:
        raise FieldError(f"{place}fulfilled_by: expected marketplace, since the marketplace sold it")
    if values["sold_by"] is SoldBy.THIRD_PARTY and "seller_name" not in values:
        raise FieldError(f"{place}seller_name: missing; expected text, since a third party sold it")
    return OrderItem(order_id=order_id, **values)


def item_values(entry: Mapping[str, Any], place: str = "") -> dict[str, Any]:
    """The fields of an item that stand there. Raises FieldError."""
    return {
        name: take(entry, name, form, place)
        for name, form in FORMS.items()
        if entry.get(name) is not None and entry[name] != ""
    }


def _text(value: Any, form: Callable[[Any], str]) -> str | None:
    return None if value is None else form(value)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    """Without what is None, empty or false; 0 is a number."""
    return {
        name: value for name, value in record.items() if value not in (None, "", []) and value is not False
    }
