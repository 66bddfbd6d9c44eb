"""A request to set a voice code, from the proof of who is asking to the new code said twice.

The proof is a one-time number on a card in the owner's Alexa app, or the old code. Each step is a pure function from a
request to what came of it and the request as it has to be stored before anybody is told. Whoever holds the session
after the proof is told by a ticket: the version of the stored request.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shop_helper.domain.voice_code import TRIES, Code, matches

NUMBER_DIGITS = 6

VALID = timedelta(minutes=10)
"""From sending a number to saying it, and from the proof to the new code."""

MAX_SENT = 3
SENT_WITHIN = timedelta(hours=1)
"""At most `MAX_SENT` numbers within this time, so that nobody in the room can fill the owner's app with cards."""


class Stage(StrEnum):
    NUMBER = "number"
    """A number was sent."""
    FIRST = "first"
    """The owner has proved who they are; the new code comes next."""
    AGAIN = "again"
    """The new code was said once."""
    OVER = "over"
    """Set, canceled or given up. Kept only to limit how many numbers are sent."""


class Result(StrEnum):
    """What came of one step."""

    SENT = "sent"
    PROVED = "proved"
    WRONG = "wrong"
    SPENT = "spent"
    """Wrong for the last time: the number no longer counts."""
    EXPIRED = "expired"
    NONE_OPEN = "none_open"
    TAKEN = "taken"
    """The new code was taken once and has to be repeated."""
    DIFFERENT = "different"
    GIVEN_UP = "given_up"
    SET = "set"
    """The first code, written together with this result."""
    CHANGED = "changed"
    """Likewise, in place of an earlier code."""
    OVERTAKEN = "overtaken"
    """Another session, or an operator, went on with it or set a code."""


DONE = (Result.SET, Result.CHANGED)


@dataclass(frozen=True)
class CodeRequest:
    """A customer's request, as it is stored."""

    stage: Stage = Stage.OVER
    until: datetime | None = None
    """Aware, UTC: the end of this stage. None when the request is over."""
    secret: Code | None = None
    """Hash of the number (`NUMBER`) or of the new code (`AGAIN`)."""
    replaces: bytes | None = None
    """Salt of the code to be replaced, as it was when the request began; None: there was none."""
    wrong: int = 0
    """Wrong numbers, or repetitions that differed."""
    sent: tuple[datetime, ...] = ()
    """When numbers were sent, within `SENT_WITHIN`."""
    answered: tuple[tuple[str, Result], ...] = ()
    """The last request ids and what came of them, so that none that Alexa sends again counts again."""

    @property
    def tries_left(self) -> int:
        return TRIES - self.wrong

    def is_open(self, stage: Stage, now: datetime) -> bool:
        return self.stage is stage and self.until is not None and now < self.until

    def result_of(self, request_id: str) -> Result | None:
        return dict(self.answered).get(request_id)

    def with_result(self, request_id: str, result: Result) -> CodeRequest:
        return replace(self, answered=(*self.answered, (request_id, result))[-TRIES:])

    def next_number_at(self, now: datetime) -> datetime | None:
        """When another number may be sent; None: now."""
        recent = [instant for instant in self.sent if now - instant < SENT_WITHIN]
        return recent[-MAX_SENT] + SENT_WITHIN if len(recent) >= MAX_SENT else None


def sending(request: CodeRequest, number: Code, replaces: bytes | None, now: datetime) -> CodeRequest:
    """A new number takes the place of whatever was open."""
    recent = tuple(instant for instant in request.sent if now - instant < SENT_WITHIN)
    return CodeRequest(Stage.NUMBER, now + VALID, number, replaces, 0, (*recent, now), request.answered)


def proved(request: CodeRequest, replaces: bytes | None, now: datetime) -> CodeRequest:
    """The owner is known. A number that was used is gone."""
    return replace(request, stage=Stage.FIRST, until=now + VALID, secret=None, replaces=replaces, wrong=0)


def over(request: CodeRequest) -> CodeRequest:
    """Nothing of a number or a code is left."""
    return CodeRequest(sent=request.sent, answered=request.answered)


def try_number(request: CodeRequest, digits: str, now: datetime) -> tuple[Result, CodeRequest]:
    if request.stage is not Stage.NUMBER or request.secret is None:
        return Result.NONE_OPEN, request
    if not request.is_open(Stage.NUMBER, now):
        return Result.EXPIRED, over(request)
    if matches(request.secret, digits):
        return Result.PROVED, proved(request, request.replaces, now)
    if request.tries_left > 1:
        return Result.WRONG, replace(request, wrong=request.wrong + 1)
    return Result.SPENT, over(request)


def take_first(request: CodeRequest, code: Code, now: datetime) -> tuple[Result, CodeRequest]:
    if request.stage is not Stage.FIRST:
        return Result.OVERTAKEN, request
    if not request.is_open(Stage.FIRST, now):
        return Result.EXPIRED, over(request)
    return Result.TAKEN, replace(request, stage=Stage.AGAIN, secret=code)


def take_again(request: CodeRequest, digits: str, now: datetime) -> tuple[Result, CodeRequest]:
    """`SET` or `CHANGED` once the code itself is written together with the request."""
    if request.stage is not Stage.AGAIN or request.secret is None:
        return Result.OVERTAKEN, request
    if not request.is_open(Stage.AGAIN, now):
        return Result.EXPIRED, over(request)
    if matches(request.secret, digits):
        return Result.SET if request.replaces is None else Result.CHANGED, over(request)
    if request.tries_left > 1:
        return Result.DIFFERENT, replace(request, stage=Stage.FIRST, secret=None, wrong=request.wrong + 1)
    return Result.GIVEN_UP, over(request)
