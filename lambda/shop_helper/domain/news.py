"""What has changed on a customer's orders and is worth hearing first: what went wrong before what went well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import IntEnum

from shop_helper.domain import delivery
from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import Case, CaseEvent
from shop_helper.domain.delivery import delivery_state
from shop_helper.domain.orders import ItemStatus, Order, OrderItem, RefundState

MOST = 2
"""Sentences of news; more is no greeting."""

NOTED = timedelta(days=30)
"""What is late for longer than this is no news any more."""


class Kind(IntEnum):
    """In the order of their weight."""

    SENT_BACK = 0
    LATE = 1
    AT_RISK = 2
    """It may well be late; nothing is certain."""
    COMING = 3
    """Out for delivery today."""
    REFUNDED = 4
    ARRIVED = 5


@dataclass(frozen=True)
class News:
    kind: Kind
    item: OrderItem


def news(
    orders: Sequence[Order],
    now: datetime,
    zone: tzinfo,
    stalled_days: int,
    since: datetime | None,
    at_risk: Callable[[OrderItem], bool] = lambda item: False,
) -> tuple[News, ...]:
    """At most `MOST`, the weightiest first. `since`: the visit before this one; None on the first, when what is done
    already is no news."""
    found = []
    for order in orders:
        for item in order.items:
            kind = _kind(item, now, zone, stalled_days, since)
            if kind is None and at_risk(item):
                kind = Kind.AT_RISK
            if kind is not None:
                found.append(News(kind, item))
    return tuple(sorted(found, key=lambda one: one.kind)[:MOST])


def desk_news(cases: Sequence[Case], now: datetime, since: datetime | None) -> tuple[Case, CaseEvent] | None:
    """The newest thing that a desk did since the last visit; on the first visit, in the last `NOTED`."""
    after = since or now - NOTED
    found = [
        (case, event) for case in cases for event in case.events if event.is_of_desk and event.at > after
    ]
    return max(found, key=lambda one: one[1].at, default=None)


def _kind(
    item: OrderItem, now: datetime, zone: tzinfo, stalled_days: int, since: datetime | None
) -> Kind | None:
    state, today = delivery_state(item, now, zone, stalled_days), local_date(now, zone)
    last = local_date(since, zone) if since is not None else today + timedelta(days=1)
    match state:
        case delivery.ReturnedToSender() if item.refund_state is not RefundState.PAID:
            return Kind.SENT_BACK
        case delivery.NotShipped() | delivery.OnTheWay() if 0 < state.late_by_days <= NOTED.days:
            return Kind.LATE
        case delivery.OnTheWay() if state.stage is ItemStatus.OUT_FOR_DELIVERY:
            return Kind.COMING
    if item.refund_state is RefundState.PAID and item.refund_on is not None and item.refund_on >= last:
        return Kind.REFUNDED
    if isinstance(state, delivery.Delivered) and state.on is not None and state.on >= last:
        return Kind.ARRIVED
    return None
