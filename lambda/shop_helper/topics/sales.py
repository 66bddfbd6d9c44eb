"""Answers about a seller's own sales: status, risk, recent sales. Nothing about any buyer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from shop_helper.dialog.move import Tell
from shop_helper.dialog.questions import MoreSales
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import Name, Quantity, Reply, Text, prompt
from shop_helper.dialog.task_questions import PAGE
from shop_helper.domain import delivery, sales
from shop_helper.domain.naming import MIN_ENDING, By
from shop_helper.domain.orders import ItemStatus, OrderItem, ReturnState
from shop_helper.domain.sales import Risk
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.account import unavailable
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.closing import closing
from shop_helper.topics.item_candidates import newest_first
from shop_helper.topics.item_choice import (
    MAX_CANDIDATES,
    Nothing,
    Open,
    Settled,
    ask_item,
    items_of,
    meant_item,
)
from shop_helper.topics.names import told_apart
from shop_helper.topics.order_prompts import OrderPrompts
from shop_helper.topics.screen_rows import item_rows, items_rows

STATUS, RISK, HISTORY = "order.where", "order.delay_warning", "order.history"
SALES_TOPICS = (
    STATUS,
    RISK,
    HISTORY,
    "order.late",
    "order.tracking_stalled",
    "order.not_received",
    "delivery.split",
)
"""Topics answered from the seller's sales; all others get their general answer for sellers."""

_NEXT = ("order.delay_warning", "seller.account_performance", "seller_support.where")


class SalesAnswers:
    """Answers to order topics while a seller is asking."""

    def __init__(
        self, knowledge: KnowledgeBase, articles: ArticleAnswers, words: OrderPrompts, zone: ZoneInfo
    ) -> None:
        self._knowledge, self._articles, self._words, self._zone = knowledge, articles, words, zone

    def answer(self, context: Context, asked: Tell) -> Reply:
        topic, orders = asked.topic, context.orders
        if isinstance(orders, Unavailable):
            return unavailable(topic, orders)
        items = newest_first(orders)
        meant = meant_item(context, asked.mention, asked.ref, orders, ())
        if isinstance(meant, Nothing):
            return self._articles.answer(context, topic, lead=(prompt("sales.none"),))
        if isinstance(meant, Settled):
            return self._one(context, topic, meant.item)
        if isinstance(meant, Open) and meant.items:
            return ask_item(context, topic, meant.items)
        if not isinstance(meant, Open):
            name = "orders.unknown_number" if asked.mention.by_number else "sales.unknown"
            return self._read(context, topic, items, 0, (prompt(name),))
        if topic == HISTORY:
            return self._read(context, topic, items, 0)
        risky = [item for item in items if self._risk(context, item) is not Risk.NONE]
        if topic == STATUS:
            under_way = [item for item in items if item.status in _OPEN and item not in risky]
            return self._read(context, topic, [*risky, *under_way] or items, 0)
        if risky:
            lead = (prompt("sales.at_risk", count=Quantity(len(risky), "items")),)
            return self._read(context, topic, risky, 0, lead)
        return self._closed(context, topic, (prompt("sales.no_risk"),), None, ())

    def _one(self, context: Context, topic: str, item: OrderItem) -> Reply:
        said: tuple[Text, ...] = (self._status(context, item),)
        if self._risk(context, item) is Risk.SOON:
            said += (prompt("sales.soon"),)
        if item.return_state is ReturnState.REQUESTED:
            said += (prompt("sales.return_requested"),)
        if item.seller_contacted_at and item.seller_replied_at is None:
            said += (prompt("sales.unanswered"),)
        rows = item_rows(context, item)
        return replace(self._closed(context, topic, said, item.ref, (item.ref,)), rows=rows)

    def _read(
        self,
        context: Context,
        topic: str,
        items: Sequence[OrderItem],
        page: int,
        lead: tuple[Text, ...] = (),
    ) -> Reply:
        shown = items[page * PAGE : (page + 1) * PAGE]
        said = (*lead, *(self._status(context, item, listed=len(shown) > 1) for item in shown))
        refs = tuple(item.ref for item in shown)
        if len(items) > (page + 1) * PAGE:
            ask = MoreSales(topic, tuple(i.ref for i in items[:MAX_CANDIDATES]), page + 1)
            more = prompt("history.more")
            return Reply(
                said[0].prompt, said, more, ask, topics=(topic,), listed=refs, rows=items_rows(context, shown)
            )
        only = shown[0] if len(shown) == 1 else None
        rows = item_rows(context, only) if only else items_rows(context, shown)
        return replace(self._closed(context, topic, said, only.ref if only else None, refs), rows=rows)

    def go_on(self, context: Context, question: MoreSales) -> Reply:
        """Read the next three of the list."""
        if isinstance(context.orders, Unavailable):
            return unavailable(question.topic, context.orders)
        known = items_of(context.orders)
        items = [known[ref] for ref in question.refs if ref in known]
        if not items[question.page * PAGE :]:
            return self._closed(context, question.topic, (prompt("sales.no_more"),), None, ())
        return self._read(context, question.topic, items, question.page)

    def _closed(
        self, context: Context, topic: str, said: tuple[Text, ...], item: str | None, refs: tuple[str, ...]
    ) -> Reply:
        question, ask = closing(context, self._knowledge, topic, with_more=False, first=_NEXT)
        return Reply(said[0].prompt, said, question, ask, topics=(topic,), item=item, listed=refs)

    def _status(self, context: Context, item: OrderItem, listed: bool = False) -> Text:
        """Tell item, end of the order number and status; in one sentence if `listed`."""
        state, values = self._words.state(context, item), _named(context, item)
        match state:
            case delivery.NotShipped() | delivery.OnTheWay():
                name = f"sales.{'not_shipped' if isinstance(state, delivery.NotShipped) else 'on_the_way'}"
                if state.promised_on is None:
                    return prompt(f"{name}.undated", **values)
                if state.late_by_days > 0:
                    late = Quantity(state.late_by_days, "days")
                    if listed:
                        return prompt(f"{name}.late.listed", late=late, **values)
                    return prompt(f"{name}.late", promised=state.promised_on, late=late, **values)
                if isinstance(state, delivery.OnTheWay) and state.stalled:
                    return prompt("sales.on_the_way.stalled", **values)
                if listed and isinstance(state, delivery.NotShipped):
                    return prompt("sales.not_shipped.listed", promised=state.promised_on, **values)
                return prompt(name, promised=state.promised_on, **values)
            case delivery.Delivered():
                return prompt("sales.delivered", delivered=state.on, **values)
            case delivery.Cancelled():
                return prompt("sales.cancelled", **values)
            case delivery.Returned():
                return prompt("sales.returned", **values)
            case delivery.ReturnedToSender():
                return prompt("sales.returned_to_sender", **values)
            case delivery.Digital():
                return prompt("sales.digital", **values)

    def _risk(self, context: Context, item: OrderItem) -> Risk:
        return sales.risk_of(item, self._words.state(context, item), context.now, self._zone)


def _named(context: Context, item: OrderItem) -> dict[str, Name]:
    """Return the name and the end of the order number, which each sale is told with."""
    traits = context.records.traits.get(item.ref, ())
    code = next((trait.value for trait in traits if trait.by is By.ENDING), item.order_id[-MIN_ENDING:])
    beside = tuple(trait for trait in traits if trait.by is not By.ENDING)
    return {"item": told_apart(item.spoken_name, beside), "code": code}


_OPEN = (ItemStatus.PLACED, ItemStatus.PREPARING, ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY)
