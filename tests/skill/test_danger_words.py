"""What somebody in danger says is in no log, no session and no case; the log says which kind of danger it was."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from simulator.device import Device
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model

BEFORE = {
    "fresh": (),
    "at a choice of topics": ("how do i contact a seller",),
    "at which item": ("start a return",),
    "at a description": ("open a case about the kettle",),
    "at a read-back": ("open a case about the kettle", "the lid is cracked"),
}
SAID = {
    "self_harm": ("i want to kill myself tonight zanzibar", "zanzibar"),
    "fire": ("the toaster is on fire and the periwinkle curtains burn", "periwinkle"),
    "swallowed": ("my toddler swallowed a button battery from the xylophone", "xylophone"),
    "fraud": ("i just gave the caller quagmire my bank password", "quagmire"),
}
"""Kind → what is said, and a word in it that nobody else says."""


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with local_skill(in_memory=True) as made:
        yield made


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("kind", SAID)
def test_the_words_of_somebody_in_danger_are_kept_nowhere(
    skill: LocalSkill, kind: str, before: str, caplog: pytest.LogCaptureFixture
) -> None:
    skill.start_over()
    caplog.set_level("DEBUG")
    said, mark = SAID[kind]
    device = Device(skill, load_model("en-US"), customer="ana")
    for words in BEFORE[before]:
        device.say(words)
    caplog.clear()
    answer = device.say(said)
    assert answer.turn is not None
    assert answer.turn["danger"] == kind
    for words in ("yes", "yes"):
        if device.session_open:
            answer = device.say(words)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("shop_helper")]
    assert len(ours) >= 1
    assert not [message for message in ours if mark in message or "unanswered" in message]
    assert mark not in json.dumps(device.attributes)
    assert skill.memory is not None
    assert mark not in repr(skill.memory.cases.of_customer("ana"))
