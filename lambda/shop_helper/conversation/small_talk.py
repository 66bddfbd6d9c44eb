"""Replies of the conversation itself: help, goodbye, thanks, greetings, "I don't know", the choices once more."""

from __future__ import annotations

from shop_helper.conversation.asking import kept_open, topics_of
from shop_helper.dialog.questions import AnythingElse, NextStep, What, WhichSide, WhichTopic
from shop_helper.dialog.reply import ANYTHING_ELSE, WHAT_TO_BEGIN_WITH, Outcome, Reply, Text, aside, prompt
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem

CONVERSATIONAL = Outcome.CONVERSATIONAL


def helped() -> Reply:
    return Reply("help.say", (prompt("help.say"),), prompt("help.ask"), What(), outcome=CONVERSATIONAL)


def goodbye() -> Reply:
    return Reply("stop.goodbye", (prompt("stop.goodbye"),), outcome=CONVERSATIONAL)


def greeted(session: Session) -> Reply:
    """Greet back; at the start, also say what customers can ask."""
    if session.open_question is not None:
        return kept_open(session, "small.hello")
    return aside("small.hello", WHAT_TO_BEGIN_WITH)


def thanked(session: Session) -> Reply:
    """Answer thanks; an open dialog goes on, and anything else may end here."""
    said, question = (prompt("thanks.welcome"),), session.open_question
    if question is None:
        return Reply("thanks.goodbye", (*said, prompt("thanks.goodbye")), outcome=CONVERSATIONAL)
    if (question.lists_choices or isinstance(question, NextStep)) and session.asked:
        return kept_open(session, "thanks.welcome")
    return Reply("thanks.welcome", said, *ANYTHING_ELSE, outcome=CONVERSATIONAL, keeps_last_answer=True)


def unsure(session: Session) -> Reply:
    """Offer another way to answer the open question, or time."""
    match session.open_question:
        case None | What() | AnythingElse():
            return aside("unsure.anything", WHAT_TO_BEGIN_WITH)
        case WhichItem():
            return kept_open(session, "unsure.which_item")
        case WhichTopic():
            return kept_open(session, "unsure.which_topic")
        case WhichSide():
            return kept_open(session, "unsure.audience")
        case _:
            return kept_open(session, "unsure.time")


def recalled(session: Session) -> Reply:
    """Repeat the open question only, without the answer before it."""
    question = session.open_question
    if question is None or not session.asked:
        return aside("choices.none", WHAT_TO_BEGIN_WITH)
    lead, asked = (
        "choices.listed" if question.lists_choices else "choices.question",
        Text(words=session.asked),
    )
    return Reply(lead, (prompt(lead),), asked, question, topics=topics_of(session), outcome=CONVERSATIONAL)
