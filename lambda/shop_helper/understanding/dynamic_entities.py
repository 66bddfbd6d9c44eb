"""The words for a customer's own items and sellers, for Alexa to recognise: names, and short names where they tell.

A short name that would fit two items is left out, so that recognising it never settles on the wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from shop_helper.dialog.records import Records, Unavailable
from shop_helper.dialog.reply import DynamicEntity
from shop_helper.domain.orders import Order, OrderItem

LIMIT = 100
"""What Alexa takes in one session, synonyms counted (DYN1)."""

MAX_LENGTH = 140
"""Characters of one value (SLT3)."""

SHARED = "several"
"""Id of a name that more than one item has: the words decide then, not the id."""

COLOURS = frozenset(
    "black white grey gray silver gold red blue navy green yellow orange purple violet pink brown beige cream ivory "
    "turquoise teal khaki olive burgundy maroon copper bronze".split()
)
_ARTICLE = re.compile(r"^(?:the|a|an|some|your) ")


ITEM, SELLER = "ITEM", "SELLER"
"""Slot types whose values are the customer's own."""


def dynamic_entities(orders: Sequence[Order], limit: int = LIMIT) -> tuple[DynamicEntity, ...]:
    """Names of the newest first; short names only as far as there is room after all names."""
    items = [item for order in orders for item in order.items]
    named = Counter(_name(item) for item in items)
    first = {name: next(item for item in items if _name(item) == name) for name in named}
    words = [
        DynamicEntity(ITEM, item.ref if named[name] == 1 else SHARED, name)
        for name, item in first.items()
        if 0 < len(name) <= MAX_LENGTH
    ]
    words += _sellers(items)
    return _with_synonyms(words[:limit], {item.ref: item for item in items}, limit)


def entities_of(records: Records) -> tuple[DynamicEntity, ...]:
    """Names of what the turn has read: Alexa hears them in the next turns. They take the place of earlier ones, so a
    customer who buys and sells gets both; where either can't be read, the earlier ones stay."""
    bought, sold = records.bought, records.sold
    if isinstance(bought, Unavailable) or isinstance(sold, Unavailable):
        return ()
    return dynamic_entities(taking_turns(bought, sold))


def taking_turns(some: Sequence[Order], others: Sequence[Order]) -> tuple[Order, ...]:
    """Both, the newest of each first: where not all find room, neither pushes the other out."""
    pairs = zip_longest(some, others)
    return tuple(order for pair in pairs for order in pair if order is not None)


def _sellers(items: Iterable[OrderItem]) -> list[DynamicEntity]:
    """Each seller once, by the whole name; its first word is short for it where it tells."""
    sellers = {item.seller_id or item.seller_name: item.seller_name for item in items if item.seller_name}
    firsts = Counter(name.lower().split()[0] for name in sellers.values() if name.split())
    return [
        DynamicEntity(SELLER, str(key), name.lower(), _first_word(name, firsts))
        for key, name in sellers.items()
        if len(name) <= MAX_LENGTH
    ]


def _first_word(name: str, firsts: Counter[str]) -> tuple[str, ...]:
    words = name.lower().split()
    return (words[0],) if len(words) > 1 and firsts[words[0]] == 1 and len(words[0]) > 3 else ()


def _with_synonyms(
    words: list[DynamicEntity], items: dict[str, OrderItem], limit: int
) -> tuple[DynamicEntity, ...]:
    taken = {word.name for word in words}
    short = {word.id: _short(word.name, items[word.id]) for word in words if word.id in items}
    often = Counter(name for item in items.values() for name in _short(_name(item), item))
    room = limit - sum(word.size for word in words)
    if room < 0:
        words = [DynamicEntity(word.slot_type, word.id, word.name) for word in words]
        room = limit - len(words)
    filled = []
    for word in words:
        names = [n for n in short.get(word.id, ()) if often[n] == 1 and n not in taken][:room]
        room -= len(names)
        filled.append(DynamicEntity(word.slot_type, word.id, word.name, (*word.synonyms, *names)))
    return tuple(filled)


def _short(name: str, item: OrderItem) -> tuple[str, ...]:
    """ "wireless headphones" are "headphones", and with "black" in the title "black headphones" and "black one"."""
    noun = name.split()[-1]
    colours = [word for word in re.findall(r"[a-z]+", item.name.lower()) if word in COLOURS]
    names = [noun, *(f"{colour} {rest}" for colour in colours for rest in (noun, "one"))]
    return tuple(dict.fromkeys(short for short in names if short != name))


def _name(item: OrderItem) -> str:
    return _ARTICLE.sub("", item.spoken_name.lower()).strip()
