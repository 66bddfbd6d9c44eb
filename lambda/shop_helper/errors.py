"""The errors of Shop Helper.

    ShopHelperError
    ├── ConfigurationError      a setting is missing or makes no sense; raised while starting
    ├── ContentError            an article, prompt, profile or model is wrong: file, line, remedy
    │   └── KnowledgeError      a compiled knowledge base cannot be used (missing, broken, other schema)
    ├── NoKnowledgeError        nothing of the shop's is at hand to answer from; said aloud by the entry point
    ├── RequestError            an envelope that no answer can be made from
    ├── SessionError            session attributes that can't be read; never leaves `alexa/session.py`
    ├── EventFailedError        the work of a skill event failed; the only error that leaves the entry point
    ├── NotTheOwnerError        another customer than the session's is asking; never leaves `owner`
    ├── IdentityError           the identity provider did not answer, or not sensibly; never leaves `identity`
    │   └── IdentityLateError   it did not answer in time
    ├── FieldError              a field of a record or an event is missing, or not what it should be
    ├── BadEventError           an event of the shop that can never be used; never leaves `feed`
    ├── LaterError              an event of the shop that can't be used just now; never leaves `feed`
    └── StoreError              a store did not answer, or refused
        ├── ConflictError       the record changed since it was read
        ├── UncertainError      a write may have been made or not, and the store can't be asked
        ├── UnreadableError     the store answered, and what it holds can't be read
        └── LateError           the store did not answer in time
            └── NotBegunError   too little time was left, so the store was not asked

Outcomes that are to be expected ("can't be returned", "no such order") are return values, not errors.
"""

from __future__ import annotations

from typing import Any


class ShopHelperError(Exception):
    """Root of every error that this package raises."""


class ConfigurationError(ShopHelperError):
    """A setting is missing or makes no sense."""


class ContentError(ShopHelperError):
    """Something a writer has to mend. `str()` is `file:line: what is wrong; what to do`."""

    def __init__(self, path: str, line: int | None, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}")


class KnowledgeError(ContentError):
    """A compiled knowledge base that cannot be used."""


class NoKnowledgeError(ShopHelperError):
    """Nothing of the shop's is at hand to answer from."""


class RequestError(ShopHelperError):
    """An envelope that no answer can be made from."""


class SessionError(ShopHelperError, ValueError):
    """Session attributes that the skill did not write. Names the key, never the value."""


class EventFailedError(ShopHelperError):
    """The work of a skill event failed: Alexa has to deliver it again."""


class NotTheOwnerError(ShopHelperError):
    """A step asked who is asking, and it is not the customer that the session was kept for."""

    def __init__(self, caller: Any) -> None:
        """`caller`: who it is (`dialog.people.Caller`)."""
        super().__init__(type(caller).__name__)
        self.caller = caller


class IdentityError(ShopHelperError):
    """The identity provider did not answer, or not sensibly."""


class IdentityLateError(IdentityError):
    """The identity provider did not answer in time."""


class FieldError(ShopHelperError, ValueError):
    """`items[0].status: expected one of placed, …` or `version: missing; expected …`."""


class BadEventError(ShopHelperError):
    """An event that can never be used; the message says what was expected, and holds no value of it."""


class LaterError(ShopHelperError):
    """An event that can't be used just now: what it is about isn't known yet, or is being changed."""


class StoreError(ShopHelperError):
    """The store did not answer, or refused."""


class ConflictError(StoreError):
    """The record changed since it was read."""


class UncertainError(StoreError):
    """A write may have been made or not, and the store can't be asked. Repeating it does no harm."""


class UnreadableError(StoreError):
    """The store answered, and what it holds can't be read. Asking again gives the same."""


class LateError(StoreError):
    """The store did not answer in time. A write may have been made."""


class NotBegunError(LateError):
    """Too little time was left, so the store was not asked: nothing was read or written."""
