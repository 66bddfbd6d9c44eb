"""Answers for one fact of an item: what it cost, who has it, when it came; and why and how sure, of the last answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

from shop_helper.dialog.move import TellFact
from shop_helper.dialog.questions import OfferAction
from shop_helper.dialog.reading import Fact
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import ANYTHING_ELSE, Closing, Ending, Listed, Quantity, Reply, Text, prompt
from shop_helper.domain import returns
from shop_helper.domain.actions.catalog import OFFERED
from shop_helper.domain.calendar import local_date
from shop_helper.domain.orders import ItemStatus, Order, OrderItem, RefundState, SoldBy
from shop_helper.topics.account import unavailable
from shop_helper.topics.item_candidates import newest_first
from shop_helper.topics.item_choice import Open, Settled, ask_item, meant_item
from shop_helper.topics.names import item_name
from shop_helper.topics.order_prompts import OrderPrompts
from shop_helper.topics.screen_rows import item_rows

WHERE, CAN_RETURN, HISTORY = "order.where", "returns.can_i_return", "order.history"
TOPIC_OF = {
    Fact.RETURN_UNTIL: CAN_RETURN,
    Fact.DAYS_LEFT: CAN_RETURN,
    Fact.RETURN_RECEIVED: "returns.status",
    Fact.REFUND_AMOUNT: "refund.status",
    Fact.REFUND_DAY: "refund.status",
    Fact.PRICE: HISTORY,
    Fact.ORDERED: HISTORY,
    Fact.QUANTITY: HISTORY,
    Fact.COMPANIONS: HISTORY,
    Fact.SELLER: "seller.contact.right_seller",
    Fact.WROTE: "seller.contact.no_reply",
}
"""What an answer is about. What an order holds anyway, such as a price, changes no topic that was spoken of."""

MAX_TOLD = 3
"""Most items whose fact is told in one reply."""


class OrderFacts:
    def __init__(self, words: OrderPrompts, policy: returns.ReturnPolicy, zone: ZoneInfo) -> None:
        self._words, self._policy, self._zone = words, policy, zone

    def answer(self, context: Context, move: TellFact) -> Reply:
        """Tell the fact of the item that is meant, or ask which one is."""
        topic = TOPIC_OF.get(move.fact, HISTORY)
        if topic == HISTORY:
            topic = context.session.topic or (HISTORY if move.fact in TOPIC_OF else WHERE)
        orders = context.orders
        if isinstance(orders, Unavailable):
            return unavailable(topic, orders)
        match meant_item(context, move.mention, None, orders, ()):
            case Settled(item):
                return self._of(context, move.fact, topic, orders, (item,))
            case Open(items) if 0 < len(items) <= MAX_TOLD:
                return self._of(context, move.fact, topic, orders, items)
            case Open(items) if items:
                return ask_item(context, topic, items)
        asked = ask_item(context, WHERE, newest_first(orders))
        return Reply(
            "orders.unknown", (prompt("orders.unknown"),), asked.question, asked.ask, topics=(topic,)
        )

    def _of(
        self, context: Context, fact: Fact, topic: str, orders: Sequence[Order], items: Sequence[OrderItem]
    ) -> Reply:
        said: list[Text] = []
        for item in items:
            order = next(one for one in orders if one.order_id == item.order_id)
            said += self._said(context, fact, order, item)
        ref = items[0].ref if len(items) == 1 else None
        rows = item_rows(context, items[0]) if len(items) == 1 else ()
        listed = tuple(item.ref for item in items) if len(items) > 1 else ()
        return Reply(
            said[0].prompt,
            tuple(said),
            *_question(context, ref),
            topics=(topic,),
            item=ref,
            rows=rows,
            listed=listed,
        )

    def _said(self, context: Context, fact: Fact, order: Order, item: OrderItem) -> Sequence[Text]:
        name, subject = item_name(context, item), (context.session.topic or "").split(".")[0]
        match fact:
            case Fact.WHEN:
                return self._said(context, _day_of(subject, item), order, item)
            case Fact.HOW_MUCH:
                known = subject == "refund" and item.refund_state is not RefundState.NONE
                return self._said(context, Fact.REFUND_AMOUNT if known else Fact.PRICE, order, item)
            case Fact.PRICE:
                return self._words.price(context, item)
            case Fact.ORDERED:
                return (prompt("fact.ordered", item=name, day=local_date(order.placed_at, self._zone)),)
            case Fact.QUANTITY:
                return (prompt("fact.quantity", item=name, count=item.quantity),)
            case Fact.NUMBER:
                return (prompt("fact.number", item=name, ending=Ending(order.order_id)),)
            case Fact.COMPANIONS:
                others = [item_name(context, one) for one in order.items if one.ref != item.ref]
                if not others:
                    return (prompt("fact.companions.none", item=name),)
                return (prompt("fact.companions", item=name, others=Listed(others)),)
            case Fact.ADDRESS:
                return (prompt("fact.address", item=name),)
            case Fact.SELLER:
                return self._words.seller(context, item)
            case Fact.CARRIER:
                if item.carrier is None:
                    return (
                        prompt("fact.carrier.unknown", item=name),
                        self._words.where_shortly(context, item),
                    )
                came = ".came" if item.status is ItemStatus.DELIVERED else ""
                return (prompt(f"fact.carrier{came}", item=name, carrier=item.carrier),)
            case Fact.LAST_SEEN:
                if item.last_scan_at is None:
                    return (
                        prompt("fact.last_seen.unknown", item=name),
                        self._words.where_shortly(context, item),
                    )
                return (prompt("fact.last_seen", item=name, day=local_date(item.last_scan_at, self._zone)),)
            case Fact.SHIPPED:
                if item.shipped_on is None:
                    return (self._words.where_shortly(context, item),)
                return (prompt("fact.shipped", item=name, day=item.shipped_on),)
            case Fact.PROMISED | Fact.DELIVERED:
                return self._arrival(context, fact, item)
            case Fact.RETURN_UNTIL | Fact.DAYS_LEFT | Fact.RETURN_RECEIVED | Fact.WROTE:
                return self._return_or_letter(context, fact, item)
            case Fact.REFUND_AMOUNT | Fact.REFUND_DAY:
                return self._refund(context, fact, item)
            case Fact.WHY:
                return self._why(context, subject, item)
            case Fact.SURE:
                return self._sure(context, subject, item)
            case _:
                assert_never(fact)

    def _arrival(self, context: Context, fact: Fact, item: OrderItem) -> Sequence[Text]:
        """When it came, or is to come; whichever was asked, a thing that has come has come."""
        name, status = item_name(context, item), self._words.where_shortly(context, item)
        if fact is Fact.PROMISED and item.promised_on is not None:
            said = prompt("fact.promised", item=name, day=item.promised_on)
            if self._words.is_late(context, item):
                return (status,)  # which says for when it was promised
            return (said, status) if item.delivered_on else (said,)
        return (status,)

    def _return_or_letter(self, context: Context, fact: Fact, item: OrderItem) -> Sequence[Text]:
        name, today = item_name(context, item), local_date(context.now, self._zone)
        if fact is Fact.DAYS_LEFT:
            outcome = returns.decide_return(item, self._policy, today)
            if isinstance(outcome, returns.Eligible):
                left = Quantity(outcome.days_left, "days")
                return (prompt("fact.days_left", item=name, days=left, until=outcome.until),)
        if fact in (Fact.DAYS_LEFT, Fact.RETURN_UNTIL):
            return self._words.returnable(context, item)
        if fact is Fact.RETURN_RECEIVED:
            if item.return_received_on is None:
                return self._words.return_state(context, item)
            return (prompt("fact.return_received", item=name, day=item.return_received_on),)
        if item.sold_by is SoldBy.MARKETPLACE:
            return self._words.seller(context, item)
        written = max(item.seller_contacted_at, default=None)
        if written is None:
            return (prompt("fact.wrote.never", item=name, seller=item.seller_name),)
        said = prompt("fact.wrote", item=name, seller=item.seller_name, day=local_date(written, self._zone))
        if item.seller_replied_at is None:
            return (said, prompt("fact.wrote.unanswered", item=name, seller=item.seller_name))
        day = local_date(item.seller_replied_at, self._zone)
        return (said, prompt("fact.wrote.answered", item=name, seller=item.seller_name, day=day))

    def _refund(self, context: Context, fact: Fact, item: OrderItem) -> Sequence[Text]:
        if item.refund_state is RefundState.PAID:
            return self._words.refund(context, item)
        name = item_name(context, item)
        if fact is Fact.REFUND_DAY:
            return (*self._words.refund(context, item), prompt("fact.refund_day.unknown", item=name))
        if item.refund_amount is not None:
            return (prompt("fact.refund_amount", item=name, amount=item.refund_amount),)
        return (prompt("fact.refund_amount.unknown", item=name, paid=item.price_paid),)

    def _why(self, context: Context, subject: str, item: OrderItem) -> Sequence[Text]:
        """The rule behind an answer about returning, what speaks for a delay, else how things stand."""
        name = item_name(context, item)
        if subject in ("returns", "refund", "exchange"):
            rule, _ = self._policy.rule(item.category)
            if rule.window_days is not None and item.delivered_on is not None:
                days = Quantity(rule.window_days, "days")
                return (prompt("fact.why.window", item=name, days=days, day=item.delivered_on),)
            return self._words.returnable(context, item)
        risk = self._words.delay.warning(context, item)
        return risk[1:] or (self._words.where_shortly(context, item), prompt("fact.why.unknown", item=name))

    def _sure(self, context: Context, subject: str, item: OrderItem) -> Sequence[Text]:
        name, said = item_name(context, item), prompt("fact.sure", item=item_name(context, item))
        if subject in ("returns", "exchange") and item.delivered_on is not None:
            return (said, *self._why(context, subject, item))
        risk = self._words.delay.warning(context, item)
        if risk:
            return (prompt("fact.sure.estimate", item=name), *risk[1:])
        if item.last_scan_at is not None and item.delivered_on is None:
            return (said, prompt("fact.last_seen", item=name, day=local_date(item.last_scan_at, self._zone)))
        return (said,)


def _day_of(subject: str, item: OrderItem) -> Fact:
    """The day that "when was that" asks for, after an answer about a subject."""
    if subject == "refund":
        return Fact.REFUND_DAY
    if subject in ("returns", "exchange"):
        return Fact.RETURN_RECEIVED if item.return_received_on is not None else Fact.RETURN_UNTIL
    return Fact.DELIVERED if item.delivered_on is not None else Fact.PROMISED


def _question(context: Context, ref: str | None) -> Closing:
    """An offer that stands about the same item stays open: a question in between is no answer to it."""
    asked = context.session.open_question
    if isinstance(asked, OfferAction) and asked.action in OFFERED and ref in (None, context.session.item):
        return prompt(f"offer.action.{OFFERED[asked.action].value}"), asked
    return ANYTHING_ELSE
