"""Which one fact a question asks for, and of what."""

from __future__ import annotations

import pytest

from shop_helper.dialog.reading import Fact
from shop_helper.understanding.en.facts import fact_in


@pytest.mark.parametrize(
    ("words", "fact", "about"),
    [
        ("is the rug still coming on sunday", Fact.PROMISED, "the rug"),
        ("did the chairs come yet", Fact.DELIVERED, "the chairs"),
        ("did they ever answer", Fact.WROTE, ""),
        ("so who's bringing it", Fact.CARRIER, ""),
        ("which carrier has the tent", Fact.CARRIER, "the tent"),
        ("when did my parcel get here", Fact.DELIVERED, ""),
        ("what day was the rug delivered", Fact.DELIVERED, "the rug"),
        ("and when should those arrive", Fact.PROMISED, ""),
        ("when's the rug coming", Fact.PROMISED, "the rug"),
        ("tell me when it was shipped", None, ""),
        ("has it been sent out yet", Fact.SHIPPED, ""),
        ("where was it last scanned", Fact.LAST_SEEN, ""),
        ("how much did the rug cost me", Fact.PRICE, "the rug"),
        ("what did i pay", Fact.PRICE, ""),
        ("how much is it", Fact.HOW_MUCH, ""),
        ("when did i buy that", Fact.ORDERED, ""),
        ("who did i get the rug from", Fact.SELLER, "the rug"),
        ("what's the order number please", Fact.NUMBER, ""),
        ("how many chairs did i order", Fact.QUANTITY, "chairs"),
        ("what else was in that box", Fact.COMPANIONS, ""),
        ("where is it being sent", Fact.ADDRESS, ""),
        ("until when can i return the rug", Fact.RETURN_UNTIL, "the rug"),
        ("how long do i have left", Fact.DAYS_LEFT, ""),
        ("did they get the rug back", Fact.RETURN_RECEIVED, "the rug"),
        ("how much will i get back", Fact.REFUND_AMOUNT, ""),
        ("when do i see my money", Fact.REFUND_DAY, ""),
        ("has the seller answered", Fact.WROTE, ""),
        ("okay and when was that", Fact.WHEN, ""),
        ("which day was that again", Fact.WHEN, ""),
        ("how come", Fact.WHY, ""),
        ("are you sure about that", Fact.SURE, ""),
        ("how do you know", Fact.SURE, ""),
    ],
)
def test_a_question_for_one_fact(words: str, fact: Fact | None, about: str) -> None:
    assert fact_in(words) == (None if fact is None else (fact, about))


@pytest.mark.parametrize(
    "words",
    [
        "how much is delivery",
        "how long do refunds take",
        "when are you open",
        "who are you",
        "where is my rug",
        "can i return the rug",
        "how much does membership cost",
        "when can i call customer service",
        "the rug is torn",
        "",
    ],
)
def test_a_question_about_a_subject_asks_for_no_fact(words: str) -> None:
    assert fact_in(words) is None


def test_a_long_sentence_tells_a_story() -> None:
    assert fact_in("who has it " + "and then again " * 6) is None
