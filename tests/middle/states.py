"""Every state that an ordered item can be in, as far as what is said of it depends on that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from shop_helper.dialog.people import Customer
from shop_helper.dialog.records import Context, Records
from shop_helper.dialog.session import Session
from shop_helper.domain.orders import FulfilledBy, ItemStatus, OrderItem, RefundState, ReturnState, SoldBy
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item, order

SOLD: dict[str, dict[str, Any]] = {
    "by the store": {},
    "by a seller": SOLD_BY_SELLER,
    "and shipped by a seller": SOLD_BY_SELLER | {"fulfilled_by": FulfilledBy.SELLER},
}
PROMISED = (None, TODAY - timedelta(days=30), TODAY - timedelta(days=2), TODAY + timedelta(days=1))


def items_in_every_state() -> Iterator[OrderItem]:
    """Status × return × refund × who sold and shipped it × what it is."""
    for status, returned, refund, sold, digital in product(
        ItemStatus, ReturnState, RefundState, SOLD, (False, True)
    ):
        yield item(
            status=status,
            return_state=returned,
            refund_state=refund,
            digital=digital,
            delivered_on=delivered_on(status),
            **SOLD[sold],
        )


def items_at_every_date() -> Iterator[OrderItem]:
    """Status × the promised day × the last scan × the carrier."""
    scans = (None, NOW - timedelta(days=6), NOW)
    for status, promised, scanned, carrier, sold in product(
        ItemStatus, PROMISED, scans, (None, "Parcel Post"), SOLD
    ):
        yield item(
            status=status,
            promised_on=promised,
            last_scan_at=scanned,
            carrier=carrier,
            delivered_on=delivered_on(status),
            **SOLD[sold],
        )


def delivered_on(status: ItemStatus) -> date | None:
    return TODAY - timedelta(days=3) if status is ItemStatus.DELIVERED else None


def context_of(*items: OrderItem, now: datetime = NOW, **of_records: Any) -> Context:
    """The context of a buyer who has ordered these items."""
    records = Records(Customer("ana"), bought=(order(*items),) if items else (), **of_records)
    return Context(now, "request", Session(), records)


def is_sold_by_seller(one: OrderItem) -> bool:
    return one.sold_by is SoldBy.THIRD_PARTY
