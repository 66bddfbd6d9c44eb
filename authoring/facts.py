"""The store profile: facts with a source, and how each is said and written.

A file is read whole or not at all: everything that is wrong with it is told at once, by line, with what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from authoring.articles import CONTENT, read_yaml
from authoring.consistency import inconsistencies
from shop_helper.errors import ContentError
from shop_helper.speech import forms

EVERY_FACT = CONTENT / "profiles" / "example.yaml"
"""The profile that sets each fact that an article may use."""

COUNTED = ("days", "hours", "working days", "months", "years", "minutes", "percent")
CONTACTS = ("phone number", "e-mail address")
"""Units that only the shop itself says aloud, once a person has verified the value. On the card of anybody else they
come with where they stand: false support numbers are a well-known fraud."""
CAUTION = "check it on the official page first"
YES_OR_NO = "yes or no"
ROWS = "returns.category_exceptions"
_CURRENCY = re.compile("[A-Z]{3}")
UNITS = (
    *COUNTED,
    *CONTACTS,
    "url",
    "availability",
    "money",
    "text",
    "sentence",
    "list",
    "path",
    "count",
    YES_OR_NO,
)
ORIGINS = ("seed", "survey", "example", "unset", "store", "public", "article")
_DATES = ("verified_on", "expires_on", "read_on")
_KEYS = {"value", "unit", "origin", "source", "note", "stands_in", *_DATES}


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
    read_on: date | None = None
    """Date of the copy that was read, where the shop itself didn't state the fact."""
    stands_in: str = ""
    """Where it was read, as a card may name it: "Amazon's contact page"."""
    note: str = ""
    own_shop: bool = True
    """Whether the shop itself runs the assistant."""

    @property
    def is_set(self) -> bool:
        return self.value is not None

    @property
    def may_be_spoken(self) -> bool:
        return self.is_set and self.unit != "url" and not self.needs_caution

    @property
    def needs_caution(self) -> bool:
        """Whether a number or an address may be another's than it seems: it is never said aloud."""
        if self.unit not in CONTACTS:
            return False
        return self.verified_on is None or not (self.own_shop or self.key.startswith("country."))

    def spoken(self) -> str:
        return _spoken(self.value, self.unit)

    def written(self) -> str:
        words = _written(self.value, self.unit)
        if not self.needs_caution:
            return words
        stands = f"from {self.stands_in}" if self.stands_in else ""
        read = f"read on {forms.written_date(self.read_on)}" if self.read_on else ""
        origin = ", ".join(filter(None, (stands, read)))
        return f"{words} ({'; '.join(filter(None, (origin, CAUTION)))})"


@dataclass(frozen=True)
class Profile:
    path: Path
    facts: Mapping[str, Fact]
    return_rows: tuple[Mapping[str, Any], ...]
    """Rows of `returns.category_exceptions`, as they stand."""


def load_profile(path: Path) -> Profile:
    """Raises ContentError with every mistake, each with its line and what to do."""
    text = _read(path)
    data = read_yaml(path, text)
    if not isinstance(data, dict):
        raise ContentError(str(path), 1, "expected sections such as `returns:` with facts below them")
    root = yaml.compose(text)
    lines = _lines(root)
    wrong = list(_twice(path, root))
    facts: dict[str, Fact] = {}
    rows: list[Mapping[str, Any]] = []
    for section, entries in data.items():
        if not isinstance(entries, dict | None):
            wrong.append(ContentError(str(path), lines.get(section), f"{section}: expected facts below it"))
            continue
        for name, entry in (entries or {}).items():
            key = f"{section}.{name}"
            try:
                if key == ROWS:
                    rows += _rows(path, lines, entry)
                else:
                    facts[key] = fact_from(path, lines.get(key), key, entry)
            except ContentError as problem:
                wrong.append(problem)
    own_shop = facts.get("marketplace.operated_by_store")
    own = own_shop is not None and own_shop.value is True
    facts = {key: replace(fact, own_shop=own) for key, fact in facts.items()}
    known = _unset_facts()
    wrong += [
        ContentError(str(path), lines.get(key), problem)
        for key, problem in inconsistencies(facts, rows, {name: fact.unit for name, fact in known.items()})
    ]
    _refuse(path, wrong)
    return Profile(path, known | facts, tuple(rows))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise ContentError(
            str(path), None, f"can't be read: {problem.strerror}; name another file"
        ) from problem
    except UnicodeDecodeError as problem:
        line = path.read_bytes()[: problem.start].count(b"\n") + 1
        raise ContentError(str(path), line, "is no UTF-8 text; save it as UTF-8") from problem


