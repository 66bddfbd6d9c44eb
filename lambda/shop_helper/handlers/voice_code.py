"""The spoken code before a write: asked for after the yes, its tries counted, and what is said to each outcome.

The digits are looked at and forgotten: they are in no reply, no session and no log, and no other handler sees them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import ceil

from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.actions.problems import is_question
from shop_helper.domain.dialog.private import Secret, secret_in
from shop_helper.domain.voice_code import Accepted, LockedUntil, NotSet, Wrong, code_heard
from shop_helper.errors import StoreError
from shop_helper.handlers.actions import speaking
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.actions.records import open_draft
from shop_helper.handlers.choices import SelectHandler
from shop_helper.handlers.handler import ANYTHING_ELSE, prompt
from shop_helper.persistence.voice_code import VoiceCode
from shop_helper.speech.forms import quantity
from shop_helper.turn import Card, Outcome, Pending, Reply, Slot, Text, Turn

log = logging.getLogger("shop_helper")

ASKS = "voice_code"
INTENT = "VoiceCodeIntent"
FORGOT_INTENT = "ForgotCodeIntent"
HINT = "voice_code.hint"
"""Says what to do about a code that is forgotten."""

MISSES = 2
"""Sayings in a row in which no code was heard."""
WRONG = ("voice_code.wrong.one", "voice_code.wrong.two")
_HOUR = 60
FORGOTTEN = re.compile(r"\b(?:forgot|forgotten|lost|don't (?:know|remember|have)|can't remember|no idea)\b")


class VoiceCodeGate:
    """`WriteGate`: who has a code is asked for it; who has none passes."""

    def __init__(self, codes: VoiceCode) -> None:
        self._codes = codes

    def holds_back(self, turn: Turn, draft: Draft) -> Reply | None:
        if turn.customer is None:  # the dialog says what is needed
            return None
        try:
            if not self._codes.is_set(turn.customer.id):
                return None
            locked = self._codes.locked_for(turn.customer.id)
        except StoreError as problem:
            return self._unchecked(draft, problem)
        return self._locked(turn, draft, locked, "voice_code.locked") if locked else asking(draft)

    def tried(self, turn: Turn, draft: Draft, digits: str) -> Reply | None:
        """None: the code is right."""
        assert turn.customer is not None
        try:
            outcome = self._codes.check(turn.customer.id, digits, turn.request_id)
        except StoreError as problem:
            return self._unchecked(draft, problem)
        match outcome:
            case Accepted() | NotSet():
                return None
            case Wrong(left):
                return asking(draft, (prompt(WRONG[left > 1]),))
            case LockedUntil(until):
                left_now = self._codes.left(until) or timedelta()
                return self._locked(turn, draft, left_now, "voice_code.locked.now")

    def _unchecked(self, draft: Draft, problem: StoreError) -> Reply:
        """Without the code nothing is written; the same draft stays open."""
        log.warning("a voice code was not checked: %s", problem)
        asked = _asked("voice_code.unchecked", (prompt("voice_code.unchecked"),), draft, Pending("confirm"))
        return replace(asked, question=prompt("action.ask.try_again"), outcome=Outcome.ERROR)

    def _locked(self, turn: Turn, draft: Draft, left: timedelta, name: str) -> Reply:
        """Said with the time and another way; what was prepared is given up, so that nobody is asked to go on."""
        turn.session.draft = None
        said = (prompt(name, time=duration(left)), prompt(HINT))
        return Reply(name, said, *ANYTHING_ELSE, topics=(speaking.topic_of(draft),))


class VoiceCodeAnswers:
    """`take` gives the reply to a turn that answers the question for the code; None where it is another matter."""

    def __init__(
        self,
        gate: VoiceCodeGate,
        dialog: ActionDialog,
        forgot: Callable[..., Reply],
        notice: Callable[[str], Card],
    ) -> None:
        """`forgot` sends a number for a new code; `notice` makes a card about a code that was removed."""
        self._gate, self._dialog, self._forgot, self._notice = gate, dialog, forgot, notice

    def take(self, turn: Turn) -> Reply | None:
        pending, draft = turn.session.pending, open_draft(turn.session.draft)
        if pending is None or pending.ask != ASKS or draft is None:
            return None
        words = " ".join(slot.text for slot in turn.slots.values())
        if secret_in(words) is Secret.NUMBER:
            return None
        if turn.intent == "AMAZON.NoIntent":
            return self._dialog.drop(turn)
        digits = code_heard(words)
        if digits is not None:
            held = self._gate.tried(turn, draft, digits) if turn.customer is not None else None
            return held or self._written(turn)
        if turn.intent == FORGOT_INTENT or FORGOTTEN.search(words.lower()):
            return self._forgotten(turn)
        if turn.intent == "UnsureIntent":
            return asking(draft, (prompt(HINT),))
        if turn.intent == "AMAZON.HelpIntent" or (is_question(words) and "code" in words.lower()):
            return replace(asking(draft, (prompt("voice_code.what"),)), outcome=Outcome.ANSWERED)
        if turn.intent in (INTENT, "AMAZON.YesIntent", "AMAZON.FallbackIntent", "SelectIntent"):
            return self._again(turn, draft)
        return None

    def _written(self, turn: Turn) -> Reply:
        """Deleting everything deletes the code too, which its owner is told."""
        done = self._dialog.write(turn, passed=True)
        return replace(done, card=self._notice("removed")) if done.prompt == "action.done.delete" else done

    def _forgotten(self, turn: Turn) -> Reply:
        """What was prepared is given up, and a number goes to the owner."""
        turn.session.draft = None
        return self._forgot(turn, prompt("voice_code.forgotten"))

    def _again(self, turn: Turn, draft: Draft) -> Reply | None:
        """No code was heard, so no try is lost; the third time in a row it is left to the ladder of failures."""
        if turn.session.failures >= MISSES:
            return None
        return replace(asking(draft, (prompt("voice_code.not_caught"),)), outcome=Outcome.DECLINED)


class VoiceCodeIntentHandler:
    """Digits that nothing asked for as a code: how an order number ends, as far as anybody can tell."""

    intents = (INTENT,)

    def __init__(
        self, select: SelectHandler, unasked: Callable[[Turn], Reply | None] = lambda turn: None
    ) -> None:
        """`unasked` answers a one-time number that waits to be said."""
        self._select, self._unasked = select, unasked

    def handle(self, turn: Turn) -> Reply:
        number = self._unasked(turn)
        if number is not None:
            return number
        code, count = turn.slot("code"), turn.slot("number")
        slots: dict[str, Slot] = {"order_ending": code} if code else {"number": count} if count else {}
        return self._select.handle(replace(turn, intent="SelectIntent", slots=slots))


def asking(draft: Draft, lead: tuple[Text, ...] = ()) -> Reply:
    name = lead[0].prompt if lead else "voice_code.ask"
    return _asked(name, lead, draft, Pending(ASKS))


def _asked(name: str, said: tuple[Text, ...], draft: Draft, ask: Pending) -> Reply:
    return Reply(
        name,
        said,
        prompt("voice_code.ask"),
        ask,
        topics=(speaking.topic_of(draft),),
        outcome=Outcome.ASKED,
        item=draft.ref,
    )


def duration(left: timedelta) -> str:
    """Rounded up: nobody is told to come back too early."""
    minutes = max(1, ceil(left.total_seconds() / 60))
    return quantity(minutes, "minutes") if minutes < 2 * _HOUR else quantity(ceil(minutes / _HOUR), "hours")
