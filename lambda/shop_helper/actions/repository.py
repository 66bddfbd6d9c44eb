"""The records that actions read and write, and the shop's rules from its profile."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from shop_helper.dialog.deadline import Deadline
from shop_helper.dialog.records import Context, Source, Unavailable
from shop_helper.dialog.reply import Reply
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Instead
from shop_helper.dialog.writing import UnsettledWrite, Written
from shop_helper.domain import returns
from shop_helper.domain.actions.changes import Change, Commit
from shop_helper.domain.actions.draft import Draft, StoredDraft
from shop_helper.domain.actions.eligibility import Facts, Policy
from shop_helper.domain.calendar import local_date
from shop_helper.domain.naming import tell_apart
from shop_helper.domain.orders import Money
from shop_helper.errors import StoreError
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.ports import CaseStore, CustomerErasure, OrderStore
from shop_helper.topics.item_choice import items_of

log = logging.getLogger("shop_helper")

KEEP_DAYS, KEEP_DRAFT_DAYS = 365, 3
"""Defaults for a profile without `privacy.keep_records` or `privacy.keep_drafts`."""

GUARANTEE = (
    "marketplace.guarantee_name",
    "guarantee.seller_wait",
    "guarantee.after_promised_date",
    "guarantee.claim_limit",
)
"""Profile keys of the purchase guarantee; a shop that states none of them has no guarantee."""


@dataclass(frozen=True)
class ActionRepository:
    """The records of the customer who is asking; every key holds their id."""

    orders: OrderStore
    cases: CaseStore
    zone: ZoneInfo
    policy: Policy
    keep_draft: timedelta
    erasure: CustomerErasure | None = None
    """Deletes a customer's data; None if nothing is stored."""

    @classmethod
    def of(
        cls,
        knowledge: KnowledgeBase,
        orders: OrderStore,
        cases: CaseStore,
        zone: ZoneInfo,
        erasure: CustomerErasure | None = None,
    ) -> ActionRepository:
        days = knowledge.fact("privacy.keep_drafts") or KEEP_DRAFT_DAYS
        return cls(orders, cases, zone, policy_of(knowledge), timedelta(days=days), erasure)

    def facts(self, context: Context, draft: Draft) -> Facts | Unavailable:
        """Return the facts about the draft from the turn's records.

        An item of an older order is looked up by its number. So is the order of an action that is about to be written,
        since its version matters then.
        """
        cases = context.records.cases
        if isinstance(cases, Unavailable):
            return cases
        today = local_date(context.now, self.zone)
        facts = Facts(context.now, today, cases=cases, traits=context.records.traits)
        if draft.ref is None or context.customer is None:
            return facts
        if isinstance(context.records.bought, Unavailable):
            return context.records.bought
        versions = {order.order_id: order.version for order in context.records.bought}
        item, order_id = items_of(context.records.bought).get(draft.ref), draft.ref.rpartition("/")[0]
        if item is not None:
            return replace(facts, item=item, order_version=versions[order_id])
        return self._older(context, draft.ref, facts)

    def facts_now(self, context: Context, draft: Draft) -> Facts:
        """Read the facts again after a write that came too late. Raises StoreError."""
        today = local_date(context.now, self.zone)
        assert context.customer is not None
        cases = self.cases.of_customer(context.customer.id, deadline=context.deadline)
        facts = Facts(context.now, today, cases=cases, traits=context.records.traits)
        if draft.ref is None:
            return facts
        found = self._older(context, draft.ref, facts)
        if isinstance(found, Unavailable):
            raise StoreError(found.why)
        return found

    def _older(self, context: Context, ref: str, facts: Facts) -> Facts | Unavailable:
        """Return the facts of an older order, with traits that tell its items from recent namesakes."""
        assert context.customer is not None
        order_id = ref.rpartition("/")[0]
        try:
            order = self.orders.by_number(context.customer.id, order_id, deadline=context.deadline)
        except StoreError as problem:
            log.warning("answered without an order: %s", problem)
            return Unavailable.of(Source.ORDERS, problem)
        if order is None:
            return replace(facts, item=None, order_version=0)
        item = next((item for item in order.items if item.ref == ref), None)
        recent = context.records.bought
        others = () if isinstance(recent, Unavailable) else recent
        told = tell_apart((order, *others), facts.today, self.zone)
        traits = {**facts.traits, ref: facts.traits_of(ref) or told.get(ref, ())}
        return replace(facts, item=item, order_version=order.version, traits=traits)

    def commit(self, context: Context, draft: Draft, change: Change, reply: Reply) -> Commit:
        """Write the change. `reply`: the reply after it. Raises StoreError, UncertainError."""
        self.link(context)
        with context.writing.of(reply, UnsettledWrite(Written.ACTION, draft.key)) as writing:
            done = self.cases.commit(change, deadline=context.deadline)
            if done is Commit.STALE:
                writing.refused()
        return done

    def forget(self, context: Context, draft: Draft, *replies: Reply) -> int:
        """Delete the customer's data and return how many open records stay.

        One of the `replies` is said afterwards. Raises StoreError, UncertainError.
        """
        if self.erasure is None or context.customer is None:
            return 0
        with context.writing.of(replies[0], UnsettledWrite(Written.ACTION, draft.key), *replies[1:]):
            return self.erasure.forget(
                context.customer.id, context.user, context.now, deadline=context.deadline
            )

    def forgotten(self, context: Context) -> int | None:
        """Return how many open records stay after a deletion; None if it isn't complete. Raises StoreError."""
        if self.erasure is None or context.customer is None:
            return None
        return self.erasure.forgotten(
            context.customer.id, context.user, context.now, deadline=context.deadline
        )

    def forget_user(self, user: str, now: datetime, happened_at: datetime, deadline: Deadline) -> None:
        """Delete the data that a user made before disabling the skill. Raises StoreError.

        The event may be delivered late and twice, when they have enabled the skill again and made something new.
        """
        customer_id = self.cases.customer_of(user, deadline=deadline) if user else None
        if customer_id is not None and self.erasure is not None:
            self.erasure.forget(customer_id, user, now, happened_at, deadline=deadline)

    def keep(self, context: Context, session: Session) -> None:
        """Store the unfinished draft of a conversation that ends. Failures are only logged: nobody is listening."""
        if session.draft is None or isinstance(session.open_question, Instead) or context.customer is None:
            return
        draft = StoredDraft(session.draft, context.now + self.keep_draft, context.now)
        try:
            self.link(context)
            self.cases.save_draft(context.customer.id, draft, deadline=context.deadline)
        except StoreError as problem:
            log.warning("a draft was not kept: %s", problem)

    def drop_kept(self, context: Context) -> None:
        try:
            if context.customer is not None:
                self.cases.drop_draft(context.customer.id, deadline=context.deadline)
        except StoreError as problem:
            log.warning("a draft was not dropped, its time will run out: %s", problem)

    def link(self, context: Context) -> None:
        """Record whose data to delete when this user disables the skill. Raises StoreError.

        Call it before storing anything about the customer: data without a link would never be deleted.
        """
        if context.user and context.customer is not None:
            until = context.now + self.policy.keep
            self.cases.link_user(
                context.user, context.customer.id, until, context.now, deadline=context.deadline
            )


def policy_of(knowledge: KnowledgeBase) -> Policy:
    return Policy(
        has_guarantee=any(knowledge.fact(name) for name in GUARANTEE),
        returns=returns.policy_from(knowledge.policy["returns"]),
        seller_wait_hours=_longest(knowledge.fact("guarantee.seller_wait")),
        after_promised_days=_longest(knowledge.fact("guarantee.after_promised_date")),
        claim_limit_days=_longest(knowledge.fact("guarantee.claim_limit")),
        reply_working_days=_longest(knowledge.fact("reply_time.case")),
        working_week=tuple(knowledge.fact("marketplace.working_week") or ()),
        cancel_fee=_fee(knowledge.fact("orders.cancel_fee")),
        keep=timedelta(days=_longest(knowledge.fact("privacy.keep_records")) or KEEP_DAYS),
    )


def _fee(value: Mapping[str, Any] | None) -> Money | None:
    """A fee of nothing is none."""
    fee = Money(Decimal(str(value["amount"])), value["currency"]) if value else None
    return fee if fee and fee.amount else None


def _longest(value: int | Sequence[int] | None) -> int | None:
    """Return the upper end of a range, so that no customer is promised the best case."""
    return value if value is None or isinstance(value, int) else max(value)
