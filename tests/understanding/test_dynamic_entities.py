"""The words sent to Alexa: within its limit, and never a short name for the wrong item."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.dialog.records import Records, Source, Unavailable
from shop_helper.domain.orders import Order
from shop_helper.understanding.dynamic_entities import (
    ITEM,
    LIMIT,
    SELLER,
    dynamic_entities,
    entities_of,
    taking_turns,
)
from tests.items import SOLD_BY_SELLER, item, order
from tests.understanding.worlds import worlds


@given(worlds(), st.integers(1, LIMIT))
def test_no_more_is_sent_than_alexa_takes(orders: list[Order], limit: int) -> None:
    assert sum(word.size for word in dynamic_entities(orders, limit)) <= limit


@given(worlds())
def test_one_name_has_one_meaning(orders: list[Order]) -> None:
    for slot_type in (ITEM, SELLER):
        said = [
            n
            for word in dynamic_entities(orders)
            if word.slot_type == slot_type
            for n in (word.name, *word.synonyms)
        ]
        assert [name for name, count in Counter(said).items() if count > 1] == []


@given(worlds())
def test_every_item_can_be_named_and_every_id_is_one_of_theirs(orders: list[Order]) -> None:
    items = {item.ref: item for order in orders for item in order.items}
    words = [word for word in dynamic_entities(orders) if word.slot_type == ITEM]
    assert {word.name for word in words} >= {i.spoken_name.removeprefix("the ") for i in items.values()}
    for word in words:
        same = [ref for ref, i in items.items() if i.spoken_name.removeprefix("the ") == word.name]
        assert ([word.id] == same) == (len(same) == 1) or (not same and word.id in items)
    assert len({word.id for word in words}) == len(words)


@given(worlds())
def test_a_short_name_fits_its_own_item_only(orders: list[Order]) -> None:
    items = {item.ref: item for order in orders for item in order.items}
    for word in dynamic_entities(orders):
        for short in word.synonyms if word.id in items else ():
            tellings = short.removesuffix(" one").split()
            fitting = [
                ref
                for ref, item in items.items()
                if all(
                    t in f"{item.spoken_name} {item.name} {item.seller_name} in from".lower().split()
                    for t in tellings
                )
            ]
            assert fitting == [word.id] or not short.endswith(" one")
            assert word.id in fitting


@given(worlds(), worlds(), st.integers(1, LIMIT))
def test_what_was_bought_and_what_was_sold_share_the_room(
    bought: list[Order], sold: list[Order], limit: int
) -> None:
    both = taking_turns(sold, bought)
    assert len(both) == len(bought) + len(sold)
    shared = min(len(bought), len(sold))
    assert list(both[: 2 * shared : 2]) == list(sold[:shared])
    assert list(both[1 : 2 * shared : 2]) == list(bought[:shared])
    assert sum(word.size for word in dynamic_entities(both, limit)) <= limit


KETTLE = item(line_id="1", spoken_name="the wireless kettle", name="Wireless Kettle black")
LAMP = item(line_id="2", spoken_name="the desk lamp", name="Desk Lamp")


@pytest.mark.parametrize(
    ("limit", "synonyms"),
    [
        (1, [()]),
        (2, [(), ()]),
        (3, [("kettle",), ()]),
        (5, [("kettle", "black kettle", "black one"), ()]),
        (6, [("kettle", "black kettle", "black one"), ("lamp",)]),
        (100, [("kettle", "black kettle", "black one"), ("lamp",)]),
    ],
)
def test_short_names_take_the_room_that_is_left(limit: int, synonyms: list[tuple[str, ...]]) -> None:
    entities = dynamic_entities((order(KETTLE, LAMP),), limit)
    assert [one.name for one in entities] == ["wireless kettle", "desk lamp"][:limit]
    assert [one.synonyms for one in entities] == synonyms


def test_a_short_name_of_two_items_is_nobodys() -> None:
    other = item(line_id="3", spoken_name="the floor lamp", name="Floor Lamp")
    entities = dynamic_entities((order(LAMP, other),))
    assert [one.synonyms for one in entities] == [(), ()]


def test_sellers_go_by_their_first_word_where_it_is_theirs_alone() -> None:
    names = ("Northwind Kitchen", "Bluefin Outdoors", "Bluefin Books", "Amy's")
    items = [
        item(line_id=str(line), spoken_name=f"the thing {line}", **SOLD_BY_SELLER)
        for line in range(len(names))
    ]
    sold = [replace(one, seller_id=name, seller_name=name) for one, name in zip(items, names, strict=True)]
    sellers = [one for one in dynamic_entities((order(*sold),)) if one.slot_type == SELLER]
    assert [(one.name, one.synonyms) for one in sellers] == [
        ("northwind kitchen", ("northwind",)),
        ("bluefin outdoors", ()),
        ("bluefin books", ()),
        ("amy's", ()),
    ]


def test_namesakes_share_a_name_and_have_others_of_their_own() -> None:
    red, blue = (replace(KETTLE, line_id=color, color=color) for color in ("red", "blue"))
    shared, *own = dynamic_entities((order(red, blue),))
    assert (shared.id, shared.name) == ("several.0", "wireless kettle")
    assert [(one.id, one.name) for one in own] == [
        (red.ref, "red wireless kettle"),
        (blue.ref, "blue wireless kettle"),
    ]
    assert "red one" in own[0].synonyms


def test_what_could_not_be_read_replaces_nothing() -> None:
    away = Unavailable(Source.ORDERS)
    known = (order(KETTLE),)
    assert entities_of(Records(bought=away, sold=known)) == ()
    assert entities_of(Records(bought=known, sold=away)) == ()
    assert [one.id for one in entities_of(Records(bought=known))] == [KETTLE.ref]


def test_both_sides_take_turns() -> None:
    first, second, sold = order(KETTLE), order(LAMP), order(replace(LAMP, line_id="9"))
    assert taking_turns((first, second), (sold,)) == (first, sold, second)
