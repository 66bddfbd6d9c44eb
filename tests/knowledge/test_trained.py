"""The trained files that are committed: they belong to the questions of today, and they place others than those.

The floors are below what was measured when they were fitted (docs/search.md): they catch a fit gone wrong, not a point
lost.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from shop_helper.knowledge.classifier import View
from shop_helper.knowledge.ranking import Decision, Ranker
from training.current import problem
from training.examples import load_examples
from training.measure import Question, read_questions, recognised_badly, tally

pytestmark = pytest.mark.slow

QUESTIONS = Path(__file__).resolve().parent.parent / "questions"
IN_SCOPE, OUT_OF_SCOPE = ("held_out", "blind"), ("out_of_scope", "blind_out_of_scope")
"""`blind` was written by people who had seen titles and answers only, none of the questions that are learnt."""


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    made = Ranker.load()
    if made.view != View.BOTH:
        pytest.fail("no encoder in this build; `make build` makes it")
    return made


@pytest.fixture(scope="module")
def held_out() -> list[Question]:
    return read_questions(QUESTIONS / "held_out.jsonl")


def shares(ranker: Ranker, questions: Sequence[Question]) -> dict[str, float]:
    return tally(ranker.rank, questions)[""].shares()


def test_the_trained_files_were_made_from_the_questions_as_they_are() -> None:
    assert problem() is None


@pytest.mark.parametrize("name", [*IN_SCOPE, *OUT_OF_SCOPE])
def test_no_held_out_question_was_learnt(name: str) -> None:
    learnt = {" ".join(example.text.split()) for example in load_examples()}
    asked = read_questions(QUESTIONS / f"{name}.jsonl")
    assert [question.text for question in asked if question.text in learnt] == []


def test_every_topic_has_at_least_six_held_out_questions(held_out: list[Question]) -> None:
    lines = (QUESTIONS / "held_out.jsonl").read_text(encoding="utf-8").splitlines()
    topics = [json.loads(line)["topic"] for line in lines]
    agreed = json.loads((QUESTIONS.parent / "topics.json").read_text(encoding="utf-8"))
    assert {topic: topics.count(topic) for topic in agreed if topics.count(topic) < 6} == {}


@pytest.mark.parametrize(
    ("name", "right", "right_or_offered"), [("held_out", 0.93, 0.97), ("blind", 0.85, 0.93)]
)
def test_questions_never_seen_are_placed(
    ranker: Ranker, name: str, right: float, right_or_offered: float
) -> None:
    found = shares(ranker, read_questions(QUESTIONS / f"{name}.jsonl"))
    assert found["right"] >= right
    assert found["right_or_offered"] >= right_or_offered


@pytest.mark.parametrize("name", OUT_OF_SCOPE)
def test_what_is_out_of_scope_is_not_answered(ranker: Ranker, name: str) -> None:
    found = shares(ranker, read_questions(QUESTIONS / f"{name}.jsonl"))
    assert found["answered"] <= 0.03
    assert found["declined"] >= 0.85


def test_a_bad_recogniser_costs_little(ranker: Ranker, held_out: list[Question]) -> None:
    chance = random.Random(11)
    some = held_out[::4]
    damaged = [Question(recognised_badly(q.text, chance), q.right, q.kind) for q in some]
    assert shares(ranker, damaged)["right"] >= 0.85
    assert shares(ranker, damaged)["right_or_offered"] >= shares(ranker, some)["right_or_offered"] - 0.06


def test_nonsense_is_declined(ranker: Ranker) -> None:
    for text in ("", "?!", "zzz qqq", "lorem ipsum dolor sit amet", "1234567890", "the the the the"):
        assert ranker.rank(text).decision is not Decision.ANSWER, text
