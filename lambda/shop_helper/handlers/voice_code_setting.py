"""Choosing or changing a voice code by voice: the old code first where there is one, then the new one, twice.

Between the two sayings the session holds a salted hash of the first (what will be stored), never the digits. The code
is set only in place of the one that was seen, so that of two conversations one sets it.
"""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shop_helper.domain.actions.problems import is_question
from shop_helper.domain.dialog.private import Secret, secret_in
from shop_helper.domain.voice_code import (
    TRIES,
    Accepted,
    Code,
    LockedUntil,
    NotSet,
    Wrong,
    code_heard,
    matches,
)
from shop_helper.errors import StoreError, UncertainError
from shop_helper.handlers.apology import VOICE_CODE
from shop_helper.handlers.handler import ANYTHING_ELSE, prompt
from shop_helper.handlers.outcome_first import Finding, Found
from shop_helper.handlers.voice_code import FORGOTTEN, MISSES, WRONG, duration
from shop_helper.persistence.voice_code import VoiceCode
from shop_helper.turn import Outcome, Pending, Reply, Text, Turn, Unreachable, WriteState

log = logging.getLogger("shop_helper")

TOPIC = "security.privacy"
INTENT = "SetVoiceCodeIntent"
OLD, NEW, ONCE_MORE = "voice_code.old", "voice_code.new", "voice_code.once_more"
"""What is asked, and the prompt that asks it."""

_NOT_CAUGHT = ("VoiceCodeIntent", INTENT, "AMAZON.YesIntent", "AMAZON.FallbackIntent", "SelectIntent")
_LEAVING = ("AMAZON.NoIntent", "AMAZON.CancelIntent")


