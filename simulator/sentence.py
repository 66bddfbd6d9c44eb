"""A sentence as the recogniser compares it, with what was really said kept beside it.

Compared are *words*: lower case, no punctuation, short forms written out ("where's" → `where is`), small
numbers spelt ("2nd" → `second`), a possessive ending as a word of its own (`'s`). A slot's value is what was
said, so every word remembers the spoken token that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from simulator.language import Language
from simulator.spoken_numbers import spell, spell_ordinal

_TOKEN = re.compile(
    r"\d+(?::\d\d)|\d+(?:st|nd|rd|th)\b|\d+(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_SPELT_BELOW = 100
"""Numbers below this are compared as words; longer ones are mostly order numbers, said digit by digit."""


@dataclass(frozen=True)
class Word:
    text: str
    """As compared."""
    token: int
    """Which spoken token it comes from."""


@dataclass(frozen=True)
class Sentence:
    tokens: tuple[str, ...]
    """As spoken: lower case, without punctuation."""
    words: tuple[Word, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)

    @property
    def text(self) -> str:
        """What two equal sentences have in common."""
        return " ".join(word.text for word in self.words)

    @property
    def spoken(self) -> str:
        return " ".join(self.tokens)

    def span(self, start: int, end: int) -> str:
        """What was said from word `start` to before word `end`; a token cut in two gives its compared words."""
        pieces: list[str] = []
        position = start
        while position < end:
            token = self.words[position].token
            after = position + 1
            while after < len(self.words) and self.words[after].token == token:
                after += 1
            whole = after <= end and (position == 0 or self.words[position - 1].token != token)
            if whole:
                pieces.append(self.tokens[token])
            else:
                pieces.extend(word.text for word in self.words[position : min(after, end)])
            position = after
        return " ".join(pieces).replace(" 's", "'s")

    def slice(self, start: int, end: int | None = None) -> Sentence:
        """The sentence of some of its words."""
        return Sentence(self.tokens, self.words[start:end])

    def reworded(self, texts: Sequence[str]) -> Sentence:
        """The same sentence with other words in the same places; they also count as said."""
        tokens = list(self.tokens)
        words = []
        for word, text in zip(self.words, texts, strict=True):
            if word.text != text:
                tokens[word.token] = text
            words.append(Word(text, word.token))
        return Sentence(tuple(tokens), tuple(words))

    def reordered(self, order: Sequence[int]) -> Sentence:
        return Sentence(self.tokens, tuple(self.words[index] for index in order))


class Ear:
    """Turns text into sentences of one language; remembers tokens, since a model says the same words often."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._known: dict[str, tuple[str, ...]] = {}

    def hear(self, text: str) -> Sentence:
        tokens = tokenise(text)
        words = [Word(word, index) for index, token in enumerate(tokens) for word in self._words(token)]
        return Sentence(tuple(tokens), tuple(words))

    def key(self, text: str) -> str:
        """`hear(text).text`, quicker: for the thousands of values of a model."""
        known = self._known
        words: list[str] = []
        for token in tokenise(text):
            words.extend(known.get(token) or self._words(token))
        return " ".join(words)

    def _words(self, token: str) -> tuple[str, ...]:
        found = self._known.get(token)
        if found is None:
            found = self._known[token] = self._split(token)
        return found

    def _split(self, token: str) -> tuple[str, ...]:
        language = self.language
        if token in language.contractions:
            return language.contractions[token]
        if token[0].isdigit():
            return _number_words(token) if language.contractions else (token,)
        stem, apostrophe, ending = token.rpartition("'")
        if not apostrophe or not language.endings:
            return (token,)
        if ending == "t" and stem.endswith("n"):
            return (stem[:-1], "not")
        if ending == "s":
            return (stem, "'s")
        return (stem, language.endings[ending]) if ending in language.endings else (token,)


def tokenise(text: str) -> list[str]:
    """Spoken tokens: lower case, typographic apostrophes made plain, no punctuation."""
    plain = text.lower().translate(_APOSTROPHES)
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
    return _TOKEN.findall(plain)


def _number_words(token: str) -> tuple[str, ...]:
    if token.isdigit() and int(token) < _SPELT_BELOW and not (len(token) > 1 and token[0] == "0"):
        return tuple(spell(int(token)).split())
    digits = token[:-2]
    if token[-2:] in ("st", "nd", "rd", "th") and digits.isdigit() and int(digits) < _SPELT_BELOW:
        return tuple(spell_ordinal(int(digits)).split())
    return (token,)
