"""What is answered where the customer, or what is stored of them, can't be reached."""

from __future__ import annotations

from dataclasses import replace

from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.handler import ANYTHING_ELSE, WHAT, prompt
from shop_helper.turn import Customer, Outcome, Refused, Reply, Session, Turn, Unreachable


def unknown_customer(turn: Turn, articles: ArticleAnswers, topic: str) -> Reply | None:
    """The general answer, and how to link the account; None when it is known who is asking."""
    caller = turn.caller
    if isinstance(caller, Unreachable):
        return articles.answer(turn, topic, lead=(prompt("account.unreachable"),))
    if isinstance(caller, Customer):
        return None
    name = "link.refused" if isinstance(caller, Refused) else "link.needed"
    return articles.answer(turn, topic, tail=(prompt(name),), link=True)


def short_of_account(turn: Turn, topic: str) -> Reply:
    """Only how to link the account, where the general answer was heard already."""
    name = "link.refused" if isinstance(turn.caller, Refused) else "link.needed"
    return Reply(name, (prompt(name),), *ANYTHING_ELSE, topics=(topic,), link_account=True)


def unavailable(topic: str) -> Reply:
    """The store did not answer, so nothing can be said of the customer's own."""
    said = (prompt("orders.unavailable"),)
    return Reply("orders.unavailable", said, *ANYTHING_ELSE, topics=(topic,), outcome=Outcome.ERROR)


_BY_ITSELF = tuple(f"AMAZON.{name}Intent" for name in ("Help", "Stop", "Cancel", "NavigateHome"))
"""Intents that mean the same whatever was said before."""

_ABOUT_THE_LAST = tuple(
    f"{name}Intent"
    for name in (
        *(f"AMAZON.{name}" for name in ("Yes", "No", "Next", "Previous", "Repeat", "StartOver", "More")),
        *("Select", "AnotherOne", "DescribeProblem", "ChangeAnswer", "Skip", "Choices"),
        *("Slower", "StepCount", "VoiceCode"),
    )
)
"""Intents that mean nothing without what was said before."""


def for_owner(turn: Turn, reply: Reply) -> Reply:
    """The reply of a turn that could not use what its session keeps; any other as it is."""
    if turn.kept is not None:
        return _held(turn, turn.kept, reply)
    is_lost = turn.is_afresh and isinstance(turn.caller_so_far, Refused)
    if is_lost and turn.intent in _ABOUT_THE_LAST and not reply.link_account:
        return Reply("link.refused", (prompt("link.refused"),), *ANYTHING_ELSE, link_account=True)
    return reply


def _held(turn: Turn, kept: Session, reply: Reply) -> Reply:
    """Nobody knows whose turn it is: general help goes on, and the open question waits, unsaid, for the next turn."""
    if turn.intent in _BY_ITSELF:
        return replace(reply, ask=kept.pending or reply.ask) if reply.ask else reply
    ask = kept.pending or WHAT[1]
    if reply.outcome is Outcome.ANSWERED and reply.topics and reply.say and reply.steps is None:
        return replace(reply, question=prompt("ask.what_else"), ask=ask, choices=())
    said = (prompt("account.unchecked"),)
    return Reply("account.unchecked", said, prompt("account.unchecked.ask"), ask, outcome=Outcome.ERROR)
