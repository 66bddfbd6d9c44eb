"""What was ordered: three items at a time, newest first, of all time or of the days that were said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from shop_helper.domain.calendar import local_date
from shop_helper.domain.dialog.spans import Event, Span, span_in, span_of
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.handlers.desk import Said
from shop_helper.handlers.handler import prompt
from shop_helper.handlers.offers import closing
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech.forms import listed
from shop_helper.turn import Pending, Reply, Text, Turn

PAGE = 3
"""Items read out at once (rule 13)."""

TOPIC = "order.history"
Orders = Callable[[Turn, str], Reply | tuple[Order, ...]]
None_ = Callable[[Turn, str, str], Reply]


class OrderHistory:
    """Reads the list, and goes on reading when asked to. `orders` are the customer's, or why there are none."""

    def __init__(self, knowledge: KnowledgeBase, orders: Orders, none: None_, zone: ZoneInfo) -> None:
        self._knowledge, self._orders, self._none, self._zone = knowledge, orders, none, zone

    def answer(self, turn: Turn, topic: str, said: Said) -> Reply:
        """The first three; of some days when days were said."""
        today = local_date(turn.now, self._zone)
        span = span_of(said.date.text, today) if said.date is not None else span_in(said.text.lower(), today)
        return self._read(turn, 0, span)

    def go_on(self, turn: Turn, data: Any) -> Reply:
        """The next three."""
        days = [date.fromisoformat(day) for day in data.get("days", ())]
        span = Span(days[0], days[1], Event.ORDERED) if len(days) == 2 else None
        return self._read(turn, int(data["page"]), span)

    def _read(self, turn: Turn, page: int, span: Span | None) -> Reply:
        orders = self._orders(turn, TOPIC)
        if isinstance(orders, Reply):
            return orders
        items = self._items(orders, span)
        shown = items[page * PAGE : (page + 1) * PAGE]
        if not items and span is not None and orders:
            return self._nothing_then()
        if not shown:
            return self._none(turn, TOPIC, "orders.none")
        lead = self._lead(page, span, shown)
        refs = tuple(item.ref for item in shown)
        names = tuple(item.spoken_name for item in shown) if len(shown) > 1 else ()
        only = shown[0].ref if len(shown) == 1 else None
        if len(items) > (page + 1) * PAGE:
            days = [span.start.isoformat(), span.end.isoformat()] if span else []
            question, ask = (
                prompt("history.more"),
                Pending("more_items", {"page": page + 1, "days": days}),
            )
        else:
            question, ask = closing(turn, self._knowledge, TOPIC, with_more=False)
        return Reply(
            lead.prompt, (lead,), question, ask, topics=(TOPIC,), item=only, listed=refs, choices=names
        )

    def _items(self, orders: Sequence[Order], span: Span | None) -> list[OrderItem]:
        placed = [(local_date(order.placed_at, self._zone), order) for order in orders]
        return [item for day, order in placed if span is None or span.holds(day) for item in order.items]

    @staticmethod
    def _nothing_then() -> Reply:
        said = (prompt("history.nothing_then"),)
        ask = Pending("more_items", {"page": 0, "days": []})
        return Reply("history.nothing_then", said, prompt("history.all"), ask, topics=(TOPIC,))

    @staticmethod
    def _lead(page: int, span: Span | None, shown: Sequence[OrderItem]) -> Text:
        names = listed([item.spoken_name for item in shown])
        if page > 0:
            return prompt("history.then", items=names)
        if span is not None and span.start == span.end:
            return prompt("history.that_day", day=span.start, items=names)
        if span is not None:
            return prompt("history.in_span", items=names)
        return prompt("history.one" if len(shown) == 1 else "history.list", items=names)
