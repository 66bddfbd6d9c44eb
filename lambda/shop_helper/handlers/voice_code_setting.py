"""Choosing or changing a voice code by voice: first the proof that the account's owner asks, then the new code, twice.

The proof is the old code where there is one. For the first code, and where the old one is forgotten, it is a one-time
number on a card in the owner's Alexa app, which the next opening asks for: nobody has the app open in eight seconds.
Between the turns everything secret is in the customers' table (persistence/code_request.py). The session says which
question is open and holds a ticket, which is a count.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shop_helper.domain.actions.problems import is_question
from shop_helper.domain.code_request import NUMBER_DIGITS, Result
from shop_helper.domain.dialog.private import Secret, secret_in
from shop_helper.domain.voice_code import Accepted, LockedUntil, NotSet, Wrong, code_heard, spoken_digits
from shop_helper.errors import StoreError, UncertainError
from shop_helper.handlers.handler import ANYTHING_ELSE, prompt
from shop_helper.handlers.voice_code import FORGOT_INTENT, FORGOTTEN, HINT, MISSES, WRONG, duration
from shop_helper.handlers.voice_code import INTENT as DIGITS_INTENT
from shop_helper.persistence.code_request import CodeRequests, Step, TooMany
from shop_helper.persistence.voice_code import VoiceCode
from shop_helper.turn import Card, Outcome, Pending, Reply, Text, Turn, Unreachable

log = logging.getLogger("shop_helper")

TOPIC = "security.privacy"
INTENT = "SetVoiceCodeIntent"
OLD, NEW, ONCE_MORE = "voice_code.old", "voice_code.new", "voice_code.once_more"
NUMBER, RESEND = "voice_code.number", "voice_code.resend"
"""What is asked, and the prompt that asks it."""

NUMBER_WRONG = ("voice_code.number.wrong.one", "voice_code.number.wrong.two")
_NOT_CAUGHT = (
    DIGITS_INTENT, INTENT, FORGOT_INTENT, "AMAZON.YesIntent", "AMAZON.FallbackIntent", "SelectIntent"
)  # fmt: skip
_LEAVING = ("AMAZON.NoIntent", "AMAZON.CancelIntent")
_NO_NUMBER = re.compile(
    r"\b(?:(?:new|another|different|second) (?:number|one|card)|re-?send|send (?:it|the (?:number|card))|"
    r"(?:didn't|did not|never|haven't|hasn't) (?:get|got|gotten|receive|received|come|arrive|arrived)|"
    r"(?:no|lost|can't find|cannot find|don't see|do not see) (?:the |a |any |my )?(?:card|number))\b"
)
_ABOUT = re.compile(r"\b(?:code|number|card|digits|app)\b")


class VoiceCodeSetting:
    """`begin` answers the wish for a code, `forgot` the wish for a number; `resumed` takes up a number that was sent.
    `take` answers what is said to the questions; None: it is another matter."""

    def __init__(
        self, codes: VoiceCode, requests: CodeRequests, link: Callable[[Turn], None] = lambda turn: None
    ) -> None:
        """`link` remembers whose request it is, so that disabling the skill deletes it."""
        self._codes, self._requests, self._link = codes, requests, link
        self._answers: Mapping[str, Callable[[Turn, Mapping[str, Any], str], Reply]] = {
            OLD: self._old,
            NEW: self._new,
            ONCE_MORE: self._once_more,
        }

    def begin(self, turn: Turn) -> Reply:
        """Asks for the number where one was sent, for the old code where there is one; else sends a number."""
        if turn.customer is None:
            return _nobody(turn)
        try:
            if self._requests.awaits_number(turn.customer.id, turn.now):
                return _asking(NUMBER)
            if self._codes.current(turn.customer.id) is None:
                return self._send(turn)
            locked = self._codes.locked_for(turn.customer.id)
        except StoreError as problem:
            return _failed(problem)
        if locked:
            return _ended("voice_code.locked", prompt(HINT), time=duration(locked))
        return _asking(OLD)

    def forgot(self, turn: Turn, *lead: Text) -> Reply:
        """Sends a number, in place of one that was sent before."""
        if turn.customer is None:
            return _nobody(turn)
        try:
            return self._send(turn, *lead)
        except StoreError as problem:
            return _failed(problem)

    def resumed(self, turn: Turn) -> Reply | None:
        """The question for a number that was sent; None where there is none, or that can't be found out."""
        try:
            if turn.customer is None or not self._requests.awaits_number(turn.customer.id, turn.now):
                return None
        except StoreError as problem:
            log.warning("opened without looking for a voice code request: %s", problem)
            return None
        return replace(_asking(NUMBER, lead=prompt("launch.back")), outcome=Outcome.MANAGED)

    def unasked(self, turn: Turn) -> Reply | None:
        """Takes a number that nothing in this session asked for, such as "tell Shop Helper it's 4 7 1 2 2 9"."""
        digits = spoken_digits(_words(turn))
        if len(digits) != NUMBER_DIGITS or self.resumed(turn) is None:
            return None
        return self._number(turn, digits)

    def take(self, turn: Turn) -> Reply | None:
        pending = turn.session.pending
        if pending is None or turn.customer is None:
            return None
        if pending.ask not in (*self._answers, NUMBER, RESEND):
            return None
        words = _words(turn)
        if secret_in(words) is Secret.NUMBER:
            return None
        if pending.ask == RESEND:
            return self._resend(turn)
        if pending.ask == NUMBER:
            return self._to_number(turn, words)
        return self._to_code(turn, pending, words)

    def _to_number(self, turn: Turn, words: str) -> Reply | None:
        if turn.intent == "AMAZON.CancelIntent":
            return self._left(turn)
        if turn.intent == "AMAZON.NoIntent":
            return _ended("voice_code.number.later")
        if turn.intent == INTENT:
            return self.begin(turn)
        if turn.intent == FORGOT_INTENT or _NO_NUMBER.search(words.lower()):
            return self.forgot(turn)
        digits = spoken_digits(words)
        if len(digits) == NUMBER_DIGITS:
            return self._number(turn, digits)
        if turn.intent == "AMAZON.HelpIntent" or (is_question(words) and _ABOUT.search(words.lower())):
            return replace(_asking(NUMBER, lead=prompt("voice_code.number.where")), outcome=Outcome.ANSWERED)
        return _missed(turn, NUMBER, {}, "voice_code.number.not_caught")

    def _to_code(self, turn: Turn, pending: Pending, words: str) -> Reply | None:
        if turn.intent in _LEAVING:
            return self._left(turn)
        digits = code_heard(words)
        if digits is not None:
            return self._answers[pending.ask](turn, pending.data, digits)
        if pending.ask == OLD and (turn.intent == FORGOT_INTENT or FORGOTTEN.search(words.lower())):
            return self.forgot(turn, prompt("voice_code.forgotten"))
        if pending.ask == OLD and turn.intent == "UnsureIntent":
            return _asking(OLD, lead=prompt(HINT))
        if turn.intent == "AMAZON.HelpIntent" or (is_question(words) and "code" in words.lower()):
            lead = prompt("voice_code.what")
            return replace(_asking(pending.ask, pending.data, lead), outcome=Outcome.ANSWERED)
        return _missed(turn, pending.ask, pending.data, "voice_code.not_caught")

    def _resend(self, turn: Turn) -> Reply | None:
        if turn.intent in _LEAVING:
            return _ended("voice_code.left")
        if turn.intent in ("AMAZON.YesIntent", INTENT, FORGOT_INTENT):
            return self.forgot(turn)
        return None

    def _send(self, turn: Turn, *lead: Text) -> Reply:
        """A screen that we can't draw on would show the card to the room. Raises StoreError."""
        assert turn.customer is not None
        if turn.shows_cards:
            return _ended("voice_code.number.screen")
        sent = self._requests.send(turn.customer.id, turn.now, turn.request_id)
        if isinstance(sent, TooMany):
            if self._requests.awaits_number(turn.customer.id, turn.now):
                return _asking(NUMBER, lead=prompt("voice_code.number.limit.open"))
            time = duration(sent.next_at - turn.now)
            return _ended("voice_code.number.limit", prompt("person.way"), time=time)
        self._link(turn)
        said = (*lead, prompt("voice_code.number.sent"))
        return Reply(
            "voice_code.number.sent",
            said,
            prompt(NUMBER),
            Pending(NUMBER),
            topics=(TOPIC,),
            outcome=Outcome.ASKED,
            card=number_card(sent.number),
        )

    def _number(self, turn: Turn, digits: str) -> Reply:
        assert turn.customer is not None
        try:
            step = self._requests.try_number(turn.customer.id, digits, turn.now, turn.request_id)
        except StoreError as problem:
            return _failed(problem)
        match step.result:
            case Result.PROVED:
                return _asking(NEW, _ticket(step), prompt("voice_code.number.right"))
            case Result.WRONG:
                return _asking(NUMBER, lead=prompt(NUMBER_WRONG[step.tries_left > 1]))
            case Result.SPENT:
                return _asking(RESEND, lead=prompt("voice_code.number.spent"))
            case _:
                return _asking(RESEND, lead=prompt("voice_code.number.expired"))

    def _old(self, turn: Turn, data: Mapping[str, Any], digits: str) -> Reply:
        assert turn.customer is not None
        try:
            match self._codes.check(turn.customer.id, digits, turn.request_id):
                case Accepted():
                    step = self._requests.prove(turn.customer.id, turn.now, turn.request_id)
                    return _asking(NEW, _ticket(step))
                case NotSet():
                    return self._send(turn)
                case Wrong(left):
                    return _asking(OLD, lead=prompt(WRONG[left > 1]))
                case LockedUntil(until):
                    left_now = self._codes.left(until)
                    time = duration(left_now) if left_now else ""
                    return _ended("voice_code.locked.now", prompt(HINT), time=time)
        except StoreError as problem:
            return _failed(problem)

    def _new(self, turn: Turn, data: Mapping[str, Any], digits: str) -> Reply:
        assert turn.customer is not None
        ticket = int(data.get("ticket", 0))
        try:
            step = self._requests.take_first(turn.customer.id, digits, ticket, turn.now, turn.request_id)
        except ValueError:
            return _asking(NEW, data, prompt("voice_code.weak"))
        except StoreError as problem:
            return _failed(problem)
        return _asking(ONCE_MORE, _ticket(step)) if step.result is Result.TAKEN else _not_done(step)

    def _once_more(self, turn: Turn, data: Mapping[str, Any], digits: str) -> Reply:
        assert turn.customer is not None
        ticket = int(data.get("ticket", 0))
        try:
            step = self._requests.take_again(turn.customer.id, digits, ticket, turn.now, turn.request_id)
        except UncertainError as problem:
            return _failed(problem, "voice_code.uncertain")
        except StoreError as problem:
            return _failed(problem)
        match step.result:
            case Result.SET | Result.CHANGED:
                return replace(_ended(f"voice_code.{step.result.value}"), card=notice(step.result.value))
            case Result.DIFFERENT:
                return _asking(NEW, _ticket(step), prompt("voice_code.differ"))
            case _:
                return _not_done(step)

    def _left(self, turn: Turn) -> Reply:
        """What was begun is ended; where that fails, it runs out."""
        try:
            if turn.customer is not None:
                self._requests.cancel(turn.customer.id)
        except StoreError as problem:
            log.warning("a request for a voice code was not canceled, its time will run out: %s", problem)
        return _ended("voice_code.left")


