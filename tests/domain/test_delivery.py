"""Where an item is and how late, in the shop's local days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_helper.domain.calendar import add_working_days, local_date
from shop_helper.domain.delivery import (
    Cancelled,
    Delivered,
    Digital,
    NotShipped,
    OnTheWay,
    Returned,
    ReturnedToSender,
    delivery_state,
)
from shop_helper.domain.orders import ItemStatus
from tests.items import NOW, TODAY, item

NEW_YORK = ZoneInfo("America/New_York")


def state(now: datetime = NOW, **changes: Any) -> Any:
    return delivery_state(item(**{"delivered_on": None, **changes}), now, NEW_YORK, stalled_days=3)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": ItemStatus.PLACED}, NotShipped(TODAY, 0)),
        ({"status": ItemStatus.PREPARING, "promised_on": None}, NotShipped(None, 0)),
        (
            {"status": ItemStatus.PREPARING, "promised_on": TODAY - timedelta(days=2)},
            NotShipped(date(2026, 11, 22), 2),
        ),
        ({"status": ItemStatus.DELIVERED, "delivered_on": TODAY}, Delivered(TODAY, 0)),
        (
            {"status": ItemStatus.DELIVERED, "delivered_on": TODAY, "promised_on": TODAY - timedelta(days=1)},
            Delivered(TODAY, 1),
        ),
        ({"status": ItemStatus.CANCELLED}, Cancelled()),
        ({"status": ItemStatus.RETURNED}, Returned()),
        ({"status": ItemStatus.RETURNED_TO_SENDER}, ReturnedToSender()),
        ({"digital": True, "status": ItemStatus.DELIVERED}, Digital()),
    ],
)
def test_each_status_has_its_state(changes: dict[str, Any], expected: Any) -> None:
    assert state(**changes) == expected


@pytest.mark.parametrize(
    ("silent", "stalled"), [(timedelta(days=3), True), (timedelta(days=2, hours=23), False)]
)
def test_silence_as_long_as_the_shop_says_is_stalled(silent: timedelta, stalled: bool) -> None:
    found = state(status=ItemStatus.SHIPPED, last_scan_at=NOW - silent, carrier="Swift Parcel")
    assert found == OnTheWay(ItemStatus.SHIPPED, TODAY, 0, "Swift Parcel", NOW - silent, stalled)


def test_a_parcel_on_the_van_is_not_called_stalled() -> None:
    assert not state(status=ItemStatus.OUT_FOR_DELIVERY, last_scan_at=NOW - timedelta(days=9)).stalled


def test_it_is_not_late_before_midnight_at_the_shop() -> None:
    just_before = datetime(2026, 11, 25, 4, 59, tzinfo=UTC)
    assert state(just_before, status=ItemStatus.SHIPPED).late_by_days == 0
    assert state(just_before + timedelta(minutes=1), status=ItemStatus.SHIPPED).late_by_days == 1


def test_a_date_needs_a_time_zone() -> None:
    assert local_date(datetime(2026, 3, 1, 4, 30, tzinfo=UTC), NEW_YORK) == date(2026, 2, 28)
    with pytest.raises(ValueError, match="without time zone"):
        local_date(datetime(2026, 3, 1), NEW_YORK)


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 3, date(2026, 11, 27)),
        (date(2026, 11, 24), 4, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 12, 1)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
    ],
)
def test_working_days_pass_over_the_weekend(start: date, days: int, expected: date) -> None:
    assert add_working_days(start, days, WEEK) == expected


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a day"):
        add_working_days(TODAY, 1, ())
