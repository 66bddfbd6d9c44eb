"""One fact of an item: every fact has its answer for an item in any state, and the right one for what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_helper.dialog.move import TellFact
from shop_helper.dialog.reading import Fact, ItemMention, One, OneOf
from shop_helper.dialog.records import Context, Source, Unavailable
from shop_helper.dialog.reply import Outcome, Reply
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.domain.orders import FulfilledBy, ItemStatus, Money, OrderItem, RefundState, ReturnState
from shop_helper.domain.returns import policy_from
from shop_helper.speech.wording import Wording
from shop_helper.topics.order_facts import OrderFacts
from shop_helper.topics.order_prompts import OrderPrompts
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item, order
from tests.middle.states import context_of, items_at_every_date, items_in_every_state
from tests.pipelines import compiled_knowledge

KB, ZONE = compiled_knowledge(), ZoneInfo("UTC")
FACTS = OrderFacts(OrderPrompts(KB, ZONE), policy_from(KB.policy["returns"]), ZONE)
WORDING = Wording(KB.prompts)
SHIPS: dict[str, Any] = SOLD_BY_SELLER | {"fulfilled_by": FulfilledBy.SELLER}
COMING: dict[str, Any] = {"status": ItemStatus.SHIPPED, "delivered_on": None}


def told(fact: Fact, one: OrderItem, topic: str | None = None, *others: OrderItem) -> Reply:
    context = context_of(one, *others)
    context = replace(context, session=replace(context.session, topic=topic))
    return FACTS.answer(context, TellFact(fact, ItemMention(bought=One(one.ref))))


def names(fact: Fact, topic: str | None = None, **changes: Any) -> list[str]:
    return [text.prompt for text in told(fact, item(**changes), topic).say]


@pytest.mark.parametrize("fact", Fact)
@pytest.mark.parametrize("topic", [None, "returns.how", "refund.status", "order.late"])
def test_every_fact_can_be_told_of_an_item_in_any_state(fact: Fact, topic: str | None) -> None:
    seen = set()
    for one in (*list(items_in_every_state())[::7], *items_at_every_date()):
        for text in told(fact, one, topic).say:
            if (text.prompt, tuple(text.values)) not in seen:
                seen.add((text.prompt, tuple(text.values)))
                assert "{" not in WORDING.words(text, TODAY)


@pytest.mark.parametrize(
    ("fact", "changes", "said"),
    [
        (Fact.PRICE, {}, ["price.paid"]),
        (Fact.ORDERED, {}, ["fact.ordered"]),
        (Fact.QUANTITY, {}, ["fact.quantity"]),
        (Fact.NUMBER, {}, ["fact.number"]),
        (Fact.COMPANIONS, {}, ["fact.companions.none"]),
        (Fact.ADDRESS, {}, ["fact.address"]),
        (Fact.SELLER, {}, ["seller.name.shop"]),
        (Fact.CARRIER, {}, ["fact.carrier.unknown", "delivery.delivered"]),
        (Fact.CARRIER, {"carrier": "Parcel Post"}, ["fact.carrier.came"]),
        (Fact.CARRIER, {"carrier": "Parcel Post", **COMING}, ["fact.carrier"]),
        (Fact.LAST_SEEN, {"last_scan_at": NOW, **COMING}, ["fact.last_seen"]),
        (Fact.LAST_SEEN, COMING, ["fact.last_seen.unknown", "delivery.on_the_way"]),
        (Fact.SHIPPED, {"shipped_on": TODAY}, ["fact.shipped"]),
        (Fact.SHIPPED, COMING, ["delivery.on_the_way"]),
        (Fact.PROMISED, COMING, ["fact.promised"]),
        (Fact.PROMISED, {}, ["fact.promised", "delivery.delivered"]),
        (Fact.PROMISED, {"promised_on": None, **COMING}, ["delivery.on_the_way.undated"]),
        (Fact.DELIVERED, {}, ["delivery.delivered"]),
        (Fact.DAYS_LEFT, {}, ["fact.days_left"]),
        (Fact.DAYS_LEFT, {"delivered_on": TODAY - timedelta(days=99)}, ["returns.closed"]),
        (Fact.RETURN_UNTIL, {}, ["returns.eligible"]),
        (Fact.RETURN_RECEIVED, {}, ["return.state.none"]),
        (Fact.RETURN_RECEIVED, {"return_received_on": TODAY}, ["fact.return_received"]),
        (Fact.WROTE, {}, ["seller.name.shop"]),
        (Fact.WROTE, SOLD_BY_SELLER, ["fact.wrote.never"]),
        (Fact.WROTE, {"seller_contacted_at": (NOW,), **SHIPS}, ["fact.wrote", "fact.wrote.unanswered"]),
        (
            Fact.WROTE,
            {"seller_contacted_at": (NOW,), "seller_replied_at": NOW, **SHIPS},
            ["fact.wrote", "fact.wrote.answered"],
        ),
        (Fact.REFUND_AMOUNT, {}, ["fact.refund_amount.unknown"]),
        (
            Fact.REFUND_AMOUNT,
            {"refund_amount": Money(item().price_paid.amount, "USD")},
            ["fact.refund_amount"],
        ),
        (Fact.REFUND_AMOUNT, {"refund_state": RefundState.PAID}, ["refund.paid.undated"]),
        (
            Fact.REFUND_DAY,
            {"refund_state": RefundState.REQUESTED},
            ["refund.requested", "fact.refund_day.unknown"],
        ),
    ],
)
def test_the_fact_that_was_asked_for(fact: Fact, changes: dict[str, Any], said: list[str]) -> None:
    found = names(fact, **changes)
    assert [name for name in found if name != "returns.eligible.rule_unknown"][: len(said)] == said


@pytest.mark.parametrize(
    ("fact", "topic", "changes", "said"),
    [
        (Fact.WHEN, "order.where", {}, "delivery.delivered"),
        (Fact.WHEN, "order.where", COMING, "fact.promised"),
        (Fact.WHEN, "refund.status", {"refund_state": RefundState.REQUESTED}, "refund.requested"),
        (Fact.WHEN, "returns.how", {}, "returns.eligible"),
        (Fact.WHEN, "returns.how", {"return_received_on": TODAY}, "fact.return_received"),
        (Fact.HOW_MUCH, "order.where", {}, "price.paid"),
        (
            Fact.HOW_MUCH,
            "refund.status",
            {"refund_state": RefundState.REQUESTED},
            "fact.refund_amount.unknown",
        ),
        (Fact.HOW_MUCH, "refund.status", {}, "price.paid"),
        (Fact.WHY, "returns.how", {}, "fact.why.window"),
        (Fact.WHY, "returns.how", COMING, "returns.not_delivered"),
        (Fact.WHY, "order.where", {}, "delivery.delivered"),
        (Fact.SURE, "returns.how", {}, "fact.sure"),
        (Fact.SURE, "order.where", {}, "fact.sure"),
    ],
)
def test_a_short_question_is_about_the_last_subject(
    fact: Fact, topic: str, changes: dict[str, Any], said: str
) -> None:
    assert names(fact, topic, **changes)[0] == said


def test_what_else_was_in_the_order() -> None:
    lamp = item(line_id="2", spoken_name="the lamp", return_state=ReturnState.NONE)
    (text,) = told(Fact.COMPANIONS, item(), None, lamp).say
    assert (text.prompt, list(text.values["others"].names)) == ("fact.companions", ["the lamp"])


def test_one_item_a_few_and_too_many() -> None:
    items = [item(line_id=str(line)) for line in range(1, 5)]
    context = context_of(*items)
    one = FACTS.answer(context, TellFact(Fact.ORDERED, ItemMention(bought=One(items[0].ref))))
    assert (one.item, one.listed, one.topics) == (items[0].ref, (), ("order.history",))
    refs = tuple(each.ref for each in items)
    few = FACTS.answer(context, TellFact(Fact.ORDERED, ItemMention(bought=OneOf(refs[:3]))))
    assert (few.item, few.listed, len(few.say)) == (None, refs[:3], 3)
    many = FACTS.answer(context, TellFact(Fact.ORDERED, ItemMention(bought=OneOf(refs))))
    assert isinstance(many.ask, WhichItem)
    unknown = FACTS.answer(context, TellFact(Fact.ORDERED, ItemMention()))
    assert unknown.prompt == "orders.unknown"
    away = replace(context, records=replace(context.records, bought=Unavailable(Source.ORDERS)))
    failed = FACTS.answer(away, TellFact(Fact.ORDERED, ItemMention()))
    assert (failed.prompt, failed.outcome) == ("orders.unavailable", Outcome.ERROR)


def test_the_day_of_the_order_is_the_orders() -> None:
    one = item()
    records = replace(context_of(one).records, bought=(order(one, placed_at=NOW - timedelta(days=4)),))
    context: Context = replace(context_of(one), records=records)
    (text,) = FACTS.answer(context, TellFact(Fact.ORDERED, ItemMention(bought=One(one.ref)))).say
    assert text.values["day"] == TODAY - timedelta(days=4)
