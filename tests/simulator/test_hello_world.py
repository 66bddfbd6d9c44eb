"""The example of docs/simulator.md: a skill of one intent, and its test."""

from typing import Any

import pytest

from simulator.model import Model
from simulator.pytest_plugin import Say, Skill


# example
def hello(event: Any, context: Any) -> dict[str, Any]:  # your Lambda handler
    name = event["request"].get("intent", {}).get("slots", {}).get("name", {}).get("value", "there")
    speech = {"type": "PlainText", "text": f"Hello, {name.title()}!"}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}


@pytest.fixture
def skill() -> Skill:
    return Skill(hello, Model.load("tests/models/hello.json", "en-US"))


def test_it_greets_by_name(say: Say) -> None:
    assert say("ask hello friend to say hello to Maria").speech == "Hello, Maria!"
