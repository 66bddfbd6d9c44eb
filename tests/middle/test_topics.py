"""Answers about orders, sales, cases and articles: from the words of one turn to the reply."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import (
    MoreItems,
    OfferTopic,
    What,
)
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.dialog.turn import Slot
from shop_helper.domain.orders import ItemStatus, ReturnState
from shop_helper.errors import LateError, StoreError
from tests.middle.harness import NOW, WORLD, Middle, answer, prompts_of, session_with, values_of
from tests.middle.moments import BLENDER, CLOCK, HEADPHONES, KETTLE
from tests.middle.said import LAMP, Sentence, sentence

TOASTER = "114-1176043-5532/1"
DOWN, LATE = StoreError("no answer"), LateError("too late")
SELLS = {"audience": Audience.SELLER}


def asks(topic: str, words: str = "a question") -> Sentence:
    """A question that Alexa has matched with a topic."""
    return sentence("HelpQuestionIntent", question=Slot(words, topic))


def words(said: str) -> Sentence:
    """A question in free words."""
    return sentence("HelpQuestionIntent", question=said)


# an item


@pytest.mark.parametrize(
    ("item", "prompt"),
    [
        ("kettle", "delivery.delivered"),
        ("blender", "delivery.on_the_way.late"),
        ("paperback", "delivery.on_the_way"),
        ("wall calendar", "delivery.not_shipped"),
        ("bread e-book", "delivery.digital"),
        ("toaster", "delivery.cancelled"),
        ("desk lamp", "delivery.delivered"),
    ],
)
def test_where_an_item_is(item: str, prompt: str) -> None:
    reply = answer(None, sentence("OrderStatusIntent", item=item))
    assert reply.prompt == prompt
    assert reply.topics == ("order.where",)


def test_what_is_told_beside_the_state() -> None:
    assert "delivery.shipped_by_seller" in prompts_of(
        answer(None, sentence("OrderStatusIntent", item="blender"))
    )
    assert "refund.requested" in prompts_of(answer(None, sentence("OrderStatusIntent", item="toaster")))
    assert "delivery.carrier" in prompts_of(answer(None, sentence("OrderStatusIntent", item="paperback")))


@pytest.mark.parametrize(
    ("item", "prompt"),
    [
        ("kettle", "returns.eligible"),
        ("winter coat", "returns.closed"),
        ("bread e-book", "returns.digital"),
        ("toaster", "returns.cancelled"),
        ("wall calendar", "returns.not_shipped"),
        ("blender", "returns.not_delivered"),
    ],
)
def test_whether_an_item_can_be_returned(item: str, prompt: str) -> None:
    assert answer(None, sentence("ReturnItemIntent", item=item)).prompt == prompt


def test_the_rule_for_a_kind_of_thing_is_told_without_asking_for_an_item() -> None:
    kind = sentence("ReturnItemIntent", item="earrings")
    reply = answer(None, kind)
    assert reply.topics == ("returns.can_i_return",)
    assert prompts_of(reply)[0] == "returns.kind.not_yours"
    asked = answer(None, asks("returns.can_i_return", "can i give back underwear"))
    assert (asked.prompt, asked.topics) == ("returns.kind.returnable", ("returns.exceptions",))


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("can i give back a gift card", "returns.kind.not_returnable"),
        ("can i return a banana", "returns.kind.rule_unknown"),
        ("can i return my headphones", "returns.eligible"),
        ("can i return headphones", "returns.eligible"),
    ],
)
def test_a_kind_is_told_from_ones_own(said: str, prompt: str) -> None:
    assert answer(None, asks("returns.can_i_return", said)).prompt == prompt


def test_the_price_is_told_before_the_article() -> None:
    lower = answer(None, asks("price.adjustment", "my headphones are cheaper now"))
    assert lower.say[0].prompt == "price.paid.lower"
    assert answer(None, asks("price.adjustment", "my kettle")).say[0].prompt == "price.paid.same"
    assert answer(None, asks("price.adjustment", "my winter coat")).say[0].prompt == "price.paid"
    higher = answer(None, asks("price.adjustment", "my rain jacket"), customer="ben")
    assert higher.say[0].prompt == "price.paid.higher"


def test_who_sold_an_item_decides_whom_to_ask() -> None:
    topic = "seller.contact.right_seller"
    assert answer(None, asks(topic, "my blender")).prompt == "seller.name.ships"
    assert answer(None, asks(topic, "my kettle")).prompt == "seller.name.shop_ships"
    assert answer(None, asks(topic, "my headphones")).prompt == "seller.name.shop"


def test_the_article_that_fits_the_item_is_read() -> None:
    shop = answer(None, asks("item.damaged", "my headphones are damaged"))
    seller = answer(None, asks("item.damaged", "my blender is damaged"))
    assert (shop.item, seller.item) == (HEADPHONES, BLENDER)
    assert shop.say != seller.say


def test_several_parcels_are_told_of_at_once() -> None:
    reply = answer(None, sentence("OrderStatusIntent"), customer="gwen")
    assert reply.prompt == "delivery.several"
    assert values_of(reply)["count"] == len(reply.listed) == 3
    late = answer(None, sentence("OrderStatusIntent", item="lamp or the wall clock"), customer="gwen")
    assert late.topics == ("order.where",)


def test_both_means_both() -> None:
    session = session_with(What(), listed=(KETTLE, LAMP), topic="returns.can_i_return")
    reply = Middle().answer(session, words("can i return both")).reply
    assert reply.outcome in (Outcome.ANSWERED, Outcome.DECLINED)
    told = Middle().answer(session, sentence("ReturnItemIntent", item="both of them")).reply
    assert told.listed == (KETTLE, LAMP)
    assert [text.prompt for text in told.say] == ["returns.eligible", "returns.eligible"]


def test_another_refund_in_progress_is_told_once() -> None:
    asked = sentence("RefundStatusIntent", item="kettle")
    reply = answer(None, asked)
    assert [text.prompt for text in reply.say] == ["refund.none.no_return", "refund.requested"]
    told = answer(What(), asked, topic="refund.status", item=TOASTER)
    assert [text.prompt for text in told.say] == ["refund.none.no_return"]


def test_an_item_is_named_after_an_answer() -> None:
    named = sentence("SelectIntent", item="kettle")
    for topic, told in (
        ("returns.how", "returns.can_i_return"),
        ("refund.policy", "refund.status"),
        ("delivery.time", "order.where"),
        ("item.damaged", "item.damaged"),
        ("order.history", "order.where"),
    ):
        assert answer(What(), named, topic=topic).topics == (told,)


def test_an_item_that_is_not_theirs() -> None:
    unknown = answer(None, sentence("OrderStatusIntent", item="garden chair"))
    assert (unknown.prompt, type(unknown.ask)) == ("orders.unknown", WhichItem)
    number = answer(None, sentence("OrderStatusIntent", order_ending="9999"))
    assert number.prompt == "orders.unknown_number"
    none = answer(None, sentence("OrderStatusIntent"), customer="carla")
    assert prompts_of(none)[0] == "orders.none"
    fits = answer(None, sentence("RefundStatusIntent"), customer="ben")
    assert prompts_of(fits)[0] == "orders.none_fit"


def test_an_order_is_found_by_its_number_seller_and_day() -> None:
    assert answer(None, sentence("OrderStatusIntent", order_ending="4417")).item == KETTLE
    seller = sentence("OrderStatusIntent", seller="northwind")
    assert isinstance(answer(None, seller).ask, WhichItem | OfferTopic)
    day = answer(None, sentence("OrderStatusIntent", date="2026-11-16"))
    assert day.item == HEADPHONES


# the history


def test_the_history_is_read_three_at_a_time() -> None:
    reply = answer(None, sentence("OrderHistoryIntent"))
    assert (reply.prompt, reply.ask, len(reply.listed)) == ("history.list", MoreItems(1), 3)
    one = answer(None, sentence("OrderHistoryIntent"), customer="ben")
    assert (one.prompt, one.item, one.choices) == ("history.one", one.listed[0], ())


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("2026-11-16", "history.that_day"),
        ("2026-W47", "history.in_span"),
        ("2025-03-01", "history.nothing_then"),
    ],
)
def test_the_history_of_a_period(said: str, prompt: str) -> None:
    reply = answer(None, sentence("OrderHistoryIntent", date=said))
    assert reply.prompt == prompt


def test_after_an_empty_period_everything_can_be_read() -> None:
    empty = answer(None, sentence("OrderHistoryIntent", date="2025-03-01"))
    assert empty.ask == MoreItems(0)
    assert answer(MoreItems(0), "yes").prompt == "history.list"
    first, last = (NOW - timedelta(days=9)).date(), NOW.date()
    assert answer(MoreItems(1, first, last), "yes").prompt == "history.then"
    assert answer(None, sentence("OrderHistoryIntent"), customer="carla").say[0].prompt == "orders.none"


# sales


def test_sales_are_told_to_whoever_sells() -> None:
    only = answer(None, sentence("SalesIntent"), customer="farid")
    assert (only.prompt, only.audience) == ("sales.not_shipped.late", Audience.SELLER)
    assert answer(None, sentence("SalesIntent"), customer="ana").say[0].prompt == "sales.not_a_seller"
    assert answer(None, sentence("SalesIntent"), customer=None).link_account


def test_sales_at_risk_come_first() -> None:
    risky = answer(None, sentence("SalesRiskIntent"), customer="dev")
    assert risky.prompt == "sales.at_risk"
    assert risky.listed == (CLOCK,)


@contextmanager
def sold(middle: Middle, **changes: Any) -> Iterator[Middle]:
    """Dev's only sale, changed."""
    order = next(one for one in WORLD.orders if one.items[0].ref == CLOCK)
    items = (replace(order.items[0], **changes),)
    with patch.object(middle.stores.orders, "sold", return_value=(replace(order, items=items),)):
        yield middle


