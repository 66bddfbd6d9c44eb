"""The words sent to Alexa: within its limit, and never a short name for the wrong item."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from shop_helper.domain.orders import Order
from shop_helper.understanding.dynamic_entities import (
    ITEM,
    LIMIT,
    SELLER,
    dynamic_entities,
    taking_turns,
)
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
