"""Everything that can be spoken, piece by piece with sample values: to be linted, timed and listened to.

Pieces are each section of each article, each variant of each prompt, and the offer of each article's `say_title`.
Values are sample values, the longest there are where a limit depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shop_helper.dialog.reply import Text
from shop_helper.domain.orders import Money
from shop_helper.speech.forms import listed, quantity
from shop_helper.speech.wording import Wording
from simulator.check.findings import Finding
from simulator.check.speech_rules import (
    MORE,
    PROMPT,
    SECTION,
    STEP,
    WARNING,
    Limits,
    check_reprompt,
    check_words,
)
from simulator.check.spoken import heard

TODAY = date(2026, 11, 25)
_DAY = date(2026, 12, 19)
_SECTIONS: Mapping[str, Limits] = {"warning": WARNING, "say": SECTION, "more": MORE, "steps": STEP}
_FIELD = re.compile(r"\{(\w+)\}")
_ITEMS = ("the wireless headphones", "the desk lamp", "the winter coat")
_AGREEING = frozenset(("is", "was", "has", "it", "It", "them"))
OFFER = "offer.topic"


@dataclass(frozen=True)
class Piece:
    """Words that are said at once."""

    place: str
    """`returns.how # Say [buyer]`, or `prompts: returns.eligible`."""
    words: str
    """As heard."""
    limits: Limits


def pieces(data: Mapping[str, Any]) -> Iterator[Piece]:
    """Of a compiled knowledge base."""
    for topic, article in sorted(data["articles"].items()):
        for name, limits in _SECTIONS.items():
            for section in article[name]:
                when = f" [{', '.join(section['when'])}]" if section["when"] else ""
                for number, words in enumerate(section["words"], 1):
                    step = f" {number}" if name == "steps" else ""
                    yield Piece(f"{topic} # {name.title()}{when}{step}", _article_words(words), limits)
    values = samples(data)
    for name, variants in data["prompts"].items():
        for words in variants:
            yield Piece(f"prompts: {name}", prompt_words(words, values), PROMPT)
    for topic, article in sorted(data["articles"].items()):
        for words in data["prompts"].get(OFFER, ())[:1]:
            offered = prompt_words(words, values | {"topic": article["say_title"]})
            yield Piece(f"{topic}: say_title", offered, PROMPT)


def lint(data: Mapping[str, Any]) -> list[Finding]:
    """Everything in a compiled knowledge base that would sound wrong."""
    found = [
        finding for piece in pieces(data) for finding in check_words(piece.words, piece.place, piece.limits)
    ]
    for topic, article in data["articles"].items():
        if "," in article["say_title"]:
            wrong = f"a comma in {article['say_title']!r} makes two choices of it"
            found.append(Finding("VOI3", f"{topic}: say_title", wrong, "leave the comma out"))
    values, prompts = samples(data), data["prompts"]
    for name, variants in prompts.items():
        for words, again in zip(variants, prompts.get(f"{name}.again", ()), strict=False):
            asked = prompt_words(words, values)
            found += check_reprompt(asked, prompt_words(again, values), f"prompts: {name}")
    return found


def samples(data: Mapping[str, Any]) -> dict[str, Any]:
    """A value for each name that a prompt uses; for one not known here, its name."""
    titles = sorted((article["say_title"] for article in data["articles"].values()), key=len, reverse=True)
    steps = [words for article in data["articles"].values() for s in article["steps"] for words in s["words"]]
    rows = data["policy"]["returns"]["category_exceptions"]
    names = {
        name for variants in data["prompts"].values() for words in variants for name in _FIELD.findall(words)
    }
    known: dict[str, Any] = {
        "item": _ITEMS[0],
        "items": listed(_ITEMS),
        "choices": listed(_ITEMS, "or"),
        "seller": "Bluefin Outdoors",
        "carrier": "Swift Parcel",
        "count": 3,
        "number": 2,
        "late": quantity(3, "days"),
        "amount": Money(Decimal("1249.50"), "USD"),
        "condition": max((str(row.get("condition") or "") for row in rows), key=len, default="unused"),
        "step": _article_words(max(steps, key=len, default="Open your orders.")),
        "topic": titles[0] if titles else "returns",
        **dict(zip(("first", "second", "third"), [titles[0], *titles[len(titles) // 2 :]], strict=False)),
        **dict.fromkeys(("until", "ended", "promised", "delivered", "scanned", "paid"), _DAY),
    }
    return {name: name.replace("_", " ") for name in names - _AGREEING} | known


def prompt_words(words: str, values: Mapping[str, Any]) -> str:
    """A prompt as it is heard with these values."""
    return heard(Wording({"it": [words]}).words(Text("it", values), TODAY))


def _article_words(words: str) -> str:
    return heard(words.replace("{item}", _ITEMS[0]).replace("{seller}", "Bluefin Outdoors"))
