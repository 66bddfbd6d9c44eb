"""Stop, said after every turn of every conversation: goodbye, nothing written, and what was begun is kept.

Generated from the conversation files, on a skill that keeps its records in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shop_helper.domain.actions.draft import to_data
from simulator.conversations import Conversation, Turn, act, read_conversation
from simulator.device import Device
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model
from tests.conversation_files import FILES
from tests.stored import Watch

AT_LEAST = 500
"""Points at which stop is said, over all files."""

_stopped: list[str] = []


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with local_skill(in_memory=True) as made:
        yield made


def conversation(path: Path) -> Conversation:
    return read_conversation(path, Watch().checks)


PLAIN = [path for path in FILES if not conversation(path).settings]
"""Settings are read when a skill is made, and this one is made once."""


@pytest.mark.parametrize("path", PLAIN, ids=[path.stem for path in PLAIN])
def test_stop_after_every_turn(path: Path, skill: LocalSkill, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "shop_helper")  # prompts are known from the skill's own log
    read = conversation(path)
    for number in range(1, len(read.turns) + 1):
        device = after(skill, read, read.turns[:number])
        if device.session_open:
            stop(skill, device, f"{path.name}, after turn {number}")


def test_that_was_said_often_enough() -> None:
    assert len(_stopped) >= AT_LEAST or len(_stopped) == 0, "of all files; zero: this test ran alone"


def after(skill: LocalSkill, read: Conversation, turns: tuple[Turn, ...]) -> Device:
    skill.start_over()
    device = Device(skill, load_model("en-US"), customer=read.customer, device=read.device)
    for turn in turns:
        act(device, turn.action, turn.argument)
    return device


def stop(skill: LocalSkill, device: Device, place: str) -> None:
    state = device.attributes.get("shop_helper", {})
    stored, draft = records(skill, device.customer), kept_draft(skill, device)
    answer = device.say("stop")
    _stopped.append(place)
    assert answer.turn is not None, place
    assert answer.turn["prompt"] == "stop.goodbye", f"{place}: {answer.speech}"
    assert not answer.session_open, place
    assert records(skill, device.customer) == stored, f"{place}: something was written"
    begun = state.get("draft") if (state.get("pending") or {}).get("ask") != "redirect" else None
    expected = begun if begun and device.customer else draft
    assert kept_draft(skill, device) == expected, f"{place}: the draft is not what was begun"


def records(skill: LocalSkill, customer: str | None) -> Any:
    """Cases and orders."""
    if customer is None or skill.memory is None:
        return None
    return skill.memory.cases.of_customer(customer), skill.memory.orders.recent(customer, 50)


def kept_draft(skill: LocalSkill, device: Device) -> Any:
    if device.customer is None or skill.memory is None:
        return None
    found = skill.memory.cases.draft(device.customer, datetime.min.replace(tzinfo=UTC))
    return to_data(found.draft) if found else None
