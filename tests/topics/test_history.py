"""Lists of orders and sales: three at a time, of all time or of a period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_helper.dialog.move import Tell
from shop_helper.dialog.people import Audience, Customer
from shop_helper.dialog.questions import MoreItems, MoreSales
from shop_helper.dialog.reading import ItemMention, Period
from shop_helper.dialog.records import Context, Records
from shop_helper.dialog.reply import Listed, Reply
from shop_helper.dialog.session import Session
from shop_helper.domain.orders import FulfilledBy, ItemStatus, Order
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.orders import OrderAnswers
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item, order
from tests.pipelines import compiled_knowledge

KB = compiled_knowledge()
ANSWERS = OrderAnswers(KB, ArticleAnswers(KB), ZoneInfo("UTC"))
HISTORY, SALES = ANSWERS.history, ANSWERS.sales


def ordered(days: int, *names: str) -> Order:
    number = f"114-0000000-{days:04}"
    items = [item(order_id=number, line_id=str(line), spoken_name=name) for line, name in enumerate(names, 1)]
    return order(*items, placed_at=NOW - timedelta(days=days))


ORDERS = (
    ordered(1, "the kettle", "the lamp"),
    ordered(5, "the coat"),
    ordered(20, "the book"),
    ordered(40, "the cup"),
)


def context(orders: tuple[Order, ...] = ORDERS) -> Context:
    return Context(NOW, "request", Session(), Records(Customer("ana"), bought=orders))


def told(reply: Reply) -> object:
    listed = reply.say[0].values.get("items")
    return listed.names if isinstance(listed, Listed) else None


def days(first: int, last: int) -> Period:
    return Period(TODAY - timedelta(days=first), TODAY - timedelta(days=last))


def test_the_newest_three_and_then_the_rest() -> None:
    first = HISTORY.answer(context(), "order.history", ItemMention())
    assert (first.prompt, told(first), first.ask) == (
        "history.list",
        ("the kettle", "the lamp", "the coat"),
        MoreItems(1),
    )
    rest = HISTORY.go_on(context(), MoreItems(1))
    assert (rest.prompt, told(rest)) == ("history.then", ("the book", "the cup"))
    assert not isinstance(rest.ask, MoreItems)
    assert (len(rest.choices), rest.item) == (2, None)
    over = HISTORY.go_on(context(), MoreItems(2))
    assert over.say[0].prompt == "orders.none"


def test_exactly_three_are_all() -> None:
    reply = HISTORY.answer(context(ORDERS[:2]), "order.history", ItemMention())
    assert not isinstance(reply.ask, MoreItems)


@pytest.mark.parametrize(
    ("period", "prompt", "names"),
    [
        (days(5, 5), "history.that_day", ("the coat",)),
        (days(20, 5), "history.in_span", ("the coat", "the book")),
        (days(40, 40), "history.that_day", ("the cup",)),
    ],
)
def test_of_a_period(period: Period, prompt: str, names: tuple[str, ...]) -> None:
    reply = HISTORY.answer(context(), "order.history", ItemMention(period=period))
    assert (reply.prompt, told(reply)) == (prompt, names)


def test_a_period_goes_on_within_itself() -> None:
    period = days(20, 0)
    first = HISTORY.answer(context(), "order.history", ItemMention(period=period))
    assert first.ask == MoreItems(1, period.start, period.end)
    rest = HISTORY.go_on(context(), MoreItems(1, period.start, period.end))
    assert told(rest) == ("the book",)
    assert rest.item == ORDERS[2].items[0].ref
    half = HISTORY.go_on(context(), MoreItems(1, period.start))
    assert told(half) == ("the book", "the cup")


def test_nothing_in_a_period_and_nothing_at_all() -> None:
    long_ago = Period(date(2020, 1, 1), date(2020, 1, 31))
    empty = HISTORY.answer(context(), "order.history", ItemMention(period=long_ago))
    assert (empty.prompt, empty.ask) == ("history.nothing_then", MoreItems(0))
    none = HISTORY.answer(context(()), "order.history", ItemMention(period=long_ago))
    assert none.say[0].prompt == "orders.none"
    one = HISTORY.answer(context(ORDERS[1:2]), "order.history", ItemMention())
    assert (one.prompt, one.choices, one.item) == ("history.one", (), ORDERS[1].items[0].ref)


# sales

SHIPS: dict[str, Any] = SOLD_BY_SELLER | {"fulfilled_by": FulfilledBy.SELLER}


def selling(*items: Any) -> Context:
    customer = Customer("northwind", frozenset(Audience))
    return Context(NOW, "request", Session(), Records(customer, sold=(order(*items),)), Audience.SELLER)


def sale(line: int, **changes: Any) -> Any:
    return item(line_id=str(line), spoken_name=f"kettle {line}", **SHIPS | changes)


LATE = {"status": ItemStatus.SHIPPED, "promised_on": TODAY - timedelta(days=2)}
SOON = {"status": ItemStatus.PREPARING, "promised_on": TODAY + timedelta(days=1)}
FINE = {"status": ItemStatus.PREPARING, "promised_on": TODAY + timedelta(days=9)}


def asked(topic: str, *items: Any) -> Reply:
    return SALES.answer(selling(*items), Tell(topic))


def test_what_is_at_risk_comes_first_and_what_is_done_is_left_out() -> None:
    items = (sale(1), sale(2, **FINE), sale(3, **LATE))
    status = asked("order.where", *items)
    assert [one.rpartition("/")[2] for one in status.listed] == ["3", "2"]
    history = asked("order.history", *items)
    assert [one.rpartition("/")[2] for one in history.listed] == ["1", "2", "3"]
    risk = asked("order.delay_warning", *items)
    assert (risk.prompt, risk.item) == ("sales.at_risk", items[2].ref)
    assert asked("order.delay_warning", items[0], items[1]).prompt == "sales.no_risk"


def test_without_anything_under_way_all_are_told() -> None:
    assert len(asked("order.where", sale(1), sale(2)).listed) == 2


def test_in_a_list_each_is_one_short_sentence() -> None:
    reply = asked("order.history", sale(1, **LATE), sale(2, **FINE), sale(3, **SOON))
    assert [text.prompt for text in reply.say] == [
        "sales.on_the_way.late.listed",
        "sales.not_shipped.listed",
        "sales.not_shipped.listed",
    ]
    one = asked("order.history", sale(1, **SOON))
    assert [text.prompt for text in one.say] == ["sales.not_shipped"]
    assert reply.say[0].values["code"] == "4417"


def test_four_sales_are_two_pages() -> None:
    items = tuple(sale(line) for line in range(1, 5))
    first = asked("order.history", *items)
    refs = tuple(one.ref for one in items)
    assert first.ask == MoreSales("order.history", refs, 1)
    second = SALES.go_on(selling(*items), MoreSales("order.history", refs, 1))
    assert second.listed == refs[3:]
    over = SALES.go_on(selling(*items), MoreSales("order.history", refs, 2))
    assert over.prompt == "sales.no_more"
    gone = SALES.go_on(selling(items[0]), MoreSales("order.history", refs, 1))
    assert gone.prompt == "sales.no_more"
