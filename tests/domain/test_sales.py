"""A seller's copies of an order, and what is at risk among them."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from shop_helper.domain.delivery import delivery_state
from shop_helper.domain.orders import FulfilledBy, ItemStatus, OrderItem
from shop_helper.domain.sales import Risk, is_sale_owner, owner_of, risk_of, sales_of
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item, order

SHIPS = SOLD_BY_SELLER | {"fulfilled_by": FulfilledBy.SELLER}


def test_each_seller_gets_a_copy_with_their_own_lines() -> None:
    mine, more, other, shops = (
        item(line_id="1", **SOLD_BY_SELLER),
        item(line_id="2", **SOLD_BY_SELLER),
        item(line_id="3", **SOLD_BY_SELLER | {"seller_id": "bluefin"}),
        item(line_id="4"),
    )
    northwind, bluefin = sales_of(order(mine, more, other, shops, address_short="Denver"))
    assert (northwind.customer_id, northwind.items) == (owner_of("northwind"), (mine, more))
    assert (bluefin.customer_id, bluefin.items) == (owner_of("bluefin"), (other,))
    assert northwind.address_short is None


def test_no_customer_is_taken_for_an_owner_of_sales() -> None:
    assert is_sale_owner(owner_of("northwind"))
    assert not is_sale_owner("northwind")


@pytest.mark.parametrize(
    ("one", "risk"),
    [
        (item(status=ItemStatus.PREPARING, promised_on=TODAY - timedelta(days=1), **SHIPS), Risk.LATE),
        (item(status=ItemStatus.SHIPPED, promised_on=TODAY - timedelta(days=1), **SHIPS), Risk.LATE),
        (item(status=ItemStatus.PREPARING, promised_on=TODAY + timedelta(days=1), **SHIPS), Risk.SOON),
        (item(status=ItemStatus.PREPARING, promised_on=TODAY + timedelta(days=2), **SHIPS), Risk.NONE),
        (item(status=ItemStatus.PREPARING, promised_on=TODAY, **SOLD_BY_SELLER), Risk.NONE),
        (item(status=ItemStatus.PREPARING, promised_on=None, **SHIPS), Risk.NONE),
        (
            item(
                status=ItemStatus.SHIPPED,
                promised_on=TODAY + timedelta(days=3),
                last_scan_at=NOW - timedelta(days=4),
                **SHIPS,
            ),
            Risk.STALLED,
        ),
        (item(status=ItemStatus.DELIVERED, promised_on=TODAY - timedelta(days=9), **SHIPS), Risk.NONE),
    ],
)
def test_how_near_an_item_is_to_disappointing_its_buyer(one: OrderItem, risk: Risk) -> None:
    assert risk_of(one, delivery_state(one, NOW, UTC, 3), NOW, UTC) is risk
