"""The voice code: a spoken PIN that is asked for before a write, where the shop switches it on. Off by default.

How tries are counted is decided here; who keeps the record and makes the salt is in `persistence/voice_code.py`.
A code of four to eight digits is a lock against other people in the room, not against whoever holds the table: its hash
is slow and salted, yet ten thousand codes can be gone through. The limit of tries is what protects it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

TRIES = 3
"""Wrong codes in a row before the lock."""

LOCK = timedelta(minutes=15)
"""The first lock; each further one without a right code between them is twice as long."""

MAX_LOCK = timedelta(hours=24)

MIN_DIGITS, MAX_DIGITS = 4, 8
SALT_BYTES = 16

COST = {"n": 2**14, "r": 8, "p": 1}
"""scrypt: 16 MB and about 50 ms on a fast core; a third of a Lambda's core takes about three times that."""


@dataclass(frozen=True)
class Code:
    """A customer's code, as it is stored."""

    salt: bytes
    digest: bytes
    wrong: int = 0
    """Wrong codes in a row, since the last right one or the last lock."""
    locks: int = 0
    """Locks in a row, since the last right code."""
    locked_until: datetime | None = None
    """Aware, UTC."""
    counted: tuple[str, ...] = ()
    """Ids of the last requests whose wrong code was counted, so that none that Alexa sends again counts again."""


@dataclass(frozen=True)
class Accepted:
    pass


@dataclass(frozen=True)
class Wrong:
    tries_left: int
    """At least one."""


@dataclass(frozen=True)
class LockedUntil:
    """No code is looked at before this instant, not even the right one."""

    instant: datetime


@dataclass(frozen=True)
class NotSet:
    """The customer has no code."""


Checked = Accepted | Wrong | LockedUntil | NotSet


def weakness(digits: str) -> str | None:
    """Why these digits can't be a code, as the end of a sentence; None when they can."""
    if not digits.isascii() or not digits.isdigit():
        return "a voice code has digits only"
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
        return f"a voice code has {MIN_DIGITS} to {MAX_DIGITS} digits"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    if steps in ({0}, {1}, {9}):
        return "digits that are all the same or count up or down are the first to be guessed"
    return None


def made(digits: str, salt: bytes) -> Code:
    """A new code. Raises ValueError for digits that can't be one."""
    problem = weakness(digits)
    if problem is not None:
        raise ValueError(problem)
    return hashed(digits, salt)


def hashed(digits: str, salt: bytes) -> Code:
    """The digits as they are stored, weak or not."""
    return Code(salt, _digest(digits, salt))


def matches(code: Code, digits: str) -> bool:
    return hmac.compare_digest(_digest(digits, code.salt), code.digest)


def check(code: Code, digits: str, now: datetime, request_id: str = "") -> tuple[Checked, Code]:
    """What comes of a try, and the code as it has to be stored before anybody is told. Empty `request_id`: counted
    whatever came before."""
    if code.locked_until is not None and now < code.locked_until:
        return LockedUntil(code.locked_until), code
    if matches(code, digits):
        return Accepted(), Code(code.salt, code.digest, counted=code.counted)
    if request_id and request_id in code.counted and code.wrong:
        return Wrong(TRIES - code.wrong), code
    if request_id:
        code = replace(code, counted=(*code.counted, request_id)[-TRIES:])
    if code.wrong + 1 < TRIES:
        return Wrong(TRIES - code.wrong - 1), replace(code, wrong=code.wrong + 1, locked_until=None)
    until = now + min(LOCK * 2 ** min(code.locks, 10), MAX_LOCK)
    return LockedUntil(until), replace(code, wrong=0, locks=code.locks + 1, locked_until=until)


def _digest(digits: str, salt: bytes) -> bytes:
    return hashlib.scrypt(digits.encode("utf-8", "replace"), salt=salt, dklen=32, maxmem=2**26, **COST)
