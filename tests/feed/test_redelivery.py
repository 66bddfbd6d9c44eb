"""However often SQS delivers, in whatever sequence, and whichever call fails: in the end the tables hold the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from shop_helper.domain.actions.changes import Change
from shop_helper.domain.cases import Case, CaseEvent, CaseKind
from shop_helper.feed.consumer import Consumer
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.feed import DynamoFeed
from simulator.tables import create_tables, drop_tables
from tests.empty_aws import empty_aws
from tests.feed.events import event, message, part, whole
from tests.items import NOW, SOLD_BY_SELLER
from tests.persistence.faults import FAULTS

NAMES = {"OrdersTable": "orders", "CasesTable": "cases"}
CASE = Case("ana", "123456789012", CaseKind.CASE, NOW, events=(CaseEvent("opened", NOW, "k1"),))
AT = NOW.isoformat()
STORY = [
    whole(1, lines=2, **SOLD_BY_SELLER),
    part("shipment.scanned", 2, status="shipped", stage="in_transit", hubs_left=3),
    part("shipment.scanned", 3, line="2", status="shipped"),
    part("shipment.scanned", 4, status="out_for_delivery"),
    part("return.changed", 5, line="2", return_state="requested"),
    whole(6, lines=3, **SOLD_BY_SELLER),
    part("shipment.changed", 7, status="delivered", delivered_on="2026-11-24"),
    part(
        "refund.paid", 8, line="2", refund_state="paid", refund_amount={"amount": "39.90", "currency": "USD"}
    ),
    event("case.replied", customer_id="ana", case_id=CASE.case_id, event_id="r1", at=AT, words="It is sent."),
    event("case.closed", customer_id="ana", case_id=CASE.case_id, event_id="r2", at=AT),
]


class Shaky:
    """A client of whose calls one in six fails, before or after it has taken effect."""

    def __init__(self, client: Any, chance: random.Random) -> None:
        self._client, self._chance = client, chance
        self.failed = 0

    def __getattr__(self, operation: str) -> Any:
        def call(**arguments: Any) -> Any:
            when = self._chance.choice(("before", "after", *[""] * 10))
            self.failed += bool(when)
            if when == "before":
                raise self._chance.choice(FAULTS)
            answer = getattr(self._client, operation)(**arguments)
            if when == "after":
                raise self._chance.choice(FAULTS)
            return answer

        return call


class NoLetters:
    def put(self, body: str, reason: str) -> None:
        pytest.fail(f"put aside: {reason}")


@pytest.fixture
def client() -> Iterator[Any]:
    with empty_aws():
        yield boto3.client("dynamodb", region_name="us-east-1")


def begin(client: Any) -> None:
    drop_tables(client, NAMES)
    create_tables(client, NAMES)
    DynamoCases("cases", "orders", lambda _: client).commit(Change(CASE, 0))


def consumer(client: Any) -> Consumer:
    cases = DynamoCases("cases", "orders", lambda _: client)
    return Consumer(DynamoFeed("orders", lambda _: client), cases, NoLetters())


def held(client: Any) -> list[str]:
    """All items, without the count of writes and the sequence of what happened to the case."""
    found = []
    for name in NAMES.values():
        for item in client.scan(TableName=name)["Items"]:
            item.pop("version")
            item.get("events", {"L": []})["L"].sort(key=str)
            found.append(json.dumps(item, sort_keys=True))
    return sorted(found)


def test_any_delivery_ends_in_the_same_tables(client: Any) -> None:
    begin(client)
    sound = consumer(client)
    for body in STORY:
        sound.apply(body)
    expected, failed = held(client), 0
    for seed in range(12):
        chance = random.Random(seed)
        begin(client)
        shaky = Shaky(client, chance)
        taking: Any = consumer(shaky)
        waiting = [*range(len(STORY)), *chance.choices(range(len(STORY)), k=5)]
        for _ in range(200):
            if not waiting:
                break
            chance.shuffle(waiting)
            size = chance.randint(1, 10)
            batch, waiting = waiting[:size], waiting[size:]
            records = [message(STORY[index], number) for number, index in enumerate(batch)]
            answer = taking.take({"Records": records})
            waiting += [batch[int(one["itemIdentifier"][1:])] for one in answer["batchItemFailures"]]
        failed += shaky.failed
        assert held(client) == expected, f"seed {seed}"
    assert failed > 50
