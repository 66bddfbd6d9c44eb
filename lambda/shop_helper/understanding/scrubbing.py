"""Remove everything from a question that could identify the customer.

An allowlist decides, not a blocklist: only words of the help questions stay. Names, streets, numbers and new words
aren't among them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

GAP = "…"
MAX_WORDS = 40

_NUMBERS = frozenset(
    "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split()
)
_LOCATING = frozenset("street road avenue lane drive court square apartment flat postcode zip".split())
"""Words whose neighbors belong to an address, whether they are allowed or not."""

_NAMING = (("my", "name", "is"), ("i'm", "called"), ("i", "am", "called"), ("name's",), ("this", "is"))
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def scrub(text: str, vocabulary: Collection[str]) -> str:
    """Return the lower-case words of the vocabulary in order, with `…` for everything else."""
    words = [word.lower() for word in _WORD.findall(text)][:MAX_WORDS]
    kept = [word if _may_stay(word, vocabulary) else GAP for word in words]
    _cut_addresses(words, kept)
    _cut_names(words, kept)
    return " ".join(_without_doubled_gaps(kept))


def _may_stay(word: str, vocabulary: Collection[str]) -> bool:
    return word in vocabulary and word not in _NUMBERS and not any(char.isdigit() for char in word)


def _cut_addresses(words: list[str], kept: list[str]) -> None:
    for index, word in enumerate(words):
        if word in _LOCATING:
            for near in range(max(0, index - 2), min(len(words), index + 3)):
                kept[near] = GAP


def _cut_names(words: list[str], kept: list[str]) -> None:
    for start in range(len(words)):
        for phrase in _NAMING:
            if tuple(words[start : start + len(phrase)]) == phrase:
                end = start + len(phrase)
                kept[end : end + 2] = [GAP] * len(kept[end : end + 2])


def _without_doubled_gaps(words: list[str]) -> list[str]:
    return [word for index, word in enumerate(words) if word != GAP or index == 0 or words[index - 1] != GAP]
