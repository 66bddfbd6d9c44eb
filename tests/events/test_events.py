"""There is an event for each intent and each type of request, and the skill answers each as it should."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.envelope import SKILL_ID
from simulator.local import LocalSkill
from simulator.model import load_model
from tests.events.answers import problems
from tests.events.make import HERE, Entry, entries, event, skill_of_events

TYPES = {
    "LaunchRequest",
    "IntentRequest",
    "SessionEndedRequest",
    "CanFulfillIntentRequest",
    "System.ExceptionEncountered",
    "Alexa.Presentation.APL.UserEvent",
    "Alexa.Presentation.APL.RuntimeError",
    "AlexaSkillEvent.SkillEnabled",
    "AlexaSkillEvent.SkillDisabled",
    "AlexaSkillEvent.SkillAccountLinked",
    "AlexaSkillEvent.SkillPermissionAccepted",
    "AlexaSkillEvent.SkillPermissionChanged",
    "AlexaSkillEvent.ProactiveSubscriptionChanged",
    "Messaging.MessageReceived",
    "Connections.Response",
    "Some.FutureRequest",
}
ENTRIES = entries()


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with skill_of_events() as made:
        yield made


def read(entry: Entry) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(entry.path.read_text(encoding="utf-8"))
    return envelope


def test_every_intent_of_the_model_has_its_event() -> None:
    heard = {
        entry.name for entry in ENTRIES if read(entry)["request"].get("intent", {}).get("name") == entry.name
    }
    missing = set(load_model("en-US").intents) - heard
    assert missing == set(), "add it to tests/events/events.yaml and run `python -m tests.events.make NAME`"


def test_every_type_of_request_has_its_event() -> None:
    assert {read(entry)["request"]["type"] for entry in ENTRIES} >= TYPES


def test_every_file_has_its_entry() -> None:
    assert {path.stem for path in HERE.glob("*.json")} == {entry.name for entry in ENTRIES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_event_is_a_complete_envelope(entry: Entry) -> None:
    envelope = read(entry)
    assert envelope["version"] == "1.0"
    assert envelope["context"]["System"]["application"]["applicationId"] == SKILL_ID
    assert {"type", "requestId", "timestamp", "locale"} <= envelope["request"].keys()
    assert ("session" in envelope) is not entry.outside


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_event_is_answered(entry: Entry, skill: LocalSkill) -> None:
    envelope = read(entry)
    problem = "where the session has another form now: `python -m tests.events.make`"
    assert problems(entry, envelope, skill(envelope)) == [], problem


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.say], ids=lambda entry: entry.name)
def test_an_event_is_what_would_be_sent_today(entry: Entry, skill: LocalSkill) -> None:
    """But for the session, in which ids and orders of words may change."""
    made, kept = event(entry, skill), read(entry)
    assert made["request"]["intent"] == kept["request"]["intent"], "run `python -m tests.events.make`"


def test_a_wrong_answer_is_noticed() -> None:
    spoken = {"version": "1.0", "response": {"outputSpeech": {"type": "SSML", "ssml": "<speak>Hi.</speak>"}}}
    for entry in ENTRIES:
        if not entry.spoken_or_silent:
            assert problems(entry, read(entry), spoken) != [], entry.name
            assert problems(entry, read(entry), {"errorType": "KeyError"}) != [], entry.name
