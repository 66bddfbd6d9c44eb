"""Decisions on invented evidence, and the shipped artefacts on sentences that nobody would place elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_helper.errors import KnowledgeError
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.classifier import Calibration, Evidence, Logistic, View
from shop_helper.knowledge.ranking import Decision, Ranker, worth_offering

PLAIN = Calibration(
    blend=(1.0,), centre=(0.0, 0.0), spread=(1.0, 1.0),
    in_scope=Logistic((1.0, 0.0), 0.0), right=Logistic((0.0, 1.0), 0.0), answer_from=0.5, choose_from=0.5,
)  # fmt: skip


class Stub:
    """A classifier that says what it is told: signs are (in scope, right) as logits."""

    view = View.LEXICAL

    def __init__(self, topics: tuple[tuple[str, float], ...], in_scope: float, right: float) -> None:
        self.calibration, self._said = PLAIN, Evidence(topics, (in_scope, right))

    def evidence(self, text: str, allowed: Collection[str] | None = None) -> Evidence:
        kept = tuple(t for t in self._said.topics if allowed is None or t[0] in allowed)
        return replace(self._said, topics=kept)


def ranker(in_scope: float, right: float, *shares: float) -> Ranker:
    topics = tuple((name, share) for name, share in zip("abcdefg", shares, strict=False))
    return Ranker(Stub(topics, in_scope, right))  # type: ignore[arg-type]


def test_a_clear_winner_is_answered() -> None:
    ranking = ranker(4, 3, 0.9, 0.05, 0.05).rank("where is my order")
    assert ranking.decision is Decision.ANSWER
    assert ranking.candidates[0].topic == "a"
    assert ranking.candidates[0].confidence == pytest.approx(0.9526, abs=1e-4)
    assert ranking.choices == ranking.nearby == ()


def test_two_close_ones_are_offered_and_a_third_only_when_it_has_a_share() -> None:
    assert ranker(2, -1, 0.5, 0.45, 0.05).rank("it came").choices == ("a", "b")
    ranking = ranker(2, -1, 0.4, 0.35, 0.2, 0.05).rank("it came")
    assert ranking.decision is Decision.CHOOSE
    assert ranking.choices == ("a", "b", "c")


def test_what_is_not_for_us_is_declined_with_what_came_nearest() -> None:
    ranking = ranker(-3, -4, 0.6, 0.3, 0.1).rank("turn off the lights")
    assert ranking.decision is Decision.DECLINE
    assert ranking.nearby == ("a", "b")
    assert ranking.choices == ()


def test_a_choice_of_one_is_no_choice() -> None:
    assert ranker(2, -1, 1.0).rank("it came").decision is Decision.DECLINE


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "\u200b\n"])
def test_nothing_said_is_declined_without_naming_anything(text: str) -> None:
    ranking = ranker(4, 3, 0.9, 0.1).rank(text)
    assert (ranking.decision, ranking.candidates, ranking.nearby) == (Decision.DECLINE, (), ())


def test_confidences_are_probabilities_in_falling_order_within_what_is_in_scope() -> None:
    ranking = ranker(1, 0.2, 0.4, 0.3, 0.2, 0.1).rank("it came")
    confidences = [candidate.confidence for candidate in ranking.candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 <= sum(confidences) <= ranking.in_scope + 1e-9


def test_a_topic_that_is_gone_is_never_named() -> None:
    ranking = ranker(2, -1, 0.4, 0.35, 0.2, 0.05).rank("it came", topics={"b", "d"})
    assert ranking.choices == ("b", "d")
    assert ranker(2, 3, 0.9, 0.1).rank("it came", topics=set()).decision is Decision.DECLINE


@given(st.lists(st.floats(0.001, 1), min_size=2, max_size=6))
def test_two_or_three_are_offered(shares: list[float]) -> None:
    ordered = sorted((share / sum(shares) for share in shares), reverse=True)
    assert len(worth_offering(tuple(zip("abcdef", ordered, strict=False)))) in (2, 3)


def test_a_directory_without_models_says_which_command_makes_them(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="python -m training fit"):
        Ranker.load(tmp_path)


# The shipped artefacts.


@pytest.fixture(scope="module")
def shipped() -> Ranker:
    return Ranker.load()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how many days do i have to send something back", "returns.window"),
        ("um where where is my parcel it was meant to be here", "order.where"),
        ("which cards can i pay with", "payment.methods"),
        ("the box was crushed and the vase inside is in pieces", "item.damaged"),
        ("i never got a refund and it's been three weeks", "refund.status"),
    ],
)
def test_plain_questions_are_among_the_first_three(shipped: Ranker, text: str, topic: str) -> None:
    assert topic in [candidate.topic for candidate in shipped.rank(text).candidates[:3]]


@pytest.mark.parametrize(
    "text",
    ["turn off the kitchen lights", "what's the capital of peru", "book a flight to rome", "asdf qwer zxcv"],
)
def test_what_is_plainly_something_else_is_not_answered(shipped: Ranker, text: str) -> None:
    assert shipped.rank(text).decision is not Decision.ANSWER


def test_the_same_words_always_get_the_same_ranking(shipped: Ranker) -> None:
    assert (
        shipped.rank("refund please") == shipped.rank("refund please") == Ranker.load().rank("refund please")
    )


def test_a_rant_of_five_thousand_words_is_ranked(shipped: Ranker) -> None:
    assert shipped.rank("and then it broke " * 1250 + "where is my refund").candidates


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=200))
def test_any_text_is_ranked(shipped: Ranker, text: str) -> None:
    ranking = shipped.rank(text)
    assert 0 <= ranking.in_scope <= 1
    assert len(ranking.choices) in (0, 2, 3)


def test_a_choice_keeps_what_is_for_whoever_asks() -> None:
    ranking = ranker(2, -1, 0.4, 0.35, 0.2, 0.05).rank("it came")
    kept = ranking.only(lambda topic: topic != "b")
    assert (kept.decision, kept.choices) == (Decision.CHOOSE, ("a", "c"))
    assert ranking.only(lambda topic: True) == ranking


def test_the_only_one_left_is_the_answer_if_it_was_the_likeliest() -> None:
    ranking = ranker(2, -1, 0.5, 0.45, 0.05).rank("it came")
    alone = ranking.only(lambda topic: topic == "a")
    assert (alone.decision, alone.choices, alone.candidates) == (Decision.ANSWER, (), ranking.candidates)
    assert ranking.only(lambda topic: topic == "b") == ranking


def test_who_is_known_to_buy_is_not_offered_what_is_for_sellers() -> None:
    topics = (("case.open.buyer", 0.4), ("case.open.seller", 0.4), ("case.categories", 0.2))
    ranked = KnowledgeBase.load(COMPILED / "en-US.json", Ranker(Stub(topics, 2, -1)))  # type: ignore[arg-type]
    assert ranked.ask("how do i open a case").topics == tuple(topic for topic, _ in topics)
    assert ranked.ask("how do i open a case", audience="buyer").topics == (
        "case.open.buyer",
        "case.categories",
    )
    assert ranked.ask("how do i open a case", audience="seller").topics == tuple(topic for topic, _ in topics)
