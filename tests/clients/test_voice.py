"""npm `virtual-alexa` talks to the skill as it is shipped: the built Lambda in its runtime, and the web service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from simulator.conversations import Conversation, read_conversation, verdict
from simulator.device import local_token
from simulator.world import load_world
from tests.clients.node import Lines
from tests.clients.served import WAYS, Served, served
from tests.clients.virtual_alexa import BLIND, VirtualAlexa

pytestmark = pytest.mark.clients

FILES = sorted((Path(__file__).parent / "conversations").glob("*.yaml"))
ENOUGH = 60
"""Utterances, over all files."""


@pytest.fixture(scope="module", params=WAYS)
def skill(request: pytest.FixtureRequest) -> Iterator[Served]:
    with served(WAYS[request.param]) as made:
        yield made


@pytest.fixture(scope="module")
def lines() -> Iterator[Lines]:
    with Lines("voice.js") as made:
        yield made


def conversation(path: Path) -> Conversation:
    read = read_conversation(path)
    assert not [key for turn in read.turns for key in turn.expected if key in BLIND]
    return read


def client(lines: Lines, skill: Served, read: Conversation) -> VirtualAlexa:
    people = load_world().customers
    token = people[read.customer].token if read.customer else None
    return VirtualAlexa(lines, skill.url, token, screen=read.device != "speaker")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_conversation(path: Path, skill: Served, lines: Lines) -> None:
    skill.start_over()
    read = conversation(path)
    device = client(lines, skill, read)
    wrong = verdict(read, cast(Any, device))
    assert wrong is None, f"{path.name}, {read.about}\n{wrong}\n{skill.log()[-2000:]}"
    assert [str(finding) for finding in device.findings] == []
    assert [answer.problem for answer in device.answers if answer.problem] == []


def test_nothing_was_answered_in_spite_of_an_exception(skill: Served) -> None:
    """Of all the turns above, and one more: the log would hold it."""
    assert "Traceback" not in skill.log(), skill.log()[-3000:]


def test_a_session_is_kept_over_turns_and_ends_with_the_answer_that_ends_it(
    skill: Served, lines: Lines
) -> None:
    device = VirtualAlexa(lines, skill.url, local_token("ben"))
    first, second = device.say("where is my order"), device.say("stop")
    again = device.launch()
    assert first.request["session"]["new"]
    assert not second.request["session"]["new"]
    assert second.request["session"]["attributes"] == first.response["sessionAttributes"]
    assert again.request["session"]["sessionId"] != first.request["session"]["sessionId"]


def test_enough_is_said() -> None:
    said = {t.argument for path in FILES for t in conversation(path).turns if t.action == "say"}
    print(f"{len(said)} different utterances in {len(FILES)} conversations, over {' and '.join(WAYS)}")
    assert len(said) >= ENOUGH
