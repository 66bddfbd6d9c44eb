"""What people asked and nobody answered: log lines → groups, each with the place where words are missing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SMALL = frozenset(
    "a an the i you my your me we it is are was do does did can could will would to of for in on at and or not "
    "have has what how when where why who this that there with from be been if so um uh please".split()
)
SIMILAR = 0.5
"""Share of the content words that two questions of one group have in common."""


@dataclass(frozen=True)
class Question:
    text: str
    why: str
    nearby: tuple[str, ...]

    @property
    def content(self) -> frozenset[str]:
        return frozenset(word for word in self.text.split() if word not in _SMALL and word != "…")


@dataclass(frozen=True)
class Group:
    questions: tuple[Question, ...]

    @property
    def proposal(self) -> str:
        """Where to write: an article that most of the group came near to, or a new one."""
        near = Counter(question.nearby[0] for question in self.questions if question.nearby)
        if near and (best := near.most_common(1)[0])[1] * 2 > len(self.questions):
            return f"add these words to the questions of {best[0]}, if it answers them"
        shared = Counter(word for question in self.questions for word in question.content).most_common(3)
        return (
            f"no article is near; perhaps a new one about {', '.join(word for word, _ in shared) or 'this'}"
        )


def read(lines: Iterable[str]) -> Iterator[Question]:
    """Questions from log lines of any layout: the JSON object is looked for inside the line; others are passed over."""
    for line in lines:
        plain = line.replace('\\"', '"')
        try:
            record, _ = json.JSONDecoder().raw_decode(plain, plain.index('{"unanswered"'))
        except ValueError:
            continue
        yield Question(record["unanswered"], record.get("why", ""), tuple(record.get("nearby", ())))


def grouped(questions: Iterable[Question]) -> list[Group]:
    """Alike questions together, largest group first."""
    groups: list[list[Question]] = []
    for question in questions:
        home = next((group for group in groups if _alike(group[0], question)), None)
        if home is None:
            groups.append([question])
        else:
            home.append(question)
    return [Group(tuple(group)) for group in sorted(groups, key=len, reverse=True)]


def report(lines: Iterable[str], most: int = 30) -> str:
    """Text for people; at most `most` groups."""
    groups = grouped(read(lines))
    total = sum(len(group.questions) for group in groups)
    shown = [f"{total} questions without an answer, in {len(groups)} groups"]
    for group in groups[:most]:
        counts = Counter(question.text for question in group.questions)
        shown.append(f"\n{len(group.questions)} x  {group.proposal}")
        shown += [f"    {count:3}  {text}" for text, count in counts.most_common(5)]
    return "\n".join(shown)


def _alike(one: Question, other: Question) -> bool:
    smaller = min(len(one.content), len(other.content))
    return smaller > 0 and len(one.content & other.content) / smaller > SIMILAR
