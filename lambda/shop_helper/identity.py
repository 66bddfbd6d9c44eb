"""Who is asking: an access token → a verified `Customer`, or None."""

from __future__ import annotations

from typing import Protocol

from shop_helper.settings import IdentityProvider, Settings
from shop_helper.turn import Audience, Customer


class Identity(Protocol):
    def customer(self, token: str) -> Customer | None:
        """None when the token does not verify: expired, revoked, someone else's."""


class NoIdentity:
    """No account linking is set up, so no token is believed."""

    def customer(self, token: str) -> Customer | None:
        return None


class LocalIdentity:
    """Believes `local:<customer id>[:<audience>,…]`. For the local conversation; settings refuse it in AWS."""

    PREFIX = "local:"

    def customer(self, token: str) -> Customer | None:
        if not token.startswith(self.PREFIX):
            return None
        customer_id, _, names = token.removeprefix(self.PREFIX).partition(":")
        audiences = frozenset(Audience(name) for name in names.split(",") if name in list(Audience))
        return Customer(customer_id, audiences or frozenset({Audience.BUYER})) if customer_id else None


def identity_for(settings: Settings) -> Identity:
    return LocalIdentity() if settings.identity is IdentityProvider.LOCAL else NoIdentity()
