"""`evaluate`: what counts as right, what is printed, which lines are refused."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest

from simulator.device import Device
from simulator.evaluate import Result, evaluate, report
from simulator.questions import QuestionError, read_questions
from simulator.sweep import points, svg

Make = Callable[..., Device]

FILE = [
    {"text": "when is the library open", "topic": "hours", "source": "mine"},
    {"text": "how do i get a library card", "topic": "fines", "accept": ["card"]},
    {"text": "is the library open on sunday", "topic": "card"},
    {"text": "how much is the fine for a late book", "topic": "fines"},
    {"text": "do you have a scanner", "topic": "printing"},
    {"text": "what happens with old music", "topic": None, "kind": "far"},
    {"text": "how long are you open in the evening", "topic": None},
    {"text": "what happens if i bring a book back late", "topic": None},
    {"text": "renew my books"},
]


@pytest.fixture
def results(make: Make) -> list[Result]:
    questions = read_questions([json.dumps(line) for line in FILE], "file")
    return list(evaluate(questions, make))


def test_a_line_is_right_when_a_topic_is_the_expected_or_an_accepted_one(results: list[Result]) -> None:
    assert [r.right for r in results[:5]] == [True, True, False, False, False]
    assert [r.right_or_offered for r in results[:5]] == [True, True, False, True, False]


def test_an_offer_out_of_scope_is_not_an_answer(results: list[Result]) -> None:
    assert [(r.answered, r.outcome) for r in results[5:8]] == [
        (False, "declined"),
        (True, "answered"),
        (False, "offered"),
    ]


def test_each_object_has_what_is_expected_and_what_came(results: list[Result]) -> None:
    first = results[0].as_json()
    assert first == {
        "text": "when is the library open",
        "topic": "hours",
        "intent": "AskIntent",
        "slots": {"question": {"value": "when is the library open", "id": "hours"}},
        "topics": ["hours"],
        "offered": [],
        "outcome": "answered",
        "prompt": "library.answered",
        "confidence": 0.9,
        "speech": "About hours.",
        "session_open": False,
        "source": "mine",
    }
    assert results[5].as_json()["kind"] == "far"
    assert results[5].as_json()["topic"] is None
    assert results[1].as_json()["accept"] == ["card"]


def test_a_carried_key_never_hides_what_came(make: Make) -> None:
    line = {"text": "when is the library open", "topic": "hours", "outcome": "mine", "speech": "mine"}
    (result,) = evaluate(read_questions([json.dumps(line)], "file"), make)
    assert (result.as_json()["outcome"], result.as_json()["speech"]) == ("answered", "About hours.")


def test_the_report_has_the_figures_the_topics_worst_first_and_the_confusions(results: list[Result]) -> None:
    lines = report(results).splitlines()
    figures = {" ".join(line.split()[:3]): line for line in lines}
    assert "40.0%  (2 of 5)" in figures["first answer right"]
    assert "60.0%  (3 of 5)" in figures["right or offered"]
    assert "33.3%  (1 of 3)" in next(line for line in lines if line.strip().startswith("wrongly answered"))
    assert [line.split()[0] for line in lines[11:14]] == ["card", "printing", "fines"]
    assert "   1  card → hours   e.g. “is the library open on sunday”" in lines
    assert any("“how long are you open in the evening” → hours" in line for line in lines)


def test_each_line_has_a_session_of_its_own(results: list[Result]) -> None:
    assert all(not r.record["session_open"] or r.outcome in ("offered", "asked") for r in results)


def test_a_skill_that_fails_is_an_error_and_no_answer(make: Make) -> None:
    def failing(event: Any, context: object) -> Any:
        raise ValueError("no")

    (result,) = evaluate(read_questions([json.dumps(FILE[0])], "file"), lambda: make(failing))
    assert (result.outcome, result.right, result.answered) == ("error", False, False)
    assert "errors" in report([result])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not valid JSON"),
        ("[1]", "no object"),
        ('{"topic": "hours"}', "`text` is missing"),
        ('{"text": "  "}', "`text` is missing"),
        ('{"text": 3, "topic": null}', "`text` is missing"),
        ('{"text": "a", "topic": 3}', "`topic` is neither"),
        ('{"text": "a", "topic": "b", "accept": "c"}', "`accept` is no list"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, problem: str) -> None:
    with pytest.raises(QuestionError, match=f"^my.jsonl:3: {problem}.*expected one JSON object a line"):
        read_questions(['{"text": "a", "topic": null}', "", line], "my.jsonl")


def test_the_sweep_declines_what_is_less_sure_than_the_threshold(results: list[Result]) -> None:
    curve = points(results)
    assert (curve[0].right, round(curve[0].wrong, 3)) == (0.4, 0.333)
    assert (curve[-1].right, curve[-1].wrong) == (0.0, 0.0)


def test_a_reply_without_confidence_is_swept_nowhere(make: Make) -> None:
    renew = {"text": "renew harbor stories", "topic": "loans.renew"}
    (result,) = evaluate(read_questions([json.dumps(renew)], "file"), make)
    assert {point.right for point in points([result])} == {1.0}


def test_the_picture_is_well_formed_and_has_every_point(results: list[Result]) -> None:
    root = ET.fromstring(svg(points(results), "Right & wrong"))
    assert len(root.findall("{http://www.w3.org/2000/svg}circle")) == len(points(results))
