"""Find the customer's items that words name, and resolve choices.

Words are compared with the items' own names, so nothing is recognized that the customer has not bought. General words
("item", "order", "it") name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, tzinfo
from difflib import SequenceMatcher

from shop_helper.domain.calendar import local_date
from shop_helper.domain.orders import Order, OrderItem, SoldBy
from shop_helper.understanding.en.dates import Event, Span, span_in
from shop_helper.understanding.en.numbers import DIGITS
from shop_helper.understanding.en.text import normalize, singular

CLOSE = 0.8
"""Similarity (difflib ratio) from which a word counts as a misheard one of a name."""

ENOUGH = 1.0
"""Score from which words name an item."""

_WORD = re.compile(r"[a-z0-9]+")
_GENERAL = frozenset(
    "a an the my your this that these those it its one ones thing things item items product products article order "
    "orders package packages parcel parcels box delivery shipment purchase stuff something anything of for with and or "
    "to in on from at by is are was i you me we they them do did can could would will not no yes please new old set "
    "pack back set return send bought ordered got get want need".split()
)
_DIGITS = DIGITS | {"for": "4"}
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
}  # fmt: skip
_NUMBERS = {"one": 0, "1": 0, "two": 1, "2": 1, "three": 2, "3": 2, "four": 3, "4": 3, "five": 4, "5": 4}
_LAST_ORDER = re.compile(r"\b(last|latest|newest|most recent) (order|purchase|thing|item|package|parcel)\b")
_CHOICE_WORDS = frozenset(
    "the a number option choice item one i mean take want i'll please it's its that".split()
)
_PLACE = re.compile(rf"\b({'|'.join(_ORDINALS)}) (?!time\b)[a-z]")
_ANY_TRAIT = 0.5
"""Score of one word that is not what an item is called."""

MIN_ORDER_DIGITS = 3


def find_items(
    text: str, orders: Sequence[Order], today: date, when: Span | None = None, zone: tzinfo = UTC
) -> tuple[str, ...]:
    """Return references of the items that the words name, in the order given; empty when they name none.

    `orders`: newest first. `when`: days from a date slot. `zone`: the zone in which the day of an order is reckoned.
    An order number (or its ending) beats a name; a seller and a time narrow a name down, or stand alone without one.
    """
    words = normalize(text)
    by_number = _by_number(words, orders)
    if by_number:
        return by_number
    items = [item for order in orders for item in order.items]
    names = _by_name(words, items)
    sold = _by_seller(words, items) or _by_store(words, items, bool(names))
    said = [set(refs) for refs in (names, sold, _by_time(words, orders, today, when, zone)) if refs]
    if not said:
        return ()
    common = set.intersection(*said) or said[0]
    return tuple(item.ref for item in items if item.ref in common)


def pick_items(
    text: str, orders: Sequence[Order], shown: Sequence[str], today: date, zone: tzinfo = UTC
) -> tuple[str, ...]:
    """Return the choices that fit a bare trait: "blue", "bluefin", "the october one". Empty if none or all fit."""
    words, among = normalize(text), set(shown)
    items = [item for order in orders for item in order.items if item.ref in among]
    span = span_in(words, today)
    dated = {i.ref for order in orders for i in order.items if span and _falls_into(span, order, i, zone)}
    found = _by_name(words, items, _ANY_TRAIT) or _by_store(words, items, True) or tuple(dated & among)
    return tuple(item.ref for item in items if item.ref in found) if len(found) < len(items) else ()


def place_of(text: str, count: int) -> int | None:
    """Return the index (from 0) of an ordinal before a name, as in "the second kettle"; None without one."""
    found = _PLACE.search(text)
    return _within(_ORDINALS[found[1]], count) if found else None


def parse_choice(text: str, count: int) -> int | None:
    """Return the index (from 0) among `count` choices: "the second one", "number two", "the last"; None if none."""
    words = text.lower().replace("-", " ").split()
    if not words or count < 1:
        return None
    for word in words:
        if word in _ORDINALS:
            return _within(_ORDINALS[word], count)
    if {"last", "final", "latter", "bottom"} & set(words):
        return count - 1
    if {"middle"} & set(words) and count == 3:
        return 1
    if {"former", "top"} & set(words):
        return 0
    numbers = [word for word in words if word in _NUMBERS and not (word == "one" and len(words) > 1)]
    rest = set(words) - _CHOICE_WORDS - set(numbers)
    if len(numbers) == 1 and not rest:
        return _within(_NUMBERS[numbers[0]], count)
    return 0 if "one" in words and {"number", "option", "choice"} & set(words) else None


def _within(index: int, count: int) -> int | None:
    return index if index < count else None


def numbers_in(words: str) -> list[str]:
    """Runs of digits that are long enough to tell one number from others: "ending in four four one seven"."""
    digits = "".join(
        _DIGITS.get(word, word if word.isdigit() else " ") for word in re.findall(r"[a-z]+|\d+", words)
    )
    return [run for run in digits.split() if len(run) >= MIN_ORDER_DIGITS]


def _by_number(words: str, orders: Sequence[Order]) -> tuple[str, ...]:
    for run in numbers_in(words):
        found = [o for o in orders if "".join(filter(str.isdigit, o.order_id)).endswith(run)]
        if found:
            return tuple(item.ref for order in found for item in order.items)
    return ()


def _by_name(words: str, items: Sequence[OrderItem], enough: float = ENOUGH) -> tuple[str, ...]:
    """Return the items whose names fit best, if any fits well enough."""
    heard = _WORD.findall(words)
    said = {singular(word) for word in heard if word not in _GENERAL}
    stands_for_noun = bool({"one", "ones"} & set(heard))
    scores = {item.ref: _score(said, stands_for_noun, item) for item in items}
    best = max(scores.values(), default=0.0)
    return tuple(ref for ref, score in scores.items() if score == best) if best >= enough else ()


def _score(said: set[str], stands_for_noun: bool, item: OrderItem) -> float:
    """Score how well words fit an item.

    The noun (the last word of the spoken name) counts most. Other words of its names, its color, size and seller
    count only in combination, or where "one" stands for the noun: "home" alone doesn't mention "Bread at Home".
    """
    spoken, title, traits = _telling(item.spoken_name), _telling(item.name), _traits(item)
    score = 0.0
    for word in said:
        if spoken and _alike(word, spoken[-1]):
            score += 1.0
        elif _among(word, spoken):
            score += 0.6
        elif _among(word, title):
            score += 0.55
        elif _among(word, traits):
            score += 0.5
    return score + 0.5 if stands_for_noun and score else score


def _traits(item: OrderItem) -> list[str]:
    """Return the words of color and size, and the first word of the seller's name."""
    variant = _telling(f"{item.color or ''} {item.size or ''}")
    return variant + (_telling(item.seller_name)[:1] if item.seller_name else [])


