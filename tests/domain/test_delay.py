"""Whether an order may miss its promise: the rule on a small table, and what it must never do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.domain.delay import (
    ANY_CARRIER,
    SHARES,
    SILENCE_H,
    AtRisk,
    Carrier,
    DelayPolicy,
    DelayRisk,
    NoEstimate,
    NotHandedOver,
    OnCourse,
    Position,
    Silent,
    Slow,
    delay_risk,
    working_hours,
)
from shop_helper.domain.orders import ItemStatus, Stage
from tests.items import NOW, TODAY, item

WEEKDAYS = frozenset(range(5))


def hours(usual: int) -> list[list[int] | None]:
    """A place that takes about so many hours, longer for what has been silent."""
    spread = [round(usual * (0.5 + share / 100)) for share in SHARES]
    return [[time + 12 * silent for time in spread] for silent in range(len(SILENCE_H) + 1)]


CARRIERS = {
    name: Carrier(
        WEEKDAYS,
        7,
        {
            "not_handed_over/0": hours(60),
            "in_transit/0": hours(10),
            "in_transit/3": hours(72),
            "at_depot": hours(24),
        },
    )
    for name in (ANY_CARRIER, "Post")
}
POLICY = DelayPolicy(silent_days=3, percent=70)


def risk(now: datetime = NOW, **changes: Any) -> DelayRisk:
    fields = {
        "status": ItemStatus.SHIPPED,
        "promised_on": TODAY + timedelta(1),
        "delivered_on": None,
        "last_scan_at": now - timedelta(hours=2),
        "carrier": "Post",
        **changes,
    }
    return delay_risk(item(**fields), now, UTC, CARRIERS, POLICY)


def test_a_long_way_and_little_time_is_a_risk_with_its_reason() -> None:
    found = risk(stage=Stage.IN_TRANSIT, hubs_left=3)
    assert isinstance(found, AtRisk)
    assert found.reasons == (Slow(3, 0),)


def test_silence_is_a_reason_of_its_own() -> None:
    found = risk(stage=Stage.IN_TRANSIT, hubs_left=3, last_scan_at=NOW - timedelta(days=4))
    assert isinstance(found, AtRisk)
    assert found.reasons[0] == Silent(4)


def test_what_nobody_has_handed_over_says_so() -> None:
    found = risk(status=ItemStatus.PREPARING, last_scan_at=None, ship_by=TODAY - timedelta(1))
    assert isinstance(found, AtRisk)
    assert found.reasons[0] == NotHandedOver(1)


def test_near_its_end_it_is_on_course() -> None:
    assert isinstance(risk(stage=Stage.IN_TRANSIT, hubs_left=0), OnCourse)


def test_where_the_way_is_not_known_the_shortest_is_taken_so_that_nobody_is_warned_for_nothing() -> None:
    assert risk(stage=None, hubs_left=None) == risk(stage=Stage.IN_TRANSIT, hubs_left=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": ItemStatus.DELIVERED},
        {"status": ItemStatus.CANCELLED},
        {"promised_on": None},
        {"promised_on": TODAY - timedelta(1)},
        {"digital": True},
        {"stage": Stage.CUSTOMS},
    ],
)
def test_what_cannot_be_foreseen_is_not_foreseen(changes: dict[str, Any]) -> None:
    assert risk(**changes) == NoEstimate()


def test_days_before_its_time_only_near_certainty_is_a_warning() -> None:
    soon, early = DelayPolicy(3, 70, lead_days=3), DelayPolicy(3, 70, lead_days=1)
    parcel = item(
        status=ItemStatus.SHIPPED,
        promised_on=TODAY + timedelta(2),
        delivered_on=None,
        last_scan_at=NOW - timedelta(hours=2),
        stage=Stage.IN_TRANSIT,
        hubs_left=3,
    )
    assert isinstance(delay_risk(parcel, NOW, UTC, CARRIERS, soon), AtRisk)
    assert isinstance(delay_risk(parcel, NOW, UTC, CARRIERS, early), OnCourse)


@given(st.integers(0, 9), st.integers(0, 9))
def test_more_time_never_makes_a_risk_greater(days: int, more: int) -> None:
    def percent(left: int) -> int:
        found = risk(stage=Stage.IN_TRANSIT, hubs_left=3, promised_on=TODAY + timedelta(left))
        assert not isinstance(found, NoEstimate)
        return found.percent

    assert percent(days + more) <= percent(days)


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(INSTANTS, INSTANTS, st.frozensets(st.integers(0, 6)))
def test_working_hours_are_those_that_an_hour_by_hour_count_finds(
    start: datetime, end: datetime, working: frozenset[int]
) -> None:
    start, end = (at.replace(minute=0, second=0, microsecond=0) for at in (start, end))
    end = min(end, start + timedelta(days=20))
    counted = sum(
        (start + timedelta(hours=hour)).weekday() in working
        for hour in range(max(0, int((end - start).total_seconds() // 3600)))
    )
    assert working_hours(start, end, UTC, working) == counted


def test_a_weekend_is_no_silence_of_a_carrier_that_does_not_work_on_it() -> None:
    friday, monday = datetime(2026, 11, 20, 18, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert date(2026, 11, 20).weekday() == 4
    assert working_hours(friday, monday, UTC, WEEKDAYS) == 15


@pytest.mark.parametrize(
    ("now", "loading", "hours"),
    [
        (datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC), 24.0),
        (datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC), 0.0),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC), 24.0),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC), 24.0),
        (datetime(2026, 11, 21, 6, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC), 24.0),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 22, 8, tzinfo=UTC), 0.0),
        (datetime(2026, 11, 16, 9, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC), 6 * 24.0),
    ],
)
def test_at_the_last_depot_the_loadings_that_are_left_count(
    now: datetime, loading: datetime, hours: float
) -> None:
    carrier = Carrier(WEEKDAYS, 8, {})
    at_depot = Position(Stage.AT_DEPOT, 0, now)
    assert at_depot.hours_until(loading, now, UTC, carrier) == hours


def test_before_the_last_depot_the_hours_count_from_the_hand_over() -> None:
    carrier = Carrier(WEEKDAYS, 8, {})
    now, loading = datetime(2026, 11, 23, 6, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert Position(Stage.IN_TRANSIT, 1, None).hours_until(loading, now, UTC, carrier) == 26.0
    later = datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert Position("not_handed_over", 1, later).hours_until(loading, now, UTC, carrier) == 14.0


@pytest.mark.parametrize(
    ("position", "place"),
    [
        (Position(Stage.IN_TRANSIT, 2, None), "in_transit/2"),
        (Position(Stage.IN_TRANSIT, None, None), "in_transit/0"),
        (Position(Stage.IN_TRANSIT, 9, None), "in_transit/6"),
        (Position(Stage.AT_DEPOT, 0, None), "at_depot"),
        (Position(Stage.OUT_FOR_DELIVERY, 0, None), "out_for_delivery"),
        (Position(Stage.ATTEMPTED, 1, None), "attempted"),
    ],
)
def test_the_place_as_the_table_names_it(position: Position, place: str) -> None:
    assert position.place == place
