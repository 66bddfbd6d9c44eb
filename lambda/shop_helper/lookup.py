"""Read the customer's records once per turn, before any decision. A failed store is a value, not an error."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shop_helper.dialog.people import Audience, Customer
from shop_helper.dialog.records import Need, Records, Source, Unavailable
from shop_helper.dialog.turn import Turn
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.cases import Case
from shop_helper.domain.orders import Order
from shop_helper.errors import StoreError
from shop_helper.ports import CaseStore, OrderStore

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
        orders, cases, until = Need.ORDERS in needs, Need.CASES in needs, turn.deadline

        def earlier_draft() -> Draft | None:
            stored = self.cases.draft(caller.id, turn.now, deadline=until)
            return stored.draft if stored else None

        def bought() -> tuple[Order, ...]:
            return self.orders.recent(caller.id, RECENT, deadline=until)

        def sold() -> tuple[Order, ...]:
            return self.orders.sold(caller.id, RECENT, deadline=until)

        def of_customer() -> tuple[Case, ...]:
            return self.cases.of_customer(caller.id, deadline=until)

        return Records(
            caller,
            _read(Source.ORDERS, bought) if orders and buys else (),
            _read(Source.ORDERS, sold) if orders and sells else (),
            _read(Source.CASES, of_customer) if cases else (),
            _read(Source.DRAFT, earlier_draft) if Need.DRAFT in needs else None,
        )


def _read(source: Source, read: Callable[[], T]) -> T | Unavailable:
    try:
        return read()
    except StoreError as problem:
        log.warning("answered without %s: %s", source, problem)
        return Unavailable.of(source, problem)
