"""Things of one name are told apart: by what none of the others has, as shortly as it can be said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.dialog.records import Context, Records
from shop_helper.dialog.reply import Listed, Name, Reply, Row, Text, prompt
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import PAGE, WhichItem
from shop_helper.domain.actions.draft import ActionKind, Draft, from_data, to_data
from shop_helper.domain.cases import Case, CaseKind
from shop_helper.domain.naming import By, Trait, tell_apart, tell_cases_apart
from shop_helper.domain.orders import Order, OrderItem, SoldBy
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.speech.wording import Wording
from shop_helper.topics.item_choice import ask_item
from shop_helper.topics.names import case_about, case_name, item_name, item_title
from shop_helper.topics.screen_rows import items_rows
from shop_helper.understanding.dynamic_entities import LIMIT, dynamic_entities, entities_of
from shop_helper.understanding.namesakes import with_traits
from tests.items import NOW, TODAY, item, order

ZONE = ZoneInfo("America/New_York")
BLUEFIN: dict[str, Any] = {"sold_by": SoldBy.THIRD_PARTY, "seller_name": "Bluefin Outdoors"}
NORTHWIND: dict[str, Any] = {"sold_by": SoldBy.THIRD_PARTY, "seller_name": "Northwind Kitchen"}


WORDING = Wording(KnowledgeBase.load(COMPILED / "en-US.json").prompts)


def bought(number: str, days_ago: int = 3, *items: dict[str, Any], hours: int = 0) -> Order:
    """An order of kettles, one for each of `items`, which say how it differs."""
    lines = [
        item(order_id=number, line_id=str(line), **changes) for line, changes in enumerate(items or ({},), 1)
    ]
    return order(*lines, placed_at=NOW - timedelta(days=days_ago, hours=hours))


def context_of(*orders: Order, cases: tuple[Case, ...] = ()) -> Context:
    records = with_traits(Records(bought=orders, cases=cases), NOW, ZONE)
    return Context(NOW, "request", Session(), records)


def names_in(context: Context) -> list[str]:
    """As they are written, oldest last."""
    assert isinstance(context.orders, tuple)
    called = [item_name(context, one) for order in context.orders for one in order.items]
    return [plain(name) for name in called]


def plain(name: Name) -> str:
    [said] = WORDING.names((name,), TODAY)
    assert isinstance(said, Text)
    return said.words


@pytest.mark.parametrize(
    ("orders", "names"),
    [
        pytest.param(
            [bought("114-1-1111", 3, {"spoken_name": "the lamp"}), bought("114-2-2222", 9)],
            ["the lamp", "the kettle"],
            id="a name of its own is enough",
        ),
        pytest.param(
            [bought("114-1-1111", 3, {"name": "Kettle blue"}), bought("114-2-2222", 9, {"color": "red"})],
            ["the kettle in blue", "the kettle in red"],
            id="by color, from the title or the record",
        ),
        pytest.param(
            [bought("114-1-1111", 3, {"name": "Kettle size L"}), bought("114-2-2222", 9, {"size": "39"})],
            ["the kettle in size large", "the kettle in size 39"],
            id="by size",
        ),
        pytest.param(
            [bought("114-1-1111", 3, {"color": "blue"}), bought("114-2-2222", 40)],
            ["the kettle from November", "the kettle from October"],
            id="a color that only one record holds tells nothing",
        ),
        pytest.param(
            [bought("114-1-1111", 3, BLUEFIN), bought("114-2-2222", 9, NORTHWIND)],
            ["the kettle from Bluefin Outdoors", "the kettle from Northwind Kitchen"],
            id="by seller",
        ),
        pytest.param(
            [bought("114-1-1111", 3, BLUEFIN), bought("114-2-2222", 9)],
            ["the kettle from Bluefin Outdoors", "the kettle from our own store"],
            id="by the store itself",
        ),
        pytest.param(
            [bought("114-1-1111", 3), bought("114-2-2222", 33)],
            ["the kettle from November", "the kettle from October"],
            id="by month",
        ),
        pytest.param(
            [bought("114-1-1111", 3), bought("114-2-2222", 368)],
            ["the kettle ordered on November 21st", "the kettle ordered on November 21st, 2025"],
            id="a month names no year",
        ),
        pytest.param(
            [bought("114-1-1111", 1), bought("114-2-2222", 8), bought("114-3-3333", 14)],
            [
                "the kettle ordered yesterday",
                "the kettle ordered on November 16th",
                "the kettle ordered on November 10th",
            ],
            id="by day",
        ),
        pytest.param(
            [
                bought("114-1-1111", 3, {"delivered_on": TODAY - timedelta(days=1)}),
                bought("114-2-2222", 3, {"delivered_on": TODAY - timedelta(days=2)}),
            ],
            ["the kettle delivered yesterday", "the kettle delivered on November 22nd"],
            id="by day of delivery",
        ),
        pytest.param(
            [bought("114-1-4417", 3), bought("114-2-9058", 3)],
            ["the kettle from order ending 4417", "the kettle from order ending 9058"],
            id="by the end of the order's number",
        ),
        pytest.param(
            [bought("114-1-14417", 3), bought("114-2-24417", 3)],
            ["the kettle from order ending 14417", "the kettle from order ending 24417"],
            id="by as many digits as it takes",
        ),
        pytest.param(
            [bought("114-1-4417", 3, {}, {})],
            [
                "the kettle from order ending 4417, line 1",
                "the kettle from order ending 4417, line 2",
            ],
            id="by its place where nothing else differs",
        ),
        pytest.param(
            [
                bought(
                    "114-1-4417",
                    3,
                    {"color": "black", "size": "39"},
                    {"color": "white", "size": "39"},
                    {"color": "white", "size": "41"},
                )
            ],
            ["the kettle in black", "the kettle in white in size 39", "the kettle in size 41"],
            id="by two traits where one is not enough",
        ),
    ],
)
def test_the_shortest_name_that_tells(orders: list[Order], names: list[str]) -> None:
    assert names_in(context_of(*orders)) == names


def test_the_day_is_the_customers_own() -> None:
    """An order placed on a New York evening is one of the next day in UTC."""
    late = replace(bought("114-1-1111"), placed_at=datetime(2026, 11, 17, 3, tzinfo=UTC))
    assert names_in(context_of(bought("114-2-2222", 3), late))[1] == "the kettle ordered on November 16th"


COLORS, SIZES, SELLERS = (None, "blue", "red"), (None, "39", "41"), (None, "Bluefin", "Northwind")


@st.composite
def worlds(draw: st.DrawFn) -> list[Order]:
    """Orders full of namesakes."""
    orders = []
    for number in range(draw(st.integers(1, 5))):
        lines = []
        for line in range(draw(st.integers(1, 3))):
            seller = draw(st.sampled_from(SELLERS))
            sold = {"sold_by": SoldBy.THIRD_PARTY, "seller_name": seller} if seller else {}
            changes: dict[str, Any] = {
                "order_id": f"114-{draw(st.integers(1, 3))}{number}-{draw(st.sampled_from(['4417', '9058']))}",
                "line_id": str(line + 1),
                "spoken_name": draw(st.sampled_from(["the kettle", "The Kettle", "the lamps"])),
                "color": draw(st.sampled_from(COLORS)),
                "size": draw(st.sampled_from(SIZES)),
                "delivered_on": draw(st.sampled_from([None, TODAY, TODAY - timedelta(days=2)])),
            }
            lines.append(item(**changes | sold))
        lines = [replace(one, order_id=lines[0].order_id) for one in lines]
        orders.append(order(*lines, placed_at=NOW - timedelta(days=draw(st.sampled_from([1, 2, 40, 400])))))
    return orders


@given(worlds())
def test_no_two_items_are_called_the_same(orders: list[Order]) -> None:
    context = context_of(*orders)
    names = [name.casefold() for name in names_in(context)]
    assert len(set(names)) == len(names), names


@given(worlds())
def test_ids_are_unique_and_a_name_means_one_thing_or_nobodys(orders: list[Order]) -> None:
    context = context_of(*orders)
    entities = entities_of(context.records)
    for kind in {one.slot_type for one in entities}:
        ids = [one.id for one in entities if one.slot_type == kind]
        assert len(set(ids)) == len(ids)
        said = Counter(
            name for one in entities if one.slot_type == kind for name in (one.name, *one.synonyms)
        )
        assert max(said.values()) == 1, said
    assert sum(one.size for one in entities) <= LIMIT


@pytest.mark.parametrize("name", ["the kettle", "the headphones"])
def test_the_verb_agrees_with_the_thing_and_not_with_its_seller(name: str) -> None:
    """ "The kettle from Bluefin Outdoors is late"."""
    said = prompt("name.seller", item=name, value="Bluefin Outdoors")
    words = WORDING.words(prompt("delivery.returned", item=said), TODAY)
    verb = "have" if name.endswith("s") else "has"
    assert words == f"T{name[1:]} from Bluefin Outdoors {verb} been returned."


def test_a_sellers_name_is_no_markup() -> None:
    said = prompt("name.seller", item="the [kettle]", value="[tel:911]")
    assert WORDING.words(prompt("delivery.cancelled", item=said), TODAY).startswith(
        "The (kettle) from (tel:911)"
    )


def test_the_question_and_its_choices_on_a_screen_tell_them_apart() -> None:
    context = context_of(bought("114-1-4417", 3), bought("114-2-9058", 3), bought("114-3-1111", 2))
    assert isinstance(context.orders, tuple)
    asked = ask_item(context, "order.where", [one for each in context.orders for one in each.items])
    assert isinstance(asked.question, Text)
    assert isinstance(asked.ask, WhichItem)
    said = WORDING.words(asked.question, TODAY)
    names = [plain(name) for name in asked.choices]
    assert len(set(names)) == len(names) == PAGE
    assert "[digits:4417]" in said
    assert "[digits:9058]" in said
    assert names[0] == "the kettle from order ending 4417"


def test_rows_of_one_title_are_told_apart() -> None:
    context = context_of(bought("114-1-1111", 3, {"name": "Kettle blue"}, {"name": "Kettle red"}))
    same = context_of(bought("114-1-1111", 3), bought("114-2-2222", 40))
    assert _labels(context) == ["Kettle blue", "Kettle red"]  # the titles tell it already
    assert _labels(same) == [
        "Northwind Steel Kettle from November",
        "Northwind Steel Kettle from October",
    ]


def _labels(context: Context) -> list[str]:
    assert isinstance(context.orders, tuple)
    items: list[OrderItem] = [one for each in context.orders for one in each.items]
    rows: tuple[Row, ...] = items_rows(context, items)
    assert [item_title(context, one) for one in items] == [row.label.values["value"] for row in rows]
    return [WORDING.words(row.label, TODAY) for row in rows]


def case(number: str, days_ago: int = 1, **changes: Any) -> Case:
    fields: dict[str, Any] = {"ref": "114-1-1111/1", "item_name": "the kettle", "kind": CaseKind.CASE}
    opened = NOW - timedelta(days=days_ago)
    return Case("ana", number, opened_at=opened, **fields | changes)


@pytest.mark.parametrize(
    ("cases", "names", "about"),
    [
        ([case("330060")], ["the kettle"], ["about the kettle"]),
        ([case("330060", item_name="", ref=None)], ["number 0060"], ["ending in 0060"]),
        (
            [case("330060"), case("330071", kind=CaseKind.CLAIM)],
            ["the case about the kettle", "the claim for the kettle"],
            ["about the kettle", "about the kettle"],
        ),
        (
            [case("330060", 1), case("330071", 9)],
            [
                "the case opened yesterday about the kettle",
                "the case opened on November 15th about the kettle",
            ],
            ["opened yesterday about the kettle", "opened on November 15th about the kettle"],
        ),
        (
            [case("330060"), case("330071")],
            ["the case ending in 0060 about the kettle", "the case ending in 0071 about the kettle"],
            ["ending in 0060 about the kettle", "ending in 0071 about the kettle"],
        ),
        (
            [case("330060"), case("330071", ref="114-2-2222/1")],
            ["the kettle from November", "the kettle from October"],
            ["about the kettle from November", "about the kettle from October"],
        ),
    ],
    ids=["one", "about nothing", "case and claim", "two days", "one day", "two kettles"],
)
def test_cases_are_told_apart(cases: list[Case], names: list[str], about: list[str]) -> None:
    orders = [bought("114-1-1111", 3)]
    if any(one.ref == "114-2-2222/1" for one in cases):
        orders.append(bought("114-2-2222", 40))
    traits = context_of(*orders, cases=tuple(cases)).records.traits
    assert [plain(case_name(one, traits)) for one in cases] == names
    assert [plain(case_about(one, traits)) for one in cases] == about


def test_two_cases_about_kettles_of_older_orders_are_told_apart_as_well() -> None:
    cases = [case("330060", ref="1/1"), case("330071", ref="2/1")]
    assert tell_cases_apart(cases, {}, ZONE).keys() == {"330060", "330071"}


def test_a_draft_keeps_what_its_item_is_named_with() -> None:
    traits = (Trait(By.ORDERED, "2026-11-03"), Trait(By.COLOR, "blue"))
    draft = replace(Draft(ActionKind.RETURN).about("114-1-1111/1", "the kettle"), traits=traits)
    assert from_data(to_data(draft)) == draft
    assert draft.about("114-2-2222/1").traits == ()


@pytest.mark.parametrize(
    "traits",
    [
        "blue",
        [["color"]],
        [["paint", "blue"]],
        [["color", 3]],
        [["ordered", "today"]],
        [["month", "13"]],
        [["kind", "claim"]],
        [3],
    ],
)
def test_a_forged_draft_is_none(traits: object) -> None:
    assert from_data({"kind": "return", "traits": traits}) is None


def test_a_shared_name_is_nobodys_and_what_tells_them_apart_is_each_ones() -> None:
    orders = [
        bought("114-1-1111", 3, BLUEFIN | {"name": "Kettle blue"}),
        bought("114-2-2222", 40, NORTHWIND | {"name": "Kettle red"}),
        bought("114-3-3333", 4, {"spoken_name": "the lamp", "name": "Lamp blue"}),
        bought("114-4-4444", 5, {"spoken_name": "the mug"}, {"spoken_name": "the mug"}),
    ]
    entities = dynamic_entities(orders)
    means = {name: one.id for one in entities for name in (one.name, *one.synonyms)}
    assert "/" not in means["kettle"] + means["mug"]
    assert means["kettle"] != means["mug"]
    assert means["blue kettle"] == means["kettle from bluefin"] == means["bluefin kettle"] == "114-1-1111/1"
    assert means["red kettle"] == means["red one"] == "114-2-2222/1"
    assert means["lamp"] == "114-3-3333/1"
    assert "blue one" not in means  # the lamp is blue as well


def test_what_is_bought_and_sold_by_one_person_is_one_item() -> None:
    own = bought("114-1-1111", 3)
    assert [one.id for one in dynamic_entities([own, own])] == ["114-1-1111/1"]


def test_a_list_that_is_said_takes_names_and_pieces() -> None:
    names = Listed(["the lamp", prompt("name.month", item="the kettle", value="May")], "or")
    reply = Reply("ask.which_item.few", (prompt("ask.which_item.few", choices=names),))
    assert WORDING.speak(reply, TODAY, "").say == "Which item do you mean: the lamp or the kettle from May?"


def test_items_alone_need_nothing() -> None:
    assert tell_apart([bought("114-1-1111")], TODAY, ZONE) == {}
