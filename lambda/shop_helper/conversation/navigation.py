"""Decide short answers to the open question: yes, no, next, more, back, another one, skip, start over, cancel."""

from __future__ import annotations

from typing import assert_never

from shop_helper.conversation.asking import choice_of, kept_open, topics_of
from shop_helper.dialog import move as moves
from shop_helper.dialog.move import Move
from shop_helper.dialog.question import Answer, Take
from shop_helper.dialog.questions import (
    AnythingElse,
    MoreItems,
    MoreSales,
    NextStep,
    OfferAction,
    OfferMore,
    OfferTopic,
    OpenQuestion,
    What,
    WhichSide,
    WhichTopic,
)
from shop_helper.dialog.reading import Description, Reading
from shop_helper.dialog.reply import ANYTHING_ELSE, WHAT, WHAT_ELSE, Outcome, Reply, Text, aside, prompt
from shop_helper.dialog.safety_questions import (
    AreYouSafe,
    CodeOnceMore,
    InDanger,
    NewCode,
    OldCode,
    OneTimeNumber,
    ResendNumber,
    VoiceCode,
)
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Dictate,
    Instead,
    Resume,
    ToldSeller,
    WhatToChange,
    WhichCase,
    WhichItem,
)
from shop_helper.domain.actions.catalog import OFFERED
from shop_helper.domain.cases import Problem


def navigate(reading: Reading, session: Session, refers: bool) -> Move:
    """Decide a short answer. `refers`: "another one" means one of the customer's items."""
    answer, question = reading.answer, session.open_question
    assert answer is not None
    take = question.takes.get(answer) if question is not None else None
    if question is None or take is None:
        return _elsewhere(reading, answer, session, refers)
    match take:
        case Take.ACCEPT:
            return _accepted(answer, question, session)
        case Take.REFUSE:
            return moves.Say(aside("no.nothing_open", ANYTHING_ELSE))
        case Take.FAREWELL:
            return moves.Say(_said("no.goodbye"))
        case Take.ASK_AGAIN:
            if isinstance(question, WhichItem) and len(question.shown) == 1:
                return moves.Tell(question.topic, ref=question.shown[0])
            return moves.Say(_asked_again(session, question))
        case Take.NONE_OF_THEM:
            topics = question.topics if isinstance(question, WhichTopic) else ()
            said = (prompt("choose.none"),)
            reply = Reply("choose.none", said, *WHAT, outcome=Outcome.CONVERSATIONAL)
            return moves.Say(reply, unanswered=topics)
        case Take.LEAVE:
            name = "cancel.task" if answer is Answer.CANCEL else "skip.question"
            return moves.Say(Reply(name, (prompt(name),), *WHAT_ELSE, outcome=Outcome.CONVERSATIONAL))
        case Take.NEXT_PAGE | Take.PREVIOUS_PAGE | Take.FIRST_PAGE:
            return _turned(take, question, session)
        case Take.TAKE_BACK | Take.READ_BACK | Take.DROP_TASK | Take.NOT_CAUGHT:
            return _elsewhere(reading, answer, session, refers)  # no task is open
        case _:
            assert_never(take)


def _accepted(answer: Answer, question: OpenQuestion, session: Session) -> Move:
    match question:
        case OfferAction(action=action, at_risk=at_risk, problem=problem):
            if at_risk and session.item is not None:
                return moves.BeginAtRisk(session.item, at_risk)
            if action not in OFFERED:
                return _what(session)
            reason = Description("", Problem(problem)) if problem in list(Problem) else None
            return moves.Begin(OFFERED[action], moves.POINTING, reason)
        case OfferTopic(topic=topic):
            return moves.Tell(topic, ref=session.item)
        case OfferMore(topic=topic):
            return moves.TellMore(topic)
        case NextStep(topic=topic, index=index):
            return moves.TellStep(topic, index + 1)
        case MoreItems() | MoreSales():
            return moves.ReadOn()
        case What(nearby=nearby) if choice_of(nearby):
            return moves.ChooseTopic(nearby)
        case (
            What() | AnythingElse() | WhichItem() | WhichTopic() | WhichSide() | WhichCase() | Describe()
            | Dictate() | ToldSeller() | Confirm() | WhatToChange() | Instead() | Resume() | VoiceCode()
            | OldCode() | OneTimeNumber() | ResendNumber() | NewCode() | CodeOnceMore() | AreYouSafe() | InDanger()
        ):  # fmt: skip
            return _what(session)
        case _:
            assert_never(question)


def _turned(take: Take, question: OpenQuestion, session: Session) -> Move:
    assert isinstance(question, WhichItem)
    if take is Take.NEXT_PAGE:
        return moves.ItemPage(question.page + 1)
    if take is Take.FIRST_PAGE:
        return moves.ItemPage(0)
    if question.page == 0:
        return moves.Say(kept_open(session, "back.none"))
    return moves.ItemPage(question.page - 1)


def _elsewhere(reading: Reading, answer: Answer, session: Session, refers: bool) -> Move:
    """Decide an answer that means nothing to the open question, by the last topic."""
    question = session.open_question
    match answer:
        case Answer.YES:
            return moves.Say(aside("yes.nothing_open", WHAT)) if question is None else _what(session)
        case Answer.NO | Answer.SKIP:
            if question is None:
                return moves.Say(aside("no.nothing_open", WHAT))
            if answer is Answer.SKIP and question.takes.get(Answer.NO) is Take.REFUSE:
                if isinstance(question, NextStep):
                    return moves.TellStep(question.topic, question.index + 1)
                return moves.Say(aside("no.nothing_open", ANYTHING_ELSE))
            return moves.Say(_said("no.goodbye"))
        case Answer.CANCEL:
            return moves.Say(_said("stop.goodbye"))
        case Answer.NEXT | Answer.MORE:
            return (
                moves.TellMore(session.topic)
                if session.topic
                else moves.Say(kept_open(session, "steps.none"))
            )
        case Answer.PREVIOUS:
            if isinstance(question, NextStep):
                return moves.TellStep(question.topic, max(0, question.index - 1), question.index == 0)
            return moves.Say(kept_open(session, "back.none"))
        case Answer.START_OVER:
            if isinstance(question, NextStep):
                return moves.TellStep(question.topic, 0)
            in_the_middle = question is not None and not isinstance(question, What)
            return moves.StartOver(session.topic if in_the_middle else None)
        case Answer.ANOTHER:
            if refers:
                return moves.TellOfItem(reading.mention)
            return moves.Say(kept_open(session, "choose.no_other"))
        case _:
            assert_never(answer)


def _what(session: Session) -> Move:
    return moves.Say(Reply("ask.what", (), *WHAT, outcome=Outcome.CONVERSATIONAL))


def _said(name: str) -> Reply:
    return Reply(name, (prompt(name),), outcome=Outcome.CONVERSATIONAL)


def _asked_again(session: Session, question: OpenQuestion) -> Reply:
    """Return the open choice again, after an answer that picks none of it."""
    return Reply(
        "choose.again",
        (prompt("choose.please"),),
        Text(words=session.asked),
        question,
        topics=topics_of(session),
        outcome=Outcome.ASKED,
        keeps_last_answer=True,
    )
