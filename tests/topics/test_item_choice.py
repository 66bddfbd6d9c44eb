"""Which item is meant: from what was said, from the conversation, or by asking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop_helper.dialog.people import Audience, Customer
from shop_helper.dialog.questions import What
from shop_helper.dialog.reading import All, ItemMention, NotTheirs, One, OneOf
from shop_helper.dialog.records import Context, Records, Source, Unavailable
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.topics.item_choice import (
    Every,
    Nothing,
    Open,
    Settled,
    Unknown,
    ask_item,
    candidates,
    item_page,
    items_of,
    meant_item,
    narrow,
)
from tests.items import NOW, item, order

NAMES = ("the kettle", "the lamp", "the coat")
KETTLE, LAMP, COAT = (item(line_id=str(line), spoken_name=name) for line, name in enumerate(NAMES, 1))
ALL = [KETTLE, LAMP, COAT]
ORDERS = (order(*ALL),)
NONE = ItemMention()


def context(last: str | None = None, topic: str | None = None, sells: bool = False) -> Context:
    customer = Customer("ana", frozenset(Audience))
    records = Records(customer, bought=ORDERS, sold=ORDERS)
    side = Audience.SELLER if sells else Audience.BUYER
    return Context(NOW, "request", Session(item=last, topic=topic), records, side)


def test_an_item_that_is_known_already_is_the_one() -> None:
    other = ItemMention(bought=One(LAMP.ref))
    assert meant_item(context(), other, KETTLE.ref, ORDERS, ALL) == Settled(KETTLE)
    assert meant_item(context(), other, "9/9", ORDERS, ALL) == Settled(LAMP)
    assert meant_item(context(), NONE, KETTLE.ref, (), ALL) == Nothing()


@pytest.mark.parametrize(
    ("mention", "meant"),
    [
        (ItemMention(bought=One(LAMP.ref)), Settled(LAMP)),
        (ItemMention(bought=OneOf((LAMP.ref, COAT.ref))), Open((LAMP, COAT))),
        (ItemMention(bought=All((LAMP.ref, COAT.ref))), Every((LAMP, COAT))),
        (ItemMention(bought=NotTheirs()), Unknown()),
        (ItemMention(sold=One(LAMP.ref)), Open((KETTLE, LAMP, COAT))),
    ],
)
def test_what_was_named(mention: ItemMention, meant: object) -> None:
    assert meant_item(context(), mention, None, ORDERS, ALL) == meant


def test_a_seller_names_what_was_sold() -> None:
    mention = ItemMention(bought=One(KETTLE.ref), sold=One(LAMP.ref))
    assert meant_item(context(sells=True), mention, None, ORDERS, ALL) == Settled(LAMP)


def test_the_item_spoken_of_last_goes_on_where_it_fits() -> None:
    last = COAT.ref
    assert meant_item(context(last), NONE, None, ORDERS, ALL) == Settled(COAT)
    assert meant_item(context(last), NONE, None, ORDERS, [KETTLE, LAMP]) == Open((KETTLE, LAMP))
    assert meant_item(context(last), ItemMention(pointing=True), None, ORDERS, [KETTLE]) == Settled(COAT)
    assert meant_item(context(last), ItemMention(goes_on=False), None, ORDERS, ALL) == Open(tuple(ALL))
    assert meant_item(context("9/9"), ItemMention(pointing=True), None, ORDERS, [LAMP]) == Settled(LAMP)


@pytest.mark.parametrize("topic", ["returns.how", "refund.timing", "exchange.request"])
def test_the_money_back_is_that_of_the_item_spoken_of(topic: str) -> None:
    assert meant_item(context(COAT.ref, topic), NONE, None, ORDERS, [KETTLE, LAMP]) == Settled(COAT)
    assert meant_item(context(COAT.ref, topic), NONE, None, ORDERS, []) == Open(())
    assert meant_item(context(COAT.ref, "order.where"), NONE, None, ORDERS, [KETTLE, LAMP]) != Settled(COAT)


def test_the_only_likely_item_is_meant() -> None:
    assert meant_item(context(), NONE, None, ORDERS, [LAMP]) == Settled(LAMP)
    assert meant_item(context(), NONE, None, ORDERS, []) == Open(())


MANY = [item(line_id=str(line)) for line in range(1, 15)]


@pytest.mark.parametrize(
    ("count", "page", "prompt", "names"),
    [
        (1, 0, "ask.which_item.one", 1),
        (2, 0, "ask.which_item.few", 2),
        (3, 0, "ask.which_item.few", 3),
        (4, 0, "ask.which_item.more", 3),
        (4, 1, "ask.which_item.page.one", 1),
        (5, 1, "ask.which_item.page", 2),
        (14, 0, "ask.which_item.more", 3),
    ],
)
def test_items_are_asked_for_three_at_a_time(count: int, page: int, prompt: str, names: int) -> None:
    reply = ask_item(context(), "order.where", MANY[:count], page)
    assert (reply.prompt, len(reply.choices)) == (prompt, names)
    assert reply.ask == WhichItem("order.where", tuple(one.ref for one in MANY[:count][:12]), page)


def test_pages_end() -> None:
    question = WhichItem("order.where", tuple(one.ref for one in ALL), page=0)
    last = item_page(context(), question, 1)
    assert (last.prompt, last.ask, last.listed) == ("ask.which_item.last", What(), question.shown)
    assert item_page(context(), question, 0).prompt == "ask.which_item.few"
    assert item_page(context(), replace(question, refs=("9/9",)), 0).prompt == "ask.what"


def test_a_choice_is_narrowed_once() -> None:
    question = WhichItem("order.where", tuple(one.ref for one in ALL))
    asked = narrow(context(), question, (LAMP.ref, "9/9", COAT.ref))
    assert not isinstance(asked, str)
    assert asked.ask == WhichItem("order.where", (LAMP.ref, COAT.ref), 0, 2)
    assert narrow(context(), replace(question, tries=2), (LAMP.ref, COAT.ref)) == LAMP.ref


def test_items_that_are_gone_are_no_candidates() -> None:
    question = WhichItem("order.where", (COAT.ref, "9/9", KETTLE.ref))
    assert candidates(context(), question) == [COAT, KETTLE]
    assert list(items_of(ORDERS)) == [one.ref for one in ALL]
    assert items_of(Unavailable(Source.ORDERS)) == {}
