"""The order history: three items at a time, newest first, of all time or of a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from shop_helper.dialog.questions import MoreItems
from shop_helper.dialog.reading import ItemMention, Period
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Closing, Listed, Name, Reply, Text, prompt
from shop_helper.dialog.task_questions import PAGE
from shop_helper.domain.calendar import local_date
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.closing import closing
from shop_helper.topics.names import item_name

TOPIC = "order.history"
Orders = Callable[[Context, str], Reply | tuple[Order, ...]]
NoOrders = Callable[[Context, str, str], Reply]


class OrderHistory:
    """Reader of the list. `orders` returns the customer's orders, or a reply that says why there are none."""

    def __init__(self, knowledge: KnowledgeBase, orders: Orders, none: NoOrders, zone: ZoneInfo) -> None:
        self._knowledge, self._orders, self._none, self._zone = knowledge, orders, none, zone

    def answer(self, context: Context, topic: str, mention: ItemMention) -> Reply:
        """Read the first three items, within a period if the customer named one."""
        return self._read(context, 0, mention.period)

    def go_on(self, context: Context, question: MoreItems) -> Reply:
        """Read the next three items."""
        first, last = question.first_day, question.last_day
        return self._read(context, question.page, Period(first, last) if first and last else None)

    def _read(self, context: Context, page: int, period: Period | None) -> Reply:
        orders = self._orders(context, TOPIC)
        if isinstance(orders, Reply):
            return orders
        items = self._items(orders, period)
        shown = items[page * PAGE : (page + 1) * PAGE]
        if not items and period is not None and orders:
            return self._nothing_then()
        if not shown:
            return self._none(context, TOPIC, "orders.none")
        called = tuple(item_name(context, item) for item in shown)
        lead = self._lead(page, period, called)
        refs = tuple(item.ref for item in shown)
        names = called if len(shown) > 1 else ()
        only = shown[0].ref if len(shown) == 1 else None
        if len(items) > (page + 1) * PAGE:
            first, last = (period.start, period.end) if period else (None, None)
            question, ask = _more(MoreItems(page + 1, first, last))
        else:
            question, ask = closing(context, self._knowledge, TOPIC, with_more=False)
        return Reply(
            lead.prompt, (lead,), question, ask, topics=(TOPIC,), item=only, listed=refs, choices=names
        )

    def _items(self, orders: Sequence[Order], period: Period | None) -> list[OrderItem]:
        placed = [(local_date(order.placed_at, self._zone), order) for order in orders]
        return [item for day, order in placed if period is None or period.holds(day) for item in order.items]

    @staticmethod
    def _nothing_then() -> Reply:
        said = (prompt("history.nothing_then"),)
        return Reply("history.nothing_then", said, prompt("history.all"), MoreItems(0), topics=(TOPIC,))

    @staticmethod
    def _lead(page: int, period: Period | None, called: Sequence[Name]) -> Text:
        names = Listed(called)
        if page > 0:
            return prompt("history.then", items=names)
        if period is not None and period.start == period.end:
            return prompt("history.that_day", day=period.start, items=names)
        if period is not None:
            return prompt("history.in_span", items=names)
        return prompt("history.one" if len(called) == 1 else "history.list", items=names)


def _more(ask: MoreItems) -> Closing:
    return prompt("history.more"), ask
