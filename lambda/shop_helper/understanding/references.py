"""Resolve references to items from the words, the conversation and the customer's orders.

"It" is the item spoken of last; "the other one" the item before it, or the rest of a list; "the first", "both" and
"the cheap one" choose from the items read out; names, colors, sellers, days and order numbers choose among all of
the customer's items. `refer` never guesses: if several fit, it says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from shop_helper.dialog.reading import All, NoReference, One, OneOf, Reference
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.understanding.en.dates import Span
from shop_helper.understanding.en.text import normalize
from shop_helper.understanding.items import find_items, parse_choice, pick_items, place_of


@dataclass(frozen=True)
class Context:
    """Items of the conversation, as references."""

    item: str | None = None
    """Spoken of last."""
    earlier: tuple[str, ...] = ()
    """Spoken of before that, newest first."""
    listed: tuple[str, ...] = ()
    """Read out last, in that order."""
    choosing: bool = False
    """Whether the open question asks for one of `listed`."""


_LEAD = re.compile(
    r"^(?:(?:yes|yeah|no|nope|okay|ok|and|but|so|then|well|sorry|actually|wait|rather|please|i mean|i meant|it's|it is|"
    r"that's|what about|how about|the one i mean is)\b,? ?)+"
)
_ALL = re.compile(
    r"\b(both|all of (?:them|these|those)|all (?:two|three)|each of them|every one|the two of them)\b"
)
_ONE = r"(?:one|ones|item|items|thing|things|product)"
_THING = rf"(?:{_ONE}|order|parcel|package|delivery)"
_OTHER = re.compile(rf"^other(?: {_THING})?$|\b(?:the|my|that) other {_THING}\b")
_OTHER_NAMED = re.compile(r"\bother \w+")
_OTHER_ORDER = re.compile(r"\bother (?:order|parcel|package|delivery)\b")
_DEAR = r"(?:most expensive|dearest|priciest|costliest|more expensive|expensive|pricier|dearer)"
_CHEAP = r"(?:cheapest|least expensive|lowest priced?|less expensive|cheaper|cheap)"
_NEWEST = r"(?:newest|latest|most recent|newer)"
_OLDEST = r"(?:oldest|older)"
_POINTING = re.compile(
    r"\b(it|this|that|them|these|those|this one|that one|the same|same one|the one we (?:spoke|talked) about)\b"
)
_CARRYING_ON = re.compile(r"^(?:and|but|so|then|also)\b")
_SHORT = 6
"""Longest sentence, in words, whose "the first" means an item of the list: "the first time" is something else."""
_BARE = 4
"""Longest sentence, in words, in which a trait alone picks a choice: "the blue", "ordered november third"."""


def refer(
    words: str,
    context: Context,
    orders: Sequence[Order],
    today: date,
    when: Span | None = None,
    zone: tzinfo = UTC,
) -> Reference:
    """Resolve the reference. `orders`: newest first; `when`: days from a date slot; `zone`: for reckoning days."""
    items = {item.ref: item for order in orders for item in order.items}
    text = normalize(words)
    listed = tuple(ref for ref in context.listed if ref in items)
    if _ALL.search(text):
        return _all(context, listed, items)
    core = _LEAD.sub("", text) or text
    named = find_items(core, orders, today, when, zone)
    if _OTHER.search(core) or (named and _OTHER_NAMED.search(core)):
        return _other(core, context, listed, items, named)
    by_rank = _superlative(core, listed, items, named, context.item)
    if by_rank is not None:
        return by_rank
    if named:
        among = [ref for ref in listed if ref in named]
        place = place_of(core, len(among)) if len(text.split()) <= _SHORT else None
        if place is not None and len(among) > 1:
            return One(among[place])
        return _of(_narrowed(named, listed) if context.choosing else named)
    if listed and len(text.split()) <= _SHORT:
        index = parse_choice(core, len(listed))
        if index is not None:
            return One(listed[index])
    if context.choosing and len(core.split()) <= _BARE:
        picked = pick_items(core, orders, listed, today, zone)
        if picked:
            return _of(picked)
    if context.item in items and points_back(text):
        return One(context.item or "")
    return NoReference()


def asks_for_another(words: str) -> bool:
    """Whether the words ask for another item than the current one: "and the other one"."""
    text = normalize(words)
    return _OTHER.search(_LEAD.sub("", text) or text) is not None


def points_back(words: str) -> bool:
    """Whether "it", "this item" or a continuation ("and when …") may mean the item spoken of last."""
    text = words.lower()
    return bool(_POINTING.search(text) or _CARRYING_ON.search(text))


def _all(context: Context, listed: tuple[str, ...], items: dict[str, OrderItem]) -> Reference:
    """Return the listed items; else the last two items spoken of."""
    spoken = (context.item, *context.earlier[:1])
    pair = tuple(dict.fromkeys(ref for ref in spoken if ref is not None and ref in items))
    pool = listed if len(listed) > 1 else pair
    return All(pool) if len(pool) > 1 else NoReference()


def _other(
    text: str, context: Context, listed: tuple[str, ...], items: dict[str, OrderItem], named: Sequence[str]
) -> Reference:
    """Resolve "the other lamp" to a namesake, and "the other one" to the rest of a list or the item before."""
    rest = [ref for ref in named if ref != context.item]
    if named and rest:
        return _of(rest)
    if context.item is None:
        return _of(listed)
    order = items[context.item].order_id if context.item in items else ""
    if _OTHER_ORDER.search(text):
        others = [ref for ref in items if items[ref].order_id != order]
        pool = [ref for ref in dict.fromkeys((*listed, *context.earlier)) if ref in others]
        return _of(pool or others)
    if context.item in listed and len(listed) > 1:
        return _of([ref for ref in listed if ref != context.item])
    before = [ref for ref in context.earlier if ref in items]
    if before:
        return One(before[0])
    return _of(_namesakes(context.item, items) or [ref for ref in items if ref != context.item])


def _namesakes(ref: str | None, items: dict[str, OrderItem]) -> list[str]:
    """Return the other items of the same name."""
    if ref not in items:
        return []
    name = items[ref].spoken_name.casefold()
    return [other for other, item in items.items() if other != ref and item.spoken_name.casefold() == name]


def _superlative(
    text: str,
    listed: tuple[str, ...],
    items: dict[str, OrderItem],
    named: Sequence[str],
    spoken_of: str | None,
) -> Reference | None:
    """Resolve a superlative of price or age; None without one.

    It chooses among the named items, else the listed ones, else the namesakes of the current item, else all.
    """
    several, alike = len(named) > 1, _namesakes(spoken_of, items)
    if alike and spoken_of is not None:
        alike = [ref for ref in items if ref in alike or ref == spoken_of]
    pool = [items[ref] for ref in (named if several else listed or alike or items)]
    if not pool:
        return None
    prices = [item.price_paid.amount for item in pool]
    if _said(_CHEAP, text, several):
        return _of([item.ref for item in pool if item.price_paid.amount == min(prices)])
    if _said(_DEAR, text, several):
        return _of([item.ref for item in pool if item.price_paid.amount == max(prices)])
    orders = list(dict.fromkeys(item.order_id for item in items.values()))
    places = [orders.index(item.order_id) for item in pool]
    for rank, place in ((_NEWEST, min(places)), (_OLDEST, max(places))):
        if _said(rank, text, several):
            return _of([item.ref for item in pool if orders.index(item.order_id) == place])
    return None


def _said(rank: str, text: str, with_name: bool) -> bool:
    """Whether the text uses the superlative of an item: "the cheap one", not "a cheaper way to ship"."""
    alone = re.search(rf"^(?:the |my )?{rank}$|\b{rank} (?:{_ONE}|of (?:them|these|those|the \w+))\b", text)
    return bool(alone) or (with_name and bool(re.search(rf"\b{rank} \w+", text)))


def _narrowed(named: Sequence[str], listed: tuple[str, ...]) -> Sequence[str]:
    """Narrow the named items to the listed ones, if any is listed."""
    return [ref for ref in named if ref in listed] or named


def _of(refs: Sequence[str]) -> Reference:
    if not refs:
        return NoReference()
    return One(refs[0]) if len(refs) == 1 else OneOf(tuple(refs))
