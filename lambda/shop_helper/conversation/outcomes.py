"""Replies about writes that claim no more than is known: the apology, and the outcome found by a later turn."""

from __future__ import annotations

from dataclasses import replace

from shop_helper.conversation.asking import kept_open
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import OpenQuestion, What
from shop_helper.dialog.reading import Act, Reading
from shop_helper.dialog.reply import Outcome, Reply, Text, prompt
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Confirm
from shop_helper.dialog.writing import Finding, Found, UnsettledWrite, WriteState, Writing, Written

_ANSWERS_ONLY = (
    Act.UNCLEAR,
    Act.REPEAT,
    Act.REPEAT_SLOWLY,
    Act.RECALL_CHOICES,
    Act.UNSURE,
    Act.CORRECT,
)
"""Answers to "I can't tell whether that was saved. Shall I try again?" that ask for nothing else."""


def only_answers(reading: Reading, found: Found) -> bool:
    """Whether the turn asks for nothing but the outcome.

    If nothing was written, yes tries again and no changes something: both go to the open action.
    """
    if reading.act in _ANSWERS_ONLY:
        return True
    if found is Found.NOT_WRITTEN:
        return False
    also = (Answer.CANCEL,) if found is Found.UNKNOWN else ()
    return reading.answer in (Answer.YES, Answer.NO, *also)


def with_finding(reply: Reply, reading: Reading, finding: Finding, writing: Writing) -> Reply:
    """Lead the reply with the outcome of the write, unless the reply is about that write itself."""
    tried = writing.state is not WriteState.NOT_BEGUN or reply.outcome is Outcome.ERROR
    if finding.found is Found.NOT_WRITTEN and reading.answer is Answer.YES and tried:
        return reply
    return replace(reply, say=(finding.lead, *reply.say))


def unsettled_after(writing: Writing, before: UnsettledWrite | None) -> UnsettledWrite | None:
    """Return the write with an unknown outcome: this turn's, else an earlier one that is still unsettled."""
    if writing.state is WriteState.NOT_BEGUN:
        return before
    return writing.unsettled if writing.state is WriteState.BEGUN else None


def apology(session: Session, writing: Writing) -> Reply:
    """Return the apology for a failed turn, or the reply to its write if that was done by then."""
    if writing.state is WriteState.DONE and writing.done is not None:
        return replace(writing.done, draft=None)
    unsettled = unsettled_after(writing, session.unsettled)
    if unsettled is not None:
        return uncertain(unsettled)
    question = session.open_question
    if session.draft is not None and isinstance(question, Confirm):
        return _sorry(prompt("action.ask.try_again"), question)
    if question is not None and session.asked:
        return kept_open(session, "error.sorry", Outcome.ERROR)
    return _sorry(prompt("error.ask"), What())


def uncertain(unsettled: UnsettledWrite) -> Reply:
    """Return the reply to a write with an unknown outcome; the next turn looks it up."""
    if unsettled.what is Written.VOICE_CODE:
        said = (prompt("voice_code.uncertain"),)
        return Reply("voice_code.uncertain", said, prompt("error.ask"), What(), outcome=Outcome.ERROR)
    said = (prompt("error.uncertain"),)
    return Reply("error.uncertain", said, prompt("action.ask.try_again"), Confirm(), outcome=Outcome.ERROR)


def _sorry(question: Text, ask: OpenQuestion) -> Reply:
    said = (prompt("error.sorry"),)
    return Reply("error.sorry", said, question, ask, outcome=Outcome.ERROR, keeps_last_answer=True)
