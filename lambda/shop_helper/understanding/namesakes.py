"""Traits that tell the customer's items and cases of one name apart, found once per turn."""

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
    """Add the traits of namesakes, and the items' colors and sizes, to the records.

    Purchases are compared with purchases, sales with sales, and cases with those that are open or have news.
    """
    bought, sold = _with_variants(records.bought), _with_variants(records.sold)
    today = local_date(now, zone)
    items = tell_apart(_read(sold), today, zone) | tell_apart(_read(bought), today, zone)
    current = [case for case in _read(records.cases) if case.kind in FOLLOWED]
    current = [case for case in current if not case.is_closed or case.untold]
    traits = items | tell_cases_apart(current, items, zone)
    return replace(records, bought=bought, sold=sold, traits=traits)


def _with_variants(orders: tuple[Order, ...] | Unavailable) -> tuple[Order, ...] | Unavailable:
    """Fill in color and size from the title where the record holds none."""
    if isinstance(orders, Unavailable):
        return orders
    return tuple(replace(order, items=tuple(map(_with_variant, order.items))) for order in orders)


def _with_variant(item: OrderItem) -> OrderItem:
    color, size = item.color or color_in(item.name), item.size or size_in(item.name)
    return item if (color, size) == (item.color, item.size) else replace(item, color=color, size=size)


def _read(records: tuple[T, ...] | Unavailable) -> tuple[T, ...]:
    return () if isinstance(records, Unavailable) else records
