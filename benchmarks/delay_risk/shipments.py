"""Simulated shipments of a country: the same seed makes the same ones."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.delay_risk.country import WEEKDAYS, CarrierTraits, Country
from operations.histories import History, Scan
from shop_helper.domain.orders import Stage

START = datetime(2026, 1, 5, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass
class _Parcel:
    carrier: CarrierTraits
    now: datetime
    hubs_left: int
    scans: list[Scan] = field(default_factory=list)


class Simulation:
    """Draws one shipment after the other; storms and sellers are drawn once."""

    def __init__(self, country: Country, seed: int) -> None:
        self._country, self._draw = country, random.Random(seed)
        draw = self._draw
        self._careless = [draw.random() < country.careless_sellers for _ in range(country.sellers)]
        self._handling = [draw.choice((1, 1, 2)) for _ in range(country.sellers)]
        self._homes = [draw.randrange(country.regions) for _ in range(country.sellers)]
        self._storms = [self._storm() for _ in range(country.storms)]

    def shipments(self, count: int) -> Iterator[History]:
        for _ in range(count):
            yield self._shipment()

    def _storm(self) -> tuple[int, datetime, datetime]:
        draw, country = self._draw, self._country
        start = START + timedelta(days=draw.uniform(5, country.days - 10))
        return (
            draw.randrange(country.regions),
            start,
            start + timedelta(days=draw.uniform(*country.storm_days)),
        )

    def _shipment(self) -> History:
        draw, country = self._draw, self._country
        carrier = draw.choices(country.carriers, country.shares)[0]
        seller = draw.randrange(country.sellers)
        origin, target = self._homes[seller], draw.randrange(country.regions)
        abroad = draw.random() < country.abroad
        placed = START + timedelta(days=draw.uniform(0, country.days), hours=draw.triangular(-5, 5, 1))
        ship_by = _later(placed.replace(hour=0, minute=0), self._handling[seller], WEEKDAYS)
        legs = self._route(origin, target)
        quoted = (
            carrier.quoted_days
            + math.ceil((len(legs) - 1) * carrier.leg_h * 1.25 / 24)
            + (4 if abroad else 0)
        )
        promised = _later(ship_by, quoted + draw.choice(country.slack_days), carrier.working_days)
        handed_over = self._handed_over(seller, placed, ship_by)
        shipped = (
            handed_over - timedelta(hours=draw.uniform(2, 30))
            if draw.random() < country.label_first
            else None
        )
        parcel = _Parcel(carrier, handed_over, len(legs))
        delivered = self._travels(parcel, legs, abroad)
        return History(
            carrier=carrier.name,
            placed_at=placed,
            promised_on=promised.date(),
            hubs=len(legs),
            scans=tuple(sorted(parcel.scans)),
            delivered_at=delivered,
            ship_by=ship_by.date(),
            shipped_at=max(placed, shipped) if shipped else None,
        )

    def _handed_over(self, seller: int, placed: datetime, ship_by: datetime) -> datetime:
        draw, country = self._draw, self._country
        late = country.careless_late if self._careless[seller] else country.careful_late
        day = ship_by
        if draw.random() < late:
            day = _later(ship_by, 1 + int(draw.expovariate(1 / country.late_by_days)), WEEKDAYS)
        elif draw.random() < 0.35:
            day = max(ship_by - _DAY, placed.replace(hour=0, minute=0))
        at = day + timedelta(hours=draw.triangular(10, 20, 17))
        return max(at, placed + timedelta(hours=1))

    def _route(self, origin: int, target: int) -> list[int]:
        """Regions passed through, the last being the target's own depot."""
        step = 1 if target > origin else -1
        return [*range(origin, target, step), target]

    def _travels(self, parcel: _Parcel, legs: list[int], abroad: bool) -> datetime | None:
        """When it is delivered; None when it never is."""
        draw, carrier = self._draw, parcel.carrier
        lost_at = draw.randrange(len(legs)) if draw.random() < carrier.lost else None
        self._scan(parcel, Stage.HANDED_OVER)
        for number, region in enumerate(legs):
            if number == lost_at:
                if draw.random() < 0.5:
                    return None
                parcel.now += timedelta(days=draw.uniform(6, 16))
            self._moves(parcel, region)
            if draw.random() < carrier.missorted:
                self._moves(parcel, draw.randrange(self._country.regions))
                self._scan(parcel, Stage.IN_TRANSIT)
                self._moves(parcel, region)
            parcel.hubs_left = len(legs) - 1 - number
            if number == 0 and abroad:
                self._passes_customs(parcel)
            if number < len(legs) - 1:
                self._scan(parcel, Stage.IN_TRANSIT)
        self._scan(parcel, Stage.AT_DEPOT)
        return self._delivered(parcel)

    def _moves(self, parcel: _Parcel, region: int) -> None:
        draw, carrier = self._draw, parcel.carrier
        parcel.now = self._clear(region, _on_working_day(parcel.now, carrier.working_days))
        hours = carrier.leg_h * math.exp(draw.gauss(0, carrier.spread))
        if self._in_peak(parcel.now):
            hours *= self._country.peak_slower
        parcel.now = _after_working(parcel.now, hours, carrier.working_days)

    def _clear(self, region: int, now: datetime) -> datetime:
        """After the storm, and what it has piled up."""
        for place, start, end in self._storms:
            if place == region and start <= now < end:
                return end + timedelta(hours=self._draw.uniform(2, 40))
        return now

    def _in_peak(self, now: datetime) -> bool:
        first, last = self._country.peak
        return first <= (now - START).days <= last

    def _passes_customs(self, parcel: _Parcel) -> None:
        draw, country = self._draw, self._country
        self._scan(parcel, Stage.CUSTOMS)
        hours = draw.expovariate(1 / country.customs_h)
        if draw.random() < country.customs_held:
            hours += draw.uniform(48, 240)
        parcel.now = _after_working(parcel.now, hours, WEEKDAYS)

    def _delivered(self, parcel: _Parcel) -> datetime:
        draw, carrier = self._draw, parcel.carrier
        morning = _next_morning(parcel.now, carrier.working_days)
        while draw.random() < carrier.crowded * (2 if self._in_peak(morning) else 1):
            morning = _next_morning(morning + timedelta(hours=2), carrier.working_days)
        while True:
            parcel.now = morning + timedelta(hours=draw.uniform(0, 1.5))
            self._scan(parcel, Stage.OUT_FOR_DELIVERY)
            at = parcel.now + timedelta(hours=draw.triangular(1, 11.5, 5))
            if draw.random() >= carrier.nobody_in:
                return at
            parcel.now = at
            parcel.scans.append(Scan(at, Stage.ATTEMPTED, 0))
            morning = _next_morning(at, carrier.working_days)

    def _scan(self, parcel: _Parcel, stage: Stage) -> None:
        if self._draw.random() >= parcel.carrier.scan_missed:
            parcel.scans.append(Scan(parcel.now, stage, parcel.hubs_left))


def _later(day: datetime, days: int, working_days: frozenset[int]) -> datetime:
    """The working day so many working days later."""
    while days > 0:
        day += _DAY
        days -= day.weekday() in working_days
    return _on_working_day(day, working_days)


def _on_working_day(now: datetime, working_days: frozenset[int]) -> datetime:
    while now.weekday() not in working_days:
        now = (now + _DAY).replace(hour=5, minute=0)
    return now


def _after_working(now: datetime, hours: float, working_days: frozenset[int]) -> datetime:
    """So many hours later, days off not counted."""
    left = timedelta(hours=hours)
    while True:
        now = _on_working_day(now, working_days)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
        if now + left <= midnight:
            return now + left
        left -= midnight - now
        now = midnight


def _next_morning(now: datetime, working_days: frozenset[int]) -> datetime:
    """The next loading of vans, at seven; what comes after six waits a day."""
    morning = now.replace(hour=7, minute=0, second=0, microsecond=0)
    if now.hour >= 6:
        morning += _DAY
    return _on_working_day(morning, working_days).replace(hour=7)
