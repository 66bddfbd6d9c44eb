"""What has changed on a customer's orders and is worth hearing first: what went wrong before what went well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import IntEnum

from shop_helper.domain import delivery
from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import Case
from shop_helper.domain.delivery import delivery_state
from shop_helper.domain.orders import ItemStatus, Order, OrderItem, RefundState

MOST = 2
"""Sentences of news; more is no greeting."""

MOST_WORDS = 240
"""Characters of a desk's own words in one greeting, half a minute with all around them."""

NOTED = timedelta(days=30)
"""What is late for longer than this is no news any more."""


class NewsKind(IntEnum):
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
    kind: NewsKind
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
                kind = NewsKind.AT_RISK
            if kind is not None:
                found.append(News(kind, item))
    return tuple(sorted(found, key=lambda one: one.kind)[:MOST])


@dataclass(frozen=True)
class DeskNews:
    """What a desk has done with a case that the customer was not told: how it ended, and the last words of it."""

    case: Case
    what: str
    words: str


def desk_news(cases: Sequence[Case]) -> tuple[DeskNews, ...]:
    """One for each case, at most `MOST`, the newest first. Of more than one, so many words as can be listened to; what
    does not fit is told the next time."""
    found = [
        DeskNews(case, untold[-1].what, next((e.words for e in reversed(untold) if e.words), ""))
        for case in sorted(cases, key=lambda case: max((e.at for e in case.untold), default=case.opened_at))
        if (untold := case.untold)
    ][::-1][:MOST]
    return tuple(found) if sum(len(one.words) for one in found) <= MOST_WORDS else tuple(found[:1])


def _kind(
    item: OrderItem, now: datetime, zone: tzinfo, stalled_days: int, since: datetime | None
) -> NewsKind | None:
    state, today = delivery_state(item, now, zone, stalled_days), local_date(now, zone)
    last = local_date(since, zone) if since is not None else today + timedelta(days=1)
    match state:
        case delivery.ReturnedToSender() if item.refund_state is not RefundState.PAID:
            return NewsKind.SENT_BACK
        case delivery.NotShipped() | delivery.OnTheWay() if 0 < state.late_by_days <= NOTED.days:
            return NewsKind.LATE
        case delivery.OnTheWay() if state.stage is ItemStatus.OUT_FOR_DELIVERY:
            return NewsKind.COMING
    if item.refund_state is RefundState.PAID and item.refund_on is not None and item.refund_on >= last:
        return NewsKind.REFUNDED
    if isinstance(state, delivery.Delivered) and state.on is not None and state.on >= last:
        return NewsKind.ARRIVED
    return None
