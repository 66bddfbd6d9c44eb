"""DynamoDB fails at any one call of a write: all of it is there or nothing, what is said tells which, and trying again
does it once. Every kind of write, through the whole skill, on moto's tables."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import boto3
import pytest

import lambda_function
from shop_helper.alexa.session import ATTRIBUTE
from shop_helper.persistence.orders import DynamoOrders
from shop_helper.persistence.personal_data import LINK
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from simulator.tables import create_tables, drop_tables
from simulator.world import load_world
from tests.empty_aws import empty_aws
from tests.persistence.faults import FAULTS, Fault, Faulty
from tests.skill.writes import NOW, WRITES, Envelope, confirmation, prepare, said_again

NAMES = {"OrdersTable": "orders", "CasesTable": "cases", "CustomersTable": "customers"}
SETTINGS = {
    "SHOP_HELPER_IDENTITY": "local",
    "SHOP_HELPER_PROGRESS_AFTER_S": "off",
    "SHOP_HELPER_ORDERS_TABLE": "orders",
    "SHOP_HELPER_CASES_TABLE": "cases",
    "SHOP_HELPER_CUSTOMERS_TABLE": "customers",
}
State = dict[str, list[dict[str, Any]]]

MOST_CALLS = 30


class Switched:
    """The client of the whole skill: sound, or failing at one call."""

    def __init__(self, client: Any) -> None:
        self.sound = self._now = client

    def fail(self, at: int, after: bool, fault: Fault) -> Faulty:
        faulty = Faulty(self.sound, at, after, fault)
        self._now = faulty
        return faulty

    def use(self, client: Any) -> None:
        self._now = client

    def sanitize(self) -> None:
        self._now = self.sound

    def __getattr__(self, operation: str) -> Any:
        return getattr(self._now, operation)


class Skill:
    def __init__(self, client: Switched, caplog: pytest.LogCaptureFixture) -> None:
        self.client, self._caplog = client, caplog

    def answer(self, envelope: Envelope) -> tuple[str, Envelope]:
        """The prompt, and the response."""
        self._caplog.clear()
        with self._caplog.at_level(logging.INFO, logger="shop_helper"):
            response: Envelope = lambda_function.handler(copy.deepcopy(envelope))
        turns = [record.turn["prompt"] for record in self._caplog.records if hasattr(record, "turn")]
        return turns[-1], response

    def state(self) -> State:
        """All that is stored, but for whose user this is: that is written beside, and only logged when it fails."""
        return {
            name: sorted(
                (
                    item
                    for item in self.client.sound.scan(TableName=name)["Items"]
                    if not _is_link(name, item)
                ),
                key=str,
            )
            for name in NAMES.values()
        }

    def restore(self, state: State) -> None:
        drop_tables(self.client.sound, NAMES)
        create_tables(self.client.sound, NAMES)
        for name, items in state.items():
            for item in items:
                self.client.sound.put_item(TableName=name, Item=item)


def _is_link(table: str, item: dict[str, Any]) -> bool:
    return table == "cases" and item["case_id"]["S"] == LINK.sort


@pytest.fixture
def skill(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[Skill]:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    with empty_aws():
        client = Switched(boto3.client("dynamodb", region_name="us-east-1"))
        create_tables(client.sound, NAMES)
        with patch.object(boto3, "client", lambda *_, **__: client):
            running = ReloadingSkill(Settings.from_environment(SETTINGS))
            with patch.object(lambda_function, "running", lambda: running):
                yield Skill(client, caplog)


def begin(skill: Skill, name: str) -> tuple[Envelope, State, State]:
    """The yes, what is there before it, and what is there after it."""
    write, store = WRITES[name], DynamoOrders("orders", lambda _: skill.client.sound)
    for order in load_world(NOW).customers[write.customer].orders:
        store.put(order)
    prepare(lambda_function.handler, write)
    _, yes = confirmation(lambda_function.handler, write)
    before = skill.state()
    prompt, _ = skill.answer(yes)
    assert prompt.startswith("action.done."), prompt
    after = skill.state()
    assert after != before
    return yes, before, after


@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", WRITES)
def test_a_fault_in_any_call_leaves_all_or_nothing_and_is_told(
    skill: Skill, name: str, after_effect: bool
) -> None:
    yes, nothing, whole = begin(skill, name)
    for at in range(1, MOST_CALLS):
        skill.restore(nothing)
        faulty = skill.client.fail(at, after_effect, FAULTS[at % len(FAULTS)])
        prompt, response = skill.answer(yes)
        skill.client.sanitize()
        there = skill.state()
        if faulty.calls < at:
            assert prompt.startswith("action.done.")
            assert at > 3, "a write reads, writes and links"
            return
        if prompt.startswith("action.done."):
            assert there == whole, f"call {at}: done was said"
            continue
        assert prompt == "action.not_saved", f"call {at}: {prompt}"
        assert there == nothing, f"call {at}: it was said that nothing has been done"
        again = said_again(yes)
        again["session"]["attributes"] = {ATTRIBUTE: response["sessionAttributes"][ATTRIBUTE]}
        prompt, _ = skill.answer(again)
        assert prompt.startswith("action.done."), f"call {at}, tried again: {prompt}"
        assert skill.state() == whole, f"call {at}, tried again"
    pytest.fail("it never ends")
