"""Conversation files: what is refused, what is checked, what a failure looks like. On the invented library."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator import differences
from simulator.conversations import (
    ACTIONS,
    Conversation,
    ConversationError,
    Played,
    act,
    conversation_of,
    filled,
    play,
    read_conversation,
    verdict,
)
from simulator.device import Answer, Device
from simulator.local import LocalSkill
from simulator.recording import Recording

Make = Callable[..., Device]
README = Path(__file__).parent.parent / "conversations" / "README.md"


def talk(*turns: dict[str, Any], **head: Any) -> Conversation:
    return conversation_of({"turns": list(turns), **head}, "x.yaml", {"loud": lambda value, answer: []})


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ([], "expected `turns:`"),
        ({"turns": []}, "expected `turns:`"),
        ({"turns": [{"say": "hi"}], "custmer": "ana"}, "unknown key custmer; known are about, customer"),
        ({"turns": [{"say": "hi"}], "device": "fridge"}, "expected one of speaker, round, large"),
        ({"turns": [{"say": "hi"}], "settings": {"X": True}}, "expected NAME: 'text' (quote on and off)"),
        ({"turns": ["hi"]}, "turn 1: expected an object"),
        ({"turns": [{"intent": "X"}]}, "turn 1: expected exactly one of say, launch"),
        ({"turns": [{"say": "hi", "launch": True}]}, "got ['say', 'launch']"),
        ({"turns": [{"say": "hi"}, {"say": True}]}, "turn 2: say is True; expected a text (quote yes, no"),
        ({"turns": [{"launch": False}]}, "expected `launch: true`"),
        ({"turns": [{"say": "hi", "heers": ["x"]}]}, "unknown key heers"),
        ({"turns": [{"say": "hi", "hears": "x"}]}, "hears is 'x'; expected a list"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_its_place(data: Any, told: str) -> None:
    with pytest.raises(ConversationError) as refused:
        conversation_of(data, "x.yaml")
    assert str(refused.value).startswith("x.yaml")
    assert told in str(refused.value)


def test_what_is_no_yaml_or_no_file_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match="can't be read"):
        read_conversation(tmp_path / "none.yaml")
    (tmp_path / "bad.yaml").write_text("turns: [", encoding="utf-8")
    with pytest.raises(ConversationError, match="not valid YAML"):
        read_conversation(tmp_path / "bad.yaml")


def test_a_conversation_that_goes_as_written_has_nothing_wrong(make: Make) -> None:
    conversation = talk(
        {"launch": True, "request": "LaunchRequest", "open": True, "reprompt": "What would you like?"},
        {"say": "renew my books", "intent": "RenewIntent", "outcome": "asked", "topic": "loans.renew",
         "directives": ["Dialog.UpdateDynamicEntities"], "session": {"turns": 2}, "hears": ["ATLAS"]},
        {"say": "the blue atlas", "ids": {"book": "loan-1"}, "slots": {"book": "blue atlas"}, "open": False},
        {"say": "what happens if i bring a book back late", "card": "coin", "offered": ["fines", "card"]},
        {"silence": True, "speech": "Which one?"},
        {"close": True, "request": "SessionEndedRequest"},
        {"event": "disabled", "request": "AlexaSkillEvent.SkillDisabled"},
        {"forget": True, "open": False},
    )  # fmt: skip
    assert verdict(conversation, make()) is None


@pytest.mark.parametrize(
    "expected",
    [
        {"intent": "FindIntent"},
        {"slots": {"book": "the red one"}},
        {"ids": {"book": "loan-2"}},
        {"hears": ["cookbook"]},
        {"not": ["renewed"]},
        {"card": "anything"},
        {"open": True},
        {"session": {"turns": 9}},
        {"session": {"none": 1}},
        {"directives": ["X"]},
        {"problem": True},
        {"link": True},
        {"screen": True},
        {"speech": "Renewed"},
    ],
)
def test_each_difference_is_found(make: Make, expected: dict[str, Any]) -> None:
    (played,) = play(talk({"say": "renew harbor stories", **expected}), make())
    assert len(played.problems) == 1
    assert "expected" in played.problems[0] or "said" in played.problems[0] or "card" in played.problems[0]


def test_a_failure_shows_what_was_heard_recognised_and_answered(make: Make) -> None:
    wrong = verdict(talk({"say": "renew my books", "intent": "DueIntent"}), make())
    assert isinstance(wrong, Played)
    text = str(wrong)
    for part in (
        "turn 1: “renew my books”",
        "✗ intent is 'RenewIntent', expected 'DueIntent'",
        "RenewIntent by exact (1.00)",
        "DueIntent 0.",
        "answered:   You have two.",
    ):
        assert part in text


def test_a_known_miss_must_still_be_one(make: Make) -> None:
    wrong, right = {"say": "stop", "intent": "X"}, {"say": "stop", "intent": "AMAZON.StopIntent"}
    assert verdict(talk(wrong, known_miss="never mind why"), make()) is None
    assert verdict(talk(right, known_miss="y"), make()) == "x.yaml works now: take out `known_miss`"


def test_of_an_object_in_the_session_only_what_is_named_is_compared(make: Make) -> None:
    answer = Answer(response={"sessionAttributes": {"skill": {"draft": {"kind": "loan", "step": 2}}}})
    assert differences.between({"session": {"draft": {"kind": "loan"}}}, answer) == []
    assert differences.between({"session": {"draft": {"kind": "loan", "step": 3}}}, answer) != []
    assert differences.between({"session": {"draft": {"until": None}}}, answer) == []


def test_the_number_on_the_last_card_can_be_said_and_looked_for(make: Make) -> None:
    device = make()
    for content in ("471 229\nGood for 10 minutes.", "Yours: 471229"):
        device.card = {"type": "Simple", "content": content}
        assert filled("it is {card}", device, " ") == "it is 4 7 1 2 2 9"
        assert filled({"slots": {"number": "{card}"}, "not": ["{card}"], "open": True}, device) == {
            "slots": {"number": "471229"},
            "not": ["471229"],
            "open": True,
        }


def test_a_card_stays_when_the_session_is_over(make: Make) -> None:
    device = make()
    device.say("what happens if i bring a book back late")
    device.close()
    device.launch()
    assert device.card is not None
    assert device.card["content"] == "One coin a day."


def test_time_goes_by_and_the_session_ends_as_in_silence(make: Make) -> None:
    device = make()
    before = device.launch().request["request"]["timestamp"]
    act(device, "later", "2 days")
    assert not device.session_open
    after = device.launch().request["request"]["timestamp"]
    passed = datetime.fromisoformat(after) - datetime.fromisoformat(before)
    assert timedelta(days=2) <= passed < timedelta(days=2, minutes=5)


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(ConversationError, match="expected a time such as 1 day"):
        talk({"later": "soon"})


def test_a_project_adds_keys_of_its_own(make: Make) -> None:
    def loud(expected: Any, answer: Answer) -> list[str]:
        return [] if answer.speech.isupper() is expected else ["not loud"]

    conversation = talk({"say": "stop", "loud": True})
    assert [played.problems for played in play(conversation, make(), {"loud": loud})] == [("not loud",)]


def test_the_readme_names_every_action_and_key() -> None:
    text = README.read_text(encoding="utf-8")
    missing = [name for name in [*ACTIONS, *differences.KEYS] if name not in text]
    assert missing == []


def test_settings_of_a_file_hold_while_it_is_played_and_are_kept_when_it_is_written_anew(
    handler: LocalSkill, make_device: Make
) -> None:
    conversation = talk({"say": "hi"}, settings={"SHOP_HELPER_VOICE_CODE": "on"})
    with handler.with_settings(conversation.settings):
        assert os.environ["SHOP_HELPER_VOICE_CODE"] == "on"
    assert "SHOP_HELPER_VOICE_CODE" not in os.environ
    recording = Recording(make_device(), settings=conversation.settings)
    assert yaml.safe_load(recording.as_yaml())["settings"] == conversation.settings
