"""Topics that depend on which order or item is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from shop_helper.dialog.move import Tell
from shop_helper.dialog.people import Audience
from shop_helper.dialog.reading import KindOfThing
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import Reply, Text, prompt
from shop_helper.domain.orders import FulfilledBy, ItemStatus, Order, OrderItem, RefundState, SoldBy
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.account import unavailable, unknown_customer
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.closing import closing
from shop_helper.topics.history import OrderHistory
from shop_helper.topics.item_candidates import LIKELY, newest_first
from shop_helper.topics.item_choice import Every, Nothing, Open, Settled, Unknown, ask_item, meant_item
from shop_helper.topics.names import item_name
from shop_helper.topics.order_facts import OrderFacts
from shop_helper.topics.order_prompts import OrderPrompts
from shop_helper.topics.sales import SALES_TOPICS, SalesAnswers
from shop_helper.topics.screen_rows import item_rows, items_rows

MAX_TOLD = 3
"""Most items told in one reply."""

TELLS_ALL = ("order.where", "delivery.split")
"""Topics that tell a few items at once instead of asking which one."""

CAN_RETURN, KINDS = "returns.can_i_return", "returns.exceptions"
Compose = Callable[[Context, OrderItem], tuple[Text, ...]]
TopicHandler = Callable[[Context, Tell], Reply]


class OrderAnswers:
    """Answers of topics that depend on which item is meant."""

    def __init__(self, knowledge: KnowledgeBase, articles: ArticleAnswers, zone: ZoneInfo) -> None:
        self._knowledge, self._articles, self._zone = knowledge, articles, zone
        self.words = OrderPrompts(knowledge, zone)
        self.facts = OrderFacts(self.words, self.words.policy, zone)
        self.sales = SalesAnswers(knowledge, articles, self.words, zone)
        self.history = OrderHistory(knowledge, self._orders, self._none, zone)

    def topic_handlers(self) -> dict[str, TopicHandler]:
        """Return the answerer of every topic about an order, with its own prompts or a branching article."""
        words = self.words
        own: dict[str, Compose] = {
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
        buyers = {**branching, "order.history": self._history, **from_words}
        if CAN_RETURN in buyers and KINDS in self._knowledge.articles:
            buyers[CAN_RETURN] = self._unless_a_kind(buyers[CAN_RETURN])
        return {topic: self._for_sellers(answerer) for topic, answerer in buyers.items()}

    def _history(self, context: Context, asked: Tell) -> Reply:
        return self.history.answer(context, asked.topic, asked.mention)

    def _unless_a_kind(self, answerer: TopicHandler) -> TopicHandler:
        """Wrap an answerer: answer a question about a kind of thing ("can I give back underwear") by its rule."""

        def answer(context: Context, asked: Tell) -> Reply:
            mention = asked.mention
            own = context.customer is not None and mention.refers(context.sells)
            if mention.kind is None or (own and not mention.not_bought):
                return answerer(context, asked)
            if mention.not_bought:
                return self.of_a_kind(context, mention.kind, CAN_RETURN, (prompt("returns.kind.not_yours"),))
            return self.of_a_kind(context, mention.kind)

        return answer

    def of_a_kind(
        self, context: Context, kind: KindOfThing, topic: str = KINDS, lead: tuple[Text, ...] = ()
    ) -> Reply:
        """Tell the shop's rule for a kind of thing, or the general one."""
        reply, rule = self._articles.answer(context, KINDS, lead=lead), self.words.returnable_kind(kind)
        if not rule:
            return reply
        return replace(reply, prompt=rule[0].prompt, say=(*lead, *rule), topics=(topic,))

    def _for_sellers(self, answerer: TopicHandler) -> TopicHandler:
        """Wrap an answerer: tell sellers about sales, buyers about orders; for both, the named item decides."""

        def answer(context: Context, asked: Tell) -> Reply:
            if context.customer is None:
                return answerer(context, asked)
            both, mention = len(context.customer.audiences) == len(Audience), asked.mention
            if both and context.sells and mention.names_bought and not mention.names_sold:
                side = Audience.BUYER
            elif both and not context.sells and asked.topic in SALES_TOPICS and _names_sold_only(asked):
                side = Audience.SELLER
            else:
                return self._on_their_side(context, asked, answerer)
            reply = self._on_their_side(context.asking_as(side), asked, answerer)
            return replace(reply, audience=side)

        return answer

    def _on_their_side(self, context: Context, asked: Tell, answerer: TopicHandler) -> Reply:
        if not context.sells:
            return answerer(context, asked)
        if asked.topic not in SALES_TOPICS:
            return self._articles.answer(context, asked.topic)
        return self.sales.answer(context, asked)

    def _from_words(self, compose: Compose) -> TopicHandler:
        def answer(context: Context, asked: Tell) -> Reply:
            return self._about_item(context, asked, compose)

        return answer

    def _about_item(self, context: Context, asked: Tell, compose: Compose) -> Reply:
        topic, found = asked.topic, self._find(context, asked)
        if isinstance(found, Reply):
            return found
        if isinstance(found, OrderItem):
            first = self.words.next_topics(context, topic, found)
            question, ask = closing(context, self._knowledge, topic, with_more=False, first=first)
            said_now = compose(context, found) + self._other_refund(context, topic, found)
            name = said_now[0].prompt or "article.say"
            rows = item_rows(context, found)
            return Reply(name, said_now, question, ask, topics=(topic,), item=found.ref, rows=rows)
        return self._several(context, topic, found, compose)

    def _other_refund(self, context: Context, topic: str, item: OrderItem) -> tuple[Text, ...]:
        """Tell the refund in progress, if the customer asks about an item without one."""
        if topic != "refund.status" or item.refund_state is not RefundState.NONE:
            return ()
        orders = () if isinstance(context.orders, Unavailable) else context.orders
        others = [i for i in newest_first(orders) if i.refund_state is RefundState.REQUESTED]
        spoken_of = (context.session.item, *context.session.earlier)
        if not others or (context.session.topic == topic and others[0].ref in spoken_of):
            return ()  # or it was told already
        return self.words.refund(context, others[0])[:1]

    def _several(self, context: Context, topic: str, found: Open, compose: Compose) -> Reply:
        """Tell up to three open parcels, or all items that are meant, at once; else ask which one."""
        items = found.items
        tells = topic in TELLS_ALL or isinstance(found, Every)
        if not tells or len(items) > MAX_TOLD:
            return ask_item(context, topic, items)
        shortly = topic in TELLS_ALL
        late = [item for item in items if shortly and self.words.is_late(context, item)]
        first = self.words.next_topics(context, topic, late[0]) if len(late) == 1 else ()
        question, ask = closing(context, self._knowledge, topic, with_more=False, first=first)
        texts = [
            (self.words.where_shortly(context, i),) if shortly else compose(context, i)[:1] for i in items
        ]
        lead = (self.words.how_many(items),) if shortly else ()
        refs = tuple(item.ref for item in items)
        said = (*lead, *(text for part in texts for text in part))
        worst = late[0].ref if len(late) == 1 else None
        rows = items_rows(context, items)
        return Reply(said[0].prompt, said, question, ask, topics=(topic,), item=worst, listed=refs, rows=rows)

    def _article(self, context: Context, asked: Tell) -> Reply:
        topic, found = asked.topic, self._find(context, asked)
        if isinstance(found, Reply):
            return found
        if isinstance(found, OrderItem):
            values = {"item": item_name(context, found), "seller": found.seller_name or ""}
            lead = self.words.price(context, found) if topic.startswith("price.") else ()
            return self._articles.answer(context, topic, conditions(found), values, lead=lead, item=found.ref)
        return ask_item(context, topic, found.items)

    def _find(self, context: Context, asked: Tell) -> Reply | OrderItem | Open:
        """Return the item, the possible items, or a reply that says why there is none."""
        topic = asked.topic
        orders = self._orders(context, topic)
        if isinstance(orders, Reply):
            return orders
        likely = LIKELY.get(topic, LIKELY[""])(newest_first(orders), context.now.astimezone(self._zone))
        meant = meant_item(context, asked.mention, asked.ref, orders, likely)
        match meant:
            case Settled(item):
                return item
            case Nothing():
                return self._none(context, topic, "orders.none")
            case Unknown():
                name = "orders.unknown_number" if asked.mention.by_number else "orders.unknown"
                return self._not_found(context, topic, name, orders)
            case Open(items) if items:
                return meant
        return self._none(context, topic, "orders.none_fit")

    def _orders(self, context: Context, topic: str) -> Reply | tuple[Order, ...]:
        unknown = unknown_customer(context, self._articles, topic)
        if unknown is not None:
            return unknown
        orders = context.orders
        return unavailable(topic, orders) if isinstance(orders, Unavailable) else orders

    def _none(self, context: Context, topic: str, name: str) -> Reply:
        """Say that no order fits, then give the general answer."""
        return self._articles.answer(context, topic, lead=(prompt(name),))

    def _not_found(self, context: Context, topic: str, name: str, orders: tuple[Order, ...]) -> Reply:
        asked = ask_item(context, topic, newest_first(orders))
        return replace(asked, prompt=name, say=(prompt(name),))


def _names_sold_only(asked: Tell) -> bool:
    return asked.mention.names_sold and not asked.mention.names_bought


def conditions(item: OrderItem) -> set[str]:
    """Return the article conditions (docs/content.md) that an item meets."""
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
