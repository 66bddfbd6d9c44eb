"""Looks up a write whose outcome isn't known (`Session.unsure`) and says what came of it before anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from shop_helper.handlers.handler import Handler
from shop_helper.turn import Outcome, Reply, Text, Turn, WriteState

YES, CANCEL = "AMAZON.YesIntent", "AMAZON.CancelIntent"
ANSWERS = (
    YES, "AMAZON.NoIntent", "AMAZON.FallbackIntent", "AMAZON.RepeatIntent", "SlowerIntent", "ChoicesIntent",
    "UnsureIntent", "ChangeAnswerIntent",
)  # fmt: skip
"""What only answers, or repeats, "I can't tell whether that was saved. Shall I try again?"."""


class Found(StrEnum):
    WRITTEN = "written"
    NOT_WRITTEN = "not_written"
    UNKNOWN = "unknown"
    """The store still doesn't answer."""


@dataclass(frozen=True)
class Finding:
    found: Found
    reply: Reply
    """What is said of it where the turn asks for nothing else."""
    lead: Text
    """One short sentence before the answer where the turn asks for something."""


Look = Callable[[Turn, Mapping[str, Any]], Finding | None]
"""Looks up one kind of write by its `Writing.lookup`; None where there is nothing to look for any more."""


class OutcomeFirst:
    """A handler, with the outcome of an earlier write told first."""

    def __init__(self, handler: Handler, looks: Mapping[str, Look]) -> None:
        """`looks`: by what was written, as the lookup's `what` says."""
        self._handler, self._looks = handler, looks

    @property
    def intents(self) -> tuple[str, ...]:
        return self._handler.intents

    def handle(self, turn: Turn) -> Reply:
        finding = self._look(turn)
        if finding is None:
            return self._handler.handle(turn)
        if self._only_answers(turn, finding.found):
            return finding.reply
        reply = self._handler.handle(turn)
        if finding.found is Found.NOT_WRITTEN and self._tells_of_it(turn, reply):
            return reply
        return replace(reply, say=(finding.lead, *reply.say))

    def _look(self, turn: Turn) -> Finding | None:
        """Clears what is settled by it, so that nothing is asked that has its answer."""
        lookup = turn.session.unsure
        look = self._looks.get(str(lookup.get("what", "")))
        finding = look(turn, lookup) if look is not None else None
        if finding is not None and finding.found is Found.UNKNOWN:
            return finding
        turn.session.unsure = {}
        if finding is not None and finding.found is Found.WRITTEN:
            turn.session.draft = turn.session.pending = None
            turn.writing.found_done(finding.reply)
        return finding

    @staticmethod
    def _tells_of_it(turn: Turn, reply: Reply) -> bool:
        """Whether a yes has tried it again, so that its outcome is what the reply is about."""
        tried = turn.writing.state is not WriteState.NOT_BEGUN or reply.outcome is Outcome.ERROR
        return turn.intent == YES and tried

    @staticmethod
    def _only_answers(turn: Turn, found: Found) -> bool:
        """Where nothing was written, a yes tries again and a no changes something: the open action takes both."""
        if found is Found.NOT_WRITTEN:
            return turn.intent in ANSWERS[2:]
        return turn.intent in ANSWERS or (found is Found.UNKNOWN and turn.intent == CANCEL)