def _refuse(path: Path, wrong: list[ContentError]) -> None:
    """One mistake is told as it is, several one to a line."""
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        told = "".join(
            f"\n  line {one.line}: {one.problem}" if one.line else f"\n  {one.problem}"
            for one in sorted(wrong, key=lambda one: one.line or 0)
        )
        raise ContentError(str(path), None, f"{len(wrong)} mistakes, so nothing of it is used:{told}")


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
    if not isinstance(entry, dict) or "value" not in entry:
        raise ContentError(
            str(path), line, f"{key}: expected at least value and unit, as {{value: 30, unit: days}}"
        )
    if "unit" not in entry:
        raise ContentError(str(path), line, f"{key}: has no unit; add one of {', '.join(UNITS)}")
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
    for name in _DATES:
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
        read_on=entry.get("read_on"),
        stands_in=entry.get("stands_in") or "",
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
        good = good and numbers == sorted(numbers)
        wanted = "a whole number, or [from, to]"
    elif unit == "money":
        good, wanted = _is_money(value), "an amount with its currency, as {amount: '4.99', currency: USD}"
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


def _is_money(value: Any) -> bool:
    if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
        return False
    currency = value["currency"]
    try:
        amount = Decimal(str(value["amount"]))
    except InvalidOperation:
        return False
    return (
        amount.is_finite()
        and amount >= 0
        and isinstance(currency, str)
        and bool(_CURRENCY.fullmatch(currency))
    )


def _rows(path: Path, lines: Mapping[str, int], entry: Any) -> list[Mapping[str, Any]]:
    """The rows of the return table. One without `window_days` takes the usual window. Raises ContentError."""
    if not isinstance(entry, list):
        raise ContentError(
            str(path), lines.get(ROWS), f"{ROWS}: expected rows such as `- {{category: toys, …}}`"
        )
    wrong = [
        ContentError(
            str(path),
            lines.get(f"{ROWS}[{number}]"),
            f"{ROWS}: {row!r}; expected category, returnable, and window_days as a number of days, left out for "
            "the usual window, or null where it can't be returned",
        )
        for number, row in enumerate(entry)
        if not _is_row(row)
    ]
    _refuse(path, wrong)
    return [dict(row) for row in entry]


def _is_row(row: Any) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("category"), str):
        return False
    days = row.get("window_days")
    if row.get("returnable") is False:
        return days is None
    own = "window_days" not in row or (type(days) is int and days > 0)
    return row.get("returnable") is True and own


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
    """{"returns": line, "returns.window": line, "returns.category_exceptions[0]": line} from the composed tree."""
    found: dict[str, int] = {}
    for section, entries in root.value if isinstance(root, yaml.MappingNode) else ():
        found[section.value] = section.start_mark.line + 1
        for name, entry in entries.value if isinstance(entries, yaml.MappingNode) else ():
            key = f"{section.value}.{name.value}"
            found[key] = name.start_mark.line + 1
            for number, row in enumerate(entry.value if isinstance(entry, yaml.SequenceNode) else ()):
                found[f"{key}[{number}]"] = row.start_mark.line + 1
    return found


def _twice(path: Path, node: yaml.Node | None, within: str = "") -> Iterator[ContentError]:
    """Names that stand twice in one place: YAML would take the last without a word."""
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _twice(path, one, within)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: dict[str, int] = {}
    for name, entry in node.value:
        line, key = name.start_mark.line + 1, f"{within}{name.value}"
        if name.value in seen:
            yield ContentError(
                str(path), line, f"{key} stands in line {seen[name.value]} too; keep one of them"
            )
        seen.setdefault(name.value, line)
        yield from _twice(path, entry, f"{key}.")
