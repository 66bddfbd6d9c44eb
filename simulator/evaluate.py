"""`evaluate`: every question of a file in a fresh session, and how many were answered rightly.

A line is right when the topics of the first reply hold the expected one or one that is accepted too. For a line
that must be declined, an answer or a question back counts as wrongly answered; an offered choice does not, but
is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.device import Device
from simulator.questions import Question
from simulator.record import record_of

_CONFUSIONS_SHOWN = 40


@dataclass(frozen=True)
class Result:
    """A question and what came of it."""

    question: Question
    record: Mapping[str, Any]
    """As `record_of` makes it."""

    @property
    def outcome(self) -> str:
        return str(self.record["outcome"])

    @property
    def right(self) -> bool:
        return bool(self.question.right.intersection(self.record["topics"]))

    @property
    def right_or_offered(self) -> bool:
        return self.right or bool(self.question.right.intersection(self.record["offered"]))

    @property
    def answered(self) -> bool:
        """Whether the skill took the sentence for something that it answers."""
        return self.outcome in ("answered", "asked") and bool(self.record["topics"])

    def as_json(self) -> dict[str, Any]:
        """The record, with the expected topic and the keys that are carried through."""
        own = {"text": self.question.text, "topic": self.question.topic}
        carried = {key: value for key, value in self.question.data.items() if key not in self.record}
        return own | {k: v for k, v in self.record.items() if k not in own} | carried | own


def evaluate(questions: Iterable[Question], make: Callable[[], Device]) -> Iterator[Result]:
    """Each question said to a device of its own."""
    for question in questions:
        device = make()
        answer = device.say(question.text)
        yield Result(question, record_of(question.text, answer))


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    def __str__(self) -> str:
        return (
            f"{self.count / self.of:6.1%}  ({self.count:,} of {self.of:,})" if self.of else "     –  (none)"
        )


def report(results: Iterable[Result]) -> str:
    """The figures, topics worst first, and the confusions."""
    scored = [result for result in results if result.question.scored]
    inside = [result for result in scored if result.question.in_scope]
    outside = [result for result in scored if not result.question.in_scope]
    parts = [_summary(inside, outside)]
    if inside:
        parts += [_topics(inside), _confusions(inside)]
    if outside:
        parts.append(_wrongly_answered(outside))
    return "\n\n".join(part for part in parts if part)


def _summary(inside: list[Result], outside: list[Result]) -> str:
    wrong = [r for r in inside if r.answered and not r.right]
    errors = [r for r in (*inside, *outside) if r.outcome == "error"]
    lines = [
        ("questions with an answer", str(len(inside))),
        ("  first answer right", str(Share(sum(r.right for r in inside), len(inside)))),
        ("  right or offered", str(Share(sum(r.right_or_offered for r in inside), len(inside)))),
        ("  answered wrongly", str(Share(len(wrong), len(inside)))),
        ("  declined", str(Share(sum(r.outcome == "declined" for r in inside), len(inside)))),
        ("to be declined", str(len(outside))),
        ("  wrongly answered", str(Share(sum(r.answered for r in outside), len(outside)))),
        ("  offered a choice", str(Share(sum(r.outcome == "offered" for r in outside), len(outside)))),
        ("  declined", str(Share(sum(r.outcome == "declined" for r in outside), len(outside)))),
    ]
    if errors:
        lines.append(("errors", str(len(errors))))
    return "\n".join(f"{name:<26}{value:>8}" for name, value in lines)


def _topics(inside: list[Result]) -> str:
    """One line a topic, worst first; those without a fault only counted."""
    by_topic: dict[str, list[Result]] = {}
    for result in inside:
        by_topic.setdefault(str(result.question.topic), []).append(result)
    rows = [
        (sum(r.right for r in found), sum(r.right_or_offered for r in found), len(found), topic)
        for topic, found in by_topic.items()
    ]
    rows.sort(key=lambda row: (row[0] / row[2], row[1] / row[2], row[3]))
    faulty = [row for row in rows if row[0] < row[2]]
    lines = [f"{'topic':<44}{'right':>8}{'offered':>9}{'of':>5}"]
    lines += [f"{topic:<44}{right:>8}{either:>9}{size:>5}" for right, either, size, topic in faulty]
    if len(faulty) < len(rows):
        lines.append(f"all right: {len(rows) - len(faulty)} other topics")
    return "\n".join(lines)


def _confusions(inside: list[Result]) -> str:
    """Expected → what came instead, the most frequent first."""
    missed = Counter((str(r.question.topic), _got(r)) for r in inside if not r.right)
    if not missed:
        return ""
    examples = {(str(r.question.topic), _got(r)): r.question.text for r in reversed(inside) if not r.right}
    lines = ["confusions"]
    ranked = sorted(missed.items(), key=lambda entry: (-entry[1], entry[0]))
    for (expected, got), count in ranked[:_CONFUSIONS_SHOWN]:
        lines.append(f"{count:>4}  {expected} → {got}   e.g. “{examples[expected, got]}”")
    if len(ranked) > _CONFUSIONS_SHOWN:
        lines.append(f"      and {len(ranked) - _CONFUSIONS_SHOWN} more pairs")
    return "\n".join(lines)


def _got(result: Result) -> str:
    if result.outcome == "offered":
        return "offered " + ", ".join(result.record["offered"])
    topics = result.record["topics"]
    return str(topics[0]) if topics else result.outcome


def _wrongly_answered(outside: list[Result]) -> str:
    wrong = [r for r in outside if r.answered]
    if not wrong:
        return ""
    lines = [f"      “{r.question.text}” → {_got(r)}" for r in wrong[:_CONFUSIONS_SHOWN]]
    if len(wrong) > _CONFUSIONS_SHOWN:
        lines.append(f"      and {len(wrong) - _CONFUSIONS_SHOWN} more")
    return "\n".join(["answered, but to be declined", *lines])
