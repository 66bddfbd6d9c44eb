"""Short questions: what they are about after what was spoken of, and what is left alone."""

from __future__ import annotations

import pytest

from shop_helper.understanding.en.kinds import names_a_thing
from shop_helper.understanding.en.short_questions import meant_by, nearest


@pytest.mark.parametrize(
    ("words", "after", "topic"),
    [
        ("how long does that take", "returns.can_i_return", "refund.timing"),
        ("And how long does it take then?".rstrip("?"), "case.open.buyer", "case.how_long"),
        ("how long", "seller.contact.from_order", "seller.contact.reply_time"),
        ("when", "order.where", "order.where"),
        ("ok and when will that be", "refund.status", "refund.timing"),
        ("where do i send it back to", "returns.can_i_return", "returns.how"),
        ("who pays for that", "exchange.request", "returns.cost"),
        ("how do i do that", "exchange.request", "exchange.request"),
        ("who do i call then", "item.damaged", "contact.phone"),
        ("so who do i talk to", "item.damaged", "contact.overview"),
    ],
)
def test_a_short_question_is_about_what_was_spoken_of(words: str, after: str, topic: str) -> None:
    assert meant_by(words, after) == topic


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("how long does that take", None),
        ("how long does delivery take", "returns.how"),
        ("when do you open", "order.where"),
        ("who pays for the return", "order.where"),
        ("when", "newsletter.manage"),
        ("why", "order.where"),
    ],
)
def test_whoever_names_a_subject_or_has_none_is_left_alone(words: str, after: str | None) -> None:
    assert meant_by(words, after) is None


def test_of_several_subjects_the_one_spoken_of_is_nearest() -> None:
    topics = ("payment.methods", "returns.cost")
    assert nearest(topics, "returns.how", "and who pays") == "returns.cost"
    assert nearest(topics, "order.where", "and who pays") is None
    assert nearest(topics, None, "and who pays") is None
    assert nearest(("returns.how", "returns.cost"), "returns.can_i_return", "who pays") is None
    assert nearest(topics, "returns.how", "who has to pay for this when it was broken") is None


@pytest.mark.parametrize(
    "words", ["the jacket", "no, the green jacket", "my telescope", "sorry the ice cream maker"]
)
def test_a_bare_name(words: str) -> None:
    assert names_a_thing(words)


@pytest.mark.parametrize(
    "words", ["jacket", "the order", "where is the jacket", "the jacket that i bought last week", "it"]
)
def test_no_bare_name(words: str) -> None:
    assert not names_a_thing(words)
