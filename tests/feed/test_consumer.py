"""The function of the shop's events, on moto's tables and queues made from template.yaml."""

from __future__ import annotations

import copy
import importlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from shop_helper.domain.actions.changes import Change
from shop_helper.domain.cases import Case, CaseEvent, CaseKind, CaseState
from shop_helper.domain.orders import ItemStatus, RefundState, Stage
from shop_helper.errors import BadEventError
from shop_helper.feed.case_events import events_of
from shop_helper.feed.consumer import MAX_RECEIVES
from shop_helper.feed.events import read_event
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.orders import DynamoOrders
from simulator.tables import create_tables, load_template
from tests.empty_aws import empty_aws
from tests.feed.events import ORDER_ID, event, message, part, whole
from tests.items import NOW, SOLD_BY_SELLER


class Shop:
    """The tables, the queue, and the function."""

    def __init__(self) -> None:
        self.dynamodb = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(self.dynamodb, {"OrdersTable": "orders", "CasesTable": "cases"})
        self.orders = DynamoOrders("orders", lambda _: self.dynamodb)
        self.cases = DynamoCases("cases", "orders", lambda _: self.dynamodb)
        self.sqs = boto3.client("sqs", region_name="us-east-1")
        self.letters = self.sqs.create_queue(QueueName="letters")["QueueUrl"]
        self._function = importlib.import_module("orders_function")
        self._function.consumer.cache_clear()

    def take(self, *messages: dict[str, Any]) -> list[str]:
        """The messages that shall come again."""
        answer = self._function.handler({"Records": list(messages)})
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]

    def put_aside(self) -> list[tuple[str, str]]:
        """Body and reason."""
        found = self.sqs.receive_message(
            QueueUrl=self.letters, MaxNumberOfMessages=10, MessageAttributeNames=["reason"]
        ).get("Messages", [])
        return [(one["Body"], one["MessageAttributes"]["reason"]["StringValue"]) for one in found]


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("SHOP_HELPER_ORDERS_TABLE", "orders")
    monkeypatch.setenv("SHOP_HELPER_CASES_TABLE", "cases")
    with empty_aws():
        made = Shop()
        monkeypatch.setenv("SHOP_HELPER_DEAD_LETTERS_URL", made.letters)
        yield made


def test_an_order_comes_in_changes_and_is_paid_back(shop: Shop) -> None:
    scan: dict[str, Any] = {
        "status": "shipped",
        "stage": "in_transit",
        "hubs_left": 2,
        "carrier": "Swift Parcel",
    }
    refund: dict[str, Any] = {"refund_state": "paid", "refund_amount": {"amount": "39.90", "currency": "USD"}}
    batch = [whole(1), part("shipment.scanned", 2, **scan), part("refund.paid", 3, **refund)]
    assert shop.take(*(message(body, number) for number, body in enumerate(batch))) == []
    found = shop.orders.by_number("ana", ORDER_ID)
    assert found is not None
    thing = found.items[0]
    assert (thing.status, thing.stage, thing.hubs_left) == (ItemStatus.SHIPPED, Stage.IN_TRANSIT, 2)
    assert thing.refund_state is RefundState.PAID


def test_what_comes_before_its_order_comes_again_and_the_others_are_taken(shop: Shop) -> None:
    early = message(part("shipment.scanned", 2, status="shipped"), 1)
    assert shop.take(early, message(whole(1), 2)) == ["m1"]
    assert shop.take(early) == []
    found = shop.orders.by_number("ana", ORDER_ID)
    assert found is not None
    assert found.items[0].status is ItemStatus.SHIPPED


def test_what_never_fits_is_put_aside_in_the_end_with_the_reason(shop: Shop) -> None:
    body = part("shipment.scanned", 2, status="shipped")
    assert shop.take(message(body, received=MAX_RECEIVES)) == []
    assert shop.put_aside() == [
        (body, f"{MAX_RECEIVES} times: its order, or the line of it, is not known yet")
    ]


