"""Nearness of a sentence to samples it does not match word for word.

Compared are word stems, each weighed: a word of meaning counts four times a function word. A slot of the sample is
found anywhere in the sentence, but only by a sure value. Where a catch-all intent would take the sentence anyway,
both must hold the same words of meaning; where none would, near is near enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from simulator.entities import Entities
from simulator.grammar import Fit, Sample, SlotReading, read_slot
from simulator.language import Language
from simulator.model import SlotOf
from simulator.sentence import Sentence

STRICT, LENIENT = 0.8, 0.7
"""Least nearness, with a catch-all intent in the model and without."""

_SMALL = 0.25
_MAX_VALUE_WORDS = 6
_TYPO = 86
"""How alike (of 100) a misspelt word must be to one of the model's; with one letter wrong or swapped it always is."""


@dataclass(frozen=True)
class Near:
    fit: Fit
    score: float
    """0 to 1."""
    same_meaning: bool
    """No word of meaning stands on one side only."""


@dataclass(frozen=True)
class _Entry:
    sample: Sample
    stems: Mapping[str, int]
    """Of the words beside the slots, with how often each stands there."""
    weight: float
    """Of all of them together."""


@dataclass(frozen=True)
class _Said:
    """The words of a sentence that are left when some are taken for slots."""

    stems: Mapping[str, int]
    weight: float


@dataclass(frozen=True)
class _Match:
    """A sample beside a sentence; made for every sample, so it holds only what ranking needs."""

    score: float
    entry: _Entry
    said: _Said
    found: tuple[tuple[int, int, SlotReading], ...]

    @property
    def order(self) -> tuple[float, float]:
        return self.score, self.entry.sample.weight


class Paraphrases:
    """Samples by their stems."""

    def __init__(self, samples: Iterable[Sample], language: Language, vocabulary: frozenset[str]) -> None:
        self._language = language
        self._vocabulary = vocabulary
        self._stems: dict[str, str] = {}
        self._weights: dict[str, float] = {}
        self._entries = [self._entry(sample) for sample in samples]
        spoken = {word for entry in self._entries for word in entry.sample.literals}
        self._long_words = [
            sorted(word for word in words if len(word) >= least)
            for words, least in ((spoken, 4), (vocabulary, 5))
        ]

    def mended(self, words: Sequence[str]) -> list[str]:
        """Words with a slip of the keyboard put right where the word meant is known: from a sample, else a value."""
        return [self._mended(word) for word in words]

    def _mended(self, word: str) -> str:
        if len(word) < 4 or word in self._vocabulary or not word.isalpha():
            return word
        for known in self._long_words:
            slip = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1)
            near = slip or process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_TYPO)
            if near and near[0][0] == word[0]:
                return str(near[0])
        return word

    def nearest(self, sentence: Sentence, entities: Entities, today: date, limit: int = 3) -> list[Near]:
        """The nearest samples, one an intent, best first."""
        words = self.mended(sentence.texts)
        spans = _Spans(sentence, entities, today)
        said: dict[tuple[tuple[int, int], ...], _Said] = {}
        best: dict[str, _Match] = {}
        for entry in self._entries:
            found = spans.of_all(entry.sample.slots)
            if found is None:
                continue
            taken = tuple((start, end) for start, end, _ in found)
            if taken not in said:
                said[taken] = self._said(words, taken)
            match = self._match(entry, said[taken], found)
            name = entry.sample.intent.name
            if match is not None and (name not in best or match.order > best[name].order):
                best[name] = match
        ranked = sorted(best.values(), key=lambda match: match.order, reverse=True)
        return [self._near(match, words) for match in ranked[:limit]]

    def _match(
        self, entry: _Entry, said: _Said, found: tuple[tuple[int, int, SlotReading], ...]
    ) -> _Match | None:
        shared = float(len(found))
        for word, count in entry.stems.items():
            if word in said.stems:
                shared += self._weights[word] * min(count, said.stems[word])
        if not shared:
            return None
        return _Match(2 * shared / (said.weight + entry.weight + 2 * len(found)), entry, said, found)

    def _near(self, match: _Match, words: list[str]) -> Near:
        said, sample = match.said.stems, match.entry.stems
        left = [word for word in {**said, **sample} if said.get(word, 0) != sample.get(word, 0)]
        same = not any(self._weights[word] == 1 for word in left)
        taken = tuple(tuple(words[start:end]) for start, end, _ in match.found)
        fit = Fit(match.entry.sample, tuple(reading for _, _, reading in match.found), taken)
        return Near(fit, round(match.score, 3), same)

    def _entry(self, sample: Sample) -> _Entry:
        stems = Counter(self._stem(word) for word in sample.literals)
        return _Entry(sample, stems, self._sum(stems))

    def _said(self, words: Sequence[str], taken: tuple[tuple[int, int], ...]) -> _Said:
        rest = [word for n, word in enumerate(words) if not any(start <= n < end for start, end in taken)]
        stems = Counter(self._stem(word) for word in rest)
        return _Said(stems, self._sum(stems))

    def _sum(self, stems: Counter[str]) -> float:
        return sum(self._weights[word] * count for word, count in stems.items())

    def _stem(self, word: str) -> str:
        """Also notes the weight of the stem."""
        found = self._stems.get(word)
        if found is None:
            language = self._language
            small = word in language.function_words
            found = self._stems[word] = word if small else stem(word)
            tells = word in language.tense_words or word in language.question_words
            self._weights[found] = _SMALL if small and not tells else 1.0
        return found


