"""Whether an item can be returned: every outcome, and the days on which it turns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.domain.orders import FulfilledBy, ItemStatus, OrderItem, RefundState, ReturnState, SoldBy
from shop_helper.domain.returns import (
    AlreadyReturning,
    Cancelled,
    Digital,
    Eligible,
    NotDelivered,
    NotReturnable,
    Returned,
    WindowClosed,
    WindowUnknown,
    decide_return,
    policy_from,
)
from tests.items import SOLD_BY_SELLER, TODAY, item

POLICY = policy_from(
    {
        "window_days": 30,
        "category_exceptions": [
            {"category": "default", "returnable": True, "window_days": 30},
            {
                "category": "baby",
                "returnable": True,
                "window_days": 90,
                "condition": "unused",
            },
            {"category": "gift_cards", "returnable": False, "window_days": None},
            {
                "category": "custom_made",
                "returnable": False,
                "window_days": None,
                "condition": "unless faulty",
            },
        ],
    }
)
UNTIL = TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        (TODAY, Eligible(UNTIL, 30, None, True)),
        (UNTIL - timedelta(days=1), Eligible(UNTIL, 1, None, True)),
        (UNTIL, Eligible(UNTIL, 0, None, True)),
        (UNTIL + timedelta(days=1), WindowClosed(UNTIL)),
    ],
)
def test_the_window_counts_from_delivery_and_its_last_day_is_in(today: date, outcome: Any) -> None:
    assert decide_return(item(), POLICY, today) == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"category": "baby"}, Eligible(TODAY + timedelta(days=90), 90, "unused", True)),
        ({"category": "telescopes"}, Eligible(UNTIL, 30, None, False)),
        ({"category": "gift_cards"}, NotReturnable("gift_cards", None)),
        ({"category": "custom_made"}, NotReturnable("custom_made", "unless faulty")),
        ({"status": ItemStatus.CANCELLED}, Cancelled()),
        ({"status": ItemStatus.RETURNED}, Returned()),
        ({"return_state": ReturnState.SENT_BACK}, AlreadyReturning(ReturnState.SENT_BACK)),
        ({"return_state": ReturnState.REFUSED}, AlreadyReturning(ReturnState.REFUSED)),
        ({"digital": True}, Digital()),
        (
            {"status": ItemStatus.SHIPPED, "delivered_on": None},
            NotDelivered(ItemStatus.SHIPPED, TODAY),
        ),
        (
            {"status": ItemStatus.PLACED, "delivered_on": None, "promised_on": None},
            NotDelivered(ItemStatus.PLACED, None),
        ),
        ({"fulfilled_by": FulfilledBy.SELLER, **SOLD_BY_SELLER}, Eligible(UNTIL, 30, None, True)),
    ],
)
def test_each_reason_has_its_outcome(changes: dict[str, Any], outcome: Any) -> None:
    assert decide_return(item(**changes), POLICY, TODAY) == outcome


def test_a_gift_card_that_has_not_come_is_still_not_returnable() -> None:
    waiting = item(category="gift_cards", status=ItemStatus.SHIPPED, delivered_on=None)
    assert decide_return(waiting, POLICY, TODAY) == NotReturnable("gift_cards", None)


def test_a_shop_that_states_no_window_gets_no_invented_one() -> None:
    assert decide_return(item(), policy_from({"window_days": None}), TODAY) == WindowUnknown()


ITEMS = st.builds(
    item,
    category=st.sampled_from(["default", "baby", "gift_cards", "telescopes"]),
    status=st.sampled_from(ItemStatus),
    return_state=st.sampled_from(ReturnState),
    refund_state=st.sampled_from(RefundState),
    digital=st.booleans(),
    delivered_on=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
)


@given(ITEMS, st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_only_what_was_delivered_and_not_given_back_is_ever_eligible(thing: OrderItem, today: date) -> None:
    outcome = decide_return(thing, POLICY, today)
    if isinstance(outcome, Eligible):
        assert thing.status is ItemStatus.DELIVERED
        assert thing.return_state is ReturnState.NONE
        assert not thing.digital
        assert thing.delivered_on is not None
        assert today <= outcome.until
        assert outcome.days_left == (outcome.until - today).days


def test_what_the_marketplace_sold_it_also_fulfilled() -> None:
    with pytest.raises(ValueError, match="is fulfilled by the marketplace"):
        item(sold_by=SoldBy.MARKETPLACE, fulfilled_by=FulfilledBy.SELLER)


def test_a_third_party_has_a_name() -> None:
    with pytest.raises(ValueError, match="names its seller"):
        item(sold_by=SoldBy.THIRD_PARTY)
