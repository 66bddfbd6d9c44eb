"""The example of docs/simulator.md: a skill of one intent, and its test."""

from pathlib import Path
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


def test_the_document_shows_it_word_for_word() -> None:
    root = Path(__file__).parent.parent.parent
    shown = (
        (root / "docs" / "simulator.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    )
    source = (
        Path(__file__)
        .read_text(encoding="utf-8")
        .split("# example\n")[1]
        .split("\n\n\ndef test_the_document")[0]
    )
    assert shown.split() == source.split()