@pytest.mark.parametrize(
    ("changes", "prompt"),
    [
        ({"status": ItemStatus.DELIVERED, "delivered_on": NOW.date()}, "sales.delivered"),
        ({"status": ItemStatus.CANCELLED}, "sales.cancelled"),
        ({"status": ItemStatus.RETURNED}, "sales.returned"),
        ({"status": ItemStatus.RETURNED_TO_SENDER}, "sales.returned_to_sender"),
        ({"digital": True}, "sales.digital"),
        ({"promised_on": None, "last_scan_at": NOW}, "sales.on_the_way.undated"),
        ({"promised_on": NOW.date() + timedelta(days=9)}, "sales.on_the_way.stalled"),
        ({"promised_on": NOW.date() + timedelta(days=9), "last_scan_at": NOW}, "sales.on_the_way"),
        (
            {"status": ItemStatus.PREPARING, "promised_on": NOW.date() + timedelta(days=9)},
            "sales.not_shipped",
        ),
    ],
)
def test_the_state_of_a_sale(changes: dict[str, Any], prompt: str) -> None:
    with sold(Middle("dev"), **changes) as middle:
        reply = middle.answer(Session(), sentence("SalesHistoryIntent")).reply
        risk = middle.answer(Session(), sentence("SalesRiskIntent")).reply
    assert (reply.prompt, reply.item) == (prompt, CLOCK)
    assert risk.prompt == ("sales.at_risk" if prompt.endswith("stalled") else "sales.no_risk")


def test_what_a_seller_has_to_do_is_told_with_the_sale() -> None:
    changes: dict[str, Any] = {
        "status": ItemStatus.PREPARING,
        "promised_on": NOW.date() + timedelta(days=1),
        "return_state": ReturnState.REQUESTED,
        "seller_contacted_at": (NOW,),
    }
    with sold(Middle("dev"), **changes) as middle:
        reply = middle.answer(session_with(What(), **SELLS), sentence("SalesIntent", item="wall clock")).reply
    assert [text.prompt for text in reply.say][:3] == [
        "sales.not_shipped",
        "sales.soon",
        "sales.return_requested",
    ]
