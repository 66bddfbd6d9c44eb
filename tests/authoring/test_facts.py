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
    with pytest.raises(ContentError, match="left out for the usual window"):
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


def wrong_with(path: Path) -> str:
    with pytest.raises(ContentError) as raised:
        load_profile(path)
    return str(raised.value)


def test_all_that_is_wrong_is_told_at_once_with_lines(profile_file: Callable[[str], Path]) -> None:
    told = wrong_with(
        profile_file(
            "returns:\n  window: {value: 30}\n  category_exceptions:\n"
            "    - {category: toys, returnable: true, window_days: 14}\n"
            "    - {category: toys, returnable: true}\n"
            "orders:\n  cancel_fee: {value: {amount: '5'}, unit: money}\n"
        )
    )
    assert "3 mistakes, so nothing of it is used" in told
    assert "line 2: returns.window: has no unit" in told
    assert "line 5: category toys stands in row 1 too; keep one of them" in told
    assert "line 7: orders.cancel_fee" in told
    assert "expected an amount with its currency" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "returns:\n  window: {value: 3, unit: days}\n  window: {value: 4, unit: days}\n",
            ":3: returns.window stands in line 2 too",
        ),
        (
            "returns:\n  windwo: {value: 3, unit: days}\n",
            ":2: returns.windwo is no fact that an article uses; did you",
        ),
        ("returns:\n  category_exceptions: none\n", ":2: returns.category_exceptions: expected rows"),
        ("returns: none\n", ":1: returns: expected facts below it"),
        ("returns: [\n", "not valid YAML"),
        (
            "returns:\n  window: {value: 30, unit: days}\n  category_exceptions:\n"
            "    - {category: default, returnable: true, window_days: 20}\n",
            ":4: the default row has 20 days and returns.window 30; leave window_days out of the row",
        ),
        (
            "returns:\n  category_exceptions:\n    - {category: toys, returnable: true, things: [doll]}\n"
            "    - {category: baby, returnable: true, things: [doll]}\n",
            ":4: 'doll' is listed under toys too",
        ),
        (
            "marketplace:\n  name: {value: Harbor, unit: text}\n",
            "assistant_name isn't set; every profile needs it",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(
    profile_file: Callable[[str], Path], text: str, told: str
) -> None:
    assert told in wrong_with(profile_file(text))


HELPER = """marketplace:
  name: {value: Harbor, unit: text}
  assistant_name: {value: NAME, unit: text}
  skill_name: {value: SKILL, unit: text}
  operated_by_store: {value: false, unit: yes or no}
  time_zone: {value: ZONE, unit: text}
phone:
  us_canada: {value: 1-206-555-0100, unit: phone number, verified_on: 2026-11-01, MORE}
"""
GOOD = {
    "NAME": "a helper",
    "SKILL": "Shop Helper",
    "ZONE": "America/New_York",
    "MORE": "stands_in: a page, read_on: 2026-11-02",
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"NAME": "Harbor help"}, ":3: marketplace.assistant_name has the store's name"),
        ({"SKILL": "Harbor Helper"}, ":4: 'Harbor Helper' can't be a skill's name"),
        ({"SKILL": "Alexa Helper"}, ":4: 'Alexa Helper' can't be a skill's name"),
        ({"SKILL": "Helper"}, ":4: 'Helper' can't be a skill's name"),
        ({"ZONE": "Harbor/Town"}, ":6: 'Harbor/Town' is no time zone"),
        ({"MORE": "note: heard"}, ":8: phone.us_canada isn't the helper's own; add stands_in"),
    ],
)
def test_what_an_independent_helper_may_not(
    profile_file: Callable[[str], Path], changed: dict[str, str], told: str
) -> None:
    text = HELPER
    for name, value in (GOOD | changed).items():
        text = text.replace(name, value)
    assert told in wrong_with(profile_file(text))


def test_an_independent_helper_never_says_a_number_of_the_shops(profile_file: Callable[[str], Path]) -> None:
    text = HELPER
    for name, value in GOOD.items():
        text = text.replace(name, value)
    fact = load_profile(profile_file(text)).facts["phone.us_canada"]
    assert not fact.may_be_spoken
    assert fact.written() == (
        "1-206-555-0100 (from a page, read on November 2, 2026; check it on the official page first)"
    )


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    assert "name another file" in wrong_with(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"# one\n# caf\xe9\n")
    assert "latin.yaml:2: is no UTF-8 text; save it as UTF-8" in wrong_with(tmp_path / "latin.yaml")
