"""`LocalSkill.written` tells what has been written for a customer, in either kind of store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from simulator.device import Device
from simulator.local import LocalSkill, Written, local_skill
from simulator.model import load_model

NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
CALENDAR = "114-6613378-1250"
"""Ana's order with the wall calendar, which has not been shipped."""


@pytest.fixture(params=[True, False], ids=["in memory", "in DynamoDB"])
def skill(request: pytest.FixtureRequest) -> Iterator[LocalSkill]:
    with local_skill(NOW, in_memory=request.param) as made:
        yield made


def test_cases_requests_messages_and_changed_orders_are_listed(skill: LocalSkill) -> None:
    assert skill.written("ana") == skill.written(None) == ()
    device = Device(skill, load_model("en-US"), customer="ana", now=NOW)
    for words in ("cancel the wall calendar", "yes", "close"):
        device.say(words)
    request, order = skill.written("ana")
    assert request.kind == "cancellation"
    assert request.version == 1
    assert order == Written(CALENDAR, "order", 2)
    device = Device(skill, load_model("en-US"), customer="ana", now=NOW)
    for words in ("open a case about the blender", "yes", "it came with a crack in the jar"):
        device.say(words)
    assert len(skill.written("ana")) == 2, "nothing is written before the yes"
    device.say("yes")
    assert {one.kind for one in skill.written("ana")} == {"case", "cancellation", "order"}
    device.say("close my case")
    device.say("yes")
    assert {one.version for one in skill.written("ana") if one.kind == "case"} == {2}
    assert skill.written("ben") == ()
    skill.start_over()
    assert skill.written("ana") == ()
