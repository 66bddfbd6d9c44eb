"""What the shop says of an order → the order, whatever the sequence in which it is heard.

The shop counts one `version` up with each change of an order. What it says is about whole *parts* of a line (its
shipment, its return …), never a difference; of each part the newest version stays. So events may come late, twice and
in any sequence: the end is the same as if each had come once and in turn. Lines are cancelled, never taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from shop_helper.domain.orders import Order, OrderItem


class Part(StrEnum):
    ITEM = "item"
    """What was bought of whom, and what was promised: all that is in no other part."""
    SHIPMENT = "shipment"
    RETURN = "return"
    REFUND = "refund"
    CONTACT = "contact"


PARTS: Mapping[Part, tuple[str, ...]] = {
    Part.SHIPMENT: (
        "status",
        "shipped_on",
        "delivered_on",
        "last_scan_at",
        "stage",
        "hubs_left",
        "carrier",
    ),
    Part.RETURN: ("return_state", "return_received_on"),
    Part.REFUND: ("refund_state", "refund_amount", "refund_on"),
    Part.CONTACT: ("seller_contacted_at", "seller_replied_at"),
}
_IN_PARTS = {name for names in PARTS.values() for name in names}
_ITEM = tuple(f.name for f in fields(OrderItem) if f.name not in {*_IN_PARTS, "order_id", "line_id"})

Marks = Mapping[str, int]
"""`line/part` → the shop's version that it was last told by; `order` → that of the whole order."""
ORDER = "order"


@dataclass(frozen=True)
class Stored:
    order: Order
    marks: Marks
    """A part without a mark was told by the record's own version."""

    def mark(self, name: str) -> int:
        return self.marks.get(name, 0 if self.marks else self.order.version)


@dataclass(frozen=True)
class WholeOrder:
    """The order as the shop has it. `told` are the parts that it says something of, by line."""

    order: Order
    told: Mapping[str, frozenset[Part]]


@dataclass(frozen=True)
class OnePart:
    """One part of one line, whole: a field that is not named is empty."""

    customer_id: str
    order_id: str
    line_id: str
    version: int
    part: Part
    values: Mapping[str, Any]


Update = WholeOrder | OnePart


class Heard(StrEnum):
    """What there is to do when nothing is to be written."""

    OLD = "old"
    """All of it is known, or newer is."""
    TOO_EARLY = "too_early"
    """The order, or the line, isn't known yet."""


def merge(known: Stored | None, update: Update) -> Stored | Heard:
    """What is to be stored. Its version is the next one of the record, which is not the shop's."""
    if isinstance(update, WholeOrder):
        after = Stored(update.order, _all_marks(update)) if known is None else _with_order(known, update)
    elif known is None or not any(item.line_id == update.line_id for item in known.order.items):
        return Heard.TOO_EARLY
    else:
        after = _with_part(known, update)
    if known is None:
        return after
    if after == known:
        return Heard.OLD
    return replace(after, order=replace(after.order, version=known.order.version + 1))


def _all_marks(update: WholeOrder) -> dict[str, int]:
    version = update.order.version
    lines = {f"{line}/{part}": version for line, parts in update.told.items() for part in parts}
    return {ORDER: version, **lines}


def _with_order(known: Stored, update: WholeOrder) -> Stored:
    told, version = update.order, update.order.version
    items = {item.line_id: item for item in known.order.items}
    marks = dict(known.marks) or _as_marks(known)
    for item in told.items:
        before = items.get(item.line_id)
        newer = {
            part for part in update.told[item.line_id] if marks.get(f"{item.line_id}/{part}", 0) < version
        }
        items[item.line_id] = item if before is None else _changed(before, item, newer)
        marks |= {f"{item.line_id}/{part}": version for part in newer}
    order = replace(known.order, items=tuple(sorted(items.values(), key=_by_line)))
    if marks.get(ORDER, 0) < version:
        marks[ORDER] = version
        order = replace(order, placed_at=told.placed_at, address_short=told.address_short)
    return Stored(order, marks) if marks != known.marks or order != known.order else known


def _with_part(known: Stored, update: OnePart) -> Stored:
    name = f"{update.line_id}/{update.part}"
    if known.mark(name) >= update.version:
        return known
    items = tuple(
        replace(item, **_defaults(update.part) | dict(update.values))
        if item.line_id == update.line_id
        else item
        for item in known.order.items
    )
    marks = {**(known.marks or _as_marks(known)), name: update.version}
    return Stored(replace(known.order, items=items), marks)


def _as_marks(known: Stored) -> dict[str, int]:
    """Of a record from before there were marks: all of it was told by its version."""
    version = known.order.version
    lines = {f"{item.line_id}/{part}": version for item in known.order.items for part in Part}
    return {ORDER: version, **lines}


def _changed(before: OrderItem, told: OrderItem, parts: set[Part]) -> OrderItem:
    names = [name for part in parts for name in PARTS.get(part, _ITEM)]
    return replace(before, **{name: getattr(told, name) for name in names})


def _defaults(part: Part) -> dict[str, Any]:
    return {f.name: f.default for f in fields(OrderItem) if f.name in PARTS[part]}


def _by_line(item: OrderItem) -> tuple[int, str]:
    return (int(item.line_id) if item.line_id.isdecimal() else 0, item.line_id)
