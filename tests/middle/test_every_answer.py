"""Every question that can be open × everything that may be said then: `answers.yaml` states what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from shop_helper.dialog.questions import OpenQuestion
from tests.middle.moments import MOMENTS
from tests.middle.outcomes import outcome
from tests.middle.said import SAID, missing

TABLE: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("answers.yaml").read_text(encoding="utf-8")
)
EVERYWHERE = TABLE["everywhere"]
GIVING_WAY = ("What", "AnythingElse", "OfferTopic", "OfferAction", "OfferMore")


@dataclass(frozen=True)
class Row:
    expected: tuple[str, ...]
    is_own: bool
    """Of this moment, not of `everywhere`."""
    wrong: str = ""
    """Why today's answer is wrong; empty where it is right."""


def row_of(moment: str, said: str) -> Row:
    own = TABLE.get(moment, {}).get(said)
    if own is None:
        return Row(_everywhere(moment, said) if said in EVERYWHERE else (), False)
    return Row(tuple(own["wanted"]), True, own["why"]) if isinstance(own, dict) else Row(tuple(own), True)


def _everywhere(moment: str, said: str) -> tuple[str, ...]:
    session = MOMENTS[moment].session
    prompt, asked, *changes = EVERYWHERE[said]
    if asked == "same":
        asked = type(session.open_question).__name__ if session.open_question else "What"
    elif asked in GIVING_WAY and session.draft is not None:
        asked = "Resume"
    return (prompt, asked, *changes)


def cells() -> list[Any]:
    found = []
    for moment in MOMENTS:
        for said in SAID:
            wrong = row_of(moment, said).wrong
            marks = [pytest.mark.xfail(reason=wrong, strict=True)] if wrong else []
            found.append(pytest.param(moment, said, marks=marks, id=f"{moment}: {said}"))
    return found


@pytest.mark.parametrize(("name", "said"), cells())
def test_answer(name: str, said: str) -> None:
    moment = MOMENTS[name]
    middle = moment.middle()
    there = middle.written
    answered = middle.answer(moment.session, said)
    new = tuple(case for case in middle.written if case not in there)
    found, row = outcome(moment.session, answered, new), row_of(name, said)
    if not row.is_own:
        found[1] = found[1].removeprefix("another ")
    assert tuple(found) == row.expected


def test_every_question_has_its_moment() -> None:
    asked = {type(moment.session.open_question) for moment in MOMENTS.values()}
    assert set(get_args(OpenQuestion)) - asked == set()


def test_every_act_and_every_short_answer_has_its_sentence() -> None:
    assert missing() == set()


def test_every_moment_has_a_row_for_every_sentence_and_none_for_another() -> None:
    assert MOMENTS.keys() == TABLE.keys() - {"everywhere"}
    for moment in MOMENTS:
        assert SAID.keys() - TABLE[moment].keys() - EVERYWHERE.keys() == set(), moment
        assert TABLE[moment].keys() - SAID.keys() == set(), moment
