"""People in danger are recognized, and ordinary sentences are not taken for danger.

The floors are measured shares, rounded down; docs/danger.md has the figures. No sentence of `held_out.jsonl` is
learned from, printed or looked at.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.danger import HELD_OUT, Count, by_sense, count, heard, read_lines
from shop_helper.knowledge.ranking import Ranker
from shop_helper.understanding.danger import DangerSense
from training.danger import load_danger_examples

CAUGHT = 0.98
CAUGHT_OF_EACH = 0.92
CAUGHT_MISHEARD = 0.95
FALSE_ALARMS = 0.02
FALSE_ALARMS_OF_ORDINARY = 0.015

CALIBRATION = HELD_OUT.with_name("calibration.jsonl")
"""What weight and threshold were chosen on."""

QUESTIONS = Path(__file__).resolve().parent.parent / "questions"


@pytest.fixture(scope="module")
def sense() -> DangerSense:
    return DangerSense.load(meaning=Ranker.load().meaning)


@pytest.fixture(scope="module")
def counts(sense: DangerSense) -> dict[str, Count]:
    return count(read_lines(HELD_OUT), by_sense(sense))


def test_held_out_dangers_are_recognized(counts: dict[str, Count]) -> None:
    assert counts["danger"].share >= CAUGHT


def test_near_misses_raise_no_alarm(counts: dict[str, Count]) -> None:
    assert counts["none"].share <= FALSE_ALARMS


def test_no_kind_of_danger_is_left_behind(counts: dict[str, Count]) -> None:
    shares = {kind: one.share for kind, one in counts.items() if kind not in ("none", "danger")}
    assert {kind: share for kind, share in shares.items() if share < CAUGHT_OF_EACH} == {}


@pytest.mark.slow
def test_a_word_misheard_hides_few_dangers(sense: DangerSense) -> None:
    misheard = count(heard(read_lines(HELD_OUT), "one accident"), by_sense(sense))
    assert misheard["danger"].share >= CAUGHT_MISHEARD


@pytest.mark.slow
def test_ordinary_questions_raise_no_alarm(sense: DangerSense) -> None:
    questions = [
        json.loads(line)["text"]
        for path in sorted(QUESTIONS.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    alarms = sum(sense.danger_in(text) is not None for text in questions)
    assert alarms / len(questions) <= FALSE_ALARMS_OF_ORDINARY


def test_nothing_held_out_is_learned_from() -> None:
    """A few short sentences ("no pulse") are also drawn from a pattern, or were written by another writer."""
    learned = {example.text for example in load_danger_examples()}
    for path in (HELD_OUT, CALIBRATION):
        lines = read_lines(path)
        assert sum(line.text in learned for line in lines) <= 0.015 * len(lines), path.name
