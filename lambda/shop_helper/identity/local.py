"""Identities that ask nobody."""

from __future__ import annotations

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Audience, Caller, Customer, Refusal, Refused


class NoIdentity:
    """No account linking is set up, so no token is believed."""

    def identify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> Caller:
        return Refused(Refusal.NO_LINKING)

    def remembered(self, token: str) -> Customer | None:
        return None


class LocalIdentity:
    """Believes `local:<customer id>[:<audience>,…]`. For the local conversation; settings refuse it in AWS."""

    PREFIX = "local:"

    def identify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> Caller:
        if not token.startswith(self.PREFIX):
            return Refused(Refusal.MALFORMED)
        customer_id, _, names = token.removeprefix(self.PREFIX).partition(":")
        audiences = frozenset(Audience(name) for name in names.split(",") if name in list(Audience))
        if not customer_id:
            return Refused(Refusal.CLAIM)
        return Customer(customer_id, audiences or frozenset({Audience.BUYER}))

    def remembered(self, token: str) -> Customer | None:
        caller = self.identify(token)
        return caller if isinstance(caller, Customer) else None
