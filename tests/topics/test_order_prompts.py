"""What is said of one item: by the rule's outcome, its state, its price and its refund."""

from __future__ import annotations

import copy
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_helper.dialog.reading import KindOfThing
from shop_helper.dialog.reply import Quantity, Text
from shop_helper.domain.delay import (
    AtCustoms,
    AtRisk,
    Close,
    Missed,
    NoEstimate,
    NotHandedOver,
    OnCourse,
    Silent,
    Slow,
)
from shop_helper.domain.orders import FulfilledBy, ItemStatus, Money, OrderItem, RefundState, ReturnState
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.order_prompts import OrderPrompts
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item
from tests.middle.states import context_of
from tests.pipelines import compiled_knowledge

SHIPS = SOLD_BY_SELLER | {"fulfilled_by": FulfilledBy.SELLER}
RULES = (
    {"category": "food", "returnable": False, "window_days": None, "condition": "unless it has gone bad"},
    {"category": "toys", "returnable": True, "window_days": 10, "condition": "unopened"},
    {"category": "books", "returnable": True, "window_days": 60},
)


def knowledge(window_days: int | None = 30) -> KnowledgeBase:
    made = copy.copy(compiled_knowledge())
    returns = {"window_days": window_days, "category_exceptions": RULES}
    made.policy = {**made.policy, "returns": returns}
    return made


WORDS = OrderPrompts(knowledge(), ZoneInfo("UTC"))
WITHOUT_WINDOW = OrderPrompts(knowledge(None), ZoneInfo("UTC"))


def names(said: tuple[Text, ...]) -> list[str]:
    return [text.prompt for text in said]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ["returns.eligible"]),
        ({"category": "toys"}, ["returns.eligible", "returns.eligible.condition"]),
        ({"category": "soap"}, ["returns.eligible", "returns.eligible.rule_unknown"]),
        (SHIPS, ["returns.eligible", "returns.via_seller"]),
        ({"delivered_on": TODAY - timedelta(days=30)}, ["returns.eligible"]),
        ({"delivered_on": TODAY - timedelta(days=31)}, ["returns.closed"]),
        ({"category": "food"}, ["returns.not_returnable", "returns.not_returnable.condition"]),
        ({"status": ItemStatus.SHIPPED, "delivered_on": None}, ["returns.not_delivered"]),
        ({"status": ItemStatus.OUT_FOR_DELIVERY, "delivered_on": None}, ["returns.not_delivered"]),
        ({"status": ItemStatus.PREPARING, "delivered_on": None}, ["returns.not_shipped"]),
        ({"status": ItemStatus.CANCELLED}, ["returns.cancelled"]),
        ({"status": ItemStatus.RETURNED}, ["returns.returned"]),
        ({"return_state": ReturnState.SENT_BACK}, ["returns.already.sent_back"]),
        ({"digital": True}, ["returns.digital"]),
    ],
)
def test_whether_it_can_be_returned(changes: dict[str, Any], said: list[str]) -> None:
    one = item(**changes)
    assert names(WORDS.returnable(context_of(one), one)) == said


def test_the_last_day_is_told() -> None:
    (said,) = WORDS.returnable(context_of(), item())
    assert said.values == {"item": "the kettle", "until": TODAY + timedelta(days=30)}
    closed = item(delivered_on=TODAY - timedelta(days=31))
    assert WORDS.returnable(context_of(), closed)[0].values["ended"] == TODAY - timedelta(days=1)


def test_no_window_is_invented() -> None:
    assert names(WITHOUT_WINDOW.returnable(context_of(), item())) == ["returns.window_unknown"]


@pytest.mark.parametrize(
    ("category", "said"),
    [
        ("food", ["returns.kind.not_returnable", "returns.not_returnable.condition"]),
        ("toys", ["returns.kind.returnable", "returns.eligible.condition"]),
        ("books", ["returns.kind.returnable"]),
        (None, ["returns.kind.rule_unknown"]),
    ],
)
def test_the_rule_for_a_kind(category: str | None, said: list[str]) -> None:
    assert names(WORDS.returnable_kind(KindOfThing(category))) == said
    assert WITHOUT_WINDOW.returnable_kind(KindOfThing(None)) == ()


