"""What a handler is, and the pieces every reply is built from."""

from __future__ import annotations

from typing import Any, Protocol

from shop_helper.turn import Pending, Reply, Text, Turn


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

WHAT = (prompt("ask.what"), Pending("what"))
