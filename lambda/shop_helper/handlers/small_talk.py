"""What people say that asks for nothing: a greeting, who is speaking, a joke, "I don't know"."""

from __future__ import annotations

from shop_helper.handlers.handler import aside, kept_open, prompt
from shop_helper.handlers.recovery import Recovery
from shop_helper.turn import Pending, Reply, Turn


class GreetingHandler:
    """Greets back; first thing said, it also says what can be asked."""

    intents = ("GreetingIntent",)

    def handle(self, turn: Turn) -> Reply:
        if turn.session.pending is not None:
            return kept_open(turn, "small.hello")
        return _with_subjects("small.hello")


class AboutMeHandler:
    """ "Are you a robot": yes, and a person is to be had."""

    intents = ("AboutMeIntent",)

    def handle(self, turn: Turn) -> Reply:
        return kept_open(turn, "small.about_me")


class OffTopicHandler:
    """Jokes, songs, nonsense: declined in one sentence, and like anything not understood it ends with a person."""

    intents = ("OffTopicIntent",)

    def __init__(self, recovery: Recovery) -> None:
        self._recovery = recovery

    def handle(self, turn: Turn) -> Reply:
        return self._recovery.off_topic(turn)


class UnsureHandler:
    """ "I don't know", "hold on": another way to answer the open question, or time."""

    intents = ("UnsureIntent",)
    HELPED = ("which_item", "which_topic", "audience")
    """Questions that there is another way to answer."""

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        if pending is None or pending.ask in ("what", "anything_else"):
            return _with_subjects("unsure.anything")
        return kept_open(turn, f"unsure.{pending.ask}" if pending.ask in self.HELPED else "unsure.time")


def _with_subjects(name: str) -> Reply:
    """A short word, and what can be asked."""
    return aside(name, prompt("launch.ask"), Pending("what"))
