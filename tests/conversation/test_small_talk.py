"""Replies of the conversation itself, and the steps after misunderstandings."""

from __future__ import annotations

import copy

import pytest

from shop_helper.conversation.recovery import Recovery
from shop_helper.conversation.small_talk import greeted, recalled, thanked, unsure
from shop_helper.dialog.move import Decline, Miss, OffTopic
from shop_helper.dialog.questions import (
    AnythingElse,
    NextStep,
    OfferTopic,
    OpenQuestion,
    What,
    WhichSide,
    WhichTopic,
)
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Describe, WhichItem
from shop_helper.knowledge.base import KnowledgeBase
from tests.pipelines import compiled_knowledge

ITEMS = WhichItem("order.where", ("1/1", "2/1"))
NEAR = ("delivery.time", "delivery.area", "delivery.cost")


def at(question: OpenQuestion | None, asked: str = "Which?", **of_session: object) -> Session:
    return Session(open_question=question, asked=asked, **of_session)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "prompt"),
    [
        (None, "unsure.anything"),
        (What(), "unsure.anything"),
        (AnythingElse(), "unsure.anything"),
        (ITEMS, "unsure.which_item"),
        (WhichTopic(), "unsure.which_topic"),
        (WhichSide(), "unsure.audience"),
        (Describe(), "unsure.time"),
    ],
)
def test_whoever_does_not_know_is_offered_another_way(question: OpenQuestion | None, prompt: str) -> None:
    assert unsure(at(question)).prompt == prompt


@pytest.mark.parametrize("question", [ITEMS, WhichTopic(), WhichSide(), NextStep("returns.how")])
def test_thanks_leave_a_choice_open(question: OpenQuestion) -> None:
    assert thanked(at(question)).ask == question
    assert thanked(at(question, asked="")).ask == AnythingElse()


def test_thanks_may_end_the_conversation() -> None:
    assert thanked(at(OfferTopic("returns.how"))).ask == AnythingElse()
    assert (thanked(Session()).prompt, thanked(Session()).ask) == ("thanks.goodbye", None)


def test_a_greeting_is_given_back() -> None:
    assert (greeted(Session()).ask, greeted(at(ITEMS)).ask) == (What(), ITEMS)


def test_choices_are_said_again() -> None:
    assert recalled(at(ITEMS)).prompt == "choices.listed"
    assert recalled(at(Describe(), topic="returns.how")).topics == ("returns.how",)
    assert recalled(at(Describe())).prompt == "choices.question"
    assert recalled(at(Describe(), asked="")).prompt == recalled(Session()).prompt == "choices.none"


def without(*topics: str) -> KnowledgeBase:
    made = copy.copy(compiled_knowledge())
    made.articles = {name: one for name, one in made.articles.items() if name not in topics}
    return made


RECOVERY = Recovery(compiled_knowledge())
MISSES = (Miss(), OffTopic(), Decline(NEAR))


def test_each_failure_in_a_row_goes_one_step_further() -> None:
    found = {
        type(move): [RECOVERY.answer(move, Session(failures=count)).prompt for count in range(5)]
        for move in MISSES
    }
    assert found == {
        Miss: ["recover.missed", "recover.choices", "recover.person", "recover.goodbye", "recover.goodbye"],
        OffTopic: [
            "small.off_topic",
            "recover.choices",
            "decline.person",
            "recover.goodbye",
            "recover.goodbye",
        ],
        Decline: ["decline.first", "recover.choices", "decline.person", "recover.goodbye", "recover.goodbye"],
    }


def test_a_declined_question_names_the_two_nearest_topics() -> None:
    reply = RECOVERY.answer(Decline(NEAR, 0.2), Session())
    assert (reply.ask, reply.confidence) == (What(NEAR[:2]), 0.2)
    assert set(reply.say[0].values) == {"first", "second"}
    for near in ((), NEAR[:1], ("gone.topic", NEAR[0])):
        plain = RECOVERY.answer(Decline(near), Session())
        assert (plain.prompt, plain.ask) == ("decline.plain", What())


def test_a_declined_answer_to_which_item_keeps_the_choice() -> None:
    reply = RECOVERY.answer(Decline(NEAR), at(ITEMS))
    assert (reply.prompt, reply.ask, reply.outcome) == ("items.which_again", ITEMS, Outcome.DECLINED)
    assert RECOVERY.answer(Decline(NEAR), at(ITEMS, asked="")).prompt == "decline.first"


def test_an_open_question_with_an_example_is_asked_again() -> None:
    offered = at(OfferTopic("returns.how"))
    first = RECOVERY.answer(Miss(), offered)
    assert (first.prompt, first.ask) == ("recover.kept", OfferTopic("returns.how"))
    assert [text.prompt for text in first.say] == ["recover.missed", "recover.example.offer"]
    second = RECOVERY.answer(Miss(), at(OfferTopic("returns.how"), failures=1))
    assert (second.prompt, second.ask) == ("recover.choices.kept", OfferTopic("returns.how"))
    assert RECOVERY.answer(Miss(), at(OfferTopic("returns.how"), asked="")).prompt == "recover.missed"


def test_choices_are_near_the_last_topic() -> None:
    reply = RECOVERY.answer(Miss(), Session(failures=1, topic="refund.policy"))
    assert reply.ask == WhichTopic(("refund.status", "refund.timing", "refund.request"))
    assert (reply.offered, len(reply.choices)) == (("refund.status", "refund.timing", "refund.request"), 3)


def test_whoever_is_handed_over_hears_and_sees_what_it_was_about() -> None:
    reply = RECOVERY.answer(Miss(), Session(failures=2, heard=("returns.how", "delivery.time", "order.late")))
    assert [text.prompt for text in reply.say] == ["recover.person", "person.way", "recover.so_far"]
    assert reply.card is not None
    assert reply.card.text.count("\n- ") == 2
    short = RECOVERY.answer(Miss(), Session(failures=2))
    assert [text.prompt for text in short.say] == ["recover.person", "person.way"]


def test_a_knowledge_base_without_these_articles_hands_over_sooner() -> None:
    recovery = Recovery(without("refund.status", "contact.overview"))
    reply = recovery.answer(Miss(), Session(failures=1, topic="refund.policy"))
    assert (reply.prompt, reply.card) == ("recover.person", None)
