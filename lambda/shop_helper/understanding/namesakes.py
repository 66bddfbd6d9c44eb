"""What tells the customer's own things of one name apart, found once for a turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from shop_helper.dialog.records import Records, Unavailable
from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import FOLLOWED
from shop_helper.domain.naming import tell_apart, tell_cases_apart
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.understanding.en.titles import color_in, size_in

T = TypeVar("T")


def with_traits(records: Records, now: datetime, zone: ZoneInfo) -> Records:
    """The records with the traits of namesakes, and the items' colors and sizes. What was bought is told from what was
    bought, a sale from other sales, a case from those that are open or have news."""
    bought, sold = _with_variants(records.bought), _with_variants(records.sold)
    today = local_date(now, zone)
    items = tell_apart(_read(sold), today, zone) | tell_apart(_read(bought), today, zone)
    current = [case for case in _read(records.cases) if case.kind in FOLLOWED]
    current = [case for case in current if not case.is_closed or case.untold]
    traits = items | tell_cases_apart(current, items, zone)
    return replace(records, bought=bought, sold=sold, traits=traits)


def _with_variants(orders: tuple[Order, ...] | Unavailable) -> tuple[Order, ...] | Unavailable:
    """With what the title tells where the record holds no color or size."""
    if isinstance(orders, Unavailable):
        return orders
    return tuple(replace(order, items=tuple(map(_with_variant, order.items))) for order in orders)


def _with_variant(item: OrderItem) -> OrderItem:
    color, size = item.color or color_in(item.name), item.size or size_in(item.name)
    return item if (color, size) == (item.color, item.size) else replace(item, color=color, size=size)


def _read(records: tuple[T, ...] | Unavailable) -> tuple[T, ...]:
    return () if isinstance(records, Unavailable) else records
