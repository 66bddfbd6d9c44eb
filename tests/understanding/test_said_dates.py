"""Days said by month and number: what an item is named with has to be understood as an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.speech.forms import short_date
from shop_helper.understanding.en.dates import span_in

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("the one from october 3rd", date(2026, 10, 3)),
        ("ordered on october third", date(2026, 10, 3)),
        ("october the third", date(2026, 10, 3)),
        ("the third of october", date(2026, 10, 3)),
        ("october twenty-first", date(2026, 10, 21)),
        ("october twenty first", date(2026, 10, 21)),
        ("friday october 2nd", date(2026, 10, 2)),
        ("december thirty first", date(2025, 12, 31)),
        ("november 21st 2025", date(2025, 11, 21)),
    ],
)
def test_a_day_of_a_month_is_the_last_one(words: str, day: date) -> None:
    span = span_in(words, TODAY)
    assert span is not None
    assert (span.start, span.end) == (day, day)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("october", date(2026, 10, 1), date(2026, 10, 31)),
        ("the october one", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_a_month_alone_picks_its_days(words: str, start: date, end: date) -> None:
    span = span_in(words, TODAY)
    assert span is not None
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize(
    "words", ["it may break", "march on", "the third one", "february 30th", "may i return it", "the second"]
)
def test_other_words_name_no_day(words: str) -> None:
    assert span_in(words, TODAY) is None


@given(st.integers(0, 360))
def test_a_day_as_it_is_said_is_understood(days_ago: int) -> None:
    day = TODAY - timedelta(days=days_ago)
    span = span_in(f"ordered on {short_date(day, TODAY)}".lower(), TODAY)
    assert span is not None
    assert (span.start, span.end) == (day, day)
