"""Words for the store fit who runs it, and what the return table says of kinds of items is put into words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.facts import load_profile
from authoring.render import Channel, environment, named_facts

OWN = "{value: true, unit: yes or no}"
ANOTHERS = "{value: false, unit: yes or no}"


def profile_text(operated_by_store: str = OWN) -> str:
    return (
        "marketplace:\n"
        "  name: {value: Amberly, unit: text}\n"
        f"  operated_by_store: {operated_by_store}\n"
        "  assistant_name: {value: Pip, unit: text}\n"
        "  time_zone: {value: America/New_York, unit: text}\n"
        "  says: {value: Amberly says, unit: text}\n"
        "returns:\n"
        "  window: {value: 30, unit: days}\n"
        "  category_exceptions:\n"
        "    - {category: default, returnable: true}\n"
        "    - {category: toys, returnable: true, window_days: 60}\n"
        "    - {category: baby, called: baby items, returnable: true, window_days: 60}\n"
        "    - {category: large_furniture, returnable: true, window_days: 14}\n"
        "    - {category: gift_cards, returnable: false, window_days: null, condition: null}\n"
        "    - {category: food, returnable: false, window_days: null, condition: null}\n"
        "    - {category: plants, returnable: false, window_days: null, condition: null}\n"
        "    - {category: tickets, returnable: false, window_days: null, condition: null}\n"
        "    - {category: batteries, returnable: false, window_days: null, condition: unless faulty}\n"
    )


@pytest.fixture
def said(profile_file: Callable[[str], Path]) -> Callable[..., str]:
    def fill(words: str, operated_by_store: str = OWN, spoken: bool = True) -> str:
        profile = load_profile(profile_file(profile_text(operated_by_store)))
        return environment().from_string(words).render(named_facts(profile, Channel(spoken)))

    return fill


@pytest.mark.parametrize(
    ("words", "own", "anothers"),
    [
        ("{{ store.We }} shipped it.", "We shipped it.", "Amberly shipped it."),
        ("Sold by {{ store.us }}", "Sold by us", "Sold by Amberly"),
        ("on {{ store.our }} website", "on our website", "on Amberly's website"),
        ("{{ store.we }} deliver{{ store.s }}", "we deliver", "Amberly delivers"),
        ("{{ store.We }} sold it {{ store.itself }}", "We sold it ourselves", "Amberly sold it itself"),
        ('{{ store.says("you have") }}', "You have", "Amberly says you have"),
        ("{{ store.assistant }}", "Pip", "Pip"),
        ("{% if store.is_ours %}ours{% endif %}", "ours", ""),
    ],
)
def test_the_store_is_we_only_where_it_runs_the_assistant(
    said: Callable[..., str], words: str, own: str, anothers: str
) -> None:
    assert said(words) == own
    assert said(words, ANOTHERS) == anothers


def test_times_unlike_the_usual_one_are_grouped(said: Callable[..., str]) -> None:
    assert said("{{ return_rules.other_times }}") == (
        "60 days for toys and baby items and 14 days for large furniture"
    )


def test_three_kinds_at_most_are_said_and_a_card_has_all(said: Callable[..., str]) -> None:
    assert said("{{ return_rules.never }}") == "gift cards, food, plants, and others"
    assert said("{{ return_rules.never }}", spoken=False) == "gift cards, food, plants, and tickets"
    assert said("{{ return_rules.only_faulty }}") == "batteries"
