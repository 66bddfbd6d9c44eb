"""What the simulated country is like: carriers, sellers, borders, weather. Two of them, which differ in all of it.

Nothing in here knows how the risk is judged: parcels move from hub to hub in drawn times, wait for weekends, storms and
customs, miss scans, get on wrong lorries and lost; what the judge sees is only what a tracking page would show.
"""

from __future__ import annotations

from dataclasses import dataclass

WEEKDAYS = frozenset(range(5))
SIX_DAYS = frozenset(range(6))
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class CarrierTraits:
    name: str
    leg_h: float
    """Median hours from hub to hub."""
    spread: float
    """Sigma of the logarithm of those hours."""
    working_days: frozenset[int]
    scan_missed: float
    """Share of arrivals that nobody scans."""
    missorted: float
    """Share of legs that end at a wrong hub."""
    lost: float
    crowded: float
    """Share of mornings on which a parcel doesn't get onto the van."""
    nobody_in: float
    quoted_days: int
    """Working days that shops are told it takes within a region; each leg further adds 1.25 of its median."""


@dataclass(frozen=True)
class Country:
    carriers: tuple[CarrierTraits, ...]
    shares: tuple[float, ...]
    """How much of all is shipped with each."""
    regions: int = 7
    sellers: int = 400
    careless_sellers: float = 0.12
    """Share of sellers who often hand over late."""
    careless_late: float = 0.4
    careful_late: float = 0.02
    late_by_days: float = 2.4
    """Mean of the working days by which they do."""
    label_first: float = 0.5
    """Share of parcels marked shipped before the carrier has them."""
    abroad: float = 0.07
    customs_h: float = 18
    customs_held: float = 0.12
    """Share of parcels from abroad that are opened, which takes days."""
    storms: int = 5
    storm_days: tuple[int, int] = (2, 5)
    peak: tuple[int, int] = (120, 150)
    """First and last day of the season in which everything takes longer."""
    peak_slower: float = 1.35
    slack_days: tuple[int, ...] = (1, 1, 2, 2)
    """Working days that shops add to what the carrier quotes, drawn for each."""
    days: int = 240


FITTED = Country(
    carriers=(
        CarrierTraits("Swift Parcel", 13, 0.45, SIX_DAYS, 0.03, 0.010, 0.004, 0.03, 0.04, 2),
        CarrierTraits("Parcel Post", 21, 0.55, WEEKDAYS, 0.06, 0.018, 0.008, 0.05, 0.05, 3),
        CarrierTraits("Heavy Haul", 27, 0.50, WEEKDAYS, 0.08, 0.010, 0.003, 0.07, 0.07, 4),
        CarrierTraits("Nightline", 9, 0.40, EVERY_DAY, 0.02, 0.008, 0.003, 0.02, 0.05, 1),
    ),
    shares=(0.45, 0.30, 0.10, 0.15),
)

MEASURED = Country(
    carriers=(
        CarrierTraits("Swift Parcel", 14.5, 0.50, SIX_DAYS, 0.05, 0.014, 0.006, 0.04, 0.05, 2),
        CarrierTraits("Parcel Post", 19, 0.60, WEEKDAYS, 0.08, 0.015, 0.010, 0.04, 0.06, 3),
        CarrierTraits("Heavy Haul", 30, 0.45, WEEKDAYS, 0.10, 0.012, 0.004, 0.09, 0.06, 4),
        CarrierTraits("Nightline", 8, 0.45, EVERY_DAY, 0.03, 0.010, 0.004, 0.03, 0.04, 1),
        CarrierTraits("Bluebird Courier", 17, 0.60, SIX_DAYS, 0.06, 0.020, 0.007, 0.05, 0.06, 2),
    ),
    shares=(0.35, 0.28, 0.10, 0.12, 0.15),
    regions=9,
    sellers=250,
    careless_sellers=0.16,
    careless_late=0.35,
    careful_late=0.03,
    late_by_days=2.8,
    label_first=0.35,
    abroad=0.10,
    customs_h=24,
    customs_held=0.15,
    storms=8,
    storm_days=(2, 6),
    peak=(60, 95),
    peak_slower=1.25,
    slack_days=(1, 1, 1, 2, 3),
)
