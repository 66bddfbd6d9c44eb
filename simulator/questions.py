"""Question files for `evaluate`: JSON lines.

    {"text": "can i send this back", "topic": "returns.can_i_return", "accept": ["returns.how"], "source": "mine"}

`topic` is the topic id that is right, null for a sentence that must be declined; without it the line is answered
but not scored. `accept` lists other ids that are right too. Other keys are carried through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_EXPECTED = (
    'expected one JSON object a line, {"text": "…", "topic": "an id, or null", "accept": ["more ids"]}'
)


class QuestionError(Exception):
    """A line that can't be used: `file:line: problem; what was expected`."""


@dataclass(frozen=True)
class Question:
    text: str
    topic: str | None
    accept: frozenset[str]
    scored: bool
    """Whether the file says what is right."""
    data: Mapping[str, Any]
    """The whole line."""

    @property
    def right(self) -> frozenset[str]:
        return self.accept | {self.topic} if self.topic else self.accept

    @property
    def in_scope(self) -> bool:
        return self.topic is not None


def read_questions(lines: Iterable[str], name: str) -> list[Question]:
    """All lines but empty ones. Raises QuestionError on the first that can't be used."""
    numbered = enumerate(lines, start=1)
    return [_question(line, f"{name}:{number}") for number, line in numbered if line.strip()]


def _question(line: str, where: str) -> Question:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as problem:
        raise QuestionError(f"{where}: not valid JSON ({problem.msg}); {_EXPECTED}") from problem
    if not isinstance(data, dict):
        raise QuestionError(f"{where}: no object; {_EXPECTED}")
    text, topic, accept = data.get("text"), data.get("topic"), data.get("accept") or []
    if not isinstance(text, str) or not text.strip():
        raise QuestionError(f"{where}: `text` is missing or empty; {_EXPECTED}")
    if not (topic is None or isinstance(topic, str)):
        raise QuestionError(f"{where}: `topic` is neither a text nor null; {_EXPECTED}")
    if not isinstance(accept, list) or not all(isinstance(one, str) for one in accept):
        raise QuestionError(f"{where}: `accept` is no list of topic ids; {_EXPECTED}")
    return Question(text, topic or None, frozenset(accept), "topic" in data, data)
