"""Days in words, looking back from a Wednesday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.understanding.en.dates import Event, span_in, span_of

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("what i ordered yesterday", "2026-11-24", "2026-11-24"),
        ("the one i got on monday", "2026-11-23", "2026-11-23"),
        ("bought last wednesday", "2026-11-18", "2026-11-18"),
        ("the one from last week", "2026-11-16", "2026-11-22"),
        ("ordered two days ago", "2026-11-23", "2026-11-23"),
        ("bought two weeks ago", "2026-11-08", "2026-11-14"),
        ("ordered in october", "2026-10-01", "2026-10-31"),
        ("ordered in december", "2025-12-01", "2025-12-31"),
        ("last month", "2026-10-01", "2026-10-31"),
    ],
)
def test_words(words: str, start: str, end: str) -> None:
    span = span_in(words, TODAY)
    assert span is not None
    assert (span.start, span.end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-23"),
        ("2026-11-30", "2026-11-23", "2026-11-23"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026-W47-WE", "2026-11-21", "2026-11-22"),
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026-12", "2025-12-01", "2025-12-31"),
        ("2026", "2026-01-01", "2026-11-25"),
    ],
)
def test_a_slot_of_alexas_is_taken_for_the_past(value: str, start: str, end: str) -> None:
    span = span_of(value, TODAY)
    assert span is not None
    assert (span.start, span.end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("value", ["", "XXXX-12", "2026-W60", "2026-02-31", "tomorrow", "201X"])
def test_a_value_that_is_no_date_is_none(value: str) -> None:
    assert span_of(value, TODAY) is None


def test_what_happened_is_told_by_the_verb() -> None:
    assert [span.event for w in ("got monday", "bought monday", "monday") if (span := span_in(w, TODAY))] == [
        Event.DELIVERED,
        Event.ORDERED,
        Event.EITHER,
    ]


@given(st.dates(date(2020, 2, 29), date(2035, 1, 1)), st.integers(-800, 400))
def test_a_span_never_begins_after_today_when_it_is_near(today: date, days: int) -> None:
    value = (today + timedelta(days=days)).isoformat()
    span = span_of(value, today)
    assert span is not None
    assert span.start <= span.end
    if days <= 360:
        assert span.start <= today
