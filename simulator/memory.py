"""Stores in memory, for tests and for thousands of turns: what the tables promise, without tables."""

from __future__ import annotations

import secrets
import threading
from dataclasses import replace
from datetime import UTC, datetime

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.domain.actions.changes import Change, Commit
from shop_helper.domain.actions.draft import StoredDraft
from shop_helper.domain.cases import Case
from shop_helper.domain.code_request import CodeRequest
from shop_helper.domain.orders import Order
from shop_helper.domain.sales import owner_of, sales_of
from shop_helper.domain.voice_code import Code
from shop_helper.errors import ConflictError
from shop_helper.persistence.cases import changed_order, newest_first
from shop_helper.persistence.code_request import CodeRequests
from shop_helper.persistence.orders import check, newest
from shop_helper.persistence.stores import Stores
from shop_helper.persistence.visits import KEPT
from shop_helper.persistence.voice_code import VoiceCode

_ALWAYS = datetime.max.replace(tzinfo=UTC)


def memory_stores(orders: MemoryOrders | None = None, cases: MemoryCases | None = None) -> Stores:
    """All of them, on the given orders and cases or on none yet."""
    orders = orders or MemoryOrders()
    cases = cases or MemoryCases(orders)
    visits, codes = MemoryVisits(), MemoryVoiceCodes()
    requests, checked = MemoryCodeRequests(codes), VoiceCode(codes)
    erasure = MemoryErasure(cases, visits, codes, requests)
    return Stores(orders, cases, visits, checked, CodeRequests(requests, checked), erasure)


class MemoryOrders:
    """Orders in a dict; for tests. Behaves as the table does."""

    def __init__(self) -> None:
        self._orders: dict[tuple[str, str], Order] = {}

    def recent(
        self, customer_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE
    ) -> tuple[Order, ...]:
        own = [order for (owner, _), order in self._orders.items() if owner == customer_id]
        return newest(own, limit)

    def sold(self, seller_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE) -> tuple[Order, ...]:
        copies = [sale for order in self._orders.values() for sale in sales_of(order)]
        return newest([sale for sale in copies if sale.customer_id == owner_of(seller_id)], limit)

    def by_number(self, customer_id: str, order_id: str, *, deadline: Deadline = NO_DEADLINE) -> Order | None:
        return self._orders.get((customer_id, order_id))

    def put(self, order: Order, *, deadline: Deadline = NO_DEADLINE) -> None:
        check(order)
        key = (order.customer_id, order.order_id)
        known = self._orders.get(key)
        if known is not None and known.version >= order.version:
            raise ConflictError(f"order {order.order_id} is at version {known.version}")
        self._orders[key] = order


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


class MemoryVisits:
    """For tests."""

    def __init__(self) -> None:
        self._visits: dict[str, datetime] = {}

    def record_visit(
        self, customer_id: str, now: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> datetime | None:
        before, self._visits[customer_id] = self._visits.get(customer_id), now
        return before if before is not None and now - before <= KEPT else None

    def is_kept_since(self, customer_id: str, instant: datetime) -> bool:
        """Whether the last visit was after the instant."""
        visit = self._visits.get(customer_id)
        return visit is not None and visit > instant

    def knows(self, customer_id: str) -> bool:
        """Whether a visit of theirs is kept, however long ago."""
        return customer_id in self._visits

    def forget(self, customer_id: str) -> None:
        """As `CustomerErasure` does it."""
        self._visits.pop(customer_id, None)


class MemoryVoiceCodes:
    """Codes in a dict; for tests. Behaves as the table does."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[Code, int]] = {}

    def read(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[Code, int] | None:
        return self._codes.get(customer_id)

    def update(self, customer_id: str, code: Code, version: int, *, deadline: Deadline = NO_DEADLINE) -> None:
        known = self._codes.get(customer_id)
        if known is None or known[1] != version:
            raise ConflictError("the voice code has changed since it was read")
        self._codes[customer_id] = (code, version + 1)

    def set(self, customer_id: str, code: Code | None, *, deadline: Deadline = NO_DEADLINE) -> None:
        if code is None:
            self._codes.pop(customer_id, None)
        else:
            self._codes[customer_id] = (code, secrets.randbits(48))


class MemoryCodeRequests:
    """Requests in a dict; for tests. Behaves as the table does."""

    def __init__(self, codes: MemoryVoiceCodes) -> None:
        self._codes = codes
        self._requests: dict[str, tuple[CodeRequest, int]] = {}

    def read(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[CodeRequest, int]:
        return self._requests.get(customer_id, (CodeRequest(), 0))

    def write(
        self, customer_id: str, request: CodeRequest, version: int, *, deadline: Deadline = NO_DEADLINE
    ) -> None:
        if self.read(customer_id)[1] != version:
            raise ConflictError("the request has changed since it was read")
        self._requests[customer_id] = (request, version + 1)

    def set_code(
        self,
        customer_id: str,
        code: Code,
        replaces: bytes | None,
        request: CodeRequest,
        version: int,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        known = self._codes.read(customer_id)
        if (known[0].salt if known else None) != replaces:
            raise ConflictError("the voice code has changed since it was read")
        self.write(customer_id, request, version)
        self._codes.set(customer_id, code)

    def forget(self, customer_id: str) -> None:
        """As `CustomerErasure` does it."""
        self._requests.pop(customer_id, None)


class MemoryErasure:
    """For tests."""

    def __init__(
        self,
        cases: MemoryCases,
        visits: MemoryVisits,
        codes: MemoryVoiceCodes,
        requests: MemoryCodeRequests,
    ) -> None:
        self._cases, self._visits, self._codes, self._requests = cases, visits, codes, requests

    def forget(
        self,
        customer_id: str,
        user: str,
        at: datetime,
        until: datetime | None = None,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> int:
        until = until or _ALWAYS
        has_visited = self._visits.is_kept_since(customer_id, until)
        is_back = has_visited or self._cases.is_kept_since(customer_id, user, until)
        if not has_visited:
            self._visits.forget(customer_id)
        if not is_back:
            self._codes.set(customer_id, None)
            self._requests.forget(customer_id)
        return self._cases.forget(customer_id, user, at, until, is_back)

    def forgotten(
        self, customer_id: str, user: str, at: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> int | None:
        asked = self._requests.read(customer_id)[1] > 0
        if asked or self._visits.knows(customer_id) or self._codes.read(customer_id) is not None:
            return None
        return self._cases.forgotten(customer_id, user)
