"""What a handler is, and the pieces every reply is built from."""

from __future__ import annotations

from typing import Any, Protocol

from shop_helper.turn import Outcome, Pending, Reply, Text, Turn


class Handler(Protocol):
    """Answers some intents. Stateless: everything it needs is in the turn or was given when it was made."""

    @property
    def intents(self) -> tuple[str, ...]:
        """Names of the intents it answers; no other handler answers them."""

    def handle(self, turn: Turn) -> Reply: ...


def prompt(name: str, **values: Any) -> Text:
    return Text(name, values)


ANYTHING_ELSE = (prompt("ask.anything_else"), Pending("anything_else"))
"""The question that closes an answer when nothing better is to be offered, and what it asks."""

PERSON = (prompt("upset.ask"), Pending("offer", {"topic": "contact.human_agent"}))
"""The way to a person, offered to whoever is angry or worried."""

WHAT = (prompt("ask.what"), Pending("what"))


def aside(name: str, question: Text, ask: Pending) -> Reply:
    """One short prompt that answers nothing, and a question; "repeat" brings back what was answered before."""
    return Reply(name, (prompt(name),), question, ask, outcome=Outcome.MANAGED, aside=True)


def kept_open(turn: Turn, name: str, outcome: Outcome = Outcome.MANAGED, **values: Any) -> Reply:
    """One short prompt, and the open question once more; without one, what is wanted is asked."""
    session = turn.session
    question, ask = WHAT
    if session.pending is not None and session.question:
        question, ask = Text(words=session.question), session.pending
    topics = (session.topic,) if session.topic else ()
    return Reply(name, (prompt(name, **values),), question, ask, topics=topics, outcome=outcome, aside=True)
