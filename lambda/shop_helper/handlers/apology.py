"""What is said when an answer failed: of a write no more than is known (`Turn.writing`)."""

from __future__ import annotations

from shop_helper.handlers.handler import kept_open, prompt
from shop_helper.turn import Outcome, Pending, Reply, Text, Turn, WriteState

ACT, VOICE_CODE = "act", "voice_code"
"""What a write was, as `Writing.lookup` says it under `what`."""


def apology(turn: Turn) -> Reply:
    """The apology for a turn whose handler failed; where the write was done by then, what is said of it."""
    writing, session = turn.writing, turn.session
    if writing.state is WriteState.DONE and writing.done is not None:
        session.draft = None
        return writing.done
    if writing.state is WriteState.BEGUN:
        return uncertain(writing.lookup.get("what", ACT))
    if session.unsure:
        return uncertain(session.unsure.get("what", ACT))
    if session.draft is not None and session.pending is not None and session.pending.ask == "confirm":
        return _sorry(prompt("action.ask.try_again"), session.pending)
    if session.pending is not None and session.question:
        return kept_open(turn, "error.sorry", Outcome.ERROR)
    return _sorry(prompt("error.ask"), Pending("what"))


def uncertain(what: str) -> Reply:
    """Nobody knows whether it was written; the next turn looks (`handlers.outcome_first`)."""
    if what == VOICE_CODE:
        said = (prompt("voice_code.uncertain"),)
        return Reply(
            "voice_code.uncertain", said, prompt("error.ask"), Pending("what"), outcome=Outcome.ERROR
        )
    question, ask = prompt("action.ask.try_again"), Pending("confirm")
    return Reply("error.uncertain", (prompt("error.uncertain"),), question, ask, outcome=Outcome.ERROR)


def _sorry(question: Text, ask: Pending) -> Reply:
    said = (prompt("error.sorry"),)
    return Reply("error.sorry", said, question, ask, outcome=Outcome.ERROR, aside=True)
