"""Items and orders for tests: a delivered one of the store's own, changed where a test needs it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from shop_helper.domain.orders import FulfilledBy, ItemStatus, Money, Order, OrderItem, SoldBy

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SOLD_BY_SELLER: dict[str, Any] = {
    "sold_by": SoldBy.THIRD_PARTY,
    "seller_id": "northwind",
    "seller_name": "Northwind Kitchen",
}


def item(**changes: Any) -> OrderItem:
    fields: dict[str, Any] = {
        "order_id": "114-5038821-4417",
        "line_id": "1",
        "name": "Northwind Steel Kettle",
        "spoken_name": "the kettle",
        "category": "default",
        "price_paid": Money(Decimal("39.90"), "USD"),
        "sold_by": SoldBy.MARKETPLACE,
        "fulfilled_by": FulfilledBy.MARKETPLACE,
        "status": ItemStatus.DELIVERED,
        "promised_on": TODAY,
        "delivered_on": TODAY,
    }
    return OrderItem(**fields | changes)


def order(*items: OrderItem, **changes: Any) -> Order:
    fields: dict[str, Any] = {
        "order_id": items[0].order_id if items else "114-5038821-4417",
        "customer_id": "ana",
        "placed_at": NOW,
        "items": items,
    }
    return Order(**fields | changes)
