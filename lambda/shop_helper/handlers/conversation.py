"""The conversation itself: launch, help, stop, repeat, fallback, the end of the session."""

from __future__ import annotations

from shop_helper.handlers.handler import WHAT, prompt
from shop_helper.handlers.questions import Declines
from shop_helper.turn import Outcome, Pending, Reply, Text, Turn

MANAGED = Outcome.MANAGED


class LaunchHandler:
    """Opened without a question: says what can be asked."""

    intents: tuple[str, ...] = ()

    def handle(self, turn: Turn) -> Reply:
        return Reply(
            "launch.welcome",
            (prompt("launch.welcome"),),
            prompt("launch.ask"),
            Pending("what"),
            outcome=MANAGED,
        )


class HelpHandler:
    intents = ("AMAZON.HelpIntent",)

    def handle(self, turn: Turn) -> Reply:
        return Reply("help.say", (prompt("help.say"),), prompt("help.ask"), Pending("what"), outcome=MANAGED)


class StopHandler:
    """Stop and "go home" end the session; cancel drops the task at hand first, if there is one."""

    intents = ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent")

    TASKS = ("step", "which_item", "which_topic", "audience")

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        if turn.intent == "AMAZON.CancelIntent" and pending and pending.ask in self.TASKS:
            question, ask = prompt("ask.what_else"), Pending("what")
            return Reply("cancel.task", (prompt("cancel.task"),), question, ask, outcome=MANAGED)
        return Reply("stop.goodbye", (prompt("stop.goodbye"),), outcome=MANAGED)


class RepeatHandler:
    """Says the last reply again, word for word, with the same question open."""

    intents = ("AMAZON.RepeatIntent",)

    def handle(self, turn: Turn) -> Reply:
        session = turn.session
        if not session.said or session.pending is None:
            return Reply("again.nothing", (prompt("again.nothing"),), *WHAT, outcome=MANAGED)
        topics = (session.topic,) if session.topic else ()
        said, question = session.said.removesuffix(session.question).strip(), Text(words=session.question)
        return Reply(
            "repeat",
            (Text(words=said) if said else prompt("again.question"),),
            question,
            session.pending,
            topics=topics,
            outcome=MANAGED,
        )


class FallbackHandler:
    """Alexa understood nothing; the open question stays open, and repeated failures lead to a person."""

    intents = ("AMAZON.FallbackIntent",)

    def __init__(self, declines: Declines) -> None:
        self._declines = declines

    def handle(self, turn: Turn) -> Reply:
        session = turn.session
        if session.failures >= 2:
            return self._declines.decline(turn)
        name = "fallback.second" if session.failures else "fallback.rescue"
        if session.pending is not None and session.question and not session.failures:
            kept = Text(words=session.question)
            return Reply(name, (prompt("fallback.kept"),), kept, session.pending, outcome=Outcome.DECLINED)
        return Reply(name, (prompt(name),), *WHAT, outcome=Outcome.DECLINED)
