"""Topics answered from the customer's own orders, and the intents that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar
from zoneinfo import ZoneInfo

from shop_helper.domain.dialog.kinds import kind_in
from shop_helper.domain.orders import FulfilledBy, ItemStatus, Order, OrderItem, RefundState, SoldBy
from shop_helper.errors import StoreError
from shop_helper.handlers.account import unavailable, unknown_customer
from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.desk import Answerer, Desk, Said
from shop_helper.handlers.handler import prompt
from shop_helper.handlers.history import OrderHistory
from shop_helper.handlers.items import Every, ItemChoices, Nothing, Open, Settled, Unknown, sells
from shop_helper.handlers.likely import LIKELY, newest_first
from shop_helper.handlers.offers import closing
from shop_helper.handlers.order_words import OrderWords
from shop_helper.handlers.questions import CAN_RETURN, KINDS, HelpQuestionHandler
from shop_helper.handlers.rows import item_rows, items_rows
from shop_helper.handlers.sales import SalesAnswers
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.turn import Reply, Text, Turn

HISTORY = 3
"""Items told at once (rule 13)."""

TELLS_ALL = ("order.where", "delivery.split")
"""Topics that tell of a few items at once instead of asking which."""


class OrderIntentHandler:
    """The intents about orders: each leads to one topic, with what its slots say."""

    TOPICS: ClassVar[Mapping[str, tuple[str, str]]] = {
        "ReturnItemIntent": ("returns.can_i_return", "can i return my {item}"),
        "OrderStatusIntent": ("order.where", "where is my {item}"),
        "RefundStatusIntent": ("refund.status", "where is the refund for my {item}"),
        "OrderHistoryIntent": ("order.history", "what did i order"),
    }
    """Intent → topic, and how the question sounds: needed when the item slot caught words that are no item."""

    POINTING = ("ReturnItemIntent",)
    """Intents whose samples without an item all say "it" or "this"."""

    OVERVIEWS = ("OrderStatusIntent",)
    """Intents that ask about everything under way when no item is named."""

    intents = tuple(TOPICS)

    def __init__(
        self,
        knowledge: KnowledgeBase,
        desk: Desk,
        items: ItemChoices,
        questions: HelpQuestionHandler,
        orders: OrderAnswers,
    ) -> None:
        self._knowledge, self._desk, self._items, self._questions = knowledge, desk, items, questions
        self._orders = orders

    def handle(self, turn: Turn) -> Reply:
        topic, sentence = self.TOPICS[turn.intent or ""]
        item, said = turn.slot("item"), self._said(turn)
        if item is not None and item.id is None and not self._is_theirs(turn, said):
            return self._elsewhere(turn, topic, sentence.format(item=item.text), said)
        return self._desk.answer(turn, topic, said)

    def _said(self, turn: Turn) -> Said:
        item, seller, date = turn.slot("item"), turn.slot("seller"), turn.slot("date")
        return Said(
            item=item,
            seller=seller,
            date=date,
            order=turn.slot("order_ending"),
            pointing=turn.intent in self.POINTING and not (item or seller or date),
            goes_on=turn.intent not in self.OVERVIEWS,
        )

    def _is_theirs(self, turn: Turn, said: Said) -> bool:
        return turn.customer is not None and self._items.points_at_something(turn, said)

    def _elsewhere(self, turn: Turn, topic: str, sentence: str, said: Said) -> Reply:
        """ "Where is my refund" fills the item slot of another intent: the whole question decides. "Can I return
        earrings", which they don't have, asks for the rule of a kind."""
        ranking = self._knowledge.rank(sentence)
        best = ranking.candidates[0].topic if ranking and ranking.decision == "answer" else topic
        if best not in (topic, KINDS) or self._questions.of_another_world(sentence):
            return self._questions.place(turn, sentence)
        kind = kind_in(f"return {said.item.text}") if topic == CAN_RETURN and said.item else None
        if kind is not None and turn.customer is not None and not sells(turn):
            lead = (prompt("returns.kind.not_yours"),)
            return self._orders.of_a_kind(turn, kind, CAN_RETURN, lead)
        return self._desk.answer(turn, topic, said)


