"""Whether an action is allowed for an item as it stands now, and if not, why not and what to do instead.

Who has to act follows from who shipped (decision `branch_by_fulfilment`); for what a seller shipped the seller comes
before a case (decision `message_is_not_case`). All figures are the shop's; one it has not stated makes no rule.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop_helper.domain import returns
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.domain.cases import Addressee, Case, Problem
from shop_helper.domain.naming import Traits, TraitsByRef
from shop_helper.domain.orders import (
    FulfilledBy,
    ItemStatus,
    Money,
    OrderItem,
    RefundState,
    ReturnState,
    SoldBy,
)


@dataclass(frozen=True)
class Policy:
    returns: returns.ReturnPolicy
    seller_wait_hours: int | None = None
    """Time a seller has to answer."""
    after_promised_days: int | None = None
    """Days after the latest estimate from which an item counts as not arrived."""
    claim_limit_days: int | None = None
    """Days after the latest estimate until which a claim can be made."""
    reply_working_days: int | None = None
    """Within which a case is answered."""
    working_week: Collection[str] = ()
    has_guarantee: bool = True
    """Whether the shop has stated anything of a purchase guarantee."""
    cancel_fee: Money | None = None
    """What canceling costs; None: nothing, or not stated."""
    keep: timedelta = field(default=timedelta(days=365))
    """How long a record is kept after its last change."""


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
    traits: TraitsByRef = field(default_factory=dict)
    """What tells items and cases from others of their name."""

    def traits_of(self, ref: str | None) -> Traits:
        return self.traits.get(ref or "", ())


class Reason(StrEnum):
    """Why not. Each has its words."""

    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    DIGITAL = "digital"
    NOT_SHIPPED = "not_shipped"
    NOT_DELIVERED = "not_delivered"
    WINDOW_CLOSED = "window_closed"
    """`on` is the day that was the last."""
    NOT_RETURNABLE = "not_returnable"
    WINDOW_UNKNOWN = "window_unknown"
    RETURNED = "returned"
    RETURN_UNDER_WAY = "return_under_way"
    RETURN_REFUSED = "return_refused"
    REFUND_UNDER_WAY = "refund_under_way"
    REFUND_PAID = "refund_paid"
    REFUND_REFUSED = "refund_refused"
    SELLER_FIRST = "seller_first"
    SELLER_HAS_TIME = "seller_has_time"
    """`until` is the instant at which the seller's time is over."""
    NO_SELLER = "no_seller"
    """The shop sold it itself, so there is nobody else to write to."""
    NO_GUARANTEE = "no_guarantee"
    NOT_COVERED = "not_covered"
    NO_GROUND = "no_ground"
    """What went wrong is nothing that the guarantee is for."""
    RETURN_FIRST = "return_first"
    """The guarantee counts it once its return was asked for."""
    ALREADY_CLAIMED = "already_claimed"
    TOO_EARLY = "too_early"
    """`on` is the first day."""
    TOO_LATE = "too_late"
    """`on` is the day that was the last."""
    ALREADY_OPEN = "already_open"
    CASE_CLOSED = "case_closed"
    NOT_THERE = "not_there"


@dataclass(frozen=True)
class Allowed:
    addressee: Addressee = Addressee.SERVICE


@dataclass(frozen=True)
class NotAllowed:
    reason: Reason
    instead: ActionKind | None = None
    """What can be done in its place."""
    on: date | None = None
    until: datetime | None = None
    case_id: str | None = None


@dataclass(frozen=True)
class AskSeller:
    """It depends on whether the customer has written to the seller, which the record does not tell."""


Decision = Allowed | NotAllowed
FAULTS = (
    Problem.DAMAGED,
    Problem.NOT_WORKING,
    Problem.WRONG_ITEM,
    Problem.NOT_AS_DESCRIBED,
    Problem.MISSING_PARTS,
)


