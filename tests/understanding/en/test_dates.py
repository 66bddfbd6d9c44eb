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
        ("the day before yesterday", "2026-11-23", "2026-11-23"),
        ("what came this morning", "2026-11-25", "2026-11-25"),
        ("this week", "2026-11-23", "2026-11-25"),
        ("over the weekend", "2026-11-21", "2026-11-22"),
        ("last weekend", "2026-11-21", "2026-11-22"),
        ("this month", "2026-11-01", "2026-11-25"),
        ("a month ago", "2026-10-14", "2026-11-07"),
        ("a couple of days ago", "2026-11-23", "2026-11-23"),
        ("12 days ago", "2026-11-13", "2026-11-13"),
        ("a week ago", "2026-11-15", "2026-11-21"),
        ("on wednesday", "2026-11-25", "2026-11-25"),
        ("october third", "2026-10-03", "2026-10-03"),
        ("the twenty first of october", "2026-10-21", "2026-10-21"),
        ("the 3rd of october 2024", "2024-10-03", "2024-10-03"),
        ("december first", "2025-12-01", "2025-12-01"),
        ("november twenty fifth", "2026-11-25", "2026-11-25"),
        ("the november order", "2026-11-01", "2026-11-30"),
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


@pytest.mark.parametrize(
    "words", ["", "the kettle", "dozens of days ago", "1234 days ago", "february thirtieth", "may i ask"]
)
def test_words_that_name_no_day(words: str) -> None:
    assert span_in(words, TODAY) is None


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2026-12-02", "2026-11-25", "2026-11-25"),
        ("2026-12-03", "2025-12-03", "2025-12-03"),
        ("2026-W49", "2026-11-23", "2026-11-29"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("2026-11", "2026-11-01", "2026-11-25"),
    ],
)
def test_how_far_a_slot_looks_back(value: str, start: str, end: str) -> None:
    span = span_of(value, TODAY)
    assert span is not None
    assert (span.start, span.end) == (date.fromisoformat(start), date.fromisoformat(end))


def test_a_span_holds_its_first_and_its_last_day() -> None:
    span = span_of("2026-W47", TODAY)
    assert span is not None
    days = (None, date(2026, 11, 15), date(2026, 11, 16), date(2026, 11, 22), date(2026, 11, 23))
    assert [span.holds(day) for day in days] == [False, False, True, True, False]


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
