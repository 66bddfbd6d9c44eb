"""The reply of a turn that may not use its session state."""

from __future__ import annotations

from dataclasses import replace

from shop_helper.dialog.people import Refused
from shop_helper.dialog.question import Answer
from shop_helper.dialog.reading import Act, Reading
from shop_helper.dialog.reply import ANYTHING_ELSE, WHAT, Outcome, Reply, prompt
from shop_helper.dialog.session import Session
from shop_helper.dialog.turn import Turn

_ABOUT_THE_LAST = (
    Act.ANSWER,
    Act.CHOOSE,
    Act.DESCRIBE,
    Act.CORRECT,
    Act.REPEAT,
    Act.REPEAT_SLOWLY,
    Act.RECALL_CHOICES,
    Act.COUNT_STEPS,
    Act.GIVE_CODE,
)
"""Dialog acts that mean nothing without the session state."""


def for_owner(turn: Turn, reading: Reading, reply: Reply) -> Reply:
    """Return the reply, or an explanation if the account can't be verified or its link has expired."""
    if turn.kept is not None:
        return _held(reading, turn.kept, reply)
    is_lost = turn.is_afresh and isinstance(turn.caller_so_far, Refused)
    about_the_last = reading.act in _ABOUT_THE_LAST and reading.answer is not Answer.CANCEL
    if is_lost and about_the_last and not reply.link_account:
        return Reply("link.refused", (prompt("link.refused"),), *ANYTHING_ELSE, link_account=True)
    return reply


def _held(reading: Reading, kept: Session, reply: Reply) -> Reply:
    """Return the reply while the owner can't be verified: general help goes on, the open question waits unspoken."""
    if reading.act in (Act.HELP, Act.STOP) or reading.answer is Answer.CANCEL:
        return replace(reply, ask=kept.open_question or reply.ask) if reply.ask else reply
    ask = kept.open_question or WHAT[1]
    if reply.outcome is Outcome.ANSWERED and reply.topics and reply.say and reply.steps is None:
        return replace(reply, question=prompt("ask.what_else"), ask=ask, choices=())
    said = (prompt("account.unchecked"),)
    return Reply("account.unchecked", said, prompt("account.unchecked.ask"), ask, outcome=Outcome.ERROR)
