"""Values that are wild for their type: texts, references, topics, numbers, days, and what is no such thing at all."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")

TEXTS = (
    "", " ", "\t\n", ".", "/", "//", "a/b/c", "0", "-1", "1e9", "null", "None", "yes", "no",
    "<speak>", "</speak>", "<break time='9s'/>", "a & b < c", "&nbsp;", "]]>", "<!--", '"', "'", "\\",
    "[slow]", "[/slow]", "[slow][slow]", "[digits:]", "[digits:12]", "[tel:+1]", "[pause]", "[", "]",
    "{item}", "{seller}", "{}", "{0}", "{item!r}", "{record.case}", "${payload}", "%s", "%(x)s",
    "\x00", "a\x00b", "\x07", "\x1b[2J", "\x7f", "\ufffe", "\uffff", "\ufeff", "\u2028", "\u202e", "\u200b",
    "\ud800", "\udfff", "\ud83d", "😀", "e\u0301" * 40, "ÄÖÜ ß ſ", "İstanbul", "ﬀ", "你好", "नमस्ते", "عربى",
    "²", "③", "٣", "१२३", "Ⅷ", "½", "1" * 400, "9" * 5000, "word " * 200, "x" * 3000, "é" * 900,
)  # fmt: skip
"""Hostile to some reader: of XML, of markers, of braces, of numbers, of UTF-8."""

SENTENCES = (
    "where is my order", "can i return my headphones", "the kettle", "the second one", "both", "the other one",
    "all of them", "the cheap one", "the newest one", "the fifth one", "it arrived broken",
    "it came with a dent", "it's the wrong item", "i want my money back", "make it a refund instead",
    "open a case because it is broken", "cancel my order", "what should i do next", "how long does that take",
    "why", "when", "are you sure", "who has it", "the one from bluefin", "the one i ordered last week",
    "what did i order in october", "i wrote to the seller", "not yet", "i don't know", "what do you have so far",
    "one two three four", "1234", "4 7 1 2 2 9", "my password is hunter2", "my card number is 4111 1111 1111 1111",
    "can i return underwear", "my house is on fire", "i'm safe now", "my phone burned me",
    "you people are useless", "thanks", "as a seller",
    "my account was suspended", "what is my account performance", "how do i contact customer service",
    "where is the refund for my lamp", "is there a cheaper way to ship", "who won the world cup", "blue", "hm",
)  # fmt: skip

DAYS = (
    "2026-11-23", "2026-11-31", "2026-W47", "2026-W47-WE", "2026-W60", "2026-W00", "2026-11", "2026-13", "2026",
    "202X", "2026-Q1", "2026-WI", "PRESENT_REF", "0000-00-00", "0001-01-01", "0001-01", "0001", "0001-W01",
    "9999-12-31", "9999-12", "9999", "9999-W52", "9999-W53-WE", "10000-01-01", "2027-02-28", "2028-02-29",
    "2026-12-04", "2026-11-25", "٢٠٢٦-١١-٢٣", "2026-11-23-WE", "2026-11-WE", "monday",
)  # fmt: skip

NUMBERS = (0, 1, 2, 3, 4, 5, 7, 9, 11, 12, 13, 100, 10**6, 2**31, 2**62)
NO_TYPE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, "", "x", [], {}, [None], [[]], [1, 2], {"a": 1}, {"ask": None},
    ["a", 1], [["a"]], [["a", "b", "c"]], [[None, None]], {"v": 3}, "\ud800", -(2**70), [{}], [True],
)  # fmt: skip
"""JSON of every type, for a field of any other."""


class Draw:
    """Draws from one random number generator, so that an envelope can be made again."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def one(self, values: Sequence[T]) -> T:
        return self.random.choice(values)

    def some(self, values: Sequence[T], most: int) -> list[T]:
        """With repetition; empty at times, longer than any honest list at times."""
        count = self.random.choice((0, 1, 2, 2, 3, 3, 4, most))
        return [self.random.choice(values) for _ in range(count)]

    def text(self) -> str:
        if self.chance(0.6):
            return self.one(TEXTS)
        if self.chance(0.6):
            return self.one(SENTENCES)
        return f"{self.one(TEXTS)} {self.one(SENTENCES)} {self.one(TEXTS)}"

    def number(self) -> int:
        return self.one(NUMBERS)

    def spoiled(self, data: dict[str, Any]) -> dict[str, Any]:
        """The same with one or two values, here or further down, that are of another type or not there."""
        for _ in range(self.random.choice((1, 1, 2))):
            inner = data
            while True:
                key = self.one([*inner, "unknown"])
                deeper = inner.get(key)
                if isinstance(deeper, dict) and deeper and self.chance(0.7):
                    inner = deeper
                    continue
                break
            if key in inner and self.chance(0.2):
                del inner[key]
            else:
                inner[key] = self.one(NO_TYPE)
        return data
