"""Words and scripts of languages, as far as a check needs them. Data and look-ups only."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_SCRIPTS = {"ja": ("CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH"), "hi": ("DEVANAGARI",), "ar": ("ARABIC",)}
"""Scripts of the languages of Alexa that are not written in Latin letters."""

_COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and you your is are of that with what would have this can not for it as a or to i me do no",
        "de": "der die das und ist nicht sie ihr ihre ein eine mit von zu auf möchten kann wir ich",
        "fr": "le la les et est vous votre vos une des pour que pas avec dans sur je nous",
        "es": "el los las y es usted su una con para que por está puede quiere del lo",
        "it": "il gli e è sono che una con per non di del della può vuole suo questo",
        "pt": "o os as e é você seu sua uma com para que não do da está pode quer",
    }.items()
}
"""Function words that say which language a sentence is in."""

_ENOUGH = 3
"""Function words of another language; fewer may be names or chance."""


@lru_cache(maxsize=8192)
def foreign_script(text: str, locale: str) -> str:
    """The first letter that is of another script than the locale's language; empty when there is none."""
    own = (*_SCRIPTS.get(_language(locale), ()), "LATIN", "MASCULINE", "FEMININE", "MICRO")
    for letter in text:
        if letter.isalpha() and not unicodedata.name(letter, "").startswith(own):
            return letter
    return ""


@lru_cache(maxsize=8192)
def other_language(text: str, locale: str) -> str:
    """The language that a text plainly is in, when that is not the locale's; empty otherwise."""
    own, heard = _language(locale), Counter(re.findall(r"[^\W\d_]+", text.lower()))
    counts = {
        language: sum(heard[word] for word in words - _COMMON.get(own, frozenset()))
        for language, words in _COMMON.items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best if best != own and counts[best] >= _ENOUGH and counts[best] > 2 * counts.get(own, 0) else ""


def _language(locale: str) -> str:
    return locale.split("-")[0].lower()
