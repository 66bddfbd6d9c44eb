"""A kind of thing is told from one's own by what points at it."""

from __future__ import annotations

import pytest

from shop_helper.understanding.en.kinds import kind_in


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
