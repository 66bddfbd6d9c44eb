"""The likely items of a question that names none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from shop_helper.domain.orders import FulfilledBy, ItemStatus, Order, OrderItem, RefundState, ReturnState

Likely = Callable[[Sequence[OrderItem], datetime], list[OrderItem]]

RETURN_INTEREST = timedelta(days=120)
"""Oldest delivery that "this item" can mean; older ones can still be named."""

MISSED_WITHIN = timedelta(days=14)
"""Period after delivery in which customers ask about a missing parcel."""

_ACTIVE = (ItemStatus.PLACED, ItemStatus.PREPARING, ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY)
_GONE = (ItemStatus.CANCELLED, ItemStatus.RETURNED)


def newest_first(orders: Sequence[Order]) -> list[OrderItem]:
    """Return all items by delivery or order date, newest first."""
    dated = [(order.placed_at, item) for order in orders for item in order.items]
    return [item for _, item in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _under_way(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    """Return undelivered items; else the latest delivery."""
    active = [item for item in items if item.status in _ACTIVE and not item.digital]
    return active or [item for item in items if not item.digital][:1]


def _late(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    active = [item for item in items if item.status in _ACTIVE]
    late = [item for item in active if item.promised_on and item.promised_on < now.date()]
    return late or active or list(items[:1])


def _missing(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    """Return late items and those recently marked as delivered."""
    since = (now - MISSED_WITHIN).date()
    missing = [
        item
        for item in items
        if (item.status in _ACTIVE and item.promised_on and item.promised_on < now.date())
        or (item.status is ItemStatus.DELIVERED and item.delivered_on and item.delivered_on >= since)
    ]
    return missing or _recent(items, now)


def _returnable(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    physical = [item for item in items if not item.digital and item.status not in _GONE]
    arrived = [item for item in physical if item.delivered_on and _is_recent(item, now)]
    return arrived or physical


def _recent(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    """Return recently delivered items; else all."""
    return [item for item in items if item.delivered_on and _is_recent(item, now)] or list(items)


def _not_shipped(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    open_ones = [item for item in items if item.status in (ItemStatus.PLACED, ItemStatus.PREPARING)]
    return open_ones or [item for item in items if item.status in _ACTIVE] or list(items[:1])


def _refunds(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    return [i for i in items if i.refund_state is not RefundState.NONE] or _returns(items, now)


def _returns(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    return [item for item in items if item.return_state is not ReturnState.NONE]


def _sent_back(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    return [item for item in items if item.status is ItemStatus.RETURNED_TO_SENDER] or _under_way(items, now)


def _guaranteed(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    """Return items that a seller both sold and shipped."""
    return [item for item in items if item.fulfilled_by is FulfilledBy.SELLER and not item.digital]


def _any(items: Sequence[OrderItem], now: datetime) -> list[OrderItem]:
    return [item for item in items if item.status not in _GONE]


def _is_recent(item: OrderItem, now: datetime) -> bool:
    return item.delivered_on is not None and item.delivered_on >= (now - RETURN_INTEREST).date()


LIKELY: Mapping[str, Likely] = {
    "": _any,
    "returns.can_i_return": _returnable,
    "refund.request": _returnable,
    "exchange.request": _returnable,
    "guarantee.claim": _guaranteed,
    "order.where": _under_way,
    "order.late": _late,
    "order.delay_warning": _under_way,
    "order.tracking_stalled": _under_way,
    "order.not_received": _missing,
    "order.cancel": _not_shipped,
    "order.change": _not_shipped,
    "order.wrong_details": _not_shipped,
    "address.change": _not_shipped,
    "payment.change": _not_shipped,
    "delivery.split": _under_way,
    "delivery.returned_to_sender": _sent_back,
    "refund.status": _refunds,
    "returns.status": _returns,
    "item.damaged": _recent,
    "item.missing_parts": _recent,
    "item.not_as_described": _recent,
    "item.not_working": _recent,
    "item.wrong": _recent,
}
"""Topic → function that returns its likely items; `""` for all other topics."""
