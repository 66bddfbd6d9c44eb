"""What is allowed for an item, and why not: from the record and the shop's figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shop_helper.domain.actions.draft import ActionKind
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
from shop_helper.domain.cases import Addressee, Problem
from shop_helper.domain.orders import FulfilledBy, ItemStatus, RefundState, ReturnState
from shop_helper.domain.returns import ReturnPolicy, ReturnRule
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item

POLICY = Policy(ReturnPolicy(30), seller_wait_hours=48, after_promised_days=3, claim_limit_days=90)
BY_SELLER: dict[str, Any] = SOLD_BY_SELLER | {"fulfilled_by": FulfilledBy.SELLER}


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize("status", list(ItemStatus))
def test_only_what_is_not_shipped_can_be_cancelled(status: ItemStatus) -> None:
    allowed = status in (ItemStatus.PLACED, ItemStatus.PREPARING)
    assert isinstance(may_cancel(item(status=status)), Allowed) == allowed


def test_who_shipped_it_has_to_act() -> None:
    assert may_return(item(**BY_SELLER), POLICY, TODAY) == Allowed(Addressee.SELLER)
    assert may_return(item(**SOLD_BY_SELLER), POLICY, TODAY) == Allowed(Addressee.SERVICE)


@pytest.mark.parametrize("decide", [may_return, may_exchange, may_refund])
def test_the_return_window_holds_for_returns_exchanges_and_refunds(decide: Any) -> None:
    last = item(delivered_on=TODAY - timedelta(days=30))
    late = item(delivered_on=TODAY - timedelta(days=31))
    assert isinstance(decide(last, POLICY, TODAY), Allowed)
    assert decide(late, POLICY, TODAY) == NotAllowed(
        Reason.WINDOW_CLOSED, ActionKind.CASE, on=TODAY - timedelta(days=1)
    )


@pytest.mark.parametrize(
    ("state", "reason", "instead"),
    [
        (RefundState.PAID, Reason.REFUND_PAID, None),
        (RefundState.REQUESTED, Reason.REFUND_UNDER_WAY, None),
        (RefundState.REFUSED, Reason.REFUND_REFUSED, ActionKind.CASE),
    ],
)
def test_a_refund_is_asked_for_once(state: RefundState, reason: Reason, instead: ActionKind | None) -> None:
    assert may_refund(item(refund_state=state), POLICY, TODAY) == NotAllowed(reason, instead)


def test_what_came_back_can_be_refunded_long_after_the_window() -> None:
    back = item(delivered_on=TODAY - timedelta(days=80), return_state=ReturnState.RECEIVED)
    assert isinstance(may_refund(back, POLICY, TODAY), Allowed)


def test_what_is_not_shipped_leads_to_cancelling() -> None:
    waiting = item(status=ItemStatus.PREPARING, delivered_on=None)
    assert may_return(waiting, POLICY, TODAY) == NotAllowed(Reason.NOT_SHIPPED, ActionKind.CANCEL)


def test_a_case_about_what_the_marketplace_shipped_needs_no_seller() -> None:
    assert may_open_case(item(**SOLD_BY_SELLER), POLICY, NOW, None) == Allowed()


def test_the_seller_comes_first_for_what_they_shipped() -> None:
    theirs = item(**BY_SELLER)
    assert may_open_case(theirs, POLICY, NOW, None) == AskSeller()
    assert may_open_case(theirs, POLICY, NOW, False) == NotAllowed(Reason.SELLER_FIRST, ActionKind.MESSAGE)
    assert may_open_case(theirs, POLICY, NOW, True) == Allowed()


@pytest.mark.parametrize(("ago", "allowed"), [(47.9, False), (48, True), (200, True)])
def test_the_seller_has_48_hours(ago: float, allowed: bool) -> None:
    written = item(**BY_SELLER, seller_contacted_at=(NOW - hours(ago),))
    decision = may_open_case(written, POLICY, NOW, None)
    assert isinstance(decision, Allowed) == allowed
    if not allowed:
        assert decision == NotAllowed(Reason.SELLER_HAS_TIME, until=NOW - hours(ago) + hours(48))


def test_a_second_message_does_not_start_the_time_again_and_an_answer_ends_it() -> None:
    twice = item(**BY_SELLER, seller_contacted_at=(NOW - hours(60), NOW - hours(1)))
    assert may_open_case(twice, POLICY, NOW, None) == Allowed()
    answered = item(**BY_SELLER, seller_contacted_at=(NOW - hours(5),), seller_replied_at=NOW - hours(2))
    assert may_open_case(answered, POLICY, NOW, None) == Allowed()


def test_what_the_customer_says_does_not_outweigh_the_record() -> None:
    written = item(**BY_SELLER, seller_contacted_at=(NOW - hours(1),))
    assert isinstance(may_open_case(written, POLICY, NOW, True), NotAllowed)


def test_a_figure_that_the_shop_has_not_stated_makes_no_rule() -> None:
    written = item(**BY_SELLER, seller_contacted_at=(NOW - hours(1),))
    assert may_open_case(written, replace(POLICY, seller_wait_hours=None), NOW, None) == Allowed()


def late(days: int, **changes: Any) -> Any:
    """Sold and shipped by a seller who was written to long ago; promised `days` ago and not there."""
    fields = {
        "status": ItemStatus.SHIPPED,
        "delivered_on": None,
        "promised_on": TODAY - timedelta(days=days),
        "seller_contacted_at": (NOW - hours(100),),
    }
    return item(**BY_SELLER | fields | changes)


@pytest.mark.parametrize(
    ("days", "reason"),
    [(0, Reason.TOO_EARLY), (3, Reason.TOO_EARLY), (4, None), (90, None), (91, Reason.TOO_LATE)],
)
def test_a_claim_for_what_never_came_has_a_first_and_a_last_day(days: int, reason: Reason | None) -> None:
    decision = may_claim(late(days), POLICY, NOW, TODAY)
    assert getattr(decision, "reason", None) == reason
    if reason is Reason.TOO_EARLY:
        assert decision == NotAllowed(reason, on=TODAY + timedelta(days=4 - days))
    if reason is Reason.TOO_LATE:
        assert decision == NotAllowed(reason, ActionKind.CASE, on=TODAY - timedelta(days=1))


def test_a_claim_for_what_was_delivered_does_not_wait_for_the_promised_date() -> None:
    there = late(0, status=ItemStatus.DELIVERED, delivered_on=TODAY)
    assert isinstance(may_claim(there, POLICY, NOW, TODAY), Allowed)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"fulfilled_by": FulfilledBy.MARKETPLACE}, Reason.NOT_COVERED),
        ({"digital": True}, Reason.NOT_COVERED),
        ({"seller_contacted_at": ()}, Reason.SELLER_FIRST),
        ({"seller_contacted_at": (NOW - hours(1),)}, Reason.SELLER_HAS_TIME),
    ],
)
def test_what_stands_against_a_claim(changes: dict[str, Any], reason: Reason) -> None:
    decision = may_claim(late(10, **changes), POLICY, NOW, TODAY)
    assert isinstance(decision, NotAllowed)
    assert decision.reason is reason


def test_of_two_times_that_must_pass_before_a_claim_the_later_is_told() -> None:
    just_asked = (NOW - hours(1),)
    seller_later = may_claim(late(3, seller_contacted_at=just_asked), POLICY, NOW, TODAY)
    assert seller_later == NotAllowed(Reason.SELLER_HAS_TIME, until=NOW + hours(47))
    parcel_later = may_claim(late(0, seller_contacted_at=just_asked), POLICY, NOW, TODAY)
    assert parcel_later == NotAllowed(Reason.TOO_EARLY, on=TODAY + timedelta(days=4))


@pytest.mark.parametrize(
    ("problem", "returning", "reason", "instead"),
    [
        (None, ReturnState.NONE, None, None),
        (Problem.NOT_RECEIVED, ReturnState.NONE, None, None),
        (Problem.DAMAGED, ReturnState.NONE, Reason.RETURN_FIRST, ActionKind.RETURN),
        (Problem.DAMAGED, ReturnState.REQUESTED, None, None),
        (Problem.REFUSED, ReturnState.REFUSED, None, None),
        (Problem.CHANGED_MIND, ReturnState.NONE, Reason.NO_GROUND, ActionKind.RETURN),
        (Problem.CHANGED_MIND, ReturnState.SENT_BACK, None, None),
        (Problem.LATE, ReturnState.NONE, Reason.NO_GROUND, ActionKind.CASE),
    ],
)
def test_what_came_needs_a_ground_that_the_guarantee_is_for(
    problem: Problem | None, returning: ReturnState, reason: Reason | None, instead: ActionKind | None
) -> None:
    there = late(9, status=ItemStatus.DELIVERED, delivered_on=TODAY, return_state=returning)
    decision = may_claim(there, POLICY, NOW, TODAY, problem)
    expected = NotAllowed(reason, instead) if reason else Allowed()
    assert decision == expected


def test_no_claim_where_the_shop_has_no_guarantee_or_the_money_has_come_back() -> None:
    none = replace(POLICY, has_guarantee=False)
    assert may_claim(late(10), none, NOW, TODAY) == NotAllowed(Reason.NO_GUARANTEE, ActionKind.CASE)
    paid = late(10, refund_state=RefundState.PAID)
    assert may_claim(paid, POLICY, NOW, TODAY) == NotAllowed(Reason.REFUND_PAID)


def test_the_record_shows_the_ground_of_what_never_came_and_of_what_went_back() -> None:
    assert ground_of(late(10)) is Problem.NOT_RECEIVED
    there = {"status": ItemStatus.DELIVERED, "delivered_on": TODAY}
    assert ground_of(late(10, **there)) is None
    assert ground_of(late(10, **there, return_state=ReturnState.SENT_BACK)) is Problem.NOT_REFUNDED
    assert ground_of(late(10, status=ItemStatus.CANCELLED)) is Problem.NOT_REFUNDED


def test_a_message_needs_a_seller() -> None:
    assert may_message(item(**SOLD_BY_SELLER)) == Allowed(Addressee.SELLER)
    assert may_message(item()) == NotAllowed(Reason.NO_SELLER, ActionKind.CASE)


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({"category": "food"}, NotAllowed(Reason.NOT_RETURNABLE, ActionKind.CASE)),
        ({"digital": True}, NotAllowed(Reason.DIGITAL, ActionKind.CASE)),
        ({"status": ItemStatus.CANCELLED}, NotAllowed(Reason.CANCELLED)),
        ({"status": ItemStatus.RETURNED}, NotAllowed(Reason.RETURNED)),
        ({"return_state": ReturnState.REFUSED}, NotAllowed(Reason.RETURN_REFUSED, ActionKind.CASE)),
        ({"return_state": ReturnState.SENT_BACK}, NotAllowed(Reason.RETURN_UNDER_WAY)),
        (
            {"status": ItemStatus.PLACED, "delivered_on": None},
            NotAllowed(Reason.NOT_SHIPPED, ActionKind.CANCEL),
        ),
        ({"status": ItemStatus.SHIPPED, "delivered_on": None}, NotAllowed(Reason.NOT_DELIVERED)),
    ],
)
def test_why_an_item_can_not_go_back(changes: dict[str, Any], decision: NotAllowed) -> None:
    rules = ReturnPolicy(30, {"food": ReturnRule(None, returnable=False)})
    one = item(**changes)
    assert may_return(one, replace(POLICY, returns=rules), TODAY) == decision
    unknown = replace(POLICY, returns=ReturnPolicy(None))
    assert may_return(item(), unknown, TODAY) == NotAllowed(Reason.WINDOW_UNKNOWN, ActionKind.CASE)


@pytest.mark.parametrize(
    ("changes", "decision"),
    [
        ({"status": ItemStatus.CANCELLED}, NotAllowed(Reason.CANCELLED)),
        ({"digital": True}, NotAllowed(Reason.DIGITAL, ActionKind.CASE)),
        ({"status": ItemStatus.SHIPPED}, NotAllowed(Reason.SHIPPED)),
        ({}, NotAllowed(Reason.DELIVERED, ActionKind.RETURN)),
    ],
)
def test_why_an_order_can_not_be_canceled(changes: dict[str, Any], decision: NotAllowed) -> None:
    assert may_cancel(item(**changes)) == decision


def test_who_has_to_cancel_and_to_refund() -> None:
    prepared: dict[str, Any] = {"status": ItemStatus.PREPARING}
    assert may_cancel(item(**prepared)) == Allowed(Addressee.SERVICE)
    assert may_cancel(item(**prepared, **BY_SELLER)) == Allowed(Addressee.SELLER)
    back = item(return_state=ReturnState.RECEIVED, **BY_SELLER)
    assert may_refund(back, POLICY, TODAY) == Allowed(Addressee.SELLER)
    refused = item(return_state=ReturnState.REFUSED)
    assert may_refund(refused, POLICY, TODAY) == NotAllowed(Reason.RETURN_REFUSED, ActionKind.CASE)


def test_a_claim_without_dates_has_no_last_and_no_first_day() -> None:
    undated = item(
        status=ItemStatus.SHIPPED,
        promised_on=None,
        delivered_on=None,
        seller_contacted_at=(NOW - hours(48),),
        **BY_SELLER,
    )
    assert may_claim(undated, POLICY, NOW, TODAY) == Allowed()
    unlimited = replace(POLICY, claim_limit_days=None)
    old = late(400, seller_contacted_at=(NOW - hours(49),))
    assert may_claim(old, unlimited, NOW, TODAY) == Allowed()


def test_the_time_of_a_seller_ends_to_the_hour() -> None:
    at_once = item(seller_contacted_at=(NOW - hours(48),), **BY_SELLER)
    assert may_open_case(at_once, POLICY, NOW, None) == Allowed()
    waiting = item(seller_contacted_at=(NOW - hours(47),), **BY_SELLER)
    assert may_open_case(waiting, POLICY, NOW, None) == NotAllowed(
        Reason.SELLER_HAS_TIME, until=NOW + hours(1)
    )
    then = NOW - hours(47)
    replied = item(seller_contacted_at=(then,), seller_replied_at=then, **BY_SELLER)
    assert may_open_case(replied, POLICY, NOW, None) == Allowed()
    earlier = item(seller_contacted_at=(then,), seller_replied_at=then - hours(1), **BY_SELLER)
    assert isinstance(may_open_case(earlier, POLICY, NOW, None), NotAllowed)
