"""Set or change a voice code by voice: first a proof that the account's owner is asking, then the new code, twice.

The proof is the old code. For a first or a forgotten code it is a one-time number on a card in the owner's Alexa app.
The next launch asks for it, since eight seconds are too short to open the app. Between turns, everything secret is in
the customers' table (persistence/code_request.py); the session holds the open question and a ticket, which is a count.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any, assert_never

from shop_helper.actions.voice_code import HINT, MAX_MISSES, WRONG, is_miss
from shop_helper.dialog.people import Unreachable
from shop_helper.dialog.question import Answer
from shop_helper.dialog.reading import Act, CodeReading, Reading
from shop_helper.dialog.records import Context, Source, Unavailable
from shop_helper.dialog.reply import ANYTHING_ELSE, Card, Duration, Outcome, Reply, Text, prompt
from shop_helper.dialog.safety_questions import CodeOnceMore, NewCode, OldCode, OneTimeNumber, ResendNumber
from shop_helper.dialog.writing import Finding, Found, UnsettledWrite, WriteState, Written
from shop_helper.domain.code_request import NUMBER_DIGITS, Result
from shop_helper.domain.voice_code import Accepted, LockedUntil, NotSet, Wrong
from shop_helper.errors import StoreError, UncertainError
from shop_helper.persistence.code_request import CodeRequests, Step, TooMany
from shop_helper.persistence.voice_code import VoiceCode

log = logging.getLogger("shop_helper")

TOPIC = "security.privacy"
NUMBER_WRONG = ("voice_code.number.wrong.one", "voice_code.number.wrong.two")
CodeQuestion = OldCode | OneTimeNumber | ResendNumber | NewCode | CodeOnceMore
"""Questions on the way to a new code."""


class VoiceCodeSetting:
    """The dialog that sets a code.

    `begin` answers a request for a code, `forgot` a request for a number, `resumed` a launch after a number was sent,
    and `answer` the replies to its questions; None means another matter.
    """

    def __init__(
        self, codes: VoiceCode, requests: CodeRequests, link: Callable[[Context], None] = lambda context: None
    ) -> None:
        """`link`: records whose request it is, so that disabling the skill deletes it."""
        self._codes, self._requests, self._link = codes, requests, link

    def begin(self, context: Context) -> Reply:
        """Ask for a number that was sent, else for the old code; without either, send a number."""
        if context.customer is None:
            return _nobody(context)
        try:
            if self._awaits_number(context, context.customer.id):
                return _asking(OneTimeNumber())
            if self._codes.current(context.customer.id, deadline=context.deadline) is None:
                return self._send(context)
            locked = self._codes.locked_for(context.customer.id, deadline=context.deadline)
        except StoreError as problem:
            return _failed(problem)
        if locked:
            return _ended("voice_code.locked", prompt(HINT), time=Duration(locked))
        return _asking(OldCode())

    def forgot(self, context: Context, *lead: Text) -> Reply:
        """Send a number that replaces any earlier one."""
        if context.customer is None:
            return _nobody(context)
        try:
            return self._send(context, *lead)
        except StoreError as problem:
            return _failed(problem)

    def resumed(self, context: Context) -> Reply | Unavailable | None:
        """Return the question for a number that was sent; None if there is none."""
        try:
            if context.customer is None or not self._awaits_number(context, context.customer.id):
                return None
        except StoreError as problem:
            log.warning("opened without looking for a voice code request: %s", problem)
            return Unavailable.of(Source.CODES, problem)
        asked = _asking(OneTimeNumber(), lead=prompt("launch.back"))
        return replace(asked, outcome=Outcome.CONVERSATIONAL)

    def unasked(self, context: Context, said: CodeReading) -> Reply | None:
        """Accept a number that this session didn't ask for, as in "tell Shop Helper it's 4 7 1 2 2 9"."""
        if said.number is None:
            return None
        waiting = self.resumed(context)
        if isinstance(waiting, Unavailable):
            return replace(_ended("voice_code.not_set"), outcome=Outcome.ERROR)
        return self._number(context, said.number) if waiting is not None else None

    def answer(
        self, context: Context, question: CodeQuestion, reading: Reading, said: CodeReading
    ) -> Reply | None:
        if context.customer is None or said.is_card:
            return None
        match question:
            case ResendNumber():
                return self._resend(context, reading)
            case OneTimeNumber():
                return self._to_number(context, reading, said)
            case OldCode() | NewCode() | CodeOnceMore():
                return self._to_code(context, question, reading, said)
            case _:
                assert_never(question)

    def look(self, context: Context, unsettled: UnsettledWrite) -> Finding | None:
        """Look up whether a new code was set."""
        unknown = _found(Found.UNKNOWN, _ended("voice_code.uncertain"))
        if context.customer is None:
            return unknown if isinstance(context.records.caller, Unreachable) else None
        try:
            was_set = self._requests.was_set(context.customer.id, unsettled.key, deadline=context.deadline)
        except StoreError as problem:
            log.warning("whether a voice code was set is still not known: %s", problem)
            return unknown
        if was_set:
            return _found(Found.WRITTEN, _set(Result.SET))
        return _found(Found.NOT_WRITTEN, _ended("voice_code.not_set"))

    def _awaits_number(self, context: Context, customer_id: str) -> bool:
        return self._requests.awaits_number(customer_id, context.now, deadline=context.deadline)

    def _to_number(self, context: Context, reading: Reading, said: CodeReading) -> Reply | None:
        if reading.answer is Answer.CANCEL:
            return self._left(context)
        if reading.answer is Answer.NO:
            return _ended("voice_code.number.later")
        if reading.act is Act.SET_CODE:
            return self.begin(context)
        if reading.act is Act.FORGOT_CODE or said.lacks_number:
            return self.forgot(context)
        if said.number is not None:
            return self._number(context, said.number)
        if reading.act is Act.HELP or said.asks_about_number:
            asked = _asking(OneTimeNumber(), lead=prompt("voice_code.number.where"))
            return replace(asked, outcome=Outcome.ANSWERED)
        return _missed(context, OneTimeNumber(), reading, "voice_code.number.not_caught")

    def _to_code(
        self,
        context: Context,
        question: OldCode | NewCode | CodeOnceMore,
        reading: Reading,
        said: CodeReading,
    ) -> Reply | None:
        if reading.answer in (Answer.NO, Answer.CANCEL):
            return self._left(context)
        if said.code is not None:
            return self._code(context, question, said.code)
        if isinstance(question, OldCode) and (reading.act is Act.FORGOT_CODE or said.forgot):
            return self.forgot(context, prompt("voice_code.forgotten"))
        if isinstance(question, OldCode) and reading.act is Act.UNSURE:
            return _asking(question, lead=prompt(HINT))
        if reading.act is Act.HELP or said.asks_about_code:
            return replace(_asking(question, lead=prompt("voice_code.what")), outcome=Outcome.ANSWERED)
        return _missed(context, question, reading, "voice_code.not_caught")

    def _code(self, context: Context, question: OldCode | NewCode | CodeOnceMore, digits: str) -> Reply:
        match question:
            case OldCode():
                return self._old(context, digits)
            case NewCode(ticket):
                return self._new(context, ticket, digits)
            case CodeOnceMore(ticket):
                return self._once_more(context, ticket, digits)
            case _:
                assert_never(question)

    def _resend(self, context: Context, reading: Reading) -> Reply | None:
        if reading.answer in (Answer.NO, Answer.CANCEL):
            return _ended("voice_code.left")
        if reading.answer is Answer.YES or reading.act in (Act.SET_CODE, Act.FORGOT_CODE):
            return self.forgot(context)
        return None

    def _send(self, context: Context, *lead: Text) -> Reply:
        """Send a number, unless the device would show the card to the room. Raises StoreError."""
        assert context.customer is not None
        if context.shows_cards:
            return _ended("voice_code.number.screen")
        self._link(context)
        sent = self._requests.send(
            context.customer.id, context.now, context.request_id, deadline=context.deadline
        )
        if isinstance(sent, TooMany):
            if self._awaits_number(context, context.customer.id):
                return _asking(OneTimeNumber(), lead=prompt("voice_code.number.limit.open"))
            time = Duration(sent.next_at - context.now)
            return _ended("voice_code.number.limit", prompt("person.way"), time=time)
        said = (*lead, prompt("voice_code.number.sent"))
        return replace(
            _asking(OneTimeNumber()),
            prompt="voice_code.number.sent",
            say=said,
            card=number_card(sent.number),
        )

    def _number(self, context: Context, digits: str) -> Reply:
        assert context.customer is not None
        try:
            step = self._requests.try_number(
                context.customer.id, digits, context.now, context.request_id, deadline=context.deadline
            )
        except StoreError as problem:
            return _failed(problem)
        match step.result:
            case Result.PROVED:
                return _asking(NewCode(step.ticket), lead=prompt("voice_code.number.right"))
            case Result.WRONG:
                return _asking(OneTimeNumber(), lead=prompt(NUMBER_WRONG[step.tries_left > 1]))
            case Result.SPENT:
                return _asking(ResendNumber(), lead=prompt("voice_code.number.spent"))
            case _:
                return _asking(ResendNumber(), lead=prompt("voice_code.number.expired"))

    def _old(self, context: Context, digits: str) -> Reply:
        assert context.customer is not None
        customer_id = context.customer.id
        try:
            match self._codes.check(customer_id, digits, context.request_id, deadline=context.deadline):
                case Accepted():
                    step = self._requests.prove(
                        customer_id, context.now, context.request_id, deadline=context.deadline
                    )
                    return _asking(NewCode(step.ticket))
                case NotSet():
                    return self._send(context)
                case Wrong(left):
                    return _asking(OldCode(), lead=prompt(WRONG[left > 1]))
                case LockedUntil(until):
                    left_now = self._codes.left(until)
                    time = Duration(left_now) if left_now else ""
                    return _ended("voice_code.locked.now", prompt(HINT), time=time)
        except StoreError as problem:
            return _failed(problem)

    def _new(self, context: Context, ticket: int, digits: str) -> Reply:
        assert context.customer is not None
        try:
            step = self._requests.take_first(
                context.customer.id,
                digits,
                ticket,
                context.now,
                context.request_id,
                deadline=context.deadline,
            )
        except ValueError:
            return _asking(NewCode(ticket), lead=prompt("voice_code.weak"))
        except StoreError as problem:
            return _failed(problem)
        return _asking(CodeOnceMore(step.ticket)) if step.result is Result.TAKEN else _not_done(step)

    def _once_more(self, context: Context, ticket: int, digits: str) -> Reply:
        assert context.customer is not None
        customer_id, writing = context.customer.id, context.writing
        others = (_set(Result.CHANGED), _asking(NewCode(ticket), lead=prompt("voice_code.differ")))
        unsettled = UnsettledWrite(Written.VOICE_CODE, context.request_id)
        try:
            with writing.of(_set(Result.SET), unsettled, *others):
                step = self._requests.take_again(
                    customer_id, digits, ticket, context.now, context.request_id, deadline=context.deadline
                )
                if step.result not in (Result.SET, Result.CHANGED):
                    writing.refused()
        except UncertainError as problem:
            return _failed(problem, "voice_code.uncertain")
        except StoreError as problem:
            return _failed(problem)
        if writing.state is WriteState.DONE:
            writing.done = _set(step.result)
            return writing.done
        if step.result is Result.DIFFERENT:
            return _asking(NewCode(step.ticket), lead=prompt("voice_code.differ"))
        return _not_done(step)

    def _left(self, context: Context) -> Reply:
        """End the request; if that fails, it expires by itself."""
        try:
            if context.customer is not None:
                self._requests.cancel(context.customer.id, deadline=context.deadline)
        except StoreError as problem:
            log.warning("a request for a voice code was not canceled, its time will run out: %s", problem)
        return _ended("voice_code.left")


