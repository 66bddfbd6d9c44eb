"""What the detection of danger is learned from, and its two views: no torch, ten minutes.

    python -m training danger

`training/danger/<kind>.txt` holds patterns: `(a|b)` is one of them, `{child}` one of the list of that name in
`lists.txt`; a seeded draw makes sentences of them. `said.txt` holds sentences as people say them. Also learned: the
phrases of EmergencyIntent, `tests/danger/devel.jsonl`, the other intents' samples, the articles' questions and what
the search has to decline.
`tests/danger/held_out.jsonl` and `tests/questions` are never learned from.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop_helper.domain.danger import Danger
from shop_helper.knowledge.encoder import Encoder
from shop_helper.knowledge.hidden import HEAD_ARRAYS, SPREAD
from shop_helper.understanding.danger import CLASSES, HEAD, LEXICAL, NONE, features
from training.damage import damaged
from training.examples import ROOT, Example, load_examples
from training.lexical_model import fit_lexical, write_lexical
from training.linear import fit_hidden
from training.weights import DATA, ENCODER

PATTERNS = ROOT / "training" / "danger"
DEVEL = ROOT / "tests" / "danger" / "devel.jsonl"
MODEL = ROOT / "interaction_models" / "en-US.json"
SEED = 20261130
_READ_BY_ENCODER = 90_000
_DRAWN = {NONE: 40}
_DRAWN_OF_A_DANGER = 20
"""Sentences drawn from each pattern."""

_REAL = "~legal_medical_harm"
"""A domain that the search declines and that tells of real dangers, too: it teaches nothing here."""

_REALLY_FRAUD = re.compile(
    r"^(?!.*\b(?:almost|not)\b).*\b(?:gave|i sent|given|giving|had by)\b"
    r".*\b(?:code|password|bank|card number|everything|cash)\b"
)
"""Articles' questions of people who have been cheated already."""

_OF_DANGER = ("EmergencyIntent", "SafeIntent")
_DRAWN_OF_A_SAMPLE = 3
_SLOT = re.compile(r"\{(\w+)\}")
_ANY = ["three", "tomorrow", "12", "the blue one"]
"""What stands for a value of one of Alexa's own types."""

_BEFORE = (
    "alexa|help|oh my god|please|um|hey|listen|hold on|so|hi|okay|quick|well|uh|look|excuse me|sorry|wait|yeah so|"
    "i was on hold about my order and|forget the return|never mind the refund|i was calling about my order but"
).split("|")
_AFTER = (
    "what do i do|please|help|right now|can you help|hurry|i need help|please help me|now|what should i do|is that bad|"
    "tell me what to do|can you help me with that"
).split("|")


def load_danger_examples(seed: int = SEED) -> list[Example]:
    """All of them, whole and damaged, in a fixed order; each label is a kind of danger or `none`."""
    chance = random.Random(seed)
    drawn = [Example(_wrapped(e.text, chance, 0.45, 0.4), e.label) for e in _drawn(chance)]
    said = [*_said(), *_phrases(), *_devel()]
    ordinary = [Example(e.text, NONE) for e in load_examples() if _is_ordinary(e)]
    ordinary += _commands(chance)
    chance.shuffle(ordinary)
    some_words = [word for example in ordinary[:3000] for word in example.text.split()]
    found = [*drawn, *said, *said, *ordinary, *ordinary]
    found += [Example(damaged(e.text, chance), e.label) for e in drawn]
    for _ in range(4):
        found += [Example(_heard(e.text, chance, some_words), e.label) for e in said]
    for _ in range(2):
        found += [Example(_wrapped(e.text, chance, 0.7, 0.6), e.label) for e in said]
    found += [Example(_heard(e.text, chance, some_words), NONE) for e in ordinary]
    found += [Example(_wrapped(e.text, chance, 0.7, 0.6), NONE) for e in ordinary[:8000]]
    chance.shuffle(found)
    return found


def fit_danger(data: Path = DATA) -> int:
    """Writes both views; returns how many sentences they were fitted to. Same sentences, same bytes."""
    examples = load_danger_examples()
    fit_words(examples, data)
    fit_meaning(examples, data)
    return len(examples)


def fit_words(examples: Sequence[Example], data: Path = DATA) -> None:
    fitted = fit_lexical([example.text for example in examples], _numbered(examples), len(CLASSES), features)
    write_lexical(data / LEXICAL, fitted, CLASSES)


def fit_meaning(examples: Sequence[Example], data: Path = DATA) -> None:
    """From a part of the sentences, among them all of `said.txt`: the encoder needs milliseconds for each."""
    chosen = list(dict.fromkeys([*_said(), *_devel(), *examples[:_READ_BY_ENCODER]]))
    encoder = Encoder.load(data / ENCODER.name)
    vectors = encoder.encode_many([example.text for example in chosen])
    arrays = fit_hidden(SPREAD * vectors, _numbered(chosen), len(CLASSES))
    small = (array.astype(np.float16) for array in arrays)
    named: dict[str, Any] = dict(zip(HEAD_ARRAYS, small, strict=True))
    with (data / HEAD).open("wb") as file:
        np.savez(file, **named)


