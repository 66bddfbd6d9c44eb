"""The store profile: every mistake is named with its line; every unit has a spoken and a written form."""

from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.facts import load_profile
from shop_helper.errors import ContentError


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{unit: days}", "expected at least value and unit"),
        ("{value: 3}", "has no unit; add one of days"),
        ("30", "expected at least value and unit"),
        ("{value: [3, 1], unit: days}", "expected a whole number, or [from, to]"),
        ("{value: {amount: '5'}, unit: money}", "expected an amount with its currency"),
        ("{value: {amount: five, currency: USD}, unit: money}", "expected an amount with its currency"),
        ("{value: {amount: '5', currency: dollars}, unit: money}", "expected an amount with its currency"),
        ("{value: 3, unit: hours}", "has the unit hours; the articles expect days"),
        ("{value: maybe, unit: yes or no}", "expected true or false"),
        ("{value: 3, unit: fortnights}", "unit 'fortnights'"),
        ("{value: x, unit: days}", "expected a whole number"),
        ("{value: -3, unit: days}", "expected a whole number"),
        ("{value: [1, 2, 3], unit: days}", "expected a whole number"),
        ("{value: 5, unit: money}", "amount"),
        ("{value: 5, unit: text}", "expected words"),
        ("{value: [], unit: list}", "expected a list of words"),
        ("{value: 3, unit: days, colour: red}", "unknown keys colour"),
        ("{value: 3, unit: days, origin: gossip}", "origin 'gossip'"),
        ("{value: 3, unit: days, verified_on: lately}", "verified_on must be a date"),
    ],
)
def test_a_mistake_in_a_fact_names_its_line(
    profile_file: Callable[[str], Path], entry: str, told: str
) -> None:
    with pytest.raises(ContentError) as raised:
        load_profile(profile_file(f"returns:\n  window: {entry}\n"))
    assert told in str(raised.value)
    assert raised.value.line == 2


def test_a_row_that_is_returnable_needs_its_days(profile_file: Callable[[str], Path]) -> None:
    row = "{category: toys, returnable: true, window_days: null}"
    with pytest.raises(ContentError, match="expected category, returnable and window_days"):
        load_profile(profile_file(f"returns:\n  category_exceptions:\n    - {row}\n"))


@pytest.mark.parametrize(
    ("entry", "spoken", "written"),
    [
        ("{value: 30, unit: days}", "30 days", "30 days"),
        ("{value: [24, 48], unit: hours}", "24 to 48 hours", "24–48 hours"),
        ("{value: 24/7, unit: availability}", "all day, every day", "24 hours a day, 7 days a week"),
        ("{value: {amount: '4.99', currency: USD}, unit: money}", "$4.99", "$4.99"),
        (
            "{value: [cards, cash, cheques, points], unit: list}",
            "cards, cash, cheques, and others",
            "cards, cash, cheques, points",
        ),
        (
            "{value: [Help & more, Contact], unit: path}",
            "Help and more, then Contact",
            "Help & more > Contact",
        ),
        (
            "{value: 1-206-555-0100, unit: phone number}",
            "[tel:1-206-555-0100]",
            "1-206-555-0100 (check it on the official page first)",
        ),
    ],
)
def test_forms(profile_file: Callable[[str], Path], entry: str, spoken: str, written: str) -> None:
    fact = load_profile(profile_file(f"some:\n  fact: {entry}\n")).facts["some.fact"]
    assert (fact.spoken(), fact.written()) == (spoken, written)


def test_a_link_is_never_spoken(profile_file: Callable[[str], Path]) -> None:
    entry = "{value: 'https://shop.example', unit: url, verified_on: 2026-11-01}"
    fact = load_profile(profile_file(f"url:\n  home: {entry}\n")).facts["url.home"]
    assert not fact.may_be_spoken
    assert fact.written() == "https://shop.example"
