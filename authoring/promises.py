"""Words that promise what no policy backs: a refund, a day, a repair. The shop decides those, not the assistant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from authoring.spoken import pieces
from simulator.check.findings import Finding

RULE = "PROMISE"
REMEDY = "say what usually happens, who decides, or where it says so"

_SOMEBODY = r"(?:we|i|they|customer service|the store|the seller|support)"
_WILL = r"(?:'ll| will| shall)(?: be)?(?: \w+ly)?"
_MAKES_GOOD = (
    r"(?:refund|reimburse|replace|compensate|repay|credit|pay (?:you|back|for)|give you|send you (?:a new|another)|"
    r"make sure|ensure|see to it|sort (?:it|this|that) out|fix|solve|put (?:it|this|that) right)"
)
_GETS = r"(?:get|receive|have|be given|be paid|see)"
_MONEY = r"(?:your|the|a|all your|all the|full)? ?(?:full )?(?:money|refund|replacement|credit|compensation|amount)"
_GOODS = r"(?:it|they|your (?:order|parcel|refund|money))"
_WHEN = r"(?:on|by|in|within|today|tomorrow)"
_AT_ONCE = r"(?:immediately|right away|at once|instantly|straight away|in no time)"
_PATTERNS = (
    r"(?:i|we) (?:can |do )?(?:promise|guarantee|assure|swear)",
    r"(?:promise|guarantee|assure) you",
    r"(?:is|are|be) guaranteed(?! against)",
    r"(?:definitely|certainly|undoubtedly|without fail|for sure|for certain)",
    r"(?:rest assured|no matter what|100 ?%|100 percent)",
    r"(?:will|'ll) (?:always|surely)",
    rf"{_SOMEBODY}{_WILL} {_MAKES_GOOD}",
    rf"you{_WILL} {_GETS} {_MONEY}",
    rf"{_GOODS}(?:'ll| will) (?:arrive|come|be (?:there|paid|refunded|delivered)) {_WHEN}",
    r"(?:you are|you're) entitled",
    rf"(?:will|'ll) (?:be )?(?:\w+ )?{_AT_ONCE}",
    r"(?:completely|absolutely|totally) (?:free|safe|risk)|risk[- ]free|no questions asked|free of charge",
)
_PROMISING = re.compile(rf"(?<![\w'])(?:{'|'.join(_PATTERNS)})(?!\w)", re.I)
_DENIED = re.compile(r"(?:not|n't|never|no|nobody|whether|if|nothing)(?: \w+){0,4} $", re.I)
"""What is said not to be so, or asked, is no promise: "I can't promise", "whether you'll get a refund"."""


def promises_in(words: str) -> Iterator[str]:
    """The promising words, one by one."""
    for found in _PROMISING.finditer(words):
        before = words[: found.start()]
        if not _DENIED.search(re.split(r"[.!?:;] ", before)[-1]):
            yield found.group()


def promises(data: Mapping[str, Any]) -> list[Finding]:
    """In everything that is said or stands on a card, of a compiled knowledge base."""
    texts = [(piece.place, piece.words) for piece in pieces(data)]
    return [
        Finding(RULE, place, f"promises: {words!r}", REMEDY)
        for place, text in (*texts, *_cards(data["articles"]))
        for words in promises_in(text)
    ]


def _cards(articles: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for topic, article in sorted(articles.items()):
        for section in article.get("card", ()):
            yield f"{topic} # Card", " ".join(section["words"])
