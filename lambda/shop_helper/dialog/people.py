"""Callers: a verified customer, an unlinked user, or a token that isn't accepted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"


@dataclass(frozen=True)
class Customer:
    """A verified identity; made only by an identity provider."""

    id: str
    audiences: frozenset[Audience] = frozenset({Audience.BUYER})


@dataclass(frozen=True)
class NotLinked:
    """The request carries no access token."""


class Refusal(StrEnum):
    """The reason for refusing an access token."""

    MALFORMED = "malformed"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    """The provider says it is not valid, or no longer."""
    ISSUER = "issuer"
    AUDIENCE = "audience"
    """Issued to another client, or for another service."""
    ALGORITHM = "algorithm"
    KEY = "key"
    """Signed with a key that the issuer does not publish."""
    SIGNATURE = "signature"
    CLAIM = "claim"
    """A claim that is needed is missing, or not what it should be."""
    NO_LINKING = "no_linking"
    """No account linking is set up here."""


@dataclass(frozen=True)
class Refused:
    """A token that isn't accepted; linking again gives a new one."""

    why: Refusal


@dataclass(frozen=True)
class Unreachable:
    """An identity provider without a usable answer in time; the token may be valid."""

    is_late: bool = False
    """It took too long, or no time was left to ask it."""


@dataclass(frozen=True)
class Verified:
    """An access token that is believed."""

    customer: Customer
    expires_at: float
    """Seconds since the epoch; the token proves nothing after it."""


VerificationResult = Verified | Refused | Unreachable
"""What an identity provider finds out about an access token."""


@dataclass(frozen=True)
class Owner:
    """The owner of a session, as keyed hashes (`owner.py`) that can only be compared."""

    user: str
    """Alexa's user."""
    access: str
    """That user with the access token of the request; `user` again without a token."""
    customer: str = ""
    """The verified customer; empty while nothing has needed one, so that nothing of an account is kept yet."""

    @property
    def is_linked(self) -> bool:
        return self.access != self.user


Caller = Customer | NotLinked | Refused | Unreachable
"""The result of identifying the caller."""