def switched_off() -> Reply:
    """Return the reply of a shop without voice codes."""
    return _ended("voice_code.off")


def number_card(number: str) -> Card:
    lines = tuple(prompt(f"voice_code.card.number.{name}", number=_grouped(number)) for name in _CARD_LINES)
    return Card(heading=prompt("voice_code.card.number"), lines=lines, private=True)


_CARD_LINES = ("digits", "how", "warning")


def notice(what: str) -> Card:
    """Return the card that tells the owner that a code was `set`, `changed` or `removed`."""
    lines = (prompt(f"voice_code.card.{what}.line"), prompt("voice_code.card.not_you"))
    return Card(heading=prompt(f"voice_code.card.{what}"), lines=lines)


def _grouped(number: str) -> str:
    """Return the number in the groups in which people read it aloud: "471 229"."""
    return f"{number[: NUMBER_DIGITS // 2]} {number[NUMBER_DIGITS // 2 :]}"


def _nobody(context: Context) -> Reply:
    if isinstance(context.records.caller, Unreachable):
        return replace(_ended("voice_code.not_set"), outcome=Outcome.ERROR)
    return replace(_ended("voice_code.link"), link_account=True)


def _missed(context: Context, question: CodeQuestion, reading: Reading, name: str) -> Reply | None:
    """Ask again without counting a try; the third time in a row, leave it to the escalation."""
    misses = is_miss(reading) or reading.act in (Act.SET_CODE, Act.FORGOT_CODE)
    if not misses or context.session.failures >= MAX_MISSES:
        return None
    return replace(_asking(question, lead=prompt(name)), outcome=Outcome.DECLINED)


def _set(result: Result) -> Reply:
    return replace(_ended(f"voice_code.{result.value}"), card=notice(result.value))


def _found(found: Found, reply: Reply) -> Finding:
    return Finding(found, reply, reply.say[0])


def _not_done(step: Step) -> Reply:
    names = {Result.EXPIRED: "voice_code.expired", Result.GIVEN_UP: "voice_code.given_up"}
    return _ended(names.get(step.result, "voice_code.overtaken"))


def _asking(question: CodeQuestion, lead: Text | None = None) -> Reply:
    name, said = (lead.prompt, (lead,)) if lead else (question.kind, ())
    return Reply(name, said, prompt(question.kind), question, topics=(TOPIC,), outcome=Outcome.ASKED)


def _ended(name: str, *more: Text, **values: Any) -> Reply:
    return Reply(name, (prompt(name, **values), *more), *ANYTHING_ELSE, topics=(TOPIC,))


def _failed(problem: StoreError, name: str = "voice_code.not_set") -> Reply:
    log.warning("a voice code was not set, as far as is known: %s", problem)
    return replace(_ended(name), outcome=Outcome.ERROR)