class _Spans:
    """Where in a sentence a value of a slot's type stands: the longest, then the first."""

    def __init__(self, sentence: Sentence, entities: Entities, today: date) -> None:
        self._sentence, self._entities, self._today = sentence, entities, today
        self._found: dict[str, tuple[int, int, SlotReading] | None] = {}

    def of_all(self, slots: Sequence[SlotOf]) -> tuple[tuple[int, int, SlotReading], ...] | None:
        """One for each slot; None when a slot has none, or two would share a word."""
        found: list[tuple[int, int, SlotReading]] = []
        for slot in slots:
            place = self._of(slot)
            if place is None or any(place[0] < end and start < place[1] for start, end, _ in found):
                return None
            found.append(place)
        return tuple(found)

    def _of(self, slot: SlotOf) -> tuple[int, int, SlotReading] | None:
        if slot.type not in self._found:
            self._found[slot.type] = self._search(slot)
        found = self._found[slot.type]
        if found is None:
            return None
        start, end, reading = found
        return start, end, reading if reading.name == slot.name else replace(reading, name=slot.name)

    def _search(self, slot: SlotOf) -> tuple[int, int, SlotReading] | None:
        size = len(self._sentence.words)
        for length in range(min(size, _MAX_VALUE_WORDS), 0, -1):
            for start in range(size - length + 1):
                end = start + length
                reading = read_slot(slot, self._sentence, start, end, self._entities, self._today)
                if reading is not None and reading.sure:
                    return self._without_article(slot, start, end, reading)
        return None

    def _without_article(
        self, slot: SlotOf, start: int, end: int, reading: SlotReading
    ) -> tuple[int, int, SlotReading]:
        """ "A big" is the value "big"."""
        if end - start > 1 and reading.id is not None and not reading.parts:
            shorter = read_slot(slot, self._sentence, start + 1, end, self._entities, self._today)
            if shorter is not None and shorter.sure and shorter.id == reading.id:
                return self._without_article(slot, start + 1, end, shorter)
        return start, end, reading


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """An English word without the commonest endings; good enough to compare, not to read."""
    if len(word) < 4 or word.isdigit():
        return word
    for ending, kept in (("ies", "y"), ("ing", ""), ("ied", "y"), ("ed", ""), ("es", "e"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + kept
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word
