"""Whether an order may miss its promise, before it does: an estimate, with what speaks for it.

What carriers usually need stands in a table made from past shipments (`python -m operations carriers fit`): for each
carrier, stage of the parcel, stations still ahead and time without a scan, how many hours such parcels then took to
their last depot. The share of them that would have missed the loading of the vans on the promised day is the risk.
Hours count on the carrier's working days: a parcel that nobody moves on a Sunday is not silent on it. A carrier that is
not in the table, or was seen too rarely in that place, is judged by all carriers together; where nobody says how many
stations are ahead, none is taken to be, so that a warning is rather left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from math import ceil
from typing import Any

from shop_helper.domain.orders import ItemStatus, OrderItem, Stage

NOT_HANDED_OVER = "not_handed_over"
ANY_CARRIER = ""
MOST_HUBS = 6

SILENCE_H = (4, 8, 12, 16, 20, 24, 30, 36, 48, 72, 96, 144)
"""Where one class of silence ends and the next begins."""

SHARES = (0, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98)
"""Percent of parcels that took at most the hours in that place of a row."""

NEVER_H = 24 * 60
"""What a parcel is reckoned with that never came."""

EARLY_PERCENT = 95
"""There is time to make up for much while the promised date is days away."""

DELIVERY_ENDS = time(21)
"""Local time after which nothing is delivered any more on a day."""

AT_THE_END = (Stage.AT_DEPOT, Stage.OUT_FOR_DELIVERY, Stage.ATTEMPTED)
_HALF = SHARES.index(50)
_LONG_DAYS = 14
"""Nothing usual any more: the parcel is lost rather than slow."""


@dataclass(frozen=True)
class Carrier:
    """What is known of one carrier from past shipments."""

    working_days: frozenset[int]
    """0 is Monday."""
    loads_at: int
    """Local hour at which vans are loaded; what comes later waits for the next working day."""
    hours: Mapping[str, Sequence[Sequence[int] | None]]
    """Place (see `Position`) → for each class of silence the hours still taken, one for each of `SHARES`; None where
    too few were seen. From the last depot on they are a day for each loading of vans until the one that led to the
    delivery."""


@dataclass(frozen=True)
class Position:
    """What is known of where it is."""

    stage: str
    hubs_left: int | None
    since: datetime | None
    """Since when (local) nothing was heard."""

    @property
    def place(self) -> str:
        """As the table names it: `in_transit/2`; from `MOST_HUBS` on they are one."""
        if self.stage in AT_THE_END:
            return self.stage
        return f"{self.stage}/{min(self.hubs_left or 0, MOST_HUBS)}"

    def hours_until(self, loading: datetime, now: datetime, zone: tzinfo, carrier: Carrier) -> float:
        """Time to move in: hours to the last depot; before the day it has to be
        handed over, from then on. At the last depot a day for each loading, the given one included."""
        if self.stage not in AT_THE_END:
            start = max(now, self.since) if self.since else now
            return working_hours(start, loading, zone, carrier.working_days)
        today, last = now.astimezone(zone), loading.astimezone(zone).date()
        loadings = _working_days_after(today.date(), last, carrier.working_days)
        return 24.0 * (loadings + (today.hour < carrier.loads_at and today.weekday() in carrier.working_days))


@dataclass(frozen=True)
class Silent:
    """Nothing was heard of the parcel for long."""

    days: int


@dataclass(frozen=True)
class NotHandedOver:
    """The carrier doesn't have it yet."""

    overdue_days: int
    """Days since it should have been with the carrier; 0 while that day is not past, or not known."""


@dataclass(frozen=True)
class Slow:
    """From where it is, parcels of this carrier usually need longer than there is time."""

    usual_days: int
    left_days: int


@dataclass(frozen=True)
class Close:
    """Its date is near for where it is."""

    left_days: int


@dataclass(frozen=True)
class AtCustoms:
    pass


@dataclass(frozen=True)
class Missed:
    """Somebody had to be in, and was not."""


Reason = Silent | NotHandedOver | Slow | Close | AtCustoms | Missed


@dataclass(frozen=True)
class AtRisk:
    """It may well be late. An estimate: most such parcels were, some came in time."""

    percent: int
    promised_on: date
    reasons: tuple[Reason, ...]
    """What speaks for it, the strongest first; never empty."""


@dataclass(frozen=True)
class OnCourse:
    """Nothing speaks for a delay. No promise either."""

    percent: int


@dataclass(frozen=True)
class NoEstimate:
    """There, gone, past its date already, or without a date: nothing to foresee."""


DelayRisk = AtRisk | OnCourse | NoEstimate


@dataclass(frozen=True)
class DelayPolicy:
    """What the shop calls a risk (`early_warning` in its profile)."""

    silent_days: int
    """Days without a scan that are worth saying."""
    percent: int
    """From which share of late parcels on a warning is given."""
    lead_days: int = 1
    """How long before the promised date a warning is due; earlier ones have to be all but certain (`EARLY_PERCENT`)."""


