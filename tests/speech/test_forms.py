from datetime import date
from decimal import Decimal

import pytest

from shop_helper.speech import forms

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 12, 4), "Friday, December 4th"),
        (date(2027, 1, 2), "Saturday, January 2nd"),
        (date(2025, 3, 11), "March 11th, 2025"),
        (date(2026, 10, 23), "Friday, October 23rd"),
    ],
)
def test_dates_are_said_as_people_say_them(day: date, said: str) -> None:
    assert forms.spoken_date(day, TODAY) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd"), (30, "30th")],
)
def test_ordinals(number: int, said: str) -> None:
    assert forms.ordinal(number) == said


def test_money_has_its_sign_and_cents_only_where_there_are_any() -> None:
    assert forms.money(Decimal("12.50"), "USD") == "$12.50"
    assert forms.money(Decimal("1200.00"), "USD") == "$1,200"
    assert forms.money(Decimal("3"), "CHF") == "CHF 3"


def test_quantities_agree_with_their_number() -> None:
    assert forms.quantity(1, "days") == "1 day"
    assert forms.quantity([1, 3], "working days") == "1 to 3 working days"
    assert forms.quantity([2, 2], "hours") == "2 hours"


def test_lists_are_joined_for_the_ear() -> None:
    assert forms.listed([]) == ""
    assert forms.listed(["a"]) == "a"
    assert forms.listed(["a", "b"], "or") == "a or b"
    assert forms.listed(["a", "b", "c"]) == "a, b, and c"


def test_a_code_is_said_by_its_end_digit_by_digit() -> None:
    assert forms.code_ending("114-5038821-4417") == "[digits:4417]"
