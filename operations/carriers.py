"""What carriers usually need, from past shipments: the table that `domain/delay.py` judges by.

Each shipment is looked at every few hours until its promised date, as customers would; each look notes what could be
seen (stage, stations ahead, silence) and how many of the carrier's working hours it then took to the last depot.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from operations.histories import History, as_seen
from shop_helper.domain.delay import (
    ANY_CARRIER,
    AT_THE_END,
    DELIVERY_ENDS,
    NEVER_H,
    SHARES,
    SILENCE_H,
    Carrier,
    position,
    silence_class,
)
from shop_helper.domain.orders import Stage

LOOK_EVERY = timedelta(hours=6)
MIN_SHIPMENTS = 40
"""Fewer different shipments than this in a class say nothing about the next one."""
_RARE = 0.05
"""A weekday with less than this share of the busiest one's scans is none on which the carrier works."""


def fit(histories: Iterable[History], zone: tzinfo) -> dict[str, Any]:
    """JSON values, as `domain.delay.carriers_from` reads them."""
    kept = list(histories)
    working = _working_days(kept, zone)
    loads_at = _loading_hours(kept, zone)
    plain = {name: Carrier(working[name], loads_at[name], {}) for name in working}
    seen: dict[tuple[str, str], list[list[_Look]]] = defaultdict(
        lambda: [[] for _ in range(len(SILENCE_H) + 1)]
    )
    for number, history in enumerate(kept):
        for name in (history.carrier, ANY_CARRIER):
            for place, silent, look in _looks(number, history, zone, plain[name]):
                seen[name, place][silent].append(look)
    table: dict[str, Any] = {}
    for name in sorted(working):
        rows = {
            place: [_row(looks) for looks in classes]
            for (carrier, place), classes in sorted(seen.items())
            if carrier == name
        }
        table[name] = {"working_days": sorted(working[name]), "loads_at": loads_at[name], "hours": rows}
    return table


def looks(history: History) -> Iterator[datetime]:
    """The instants at which a shipment is looked at: until it is there, or its promised day begins to end."""
    end = datetime.combine(history.promised_on, DELIVERY_ENDS, history.placed_at.tzinfo)
    now = history.placed_at + LOOK_EVERY
    while now < end and (history.delivered_at is None or now < history.delivered_at):
        yield now
        now += LOOK_EVERY


@dataclass(frozen=True)
class _Look:
    shipment: int
    needed_h: float


def _looks(number: int, history: History, zone: tzinfo, carrier: Carrier) -> Iterator[tuple[str, int, _Look]]:
    """Place, class of silence, and how long it then took."""
    loaded = _loaded(history, zone, carrier.loads_at)
    depot = next((scan.at for scan in history.scans if scan.stage is Stage.AT_DEPOT), loaded)
    for now in looks(history):
        where = position(as_seen(history, now), zone)
        silent = silence_class(where.since, now, zone, carrier.working_days)
        end = loaded if depot is None or depot <= now or where.stage in AT_THE_END else depot
        needed = where.hours_until(end, now, zone, carrier) if end else NEVER_H
        yield where.place, silent, _Look(number, needed)


def _loaded(history: History, zone: tzinfo, loads_at: int) -> datetime | None:
    """The loading of the van that delivered it; None when none did."""
    if history.delivered_at is None:
        return None
    return history.delivered_at.astimezone(zone).replace(hour=loads_at, minute=0, second=0, microsecond=0)


def _row(seen: list[_Look]) -> list[int] | None:
    if len({look.shipment for look in seen}) < MIN_SHIPMENTS:
        return None
    needed = sorted(look.needed_h for look in seen)
    return [round(needed[(len(needed) - 1) * share // 100]) for share in SHARES]


def _loading_hours(histories: list[History], zone: tzinfo) -> dict[str, int]:
    """By carrier, the hour before which hardly any van leaves."""
    left: dict[str, list[int]] = defaultdict(list)
    for history in histories:
        for scan in history.scans:
            if scan.stage is Stage.OUT_FOR_DELIVERY:
                for name in (history.carrier, ANY_CARRIER):
                    left[name].append(scan.at.astimezone(zone).hour)
    return {name: sorted(hours)[len(hours) // 20] for name, hours in left.items()}


def _working_days(histories: list[History], zone: tzinfo) -> dict[str, frozenset[int]]:
    """By carrier; the pooled entry works every day on which most of what is seen is scanned."""
    scans: dict[str, Counter[int]] = defaultdict(Counter)
    for history in histories:
        for scan in history.scans:
            weekday = scan.at.astimezone(zone).weekday()
            scans[history.carrier][weekday] += 1
            scans[ANY_CARRIER][weekday] += 1
    return {
        name: frozenset(d for d, count in days.items() if count >= _RARE * max(days.values()))
        for name, days in scans.items()
    }
