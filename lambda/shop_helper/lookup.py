"""Read the customer's records once per turn, before any decision. A failed store is a value, not an error."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shop_helper.dialog.people import Audience, Customer
from shop_helper.dialog.records import Need, Records, Unavailable
from shop_helper.dialog.turn import Turn
from shop_helper.domain.actions.draft import Draft
from shop_helper.errors import StoreError
from shop_helper.persistence.cases import CaseStore
from shop_helper.persistence.orders import OrderStore

log = logging.getLogger("shop_helper")

RECENT = 15
"""Number of recent orders that are read."""

T = TypeVar("T")


@dataclass(frozen=True)
class RecordLookup:
    orders: OrderStore
    cases: CaseStore

    def read(self, turn: Turn, needs: Need) -> Records:
        """Identify the caller if any records are needed, and read them if the caller is a customer."""
        if not turn.is_linked:
            return Records(turn.caller)
        looks_up = needs & ~Need.DRAFT
        # A draft alone isn't worth a call to the identity provider.
        caller = turn.caller if looks_up else turn.caller_so_far
        if not isinstance(caller, Customer):
            return Records(caller)
        buys, sells = Audience.BUYER in caller.audiences, Audience.SELLER in caller.audiences
        orders, cases = Need.ORDERS in needs, Need.CASES in needs
        return Records(
            caller,
            _or_unavailable(lambda: self.orders.recent(caller.id, RECENT)) if orders and buys else (),
            _or_unavailable(lambda: self.orders.sold(caller.id, RECENT)) if orders and sells else (),
            _or_unavailable(lambda: self.cases.of_customer(caller.id)) if cases else (),
            self._earlier_draft(turn, caller) if Need.DRAFT in needs else None,
        )

    def _earlier_draft(self, turn: Turn, customer: Customer) -> Draft | None:
        """Return the draft of an earlier conversation; None if there is none or the store fails."""
        try:
            stored = self.cases.draft(customer.id, turn.now)
        except StoreError as problem:
            log.warning("no draft was looked for: %s", problem)
            return None
        return stored.draft if stored else None


def _or_unavailable(read: Callable[[], T]) -> T | Unavailable:
    try:
        return read()
    except StoreError as problem:
        log.warning("answered without records: %s", problem)
        return Unavailable(str(problem))