_CAME_BACK = (ItemStatus.RETURNED, ItemStatus.CANCELLED)
_SENT_BACK = (ReturnState.SENT_BACK, ReturnState.RECEIVED)


def addressee(item: OrderItem) -> Addressee:
    return Addressee.SELLER if item.fulfilled_by is FulfilledBy.SELLER else Addressee.SERVICE


def may_cancel(item: OrderItem) -> Decision:
    """Until it is shipped."""
    if item.status is ItemStatus.CANCELLED:
        return NotAllowed(Reason.CANCELLED)
    if item.digital:
        return NotAllowed(Reason.DIGITAL, ActionKind.CASE)
    if item.status in (ItemStatus.PLACED, ItemStatus.PREPARING):
        return Allowed(addressee(item))
    if item.status in (ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY):
        return NotAllowed(Reason.SHIPPED)
    return NotAllowed(Reason.DELIVERED, ActionKind.RETURN)


def may_return(item: OrderItem, policy: Policy, today: date) -> Decision:
    """As the return rule decides; a case remains where a rule says no."""
    outcome = returns.decide_return(item, policy.returns, today)
    match outcome:
        case returns.Eligible():
            return Allowed(addressee(item))
        case returns.WindowClosed():
            return NotAllowed(Reason.WINDOW_CLOSED, ActionKind.CASE, on=outcome.ended_on)
        case returns.NotReturnable():
            return NotAllowed(Reason.NOT_RETURNABLE, ActionKind.CASE)
        case returns.NotDelivered():
            return _not_delivered(item)
        case returns.Cancelled():
            return NotAllowed(Reason.CANCELLED)
        case returns.AlreadyReturning():
            refused = outcome.state is ReturnState.REFUSED
            return (
                NotAllowed(Reason.RETURN_REFUSED, ActionKind.CASE)
                if refused
                else NotAllowed(Reason.RETURN_UNDER_WAY)
            )
        case returns.Returned():
            return NotAllowed(Reason.RETURNED)
        case returns.Digital():
            return NotAllowed(Reason.DIGITAL, ActionKind.CASE)
        case returns.WindowUnknown():
            return NotAllowed(Reason.WINDOW_UNKNOWN, ActionKind.CASE)


def may_exchange(item: OrderItem, policy: Policy, today: date) -> Decision:
    """An item goes back and another comes, so the rule of returns holds."""
    return may_return(item, policy, today)


def may_refund(item: OrderItem, policy: Policy, today: date) -> Decision:
    """What was not asked for yet, for an item that came, or came back."""
    state = {
        RefundState.PAID: NotAllowed(Reason.REFUND_PAID),
        RefundState.REQUESTED: NotAllowed(Reason.REFUND_UNDER_WAY),
        RefundState.REFUSED: NotAllowed(Reason.REFUND_REFUSED, ActionKind.CASE),
    }.get(item.refund_state)
    if state is not None:
        return state
    if item.status in (ItemStatus.RETURNED, ItemStatus.CANCELLED, ItemStatus.RETURNED_TO_SENDER):
        return Allowed(addressee(item))
    if item.return_state in (ReturnState.REQUESTED, ReturnState.SENT_BACK, ReturnState.RECEIVED):
        return Allowed(addressee(item))
    return may_return(item, policy, today)


def may_message(item: OrderItem) -> Decision:
    """To a third-party seller, whoever shipped it."""
    return (
        Allowed(Addressee.SELLER)
        if item.sold_by is SoldBy.THIRD_PARTY
        else NotAllowed(Reason.NO_SELLER, ActionKind.CASE)
    )


def may_open_case(
    item: OrderItem, policy: Policy, now: datetime, told_seller: bool | None
) -> Decision | AskSeller:
    """At once for what the marketplace shipped; for what a seller shipped, once the seller has had their time.

    `told_seller` is what the customer says; it counts only where the record holds no message to the seller.
    """
    if item.fulfilled_by is not FulfilledBy.SELLER:
        return Allowed()
    if not item.seller_contacted_at:
        if told_seller is None:
            return AskSeller()
        return Allowed() if told_seller else NotAllowed(Reason.SELLER_FIRST, ActionKind.MESSAGE)
    until = _seller_has_until(item, policy)
    return NotAllowed(Reason.SELLER_HAS_TIME, until=until) if until and now < until else Allowed()


