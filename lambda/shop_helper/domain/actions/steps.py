"""What comes next in an action: the one thing to ask, the read-back, or why it can't be done.

One function, `next_step`, for every action; what an action needs is in its row of the catalog.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from shop_helper.domain.actions.catalog import SPECS, Requirement, needs_of
from shop_helper.domain.actions.draft import ABOUT_CASE, ActionKind, Draft
from shop_helper.domain.actions.eligibility import (
    Allowed,
    AskSeller,
    Facts,
    NotAllowed,
    Policy,
    Reason,
    ground_of,
)
from shop_helper.domain.cases import Addressee, Case
from shop_helper.domain.orders import OrderItem


@dataclass(frozen=True)
class Ask:
    slot: Requirement
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


def next_step(draft: Draft, facts: Facts, policy: Policy) -> Step:
    """Refuses as early as it can: nobody describes a problem for an action that isn't possible."""
    needs = needs_of(draft)
    if Requirement.ITEM in needs:
        return _about_item(draft, facts, policy)
    if Requirement.CASE in needs:
        return _about_case(draft, facts)
    missing = _missing(draft, needs)
    return Ask(missing, draft) if missing else ReadBack(draft, Addressee.SERVICE)


def _about_item(draft: Draft, facts: Facts, policy: Policy) -> Step:
    if draft.ref is None or facts.item is None:
        return Ask(Requirement.ITEM, replace(draft, ref=None))
    draft = replace(draft, item_name=facts.item.spoken_name, traits=facts.traits_of(draft.ref))
    if draft.kind is ActionKind.CLAIM and not draft.words and draft.problem is None:
        draft = replace(draft, problem=ground_of(facts.item))
    decision = _decide(draft, facts.item, facts, policy)
    if isinstance(decision, AskSeller):
        return Ask(Requirement.SELLER, draft)
    if isinstance(decision, NotAllowed):
        return _refused(draft, decision)
    missing = _missing(draft, needs_of(draft))
    if missing:
        return Ask(missing, draft)
    return ReadBack(replace(draft, order_version=facts.order_version), decision.addressee)


def _decide(draft: Draft, item: OrderItem, facts: Facts, policy: Policy) -> Allowed | NotAllowed | AskSeller:
    open_one = open_about(draft, facts.cases)
    if open_one is not None and SPECS[draft.kind].once_at_a_time:
        claimed = draft.kind is ActionKind.CLAIM
        reason = Reason.ALREADY_CLAIMED if claimed else Reason.ALREADY_OPEN
        return NotAllowed(reason, ActionKind.NOTE, case_id=open_one.case_id)
    rule = SPECS[draft.kind].rule
    assert rule is not None, f"{draft.kind} needs an item and has no rule"
    return rule(draft, item, facts, policy)


def _about_case(draft: Draft, facts: Facts) -> Step:
    case = next((case for case in facts.cases if case.case_id == draft.case_id), None)
    if case is None:
        return Ask(Requirement.CASE, replace(draft, case_id=None))
    if case.is_closed:
        return _refused(
            draft, NotAllowed(Reason.CASE_CLOSED, ActionKind.CASE if case.ref else None, case_id=case.case_id)
        )
    draft = replace(
        draft,
        ref=case.ref,
        item_name=case.item_name,
        traits=facts.traits_of(case.ref),
        case_version=case.version,
    )
    missing = _missing(draft, needs_of(draft)[1:])
    return Ask(missing, draft) if missing else ReadBack(draft, case.addressee)


def _missing(draft: Draft, needs: tuple[Requirement, ...]) -> Requirement | None:
    known = {
        Requirement.ITEM: draft.ref is not None,
        Requirement.CASE: draft.case_id is not None,
        Requirement.PROBLEM: draft.problem is not None or bool(draft.words),
        Requirement.WORDS: bool(draft.words),
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
    kind = SPECS[draft.kind].recorded_as
    return next(
        (case for case in cases if case.kind is kind and case.ref == draft.ref and not case.is_closed),
        None,
    )
