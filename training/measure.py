"""Scores of a ranker on files of labelled questions: `{"text": …, "topic": id or null, "accept": [ids]}` a line."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shop_helper.knowledge.ranking import Decision, Ranking


@dataclass(frozen=True)
class Question:
    text: str
    right: frozenset[str]
    """Topics that are a right answer; empty for what has to be declined."""
    kind: str = ""


@dataclass
class Tally:
    asked: int = 0
    right: int = 0
    offered_right: int = 0
    answered: int = 0
    offered: int = 0
    declined: int = 0
    likeliest_right: int = 0
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(expected, likeliest) → how often."""

    def add(self, question: Question, ranking: Ranking) -> None:
        likeliest = ranking.candidates[0].topic if ranking.candidates else ""
        self.asked += 1
        self.answered += ranking.decision is Decision.ANSWER
        self.offered += ranking.decision is Decision.CHOOSE
        self.declined += ranking.decision is Decision.DECLINE
        self.right += ranking.decision is Decision.ANSWER and likeliest in question.right
        self.offered_right += bool(question.right & set(ranking.choices))
        self.likeliest_right += likeliest in question.right
        if question.right and likeliest not in question.right:
            self.confusions[(min(question.right), likeliest)] += 1

    def shares(self) -> dict[str, float]:
        """Of all asked: answered right, right or among the choices, answered, offered, declined."""
        parts = {
            "right": self.right,
            "right_or_offered": self.right + self.offered_right,
            "likeliest_right": self.likeliest_right,
            "answered": self.answered,
            "offered": self.offered,
            "declined": self.declined,
        }
        return {name: round(number / max(1, self.asked), 4) for name, number in parts.items()}


def read_questions(path: Path, topics: Iterable[str] | None = None) -> list[Question]:
    """`topics`: leave out questions none of whose right topics is there."""
    known = None if topics is None else set(topics)
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        right = frozenset([entry["topic"], *entry.get("accept", ())] if entry["topic"] else ())
        if not right or known is None or right & known:
            found.append(Question(entry["text"], right, entry.get("kind", "")))
    return found


def tally(
    rank: Callable[[str], Ranking],
    questions: Sequence[Question],
    key: Callable[[Question], str] = lambda q: "",
) -> dict[str, Tally]:
    """Per `key`, and under `""` for all."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for question in questions:
        ranking = rank(question.text)
        for name in {"", key(question)}:
            tallies[name].add(question, ranking)
    return dict(tallies)


def recognised_badly(text: str, chance: random.Random) -> str:
    """A recogniser's mistakes, other ones than training damages with, so that sturdiness is measured fairly."""
    words = text.split()
    small = {"the", "a", "my", "to", "of", "is", "it", "i", "do", "for", "in", "on", "have", "did", "was"}
    heard = {
        "refund": "re fund", "return": "we turn", "parcel": "par sell", "seller": "sailor", "order": "odor",
        "delivery": "deliver e", "shipped": "shift", "tracking": "trekking", "account": "a count", "email": "the mail",
        "address": "at dress", "payment": "pay mint", "cancel": "council", "warranty": "warren tea", "my": "by",
        "can": "can't", "where": "wear", "been": "bin", "item": "i them", "money": "many", "charged": "chart",
    }  # fmt: skip
    if chance.random() < 0.5 and len(words) > 3:
        words = [word for word in words if word not in small or chance.random() < 0.6]
    places = [at for at, word in enumerate(words) if word in heard]
    if places and chance.random() < 0.7:
        at = chance.choice(places)
        words[at] = heard[words[at]]
    if len(words) > 4 and chance.random() < 0.4:
        at = chance.randrange(len(words) - 1)
        words[at : at + 2] = words[at + 1 : at - 1 : -1] if at else words[1::-1]
    if len(words) > 5 and chance.random() < 0.25:
        words = words[1:] if chance.random() < 0.5 else words[:-1]
    return " ".join(words)
