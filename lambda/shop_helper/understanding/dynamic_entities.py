"""Dynamic entities for the customer's own items and sellers: full names, and short names where they are unique.

Ids are unique in their type. A name that two items share is a value of its own with no item's id; the words decide
then. Each such item also has values that tell it apart ("blue kettle", "kettle from bluefin"). A short name that
would fit two items is left out, so that Alexa never resolves it to the wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType

from shop_helper.dialog.records import Records, Unavailable
from shop_helper.dialog.reply import DynamicEntity
from shop_helper.domain.naming import By, Traits, TraitsByRef
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.understanding.en.dates import MONTHS
from shop_helper.understanding.en.titles import colors_in

LIMIT = 100
"""Alexa's limit for one session, synonyms included (DYN1)."""

MAX_LENGTH = 140
"""Characters of one value (SLT3)."""

SHARED = "several"
"""Id prefix of a name that several items share: the words decide then, not the id. An item's id never starts with
it, since it holds a slash."""

_ARTICLE = re.compile(r"^(?:the|a|an|some|your) ")


ITEM, SELLER = "ITEM", "SELLER"
"""Slot types whose values are the customer's own."""


def dynamic_entities(
    orders: Sequence[Order], limit: int = LIMIT, traits: TraitsByRef = MappingProxyType({})
) -> tuple[DynamicEntity, ...]:
    """Return names of the newest items first, then values that tell namesakes apart, then short names while there is
    room. `traits`: the traits that items are named with."""
    items = {item.ref: item for order in orders for item in order.items}
    namesakes: dict[str, list[str]] = {}
    for ref, item in items.items():
        namesakes.setdefault(_name(item), []).append(ref)
    shared = [name for name, refs in namesakes.items() if len(refs) > 1]
    words = [
        DynamicEntity(ITEM, refs[0] if len(refs) == 1 else f"{SHARED}.{shared.index(name)}", name)
        for name, refs in namesakes.items()
        if 0 < len(name) <= MAX_LENGTH
    ]
    words += _sellers(items.values())
    alike = [ref for name in shared for ref in namesakes[name]]
    words += _apart(alike, items, {word.name for word in words}, traits)
    return _with_synonyms(words[:limit], items, limit)


def entities_of(records: Records) -> tuple[DynamicEntity, ...]:
    """Return the entities of the records read in this turn, for Alexa to recognize in the next turns.

    They replace the earlier ones, so a customer who buys and sells gets both. If either can't be read, the earlier
    ones stay.
    """
    bought, sold = records.bought, records.sold
    if isinstance(bought, Unavailable) or isinstance(sold, Unavailable):
        return ()
    return dynamic_entities(taking_turns(bought, sold), traits=records.traits)


def taking_turns(some: Sequence[Order], others: Sequence[Order]) -> tuple[Order, ...]:
    """Interleave both, newest first, so that neither crowds out the other."""
    pairs = zip_longest(some, others)
    return tuple(order for pair in pairs for order in pair if order is not None)


def _sellers(items: Iterable[OrderItem]) -> list[DynamicEntity]:
    """Return each seller once, by full name, with its first word as a synonym where that is unique."""
    sellers = {item.seller_id or item.seller_name: item.seller_name for item in items if item.seller_name}
    firsts = Counter(name.lower().split()[0] for name in sellers.values() if name.split())
    return [
        DynamicEntity(SELLER, str(key), name.lower(), _first_word(name, firsts))
        for key, name in sellers.items()
        if len(name) <= MAX_LENGTH
    ]


def _apart(
    alike: Sequence[str], items: Mapping[str, OrderItem], taken: set[str], traits: TraitsByRef
) -> list[DynamicEntity]:
    """Return, for items that share a name, the names that fit no other item."""
    telling = {ref: _telling(items[ref], traits.get(ref, ())) for ref in alike}
    fitting = ({*telling.get(ref, ()), *_short(_name(item), item)} for ref, item in items.items())
    often = Counter(name for names in fitting for name in names)
    own = {
        ref: [name for name in names if often[name] == 1 and name not in taken and len(name) <= MAX_LENGTH]
        for ref, names in telling.items()
    }
    return [DynamicEntity(ITEM, ref, each[0], tuple(each[1:])) for ref, each in own.items() if each]


def _telling(item: OrderItem, traits: Traits) -> tuple[str, ...]:
    """ "Blue kettle", "kettle in blue", "bluefin kettle", "kettle from bluefin outdoors", "october kettle"."""
    name = _name(item)
    if not name:
        return ()
    names = []
    if item.color:
        names += [f"{item.color} {name}", f"{name} in {item.color}", f"{item.color} one"]
    if item.size:
        names += [f"size {item.size} {name}", f"{name} in size {item.size}"]
    seller = (item.seller_name or "").lower().split()
    if seller:
        names += [f"{seller[0]} {name}", f"{name} from {' '.join(seller)}", f"{name} from {seller[0]}"]
    for trait in traits:
        if trait.by is By.MONTH:
            month = MONTHS[int(trait.value) - 1]
            names += [f"{month} {name}", f"{name} from {month}"]
    return tuple(dict.fromkeys(names))


def _first_word(name: str, firsts: Counter[str]) -> tuple[str, ...]:
    words = name.lower().split()
    return (words[0],) if len(words) > 1 and firsts[words[0]] == 1 and len(words[0]) > 3 else ()


def _with_synonyms(
    words: list[DynamicEntity], items: dict[str, OrderItem], limit: int
) -> tuple[DynamicEntity, ...]:
    taken = {name for word in words for name in (word.name, *word.synonyms)}
    short = {word.id: _short(_name(items[word.id]), items[word.id]) for word in words if word.id in items}
    often = Counter(name for item in items.values() for name in _short(_name(item), item))
    room = limit - sum(word.size for word in words)
    if room < 0:
        words = [DynamicEntity(word.slot_type, word.id, word.name) for word in words]
        room = limit - len(words)
    filled = []
    for word in words:
        names = [n for n in short.get(word.id, ()) if often[n] == 1 and n not in taken][:room]
        taken.update(names)
        room -= len(names)
        filled.append(DynamicEntity(word.slot_type, word.id, word.name, (*word.synonyms, *names)))
    return tuple(filled)


def _short(name: str, item: OrderItem) -> tuple[str, ...]:
    """ "wireless headphones" are "headphones", and with "black" in the title "black headphones" and "black one"."""
    noun = name.split()[-1]
    colors = dict.fromkeys((*colors_in(item.name), *((item.color,) if item.color else ())))
    names = [noun, *(f"{color} {rest}" for color in colors for rest in (noun, "one"))]
    return tuple(dict.fromkeys(short for short in names if short != name))


def _name(item: OrderItem) -> str:
    return _ARTICLE.sub("", item.spoken_name.lower()).strip()
