"""Whatever sequence the shop's events come in, and however often, the order ends the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shop_helper.domain.order_feed import Heard, OnePart, Part, Stored, Update, WholeOrder, merge
from shop_helper.domain.orders import ItemStatus, Order, RefundState, ReturnState, Stage
from shop_helper.feed.events import read_event, whole_order
from shop_helper.persistence.order_record import from_record, to_record
from tests.feed.events import ORDER_ID, part, whole
from tests.items import NOW, item, order

STATUSES = st.sampled_from([ItemStatus.PREPARING, ItemStatus.SHIPPED, ItemStatus.DELIVERED])


@st.composite
def wholes(draw: st.DrawFn) -> dict[str, Any]:
    """An order of one to three lines; some records leave out what they say nothing of."""
    lines = draw(st.lists(st.sampled_from("123"), min_size=1, max_size=3, unique=True))
    items = [
        item(
            line_id=line,
            name=draw(st.sampled_from(["kettle", "lamp"])),
            status=draw(STATUSES),
            return_state=draw(st.sampled_from(ReturnState)),
            refund_state=draw(st.sampled_from(RefundState)),
        )
        for line in lines
    ]
    record = to_record(order(*items, address_short=draw(st.none() | st.just("Denver"))))
    for entry in record["items"]:
        for name in draw(st.sets(st.sampled_from(["return_state", "refund_state"]))):
            del entry[name]
    return record


@st.composite
def parts(draw: st.DrawFn) -> tuple[str, Part, dict[str, Any]]:
    line = draw(st.sampled_from("123"))
    kind = draw(st.sampled_from([Part.SHIPMENT, Part.RETURN, Part.REFUND]))
    values: dict[str, Any] = {
        Part.SHIPMENT: {"status": draw(STATUSES), "stage": draw(st.none() | st.sampled_from(Stage))},
        Part.RETURN: {"return_state": draw(st.sampled_from(ReturnState))},
        Part.REFUND: {"refund_state": draw(st.sampled_from(RefundState))},
    }[kind]
    return line, kind, values


@st.composite
def stories(draw: st.DrawFn) -> list[Update]:
    """What a shop says of one order, in turn: all lines first, then whole orders and parts."""
    first = to_record(order(*(item(line_id=line) for line in "123")))
    told: list[Any] = [first, *draw(st.lists(wholes() | parts(), max_size=6))]
    updates: list[Update] = []
    for version, one in enumerate(told, 1):
        if isinstance(one, dict):
            updates.append(whole_order({**one, "version": version}))
        else:
            line, kind, values = one
            updates.append(OnePart("ana", ORDER_ID, line, version, kind, values))
    return updates


def heard(updates: Sequence[Update]) -> Order:
    """As the queue does it: what came too early comes again after the others."""
    stored: Stored | None = None
    waiting = list(updates)
    while waiting:
        again = []
        for update in waiting:
            after = merge(stored, update)
            if after is Heard.TOO_EARLY:
                again.append(update)
            elif isinstance(after, Stored):
                stored = after
        assert len(again) < len(waiting), "nothing can be done with what is left"
        waiting = again
    assert stored is not None
    return stored.order


def content(of: Order) -> tuple[Any, ...]:
    return (of.items, of.placed_at, of.address_short)


@settings(max_examples=300, deadline=None)
@given(stories(), st.data())
def test_any_sequence_and_repetition_ends_in_the_same_record(told: list[Update], data: st.DataObject) -> None:
    extra = data.draw(st.lists(st.sampled_from(told), max_size=4))
    shuffled = data.draw(st.permutations([*told, *extra]))
    assert content(heard(shuffled)) == content(heard(told))


def test_what_the_skill_wrote_is_kept_by_what_says_nothing_of_it() -> None:
    first = read_event(whole(4))
    assert isinstance(first, WholeOrder)
    stored = merge(None, first)
    assert isinstance(stored, Stored)
    asked = item(return_state=ReturnState.REQUESTED, seller_contacted_at=(NOW,))
    meanwhile = Stored(order(asked, version=5), stored.marks)
    scanned = read_event(part("shipment.scanned", 5, status="shipped"))
    assert isinstance(scanned, OnePart)
    after = merge(meanwhile, scanned)
    assert isinstance(after, Stored)
    assert after.order.items[0].return_state is ReturnState.REQUESTED
    assert after.order.items[0].seller_contacted_at == (NOW,)
    assert after.order.items[0].status is ItemStatus.SHIPPED
    assert after.order.version == 6


def test_a_record_from_before_the_feed_takes_only_what_is_newer() -> None:
    old = Stored(from_record(json.loads(json.dumps(to_record(order(item(), version=7))))), {})
    for version, expected in ((7, ItemStatus.DELIVERED), (8, ItemStatus.SHIPPED)):
        update = OnePart("ana", ORDER_ID, "1", version, Part.SHIPMENT, {"status": ItemStatus.SHIPPED})
        after = merge(old, update)
        found = old if after is Heard.OLD else after
        assert isinstance(found, Stored)
        assert found.order.items[0].status is expected
