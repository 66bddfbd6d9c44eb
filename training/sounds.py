"""Which words of a vocabulary sound alike, by a rough key of their consonants.

A recogniser that mishears puts a word it knows for another that sounds like it, or two short ones for a long one:
"parcel" → "par sell". Vowels are lost first, voiced and voiceless consonants next; the key keeps neither.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

_SPELLINGS = (
    ("tch", "j"), ("ch", "j"), ("sh", "j"), ("dge", "j"), ("g(?=[eiy])", "j"), ("tion", "jn"), ("ph", "f"),
    ("gh", ""), ("kn", "n"), ("wr", "r"), ("ck", "k"), ("c(?=[eiy])", "s"), ("x", "ks"), ("qu", "kw"),
)  # fmt: skip
_SOUNDS = str.maketrans("bdgvzcqm", "ptkfskkn")
_MOST = 4
"""So many of the closest are candidates; what is spelt too differently isn't taken for it."""


def key(word: str) -> str:
    """ "parcel" → "prsl"; a vowel counts only at the start."""
    for spelling, sound in _SPELLINGS:
        word = re.sub(spelling, sound, word)
    word = re.sub(r"[^a-z]", "", word).translate(_SOUNDS)
    head = "a" if word[:1] in tuple("aeiou") else ""
    return head + re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyhw]", "", word))


class SoundAlike:
    """Looks up what may be heard for a word. Deterministic: candidates come closest first, then by spelling."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        by_key: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(set(vocabulary)):
            if word.isalpha() and len(word) > 1:
                by_key[key(word)].append(word)
        self._by_key = dict(by_key)

    def of(self, word: str) -> list[str]:
        """Other words that sound about like it, at most four."""
        others = (other for other in self._by_key.get(key(word), ()) if other != word)
        return sorted(others, key=lambda other: (Levenshtein.distance(word, other), other))[:_MOST]

    def halves(self, word: str) -> list[tuple[str, str]]:
        """Pairs of words that together sound about like it: one for each place to cut at."""
        found = []
        for cut in range(2, len(word) - 1):
            first, second = self._closest(word[:cut]), self._closest(word[cut:])
            if first and second:
                found.append((first, second))
        return found

    def _closest(self, part: str) -> str:
        words = self._by_key.get(key(part), ())
        near = [(Levenshtein.distance(part, word), word) for word in words]
        distance, word = min(near, default=(99, ""))
        return word if distance <= 2 else ""