class VoiceCodeSettingHandler:
    """The wish for a voice code; where the shop uses none, that is said."""

    intents = (INTENT, FORGOT_INTENT)

    def __init__(self, setting: VoiceCodeSetting | None) -> None:
        self._setting = setting

    def handle(self, turn: Turn) -> Reply:
        if self._setting is None:
            return _ended("voice_code.off")
        return self._setting.begin(turn) if turn.intent == INTENT else self._setting.forgot(turn)


def number_card(number: str) -> Card:
    lines = tuple(prompt(f"voice_code.card.number.{name}", number=_grouped(number)) for name in _CARD_LINES)
    return Card(heading=prompt("voice_code.card.number"), lines=lines, private=True)


_CARD_LINES = ("digits", "how", "warning")


def notice(what: str) -> Card:
    """Tells the owner that a code was `set`, `changed` or `removed`, whoever did it."""
    lines = (prompt(f"voice_code.card.{what}.line"), prompt("voice_code.card.not_you"))
    return Card(heading=prompt(f"voice_code.card.{what}"), lines=lines)


def _grouped(number: str) -> str:
    """ "471 229", as it is read aloud."""
    return f"{number[: NUMBER_DIGITS // 2]} {number[NUMBER_DIGITS // 2 :]}"


def _ticket(step: Step) -> dict[str, Any]:
    return {"ticket": step.ticket}


