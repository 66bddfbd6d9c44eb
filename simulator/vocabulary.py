"""What a model is about: its words, the words that tell its intents apart, and its catch-all intent if it has one."""

from __future__ import annotations

from simulator import builtin_slots
from simulator.entities import Entities
from simulator.grammar import Grammar, Sample
from simulator.model import Intent, Model, SlotOf
from simulator.paraphrase import stem

_SENTENCE_WORDS = 3.0
"""Mean length of the values from which a slot takes whole questions and no names of things."""


def catch_all(model: Model, grammar: Grammar, entities: Entities) -> Intent | None:
    """The intent whose one slot takes whole questions: it has a bare sample, and its values are sentences."""
    best: tuple[float, Intent] | None = None
    for sample in grammar.samples:
        if not sample.is_bare or len(sample.intent.slots) != 1:
            continue
        slot: SlotOf = sample.slots[0]
        if slot.type == builtin_slots.SEARCH_QUERY:
            return sample.intent
        sizes = [len(key.split()) for key in entities.keys(slot.type)]
        mean = sum(sizes) / len(sizes) if sizes else 0.0
        if mean >= _SENTENCE_WORDS and (best is None or mean > best[0]):
            best = (mean, sample.intent)
    return best[1] if best else None


def vocabulary(grammar: Grammar, entities: Entities, model: Model) -> frozenset[str]:
    words = {word for sample in grammar.samples for word in sample.literals}
    for name in model.types:
        words.update(word for key in entities.keys(name) for word in key.split())
    return frozenset(words)


def keywords(samples: list[Sample], small: frozenset[str]) -> dict[str, frozenset[str]]:
    """For each intent, the words of meaning of the other ordinary intents that it has not itself."""
    own: dict[str, set[str]] = {}
    for sample in samples:
        if sample.own or not sample.intent.name.startswith("AMAZON."):
            words = own.setdefault(sample.intent.name, set())
            words.update(stem(word) for word in sample.literals if word not in small)
    everything = {name: words for name, words in own.items() if not name.startswith("AMAZON.")}
    return {
        name: frozenset(w for other, theirs in everything.items() if other != name for w in theirs) - words
        for name, words in own.items()
    }
