"""Bind session state to its owner.

A session identifies its owner by three keyed hashes (`dialog.people.Owner`). Before a turn uses any session state, by
voice or by touch, `Owners.use` compares the owner with the person who is asking now:

    same user and token            the same owner; nobody is asked
    unlinked, the same user links  goes on: nothing of an account is kept yet; nobody is asked
    another token                  goes on for the same customer; afresh for another one, or if it is refused
    another user, no token left    afresh
    provider unreachable           the state is set aside in this turn and returns in the next one

A token that was valid in the turn before may have expired. This shows when the pipeline first needs the customer: the
turn is then answered again with the new knowledge, and the first reply is dropped. Nothing has been written by then,
because every write needs the customer. Hashes go into the session attributes only, never into a log.
"""

from __future__ import annotations

import hmac
import logging
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from shop_helper.dialog.people import Caller, Customer, Owner, Unreachable
from shop_helper.dialog.session import Session
from shop_helper.dialog.turn import Slot, Turn
from shop_helper.errors import NotTheOwnerError

log = logging.getLogger("shop_helper")

HASH_BYTES = 12
"""Length of each hash: enough to tell owners apart, and small in the envelope."""

T = TypeVar("T")


class Owners:
    """Recognition of session owners. Holds a key and no state."""

    def __init__(self, secret: str) -> None:
        """`secret`: the same in every process that answers turns of one session."""
        self._key = hmac.digest(_bytes(secret), b"shop helper: owner of a session", "sha256")

    def asking(self, user_id: str, token: str | None) -> Owner:
        """Return the owner that a request's user and token describe."""
        user = self._hash("user", user_id)
        return Owner(user, self._hash("access", user_id, token) if token else user)

    def customer(self, customer_id: str) -> str:
        """Return the hash that identifies a verified customer."""
        return self._hash("customer", customer_id)

    def use(self, turn: Turn, answer: Callable[[Turn], T]) -> tuple[Turn, T]:
        """Answer the turn with the session state that may be used; return that turn and the answer."""
        settled = self.settle(turn)
        try:
            return settled, answer(settled)
        except NotTheOwnerError as found:
            settled = self._settle_for(turn, found.caller)
            return settled, answer(settled)

    def settle(self, turn: Turn) -> Turn:
        """Return the turn, with its session state only if the caller owns it.

        Waits for the identity provider only if a known customer's token was replaced.
        """
        owner, asking = turn.session.owner, turn.asking
        if owner is None or asking is None:
            return _afresh(turn)
        if owner.access == asking.access:
            return self._guarded(turn, owner) if owner.customer else turn
        if not asking.is_linked:
            return _afresh(turn)
        if not owner.customer:
            return turn if owner.user == asking.user else _afresh(turn)
        return self._settle_for(turn, turn.caller)

    def after(self, turn: Turn) -> Owner | None:
        """Return the owner of the session after this turn."""
        if turn.asking is None:
            return None
        known, before = turn.caller_so_far, turn.session.owner
        if isinstance(known, Customer):
            return replace(turn.asking, customer=self.customer(known.id))
        return replace(turn.asking, customer=before.customer if before else "")

    def _settle_for(self, turn: Turn, caller: Caller) -> Turn:
        """Settle the turn for a caller who has been identified."""
        if self._is(caller, turn.session.owner):
            return _known(turn, caller)
        if isinstance(caller, Unreachable):
            return _known(replace(_without_kept(turn), kept=turn.session), caller)
        return _known(_afresh(turn), caller)

    def _guarded(self, turn: Turn, owner: Owner) -> Turn:
        """Return the turn so that identifying anyone but the owner raises NotTheOwnerError."""

        def identify() -> Caller:
            caller = turn.identify()
            if not self._is(caller, owner):
                raise NotTheOwnerError(caller)
            return caller

        return replace(turn, identify=identify)

    def _is(self, caller: Caller, owner: Owner | None) -> bool:
        return (
            isinstance(caller, Customer) and owner is not None and self.customer(caller.id) == owner.customer
        )

    def _hash(self, *parts: str) -> str:
        digest = hmac.digest(self._key, b"\0".join(map(_bytes, parts)), "sha256")
        return urlsafe_b64encode(digest[:HASH_BYTES]).decode()


def _afresh(turn: Turn) -> Turn:
    """Return the turn as the first one of its owner."""
    if turn.is_new:
        return _without_kept(turn)
    if turn.session != Session():
        log.info("the session starts afresh: what it kept is not the asking person's")
    return replace(_without_kept(turn), is_afresh=True)


def _without_kept(turn: Turn) -> Turn:
    """Return the turn without session state: no screen that can be touched, and no dynamic entities."""
    if turn.if_stale is not None:
        return replace(turn, session=Session(), intent=turn.if_stale, slots={})
    slots = {name: Slot(slot.text) if slot.own else slot for name, slot in turn.slots.items()}
    return replace(turn, session=Session(), slots=slots)


def _known(turn: Turn, caller: Caller) -> Turn:
    """Return the turn with its caller filled in, for the log and so that the provider isn't asked again."""
    known = replace(turn, identify=lambda: caller)
    vars(known)["caller"] = caller
    return known


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