SOON, LATE = TODAY + timedelta(days=3), TODAY - timedelta(days=2)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": ItemStatus.PLACED, "promised_on": SOON}, "delivery.not_shipped"),
        ({"status": ItemStatus.PLACED, "promised_on": LATE}, "delivery.not_shipped.late"),
        ({"status": ItemStatus.PREPARING, "promised_on": None}, "delivery.not_shipped.undated"),
        ({"status": ItemStatus.SHIPPED, "promised_on": SOON}, "delivery.on_the_way"),
        ({"status": ItemStatus.SHIPPED, "promised_on": LATE}, "delivery.on_the_way.late"),
        ({"status": ItemStatus.SHIPPED, "promised_on": None}, "delivery.on_the_way.undated"),
        ({"status": ItemStatus.OUT_FOR_DELIVERY, "promised_on": TODAY}, "delivery.out_for_delivery"),
        ({"status": ItemStatus.OUT_FOR_DELIVERY, "promised_on": LATE}, "delivery.out_for_delivery.late"),
        ({}, "delivery.delivered"),
        ({"promised_on": LATE}, "delivery.delivered.late"),
        ({"status": ItemStatus.CANCELLED}, "delivery.cancelled"),
        ({"status": ItemStatus.RETURNED}, "delivery.returned"),
        ({"status": ItemStatus.RETURNED_TO_SENDER}, "delivery.returned_to_sender"),
        ({"digital": True}, "delivery.digital"),
    ],
)
def test_where_it_is_in_one_sentence(changes: dict[str, Any], said: str) -> None:
    one = item(**changes)
    assert WORDS.where_shortly(context_of(one), one).prompt == said
    assert names(WORDS.where(context_of(one), one))[0] == said


def test_how_late_it_is() -> None:
    late = item(status=ItemStatus.SHIPPED, promised_on=LATE)
    assert WORDS.where_shortly(context_of(late), late).values["late"] == Quantity(2, "days")
    assert (WORDS.is_late(context_of(), late), WORDS.lateness(context_of(), late).value) == (True, 2)
    came = item(promised_on=LATE)
    assert WORDS.where_shortly(context_of(came), came).values["late"] == Quantity(2, "days")
    assert (WORDS.is_late(context_of(), came), WORDS.lateness(context_of(), came).value) == (False, 0)
    soon = item(status=ItemStatus.SHIPPED, promised_on=SOON)
    assert not WORDS.is_late(context_of(), soon)


def test_what_is_said_after_where_it_is() -> None:
    carried = item(status=ItemStatus.SHIPPED, promised_on=None, carrier="Parcel Post")
    assert names(WORDS.where(context_of(), carried))[1:] == ["delivery.carrier"]
    silent = item(status=ItemStatus.SHIPPED, promised_on=None, last_scan_at=NOW - timedelta(days=9))
    assert names(WORDS.where(context_of(), silent))[1:] == ["delivery.stalled"]
    late = item(status=ItemStatus.SHIPPED, promised_on=LATE, **SHIPS)
    assert names(WORDS.where(context_of(), late))[1:] == ["delivery.shipped_by_seller"]
    shop = item(status=ItemStatus.SHIPPED, promised_on=LATE)
    assert names(WORDS.where(context_of(), shop))[1:] == []
    gone = item(status=ItemStatus.CANCELLED, refund_state=RefundState.REQUESTED)
    assert names(WORDS.where(context_of(), gone))[1:] == ["refund.requested"]
    came = item(refund_state=RefundState.REQUESTED)
    assert names(WORDS.where(context_of(), came))[1:] == []