def may_claim(
    item: OrderItem, policy: Policy, now: datetime, today: date, problem: Problem | None = None
) -> Decision:
    """Under the purchase guarantee (topic `guarantee.claim`); its limits count from the latest estimated delivery.

    `problem` is the ground; None while nobody has told it, when only what the record shows is decided.
    """
    if not policy.has_guarantee:
        return NotAllowed(Reason.NO_GUARANTEE, ActionKind.CASE)
    if item.fulfilled_by is not FulfilledBy.SELLER or item.digital:
        return NotAllowed(Reason.NOT_COVERED, ActionKind.CASE)
    if item.refund_state is RefundState.PAID:
        return NotAllowed(Reason.REFUND_PAID)
    if item.promised_on and policy.claim_limit_days is not None:
        last = item.promised_on + timedelta(days=policy.claim_limit_days)
        if today > last:
            return NotAllowed(Reason.TOO_LATE, ActionKind.CASE, on=last)
    if not item.seller_contacted_at:
        return NotAllowed(Reason.SELLER_FIRST, ActionKind.MESSAGE)
    until, first = _seller_has_until(item, policy), _missing_from(item, policy)
    if first and today < first and (until is None or until.date() < first):
        return NotAllowed(Reason.TOO_EARLY, on=first)
    if until and now < until:
        return NotAllowed(Reason.SELLER_HAS_TIME, until=until)
    return _ground(item, problem)


def ground_of(item: OrderItem) -> Problem | None:
    """The ground of a claim that the record shows by itself; None where the customer has to tell it."""
    if item.status in _CAME_BACK or item.return_state in _SENT_BACK:
        return Problem.NOT_REFUNDED
    return None if item.status is ItemStatus.DELIVERED else Problem.NOT_RECEIVED


def _ground(item: OrderItem, problem: Problem | None) -> Decision:
    """Not come; marked delivered and missing; sent back and not refunded; not as expected, its return asked for."""
    if problem in (None, Problem.NOT_RECEIVED) or ground_of(item) is not None:
        return Allowed()
    if problem in (Problem.CHANGED_MIND, Problem.LATE, Problem.PAYMENT):
        instead = ActionKind.RETURN if problem is Problem.CHANGED_MIND else ActionKind.CASE
        return NotAllowed(Reason.NO_GROUND, instead)
    asked = item.return_state is not ReturnState.NONE
    return Allowed() if asked else NotAllowed(Reason.RETURN_FIRST, ActionKind.RETURN)


def _missing_from(item: OrderItem, policy: Policy) -> date | None:
    """First day on which what has not come counts as missing; None for what came, or where no time is stated."""
    if item.status is ItemStatus.DELIVERED or item.status in _CAME_BACK:
        return None
    if item.promised_on is None or policy.after_promised_days is None:
        return None
    return item.promised_on + timedelta(days=policy.after_promised_days + 1)


def _seller_has_until(item: OrderItem, policy: Policy) -> datetime | None:
    """End of the time that the seller has since the first message; None when they have answered, or no time is set."""
    first = min(item.seller_contacted_at)
    replied = item.seller_replied_at is not None and item.seller_replied_at >= first
    if replied or policy.seller_wait_hours is None:
        return None
    return first + timedelta(hours=policy.seller_wait_hours)


def _not_delivered(item: OrderItem) -> NotAllowed:
    if item.status in (ItemStatus.PLACED, ItemStatus.PREPARING):
        return NotAllowed(Reason.NOT_SHIPPED, ActionKind.CANCEL)
    return NotAllowed(Reason.NOT_DELIVERED)