def delay_risk(
    item: OrderItem, now: datetime, zone: tzinfo, carriers: Mapping[str, Carrier], policy: DelayPolicy
) -> DelayRisk:
    """`now` is aware. Days are the shop's local ones."""
    under_way = (ItemStatus.PLACED, ItemStatus.PREPARING, ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY)
    if item.digital or item.status not in under_way or item.promised_on is None:
        return NoEstimate()
    if now >= datetime.combine(item.promised_on, DELIVERY_ENDS, zone) or ANY_CARRIER not in carriers:
        return NoEstimate()
    where = position(item, zone)
    found = _row(carriers, item.carrier, where, now, zone)
    if found is None:
        return NoEstimate()
    row, carrier = found
    loading = datetime.combine(item.promised_on, time(carrier.loads_at), zone)
    left_h = where.hours_until(loading, now, zone, carrier)
    percent = 100 - _share_within(row, left_h)
    near = loading - now <= timedelta(days=policy.lead_days)
    if percent < (policy.percent if near else max(policy.percent, EARLY_PERCENT)):
        return OnCourse(percent)
    return AtRisk(percent, item.promised_on, _reasons(item, where, now, zone, row[_HALF], left_h, policy))


def position(item: OrderItem, zone: tzinfo) -> Position:
    if item.last_scan_at is None:
        due = datetime.combine(item.ship_by, time(0), zone) if item.ship_by else None
        return Position(NOT_HANDED_OVER, item.hubs_left, due)
    scanned = item.last_scan_at.astimezone(zone)
    if item.status is ItemStatus.OUT_FOR_DELIVERY:
        return Position(Stage.OUT_FOR_DELIVERY, 0, scanned)
    return Position(item.stage or Stage.IN_TRANSIT, item.hubs_left, scanned)


def silence_class(since: datetime | None, now: datetime, zone: tzinfo, working_days: frozenset[int]) -> int:
    """Place in a table's list."""
    return bisect_left(SILENCE_H, working_hours(since, now, zone, working_days)) if since else 0


def working_hours(start: datetime, end: datetime, zone: tzinfo, working_days: frozenset[int]) -> float:
    """Hours between two instants that fall on working days; 0 when the end is not after the start."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if last <= first:
        return 0.0
    weeks, days = divmod((last.date() - first.date()).days, 7)
    whole = weeks * len(working_days) + sum(
        (first.weekday() + day) % 7 in working_days for day in range(days)
    )
    hours = whole * 24.0
    if first.weekday() in working_days:
        hours -= _into_day(first)
    if last.weekday() in working_days:
        hours += _into_day(last)
    return hours


def _working_days_after(start: date, end: date, working_days: frozenset[int]) -> int:
    """Working days later than `start` and not later than `end`."""
    weeks, days = divmod(max(0, (end - start).days), 7)
    rest = sum((start.weekday() + day) % 7 in working_days for day in range(1, days + 1))
    return weeks * len(working_days) + rest


def carriers_from(data: Mapping[str, Any]) -> dict[str, Carrier]:
    """The table as JSON holds it."""
    return {
        name: Carrier(frozenset(entry["working_days"]), entry["loads_at"], entry["hours"])
        for name, entry in data.items()
    }


def _row(
    carriers: Mapping[str, Carrier], name: str | None, where: Position, now: datetime, zone: tzinfo
) -> tuple[Sequence[int], Carrier] | None:
    """The carrier's own row, or its row for the next shorter silence; else the same of all carriers together."""
    pooled = carriers[ANY_CARRIER]
    for carrier in (carriers.get(name or ANY_CARRIER, pooled), pooled):
        silent = silence_class(where.since, now, zone, carrier.working_days)
        for row in reversed(carrier.hours.get(where.place, ())[: silent + 1]):
            if row is not None:
                return row, carrier
    return None


def _share_within(row: Sequence[int], left_h: float) -> int:
    """Percent of parcels that took at most so many hours; between two places of the row in proportion."""
    place = bisect_right(row, left_h)
    if place == 0:
        return 0
    if place == len(row):
        return 100
    low, high = row[place - 1], row[place]
    part = (left_h - low) / (high - low)
    return round(SHARES[place - 1] + part * (SHARES[place] - SHARES[place - 1]))


def _reasons(
    item: OrderItem,
    where: Position,
    now: datetime,
    zone: tzinfo,
    usual_h: int,
    left_h: float,
    policy: DelayPolicy,
) -> tuple[Reason, ...]:
    found: list[Reason] = []
    if where.stage == NOT_HANDED_OVER:
        overdue = (now.astimezone(zone).date() - item.ship_by).days if item.ship_by else 0
        found.append(NotHandedOver(max(0, overdue)))
    elif item.last_scan_at is not None and now - item.last_scan_at >= timedelta(days=policy.silent_days):
        found.append(Silent((now - item.last_scan_at).days))
    if where.stage == Stage.CUSTOMS:
        found.append(AtCustoms())
    if where.stage == Stage.ATTEMPTED:
        found.append(Missed())
    usual_days, left_days = ceil(usual_h / 24), int(left_h // 24)
    if left_days < usual_days < _LONG_DAYS:
        found.append(Slow(usual_days, left_days))
    return tuple(found) or (Close(left_days),)


def _into_day(instant: datetime) -> float:
    return instant.hour + instant.minute / 60 + instant.second / 3600
