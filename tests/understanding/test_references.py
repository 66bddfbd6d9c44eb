"""What words refer to: examples first, then what holds in any world."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.dialog.reading import All, NoReference, NotTheirs, One, OneOf, Reference
from shop_helper.domain.orders import Money, Order, OrderItem
from shop_helper.understanding.references import Context, refer
from tests.items import NOW, TODAY, item, order
from tests.understanding.worlds import worlds


def made(number: str, name: str, say: str, price: str, **fields: Any) -> OrderItem:
    return replace(
        item(order_id=number, name=name, spoken_name=say), price_paid=Money(Decimal(price), "USD"), **fields
    )


KETTLE = made(
    "114-1-4417", "Northwind Steel Kettle", "the kettle", "39.90", delivered_on=TODAY - timedelta(1)
)
PHONES = made("114-2-3085", "Aurio Wireless Headphones black", "the wireless headphones", "89.00")
DESK = made("114-3-1250", "Lumo Desk Lamp blue", "the desk lamp", "27.00")
FLOOR = made("114-4-7777", "Paper Floor Lamp white", "the floor lamp", "83.00")
ORDERS = [
    order(KETTLE, placed_at=NOW - timedelta(days=3)),
    order(PHONES, placed_at=NOW - timedelta(days=9)),
    order(DESK, placed_at=NOW - timedelta(days=12)),
    order(FLOOR, placed_at=NOW - timedelta(days=40)),
]
SPOKEN = Context(item=KETTLE.ref, earlier=(PHONES.ref,))
READ = Context(listed=(PHONES.ref, DESK.ref, FLOOR.ref))
ASKED = replace(READ, choosing=True)


@pytest.mark.parametrize(
    ("words", "context", "meant"),
    [
        ("it", SPOKEN, One(KETTLE.ref)),
        ("can i return that one", SPOKEN, One(KETTLE.ref)),
        ("and when do i get my money", SPOKEN, One(KETTLE.ref)),
        ("the other one", SPOKEN, One(PHONES.ref)),
        ("the other order", SPOKEN, One(PHONES.ref)),
        ("what about the headphones", SPOKEN, One(PHONES.ref)),
        ("and the floor lamp", SPOKEN, One(FLOOR.ref)),
        ("no the desk lamp", SPOKEN, One(DESK.ref)),
        ("yes but the blue one", SPOKEN, One(DESK.ref)),
        ("both", SPOKEN, All((KETTLE.ref, PHONES.ref))),
        ("the first", READ, One(PHONES.ref)),
        ("the last one", READ, One(FLOOR.ref)),
        ("the cheap one", READ, One(DESK.ref)),
        ("the most expensive one", READ, One(PHONES.ref)),
        ("the most expensive lamp", READ, One(FLOOR.ref)),
        ("all of them", READ, All(READ.listed)),
        ("the other one", replace(READ, item=DESK.ref), OneOf((PHONES.ref, FLOOR.ref))),
        ("the other lamp", replace(READ, item=DESK.ref), One(FLOOR.ref)),
        ("the lamp", ASKED, OneOf((DESK.ref, FLOOR.ref))),
        ("the kettle", ASKED, One(KETTLE.ref)),
        ("the white one", ASKED, One(FLOOR.ref)),
        ("order ending four four one seven", Context(), One(KETTLE.ref)),
        ("the one i got yesterday", Context(), One(KETTLE.ref)),
        ("the newest one", Context(), One(KETTLE.ref)),
        ("the oldest one", Context(), One(FLOOR.ref)),
        ("it", Context(), NoReference()),
        ("both", Context(), NoReference()),
        ("the other one", Context(), NoReference()),
        ("is there a cheaper way to ship", SPOKEN, NoReference()),
        ("are there other ways to pay", SPOKEN, NoReference()),
        ("how do i get to the first page of the help", READ, NoReference()),
    ],
)
def test_what_is_meant(words: str, context: Context, meant: Reference) -> None:
    assert refer(words, context, ORDERS, TODAY) == meant


def refs_of(found: Reference) -> tuple[str, ...]:
    match found:
        case One(ref):
            return (ref,)
        case OneOf(refs) | All(refs):
            return refs
        case NotTheirs() | NoReference():
            return ()


WORDS = st.lists(
    st.sampled_from(
        "the other one both it first second last cheap cheapest most expensive and what about yes no but of them blue "
        "black lamp kettle order from yesterday last week ending four one seven northwind newest".split()
    ),
    min_size=1,
    max_size=7,
).map(" ".join)


@given(worlds(), WORDS, st.data())
def test_only_the_customers_own_items_are_ever_meant(
    orders: list[Order], words: str, data: st.DataObject
) -> None:
    refs = [i.ref for o in orders for i in o.items]
    foreign = ["999-0-0/1", *refs]
    context = Context(
        data.draw(st.none() | st.sampled_from(foreign)),
        tuple(data.draw(st.lists(st.sampled_from(foreign), max_size=3))),
        tuple(data.draw(st.lists(st.sampled_from(foreign), max_size=4, unique=True))),
        data.draw(st.booleans()),
    )
    found = refs_of(refer(words, context, orders, TODAY))
    assert set(found) <= set(refs)
    assert len(found) == len(set(found))


@given(worlds(), st.data())
def test_the_whole_title_of_an_item_means_it_and_whatever_is_called_the_same(
    orders: list[Order], data: st.DataObject
) -> None:
    items = [i for o in orders for i in o.items]
    wanted = data.draw(st.sampled_from(items))
    found = refs_of(refer(f"where is {wanted.spoken_name}", Context(), orders, TODAY))
    assert wanted.ref in found
    assert all(i.spoken_name.split()[-1] == wanted.spoken_name.split()[-1] for i in items if i.ref in found)


@given(worlds(), st.data())
def test_what_was_spoken_of_last_is_it_and_never_the_other_one(
    orders: list[Order], data: st.DataObject
) -> None:
    refs = [i.ref for o in orders for i in o.items]
    ref = data.draw(st.sampled_from(refs))
    assert refer("it", Context(item=ref), orders, TODAY) == One(ref)
    assert ref not in refs_of(refer("the other one", Context(item=ref), orders, TODAY))
    assert ref not in refs_of(refer("the other order", Context(item=ref), orders, TODAY))


@given(worlds(), st.data())
def test_the_end_of_an_order_number_means_the_orders_that_end_so(
    orders: list[Order], data: st.DataObject
) -> None:
    wanted = data.draw(st.sampled_from(orders))
    end = wanted.order_id[-4:]
    found = refs_of(refer(f"order {' '.join(end)}", Context(), orders, TODAY))
    assert set(found) == {i.ref for o in orders if o.order_id.endswith(end) for i in o.items}