class VoiceCodeSetting:
    """`begin` answers the wish for a code; `take` what is said to its questions; None: it is another matter."""

    def __init__(self, codes: VoiceCode) -> None:
        self._codes = codes
        self._answers: Mapping[str, Callable[[Turn, Mapping[str, Any], str], Reply]] = {
            OLD: self._old,
            NEW: self._new,
            ONCE_MORE: self._once_more,
        }

    def begin(self, turn: Turn) -> Reply:
        if isinstance(turn.caller, Unreachable):
            return replace(_ended("voice_code.not_set"), outcome=Outcome.ERROR)
        if turn.customer is None:
            return replace(_ended("voice_code.link"), link_account=True)
        try:
            seen = self._codes.version(turn.customer.id)
            locked = self._codes.locked_for(turn.customer.id)
        except StoreError as problem:
            return _failed(problem)
        if locked:
            return _ended("voice_code.locked", prompt("person.way"), time=duration(locked))
        if seen is not None:
            return _asking(OLD)
        digits = code_heard(_words(turn))
        return self._new(turn, {"seen": None}, digits) if digits else _asking(NEW, {"seen": None})

    def take(self, turn: Turn) -> Reply | None:
        pending = turn.session.pending
        answer = self._answers.get(pending.ask) if pending is not None else None
        if pending is None or answer is None or turn.customer is None:
            return None
        words = _words(turn)
        if secret_in(words) is Secret.NUMBER:
            return None
        if turn.intent in _LEAVING:
            return _ended("voice_code.left")
        digits = code_heard(words)
        if digits is not None:
            return answer(turn, pending.data, digits)
        if pending.ask == OLD and FORGOTTEN.search(words.lower()):
            return _ended("voice_code.forgotten", prompt("person.way"))
        if is_question(words) and "code" in words.lower():
            return replace(
                _asking(pending.ask, pending.data, prompt("voice_code.what")), outcome=Outcome.ANSWERED
            )
        if turn.intent not in _NOT_CAUGHT or turn.session.failures >= MISSES:
            return None
        return replace(
            _asking(pending.ask, pending.data, prompt("voice_code.not_caught")), outcome=Outcome.DECLINED
        )

    def _old(self, turn: Turn, data: Mapping[str, Any], digits: str) -> Reply:
        assert turn.customer is not None
        try:
            outcome = self._codes.check(turn.customer.id, digits, turn.request_id)
            seen = self._codes.version(turn.customer.id)
        except StoreError as problem:
            return _failed(problem)
        match outcome:
            case Accepted() | NotSet():
                return _asking(NEW, {"seen": seen})
            case Wrong(left):
                return _asking(OLD, lead=prompt(WRONG[left > 1]))
            case LockedUntil(until):
                left_now = self._codes.left(until)
                time = duration(left_now) if left_now else ""
                return _ended("voice_code.locked.now", prompt("person.way"), time=time)

    def _new(self, turn: Turn, data: Mapping[str, Any], digits: str) -> Reply:
        try:
            code = self._codes.hashed(digits)
        except ValueError:
            return _asking(NEW, data, prompt("voice_code.weak"))
        kept = {"salt": b64encode(code.salt).decode(), "digest": b64encode(code.digest).decode()}
        return _asking(ONCE_MORE, {**data, **kept})

    def _once_more(self, turn: Turn, data: Mapping[str, Any], digits: str) -> Reply:
        assert turn.customer is not None
        code = Code(b64decode(data["salt"]), b64decode(data["digest"]))
        if not matches(code, digits):
            again = data.get("again", 0) + 1
            if again >= TRIES:
                return _ended("voice_code.given_up")
            return _asking(NEW, {"seen": data["seen"], "again": again}, prompt("voice_code.differ"))
        done, overtaken = _set(data["seen"]), _ended("voice_code.overtaken")
        lookup = {"what": VOICE_CODE, "seen": data["seen"]}
        try:
            with turn.writing.of(done, lookup, overtaken) as writing:
                if not self._codes.choose(turn.customer.id, code, data["seen"]):
                    writing.refused()
        except UncertainError as problem:
            return _failed(problem, "voice_code.uncertain")
        except StoreError as problem:
            return _failed(problem)
        return done if turn.writing.state is WriteState.DONE else overtaken

    def look(self, turn: Turn, lookup: Mapping[str, Any]) -> Finding | None:
        """What came of a code whose setting wasn't known: whether there is another one now than was seen before."""
        unknown = _found(Found.UNKNOWN, _ended("voice_code.uncertain"))
        if turn.customer is None:
            return unknown if isinstance(turn.caller, Unreachable) else None
        try:
            now = self._codes.version(turn.customer.id)
        except StoreError as problem:
            log.warning("whether a voice code was set is still not known: %s", problem)
            return unknown
        if now == lookup.get("seen"):
            return _found(Found.NOT_WRITTEN, _ended("voice_code.not_set"))
        return _found(Found.WRITTEN, _set(lookup.get("seen")))


class VoiceCodeSettingHandler:
    """The wish for a voice code; where the shop uses none, that is said."""

    intents = (INTENT,)

    def __init__(self, setting: VoiceCodeSetting | None) -> None:
        self._setting = setting

    def handle(self, turn: Turn) -> Reply:
        return self._setting.begin(turn) if self._setting is not None else _ended("voice_code.off")


def _words(turn: Turn) -> str:
    return " ".join(slot.text for slot in turn.slots.values())


def _asking(ask: str, data: Mapping[str, Any] | None = None, lead: Text | None = None) -> Reply:
    name = lead.prompt if lead else ask
    said = (lead,) if lead else ()
    return Reply(name, said, prompt(ask), Pending(ask, data or {}), topics=(TOPIC,), outcome=Outcome.ASKED)


def _ended(name: str, *more: Text, **values: Any) -> Reply:
    return Reply(name, (prompt(name, **values), *more), *ANYTHING_ELSE, topics=(TOPIC,))


def _found(found: Found, reply: Reply) -> Finding:
    return Finding(found, reply, reply.say[0])


def _set(seen: int | None) -> Reply:
    return _ended("voice_code.set" if seen is None else "voice_code.changed")


def _failed(problem: StoreError, name: str = "voice_code.not_set") -> Reply:
    log.warning("a voice code was not set, as far as is known: %s", problem)
    return replace(_ended(name), outcome=Outcome.ERROR)
