"""Every conversation file, said to the stand-in and answered by the real handler."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.conversations import Check, read_conversation, verdict
from simulator.device import Device

FILES = sorted((Path(__file__).parent / "conversations").rglob("*.yaml"))
CHECKS: dict[str, Check] = {}
"""Keys that only this project's files have: what stands under them, and the answer → what is wrong."""


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_conversation(path: Path, make_device: Callable[..., Device]) -> None:
    conversation = read_conversation(path, CHECKS)
    device = make_device(conversation.customer, device=conversation.device)
    wrong = verdict(conversation, device, CHECKS)
    assert wrong is None, f"{path.name}, {conversation.about}\n{wrong}"
