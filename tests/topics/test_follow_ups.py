"""What is offered after the state of an item, and which items a question without a name is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

import pytest

from shop_helper.domain.delivery import delivery_state
from shop_helper.domain.orders import FulfilledBy, ItemStatus, OrderItem, RefundState, ReturnState
from shop_helper.topics.follow_ups import after_refund, follow_on
from shop_helper.topics.item_candidates import LIKELY, newest_first
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item, order

SHIPS = SOLD_BY_SELLER | {"fulfilled_by": FulfilledBy.SELLER}
LATE, SOON = TODAY - timedelta(days=2), TODAY + timedelta(days=2)
SELLER, SERVICE, CASE = "seller.contact.from_order", "contact.overview", "case.open.buyer"


@pytest.mark.parametrize(
    ("one", "offered"),
    [
        (item(status=ItemStatus.PREPARING, promised_on=SOON), ("order.cancel", "order.change")),
        (item(status=ItemStatus.PREPARING, promised_on=LATE), (SERVICE, "order.cancel", CASE)),
        (item(status=ItemStatus.PREPARING, promised_on=LATE, **SHIPS), (SELLER, "order.cancel", CASE)),
        (item(status=ItemStatus.SHIPPED, promised_on=SOON), ("delivery.attendance", "address.change")),
        (item(status=ItemStatus.SHIPPED, promised_on=LATE), (SERVICE, "order.not_received", CASE)),
        (item(status=ItemStatus.SHIPPED, promised_on=LATE, **SHIPS), (SELLER, "order.not_received", CASE)),
        (
            item(status=ItemStatus.SHIPPED, promised_on=SOON, last_scan_at=NOW - timedelta(days=4)),
            ("order.tracking_stalled", SERVICE),
        ),
        (item(status=ItemStatus.OUT_FOR_DELIVERY, promised_on=LATE), ("delivery.attendance",)),
        (item(), ("returns.can_i_return", "order.not_received", "item.damaged")),
        (item(digital=True), ("refund.policy",)),
        (item(status=ItemStatus.CANCELLED), ("refund.status",)),
        (item(status=ItemStatus.CANCELLED, refund_state=RefundState.REQUESTED), ("refund.timing",)),
        (item(status=ItemStatus.RETURNED, refund_state=RefundState.PAID), ("refund.status",)),
        (item(status=ItemStatus.RETURNED_TO_SENDER), (SERVICE, "refund.request")),
        (
            item(status=ItemStatus.RETURNED_TO_SENDER, refund_state=RefundState.REFUSED),
            ("refund.refused", CASE),
        ),
    ],
)
def test_what_is_offered_after_the_state_of_an_item(one: OrderItem, offered: tuple[str, ...]) -> None:
    assert follow_on(one, delivery_state(one, NOW, UTC, 3)) == offered


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (RefundState.NONE, ("returns.can_i_return", "refund.request")),
        (RefundState.REQUESTED, ("refund.timing",)),
        (RefundState.REFUSED, ("refund.refused", CASE)),
        (RefundState.PAID, ("refund.policy",)),
    ],
)
def test_what_is_offered_after_the_state_of_a_refund(state: RefundState, offered: tuple[str, ...]) -> None:
    assert after_refund(item(refund_state=state)) == offered


PREPARING = item(line_id="1", status=ItemStatus.PREPARING, promised_on=SOON, delivered_on=None)
OVERDUE = item(line_id="2", status=ItemStatus.SHIPPED, promised_on=LATE, delivered_on=None, **SHIPS)
ARRIVED = item(line_id="3", delivered_on=TODAY - timedelta(days=5), return_state=ReturnState.REQUESTED)
OLD = item(line_id="4", delivered_on=TODAY - timedelta(days=200))
EBOOK = item(line_id="5", digital=True, delivered_on=TODAY - timedelta(days=3))
CANCELED = item(
    line_id="6", status=ItemStatus.CANCELLED, delivered_on=None, refund_state=RefundState.REQUESTED
)
SENT_BACK = item(line_id="7", status=ItemStatus.RETURNED_TO_SENDER, delivered_on=None)
ALL = (PREPARING, OVERDUE, ARRIVED, OLD, EBOOK, CANCELED, SENT_BACK)


@pytest.mark.parametrize(
    ("topic", "likely"),
    [
        ("", [PREPARING, OVERDUE, ARRIVED, OLD, EBOOK, SENT_BACK]),
        ("returns.can_i_return", [ARRIVED]),
        ("guarantee.claim", [OVERDUE]),
        ("order.where", [PREPARING, OVERDUE]),
        ("order.late", [OVERDUE]),
        ("order.not_received", [OVERDUE, ARRIVED, EBOOK]),
        ("order.cancel", [PREPARING]),
        ("delivery.returned_to_sender", [SENT_BACK]),
        ("refund.status", [CANCELED]),
        ("returns.status", [ARRIVED]),
        ("item.damaged", [ARRIVED, EBOOK]),
    ],
)
def test_likely_items(topic: str, likely: Sequence[OrderItem]) -> None:
    assert LIKELY[topic](ALL, NOW) == likely


@pytest.mark.parametrize(
    ("topic", "items", "likely"),
    [
        ("order.where", (EBOOK, ARRIVED, OLD), [ARRIVED]),
        ("order.late", (PREPARING, ARRIVED), [PREPARING]),
        ("order.late", (ARRIVED, OLD), [ARRIVED]),
        ("order.not_received", (OLD, PREPARING), [OLD, PREPARING]),
        ("order.cancel", (OVERDUE, ARRIVED), [OVERDUE]),
        ("order.cancel", (ARRIVED, OLD), [ARRIVED]),
        ("returns.can_i_return", (OLD, PREPARING, EBOOK, CANCELED), [OLD, PREPARING]),
        ("refund.status", (ARRIVED, OLD), [ARRIVED]),
        ("refund.status", (OLD,), []),
        ("delivery.returned_to_sender", (PREPARING, ARRIVED), [PREPARING]),
        ("item.damaged", (OLD,), [OLD]),
    ],
)
def test_likely_items_where_none_fits_best(
    topic: str, items: Sequence[OrderItem], likely: Sequence[OrderItem]
) -> None:
    assert LIKELY[topic](items, NOW) == likely


def test_the_limits_of_what_is_recent() -> None:
    last = item(delivered_on=TODAY - timedelta(days=120))
    older = item(line_id="2", delivered_on=TODAY - timedelta(days=121))
    assert LIKELY["item.damaged"]((last, older), NOW) == [last]
    missed = item(delivered_on=TODAY - timedelta(days=14))
    longer = item(line_id="2", delivered_on=TODAY - timedelta(days=15))
    assert LIKELY["order.not_received"]((missed, longer), NOW) == [missed]


def test_newest_orders_come_first() -> None:
    older = order(item(line_id="1"), item(line_id="2"), placed_at=NOW - timedelta(days=3))
    newer = order(item(line_id="3"), placed_at=NOW)
    assert [one.line_id for one in newest_first((older, newer))] == ["3", "1", "2"]
