"""The store profile: facts with a source, and how each is said and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from authoring.articles import CONTENT, read_yaml
from shop_helper.errors import ContentError
from shop_helper.speech import forms

EVERY_FACT = CONTENT / "profiles" / "example.yaml"
"""The profile that sets each fact that an article may use."""

COUNTED = ("days", "hours", "working days", "months", "years", "minutes", "percent")
PRIVATE = ("phone number", "url", "e-mail address")
"""Units that are spoken only once a person has verified the value."""
YES_OR_NO = "yes or no"
UNITS = (*COUNTED, *PRIVATE, "availability", "money", "text", "sentence", "list", "path", "count", YES_OR_NO)
ORIGINS = ("seed", "survey", "example", "unset", "store", "public", "article")
_KEYS = {"value", "unit", "origin", "source", "verified_on", "expires_on", "note"}


@dataclass(frozen=True)
class Fact:
    key: str
    value: Any
    """None when nobody has stated it."""
    unit: str
    origin: str
    sources: tuple[str, ...] = ()
    verified_on: date | None = None
    expires_on: date | None = None
    note: str = ""

    @property
    def is_set(self) -> bool:
        return self.value is not None

    @property
    def may_be_spoken(self) -> bool:
        return (
            self.is_set and (self.unit not in PRIVATE or self.verified_on is not None) and self.unit != "url"
        )

    def spoken(self) -> str:
        return _spoken(self.value, self.unit)

    def written(self) -> str:
        words = _written(self.value, self.unit)
        return f"{words} (not verified)" if self.unit in PRIVATE and not self.verified_on else words


@dataclass(frozen=True)
class Profile:
    path: Path
    facts: Mapping[str, Fact]
    return_rows: tuple[Mapping[str, Any], ...]
    """Rows of `returns.category_exceptions`, as they stand."""


def load_profile(path: Path) -> Profile:
    """Raises ContentError with file and line."""
    text = path.read_text(encoding="utf-8")
    data = read_yaml(path, text)
    if not isinstance(data, dict):
        raise ContentError(str(path), 1, "expected sections such as `returns:` with facts below them")
    lines = _lines(yaml.compose(text))
    facts: dict[str, Fact] = {}
    rows: tuple[Mapping[str, Any], ...] = ()
    for section, entries in data.items():
        for name, entry in (entries or {}).items():
            key = f"{section}.{name}"
            if key == "returns.category_exceptions":
                rows = tuple(_row(path, lines.get(key), row) for row in entry)
            else:
                facts[key] = fact_from(path, lines.get(key), key, entry)
    return Profile(path, _unset_facts() | facts, rows)


@cache
def _unset_facts() -> dict[str, Fact]:
    """Every fact there is, unset: the example profile states them all, and another profile may leave any out."""
    data = read_yaml(EVERY_FACT, EVERY_FACT.read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": Fact(f"{section}.{name}", None, entry["unit"], "unset")
        for section, entries in data.items()
        for name, entry in entries.items()
        if isinstance(entry, dict)
    }


def fact_from(path: Path, line: int | None, key: str, entry: Any) -> Fact:
    """One fact of a profile or an article. Raises ContentError."""
    if not isinstance(entry, dict) or "value" not in entry or "unit" not in entry:
        raise ContentError(str(path), line, f"{key}: expected at least value and unit")
    unknown = sorted(entry.keys() - _KEYS)
    if unknown:
        raise ContentError(str(path), line, f"{key}: unknown keys {', '.join(unknown)}")
    if entry["unit"] not in UNITS:
        raise ContentError(
            str(path), line, f"{key}: unit {entry['unit']!r}; expected one of {', '.join(UNITS)}"
        )
    origin = entry.get("origin", "article")
    if origin not in ORIGINS:
        raise ContentError(str(path), line, f"{key}: origin {origin!r}; expected one of {', '.join(ORIGINS)}")
    for name in ("verified_on", "expires_on"):
        if entry.get(name) is not None and not isinstance(entry[name], date):
            raise ContentError(str(path), line, f"{key}: {name} must be a date like 2026-11-24, or null")
    sources = entry.get("source") or []
    fact = Fact(
        key=key,
        value=entry["value"],
        unit=entry["unit"],
        origin=origin,
        sources=tuple([sources] if isinstance(sources, str) else sources),
        verified_on=entry.get("verified_on"),
        expires_on=entry.get("expires_on"),
        note=entry.get("note") or "",
    )
    _check_value(path, line, fact)
    return fact


def _check_value(path: Path, line: int | None, fact: Fact) -> None:
    value, unit = fact.value, fact.unit
    if value is None:
        return
    if unit in COUNTED or unit == "count":
        numbers = value if isinstance(value, list) else [value]
        good = len(numbers) in (1, 2) and all(type(number) is int and number >= 0 for number in numbers)
        wanted = "a whole number, or [from, to]"
    elif unit == "money":
        good = isinstance(value, dict) and set(value) == {"amount", "currency"}
        wanted = "{amount: '4.99', currency: USD}"
    elif unit == YES_OR_NO:
        good, wanted = isinstance(value, bool), "true or false"
    elif unit in ("list", "path"):
        good = isinstance(value, list) and bool(value) and all(isinstance(word, str) for word in value)
        wanted = "a list of words in square brackets"
    else:
        good, wanted = isinstance(value, str) and bool(value.strip()), "words"
    if not good:
        raise ContentError(
            str(path), line, f"{fact.key}: {value!r} is no value of unit {unit}; expected {wanted}"
        )


def _row(path: Path, line: int | None, row: Any) -> Mapping[str, Any]:
    days = row.get("window_days") if isinstance(row, dict) else None
    good = (
        isinstance(row, dict)
        and isinstance(row.get("category"), str)
        and isinstance(row.get("returnable"), bool)
        and (days is None or (type(days) is int and days > 0))
        and row["returnable"] == (days is not None)
    )
    if not good:
        raise ContentError(
            str(path),
            line,
            f"returns.category_exceptions: {row!r}; expected category, returnable and window_days",
        )
    return dict(row)


def _spoken(value: Any, unit: str) -> str:
    if unit == "phone number":
        return f"[tel:{value}]"
    if unit == "e-mail address":
        return str(value).replace("@", " at ").replace(".", " dot ")
    if unit == "availability":
        return "all day, every day" if value == "24/7" else _aloud(str(value))
    if unit == "path":
        return _aloud(", then ".join(value))
    if unit == "list":
        return _aloud(forms.listed(value if len(value) <= 3 else [*value[:3], "others"]))
    if unit in COUNTED:
        return forms.quantity(value, unit)
    return _aloud(_written(value, unit))


def _written(value: Any, unit: str) -> str:
    if unit == "availability":
        return "24 hours a day, 7 days a week" if value == "24/7" else str(value)
    if unit == "path":
        return " > ".join(value)
    if unit == "list":
        return ", ".join(value)
    if unit == "money":
        amount = Decimal(str(value["amount"]))
        return forms.money(amount, value["currency"]) if amount else "nothing"
    if unit == YES_OR_NO:
        return "yes" if value else "no"
    return forms.quantity(value, unit, dash="–") if unit in COUNTED else str(value)


def _aloud(words: str) -> str:
    return words.replace(" & ", " and ")


def _lines(root: yaml.Node | None) -> dict[str, int]:
    """{"returns.window": line} from the composed tree."""
    found: dict[str, int] = {}
    if isinstance(root, yaml.MappingNode):
        for section, entries in root.value:
            if isinstance(entries, yaml.MappingNode):
                for name, _ in entries.value:
                    found[f"{section.value}.{name.value}"] = name.start_mark.line + 1
    return found
