"""Days as people count them: local dates, working days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta, tzinfo

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def local_date(instant: datetime, zone: tzinfo) -> date:
    """The date on the wall there. `instant` must be aware."""
    if instant.tzinfo is None:
        raise ValueError("an instant without time zone has no date")
    return instant.astimezone(zone).date()


def add_working_days(start: date, days: int, working_week: Collection[str]) -> date:
    """The working day that is `days` working days after `start`; public holidays are not known.

    A start on a day off counts from the next working day. Raises ValueError on an empty week.
    """
    working = {WEEK.index(name.lower()) for name in working_week}
    if not working:
        raise ValueError("a working week needs a day")
    day, left = start, days
    while day.weekday() not in working:
        day += timedelta(days=1)
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() in working
    return day
