"""How many times a customer has to speak until their case is written, over all conversations about cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

import pytest

from simulator.conversations import Played, play, read_conversation
from simulator.device import Device
from simulator.local import LocalSkill
from tests.conversation_files import FOLDER
from tests.stored import Watch

pytestmark = pytest.mark.slow

FILES = sorted((FOLDER / "cases").glob("*.yaml"))
MOST, FEWEST_CASES = 4, 20
SPOKEN = ("say", "touch", "launch")


def turns_to_a_case(turns: Iterable[Played]) -> list[int]:
    """From the wish to the written case, both counted, digressions and changes of mind too; a dropped one is none."""
    counts: list[int] = []
    begun = 0
    for played in turns:
        prompt = (played.answer.turn or {}).get("prompt") or ""
        if played.turn.action not in SPOKEN:
            continue
        if prompt.startswith("action.done.case"):
            counts.append(begun + 1)
            begun = 0
        elif _kind(played) == "case":
            begun += 1
        elif played.answer.session_open:
            begun = 0
    return counts


def _kind(played: Played) -> str:
    state = (played.answer.response or {}).get("sessionAttributes", {}).get("shop_helper", {})
    return str((state.get("draft") or {}).get("kind", ""))


@pytest.fixture
def counts(make_device: Callable[..., Device], handler: LocalSkill) -> list[int]:
    def of(path: Path) -> list[int]:
        handler.start_over()
        watch = Watch()
        conversation = read_conversation(path, watch.checks)
        watch.customer = conversation.customer
        device = make_device(conversation.customer, device=conversation.device)
        with handler.with_settings(conversation.settings):
            return turns_to_a_case(play(conversation, device, watch.checks))

    return [count for path in FILES for count in of(path)]


def test_a_case_takes_four_turns_at_most_as_a_rule(counts: list[int]) -> None:
    assert len(counts) >= FEWEST_CASES
    assert median(counts) <= MOST, sorted(counts)
