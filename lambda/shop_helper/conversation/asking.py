"""Pieces of replies that keep or repeat the open question."""

from __future__ import annotations

from typing import Any

from shop_helper.dialog.reply import WHAT, Outcome, Reply, Text, prompt
from shop_helper.dialog.session import Session

_CHOICES = {2: "choose.two", 3: "choose.three"}


def choice_of(topics: tuple[str, ...]) -> str | None:
    """Return the prompt that asks which of two or three topics is meant; None for any other number."""
    return _CHOICES.get(len(topics))


def kept_open(session: Session, name: str, outcome: Outcome = Outcome.CONVERSATIONAL, **values: Any) -> Reply:
    """Return a short prompt with the open question again, or with "what can I do?" if none is open."""
    question, ask = WHAT
    if session.open_question is not None and session.asked:
        question, ask = Text(words=session.asked), session.open_question
    said = (prompt(name, **values),)
    return Reply(
        name, said, question, ask, topics=topics_of(session), outcome=outcome, keeps_last_answer=True
    )


def topics_of(session: Session) -> tuple[str, ...]:
    return (session.topic,) if session.topic else ()
