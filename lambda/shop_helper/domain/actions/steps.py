"""What comes next in an action: the one thing to ask, the read-back, or why it can't be done.

One function, `next_step`, for every action; what an action needs is one row of `NEEDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from shop_helper.domain.actions.draft import ABOUT_CASE, Draft, Kind
from shop_helper.domain.actions.eligibility import (
    Allowed,
    AskSeller,
    NotAllowed,
    Policy,
    Reason,
    ground_of,
    may_cancel,
    may_claim,
    may_exchange,
    may_message,
    may_open_case,
    may_refund,
    may_return,
)
from shop_helper.domain.cases import Addressee, Case, CaseKind
from shop_helper.domain.orders import OrderItem


class Slot(StrEnum):
    """What can be asked for."""

    ITEM = "item"
    CASE = "case"
    PROBLEM = "problem"
    WORDS = "words"
    SELLER = "seller"
    """Whether the seller has been written to."""


@dataclass(frozen=True)
class Facts:
    """What the records say at this moment."""

    now: datetime
    today: date
    """Local date at the shop."""
    item: OrderItem | None = None
    order_version: int = 0
    cases: tuple[Case, ...] = ()
    """The customer's, newest first."""


@dataclass(frozen=True)
class Ask:
    slot: Slot
    draft: Draft


@dataclass(frozen=True)
class ReadBack:
    """Everything is known and allowed. The draft names the versions this was decided on."""

    draft: Draft
    addressee: Addressee
    expects: date | None = None


@dataclass(frozen=True)
class Refuse:
    draft: Draft
    why: NotAllowed


@dataclass(frozen=True)
class Redirect:
    """Not this, but something else can be done: `to` is its draft, with all that is known already."""

    draft: Draft
    why: NotAllowed
    to: Draft


Step = Ask | ReadBack | Refuse | Redirect

NEEDS: Mapping[Kind, tuple[Slot, ...]] = {
    Kind.CASE: (Slot.ITEM, Slot.PROBLEM),
    Kind.RETURN: (Slot.ITEM, Slot.PROBLEM),
    Kind.EXCHANGE: (Slot.ITEM, Slot.PROBLEM),
    Kind.REFUND: (Slot.ITEM, Slot.PROBLEM),
    Kind.CLAIM: (Slot.ITEM, Slot.PROBLEM),
    Kind.CANCEL: (Slot.ITEM,),
    Kind.MESSAGE: (Slot.ITEM, Slot.WORDS),
    Kind.NOTE: (Slot.CASE, Slot.WORDS),
    Kind.CLOSE: (Slot.CASE,),
    Kind.DELETE: (),
}
"""What each action has to know before it is read back, in the order of asking."""

RECORDED_AS: Mapping[Kind, CaseKind] = {
    Kind.CASE: CaseKind.CASE,
    Kind.RETURN: CaseKind.RETURN,
    Kind.EXCHANGE: CaseKind.EXCHANGE,
    Kind.REFUND: CaseKind.REFUND,
    Kind.CLAIM: CaseKind.CLAIM,
    Kind.CANCEL: CaseKind.CANCELLATION,
    Kind.MESSAGE: CaseKind.MESSAGE,
}


def next_step(draft: Draft, facts: Facts, policy: Policy) -> Step:
    """Refuses as early as it can: nobody describes a problem for an action that isn't possible."""
    needs = needs_of(draft)
    if Slot.ITEM in needs:
        return _about_item(draft, facts, policy)
    if Slot.CASE in needs:
        return _about_case(draft, facts)
    missing = _missing(draft, needs)
    return Ask(missing, draft) if missing else ReadBack(draft, Addressee.SERVICE)


def needs_of(draft: Draft) -> tuple[Slot, ...]:
    """A seller's case is about their shop, not about something they bought."""
    needs = NEEDS[draft.kind]
    return tuple(slot for slot in needs if slot is not Slot.ITEM) if draft.seller else needs


def _about_item(draft: Draft, facts: Facts, policy: Policy) -> Step:
    if draft.ref is None or facts.item is None:
        return Ask(Slot.ITEM, replace(draft, ref=None))
    draft = replace(draft, item_name=facts.item.spoken_name)
    if draft.kind is Kind.CLAIM and not draft.words and draft.problem is None:
        draft = replace(draft, problem=ground_of(facts.item))
    decision = _decide(draft, facts.item, facts, policy)
    if isinstance(decision, AskSeller):
        return Ask(Slot.SELLER, draft)
    if isinstance(decision, NotAllowed):
        return _refused(draft, decision)
    missing = _missing(draft, needs_of(draft))
    if missing:
        return Ask(missing, draft)
    return ReadBack(replace(draft, order_version=facts.order_version), decision.addressee)


def _decide(draft: Draft, item: OrderItem, facts: Facts, policy: Policy) -> Allowed | NotAllowed | AskSeller:
    open_one = open_about(draft, facts.cases)
    if draft.kind is Kind.CASE and open_one is not None:
        return NotAllowed(Reason.ALREADY_OPEN, Kind.NOTE, case_id=open_one.case_id)
    if draft.kind is Kind.CLAIM and open_one is not None:
        return NotAllowed(Reason.ALREADY_CLAIMED, Kind.NOTE, case_id=open_one.case_id)
    match draft.kind:
        case Kind.CASE:
            return may_open_case(item, policy, facts.now, draft.told_seller)
        case Kind.CANCEL:
            return may_cancel(item)
        case Kind.RETURN:
            return may_return(item, policy, facts.today)
        case Kind.EXCHANGE:
            return may_exchange(item, policy, facts.today)
        case Kind.REFUND:
            return may_refund(item, policy, facts.today)
        case Kind.CLAIM:
            return may_claim(item, policy, facts.now, facts.today, draft.problem)
        case _:
            return may_message(item)


def _about_case(draft: Draft, facts: Facts) -> Step:
    case = next((case for case in facts.cases if case.case_id == draft.case_id), None)
    if case is None:
        return Ask(Slot.CASE, replace(draft, case_id=None))
    if case.is_closed:
        return _refused(
            draft, NotAllowed(Reason.CASE_CLOSED, Kind.CASE if case.ref else None, case_id=case.case_id)
        )
    draft = replace(draft, ref=case.ref, item_name=case.item_name, case_version=case.version)
    missing = _missing(draft, needs_of(draft)[1:])
    return Ask(missing, draft) if missing else ReadBack(draft, case.addressee)


def _missing(draft: Draft, needs: tuple[Slot, ...]) -> Slot | None:
    known = {
        Slot.ITEM: draft.ref is not None,
        Slot.CASE: draft.case_id is not None,
        Slot.PROBLEM: draft.problem is not None or bool(draft.words),
        Slot.WORDS: bool(draft.words),
    }
    return next((slot for slot in needs if not known[slot]), None)


def _refused(draft: Draft, why: NotAllowed) -> Refuse | Redirect:
    if why.instead is None:
        return Refuse(draft, why)
    return Redirect(
        draft, why, draft.turned_into(why.instead, why.case_id if why.instead in ABOUT_CASE else None)
    )


def open_about(draft: Draft, cases: tuple[Case, ...]) -> Case | None:
    """The open record of the same kind about the same item, if there is one."""
    kind = RECORDED_AS.get(draft.kind)
    return next(
        (case for case in cases if case.kind is kind and case.ref == draft.ref and not case.is_closed),
        None,
    )
