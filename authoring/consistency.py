"""What in a store profile doesn't fit together: each fact may be right by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from authoring.facts import Fact

REQUIRED = (
    "marketplace.name",
    "marketplace.operated_by_store",
    "marketplace.assistant_name",
    "marketplace.time_zone",
)
"""What nothing can be said without."""

RESERVED = frozenset("alexa amazon echo computer skill app".split())
"""Words that no skill's name may have (rule INV4 of the checks)."""

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CONTACTS = ("phone number", "e-mail address")
Problem = tuple[str, str]
"""Key of the fact or row that it is about; what is wrong, and what to do."""


def inconsistencies(
    facts: Mapping[str, Fact], rows: Sequence[Mapping[str, Any]], units: Mapping[str, str]
) -> Iterator[Problem]:
    """`units`: the facts that articles may use, with their units."""
    if not facts:
        return
    yield from _names(facts)
    yield from _against_others(facts, units)
    yield from _contacts(facts)
    yield from _rows(facts, rows)


def _names(facts: Mapping[str, Fact]) -> Iterator[Problem]:
    for key in REQUIRED:
        if key not in facts or not facts[key].is_set:
            yield key, f"{key} isn't set; every profile needs it"
    name, assistant = _value(facts, "marketplace.name"), _value(facts, "marketplace.assistant_name")
    ours = _value(facts, "marketplace.operated_by_store")
    if ours is False and name and assistant and str(name).lower() in str(assistant).lower():
        key = "marketplace.assistant_name"
        yield key, f"{key} has the store's name, and the store doesn't run it; give it a name of its own"
    skill = _value(facts, "marketplace.skill_name")
    if skill is not None and not _is_skill_name(str(skill), str(name) if ours is False else None):
        key = "marketplace.skill_name"
        yield (
            key,
            f"{skill!r} can't be a skill's name; write two words or more, in letters, and nobody else's name",
        )
    zone = _value(facts, "marketplace.time_zone")
    if zone is not None and not _is_zone(zone):
        yield "marketplace.time_zone", f"{zone!r} is no time zone; write one such as America/New_York"
    week = _value(facts, "marketplace.working_week") or ()
    if strange := [day for day in week if day not in DAYS]:
        yield "marketplace.working_week", f"{strange[0]!r} is no day; expected {', '.join(DAYS)}"


def _against_others(facts: Mapping[str, Fact], units: Mapping[str, str]) -> Iterator[Problem]:
    """Names that look misspelled, and units that the words and the code don't reckon with."""
    for key, fact in facts.items():
        if key not in units:
            near = get_close_matches(key, units.keys() - facts.keys(), n=1, cutoff=0.85)
            if near:
                yield key, f"{key} is no fact that an article uses; did you mean {near[0]}?"
        elif fact.is_set and fact.unit != units[key]:
            yield key, f"{key} has the unit {fact.unit}; the articles expect {units[key]}"


def _contacts(facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Of an independent helper: whose number it is has to be told with it."""
    if _value(facts, "marketplace.operated_by_store") is not False:
        return
    for key, fact in facts.items():
        theirs = fact.unit in _CONTACTS and fact.is_set and not key.startswith("country.")
        if theirs and not (fact.stands_in and fact.read_on):
            yield (
                key,
                f"{key} isn't the helper's own; add stands_in (where it was read) and read_on (when)",
            )


def _rows(facts: Mapping[str, Fact], rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    window = _value(facts, "returns.window")
    seen: dict[str, int] = {}
    things: dict[str, str] = {}
    for number, row in enumerate(rows):
        key, category = f"returns.category_exceptions[{number}]", row["category"]
        if category in seen:
            yield key, f"category {category} stands in row {seen[category] + 1} too; keep one of them"
        seen.setdefault(category, number)
        own = row.get("window_days")
        if category == "default" and own is not None and own != window:
            yield (
                key,
                f"the default row has {own} days and returns.window {window}; leave window_days out of the row",
            )
        for thing in row.get("things") or ():
            other = things.setdefault(thing.lower(), category)
            if other != category:
                yield key, f"{thing!r} is listed under {other} too; keep it in one category"


def _value(facts: Mapping[str, Fact], key: str) -> Any:
    return facts[key].value if key in facts else None


def _is_skill_name(name: str, store: str | None) -> bool:
    words = name.lower().split()
    return (
        len(words) > 1
        and all(word.replace("'", "").isalpha() and word not in RESERVED for word in words)
        and (store is None or store.lower() not in name.lower())
    )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
