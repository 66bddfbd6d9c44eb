"""Sample utterances as patterns, and every way a sentence fits one of them.

A literal sample is looked up; one with slots is tried word by word (`{item}` takes one word or more). What each slot
then holds is read by its type: *sure* when a value or a format is found, loose when the type merely doesn't
exclude the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from simulator import builtin_intents, builtin_slots
from simulator.entities import Entities, Resolution
from simulator.model import Intent, Model, SlotOf
from simulator.sentence import Ear, Sentence

_PIECE = re.compile(r"\{\s*([^}|]+?)\s*\}|([^{]+)")


@dataclass(frozen=True)
class SlotReading:
    """What was heard for one slot."""

    name: str
    type: str
    value: str
    """As Alexa gives it: the words said, or the number, date … in its format."""
    resolutions: tuple[Resolution, ...] = ()
    sure: bool = False
    parts: tuple[SlotReading, ...] = ()
    """The single values of a slot that takes several; empty for a simple one."""

    @property
    def id(self) -> str | None:
        """Id of the value found; a session's own value counts before the model's."""
        found = [resolution for resolution in self.resolutions if resolution.entities]
        found.sort(key=lambda resolution: not resolution.dynamic)
        return found[0].entities[0].id if found else None


@dataclass(frozen=True)
class Sample:
    intent: Intent
    text: str
    elements: tuple[str | SlotOf, ...]
    """Compared words, and slots between them."""
    weight: float
    """How much the words beside the slots say: one for each word of meaning, a half for a question word."""
    own: bool = True
    """Written in the model, not one of Alexa's own for a built-in intent."""

    @property
    def slots(self) -> tuple[SlotOf, ...]:
        return tuple(element for element in self.elements if isinstance(element, SlotOf))

    @property
    def literals(self) -> tuple[str, ...]:
        return tuple(element for element in self.elements if isinstance(element, str))

    @property
    def is_bare(self) -> bool:
        """One slot and nothing else."""
        return len(self.elements) == 1 and isinstance(self.elements[0], SlotOf)


@dataclass(frozen=True)
class Fit:
    """One way a sentence is a sample."""

    sample: Sample
    slots: tuple[SlotReading, ...]
    words: tuple[tuple[str, ...], ...] = ()
    """The compared words that each slot took."""

    @property
    def sure(self) -> bool:
        return all(slot.sure for slot in self.slots)

    @property
    def rank(self) -> tuple[float, int, int, int]:
        """The most telling fit has the highest."""
        sample = self.sample
        taken = sum(len(words) for words in self.words)
        return (sample.weight, len(sample.literals), -taken, -len(self.slots))


class Grammar:
    """All samples of a model, ready to be fitted."""

    def __init__(self, model: Model, ear: Ear) -> None:
        self._ear = ear
        self.samples = tuple(_samples(model, ear))
        self.exact: dict[str, Sample] = {}
        for sample in self.samples:
            if not sample.slots:
                self._note(" ".join(sample.literals), sample)
        self._slotted = _prepared(sample for sample in self.samples if sample.slots)
        self._answers = {
            (intent.name, slot.name): _prepared(_slot_samples(intent, slot, ear))
            for intent in model.intents.values()
            for slot in intent.slots
            if slot.samples
        }

    def _note(self, key: str, sample: Sample) -> None:
        """A sample of the model goes before one of Alexa's own."""
        if key not in self.exact or (sample.own and not self.exact[key].own):
            self.exact[key] = sample

    def fits(self, sentence: Sentence, entities: Entities, today: date) -> list[Fit]:
        """Every fit with slots; empty slots don't exist."""
        return _fits(self._slotted, sentence, entities, today)

    def answers(
        self, intent: Intent, slot: SlotOf, sentence: Sentence, entities: Entities, today: date
    ) -> list[Fit]:
        """Every sure fit of the slot's own samples: of what people say when it is asked for."""
        samples = self._answers.get((intent.name, slot.name), [])
        return [fit for fit in _fits(samples, sentence, entities, today) if fit.sure]


_Prepared = tuple[frozenset[str], int, Sample]
"""The words beside the slots, the least words of a sentence, the sample."""


def _prepared(samples: Iterable[Sample]) -> list[_Prepared]:
    return [(frozenset(sample.literals), len(sample.elements), sample) for sample in samples]


def _fits(samples: Iterable[_Prepared], sentence: Sentence, entities: Entities, today: date) -> list[Fit]:
    words = sentence.texts
    present, length = frozenset(words), len(words)
    found = []
    for literals, size, sample in samples:
        if size <= length and literals <= present:
            for spans in _spans(sample.elements, words, 0, 0):
                fit = read_fit(sample, spans, sentence, entities, today)
                if fit is not None:
                    found.append(fit)
    return found