def price(text: str, currency: str = "USD") -> Money:
    return Money(Decimal(text), currency)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (None, "price.paid"),
        (price("39.90"), "price.paid.same"),
        (price("30.00"), "price.paid.lower"),
        (price("49.90"), "price.paid.higher"),
        (price("30.00", "EUR"), "price.paid"),
    ],
)
def test_the_price(now: Money | None, said: str) -> None:
    one = item(price_now=now)
    (text,) = WORDS.price(context_of(), one)
    assert text.prompt == said
    if said.endswith(("lower", "higher")):
        assert text.values["difference"].amount in (Decimal("9.90"), Decimal("10.00"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ["refund.none.no_return"]),
        ({"return_state": ReturnState.REQUESTED}, ["refund.none", "return.state.requested"]),
        ({"refund_state": RefundState.REQUESTED}, ["refund.requested"]),
        ({"refund_state": RefundState.REFUSED}, ["refund.refused"]),
        ({"refund_state": RefundState.PAID}, ["refund.paid.undated"]),
        ({"refund_state": RefundState.PAID, "refund_on": TODAY}, ["refund.paid.undated"]),
        (
            {"refund_state": RefundState.PAID, "refund_on": TODAY, "refund_amount": price("39.90")},
            ["refund.paid"],
        ),
    ],
)
def test_the_refund(changes: dict[str, Any], said: list[str]) -> None:
    one = item(**changes)
    assert names(WORDS.refund(context_of(), one)) == said


def test_who_sold_it() -> None:
    found = [WORDS.seller(context_of(), item(**sold))[0].prompt for sold in ({}, SOLD_BY_SELLER, SHIPS)]
    assert found == ["seller.name.shop", "seller.name.shop_ships", "seller.name.ships"]


def test_how_several_are_led_in() -> None:
    coming = [item(line_id=str(line), status=ItemStatus.SHIPPED) for line in (1, 2)]
    assert WORDS.how_many(coming).prompt == "delivery.several"
    assert WORDS.how_many([*coming, item(line_id="3")]).prompt == "delivery.several.one_order"
    other = item(order_id="114-0000000-0000")
    assert WORDS.how_many([*coming, other]).prompt == "delivery.several.mixed"
    assert WORDS.how_many(coming).values == {"count": 2}


def test_what_is_offered_next_depends_on_the_topic() -> None:
    came = item()
    assert WORDS.next_topics(context_of(), "order.where", came)[0] == "returns.can_i_return"
    assert WORDS.next_topics(context_of(), "refund.status", came) == (
        "returns.can_i_return",
        "refund.request",
    )
    assert WORDS.next_topics(context_of(), "returns.can_i_return", came) == ()


# delays


def told(risk: object, one: OrderItem | None = None) -> dict[str, Any]:
    """What is said of an item with that risk."""
    delay = copy.copy(WORDS.delay)
    delay.risk = lambda context, item: risk  # type: ignore[method-assign, assignment, return-value]
    found, context = one or item(status=ItemStatus.SHIPPED), context_of()
    return {
        "warning": names(delay.warning(context, found)),
        "outlook": names(delay.outlook(context, found)),
        "at risk": delay.is_at_risk(context, found),
        "silence": delay.is_silence_told(context, found),
    }


def test_a_risk_is_told_with_two_reasons_at_most() -> None:
    risk = AtRisk(80, SOON, (Silent(4), Slow(3, 1), AtCustoms()))
    assert told(risk) == {
        "warning": ["delay.at_risk", "delay.silent", "delay.slow"],
        "outlook": ["delay.at_risk", "delay.silent", "delay.slow"],
        "at risk": True,
        "silence": True,
    }
    other = told(AtRisk(80, SOON, (NotHandedOver(2), Missed())))
    assert other["warning"] == ["delay.at_risk", "delay.handed_over_late", "delay.missed"]
    assert not other["silence"]
    assert told(AtRisk(80, SOON, (NotHandedOver(0), Close(1))))["warning"][1:] == [
        "delay.not_handed_over",
        "delay.close",
    ]


def test_that_nothing_speaks_for_a_delay_is_told_to_whoever_asks() -> None:
    on_course = told(OnCourse(10))
    assert (on_course["warning"], on_course["outlook"]) == ([], ["delay.on_course"])
    nothing = told(NoEstimate())
    assert (nothing["warning"], nothing["outlook"], nothing["at risk"]) == ([], [], False)
