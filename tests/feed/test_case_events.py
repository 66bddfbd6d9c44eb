"""What customers asked for goes out on the bus: each thing once, drafts never, and again when the bus is away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import boto3
import pytest
from boto3.dynamodb.types import TypeSerializer

from shop_helper.domain.cases import Case, CaseEvent, CaseKind
from shop_helper.errors import StoreError
from shop_helper.feed.case_events import CaseEventPublisher
from shop_helper.persistence.bus import EventBridgeBus
from shop_helper.persistence.case_record import to_record
from tests.empty_aws import empty_aws
from tests.items import NOW

OPENED, NOTE = CaseEvent("opened", NOW, "k1"), CaseEvent("note", NOW, "k2", "still broken")


def image(*events: CaseEvent) -> dict[str, Any]:
    record = to_record(Case("ana", "123456789012", CaseKind.CASE, NOW, events=events))
    return {name: TypeSerializer().serialize(value) for name, value in record.items()}


def change(number: str, **images: Any) -> dict[str, Any]:
    return {"dynamodb": {"SequenceNumber": number, **images}}


class Kept:
    def __init__(self, broken: bool = False) -> None:
        self.events: list[tuple[str, str]] = []
        self.broken = broken

    def put(self, events: Sequence[tuple[str, str]]) -> None:
        if self.broken:
            raise StoreError("away")
        self.events += events


def test_only_what_is_new_is_told() -> None:
    bus = Kept()
    first = change("1", NewImage=image(OPENED))
    second = change("2", OldImage=image(OPENED), NewImage=image(OPENED, NOTE))
    assert CaseEventPublisher(bus).take({"Records": [first, second]}) == {"batchItemFailures": []}
    assert [kind for kind, _ in bus.events] == ["case.opened", "case.note"]
    detail = json.loads(bus.events[1][1])
    assert (detail["event_id"], detail["case"]["events"][1]["words"]) == ("k2", "still broken")


def test_a_record_that_is_gone_is_named_and_told_nothing_more_of() -> None:
    bus = Kept()
    gone = change("1", OldImage=image(OPENED, NOTE), ApproximateCreationDateTime=NOW.timestamp())
    assert CaseEventPublisher(bus).take({"Records": [gone]}) == {"batchItemFailures": []}
    ((kind, detail),) = bus.events
    assert kind == "case.deleted"
    assert json.loads(detail)["case"] == {"customer_id": "ana", "case_id": "123456789012"}
    assert "still broken" not in detail


def test_who_wants_to_be_forgotten_is_told_while_a_case_is_open() -> None:
    bus = Kept()
    case = Case("ana", "123456789012", CaseKind.CASE, NOW, events=(OPENED,))
    marked = image(*case.forgotten(NOW).events)
    CaseEventPublisher(bus).take({"Records": [change("1", OldImage=image(OPENED), NewImage=marked)]})
    assert [kind for kind, _ in bus.events] == ["case.forgotten"]


def test_drafts_are_nobodys_business() -> None:
    bus = Kept()
    draft = {"customer_id": {"S": "ana"}, "case_id": {"S": "draft"}, "data": {"S": "{}"}}
    records = [change("1", NewImage=draft), change("2", OldImage=draft)]
    assert CaseEventPublisher(bus).take({"Records": records}) == {"batchItemFailures": []}
    assert bus.events == []


def test_a_bus_that_is_away_is_told_from_there_on_again() -> None:
    records = [change("7", NewImage=image(OPENED)), change("8", NewImage=image(OPENED, NOTE))]
    assert CaseEventPublisher(Kept(broken=True)).take({"Records": records}) == {
        "batchItemFailures": [{"itemIdentifier": "7"}]
    }


@empty_aws()
def test_the_real_bus_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = boto3.client("events", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    client.create_event_bus(Name="shop")
    bus = EventBridgeBus("shop", lambda: client)
    assert CaseEventPublisher(bus).take({"Records": [change("1", NewImage=image(OPENED))]}) == {
        "batchItemFailures": []
    }