class OrderAnswers:
    """Answers of topics that depend on which item is meant."""

    def __init__(
        self, knowledge: KnowledgeBase, articles: ArticleAnswers, items: ItemChoices, zone: ZoneInfo
    ) -> None:
        self._knowledge, self._articles, self._items = knowledge, articles, items
        self._zone = zone
        self.words = OrderWords(knowledge, zone)
        self.sales = SalesAnswers(knowledge, articles, items, self.words, zone)
        self.history = OrderHistory(knowledge, self._orders, self._none, zone)

    def answerers(self) -> dict[str, Answerer]:
        """Every topic that is answered from orders: those with words of their own, and the articles that branch."""
        words = self.words
        own: dict[str, Callable[[Turn, OrderItem], tuple[Text, ...]]] = {
            "returns.can_i_return": words.returnable,
            "order.where": words.where,
            "order.late": words.where,
            "refund.status": words.refund,
            "returns.status": words.return_state,
            "delivery.split": words.where,
            "delivery.returned_to_sender": words.where,
            "order.delay_warning": words.on_time,
            "seller.contact.right_seller": words.seller,
            "seller.contact.sold_by_marketplace": words.seller,
        }
        branching = {
            topic: self._article
            for topic, article in self._knowledge.articles.items()
            if article.answer_by == "order_lookup"
            and article.depends_on_order
            and article.audience != "seller"
        }
        from_words = {
            topic: self._from_words(compose)
            for topic, compose in own.items()
            if topic in self._knowledge.articles
        }
        buyers = {**branching, "order.history": self.history.answer, **from_words}
        if CAN_RETURN in buyers and KINDS in self._knowledge.articles:
            buyers[CAN_RETURN] = self._unless_a_kind(buyers[CAN_RETURN])
        return {topic: self._for_sellers(answerer) for topic, answerer in buyers.items()}

    def _unless_a_kind(self, answerer: Answerer) -> Answerer:
        """Asked of a kind of thing ("can I give back underwear"), none of it their own: the rules for kinds."""

        def answer(turn: Turn, topic: str, said: Said) -> Reply:
            kind = kind_in(said.text)
            if kind is None or (turn.customer is not None and self._items.points_at_something(turn, said)):
                return answerer(turn, topic, said)
            return self.of_a_kind(turn, kind)

        return answer

    def of_a_kind(self, turn: Turn, kind: str, topic: str = KINDS, lead: tuple[Text, ...] = ()) -> Reply:
        """The shop's rule for a kind of thing; in general where it states none."""
        reply, rule = self._articles.answer(turn, KINDS, lead=lead), self.words.returnable_kind(kind)
        if not rule:
            return reply
        return replace(reply, prompt=rule[0].prompt, say=(*lead, *rule), topics=(topic,))

    def _for_sellers(self, answerer: Answerer) -> Answerer:
        """A seller hears of what it sold, a buyer of what it bought."""
        answer = self.sales.instead_of(answerer)

        def safely(turn: Turn, topic: str, said: Said) -> Reply:
            try:
                return answer(turn, topic, said)
            except StoreError:
                return unavailable(topic)

        return safely

    def _from_words(self, compose: Callable[[Turn, OrderItem], tuple[Text, ...]]) -> Answerer:
        def answer(turn: Turn, topic: str, said: Said) -> Reply:
            return self._about_item(turn, topic, said, compose)

        return answer

    def _about_item(
        self, turn: Turn, topic: str, said: Said, compose: Callable[[Turn, OrderItem], tuple[Text, ...]]
    ) -> Reply:
        found = self._find(turn, topic, said)
        if isinstance(found, Reply):
            return found
        if isinstance(found, OrderItem):
            first = self.words.next_topics(turn, topic, found)
            question, ask = closing(turn, self._knowledge, topic, with_more=False, first=first)
            said_now = compose(turn, found) + self._other_refund(turn, topic, found)
            name = said_now[0].prompt or "article.say"
            rows = item_rows(found)
            return Reply(name, said_now, question, ask, topics=(topic,), item=found.ref, rows=rows)
        return self._several(turn, topic, found, compose)

    def _other_refund(self, turn: Turn, topic: str, item: OrderItem) -> tuple[Text, ...]:
        """Whoever asks for a refund that was never asked for may mean the one that is under way."""
        if topic != "refund.status" or item.refund_state is not RefundState.NONE:
            return ()
        others = [
            i for i in newest_first(self._items.orders(turn)) if i.refund_state is RefundState.REQUESTED
        ]
        spoken_of = (turn.session.item, *turn.session.earlier)
        if not others or (turn.session.topic == topic and others[0].ref in spoken_of):
            return ()  # or it was told already
        return self.words.refund(turn, others[0])[:1]

    def _several(
        self,
        turn: Turn,
        topic: str,
        found: Open,
        compose: Callable[[Turn, OrderItem], tuple[Text, ...]],
    ) -> Reply:
        """Up to three parcels under way, or items of which all are meant, are told at once; else it is asked."""
        items = found.items
        tells = topic in TELLS_ALL or isinstance(found, Every)
        if not tells or len(items) > HISTORY:
            return self._items.ask(topic, items)
        shortly = topic in TELLS_ALL
        late = [item for item in items if shortly and self.words.is_late(turn, item)]
        first = self.words.next_topics(turn, topic, late[0]) if len(late) == 1 else ()
        question, ask = closing(turn, self._knowledge, topic, with_more=False, first=first)
        texts = [(self.words.where_shortly(turn, i),) if shortly else compose(turn, i)[:1] for i in items]
        lead = (self.words.how_many(items),) if shortly else ()
        refs = tuple(item.ref for item in items)
        said = (*lead, *(text for part in texts for text in part))
        worst = late[0].ref if len(late) == 1 else None
        rows = items_rows(items)
        return Reply(said[0].prompt, said, question, ask, topics=(topic,), item=worst, listed=refs, rows=rows)

    def _article(self, turn: Turn, topic: str, said: Said) -> Reply:
        found = self._find(turn, topic, said)
        if isinstance(found, Reply):
            return found
        if isinstance(found, OrderItem):
            values = {"item": found.spoken_name, "seller": found.seller_name or ""}
            lead = self.words.price(found) if topic.startswith("price.") else ()
            return self._articles.answer(turn, topic, conditions(found), values, lead=lead, item=found.ref)
        return self._items.ask(topic, found.items)

    def _find(self, turn: Turn, topic: str, said: Said) -> Reply | OrderItem | Open:
        """The item, the items it could be, or the reply that says why there is none."""
        orders = self._orders(turn, topic)
        if isinstance(orders, Reply):
            return orders
        likely = LIKELY.get(topic, LIKELY[""])(newest_first(orders), turn.now.astimezone(self._zone))
        meant = self._items.meant(turn, said, orders, likely)
        if isinstance(meant, Settled):
            return meant.item
        if isinstance(meant, Nothing):
            return self._none(turn, topic, "orders.none")
        if isinstance(meant, Unknown):
            named_number = said.order is not None
            name = "orders.unknown_number" if named_number else "orders.unknown"
            return self._not_found(topic, name, orders)
        if isinstance(meant, Open) and meant.items:
            return meant
        return self._none(turn, topic, "orders.none_fit")

    def _orders(self, turn: Turn, topic: str) -> Reply | tuple[Order, ...]:
        unknown = unknown_customer(turn, self._articles, topic)
        if unknown is not None:
            return unknown
        try:
            return self._items.orders(turn)
        except StoreError:
            return unavailable(topic)

    def _none(self, turn: Turn, topic: str, name: str) -> Reply:
        """No order fits: said first, and then the general answer."""
        return self._articles.answer(turn, topic, lead=(prompt(name),))

    def _not_found(self, topic: str, name: str, orders: tuple[Order, ...]) -> Reply:
        asked = self._items.ask(topic, newest_first(orders))
        return replace(asked, prompt=name, say=(prompt(name),))


def conditions(item: OrderItem) -> set[str]:
    """The conditions of articles (docs/content.md) that an item meets."""
    holds = {"shipped by seller" if item.fulfilled_by is FulfilledBy.SELLER else "shipped by marketplace"}
    if item.sold_by is SoldBy.MARKETPLACE:
        holds.add("sold by marketplace")
    status = {
        ItemStatus.PLACED: "not shipped",
        ItemStatus.PREPARING: "not shipped",
        ItemStatus.SHIPPED: "on its way",
        ItemStatus.OUT_FOR_DELIVERY: "on its way",
        ItemStatus.DELIVERED: "delivered",
    }.get(item.status)
    return holds | {status} if status else holds
