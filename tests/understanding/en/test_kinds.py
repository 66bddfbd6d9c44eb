"""A kind of thing is told from one's own by what points at it."""

from __future__ import annotations

import pytest

from shop_helper.understanding.en.kinds import Categories, kind_in


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("can I give back underwear", "underwear"),
        ("can I return opened software", "opened software"),
        ("are gift cards returnable", "gift cards"),
        ("can I send back food", "food"),
        ("can you send plants back", "plants"),
        ("can a mattress be returned", "mattress"),
        ("can i return a mattress i slept on", "mattress"),
        ("do you take back perfume", "perfume"),
        ("is it possible to return swimwear after a week", "swimwear"),
        ("could hair dye go back", "hair dye"),
        ("may I bring back garden tools without the box", "garden tools"),
    ],
)
def test_a_kind(words: str, kind: str) -> None:
    assert kind_in(words) == kind


@pytest.mark.parametrize(
    "words",
    [
        "can I return my kettle",
        "can I give back the lamp I bought",
        "can I return this",
        "can it be returned",
        "can I send it back",
        "can I return something",
        "can I return a damaged item",
        "can I return after thirty days",
        "can I return without the receipt",
        "can I give back the one from Bluefin",
        "can I return both",
        "can I return an order",
        "can I get my money back",
        "where is my refund",
        "are these shoes returnable",
        "",
    ],
)
def test_ones_own_or_nothing(words: str) -> None:
    assert kind_in(words) is None


CATEGORIES = Categories(
    {
        "category_exceptions": [
            {"category": "baby", "things": ["crib", "baby clothes", "batteries"]},
            {"category": "gift_cards", "things": ["card", "dress", "watch"]},
            {"category": "custom_made"},
        ]
    }
)


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("cribs", "baby"),
        ("a wooden crib", "baby"),
        ("Baby Clothes", "baby"),
        ("playing cards", "gift_cards"),
        ("dresses", "gift_cards"),
        ("a watch", "gift_cards"),
        ("watches", "gift_cards"),
        ("batteries", "baby"),
        ("cribbage board", None),
        ("earrings", None),
    ],
)
def test_a_kind_of_thing_is_found_by_what_people_call_it(words: str, category: str | None) -> None:
    kind = CATEGORIES.kind_in(f"can i return {words}")
    assert kind is not None
    assert kind.category == category


def test_what_is_no_kind_has_no_category() -> None:
    assert CATEGORIES.kind_in("can i return my crib") is None
