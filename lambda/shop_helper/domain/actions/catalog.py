"""The catalog of actions: one row each, with all that the rest of the skill has to know of it.

An action's intent and its samples stand in the interaction model and in understanding/intents.py, its rule in
eligibility.py, its prompts under `action.<verb>.<kind>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import (
    AskSeller,
    Decision,
    Facts,
    Policy,
    may_cancel,
    may_claim,
    may_exchange,
    may_message,
    may_open_case,
    may_refund,
    may_return,
)
from shop_helper.domain.cases import CaseKind
from shop_helper.domain.orders import ItemStatus, OrderItem, RefundState, ReturnState

Rule = Callable[[Draft, OrderItem, Facts, Policy], Decision | AskSeller]


class Requirement(StrEnum):
    """What an action has to know before it is read back; each can be asked for."""

    ITEM = "item"
    CASE = "case"
    PROBLEM = "problem"
    WORDS = "words"
    SELLER = "seller"
    """Whether the seller has been written to."""


@dataclass(frozen=True)
class ActionSpec:
    kind: ActionKind
    topic: str
    """What a reply about it is about, and whose article tells how it is done without an account."""
    needs: tuple[Requirement, ...] = ()
    """In the order of asking."""
    rule: Rule | None = None
    """Whether it is allowed for the item; None: it is about no item."""
    recorded_as: CaseKind | None = None
    """Kind of the record that it makes; None: it changes a record, or deletes."""
    item_values: Mapping[str, str] = field(default_factory=dict)
    """Fields of the ordered item that it changes, with their new value."""
    candidates: str = ""
    """The topic whose likely items it can be about; empty: its own topic's."""
    seller_topic: str = ""
    """The topic where a seller acts as one."""
    offered_as: str = ""
    """Name of the follow-up in articles that offers it."""
    exchangeable: bool = False
    """Can take the place of another exchangeable one, for the same item and in the same words."""
    needs_evidence: bool = False
    """What to have ready is put on a card."""
    once_at_a_time: bool = False
    """No second one while a record of it about the same item is open."""

    def topic_for(self, seller: bool) -> str:
        return self.seller_topic if seller and self.seller_topic else self.topic


_ITEM_AND_PROBLEM = (Requirement.ITEM, Requirement.PROBLEM)

CATALOG = (
    ActionSpec(
        ActionKind.CASE,
        "case.open.buyer",
        _ITEM_AND_PROBLEM,
        lambda draft, item, facts, policy: may_open_case(item, policy, facts.now, draft.told_seller),
        CaseKind.CASE,
        seller_topic="case.open.seller",
        offered_as="open_case",
        exchangeable=True,
        needs_evidence=True,
        once_at_a_time=True,
    ),
    ActionSpec(
        ActionKind.RETURN,
        "returns.how",
        _ITEM_AND_PROBLEM,
        lambda draft, item, facts, policy: may_return(item, policy, facts.today),
        CaseKind.RETURN,
        {"return_state": ReturnState.REQUESTED.value},
        candidates="returns.can_i_return",
        offered_as="start_return",
        exchangeable=True,
        needs_evidence=True,
    ),
    ActionSpec(
        ActionKind.EXCHANGE,
        "exchange.request",
        _ITEM_AND_PROBLEM,
        lambda draft, item, facts, policy: may_exchange(item, policy, facts.today),
        CaseKind.EXCHANGE,
        {"return_state": ReturnState.REQUESTED.value},
        offered_as="start_exchange",
        exchangeable=True,
        needs_evidence=True,
    ),
    ActionSpec(
        ActionKind.REFUND,
        "refund.request",
        _ITEM_AND_PROBLEM,
        lambda draft, item, facts, policy: may_refund(item, policy, facts.today),
        CaseKind.REFUND,
        {"refund_state": RefundState.REQUESTED.value},
        offered_as="ask_refund",
        exchangeable=True,
        needs_evidence=True,
    ),
    ActionSpec(
        ActionKind.CLAIM,
        "guarantee.claim",
        _ITEM_AND_PROBLEM,
        lambda draft, item, facts, policy: may_claim(item, policy, facts.now, facts.today, draft.problem),
        CaseKind.CLAIM,
        offered_as="claim",
        exchangeable=True,
        needs_evidence=True,
        once_at_a_time=True,
    ),
    ActionSpec(
        ActionKind.CANCEL,
        "order.cancel",
        (Requirement.ITEM,),
        lambda draft, item, facts, policy: may_cancel(item),
        CaseKind.CANCELLATION,
        {"status": ItemStatus.CANCELLED.value},
        offered_as="cancel_order",
    ),
    ActionSpec(
        ActionKind.MESSAGE,
        "seller.contact.from_order",
        (Requirement.ITEM, Requirement.WORDS),
        lambda draft, item, facts, policy: may_message(item),
        CaseKind.MESSAGE,
        offered_as="message",
        exchangeable=True,
    ),
    ActionSpec(ActionKind.NOTE, "case.after_opening", (Requirement.CASE, Requirement.WORDS)),
    ActionSpec(ActionKind.CLOSE, "case.track", (Requirement.CASE,)),
    ActionSpec(ActionKind.DELETE, "security.privacy"),
)
SPECS: Mapping[ActionKind, ActionSpec] = {spec.kind: spec for spec in CATALOG}
OFFERED: Mapping[str, ActionKind] = {spec.offered_as: spec.kind for spec in CATALOG if spec.offered_as}
"""Follow-up in articles → the action. A card goes out with its answer, and nobody is reminded of anything, so
`send_card` and `remind_me` are not offered."""


OFFERED_FOR: Mapping[str, ActionKind] = {
    **OFFERED,
    **{spec.topic: spec.kind for spec in CATALOG if spec.offered_as},
}
"""Follow-up, or the topic that tells how it is done, → the action."""


def spec_of(kind: ActionKind) -> ActionSpec:
    return SPECS[kind]


def needs_of(draft: Draft) -> tuple[Requirement, ...]:
    """A seller's case is about their shop, not about something they bought."""
    needs = SPECS[draft.kind].needs
    return tuple(one for one in needs if one is not Requirement.ITEM) if draft.seller else needs