def _words(turn: Turn) -> str:
    return " ".join(slot.text for slot in turn.slots.values())


def _nobody(turn: Turn) -> Reply:
    if isinstance(turn.caller, Unreachable):
        return replace(_ended("voice_code.not_set"), outcome=Outcome.ERROR)
    return replace(_ended("voice_code.link"), link_account=True)


def _missed(turn: Turn, ask: str, data: Mapping[str, Any], name: str) -> Reply | None:
    """No digits were heard, so no try is lost; the third time in a row it is left to the ladder of failures."""
    if turn.intent not in _NOT_CAUGHT or turn.session.failures >= MISSES:
        return None
    return replace(_asking(ask, data, prompt(name)), outcome=Outcome.DECLINED)


def _not_done(step: Step) -> Reply:
    names = {Result.EXPIRED: "voice_code.expired", Result.GIVEN_UP: "voice_code.given_up"}
    return _ended(names.get(step.result, "voice_code.overtaken"))


def _asking(ask: str, data: Mapping[str, Any] | None = None, lead: Text | None = None) -> Reply:
    name = lead.prompt if lead else ask
    said = (lead,) if lead else ()
    return Reply(name, said, prompt(ask), Pending(ask, data or {}), topics=(TOPIC,), outcome=Outcome.ASKED)


def _ended(name: str, *more: Text, **values: Any) -> Reply:
    return Reply(name, (prompt(name, **values), *more), *ANYTHING_ELSE, topics=(TOPIC,))


def _failed(problem: StoreError, name: str = "voice_code.not_set") -> Reply:
    log.warning("a voice code was not set, as far as is known: %s", problem)
    return replace(_ended(name), outcome=Outcome.ERROR)
