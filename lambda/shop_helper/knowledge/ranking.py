"""Free text → ranked topics with calibrated confidence, and what to do: answer, offer a choice, or decline.

    ranker = Ranker.load()
    ranking = ranker.rank("my blender never showed up and it's been ages")
    ranking.decision, ranking.candidates[0]

Pure: the same text always gets the same ranking. No Alexa, no AWS.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from shop_helper.knowledge.classifier import Classifier, View

__all__ = ["Ranker"]

DATA = Path(__file__).resolve().parent / "data"
SHOWN = 5
MOST_CHOICES = 3
_WORTH_OFFERING = 0.08
"""Share among the topics from which a third one is worth a customer's time."""


class Decision(StrEnum):
    ANSWER = "answer"
    CHOOSE = "choose"
    DECLINE = "decline"


@dataclass(frozen=True)
class Candidate:
    topic: str
    confidence: float
    """0 to 1: how likely this is the topic that was asked for."""


@dataclass(frozen=True)
class Ranking:
    candidates: tuple[Candidate, ...]
    """Likeliest first, at most SHOWN; empty when nothing was said."""
    in_scope: float
    """0 to 1: how likely it is a question for this assistant at all."""
    decision: Decision
    choices: tuple[str, ...] = ()
    """Two or three topics to choose among; only with CHOOSE."""
    nearby: tuple[str, ...] = ()
    """Two topics that came nearest; only with DECLINE."""
    view: str = View.LEXICAL
    """What it was judged by: `encoder+lexical`, or `lexical` where the encoder is not in the build."""

    def only(self, fits: Callable[[str], bool]) -> Ranking:
        """With those choices that fit; a single one is the answer. As it is where the likeliest doesn't fit."""
        if not self.choices or not fits(self.choices[0]):
            return self
        choices = tuple(topic for topic in self.choices if fits(topic))
        if len(choices) > 1:
            return replace(self, choices=choices)
        return replace(self, choices=(), decision=Decision.ANSWER)


class Ranker:
    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    @classmethod
    def load(cls, directory: Path = DATA) -> Ranker:
        """Cheap: the models are loaded by the first question. Raises KnowledgeError when there are none."""
        return cls(Classifier.load(directory))

    @property
    def view(self) -> str:
        return self._classifier.view

    def rank(self, text: str, topics: Collection[str] | None = None) -> Ranking:
        """`topics`: the ones that exist; others are never named. None: all that were trained."""
        if not any(character.isalpha() for character in text):
            return Ranking((), 0.0, Decision.DECLINE, view=self.view)
        evidence = self._classifier.evidence(text, topics)
        if not evidence.topics:
            return Ranking((), 0.0, Decision.DECLINE, view=self.view)
        calibration = self._classifier.calibration
        signs = calibration.standardised(evidence.signs)
        in_scope, right = calibration.in_scope.of(signs), calibration.right.of(signs)
        candidates = _confidences(evidence.topics, right, in_scope)
        if right >= calibration.answer_from:
            return Ranking(candidates, in_scope, Decision.ANSWER, view=self.view)
        choices = worth_offering(evidence.topics)
        if in_scope >= calibration.choose_from and len(choices) > 1:
            return Ranking(candidates, in_scope, Decision.CHOOSE, choices=choices, view=self.view)
        nearby = tuple(topic for topic, _ in evidence.topics[:2])
        return Ranking(candidates, in_scope, Decision.DECLINE, nearby=nearby, view=self.view)


def worth_offering(topics: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    """The first two, and the third when it has a share to speak of."""
    third = [topic for topic, share in topics[2:MOST_CHOICES] if share >= _WORTH_OFFERING]
    return (*(topic for topic, _ in topics[:2]), *third)


def _confidences(
    topics: tuple[tuple[str, float], ...], right: float, in_scope: float
) -> tuple[Candidate, ...]:
    """The first gets its calibrated confidence; what is left of being in scope is shared among the others."""
    rest = max(0.0, in_scope - right)
    others = sum(share for _, share in topics[1:])
    first, *following = topics[:SHOWN]
    shared = [
        Candidate(topic, min(right, rest * share / others) if others else 0.0) for topic, share in following
    ]
    return (Candidate(first[0], right), *shared)
