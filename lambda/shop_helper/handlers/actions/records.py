"""What an action is about, from the stores; the rules of the shop, from its profile."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shop_helper.domain import returns
from shop_helper.domain.actions.changes import Change
from shop_helper.domain.actions.draft import Draft, from_data, to_data
from shop_helper.domain.actions.eligibility import Policy
from shop_helper.domain.actions.steps import Facts
from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import Case
from shop_helper.errors import StoreError
from shop_helper.handlers.apology import ACT
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.persistence.cases import CaseStore, Commit, StoredDraft
from shop_helper.persistence.forgetting import Forgetting
from shop_helper.persistence.orders import OrderStore
from shop_helper.turn import Reply, Turn

log = logging.getLogger("shop_helper")

KEEP_DAYS, KEEP_DRAFT_DAYS = 365, 3
"""Where the profile states none (`privacy.keep_records`, `privacy.keep_drafts`)."""

GUARANTEE = (
    "marketplace.guarantee_name",
    "guarantee.seller_wait",
    "guarantee.after_promised_date",
    "guarantee.claim_limit",
)
"""A shop that states none of these has no guarantee that could be claimed on."""


@dataclass(frozen=True)
class Records:
    """Only ever the records of the customer who is asking: every key holds their id."""

    orders: OrderStore
    cases: CaseStore
    zone: ZoneInfo
    policy: Policy
    keep_draft: timedelta
    forgetting: Forgetting | None = None
    """Deletes what is kept of a customer; None: nothing is kept."""

    @classmethod
    def of(
        cls,
        knowledge: KnowledgeBase,
        orders: OrderStore,
        cases: CaseStore,
        zone: ZoneInfo,
        forgetting: Forgetting | None = None,
    ) -> Records:
        days = knowledge.fact("privacy.keep_drafts") or KEEP_DRAFT_DAYS
        return cls(orders, cases, zone, policy_of(knowledge), timedelta(days=days), forgetting)

    def facts(self, turn: Turn, draft: Draft) -> Facts:
        """How things stand now. Raises StoreError."""
        today = local_date(turn.now, self.zone)
        if turn.customer is None:
            return Facts(turn.now, today)
        facts = Facts(turn.now, today, cases=self.cases.of_customer(turn.customer.id))
        if draft.ref is None:
            return facts
        order = self.orders.by_number(turn.customer.id, draft.ref.rpartition("/")[0])
        item = next((item for item in order.items if item.ref == draft.ref), None) if order else None
        return replace(facts, item=item, order_version=order.version if order else 0)

    def of_customer(self, turn: Turn) -> tuple[Case, ...]:
        """Raises StoreError."""
        return self.cases.of_customer(turn.customer.id) if turn.customer else ()

    def commit(self, turn: Turn, draft: Draft, change: Change, reply: Reply) -> Commit:
        """`reply` is what is said once it is written. Raises StoreError, UncertainError."""
        with turn.writing.of(reply, _lookup(draft)) as writing:
            done = self.cases.commit(change)
            if done is Commit.STALE:
                writing.refused()
        if done is Commit.WRITTEN:
            self.link(turn)
        return done

    def forget(self, turn: Turn, draft: Draft, *replies: Reply) -> int:
        """Deletes what is kept of the customer; how many open records stay. One of the `replies` is said once it is
        done. Raises StoreError, UncertainError."""
        with turn.writing.of(replies[0], _lookup(draft), *replies[1:]):
            return self._forget(turn, turn.customer.id) if turn.customer else 0

    def forgotten(self, turn: Turn) -> int | None:
        """How many open records stay, where all else is deleted; None where something is kept. Raises StoreError."""
        if self.forgetting is None or turn.customer is None:
            return None
        return self.forgetting.forgotten(turn.customer.id, turn.user, turn.now)

    def forget_user(self, turn: Turn) -> None:
        """Deletes what is kept of whoever disabled the skill. Raises StoreError."""
        customer_id = self.cases.customer_of(turn.user) if turn.user else None
        if customer_id is not None:
            self._forget(turn, customer_id)

    def _forget(self, turn: Turn, customer_id: str) -> int:
        return self.forgetting.forget(customer_id, turn.user, turn.now) if self.forgetting else 0

    def keep(self, turn: Turn) -> None:
        """Stores the unfinished draft of a conversation that ends. What goes wrong is logged: nobody is listening."""
        pending = turn.session.pending
        offered_only = pending is not None and pending.ask == "redirect"
        if turn.session.draft is None or offered_only or turn.customer is None:
            return
        draft = StoredDraft(dict(turn.session.draft), turn.now + self.keep_draft)
        try:
            self.cases.save_draft(turn.customer.id, draft)
        except StoreError as problem:
            log.warning("a draft was not kept: %s", problem)
            return
        self.link(turn)

    def kept(self, turn: Turn) -> Draft | None:
        """The draft of an earlier conversation, if there is one that can be read."""
        if turn.customer is None:
            return None
        try:
            stored = self.cases.draft(turn.customer.id, turn.now)
        except StoreError as problem:
            log.warning("no draft was looked for: %s", problem)
            return None
        return open_draft(stored.data) if stored else None

    def drop_kept(self, turn: Turn) -> None:
        try:
            if turn.customer is not None:
                self.cases.drop_draft(turn.customer.id)
        except StoreError as problem:
            log.warning("a draft was not dropped, its time will run out: %s", problem)

    def link(self, turn: Turn) -> None:
        """Remembers whose data goes when this user disables the skill; what goes wrong is logged."""
        if not turn.user or turn.customer is None:
            return
        try:
            self.cases.link_user(turn.user, turn.customer.id, turn.now + self.policy.keep)
        except StoreError as problem:
            log.warning("a user was not linked: %s", problem)


def open_draft(data: object) -> Draft | None:
    """The draft that travels in the session or was stored; None for anything that is none."""
    if not isinstance(data, dict):
        return None
    try:
        return from_data(data)
    except (KeyError, TypeError, ValueError):
        return None


def _lookup(draft: Draft) -> Mapping[str, Any]:
    return {"what": ACT, "key": draft.key}


def draft_data(draft: Draft) -> dict[str, object]:
    return to_data(draft)


def policy_of(knowledge: KnowledgeBase) -> Policy:
    return Policy(
        has_guarantee=any(knowledge.fact(name) for name in GUARANTEE),
        returns=returns.policy_from(knowledge.policy["returns"]),
        seller_wait_hours=_longest(knowledge.fact("guarantee.seller_wait")),
        after_promised_days=_longest(knowledge.fact("guarantee.after_promised_date")),
        claim_limit_days=_longest(knowledge.fact("guarantee.claim_limit")),
        reply_working_days=_longest(knowledge.fact("reply_time.case")),
        working_week=tuple(knowledge.fact("marketplace.working_week") or ()),
        keep=timedelta(days=_longest(knowledge.fact("privacy.keep_records")) or KEEP_DAYS),
    )


def _longest(value: int | Sequence[int] | None) -> int | None:
    """A range counts with its end: nobody is promised the best of it."""
    return value if value is None or isinstance(value, int) else max(value)
