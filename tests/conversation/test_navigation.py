"""Short answers by the open question, as a pure function; the table of tests/middle has every question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from shop_helper.conversation.asking import choice_of, kept_open
from shop_helper.conversation.navigation import navigate
from shop_helper.dialog import move as moves
from shop_helper.dialog.move import Move
from shop_helper.dialog.question import Answer, Take
from shop_helper.dialog.questions import (
    AnythingElse,
    MoreItems,
    NextStep,
    OfferAction,
    OfferMore,
    OfferTopic,
    OpenQuestion,
    What,
    WhichSide,
    WhichTopic,
)
from shop_helper.dialog.reading import Act, ItemMention, One, Reading
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Confirm, Describe, WhichItem
from shop_helper.domain.actions.draft import ActionKind

REFS = ("1/1", "2/1", "3/1", "4/1")


def moved(
    answer: Answer,
    question: OpenQuestion | None,
    topic: str | None = None,
    item: str | None = None,
    refers: bool = False,
) -> Move:
    session = Session(open_question=question, asked="What?" if question else "", topic=topic, item=item)
    mention = ItemMention(bought=One("1/1")) if refers else ItemMention()
    return navigate(Reading(Act.ANSWER, answer, mention=mention), session, refers)


def prompt_of(move: Move) -> tuple[str, OpenQuestion | None]:
    assert isinstance(move, moves.Say)
    return move.reply.prompt, move.reply.ask


def takes() -> Iterator[tuple[OpenQuestion, Answer, Take]]:
    for made in get_args(OpenQuestion):
        for answer, take in made.takes.items():
            yield made(), answer, take


def test_every_answer_to_every_question_leads_somewhere() -> None:
    for made in get_args(OpenQuestion):
        for answer in Answer:
            move = moved(answer, made())
            assert isinstance(move, Move)
            if isinstance(move, moves.Say) and move.reply.ask is None:
                assert answer in (Answer.NO, Answer.SKIP, Answer.CANCEL)


def test_what_is_refused_stays_open_to_something_else() -> None:
    refused = [
        (question, answer)
        for question, answer, take in takes()
        if take is Take.REFUSE and not question.wants_secret
    ]
    assert refused
    for question, answer in refused:
        assert prompt_of(moved(answer, question)) == ("no.nothing_open", AnythingElse())


@pytest.mark.parametrize(
    ("question", "move"),
    [
        (OfferTopic("returns.how"), moves.Tell("returns.how", ref="1/1")),
        (OfferMore("returns.how"), moves.TellMore("returns.how")),
        (OfferAction("open_case"), moves.Begin(ActionKind.CASE, moves.POINTING)),
        (OfferAction("open_case", "no scan"), moves.BeginAtRisk("1/1", "no scan")),
        (NextStep("returns.how", 2), moves.TellStep("returns.how", 3)),
        (MoreItems(1), moves.ReadOn()),
        (What(("order.late", "order.where")), moves.ChooseTopic(("order.late", "order.where"))),
    ],
)
def test_yes_does_what_was_offered(question: OpenQuestion, move: Move) -> None:
    assert moved(Answer.YES, question, item="1/1") == move


def test_a_risk_needs_its_item() -> None:
    begun = moved(Answer.YES, OfferAction("open_case", "no scan"))
    assert begun == moves.Begin(ActionKind.CASE, moves.POINTING)
    assert prompt_of(moved(Answer.YES, OfferAction("dance"), item="1/1")) == ("ask.what", What())


@pytest.mark.parametrize("question", [What(), AnythingElse(), What(("order.late",)), Confirm(), Describe()])
def test_yes_to_nothing_in_particular_asks_what(question: OpenQuestion) -> None:
    assert prompt_of(moved(Answer.YES, question)) == ("ask.what", What())


def test_only_two_or_three_topics_are_a_choice() -> None:
    assert [choice_of(("x",) * count) for count in range(5)] == [
        None,
        None,
        "choose.two",
        "choose.three",
        None,
    ]


def test_pages_of_items() -> None:
    first, second = WhichItem("order.where", REFS), WhichItem("order.where", REFS, page=1)
    for answer in (Answer.NO, Answer.NEXT, Answer.MORE, Answer.ANOTHER):
        assert moved(answer, first) == moves.ItemPage(1)
    assert moved(Answer.PREVIOUS, second) == moves.ItemPage(0)
    assert prompt_of(moved(Answer.PREVIOUS, first)) == ("back.none", first)
    assert moved(Answer.START_OVER, second) == moves.ItemPage(0)
    assert moved(Answer.YES, second) == moves.Tell("order.where", ref="4/1")
    assert prompt_of(moved(Answer.YES, first)) == ("choose.again", first)


def test_leaving_a_question_or_skipping_it() -> None:
    for question in (WhichItem("order.where", REFS), WhichTopic(), WhichSide()):
        assert prompt_of(moved(Answer.CANCEL, question)) == ("cancel.task", What())
        assert prompt_of(moved(Answer.SKIP, question)) == ("skip.question", What())
    assert prompt_of(moved(Answer.CANCEL, AnythingElse())) == ("stop.goodbye", None)
    assert moved(Answer.SKIP, NextStep("returns.how", 1)) == moves.TellStep("returns.how", 2)
    assert prompt_of(moved(Answer.SKIP, OfferTopic("returns.how"))) == ("no.nothing_open", AnythingElse())


def test_topics_that_are_refused_are_noted() -> None:
    move = moved(Answer.NO, WhichTopic(("order.late", "order.where")))
    assert isinstance(move, moves.Say)
    assert (move.reply.prompt, move.unanswered) == ("choose.none", ("order.late", "order.where"))


def test_more_is_told_of_the_last_topic() -> None:
    for answer in (Answer.NEXT, Answer.MORE):
        assert moved(answer, AnythingElse(), topic="returns.how") == moves.TellMore("returns.how")
        assert prompt_of(moved(answer, AnythingElse())) == ("steps.none", AnythingElse())


def test_steps_backwards() -> None:
    assert moved(Answer.PREVIOUS, NextStep("returns.how", 2)) == moves.TellStep("returns.how", 1)
    assert moved(Answer.PREVIOUS, NextStep("returns.how", 0)) == moves.TellStep("returns.how", 0, True)
    assert prompt_of(moved(Answer.PREVIOUS, OfferTopic("x"))) == ("back.none", OfferTopic("x"))
    assert moved(Answer.START_OVER, NextStep("returns.how", 2)) == moves.TellStep("returns.how", 0)


def test_starting_over() -> None:
    assert moved(Answer.START_OVER, AnythingElse(), topic="returns.how") == moves.StartOver("returns.how")
    assert moved(Answer.START_OVER, What(), topic="returns.how") == moves.StartOver(None)
    assert moved(Answer.START_OVER, None, topic="returns.how") == moves.StartOver(None)


def test_another_one() -> None:
    assert moved(Answer.ANOTHER, AnythingElse(), refers=True) == moves.TellOfItem(
        ItemMention(bought=One("1/1"))
    )
    assert prompt_of(moved(Answer.ANOTHER, AnythingElse())) == ("choose.no_other", AnythingElse())


def test_with_nothing_open() -> None:
    assert prompt_of(moved(Answer.YES, None)) == ("yes.nothing_open", What())
    for answer in (Answer.NO, Answer.SKIP):
        assert prompt_of(moved(answer, None)) == ("no.nothing_open", What())
    assert prompt_of(moved(Answer.CANCEL, None)) == ("stop.goodbye", None)


def test_a_question_without_its_words_is_not_asked_again() -> None:
    reply = kept_open(Session(open_question=Describe(), topic="returns.how"), "small.hello")
    assert (reply.ask, reply.topics, reply.outcome) == (What(), ("returns.how",), Outcome.CONVERSATIONAL)
    kept = kept_open(Session(open_question=Describe(), asked="What?"), "small.hello", Outcome.DECLINED)
    assert (kept.ask, kept.topics, kept.outcome) == (Describe(), (), Outcome.DECLINED)
    assert kept.keeps_last_answer
