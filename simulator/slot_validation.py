"""The rules a dialog's slot can be given: which value breaks which.

Not imitated: durations that are neither days, weeks, months nor years, and comparing values of types that are neither
numbers, dates nor times; such a rule lets everything pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from simulator.dialog_model import DialogSlot, Validation

_SPAN = re.compile(r"(-?)P(\d+)([DWMY])")
_DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}


@dataclass(frozen=True)
class _Value:
    said: str
    names: frozenset[str]
    """What was said and what it means, in lower case."""
    matched: bool
    """Whether entity resolution found it."""


def broken(slot: DialogSlot, filled: Mapping[str, Any], today: date) -> Validation | None:
    """The first rule that the slot of a request breaks."""
    values = list(_values(filled))
    return next(
        (rule for rule in slot.validations if not all(_holds(rule, value, today) for value in values)), None
    )


def _holds(rule: Validation, value: _Value, today: date) -> bool:
    check = _RULES.get(rule.kind)
    return check is None or check(value, rule.about, today)


def _is_in_set(value: _Value, about: Mapping[str, Any], today: date) -> bool:
    return bool(value.names & {str(one).lower() for one in about.get("values") or ()})


def _within(inside: bool) -> Callable[[_Value, Mapping[str, Any], date], bool]:
    def check(value: _Value, about: Mapping[str, Any], today: date) -> bool:
        start, end = _instant(about.get("start"), today), _instant(about.get("end"), today)
        return start is None or end is None or (start <= value.said <= end) is inside

    return check


def _compared(holds: Callable[[Any, Any], bool]) -> Callable[[_Value, Mapping[str, Any], date], bool]:
    def check(value: _Value, about: Mapping[str, Any], today: date) -> bool:
        limit = str(about.get("value", ""))
        try:
            return holds(float(value.said), float(limit))
        except ValueError:
            bound = _instant(limit, today)
            return bound is None or holds(value.said, bound)

    return check


_RULES: Mapping[str, Callable[[_Value, Mapping[str, Any], date], bool]] = {
    "isInSet": _is_in_set,
    "isNotInSet": lambda value, about, today: not _is_in_set(value, about, today),
    "hasEntityResolutionMatch": lambda value, about, today: value.matched,
    "isInDuration": _within(True),
    "isNotInDuration": _within(False),
    "isGreaterThan": _compared(lambda value, limit: value > limit),
    "isGreaterThanOrEqualTo": _compared(lambda value, limit: value >= limit),
    "isLessThan": _compared(lambda value, limit: value < limit),
    "isLessThanOrEqualTo": _compared(lambda value, limit: value <= limit),
}


def _instant(text: Any, today: date) -> str | None:
    """A date or time as it stands, or a span from today; None for what can't be compared."""
    span = _SPAN.fullmatch(str(text))
    if span:
        days = int(span[2]) * _DAYS[span[3]]
        return (today + timedelta(days=-days if span[1] else days)).isoformat()
    return str(text) if re.fullmatch(r"\d{4}-\d\d-\d\d|\d\d:\d\d", str(text)) else None


def _values(filled: Mapping[str, Any]) -> Iterator[_Value]:
    whole = filled.get("slotValue") or filled
    for one in whole.get("values") or [whole]:
        found = [
            str(entry["value"]["name"])
            for authority in (one.get("resolutions") or {}).get("resolutionsPerAuthority") or ()
            for entry in authority.get("values") or ()
        ]
        said = str(one.get("value", ""))
        yield _Value(said, frozenset(name.lower() for name in [said, *found]), bool(found))
