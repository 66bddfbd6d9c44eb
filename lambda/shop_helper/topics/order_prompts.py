"""Prompts and values for the outcomes of the rules about one item."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from shop_helper.dialog.reading import KindOfThing
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Name, Quantity, Text, prompt
from shop_helper.domain import delivery, returns
from shop_helper.domain.calendar import local_date
from shop_helper.domain.orders import (
    FulfilledBy,
    ItemStatus,
    Money,
    OrderItem,
    RefundState,
    ReturnState,
    SoldBy,
)
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.delay_prompts import DelayPrompts
from shop_helper.topics.follow_ups import after_refund, follow_on
from shop_helper.topics.names import item_name

Texts = tuple[Text, ...]
TOLD_BY_STATE = (
    "order.where",
    "order.late",
    "delivery.split",
    "delivery.returned_to_sender",
    "order.delay_warning",
)
"""Topics answered by the status of the item."""

UNDER_WAY = (ItemStatus.PLACED, ItemStatus.PREPARING, ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY)
STALLED_DAYS = 3
"""Default days without a scan, for a profile without `early_warning.tracking_silent`."""


class OrderPrompts:
    """Prompts for one item of the customer's own."""

    def __init__(self, knowledge: KnowledgeBase, zone: ZoneInfo) -> None:
        self._zone = zone
        self.policy = returns.policy_from(knowledge.policy["returns"])
        self.stalled_days: int = knowledge.fact("early_warning.tracking_silent") or STALLED_DAYS
        self.delay = DelayPrompts(knowledge, zone, self.stalled_days)

    def returnable(self, context: Context, item: OrderItem) -> Texts:
        """Tell whether the item can be returned, with the last day."""
        today = local_date(context.now, self._zone)
        outcome = returns.decide_return(item, self.policy, today)
        name = item_name(context, item)
        match outcome:
            case returns.Eligible():
                return self._eligible(context, item, outcome)
            case returns.WindowClosed():
                return (prompt("returns.closed", item=name, ended=outcome.ended_on),)
            case returns.NotReturnable():
                said: Texts = (prompt("returns.not_returnable", item=name),)
                if outcome.condition:
                    said += (prompt("returns.not_returnable.condition", condition=outcome.condition),)
                return said
            case returns.NotDelivered():
                shipped = item.status in (ItemStatus.SHIPPED, ItemStatus.OUT_FOR_DELIVERY)
                return (prompt("returns.not_delivered" if shipped else "returns.not_shipped", item=name),)
            case returns.Cancelled():
                return (prompt("returns.cancelled", item=name),)
            case returns.AlreadyReturning():
                return (prompt(f"returns.already.{outcome.state.value}", item=name),)
            case returns.Returned():
                return (prompt("returns.returned", item=name),)
            case returns.Digital():
                return (prompt("returns.digital", item=name),)
            case returns.WindowUnknown():
                return (prompt("returns.window_unknown", item=name),)

    def returnable_kind(self, kind: KindOfThing) -> Texts:
        """Tell the return rule for a kind of thing; empty if the shop states none."""
        category = kind.category
        rule, _ = self.policy.rule(category or returns.DEFAULT)
        if rule.returnable and rule.window_days is None:
            return ()
        if rule.window_days is None:
            said: Texts = (prompt("returns.kind.not_returnable"),)
            more = "returns.not_returnable.condition"
        else:
            name = "returns.kind.returnable" if category else "returns.kind.rule_unknown"
            said = (prompt(name, window=Quantity(rule.window_days, "days")),)
            more = "returns.eligible.condition"
        return (*said, prompt(more, condition=rule.condition)) if category and rule.condition else said

    def where(self, context: Context, item: OrderItem) -> Texts:
        """Tell status, date, lateness and carrier."""
        said: Texts = (self.where_shortly(context, item),)
        state = self.state(context, item)
        if isinstance(state, delivery.OnTheWay):
            if state.carrier:
                said += (prompt("delivery.carrier", item=item_name(context, item), carrier=state.carrier),)
            told = self.delay.is_silence_told(context, item)
            if state.stalled and state.last_scan_at is not None and not told:
                said += (prompt("delivery.stalled", scanned=local_date(state.last_scan_at, self._zone)),)
        said += self.delay.warning(context, item)
        if self.is_late(context, item) and item.fulfilled_by is FulfilledBy.SELLER and item.seller_name:
            said += (
                prompt("delivery.shipped_by_seller", item=item_name(context, item), seller=item.seller_name),
            )
        gone = isinstance(state, delivery.Cancelled | delivery.Returned | delivery.ReturnedToSender)
        if gone and item.refund_state is not RefundState.NONE:
            said += self.refund(context, item)
        return said

    def on_time(self, context: Context, item: OrderItem) -> Texts:
        """Tell the status, and that no delay is expected if so."""
        return self.where(context, item) + (
            () if self.delay.is_at_risk(context, item) else self.delay.outlook(context, item)
        )

    def next_topics(self, context: Context, topic: str, item: OrderItem) -> tuple[str, ...]:
        """Return follow-up topics by the item's state; empty for the article's own."""
        if topic in ("refund.status", "returns.status"):
            return after_refund(item)
        return follow_on(item, self.state(context, item)) if topic in TOLD_BY_STATE else ()

    def is_late(self, context: Context, item: OrderItem) -> bool:
        state = self.state(context, item)
        return isinstance(state, delivery.NotShipped | delivery.OnTheWay) and state.late_by_days > 0

    def lateness(self, context: Context, item: OrderItem) -> Quantity:
        """Return the lateness as a quantity: "2 days"."""
        state = self.state(context, item)
        late = state.late_by_days if isinstance(state, delivery.NotShipped | delivery.OnTheWay) else 0
        return Quantity(late, "days")

    def how_many(self, items: Sequence[OrderItem]) -> Text:
        """Return the lead before several items."""
        if all(item.status in UNDER_WAY for item in items):
            return prompt("delivery.several", count=len(items))
        same = len({item.order_id for item in items}) == 1
        return prompt("delivery.several.one_order" if same else "delivery.several.mixed", count=len(items))

    def price(self, context: Context, item: OrderItem) -> Texts:
        """Tell the price paid and, if the record has it, the current one."""
        paid, now, name = item.price_paid, item.price_now, item_name(context, item)
        if now is None or now.currency != paid.currency:
            return (prompt("price.paid", item=name, paid=paid),)
        if now.amount == paid.amount:
            return (prompt("price.paid.same", item=name, paid=paid),)
        difference = Money(abs(now.amount - paid.amount), paid.currency)
        known = "price.paid.lower" if now.amount < paid.amount else "price.paid.higher"
        return (prompt(known, item=name, paid=paid, now=now, difference=difference),)

    def where_shortly(self, context: Context, item: OrderItem) -> Text:
        """Tell the status in one sentence."""
        state, name = self.state(context, item), item_name(context, item)
        match state:
            case delivery.NotShipped():
                return _dated("delivery.not_shipped", name, state.promised_on, state.late_by_days)
            case delivery.OnTheWay() if state.stage is ItemStatus.OUT_FOR_DELIVERY:
                late = ".late" if state.late_by_days > 0 else ""
                return prompt(f"delivery.out_for_delivery{late}", item=name, promised=state.promised_on)
            case delivery.OnTheWay():
                return _dated("delivery.on_the_way", name, state.promised_on, state.late_by_days)
            case delivery.Delivered():
                if state.days_late > 0:
                    days = Quantity(state.days_late, "days")
                    return prompt("delivery.delivered.late", item=name, delivered=state.on, late=days)
                return prompt("delivery.delivered", item=name, delivered=state.on)
            case delivery.Cancelled():
                return prompt("delivery.cancelled", item=name)
            case delivery.ReturnedToSender():
                return prompt("delivery.returned_to_sender", item=name)
            case delivery.Digital():
                return prompt("delivery.digital", item=name)
            case delivery.Returned():
                return prompt("delivery.returned", item=name)

    def refund(self, context: Context, item: OrderItem) -> Texts:
        """Tell the state of the refund, or of the return if there is no refund."""
        name, state = item_name(context, item), item.refund_state
        if state is RefundState.PAID and item.refund_amount and item.refund_on:
            return (prompt("refund.paid", item=name, paid=item.refund_on, amount=item.refund_amount),)
        if state is RefundState.PAID:
            return (prompt("refund.paid.undated", item=name),)
        if state is RefundState.NONE and item.return_state is ReturnState.NONE:
            return (prompt("refund.none.no_return", item=name),)
        if state is RefundState.NONE:
            return (prompt("refund.none", item=name), *self.return_state(context, item))
        return (prompt(f"refund.{state.value}", item=name),)

    def return_state(self, context: Context, item: OrderItem) -> Texts:
        return (prompt(f"return.state.{item.return_state.value}", item=item_name(context, item)),)

    def seller(self, context: Context, item: OrderItem) -> Texts:
        """Tell who sold and who shipped the item, since that decides who helps."""
        name = item_name(context, item)
        if item.sold_by is SoldBy.MARKETPLACE:
            return (prompt("seller.name.shop", item=name),)
        shipped = "ships" if item.fulfilled_by is FulfilledBy.SELLER else "shop_ships"
        return (prompt(f"seller.name.{shipped}", item=name, seller=item.seller_name),)

    def _eligible(self, context: Context, item: OrderItem, outcome: returns.Eligible) -> Texts:
        said: Texts = (prompt("returns.eligible", item=item_name(context, item), until=outcome.until),)
        if outcome.condition:
            said += (prompt("returns.eligible.condition", condition=outcome.condition),)
        if not outcome.rule_known:
            said += (prompt("returns.eligible.rule_unknown"),)
        if item.fulfilled_by is FulfilledBy.SELLER and item.seller_name:
            said += (prompt("returns.via_seller", item=item_name(context, item), seller=item.seller_name),)
        return said

    def state(self, context: Context, item: OrderItem) -> delivery.DeliveryState:
        return delivery.delivery_state(item, context.now, self._zone, self.stalled_days)


def _dated(name: str, item: Name, promised: object, late_by_days: int) -> Text:
    if promised is None:
        return prompt(f"{name}.undated", item=item)
    if late_by_days > 0:
        return prompt(f"{name}.late", item=item, promised=promised, late=Quantity(late_by_days, "days"))
    return prompt(name, item=item, promised=promised)