def _numbered(examples: Sequence[Example]) -> NDArray[np.int_]:
    return np.array([CLASSES.index(example.label) for example in examples])


def expand(pattern: str, lists: dict[str, list[str]], chance: random.Random) -> str:
    """One sentence of a pattern."""
    return " ".join(_expanded(pattern, lists, chance).split())


def read_lists(path: Path = PATTERNS / "lists.txt") -> dict[str, list[str]]:
    lines = (line.partition(":") for line in _lines(path))
    return {name: [one.strip() for one in values.split("|")] for name, _, values in lines}


def _drawn(chance: random.Random) -> Iterator[Example]:
    lists = read_lists()
    for label in CLASSES:
        seen = set[str]()
        for pattern in _lines(PATTERNS / f"{label}.txt"):
            for _ in range(_DRAWN.get(label, _DRAWN_OF_A_DANGER)):
                text = expand(pattern, lists, chance)
                if text not in seen:
                    seen.add(text)
                    yield Example(text, label)


def _said() -> Iterator[Example]:
    for line in _lines(PATTERNS / "said.txt"):
        label, _, text = line.partition(": ")
        yield Example(text, label)


def _phrases() -> Iterator[Example]:
    """The values of EmergencyIntent's slot."""
    language = json.loads(MODEL.read_text(encoding="utf-8"))["interactionModel"]["languageModel"]
    for value in next((entry["values"] for entry in language["types"] if entry["name"] == "DANGER"), ()):
        for text in (value["name"]["value"], *value["name"]["synonyms"]):
            yield Example(text, value["id"])


def _commands(chance: random.Random) -> Iterator[Example]:
    """What customers say to every other intent, its slots filled."""
    language = json.loads(MODEL.read_text(encoding="utf-8"))["interactionModel"]["languageModel"]
    values = {
        entry["name"]: [value["name"]["value"] for value in entry["values"]] for entry in language["types"]
    }
    for intent in language["intents"]:
        if intent["name"] in _OF_DANGER:
            continue
        said = {slot["name"]: values.get(slot["type"], _ANY) for slot in intent.get("slots", ())}
        for sample in intent.get("samples", ()):
            for _ in range(_DRAWN_OF_A_SAMPLE if "{" in sample else 1):
                yield Example(_filled(sample, said, chance), NONE)


def _filled(sample: str, said: dict[str, list[str]], chance: random.Random) -> str:
    return _SLOT.sub(lambda slot: chance.choice(said[slot[1]]), sample)


def _devel() -> Iterator[Example]:
    for line in DEVEL.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield Example(entry["text"], entry["kind"])


def _is_ordinary(example: Example) -> bool:
    return example.label != _REAL and not _REALLY_FRAUD.search(example.text)


def _wrapped(text: str, chance: random.Random, before: float, after: float) -> str:
    first = f"{chance.choice(_BEFORE)} " if chance.random() < before else ""
    return first + text + (f" {chance.choice(_AFTER)}" if chance.random() < after else "")


def _heard(text: str, chance: random.Random, others: Sequence[str]) -> str:
    """As a recognizer may pass it on: damaged, or with a word lost, replaced or put in."""
    words = text.split()
    if chance.random() < 0.6 or len(words) < 3:
        return damaged(text, chance)
    at, what = chance.randrange(len(words)), chance.random()
    if what < 0.5:
        return " ".join(words[:at] + words[at + 1 :])
    return " ".join([*words[:at], chance.choice(others), *words[at + (what < 0.8) :]])


def _expanded(pattern: str, lists: dict[str, list[str]], chance: random.Random) -> str:
    made, at = "", 0
    while at < len(pattern):
        if pattern[at] == "(":
            alternatives, at = _alternatives(pattern, at + 1)
            made += _expanded(chance.choice(alternatives), lists, chance)
        elif pattern[at] == "{":
            end = pattern.index("}", at)
            made += _expanded(chance.choice(lists[pattern[at + 1 : end]]), lists, chance)
            at = end + 1
        else:
            made += pattern[at]
            at += 1
    return made


def _alternatives(pattern: str, at: int) -> tuple[list[str], int]:
    """What stands between the bars of a bracket that opens before `at`, and the place after it."""
    found, start, depth = list[str](), at, 0
    while True:
        sign = pattern[at]
        if depth == 0 and sign in "|)":
            found.append(pattern[start:at])
            start = at + 1
            if sign == ")":
                return found, at + 1
        depth += {"(": 1, ")": -1}.get(sign, 0)
        at += 1


def _lines(path: Path) -> Iterable[str]:
    text = path.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


KINDS = tuple(kind.value for kind in Danger)
