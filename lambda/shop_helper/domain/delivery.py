"""Where an item is and whether it is late, from its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from shop_helper.domain.calendar import local_date
from shop_helper.domain.orders import ItemStatus, OrderItem


@dataclass(frozen=True)
class NotShipped:
    promised_on: date | None
    late_by_days: int
    """Days since the promised date; 0 while it is not past."""


@dataclass(frozen=True)
class OnTheWay:
    stage: ItemStatus
    """SHIPPED or OUT_FOR_DELIVERY."""
    promised_on: date | None
    late_by_days: int
    carrier: str | None
    last_scan_at: datetime | None
    stalled: bool
    """No tracking event for as long as the shop calls stalled."""


@dataclass(frozen=True)
class Delivered:
    on: date | None
    days_late: int


@dataclass(frozen=True)
class Cancelled:
    pass


@dataclass(frozen=True)
class Returned:
    pass


@dataclass(frozen=True)
class ReturnedToSender:
    pass


@dataclass(frozen=True)
class Digital:
    """Nothing is shipped."""


DeliveryState = NotShipped | OnTheWay | Delivered | Cancelled | Returned | ReturnedToSender | Digital


def delivery_state(item: OrderItem, now: datetime, zone: tzinfo, stalled_days: int) -> DeliveryState:
    """`now` is aware; lateness is counted in the shop's local days."""
    if item.status is ItemStatus.CANCELLED:
        return Cancelled()
    if item.status is ItemStatus.RETURNED:
        return Returned()
    if item.status is ItemStatus.RETURNED_TO_SENDER:
        return ReturnedToSender()
    if item.digital:
        return Digital()
    if item.status is ItemStatus.DELIVERED:
        return Delivered(item.delivered_on, _days_after(item.promised_on, item.delivered_on))
    late = _days_after(item.promised_on, local_date(now, zone))
    if item.status in (ItemStatus.PLACED, ItemStatus.PREPARING):
        return NotShipped(item.promised_on, late)
    scanned = item.last_scan_at
    stalled = (
        item.status is ItemStatus.SHIPPED
        and scanned is not None
        and now - scanned >= timedelta(days=stalled_days)
    )
    return OnTheWay(item.status, item.promised_on, late, item.carrier, scanned, stalled)


def _days_after(promised: date | None, day: date | None) -> int:
    return max(0, (day - promised).days) if promised and day else 0
