"""Whether an item can be returned.

The rule (decision `return_window`): most items within the usual window, counted from delivery, its last day included;
some categories have a window of their own or can't be returned; a category the shop's table doesn't hold gets the usual
window and the words that its own rule is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shop_helper.domain.orders import ItemStatus, OrderItem, ReturnState

DEFAULT = "default"


@dataclass(frozen=True)
class ReturnRule:
    window_days: int | None
    """Counted from delivery; None: not stated, or not returnable."""
    condition: str | None = None
    returnable: bool = True


@dataclass(frozen=True)
class ReturnPolicy:
    window_days: int | None
    """The usual window; None when the shop has not stated one."""
    by_category: Mapping[str, ReturnRule] = field(default_factory=dict)

    def rule(self, category: str) -> tuple[ReturnRule, bool]:
        """The rule for a category, and whether it is known for that category."""
        known = self.by_category.get(category)
        if known is not None:
            return known, True
        return ReturnRule(self.window_days), category == DEFAULT


@dataclass(frozen=True)
class Eligible:
    until: date
    """Last day on which the return can be asked for."""
    days_left: int
    """0 on the last day."""
    condition: str | None
    rule_known: bool
    """False: the category has no row in the table, so the usual window was taken."""


@dataclass(frozen=True)
class WindowClosed:
    ended_on: date
    """The day that was the last."""


@dataclass(frozen=True)
class NotReturnable:
    category: str
    condition: str | None
    """The exception that the shop makes, e.g. "unless faulty"."""


@dataclass(frozen=True)
class NotDelivered:
    status: ItemStatus
    promised_on: date | None


@dataclass(frozen=True)
class Cancelled:
    pass


@dataclass(frozen=True)
class AlreadyReturning:
    state: ReturnState


@dataclass(frozen=True)
class Returned:
    pass


@dataclass(frozen=True)
class Digital:
    pass


@dataclass(frozen=True)
class WindowUnknown:
    """The shop has stated no window."""


ReturnOutcome = (
    Eligible
    | WindowClosed
    | NotReturnable
    | NotDelivered
    | Cancelled
    | AlreadyReturning
    | Returned
    | Digital
    | WindowUnknown
)


def policy_from(profile: Mapping[str, Any]) -> ReturnPolicy:
    """From `{"window_days": …, "category_exceptions": [rows]}` of the compiled store profile."""
    rows: Sequence[Mapping[str, Any]] = profile.get("category_exceptions") or ()
    rules = {
        row["category"]: ReturnRule(
            row["window_days"] if row["returnable"] else None,
            row.get("condition"),
            row["returnable"],
        )
        for row in rows
        if row["category"] != DEFAULT
    }
    return ReturnPolicy(profile.get("window_days"), rules)


def decide_return(item: OrderItem, policy: ReturnPolicy, today: date) -> ReturnOutcome:
    """`today` is the local date at the shop. What has happened to the item comes before any rule."""
    if item.status is ItemStatus.CANCELLED:
        return Cancelled()
    if item.status is ItemStatus.RETURNED:
        return Returned()
    if item.return_state is not ReturnState.NONE:
        return AlreadyReturning(item.return_state)
    if item.digital:
        return Digital()
    rule, known = policy.rule(item.category)
    if not rule.returnable:
        return NotReturnable(item.category, rule.condition)
    if item.delivered_on is None or item.status is not ItemStatus.DELIVERED:
        return NotDelivered(item.status, item.promised_on)
    if rule.window_days is None:
        return WindowUnknown()
    until = item.delivered_on + timedelta(days=rule.window_days)
    if today > until:
        return WindowClosed(until)
    return Eligible(until, (until - today).days, rule.condition, known)
