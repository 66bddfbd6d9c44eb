"""A choice of topics that is refused tells the people who write what was really meant, however it is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from simulator.device import Device


@pytest.mark.parametrize("refusal", ["no", "neither", "none of those"])
def test_a_refused_choice_is_noted_with_what_was_offered(
    refusal: str, make_device: Callable[..., Device], caplog: pytest.LogCaptureFixture
) -> None:
    device = make_device()
    turn = device.say("how do I contact a seller").turn
    assert turn is not None
    offered = turn["offered"]
    assert len(offered) > 1
    with caplog.at_level(logging.INFO, "shop_helper.unanswered"):
        device.say(refusal)
    noted = [record.unanswered for record in caplog.records if hasattr(record, "unanswered")]
    assert [(note["why"], note["nearby"]) for note in noted] == [("corrected", list(offered))]
