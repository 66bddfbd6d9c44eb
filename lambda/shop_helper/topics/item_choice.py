"""Settle which item is meant: from the mention, from the conversation, or by asking, three at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop_helper.dialog.reading import All, ItemMention, NotTheirs, One, OneOf
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import WHAT, Listed, Outcome, Reply, prompt
from shop_helper.dialog.task_questions import MAX_ASKED, PAGE, WhichItem
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.topics.names import item_name

MAX_CANDIDATES = 12
"""Most items that a customer can page through."""


@dataclass(frozen=True)
class Settled:
    """One item is meant."""

    item: OrderItem


@dataclass(frozen=True)
class Open:
    """Several could be meant; newest first."""

    items: tuple[OrderItem, ...]


@dataclass(frozen=True)
class Every(Open):
    """All of them are meant ("both"). An answer for a single item asks which one."""


@dataclass(frozen=True)
class Unknown:
    """An item was named that is not among the recent ones."""


@dataclass(frozen=True)
class Nothing:
    """There are no orders at all."""


Meant = Settled | Open | Unknown | Nothing


def items_of(orders: Sequence[Order] | Unavailable) -> dict[str, OrderItem]:
    """Return items by reference, newest order first."""
    if isinstance(orders, Unavailable):
        return {}
    return {item.ref: item for order in orders for item in order.items}


def meant_item(
    context: Context,
    mention: ItemMention,
    ref: str | None,
    orders: Sequence[Order],
    likely: Iterable[OrderItem],
) -> Meant:
    """Settle the item. `likely`: the items of the topic if none is named. `ref`: an item that is known already."""
    items = items_of(orders)
    if ref in items:
        return Settled(items[ref])
    if not items:
        return Nothing()
    match mention.on(context.sells):
        case NotTheirs():
            return Unknown()
        case One(found):
            return Settled(items[found])
        case All(refs):
            return Every(tuple(items[ref] for ref in refs))
        case OneOf(refs):
            return Open(tuple(items[ref] for ref in refs))
    last, candidates = context.session.item, list(likely)
    if last in items:
        goes_on = mention.goes_on and _goes_on(context, items[last], candidates)
        if mention.pointing or goes_on:
            return Settled(items[last])
    return _of(candidates) if candidates else Open(())


def _goes_on(context: Context, last: OrderItem, candidates: Sequence[OrderItem]) -> bool:
    """Whether a question without an item goes on with the last one: "and when do I get my money"."""
    subject = (context.session.topic or "").split(".")[0]
    return last in candidates or (bool(candidates) and subject in ("returns", "refund", "exchange"))


def ask_item(
    context: Context, topic: str, items: Sequence[OrderItem], page: int = 0, tries: int = 1
) -> Reply:
    """Ask which item is meant, one page of choices at a time."""
    shown = items[page * PAGE : page * PAGE + PAGE]
    rest = len(items) > (page + 1) * PAGE
    name = "ask.which_item.page" if page else "ask.which_item.more" if rest else "ask.which_item.few"
    if len(items) == 1 or (page and len(shown) == 1):
        name = "ask.which_item.page.one" if page else "ask.which_item.one"
    names = tuple(item_name(context, item) for item in shown)
    refs = tuple(item.ref for item in items[:MAX_CANDIDATES])
    return Reply(
        name,
        (),
        prompt(name, choices=Listed(names, "or")),
        WhichItem(topic, refs, page, tries),
        topics=(topic,),
        outcome=Outcome.ASKED,
        choices=names,
    )


def item_page(context: Context, question: WhichItem, page: int) -> Reply:
    """Read another page of choices; past the last page, say so and keep the last choices open."""
    items = candidates(context, question)
    if not items:
        return Reply("ask.what", (), *WHAT, outcome=Outcome.CONVERSATIONAL)
    if page * PAGE < len(items):
        return ask_item(context, question.topic, items, page)
    return Reply(
        "ask.which_item.last",
        (prompt("ask.which_item.last"),),
        *WHAT,
        topics=(question.topic,),
        outcome=Outcome.CONVERSATIONAL,
        listed=question.shown,
    )


def narrow(context: Context, question: WhichItem, refs: Sequence[str]) -> Reply | str:
    """Ask again among the choices that fit; the second time, return the newest one's reference."""
    if question.tries >= MAX_ASKED:
        return refs[0]
    items = items_of(context.orders)
    return ask_item(context, question.topic, [items[ref] for ref in refs if ref in items], tries=MAX_ASKED)


def candidates(context: Context, question: WhichItem) -> list[OrderItem]:
    items = items_of(context.orders)
    return [items[ref] for ref in question.refs if ref in items]


def _of(items: list[OrderItem]) -> Meant:
    return Settled(items[0]) if len(items) == 1 else Open(tuple(items))
