"""The case store: records of what was asked for, the customer's unfinished draft, and which user is which customer.

One table, `CasesTable`, partition `customer_id`, sort `case_id`. What its items are stands in
persistence/personal_data.py, the record of a case in persistence/case_record.py, how a customer is forgotten in
persistence/erasure.py.

Cases are found only together with their customer, so somebody else's number finds as little as one that isn't there.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.domain.actions.changes import Change, Commit, ItemChange
from shop_helper.domain.actions.draft import StoredDraft
from shop_helper.domain.cases import Case
from shop_helper.domain.orders import ItemStatus, Order, OrderItem, RefundState, ReturnState
from shop_helper.errors import ConflictError
from shop_helper.persistence.orders import MemoryOrders


class MemoryCases:
    """For tests. Behaves as the table does; `orders` are what its conditions look at."""

    def __init__(self, orders: MemoryOrders) -> None:
        self._orders = orders
        self._cases: dict[tuple[str, str], Case] = {}
        self._drafts: dict[str, StoredDraft] = {}
        self._users: dict[str, tuple[str, datetime | None]] = {}
        self._lock = threading.Lock()

    def commit(self, change: Change, *, deadline: Deadline = NO_DEADLINE) -> Commit:
        case = change.case
        with self._lock:
            known = self._cases.get((case.customer_id, case.case_id))
            if known is not None and known.has_event(change.event.key):
                return Commit.ALREADY
            if (known.version if known else 0) != change.seen_version:
                return Commit.STALE
            if change.item is not None and not self._change_item(case.customer_id, change):
                return Commit.STALE
            self._cases[case.customer_id, case.case_id] = case
            return Commit.WRITTEN

    def _change_item(self, customer_id: str, change: Change) -> bool:
        item = change.item
        assert item is not None
        order = self._orders.by_number(customer_id, item.order_id)
        if order is None or order.version != item.seen_version:
            return False
        if item.changes:
            try:
                self._orders.put(changed_order(order, item, change.event.at))
            except ConflictError:
                return False
        return True

    def of_customer(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[Case, ...]:
        own = [case for (owner, _), case in list(self._cases.items()) if owner == customer_id]
        return newest_first(own)

    def mark_told(self, case: Case, *, deadline: Deadline = NO_DEADLINE) -> None:
        key = (case.customer_id, case.case_id)
        with self._lock:
            if key in self._cases and self._cases[key].version == case.version:
                self._cases[key] = replace(case, told=len(case.of_desk))

    def save_draft(self, customer_id: str, draft: StoredDraft, *, deadline: Deadline = NO_DEADLINE) -> None:
        self._drafts[customer_id] = draft

    def draft(
        self, customer_id: str, now: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> StoredDraft | None:
        found = self._drafts.get(customer_id)
        return found if found and found.expires_at > now else None

    def drop_draft(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> None:
        self._drafts.pop(customer_id, None)

    def link_user(
        self,
        user: str,
        customer_id: str,
        expires_at: datetime,
        linked_at: datetime | None = None,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        self._users[user] = (customer_id, linked_at)

    def customer_of(self, user: str, *, deadline: Deadline = NO_DEADLINE) -> str | None:
        return self._users[user][0] if user in self._users else None

    def is_kept_since(self, customer_id: str, user: str, instant: datetime) -> bool:
        """Whether the customer has made anything in here after the instant."""
        draft, (_, linked_at) = self._drafts.get(customer_id), self._users.get(user, ("", None))
        own = [case.last_own_change for case in self.of_customer(customer_id)]
        dates = [*own, draft.saved_at if draft else None, linked_at]
        return any(made > instant for made in dates if made is not None)

    def forget(self, customer_id: str, user: str, at: datetime, until: datetime, is_back: bool) -> int:
        """As `CustomerErasure` does it, of what is in here."""

        def is_due(made: datetime | None) -> bool:
            return made <= until if made is not None else not is_back

        with self._lock:
            if customer_id in self._drafts and is_due(self._drafts[customer_id].saved_at):
                del self._drafts[customer_id]
            if user in self._users and is_due(self._users[user][1]):
                del self._users[user]
            own = [
                key
                for key, case in self._cases.items()
                if key[0] == customer_id and is_due(case.last_own_change)
            ]
            for key in own:
                if self._cases[key].is_closed:
                    del self._cases[key]
                else:
                    self._cases[key] = self._cases[key].forgotten(at)
            return sum(key in self._cases for key in own)

    def forgotten(self, customer_id: str, user: str) -> int | None:
        """As `CustomerErasure` looks it up, of what is in here."""
        own = self.of_customer(customer_id)
        if customer_id in self._drafts or user in self._users or not all(case.is_forgotten for case in own):
            return None
        return None if any(case.is_closed for case in own) else len(own)


def newest_first(cases: list[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=lambda case: (case.opened_at, case.case_id), reverse=True))


def changed_order(order: Order, change: ItemChange, at: datetime) -> Order:
    """The order's next version, with the item's new values."""
    items = tuple(
        _changed(item, change, at) if item.line_id == change.line_id else item for item in order.items
    )
    return replace(order, items=items, version=order.version + 1)


def _changed(item: OrderItem, change: ItemChange, at: datetime) -> OrderItem:
    kinds = {"return_state": ReturnState, "refund_state": RefundState, "status": ItemStatus}
    values: dict[str, Any] = {name: kinds[name](value) for name, value in change.values.items()}
    if change.contacted:
        values["seller_contacted_at"] = (*item.seller_contacted_at, at.astimezone(UTC).replace(microsecond=0))
    return replace(item, **values)