def _telling(name: str) -> list[str]:
    return [singular(word) for word in _WORD.findall(name.lower()) if word not in _GENERAL and len(word) > 1]


def _among(word: str, names: Sequence[str]) -> bool:
    return any(_alike(word, name) for name in names)


def _alike(word: str, name: str) -> bool:
    if word == name:
        return True
    if min(len(word), len(name)) < 5 or abs(len(word) - len(name)) > 2:
        return False
    return SequenceMatcher(None, word, name).ratio() >= CLOSE


_SELLER_SAID = re.compile(
    r"\b(?:from|by|of|at|through|seller(?: called| named)?|shop(?: called| named)?) (.+)"
)


def _by_seller(words: str, items: Sequence[OrderItem]) -> tuple[str, ...]:
    """Return the items of a seller that is named, as in "the one from Bluefin"."""
    found = _SELLER_SAID.search(words)
    if found is None:
        return ()
    said = {singular(word) for word in _WORD.findall(found[1]) if word not in _GENERAL}
    return tuple(
        item.ref
        for item in items
        if item.seller_name and any(_among(word, _telling(item.seller_name)[:1]) for word in said)
    )


_STORE_SAID = re.compile(
    r"\b(?:from|by) (?:(?:the|your|our) )?(?:own )?(?:store|shop|marketplace)(?: itself)?\b|\b(?:store|shop)'s own\b"
)
_ONE_OF = re.compile(r"\b(?:ones?|itself|own)\b")


def _by_store(words: str, items: Sequence[OrderItem], is_named: bool) -> tuple[str, ...]:
    """Return the items sold by the store itself, as in "the one from the store" or "from your own store"."""
    if not _STORE_SAID.search(words) or not (is_named or _ONE_OF.search(words)):
        return ()
    return tuple(item.ref for item in items if item.sold_by is SoldBy.MARKETPLACE)


def _by_time(
    words: str, orders: Sequence[Order], today: date, when: Span | None, zone: tzinfo
) -> tuple[str, ...]:
    if orders and _LAST_ORDER.search(words):
        return tuple(item.ref for item in orders[0].items)
    span = when or (span_in(words, today) if _DATED.search(words) else None)
    if span is None:
        return ()
    return tuple(item.ref for order in orders for item in order.items if _falls_into(span, order, item, zone))


_DATED = re.compile(
    r"\b(bought|ordered|orders?|purchased?|from|of|the one|got|received|arrived|came|delivered|placed)\b"
)
"""Without one of these words a day tells when something is to happen, not which item is meant."""


def _falls_into(span: Span, order: Order, item: OrderItem, zone: tzinfo) -> bool:
    if span.event is not Event.DELIVERED and span.holds(local_date(order.placed_at, zone)):
        return True
    return span.event is not Event.ORDERED and span.holds(item.delivered_on)
