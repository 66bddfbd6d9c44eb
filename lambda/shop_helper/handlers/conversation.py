"""The conversation itself: help, stop, repeat, choices, thanks, fallback, the end of the session."""

from __future__ import annotations

from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.handler import ANYTHING_ELSE, PERSON, WHAT, prompt
from shop_helper.handlers.questions import CHOICES, choice
from shop_helper.handlers.recovery import Recovery
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech.ssml import slowly
from shop_helper.turn import Outcome, Pending, Reply, Row, Text, Turn

MANAGED = Outcome.MANAGED


class HelpHandler:
    intents = ("AMAZON.HelpIntent",)

    def handle(self, turn: Turn) -> Reply:
        return Reply("help.say", (prompt("help.say"),), prompt("help.ask"), Pending("what"), outcome=MANAGED)


class StopHandler:
    """Stop and "go home" end the session; cancel drops the task at hand first, if there is one."""

    intents = ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent")

    TASKS = ("step", "which_item", "which_topic", "audience", "more_items", "more_sales")

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        if turn.intent == "AMAZON.CancelIntent" and pending and pending.ask in self.TASKS:
            question, ask = prompt("ask.what_else"), Pending("what")
            return Reply("cancel.task", (prompt("cancel.task"),), question, ask, outcome=MANAGED)
        return Reply("stop.goodbye", (prompt("stop.goodbye"),), outcome=MANAGED)


class RepeatHandler:
    """Says the last reply again, with the same question open; slower when that is asked for."""

    intents = ("AMAZON.RepeatIntent", "SlowerIntent")

    def __init__(self, articles: ArticleAnswers) -> None:
        self._articles = articles

    def handle(self, turn: Turn) -> Reply:
        session = turn.session
        if not session.said or session.pending is None:
            return Reply("again.nothing", (prompt("again.nothing"),), *WHAT, outcome=MANAGED)
        said = session.said.removesuffix(session.question).strip()
        question = session.question
        if turn.intent == "SlowerIntent":
            said, question = slowly(said), slowly(question)
        return Reply(
            "repeat",
            (Text(words=said) if said else prompt("again.question"),),
            Text(words=question),
            session.pending,
            topics=_topics(turn),
            outcome=MANAGED,
            steps=self._articles.steps(turn, session.pending),
            rows=tuple(Row(Text(words=label), Text(words=value)) for label, value in session.rows),
        )


class ChoicesHandler:
    """ "What were the choices": only the open question, without the answer that came before it."""

    intents = ("ChoicesIntent",)

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def handle(self, turn: Turn) -> Reply:
        session = turn.session
        nearby = tuple(session.pending.data.get("nearby", ())) if session.pending is not None else ()
        if len(nearby) in CHOICES:
            return choice(self._knowledge, nearby)
        if session.pending is None or not session.question:
            question, ask = prompt("launch.ask"), Pending("what")
            return Reply(
                "choices.none", (prompt("choices.none"),), question, ask, outcome=MANAGED, aside=True
            )
        lead = "choices.listed" if session.pending.ask in LISTED else "choices.question"
        question = Text(words=session.question)
        return Reply(lead, (prompt(lead),), question, session.pending, topics=_topics(turn), outcome=MANAGED)


LISTED = ("which_item", "which_topic", "audience")
"""Questions that list what can be said."""


class ThanksHandler:
    """Thanks are answered; an open dialog goes on, anything else may end here."""

    intents = ("ThanksIntent",)

    def handle(self, turn: Turn) -> Reply:
        session = turn.session
        said = (prompt("thanks.welcome"),)
        if session.pending is None:
            return Reply("thanks.goodbye", (*said, prompt("thanks.goodbye")), outcome=MANAGED)
        if session.pending.ask in (*LISTED, "step") and session.question:
            kept = Text(words=session.question)
            return Reply(
                "thanks.welcome",
                said,
                kept,
                session.pending,
                topics=_topics(turn),
                outcome=MANAGED,
                aside=True,
            )
        return Reply("thanks.welcome", said, *ANYTHING_ELSE, outcome=MANAGED, aside=True)


class UpsetHandler:
    """Nothing but anger was said: taken seriously, and a person is offered."""

    intents = ("UpsetIntent",)

    def handle(self, turn: Turn) -> Reply:
        return Reply("upset.say", (prompt("upset.say"),), *PERSON, outcome=MANAGED)


def _topics(turn: Turn) -> tuple[str, ...]:
    return (turn.session.topic,) if turn.session.topic else ()


class FallbackHandler:
    """Alexa understood nothing; the open question stays open, and repeated failures lead to a person."""

    intents = ("AMAZON.FallbackIntent",)

    def __init__(self, recovery: Recovery) -> None:
        self._recovery = recovery

    def handle(self, turn: Turn) -> Reply:
        return self._recovery.missed(turn)
