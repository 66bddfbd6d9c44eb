"""`Order` ↔ the record in the table (docs/orders.md describes it, with an example).

A record is one order, its items a list inside it. `schema` counts up when the meaning of a field changes; fields that a
record lacks take the defaults of `OrderItem`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
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

SCHEMA = 1

_ENUMS: dict[str, type[StrEnum]] = {
    "sold_by": SoldBy,
    "fulfilled_by": FulfilledBy,
    "status": ItemStatus,
    "return_state": ReturnState,
    "refund_state": RefundState,
}
_OPTIONAL_ENUMS: dict[str, type[StrEnum]] = {"stage": Stage}
_DATES = ("promised_on", "ship_by", "shipped_on", "delivered_on", "return_received_on", "refund_on")
_INSTANTS = ("last_scan_at", "seller_replied_at")
_MONEY = ("price_paid", "price_now", "refund_amount")
_PLAIN = (
    "line_id",
    "name",
    "spoken_name",
    "category",
    "quantity",
    "hubs_left",
    "seller_id",
    "seller_name",
    "carrier",
    "digital",
)


def to_record(order: Order) -> dict[str, Any]:
    """JSON-like data; what is None or empty is left out."""
    record = {
        "schema": SCHEMA,
        "customer_id": order.customer_id,
        "order_id": order.order_id,
        "placed_at": _instant_text(order.placed_at),
        "version": order.version,
        "address_short": order.address_short,
        "items": [_item_record(item) for item in order.items],
    }
    return _filled(record)


def from_record(record: Mapping[str, Any]) -> Order:
    """Raises KeyError, TypeError or ValueError when the record can't be read."""
    if record["schema"] != SCHEMA:
        raise ValueError(f"schema {record['schema']}, expected {SCHEMA}")
    order_id = record["order_id"]
    return Order(
        order_id=order_id,
        customer_id=record["customer_id"],
        placed_at=_instant(record["placed_at"]),
        items=tuple(_item(order_id, entry) for entry in record["items"]),
        version=int(record.get("version", 1)),
        address_short=record.get("address_short"),
    )


def _item_record(item: OrderItem) -> dict[str, Any]:
    record: dict[str, Any] = {name: getattr(item, name) for name in _PLAIN}
    record |= {name: getattr(item, name).value for name in _ENUMS}
    record |= {name: _text(getattr(item, name), str) for name in _OPTIONAL_ENUMS}
    record |= {name: _text(getattr(item, name), date.isoformat) for name in _DATES}
    record |= {name: _text(getattr(item, name), _instant_text) for name in _INSTANTS}
    for name in _MONEY:
        money: Money | None = getattr(item, name)
        record[name] = {"amount": str(money.amount), "currency": money.currency} if money else None
    record["seller_contacted_at"] = [_instant_text(instant) for instant in item.seller_contacted_at]
    return _filled(record)


def _item(order_id: str, entry: Mapping[str, Any]) -> OrderItem:
    return OrderItem(order_id=order_id, **item_values(entry))


def item_values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an item that stand there. Raises KeyError, TypeError or ValueError."""
    fields: dict[str, Any] = {name: entry[name] for name in _PLAIN if name in entry}
    fields |= {name: kind(entry[name]) for name, kind in (_ENUMS | _OPTIONAL_ENUMS).items() if name in entry}
    fields |= {name: date.fromisoformat(entry[name]) for name in _DATES if name in entry}
    fields |= {name: _instant(entry[name]) for name in _INSTANTS if name in entry}
    for name in _MONEY:
        if name in entry:
            fields[name] = Money(Decimal(entry[name]["amount"]), entry[name]["currency"])
    if "seller_contacted_at" in entry:
        fields["seller_contacted_at"] = tuple(_instant(text) for text in entry["seller_contacted_at"])
    return fields | {name: int(fields[name]) for name in ("quantity", "hubs_left") if name in fields}


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return instant.astimezone(UTC)


def _instant_text(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(value: Any, form: Callable[[Any], str]) -> str | None:
    return None if value is None else form(value)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, "", [], False)}
