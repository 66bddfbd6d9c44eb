"""What a seller hears of the orders it sold: status, what is at risk, what was sold lately. Nothing of any buyer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from shop_helper.domain import delivery, sales
from shop_helper.domain.orders import ItemStatus, OrderItem, ReturnState
from shop_helper.domain.sales import Risk
from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.desk import Answerer, Said
from shop_helper.handlers.handler import prompt
from shop_helper.handlers.items import ItemChoices, Nothing, Open, Settled, sells
from shop_helper.handlers.likely import newest_first
from shop_helper.handlers.offers import closing
from shop_helper.handlers.order_words import OrderWords
from shop_helper.handlers.rows import item_rows, items_rows
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech.forms import quantity
from shop_helper.turn import Audience, Pending, Reply, Text, Turn

STATUS, RISK, HISTORY = "order.where", "order.delay_warning", "order.history"
TOPICS = (
    STATUS,
    RISK,
    HISTORY,
    "order.late",
    "order.tracking_stalled",
    "order.not_received",
    "delivery.split",
)
"""Topics that a seller's own sales answer; any other has its general answer for sellers."""

PAGE = 3
_NEXT = ("order.delay_warning", "seller.account_performance", "seller_support.where")


class SalesAnswers:
    """Takes over the topics about orders while a seller is asking."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        articles: ArticleAnswers,
        items: ItemChoices,
        words: OrderWords,
        zone: ZoneInfo,
    ) -> None:
        self._knowledge, self._articles, self._items = knowledge, articles, items
        self._words, self._zone = words, zone

    def instead_of(self, answerer: Answerer) -> Answerer:
        """The answerer, for buyers; for sellers what follows from their sales."""

        def answer(turn: Turn, topic: str, said: Said) -> Reply:
            if turn.customer is None:
                return answerer(turn, topic, said)
            if sells(turn) and self._means(turn, said, Audience.BUYER):
                turn.session.audience = Audience.BUYER
            elif not sells(turn) and topic in TOPICS and self._means(turn, said, Audience.SELLER):
                turn.session.audience = Audience.SELLER
            if not sells(turn):
                return answerer(turn, topic, said)
            if topic not in TOPICS:
                return self._articles.answer(turn, topic)
            return self.answer(turn, topic, said)

        return answer

    def _means(self, turn: Turn, said: Said, side: Audience) -> bool:
        """Whether who both buys and sells names something of this side, and nothing of the other. What the words don't
        need isn't read. Raises StoreError."""
        if turn.customer is None or len(turn.customer.audiences) < len(Audience) or not said.words:
            return False
        read = {Audience.BUYER: self._items.bought, Audience.SELLER: self._items.sold}
        [other] = read.keys() - {side}
        return not self._items.names(turn, said.words, read[other](turn)) and self._items.names(
            turn, said.words, read[side](turn)
        )

    def answer(self, turn: Turn, topic: str, said: Said) -> Reply:
        """Raises StoreError."""
        orders = self._items.orders(turn)
        items = newest_first(orders)
        meant = self._items.meant(turn, said, orders, ())
        if isinstance(meant, Nothing):
            return self._articles.answer(turn, topic, lead=(prompt("sales.none"),))
        if isinstance(meant, Settled):
            return self._one(turn, topic, meant.item)
        if isinstance(meant, Open) and meant.items:
            return self._items.ask(topic, meant.items)
        if not isinstance(meant, Open):
            name = "orders.unknown_number" if said.order is not None else "sales.unknown"
            return self._read(turn, topic, items, 0, (prompt(name),))
        if topic == HISTORY:
            return self._read(turn, topic, items, 0)
        risky = [item for item in items if self._risk(turn, item) is not Risk.NONE]
        if topic == STATUS:
            under_way = [item for item in items if item.status in _OPEN and item not in risky]
            return self._read(turn, topic, [*risky, *under_way] or items, 0)
        if risky:
            lead = (prompt("sales.at_risk", count=quantity(len(risky), "items")),)
            return self._read(turn, topic, risky, 0, lead)
        return self._closed(turn, topic, (prompt("sales.no_risk"),), None, ())

    def _one(self, turn: Turn, topic: str, item: OrderItem) -> Reply:
        said: tuple[Text, ...] = (self._status(turn, item),)
        if self._risk(turn, item) is Risk.SOON:
            said += (prompt("sales.soon"),)
        if item.return_state is ReturnState.REQUESTED:
            said += (prompt("sales.return_requested"),)
        if item.seller_contacted_at and item.seller_replied_at is None:
            said += (prompt("sales.unanswered"),)
        rows = item_rows(item)
        return replace(self._closed(turn, topic, said, item.ref, (item.ref,)), rows=rows)

    def _read(
        self,
        turn: Turn,
        topic: str,
        items: Sequence[OrderItem],
        page: int,
        lead: tuple[Text, ...] = (),
    ) -> Reply:
        shown = items[page * PAGE : (page + 1) * PAGE]
        said = (*lead, *(self._status(turn, item, listed=len(shown) > 1) for item in shown))
        refs = tuple(item.ref for item in shown)
        if len(items) > (page + 1) * PAGE:
            ask = Pending(
                "more_sales", {"topic": topic, "refs": [i.ref for i in items[:12]], "page": page + 1}
            )
            more = prompt("history.more")
            return Reply(
                said[0].prompt, said, more, ask, topics=(topic,), listed=refs, rows=items_rows(shown)
            )
        only = shown[0] if len(shown) == 1 else None
        rows = item_rows(only) if only else items_rows(shown)
        return replace(self._closed(turn, topic, said, only.ref if only else None, refs), rows=rows)

    def go_on(self, turn: Turn, data: Mapping[str, Any]) -> Reply:
        """The next three of a list that was begun."""
        known = {item.ref: item for order in self._items.orders(turn) for item in order.items}
        refs = data.get("refs")
        items = [known[ref] for ref in refs if ref in known] if isinstance(refs, list) else []
        page = int(str(data.get("page", 0)))
        topic = str(data.get("topic", STATUS))
        if not items[page * PAGE :]:
            return self._closed(turn, topic, (prompt("sales.no_more"),), None, ())
        return self._read(turn, topic, items, page)

    def _closed(
        self, turn: Turn, topic: str, said: tuple[Text, ...], item: str | None, refs: tuple[str, ...]
    ) -> Reply:
        question, ask = closing(turn, self._knowledge, topic, with_more=False, first=_NEXT)
        return Reply(said[0].prompt, said, question, ask, topics=(topic,), item=item, listed=refs)

    def _status(self, turn: Turn, item: OrderItem, listed: bool = False) -> Text:
        """The item, the end of the order's number, how it stands; in one sentence where several are listed."""
        state, values = self._words.state(turn, item), {"item": item.spoken_name, "code": item.order_id[-4:]}
        match state:
            case delivery.NotShipped() | delivery.OnTheWay():
                name = f"sales.{'not_shipped' if isinstance(state, delivery.NotShipped) else 'on_the_way'}"
                if state.promised_on is None:
                    return prompt(f"{name}.undated", **values)
                if state.late_by_days > 0:
                    late = quantity(state.late_by_days, "days")
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

    def _risk(self, turn: Turn, item: OrderItem) -> Risk:
        return sales.risk_of(item, self._words.state(turn, item), turn.now, self._zone)


_OPEN = (ItemStatus.PLACED, ItemStatus.PREPARING, ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY)


class SalesIntentHandler:
    """The intents that only sellers say; a customer who also buys is a seller from here on."""

    TOPICS: ClassVar[Mapping[str, str]] = {
        "SalesIntent": STATUS,
        "SalesHistoryIntent": HISTORY,
        "SalesRiskIntent": RISK,
    }
    intents = tuple(TOPICS)

    def __init__(self, articles: ArticleAnswers, answerers: dict[str, Answerer]) -> None:
        self._articles, self._answerers = articles, answerers

    def handle(self, turn: Turn) -> Reply:
        topic = self.TOPICS[turn.intent or ""]
        customer = turn.customer
        if customer is not None and Audience.SELLER not in customer.audiences:
            said = (prompt("sales.not_a_seller"),)
            return self._articles.answer(turn, "seller_support.where", lead=said)
        turn.session.audience = Audience.SELLER
        said_of_it = Said(
            item=turn.slot("item"), order=turn.slot("order_ending"), date=turn.slot("date"), goes_on=False
        )
        return self._answerers[topic](turn, topic, said_of_it)
