"""What can be said to a model: samples with their slots filled in, by chance or in order."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

from simulator.device import Device
from simulator.grammar import read_slot
from simulator.language import language_of
from simulator.model import Intent, Model, SlotOf
from simulator.recogniser import Recognition
from simulator.sentence import Ear

_SLOT = re.compile(r"\{\s*([^}|]+?)\s*\}")
_BUILT_IN = {
    "AMAZON.NUMBER": ("three", "twelve", "forty two"),
    "AMAZON.FOUR_DIGIT_NUMBER": ("four four one seven", "one two three four"),
    "AMAZON.Ordinal": ("first", "second", "third"),
    "AMAZON.DATE": ("tomorrow", "next friday", "december fourth"),
    "AMAZON.TIME": ("half past seven", "noon"),
    "AMAZON.DURATION": ("two hours", "ten minutes"),
    "AMAZON.PhoneNumber": ("five five five zero one zero zero",),
    "AMAZON.FirstName": ("anna", "peter"),
    "AMAZON.US_FIRST_NAME": ("anna", "peter"),
    "AMAZON.City": ("seattle", "vienna"),
    "AMAZON.US_CITY": ("seattle", "boston"),
    "AMAZON.Color": ("red", "dark blue"),
    "AMAZON.SearchQuery": ("something else entirely", "the blue kettle"),
}
_ANYTHING = ("kettle", "something")
UNKNOWN = ("purple dinosaur", "xylophone", "it")
"""Values that no type holds; also what pointing words look like."""


def values_of(model: Model, slot: SlotOf, limit: int = 50) -> tuple[str, ...]:
    """What can be said for a slot: values and synonyms of its type."""
    known = tuple(phrase for value in model.types.get(slot.type, ())[:limit] for phrase in value.phrases[:2])
    return known or _BUILT_IN.get(slot.type, _ANYTHING)


def filled(model: Model, intent: Intent, sample: str, values: Sequence[str] = ()) -> str:
    """A sample with the first value of each slot, or with those given, in order."""
    given = iter(values)

    def value(match: re.Match[str]) -> str:
        slot = intent.slot(match.group(1))
        return next(given, None) or (values_of(model, slot)[0] if slot else match.group())

    return _SLOT.sub(value, sample)


def slots_in(sample: str) -> tuple[str, ...]:
    return tuple(_SLOT.findall(sample))


def slots_at_random(
    model: Model, intent: Intent, sample: str, own: Sequence[str], chance: random.Random
) -> dict[str, str]:
    """Words for the slots of a sample: a value of the type, one of the session's `own`, or something unknown."""
    said: dict[str, str] = {}
    for name in slots_in(sample):
        slot = intent.slot(name)
        if slot is None:
            continue
        draw = chance.random()
        if own and draw < 0.4:
            said[name] = chance.choice(own)
        elif draw < 0.9 or slot.type.startswith("AMAZON."):
            said[name] = chance.choice(values_of(model, slot))
        else:
            said[name] = chance.choice(UNKNOWN)
    return said


def recognised(device: Device, intent: str, said: Mapping[str, str] | None = None) -> Recognition:
    """An intent as if its words had been recognised; `said` is what was heard for its slots.

    Words that can't be of a slot's type leave the slot empty, as Alexa does.
    """
    declared, ear = device.model.intents.get(intent), Ear(language_of(device.model.locale))
    readings = []
    for name, words in (said or {}).items():
        slot, sentence = declared.slot(name) if declared else None, ear.hear(words)
        if slot is not None and sentence.words:
            readings.append(
                read_slot(slot, sentence, 0, len(sentence.words), device.entities, device.instant().date())
            )
    heard = " ".join((said or {}).values()) or intent
    return Recognition(heard, intent, tuple(filter(None, readings)), 1.0, "given")
