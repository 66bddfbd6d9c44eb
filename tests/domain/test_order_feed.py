"""One update of an order at a time; tests/feed tries whole stories in any sequence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shop_helper.domain.order_feed import ORDER, Heard, OnePart, Part, Stored, WholeOrder, merge
from shop_helper.domain.orders import ItemStatus, Order, OrderItem, RefundState, ReturnState
from tests.items import NOW, item, order

ID = "114-5038821-4417"
EVERY = frozenset(Part)
KETTLE = item(status=ItemStatus.SHIPPED, carrier="Swift Parcel")


def whole(*items: OrderItem, version: int, told: frozenset[Part] = EVERY, **changes: Any) -> WholeOrder:
    return WholeOrder(order(*items, version=version, **changes), {one.line_id: told for one in items})


def one_part(part: Part, version: int, line: str = "1", **values: Any) -> OnePart:
    return OnePart("ana", ID, line, version, part, values)


def stored(*items: OrderItem, version: int = 3) -> Stored:
    found = merge(None, whole(*items, version=version))
    assert isinstance(found, Stored)
    return found


def item_of(found: Stored | Heard, line: str = "1") -> OrderItem:
    assert isinstance(found, Stored)
    return next(one for one in found.order.items if one.line_id == line)


def order_of(found: Stored | Heard) -> Order:
    assert isinstance(found, Stored)
    return found.order


def test_a_new_order_is_taken_as_it_is() -> None:
    found = stored(KETTLE)
    assert found.order == order(KETTLE, version=3)
    assert found.marks == {ORDER: 3, **{f"1/{part}": 3 for part in Part}}


def test_a_part_of_what_is_not_known_comes_too_early() -> None:
    update = one_part(Part.SHIPMENT, 4, status=ItemStatus.DELIVERED)
    assert merge(None, update) is Heard.TOO_EARLY
    assert merge(stored(KETTLE), replace(update, line_id="2")) is Heard.TOO_EARLY


def test_a_newer_part_takes_the_place_of_the_whole_part() -> None:
    found = merge(stored(KETTLE), one_part(Part.SHIPMENT, 4, status=ItemStatus.DELIVERED))
    after = item_of(found)
    assert (after.status, after.carrier) == (ItemStatus.DELIVERED, None)
    assert after.name == KETTLE.name
    assert order_of(found).version == 4
    assert isinstance(found, Stored)
    assert found.mark("1/shipment") == 4
    assert found.mark("1/return") == 3


@pytest.mark.parametrize("version", [2, 3])
def test_an_older_part_or_the_same_again_changes_nothing(version: int) -> None:
    known = stored(KETTLE)
    assert merge(known, one_part(Part.SHIPMENT, version, status=ItemStatus.DELIVERED)) is Heard.OLD


def test_a_part_changes_its_own_line_only() -> None:
    lamp = item(line_id="2", status=ItemStatus.SHIPPED)
    found = merge(stored(KETTLE, lamp), one_part(Part.RETURN, 4, "2", return_state=ReturnState.REQUESTED))
    assert item_of(found, "1") == KETTLE
    assert item_of(found, "2").return_state is ReturnState.REQUESTED


def test_of_a_whole_order_only_what_is_newer_is_taken() -> None:
    returned = merge(stored(KETTLE), one_part(Part.RETURN, 6, return_state=ReturnState.REQUESTED))
    assert isinstance(returned, Stored)
    later = replace(KETTLE, status=ItemStatus.DELIVERED, name="another name")
    after = item_of(merge(returned, whole(later, version=5)))
    assert (after.status, after.name) == (ItemStatus.DELIVERED, "another name")
    assert after.return_state is ReturnState.REQUESTED


def test_what_a_whole_order_does_not_tell_of_stays() -> None:
    refunded = replace(KETTLE, refund_state=RefundState.PAID)
    told = frozenset({Part.ITEM, Part.SHIPMENT})
    silent = replace(KETTLE, status=ItemStatus.DELIVERED)
    after = item_of(merge(stored(refunded), whole(silent, version=5, told=told)))
    assert (after.status, after.refund_state) == (ItemStatus.DELIVERED, RefundState.PAID)


def test_lines_are_added_in_their_order_and_never_taken_out() -> None:
    tenth, second = item(line_id="10"), item(line_id="2")
    known = stored(item(line_id="10"))
    found = merge(known, whole(second, version=5))
    assert [one.line_id for one in order_of(found).items] == ["2", "10"]
    named = merge(stored(tenth), whole(item(line_id="gift"), version=5))
    assert [one.line_id for one in order_of(named).items] == ["gift", "10"]


def test_an_address_comes_with_a_newer_order_only() -> None:
    known = stored(KETTLE)
    newer = merge(known, whole(KETTLE, version=5, address_short="Denver"))
    assert (order_of(newer).address_short, order_of(newer).placed_at) == ("Denver", NOW)
    assert isinstance(newer, Stored)
    older = merge(newer, whole(item(line_id="2"), version=4, address_short="Boston"))
    assert order_of(older).address_short == "Denver"
    assert merge(newer, whole(KETTLE, version=5, address_short="Boston")) is Heard.OLD


def test_a_record_without_marks_was_told_by_its_version() -> None:
    known = Stored(order(KETTLE, version=3), {})
    assert known.mark("1/shipment") == 3
    assert merge(known, one_part(Part.SHIPMENT, 3, status=ItemStatus.DELIVERED)) is Heard.OLD
    newer = merge(known, one_part(Part.SHIPMENT, 4, status=ItemStatus.DELIVERED))
    assert isinstance(newer, Stored)
    assert (newer.mark(ORDER), newer.mark("1/refund"), newer.mark("1/shipment")) == (3, 3, 4)
    whole_again = merge(known, whole(replace(KETTLE, name="another name"), version=5))
    assert item_of(whole_again).name == "another name"
