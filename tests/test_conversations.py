"""Every conversation file, said to the stand-in and answered by the real handler."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.conversations import read_conversation, verdict
from simulator.device import Device
from simulator.local import LocalSkill
from tests.stored import Watch

FILES = sorted((Path(__file__).parent / "conversations").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_conversation(path: Path, make_device: Callable[..., Device], handler: LocalSkill) -> None:
    handler.start_over()
    watch = Watch()
    conversation = read_conversation(path, watch.checks)
    watch.customer = conversation.customer
    device = make_device(conversation.customer, device=conversation.device)
    with handler.with_settings(conversation.settings):
        wrong = verdict(conversation, device, watch.checks)
    assert wrong is None, f"{path.name}, {conversation.about}\n{wrong}"