def read_fit(
    sample: Sample, spans: Sequence[tuple[int, int]], sentence: Sentence, entities: Entities, today: date
) -> Fit | None:
    """None when a slot's words can't be of its type."""
    readings = []
    for slot, (start, end) in zip(sample.slots, spans, strict=True):
        reading = read_slot(slot, sentence, start, end, entities, today)
        if reading is None:
            return None
        readings.append(reading)
    return Fit(sample, tuple(readings), tuple(sentence.texts[start:end] for start, end in spans))


def read_slot(
    slot: SlotOf, sentence: Sentence, start: int, end: int, entities: Entities, today: date
) -> SlotReading | None:
    """Words `start` to before `end` as a value of the slot; None when they can't be one."""
    one = _read_one(slot, sentence, start, end, entities, today)
    if not slot.multiple or (one is not None and one.sure):
        return one
    parts = _read_parts(slot, sentence, start, end, entities, today)
    if len(parts) < 2:
        return one
    spoken = sentence.span(start, end)
    return SlotReading(slot.name, slot.type, spoken, (), all(part.sure for part in parts), parts)


def _read_one(
    slot: SlotOf, sentence: Sentence, start: int, end: int, entities: Entities, today: date
) -> SlotReading | None:
    words = sentence.texts[start:end]
    resolutions = entities.resolve(slot.type, " ".join(words))
    if any(resolution.entities for resolution in resolutions):
        return SlotReading(slot.name, slot.type, sentence.span(start, end), resolutions, sure=True)
    if slot.type.startswith("AMAZON."):
        heard = builtin_slots.hear(slot.type, words, today)
        if heard is None:
            return None
        value = heard.value or sentence.span(start, end)
        return SlotReading(slot.name, slot.type, value, resolutions, heard.sure)
    return SlotReading(slot.name, slot.type, sentence.span(start, end), resolutions)


def _read_parts(
    slot: SlotOf, sentence: Sentence, start: int, end: int, entities: Entities, today: date
) -> tuple[SlotReading, ...]:
    """The values of "olives and red onions ham": cut at `and`, then the longest values known."""
    parts: list[SlotReading] = []
    position = start
    while position < end:
        if sentence.texts[position] in ("and", "or"):
            position += 1
            continue
        stop = next((n for n in range(position, end) if sentence.texts[n] in ("and", "or")), end)
        for cut in range(stop, position, -1):
            part = _read_one(slot, sentence, position, cut, entities, today)
            if part is not None and part.sure:
                break
        else:
            cut, part = stop, _read_one(slot, sentence, position, stop, entities, today)
        if part is None:
            return ()
        parts.append(part)
        position = cut
    return tuple(parts)


def _spans(
    elements: Sequence[str | SlotOf], words: Sequence[str], at: int, word: int
) -> Iterator[list[tuple[int, int]]]:
    """All ways to give the slots their words."""
    while at < len(elements) and isinstance(elements[at], str):
        if word >= len(words) or words[word] != elements[at]:
            return
        at, word = at + 1, word + 1
    if at == len(elements):
        if word == len(words):
            yield []
        return
    if at == len(elements) - 1:
        if word < len(words):
            yield [(word, len(words))]
        return
    for end in range(word + 1, len(words) - (len(elements) - at - 1) + 1):
        for rest in _spans(elements, words, at + 1, end):
            yield [(word, end), *rest]


def _samples(model: Model, ear: Ear) -> Iterator[Sample]:
    for intent in model.intents.values():
        for text in intent.samples:
            elements = _elements(text, intent, ear)
            if elements:
                yield Sample(intent, text, elements, _weight(elements, ear))
        for text in builtin_intents.utterances(intent.name, model.locale):
            elements = _elements(text, intent, ear)
            yield Sample(intent, text, elements, _weight(elements, ear), own=False)


def _slot_samples(intent: Intent, slot: SlotOf, ear: Ear) -> Iterator[Sample]:
    for text in slot.samples:
        elements = _elements(text, intent, ear)
        yield Sample(intent, text, elements, _weight(elements, ear))


def _elements(text: str, intent: Intent, ear: Ear) -> tuple[str | SlotOf, ...]:
    elements: list[str | SlotOf] = []
    for name, literal in _PIECE.findall(text):
        slot = intent.slot(name) if name else None
        if slot is not None:
            elements.append(slot)
        elif literal.startswith("'s"):  # "{item}'s price": a possessive is a word of its own
            elements += ["'s", *ear.hear(literal[2:]).texts]
        else:
            elements += ear.hear(literal).texts
    return tuple(elements)


def _weight(elements: Sequence[str | SlotOf], ear: Ear) -> float:
    language, weight = ear.language, 0.0
    for element in elements:
        if isinstance(element, str):
            if element not in language.function_words:
                weight += 1
            elif element in language.question_words:
                weight += 0.5
    return weight
