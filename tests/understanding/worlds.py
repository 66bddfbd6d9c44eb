"""Generated customers: some orders with some items, as a hypothesis strategy."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from shop_helper.domain.orders import FulfilledBy, Money, Order, OrderItem, SoldBy
from tests.items import NOW, TODAY, item, order

NOUNS = (
    "kettle",
    "lamp",
    "headphones",
    "jacket",
    "clock",
    "towels",
    "stove",
    "calendar",
    "sneakers",
    "frame",
)
KINDS = ("steel", "wireless", "desk", "floor", "winter", "canvas", "")
COLOURS = ("black", "white", "blue", "green", "")
SELLERS = ("", "Northwind Kitchen", "Bluefin Outdoors", "Paper Lane")


@st.composite
def items(draw: st.DrawFn, number: str, line: int) -> OrderItem:
    noun, kind = draw(st.sampled_from(NOUNS)), draw(st.sampled_from(KINDS))
    colour, seller = draw(st.sampled_from(COLOURS)), draw(st.sampled_from(SELLERS))
    price = Money(Decimal(draw(st.integers(1, 20_000))) / 100, "USD")
    delivered = draw(st.none() | st.integers(0, 60))
    return item(
        order_id=number,
        line_id=str(line),
        name=" ".join(filter(None, (kind, noun, colour))).title(),
        spoken_name=" ".join(filter(None, ("the", kind, noun))),
        price_paid=price,
        sold_by=SoldBy.THIRD_PARTY if seller else SoldBy.MARKETPLACE,
        fulfilled_by=FulfilledBy.MARKETPLACE,
        seller_id=seller.lower().replace(" ", "-") or None,
        seller_name=seller or None,
        delivered_on=None if delivered is None else TODAY - timedelta(days=delivered),
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[Order]:
    """One customer's orders, newest first; at least one item."""
    days = sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=5)))
    endings = draw(st.lists(st.integers(1000, 9999), min_size=len(days), max_size=len(days)))
    orders = []
    for index, (day, ending) in enumerate(zip(days, endings, strict=True)):
        number = f"114-{index:07}-{ending}"
        lines = draw(st.integers(1, 3))
        orders.append(
            order(
                *(draw(items(number, line)) for line in range(1, lines + 1)),
                placed_at=NOW - timedelta(days=day),
            )
        )
    return orders
