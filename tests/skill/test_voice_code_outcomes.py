"""Whatever fails while a voice code is set: what is said of it never contradicts what is stored."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from shop_helper.alexa.session import ATTRIBUTE
from shop_helper.errors import StoreError
from simulator.conversations import act
from simulator.device import Device
from simulator.local import LocalSkill, local_skill
from simulator.memory import MemoryCodeRequests
from tests.skill.failing import UnexpectedError, not_saying
from tests.skill.writes import MODEL, NOW


@pytest.fixture(scope="module")
def skill_with_codes() -> Iterator[LocalSkill]:
    with patch.dict(os.environ, {"SHOP_HELPER_VOICE_CODE": "on"}), local_skill(NOW, in_memory=True) as made:
        yield made


CHOOSING = ("set a voice code", "{card}", "four eight two six", "four eight two six")


def all_but_the_last(skill: LocalSkill, customer: str) -> Device:
    """The first code, up to where it has to be said once more."""
    device = Device(skill, MODEL, customer=customer, now=NOW)
    for text in CHOOSING[:-1]:
        act(device, "say", text)
    assert device.attributes[ATTRIBUTE]["pending"]["ask"] == "voice_code.once_more"
    return device


@pytest.mark.parametrize(
    ("customer", "error", "sent"),
    [
        ("ana", StoreError, False),
        ("ben", StoreError, True),
        ("gwen", UnexpectedError, False),
        ("emma", UnexpectedError, True),
    ],
)
def test_a_voice_code_that_may_have_been_set_is_looked_up(
    skill_with_codes: LocalSkill, customer: str, error: type[Exception], sent: bool
) -> None:
    really_set, really_read, lost = MemoryCodeRequests.set_code, MemoryCodeRequests.read, list[int]()

    def sets(requests: MemoryCodeRequests, *args: Any, **more: Any) -> None:
        if sent:
            really_set(requests, *args, **more)
        lost.append(1)
        raise error("lost")

    def reads(requests: MemoryCodeRequests, of: str, **more: Any) -> Any:
        if lost and lost.pop():
            raise StoreError("lost")
        return really_read(requests, of, **more)

    device = all_but_the_last(skill_with_codes, customer)
    says = "what are your opening hours" if error is StoreError else "yes"
    with (
        patch.object(MemoryCodeRequests, "set_code", sets),
        patch.object(MemoryCodeRequests, "read", reads),
    ):
        assert "can't tell whether your new voice code was saved" in device.say(CHOOSING[-1]).speech
        lost.clear()
        answer = device.say(says)
    assert ("Your voice code is set" in answer.speech) == sent
    assert ("your voice code is as it was" in answer.speech) == (not sent)
    assert error is UnexpectedError or "hours" in answer.speech.lower()


@pytest.mark.parametrize(("customer", "start"), [("ivo", "voice_code.set"), ("farid", "voice_code.changed")])
def test_a_voice_code_whose_words_are_missing_is_not_set(
    skill_with_codes: LocalSkill, customer: str, start: str
) -> None:
    device = all_but_the_last(skill_with_codes, customer)
    with not_saying(start):
        assert "nothing was changed" in device.say(CHOOSING[-1]).speech
    assert "voice code is set" in device.say(CHOOSING[-1]).speech
