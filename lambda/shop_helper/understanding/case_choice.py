"""Resolve a reference to one of the listed cases: by place, item, kind, day, number or age."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, tzinfo

from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import Case, CaseKind
from shop_helper.domain.orders import Order
from shop_helper.understanding.en.dates import span_in
from shop_helper.understanding.en.text import normalize
from shop_helper.understanding.items import find_items, numbers_in, parse_choice, pick_items

_NEWER = re.compile(r"\b(?:newer|newest|latest|most recent)\b")
_OLDER = re.compile(r"\b(?:older|oldest)\b")


def chosen_case(
    words: str, named: str | None, cases: Sequence[Case], orders: Sequence[Order], today: date, zone: tzinfo
) -> int | None:
    """Return the index of the chosen case; None unless exactly one fits. `named`: the one item named, if any."""
    text = normalize(words)
    index = parse_choice(text, len(cases))
    if index is not None:
        return index
    left = list(range(len(cases)))
    for fitting in _told(text, named, cases, orders, today, zone):
        left = [index for index in left if index in fitting] if fitting else left
    return left[0] if len(left) == 1 < len(cases) else None


def _told(
    text: str, named: str | None, cases: Sequence[Case], orders: Sequence[Order], today: date, zone: tzinfo
) -> list[set[int]]:
    """Return the indexes of the fitting cases for each criterion; empty for a criterion the words don't mention."""
    about = [case.ref for case in cases if case.ref]
    refs = (named,) if named else find_items(text, orders, today, zone=zone)
    refs = refs or pick_items(text, orders, about, today, zone)
    span, numbers = span_in(text, today), tuple(numbers_in(text))
    return [
        {index for index, case in enumerate(cases) if case.ref in refs},
        {index for index, case in enumerate(cases) if case.kind is _kind_in(text, cases)},
        {index for index, case in enumerate(cases) if span and span.holds(local_date(case.opened_at, zone))},
        {index for index, case in enumerate(cases) if case.case_id.endswith(numbers)},
        _by_age(text, cases),
    ]


def _kind_in(text: str, cases: Sequence[Case]) -> CaseKind | None:
    """Return the kind that is named, if the cases are of both kinds: "case" alone is said of either."""
    if len({case.kind for case in cases}) == 1:
        return None
    said = {"claim": CaseKind.CLAIM, "case": CaseKind.CASE}
    return next((kind for word, kind in said.items() if re.search(rf"\b{word}\b", text)), None)


def _by_age(text: str, cases: Sequence[Case]) -> set[int]:
    places = sorted(range(len(cases)), key=lambda index: cases[index].opened_at)
    if _NEWER.search(text):
        return {places[-1]}
    return {places[0]} if _OLDER.search(text) else set()
