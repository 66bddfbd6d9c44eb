"""A thousand requests, repeated, reordered and at once, by two conversations: what was asked for is done once."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest

import lambda_function
from shop_helper.domain.actions.changes import Change, Commit
from shop_helper.domain.cases import Case, CaseKind
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from simulator.memory import MemoryCases, MemoryOrders, memory_stores
from simulator.world import load_world
from tests.skill.writes import NOW, WRITES, confirmation, prepare, said_again

pytestmark = pytest.mark.slow

REQUESTS, THREADS = 1_000, 16


@dataclass
class Skill:
    orders: MemoryOrders
    cases: SlowCases

    def versions(self, customer: str) -> int:
        """How often any of the orders was changed, counted from one each."""
        return sum(order.version - 1 for order in self.orders.recent(customer, 50))


class SlowCases(MemoryCases):
    """Between deciding and writing there is time for the others, so that only the store's conditions hold them off."""

    def __init__(self, orders: MemoryOrders) -> None:
        super().__init__(orders)
        self.outcomes: list[Commit] = []

    def commit(self, change: Change, **named: Any) -> Commit:
        time.sleep(0.002)
        self.outcomes.append(super().commit(change, **named))
        return self.outcomes[-1]


@pytest.fixture
def skill() -> Iterator[Skill]:
    orders = MemoryOrders()
    load_world(NOW).fill(orders)
    cases = SlowCases(orders)
    with patch.dict(os.environ, {"SHOP_HELPER_IDENTITY": "local", "SHOP_HELPER_PROGRESS_AFTER_S": "off"}):
        running = ReloadingSkill(Settings.from_environment(os.environ), memory_stores(orders, cases))
        with patch.object(lambda_function, "running", lambda: running):
            yield Skill(orders, cases)


EXPECTED = {
    "case": (CaseKind.CASE, ["opened"], 0),
    "return": (CaseKind.RETURN, ["opened"], 1),
    "exchange": (CaseKind.EXCHANGE, ["opened"], 1),
    "refund": (CaseKind.REFUND, ["opened"], 1),
    "claim": (CaseKind.CLAIM, ["opened"], 0),
    "cancel": (CaseKind.CANCELLATION, ["opened"], 1),
    "message": (CaseKind.MESSAGE, ["opened"], 1),
    "note": (CaseKind.CASE, ["opened", "note"], 0),
    "close": (CaseKind.CASE, ["opened", "closed"], 0),
    "delete": (None, [], 0),
}
"""Kind of the only record, what happened to it, and how often an order changed."""


@pytest.mark.parametrize("name", WRITES)
def test_whatever_is_confirmed_is_done_once(skill: Skill, name: str) -> None:
    write, chance = WRITES[name], random.Random(7)
    prepare(lambda_function.handler, write)
    requests = []
    for _ in range(2):
        read_back, yes = confirmation(lambda_function.handler, write)
        requests += [yes, yes, said_again(yes), read_back]
    skill.cases.outcomes.clear()
    batch = [chance.choice(requests) for _ in range(REQUESTS)]
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda_function.handler, batch))
    assert all(answer["response"]["outputSpeech"]["ssml"] for answer in answers)
    kind, events, changes = EXPECTED[name]
    records: tuple[Case, ...] = skill.cases.of_customer(write.customer)
    found = [(case.kind, [event.what for event in case.events]) for case in records]
    assert found == ([(kind, events)] if kind else [])
    assert skill.cases.outcomes.count(Commit.WRITTEN) == (1 if kind else 0)
    assert skill.versions(write.customer) == changes
