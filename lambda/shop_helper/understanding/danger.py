"""A sentence → the danger that it tells of, if any: two trained views of it, weighed together.

    sense = DangerSense.load()
    sense.danger_in("the charger is smoking")  →  Danger.FIRE

The lexical view (`danger.bin`) sees words, pieces of words and concepts (`understanding.en.danger_words`); it needs the
standard library only and well under a millisecond. The encoder's view (`danger.npz`) sees the meaning; it is asked
where numpy and the encoder are in the build. Both are made by `python -m training danger` (docs/danger.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from shop_helper.dialog.reading import DangerReading
from shop_helper.domain.danger import Danger
from shop_helper.knowledge import lexical
from shop_helper.knowledge.hidden import Head
from shop_helper.knowledge.lexical import LexicalModel
from shop_helper.lazy import Lazy
from shop_helper.understanding.en.danger import alarm_of, says_safe
from shop_helper.understanding.en.danger_words import concepts_of
from shop_helper.understanding.en.passing import said_in_passing

if TYPE_CHECKING:
    from shop_helper.knowledge.encoder import Floats

Meaning = Callable[[str], "Floats | None"]
"""A sentence → the encoder's vector; None where the encoder is not in the build."""

DATA = Path(__file__).resolve().parent.parent / "knowledge" / "data"
LEXICAL = "danger.bin"
HEAD = "danger.npz"
NONE = "none"
CLASSES = (*(kind.value for kind in Danger), NONE)
ALARM_FROM = 0.45
"""Share of all dangers together from which a sentence is an alarm. A missed danger costs more than one question too
many, so it lies under one half (measured in docs/danger.md)."""
LIKELY_FROM = 0.3
CERTAIN_FROM = 0.8
"""What is needed of a sentence that is an everyday thanks, goodbye or giving up ("I'll do it myself")."""
LEXICAL_WEIGHT = 0.5
"""Share of the lexical view's log-probabilities; the encoder's view has the rest."""
UNSURE = (0.05, 0.95)
"""Outside of these shares of the lexical view the encoder isn't asked."""
_NEAR = 4
"""How many words that stand for something are looked at after one of them."""


def features(text: str) -> dict[str, float]:
    """The lexical view's features, and the concepts: each, pairs in their order, and three in a row."""
    found = lexical.features(text)
    said = concepts_of(text)
    single = {f"@{one}" for words in said for one in words}
    pairs = {
        f"@{one}>{other}"
        for at, words in enumerate(said)
        for later in said[at + 1 : at + 1 + _NEAR]
        for one in words
        for other in later
        if one != other
    }
    three = {
        f"@{one}>{two}>{last}"
        for first, second, third in zip(said, said[1:], said[2:], strict=False)
        for one in first
        for two in second
        for last in third
    }
    for kind in filter(None, (single, pairs, three)):
        found.update(dict.fromkeys(kind, 1 / math.sqrt(len(kind))))
    return found


class Sense(Protocol):
    """Finds the danger that a sentence tells of."""

    def judge(self, words: str) -> tuple[Danger, float]:
        """The likeliest kind, and the share of all dangers together."""


class DangerSense:
    """Says whether a sentence tells of a danger. Safe to share; the models are loaded by the first sentence."""

    def __init__(self, directory: Path, meaning: Meaning) -> None:
        self._meaning = meaning
        self._lexical, self._head = _models(directory)

    @classmethod
    def load(cls, directory: Path = DATA, meaning: Meaning = lambda _: None) -> DangerSense:
        """Cheap: nothing is read yet. Without `meaning`, the lexical view decides alone."""
        return cls(directory, meaning)

    def danger_in(self, words: str) -> Danger | None:
        """The danger that the words tell of by themselves."""
        kind, share = self.judge(words)
        return kind if share >= ALARM_FROM else None

    def judge(self, words: str) -> tuple[Danger, float]:
        """The likeliest kind, and the share of all dangers together."""
        shares = self.shares(words)
        return max(Danger, key=lambda kind: shares[kind.value]), 1 - shares[NONE]

    def shares(self, words: str) -> dict[str, float]:
        """How likely each class is; they add up to 1. The encoder is asked only where it may change the decision."""
        shares = _softmax(self._lexical().scores(words))
        if UNSURE[0] < 1 - shares[CLASSES.index(NONE)] < UNSURE[1]:
            meaning = self._meaning(words)
            if meaning is not None:
                second = _softmax(self._head().scores(meaning))
                both = zip(shares, second, strict=True)
                shares = _softmax(
                    [LEXICAL_WEIGHT * _log(one) + (1 - LEXICAL_WEIGHT) * _log(other) for one, other in both]
                )
        return dict(zip(CLASSES, shares, strict=True))


@cache
def _models(directory: Path) -> tuple[Lazy[LexicalModel], Lazy[Head]]:
    """Read once in a process: they stay when a new knowledge base comes."""
    return (
        Lazy(lambda: LexicalModel.load(directory / LEXICAL, features)),
        Lazy(lambda: Head.load(directory / HEAD)),
    )


def _softmax(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    weights = [math.exp(score - most) for score in scores]
    return [weight / sum(weights) for weight in weights]


def _log(share: float) -> float:
    return math.log(max(share, 1e-9))


def read_danger(words: str, sense: Sense, likely: bool) -> DangerReading:
    """`likely`: Alexa has taken the sentence for an emergency, so that less is needed."""
    if not words:
        return DangerReading()
    kind, share = sense.judge(words)
    if not likely and share < CERTAIN_FROM and said_in_passing(words) is not None:
        return DangerReading(says_safe=says_safe(words), has_words=True)
    perhaps = alarm_of(kind, words) if share >= LIKELY_FROM else None
    alarm = perhaps if likely or share >= ALARM_FROM else None
    return DangerReading(alarm, perhaps, says_safe(words), has_words=True)
