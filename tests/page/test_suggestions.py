"""What the page suggests to say: the answers that a question asks for."""

from __future__ import annotations

import pytest

from simulator.answer import Answer
from simulator.model import Model, load_model
from simulator.page.suggestions import MOST, suggestions

MODEL = load_model("en-US")
HELLO = Model.load("tests/models/hello.json", "en-US")


@pytest.mark.parametrize(
    ("speech", "reprompt", "expected"),
    [
        ("It came yesterday. Shall I go on?", "Go on?", ["yes", "no"]),
        ("Shall I ask for the return?", "Yes or no?", ["yes", "no"]),
        ("Have you already written to them?", "Have you written to Blue Fin, yes or no?", ["yes", "no"]),
        ("Then, would you like more?", "", ["yes", "no"]),
        (
            "Which item do you mean: the kettle, the lamp, or the coat? Or say: another one.",
            "The kettle, the lamp, or the coat, or another one?",
            ["the kettle", "the lamp", "the coat", "another one"],
        ),
        ("Do you mean returns, or refunds?", "Returns, or refunds?", ["Returns", "refunds"]),
        ("Do you mean returns, or refunds?", "Which?", ["returns", "refunds"]),
        (
            "Are you asking as a buyer, or as a seller?",
            "As a buyer, or as a seller?",
            ["as a buyer", "as a seller"],
        ),
        ("Why would you like to return the lamp?", "Why?", ["repeat that", "help", "cancel", "stop"]),
    ],
)
def test_answers_to_a_question_are_suggested(speech: str, reprompt: str, expected: list[str]) -> None:
    answer = Answer(speech=speech, reprompt=reprompt, session_open=True)
    assert suggestions(MODEL, answer) == expected


def test_before_the_first_word_the_skill_can_be_opened_or_asked() -> None:
    assert suggestions(HELLO, None) == ["open hello friend", "say hello"]
    assert suggestions(MODEL, Answer(speech="Goodbye.")) == suggestions(MODEL, None)
    assert len(suggestions(MODEL, None)) == MOST


def test_an_open_question_is_met_with_examples() -> None:
    asked = Answer(speech="What would you like to know?", reprompt="For example?", session_open=True)
    assert "where is my order" in suggestions(MODEL, asked)


def test_a_slot_that_alexa_asks_for_is_met_with_its_values() -> None:
    asked = Answer(speech="Buyer, or what?", reprompt="What?", session_open=True, dialog="elicits audience")
    assert suggestions(MODEL, asked) == ["buyer", "seller"]
