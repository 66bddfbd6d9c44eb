"""Built-in slot types: spoken words → Alexa's formats."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.builtin_slots import hear
from simulator.language import ENGLISH
from simulator.sentence import Ear

TUESDAY = date(2026, 11, 24)


def heard(kind: str, text: str) -> str | None:
    found = hear(f"AMAZON.{kind}", Ear(ENGLISH).hear(text).texts, TUESDAY)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven", "7"),
        ("zero", "0"),
        ("twenty four", "24"),
        ("24", "24"),
        ("a hundred and five", "105"),
        ("two thousand three hundred", "2300"),
        ("one million", "1000000"),
        ("four four one seven", "4417"),
        ("1250", "1250"),
        ("a few", None),
        ("twenty twelve hats", None),
        ("and", None),
        ("five and", None),
    ],
)
def test_numbers(text: str, value: str | None) -> None:
    assert heard("NUMBER", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("four four one seven", "4417"),
        ("forty four seventeen", "4417"),
        ("44 17", "4417"),
        ("double four one seven", "4417"),
        ("nineteen ninety nine", "1999"),
        ("one oh oh nine", "1009"),
        ("two thousand and six", "2006"),
        ("0042", "0042"),
        ("twelve", None),
        ("four four one seven nine", None),
        ("the kettle", None),
    ],
)
def test_four_digit_numbers(text: str, value: str | None) -> None:
    assert heard("FOUR_DIGIT_NUMBER", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("first", "1"),
        ("3rd", "3"),
        ("twenty second", "22"),
        ("thirtieth", "30"),
        ("last", None),
        ("one", None),
    ],
)
def test_ordinals(text: str, value: str | None) -> None:
    assert heard("Ordinal", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("today", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("the day before yesterday", "2026-11-22"),
        ("tuesday", "2026-11-24"),
        ("next tuesday", "2026-12-01"),
        ("last tuesday", "2026-11-17"),
        ("last friday", "2026-11-20"),
        ("on sunday", "2026-11-29"),
        ("this week", "2026-W48"),
        ("next week", "2026-W49"),
        ("last weekend", "2026-W47-WE"),
        ("next month", "2026-12"),
        ("last year", "2025"),
        ("in three days", "2026-11-27"),
        ("two weeks ago", "2026-11-10"),
        ("november thirtieth", "2026-11-30"),
        ("november 30", "2026-11-30"),
        ("the third of may", "2027-05-03"),
        ("may third twenty thirty", "2030-05-03"),
        ("may two thousand and five", "2005-05"),
        ("the fifth", "2026-12-05"),
        ("may", "2027-05"),
        ("february thirtieth", None),
        ("someday", None),
        ("the", None),
    ],
)
def test_dates(text: str, value: str | None) -> None:
    assert heard("DATE", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("five p m", "17:00"),
        ("5 pm", "17:00"),
        ("twelve a m", "00:00"),
        ("half past three", "03:30"),
        ("quarter to six", "05:45"),
        ("ten past one", "01:10"),
        ("seventeen thirty", "17:30"),
        ("17:30", "17:30"),
        ("six o'clock", "06:00"),
        ("nine oh five a m", "09:05"),
        ("seven in the evening", "19:00"),
        ("in the morning", "MO"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("six", None),
        ("25:00", None),
        ("fourteen p m", None),
        ("soon", None),
    ],
)
def test_times(text: str, value: str | None) -> None:
    assert heard("TIME", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ten minutes", "PT10M"),
        ("an hour and a half", "PT1H30M"),
        ("half an hour", "PT30M"),
        ("one hour and twenty minutes", "PT1H20M"),
        ("two weeks", "P2W"),
        ("three days and four hours", "P3DT4H"),
        ("90 seconds", "PT90S"),
        ("ten", None),
        ("minutes of joy", None),
    ],
)
def test_durations(text: str, value: str | None) -> None:
    assert heard("DURATION", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("555 0134", "5550134"), ("five five five oh one three four", "5550134"), ("555", None)],
)
def test_phone_numbers(text: str, value: str | None) -> None:
    assert heard("PhoneNumber", text) == value


def test_a_list_type_is_sure_of_what_it_knows_and_takes_the_rest_less_gladly() -> None:
    known = hear("AMAZON.US_CITY", ("new", "york"), TUESDAY)
    other = hear("AMAZON.US_CITY", ("little", "rock"), TUESDAY)
    assert known is not None
    assert other is not None
    assert (known.sure, other.sure) == (True, False)
    assert hear("AMAZON.US_CITY", ("a",) * 9, TUESDAY) is None
