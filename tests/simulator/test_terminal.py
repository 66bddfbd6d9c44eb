"""The conversation in the terminal, line by line."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from simulator.device import Device
from simulator.envelope import DeviceKind
from simulator.terminal import COMMANDS, Conversation, greeting

Make = Callable[..., Device]


class Room:
    """A conversation and what is written in it."""

    def __init__(self, make: Make, **options: Any) -> None:
        self._make = make
        self._out = io.StringIO()
        self.conversation = Conversation(self._device, make(**options), self._out)

    def _device(self, customer: str | None, kind: DeviceKind, locale: str) -> Device:
        if customer not in (None, "ana", "ben"):
            raise ValueError(f"there is no example customer {customer!r}")
        return self._make(customer=customer, device=kind)

    def say(self, line: str) -> str:
        self._out.seek(0)
        self._out.truncate()
        assert self.conversation.take(line)
        return self._out.getvalue()


@pytest.fixture
def room(make: Make) -> Room:
    return Room(make, customer="ana")


def test_it_says_first_that_it_is_not_alexa(make: Make) -> None:
    words = greeting(make(customer="ana"))
    assert words.startswith("This is a stand-in for Alexa, not Alexa")
    assert "example customer ana" in words


def test_what_is_heard_is_shown_and_what_else_came_is_hinted_at(room: Room) -> None:
    assert room.say("open city library") == "  Welcome to the library. What would you like?\n"
    assert room.say("what happens if i bring a book back late").splitlines() == [
        "  Fines or cards? Which one?",
        "  (a card, see :card)",
    ]
    assert "the session is over" in room.say("stop")


def test_why_tells_intent_slots_topic_and_times(room: Room) -> None:
    room.say("when is the library open")
    text = room.say(":why")
    for part in ("AskIntent, by value, score 1.00", "→ hours", "topics:", "library.answered", "0.90", " ms"):
        assert part in text


def test_the_card_is_shown_on_demand(room: Room) -> None:
    assert "no card" in room.say(":card")
    room.say("what happens if i bring a book back late")
    assert "One coin a day." in room.say(":card")


def test_the_raw_request_and_response_are_shown_on_demand(room: Room) -> None:
    room.say("stop")
    assert '"name": "AMAZON.StopIntent"' in room.say(":raw")


def test_one_can_be_someone_else_on_another_device(room: Room) -> None:
    assert "You are now ben. A new session." in room.say(":customer ben")
    assert "The device is now: large." in room.say(":device large")
    room.say("stop")
    raw = room.say(":raw")
    assert "local:ben" in raw
    assert "Alexa.Presentation.APL" in raw
    assert "You are now none." in room.say(":customer none")


def test_a_choice_that_is_not_there_is_told(room: Room) -> None:
    assert "no example customer 'zoe'" in room.say(":customer zoe")
    assert "expected one of speaker, round, large" in room.say(":device fridge")
    assert ":nonsense is no command" in room.say(":nonsense")


def test_silence_and_new_sessions(room: Room) -> None:
    room.say("open city library")
    assert room.say(":silence") == "  What would you like?\n"
    assert "session is over" in room.say(":silence")
    room.say("open city library")
    assert "A new session." in room.say(":new")
    assert "nothing is on the screen" in room.say(":touch row-1")


def test_every_command_of_the_list_is_known_and_the_help_lists_it(room: Room) -> None:
    text = room.say(":help")
    for name in COMMANDS:
        assert name in text
        if name.split()[0] not in (":quit", ":as", ":customer", ":device", ":locale"):
            assert "is no command" not in room.say(name.split()[0])


def test_what_happens_outside_the_conversation_is_told_to_the_skill(room: Room) -> None:
    assert "the skill was told: AlexaSkillEvent.SkillEnabled" in room.say(":event enabled")
    assert "which event? enabled, disabled" in room.say(":event")
    assert "there is no event 'party'" in room.say(":event party")


def test_a_slip_in_a_command_is_understood(room: Room) -> None:
    assert "did you mean :screen?" in room.say(":scren")


def test_quit_is_the_last_line(room: Room) -> None:
    assert not room.conversation.take(":quit")
    assert room.say("") == ""


def test_a_skill_that_fails_shows_no_traceback(make: Make) -> None:
    def failing(event: Any, context: object) -> Any:
        raise ValueError("no shelf")

    text = Room(make, handler=failing).say("open city library")
    assert "There was a problem with the requested skill's response." in text
    assert "ValueError: no shelf" in text
    assert "Traceback" not in text
