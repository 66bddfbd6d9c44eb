"""A seller's side of an order: its own lines and nothing of the buyer; and which of them are at risk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from shop_helper.domain.calendar import local_date
from shop_helper.domain.delivery import DeliveryState, NotShipped, OnTheWay
from shop_helper.domain.orders import FulfilledBy, Order, OrderItem

SELLER = "seller#"
"""Before a seller's id: the owner of the copies of what was sold. No customer's id begins so."""

SOON = timedelta(days=1)
"""An item not shipped this long before its promised date is at risk."""


class Risk(StrEnum):
    LATE = "late"
    STALLED = "stalled"
    SOON = "soon"
    """Promised within a day and not shipped."""
    NONE = "none"


def owner_of(seller_id: str) -> str:
    return f"{SELLER}{seller_id}"


def is_sale_owner(customer_id: str) -> bool:
    return customer_id.startswith(SELLER)


def sales_of(order: Order) -> tuple[Order, ...]:
    """One copy for each seller of the order, with that seller's lines. The buyer and the address stay out of it."""
    sellers = dict.fromkeys(item.seller_id for item in order.items if item.seller_id)
    return tuple(
        replace(
            order,
            customer_id=owner_of(seller),
            items=tuple(item for item in order.items if item.seller_id == seller),
            address_short=None,
        )
        for seller in sellers
        if seller
    )


def risk_of(item: OrderItem, state: DeliveryState, now: datetime, zone: tzinfo) -> Risk:
    """How near the item is to disappointing its buyer. What the store itself ships is no risk of the seller's until
    it is late."""
    if isinstance(state, NotShipped | OnTheWay) and state.late_by_days > 0:
        return Risk.LATE
    if isinstance(state, OnTheWay) and state.stalled:
        return Risk.STALLED
    ships = item.fulfilled_by is FulfilledBy.SELLER
    if ships and isinstance(state, NotShipped) and _is_near(state.promised_on, local_date(now, zone)):
        return Risk.SOON
    return Risk.NONE


def _is_near(promised: date | None, today: date) -> bool:
    return promised is not None and promised - today <= SOON