def test_the_queue_gives_an_event_as_many_tries_as_the_function_counts() -> None:
    queue = load_template()["Resources"]["ShopEvents"]["Properties"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == MAX_RECEIVES


BAD = {
    "not json": "expected a JSON object",
    "[]": "expected a JSON object",
    json.dumps({"detail-type": "order.changed", "detail": {"schema": 9}}): "schema: expected 1",
    json.dumps({"detail-type": "order.changed", "detail": "Ana"}): "the record: expected an object",
    event("order.eaten"): "detail-type: expected one of order.created",
    event("order.changed", customer_id="ana"): "order_id: missing; expected text",
    part("refund.paid", 2, refund_state="lost"): "refund.refund_state: expected one of none, requested",
    part("refund.paid", 2, refund_state="paid", status="shipped"): "refund: holds a field that is none of it",
    part("shipment.scanned", 2, stage="in_transit"): "shipment.status: missing; expected one of placed",
    part("shipment.scanned", 2, customer="seller#x", status="shipped"): "can't begin as a seller's copies do",
    event("case.replied", customer_id="ana", case_id="1", event_id="e", at="2026-11-25T10:00:00Z"): (
        "words: missing; expected text of at most 200 characters"
    ),
}


@pytest.mark.parametrize(("body", "reason"), BAD.items(), ids=range(len(BAD)))
def test_what_can_never_be_used_is_put_aside_at_once_with_the_reason(
    shop: Shop, body: str, reason: str
) -> None:
    assert shop.take(message(body, 1), message(whole(1), 2)) == []
    ((kept, why),) = shop.put_aside()
    assert kept == body
    assert reason in why
    assert shop.orders.by_number("ana", ORDER_ID) is not None


PRIVATE = "Ana Rodriguez of Elm Street"


def spoiled(record: Any) -> Iterator[Any]:
    """The event with a private text in place of each value in turn, however deep."""
    for key in record if isinstance(record, dict) else range(len(record)) if isinstance(record, list) else ():
        yield _with(record, key, PRIVATE)
        for inner in spoiled(record[key]):
            yield _with(record, key, inner)


def _with(record: Any, key: Any, value: Any) -> Any:
    made = copy.copy(record)
    made[key] = value
    return made


def problem_of(body: str) -> BadEventError | None:
    try:
        read_event(body)
    except BadEventError as problem:
        return problem
    return None


def test_whatever_is_wrong_nothing_of_an_event_is_in_the_reason_or_the_log(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    examples = [
        whole(
            3, digital=True, hubs_left=1, stage=Stage.CUSTOMS, seller_contacted_at=(NOW,), last_scan_at=NOW
        ),
        part("shipment.scanned", 2, status="shipped", last_scan_at="2026-11-25T10:00:00Z"),
        part("refund.paid", 3, refund_state="paid", refund_amount={"amount": "1", "currency": "USD"}),
        event(
            "case.replied", customer_id="ana", case_id="1", event_id="e", at="2026-11-25T10:00:00Z", words="x"
        ),
    ]
    problems = [
        problem
        for example in examples
        for bad in spoiled(json.loads(example))
        if (problem := problem_of(json.dumps(bad))) is not None
    ]
    assert len(problems) > 40
    assert [str(one) for one in problems if re.search("Ana|Rodriguez|Elm", str(one))] == []
    assert [one for one in problems if one.__cause__ is not None] == [], "a traceback would show it"
    shop.take(message(part("refund.paid", 2, refund_state=PRIVATE)), message(PRIVATE))
    assert "Elm" not in caplog.text
    assert "Elm" not in str([reason for _, reason in shop.put_aside()])


def test_an_answer_of_a_desk_keeps_the_case_as_long_as_the_profile_has_it(shop: Shop) -> None:
    opened = CaseEvent("opened", NOW, "k1")
    case = Case("ana", "1", CaseKind.CASE, NOW, events=(opened,), expires_at=NOW + timedelta(days=90))
    shop.cases.commit(Change(case, 0))
    at = NOW + timedelta(days=5)
    shop.take(message(event("case.waiting", customer_id="ana", case_id="1", event_id="e", at=at.isoformat())))
    (found,) = shop.cases.of_customer("ana")
    assert found.expires_at == at + timedelta(days=90)


def test_sellers_see_what_came_in(shop: Shop) -> None:
    shop.take(message(whole(1, **SOLD_BY_SELLER)), message(part("shipment.scanned", 2, status="shipped")))
    (sale,) = shop.orders.sold("northwind")
    assert sale.items[0].status is ItemStatus.SHIPPED


def test_a_desk_that_replies_is_heard_once_and_its_reply_is_not_told_back(shop: Shop) -> None:
    opened = CaseEvent("opened", NOW, "k1")
    case = Case("ana", "123456789012", CaseKind.CASE, NOW, events=(opened,))
    shop.cases.commit(Change(case, 0))
    at = (NOW + timedelta(hours=1)).isoformat()
    reply = event(
        "case.replied",
        customer_id="ana",
        case_id=case.case_id,
        event_id="r1",
        at=at,
        words="A new one is sent.",
    )
    closed = event("case.closed", customer_id="ana", case_id=case.case_id, event_id="r2", at=at)
    assert shop.take(message(reply, 1), message(reply, 2), message(closed, 3)) == []
    (found,) = shop.cases.of_customer("ana")
    assert [one.what for one in found.events] == ["opened", "replied", "closed"]
    assert found.state is CaseState.CLOSED
    image = shop.dynamodb.scan(TableName="cases")["Items"][0]
    told = events_of({"NewImage": image})
    assert [kind for kind, _ in told] == ["case.opened"]
    assert json.loads(told[0][1])["case"]["case_id"] == case.case_id


def test_a_reply_to_a_case_that_is_not_there_is_put_aside(shop: Shop) -> None:
    at = NOW.isoformat()
    shop.take(message(event("case.closed", customer_id="ana", case_id="1", event_id="e", at=at)))
    ((_, reason),) = shop.put_aside()
    assert reason == "case_id: this customer has no such case"
