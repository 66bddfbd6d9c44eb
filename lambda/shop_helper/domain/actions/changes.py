"""What one confirmed action changes: a case record, and the item of an order, together or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from shop_helper.domain.actions.catalog import SPECS
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import Facts, Policy
from shop_helper.domain.actions.steps import ReadBack
from shop_helper.domain.cases import FOLLOWED, Case, CaseEvent, CaseState, Problem, due_date


@dataclass(frozen=True)
class ItemChange:
    """What changes in one item, or only that the order is still the one that was seen."""

    order_id: str
    line_id: str
    seen_version: int
    """The write is refused when the order is at another version."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Field of the item → new value; empty: nothing changes and the version stays."""
    contacted: bool = False
    """The seller is being written to now: the instant joins `seller_contacted_at`."""

    @property
    def changes(self) -> bool:
        return bool(self.values) or self.contacted


@dataclass(frozen=True)
class Change:
    """One write. `case` is the record as it will stand, its last event carrying the idempotency key."""

    case: Case
    seen_version: int
    """Version of the case that was read back; 0 for a new one, which must not be there yet."""
    item: ItemChange | None = None

    @property
    def event(self) -> CaseEvent:
        return self.case.events[-1]


class Commit(StrEnum):
    """What became of a change that was written, or not."""

    WRITTEN = "written"
    ALREADY = "already"
    """This very change was written before: a retry, or a yes said twice."""
    STALE = "stale"
    """What it was decided on has changed; nothing was written."""


def keyed(step: ReadBack, facts: Facts, customer_id: str, request_id: str) -> Draft:
    """The draft as it is read back: with its idempotency key and, for a new record, the number it will get.

    The number comes from what was seen (the last record about the same thing), so two conversations that start from the
    same state come to the same number, and only one of them can write it.
    """
    draft = step.draft
    key = _digits(f"{customer_id}|{request_id}", 16)
    kind = SPECS[draft.kind].recorded_as
    if kind is None:
        return replace(draft, key=key)
    before = next((case.case_id for case in facts.cases if case.kind is kind and case.ref == draft.ref), "")
    about = draft.ref or key
    return replace(draft, key=key, case_id=_digits(f"{customer_id}|{kind}|{about}|{before}", 12))


def change_for(step: ReadBack, facts: Facts, policy: Policy, customer_id: str, draft: Draft) -> Change:
    """`draft` is the one that was read back and confirmed; `step` is what it comes to now."""
    known = next((case for case in facts.cases if case.case_id == draft.case_id), None)
    kind = SPECS[draft.kind].recorded_as
    if kind is None:
        assert known is not None, "a note without a case is asked for, never confirmed"
        closing = draft.kind is ActionKind.CLOSE
        event = CaseEvent("closed" if closing else "note", facts.now, draft.key, draft.words)
        state = CaseState.CLOSED if closing else CaseState.OPEN
        return Change(known.with_event(event, state, policy.keep), draft.case_version or known.version)
    days = policy.reply_working_days if kind in FOLLOWED else None
    case = Case(
        customer_id=customer_id,
        case_id=draft.case_id or "",
        kind=kind,
        opened_at=facts.now,
        addressee=step.addressee,
        audience="seller" if draft.seller else "buyer",
        problem=draft.problem or (Problem.OTHER if draft.words else None),
        words=draft.words,
        wanted=draft.wanted,
        told_seller=draft.told_seller,
        ref=draft.ref,
        item_name=facts.item.spoken_name if facts.item else "",
        due_on=due_date(facts.today, days, policy.working_week),
        events=(CaseEvent("opened", facts.now, draft.key),),
        expires_at=facts.now + policy.keep,
    )
    return Change(case, 0, _item_change(draft))


def _item_change(draft: Draft) -> ItemChange | None:
    if draft.ref is None or draft.order_version is None:
        return None
    order_id, _, line_id = draft.ref.rpartition("/")
    values = SPECS[draft.kind].item_values
    return ItemChange(order_id, line_id, draft.order_version, values, draft.kind is ActionKind.MESSAGE)


def _digits(text: str, length: int) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return f"{number % 10**length:0{length}}"
