"""What tells things of one name apart: the traits to say beside the name. Values only; the words are made in `speech`.

A customer may have bought two kettles, and have two cases about one of them. `tell_apart` gives each of several items
that share a name the fewest traits that none of the others has, `tell_cases_apart` does the same for cases. What has a
name of its own gets none, and is missing from the result.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import Case
from shop_helper.domain.orders import Order, OrderItem, SoldBy

MIN_ENDING = 4
"""Digits at the end of a number that are said, unless more are needed."""

MONTH_TELLS = timedelta(days=300)
"""A month names no year, so it tells of nothing that was ordered longer ago."""

T = TypeVar("T")


class By(StrEnum):
    """What a trait is about, in the order in which people would rather hear it."""

    COLOR = "color"
    SIZE = "size"
    SELLER = "seller"
    STORE = "store"
    """Sold by the marketplace itself."""
    MONTH = "month"
    """Number of the month in which it was ordered."""
    ORDERED = "ordered"
    """Day on which it was ordered (ISO)."""
    DELIVERED = "delivered"
    KIND = "kind"
    """A case or a claim."""
    OPENED = "opened"
    """Day on which a case was opened (ISO)."""
    ENDING = "ending"
    """End of the number of an order or a case."""
    LINE = "line"
    """Place in its order, from 1."""


OF_CASES = (By.KIND, By.OPENED)
"""Traits that only cases have; the end of a number is both a case's and an order's."""
OF_ITEMS = tuple(by for by in By if by not in OF_CASES)


@dataclass(frozen=True)
class Trait:
    by: By
    value: str = ""


Traits = tuple[Trait, ...]
TraitsByRef = Mapping[str, Traits]
"""Reference of an item, or number of a case → what tells it from those of the same name."""

_TELLS_WITHOUT = (By.DELIVERED,)
"""Traits that also tell of what lacks them: a thing that came is not the one that has not come."""


_OF_CASES = (By.KIND, By.OPENED)


def item_trait(by: By, value: str) -> Trait:
    """A trait of an item, read from data. Raises ValueError for what can't be one."""
    if by in _OF_CASES or bool(value.strip()) is (by is By.STORE):
        raise ValueError(f"no trait of an item: {by}")
    if by in (By.ORDERED, By.DELIVERED):
        date.fromisoformat(value)
    if by is By.MONTH and not 1 <= int(value) <= 12:
        raise ValueError("a year has twelve months")
    return Trait(by, value)


@dataclass(frozen=True)
class _Line:
    """One item with what may have to be known of it to name it."""

    order: Order
    item: OrderItem
    place: int


def tell_apart(orders: Sequence[Order], today: date, zone: tzinfo) -> dict[str, Traits]:
    """Traits of the items that share their spoken name with another, by reference."""
    lines = {
        item.ref: _Line(order, item, place) for order in orders for place, item in enumerate(order.items, 1)
    }
    found: dict[str, Traits] = {}
    for namesakes in _groups(lines.values(), lambda line: _plain(line.item.spoken_name)):
        digits = _ending_length([line.order.order_id for line in namesakes])
        known = [_traits_of(line, digits, today, zone) for line in namesakes]
        found |= {line.item.ref: told for line, told in zip(namesakes, _fewest(known), strict=True)}
    return found


def tell_cases_apart(cases: Iterable[Case], items: TraitsByRef, zone: tzinfo) -> dict[str, Traits]:
    """Traits of the cases whose item is said alike, by number. `items` are the traits that its name is said with. The
    end of a number tells a case from all of them."""
    about = [case for case in cases if case.item_name]
    found: dict[str, Traits] = {}
    digits = _ending_length([case.case_id for case in about]) if about else MIN_ENDING
    for alike in _groups(about, lambda case: (_plain(case.item_name), items.get(case.ref or "", ()))):
        known = [
            {
                By.KIND: Trait(By.KIND, case.kind.value),
                By.OPENED: Trait(By.OPENED, local_date(case.opened_at, zone).isoformat()),
                By.ENDING: Trait(By.ENDING, _digits(case.case_id)[-digits:]),
            }
            for case in alike
        ]
        found |= {case.case_id: told for case, told in zip(alike, _fewest(known), strict=True)}
    return found


def _groups(things: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Those of which there is more than one."""
    grouped: dict[Hashable, list[T]] = {}
    for thing in things:
        grouped.setdefault(key(thing), []).append(thing)
    return [group for group in grouped.values() if len(group) > 1]


def _traits_of(line: _Line, digits: int, today: date, zone: tzinfo) -> dict[By, Trait]:
    """All that is known, by what it is about; seller and store are one question."""
    item, ordered = line.item, local_date(line.order.placed_at, zone)
    values = {
        By.COLOR: item.color,
        By.SIZE: item.size,
        By.SELLER: item.seller_name if item.sold_by is SoldBy.THIRD_PARTY else None,
        By.MONTH: str(ordered.month) if today - ordered < MONTH_TELLS else None,
        By.ORDERED: ordered.isoformat(),
        By.DELIVERED: item.delivered_on.isoformat() if item.delivered_on else None,
        By.ENDING: _digits(line.order.order_id)[-digits:],
        By.LINE: str(line.place),
    }
    known = {by: Trait(by, value) for by, value in values.items() if value}
    return known if By.SELLER in known else known | {By.SELLER: Trait(By.STORE)}


def _fewest(known: Sequence[Mapping[By, Trait]]) -> list[Traits]:
    """For each of several that are said alike: the same one trait for all where one tells them all, else the first one,
    two or more that none of the others has."""
    for by in By:
        if all(_tells((by,), one, _others(known, one)) for one in known):
            return [(one[by],) for one in known]
    return [_first_that_tells(one, _others(known, one)) for one in known]


def _first_that_tells(one: Mapping[By, Trait], others: Sequence[Mapping[By, Trait]]) -> Traits:
    there = [by for by in By if by in one]
    tried = (chosen for count in range(1, len(there)) for chosen in combinations(there, count))
    return tuple(one[by] for by in next((c for c in tried if _tells(c, one, others)), there))


def _tells(chosen: Sequence[By], one: Mapping[By, Trait], others: Sequence[Mapping[By, Trait]]) -> bool:
    """Whether each of the others lacks one of the chosen traits. A place in an order tells only beside the order."""
    if any(by not in one for by in chosen) or (By.LINE in chosen and By.ENDING not in chosen):
        return False
    return all(any(_differs(by, one, other) for by in chosen) for other in others)


def _differs(by: By, one: Mapping[By, Trait], other: Mapping[By, Trait]) -> bool:
    if by not in other:
        return by in _TELLS_WITHOUT
    return _plain(one[by].value) != _plain(other[by].value)


def _others(known: Sequence[Mapping[By, Trait]], one: Mapping[By, Trait]) -> list[Mapping[By, Trait]]:
    return [other for other in known if other is not one]


def _ending_length(numbers: Iterable[str]) -> int:
    """Digits from the end by which different numbers differ."""
    different = {_digits(number) for number in numbers}
    longest = max(map(len, different))
    lengths = range(MIN_ENDING, longest)
    return next((n for n in lengths if len({one[-n:] for one in different}) == len(different)), longest)


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number)) or number


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
