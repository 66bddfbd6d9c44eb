"""A customer is forgotten wholly or not at all, by both stores alike; closing what was open empties it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from shop_helper.domain.actions.changes import Change
from shop_helper.domain.actions.draft import ActionKind, Draft, StoredDraft
from shop_helper.domain.cases import FORGOTTEN, Case, CaseEvent, CaseKind, CaseState, Problem, Wanted
from shop_helper.errors import StoreError, UncertainError
from shop_helper.persistence import erasure
from shop_helper.persistence.case_record import to_record
from shop_helper.persistence.code_request import CodeRequests, DynamoCodeRequests
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.dynamodb import serialized
from shop_helper.persistence.erasure import DynamoErasure
from shop_helper.persistence.personal_data import Table
from shop_helper.persistence.visits import DynamoVisits
from shop_helper.persistence.voice_code import DynamoVoiceCodes, VoiceCode
from shop_helper.ports import CaseStore, CustomerErasure, VisitStore
from simulator.memory import (
    MemoryCases,
    MemoryCodeRequests,
    MemoryErasure,
    MemoryOrders,
    MemoryVisits,
    MemoryVoiceCodes,
)
from simulator.tables import create_tables
from tests.empty_aws import empty_aws
from tests.items import NOW
from tests.persistence.faults import FAULTS, Fault, Faulty

KEEP = timedelta(days=365)
TABLES = {Table.ORDERS: "orders", Table.CASES: "cases", Table.CUSTOMERS: "customers"}
OPEN = Case(
    "ana",
    "000000000001",
    CaseKind.CASE,
    NOW,
    problem=Problem.DAMAGED,
    words="my son dropped it",
    wanted=Wanted.REFUND,
    ref="114-1/1",
    item_name="the kettle",
    events=(CaseEvent("opened", NOW, "k1"), CaseEvent("note", NOW, "k2", "call me at noon")),
    expires_at=NOW + KEEP,
)
CLOSED = replace(OPEN, case_id="000000000002", state=CaseState.CLOSED)


@dataclass
class Stores:
    cases: CaseStore
    visits: VisitStore
    codes: VoiceCode
    requests: CodeRequests
    forgetting: CustomerErasure


@pytest.fixture
def client() -> Iterator[Any]:
    with empty_aws():
        made = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(made, {"OrdersTable": "orders", "CasesTable": "cases", "CustomersTable": "customers"})
        yield made


def dynamo(client: Any) -> Stores:
    codes = VoiceCode(DynamoVoiceCodes("customers", lambda _: client))
    return Stores(
        DynamoCases("cases", "orders", lambda _: client),
        DynamoVisits("customers", lambda _: client),
        codes,
        CodeRequests(DynamoCodeRequests("customers", lambda _: client), codes),
        DynamoErasure(TABLES, lambda _: client),
    )


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    if request.param == "dynamodb":
        return dynamo(request.getfixturevalue("client"))
    cases, visits, codes = MemoryCases(MemoryOrders()), MemoryVisits(), MemoryVoiceCodes()
    requests, checked = MemoryCodeRequests(codes), VoiceCode(codes)
    forgetting = MemoryErasure(cases, visits, codes, requests)
    return Stores(cases, visits, checked, CodeRequests(requests, checked), forgetting)


def fill(stores: Stores, customer: str = "ana", user: str = "aa") -> None:
    for case in (OPEN, CLOSED):
        stores.cases.commit(Change(replace(case, customer_id=customer), 0))
    stores.cases.save_draft(customer, StoredDraft(Draft(ActionKind.CASE), NOW + KEEP))
    stores.cases.link_user(user, customer, NOW + KEEP)
    stores.visits.record_visit(customer, NOW)
    stores.codes.set(customer, "7391")
    stores.requests.send(customer, NOW, "request")


def anything_left(stores: Stores, customer: str = "ana", user: str = "aa") -> list[str]:
    """What is there beside open records. Looking for a visit makes one, so this looks only once."""
    found = {
        "closed": any(case.is_closed for case in stores.cases.of_customer(customer)),
        "draft": stores.cases.draft(customer, NOW),
        "link": stores.cases.customer_of(user),
        "code": stores.codes.is_set(customer),
        "code request": stores.requests.awaits_number(customer, NOW),
        "visit": stores.visits.record_visit(customer, NOW),
    }
    return [name for name, there in found.items() if there]


EVERYTHING = ["closed", "draft", "link", "code", "code request", "visit"]


def test_it_can_be_looked_up_whether_all_is_gone(stores: Stores) -> None:
    fill(stores)
    assert stores.forgetting.forgotten("ana", "aa", NOW) is None
    stores.forgetting.forget("ana", "aa", NOW)
    assert stores.forgetting.forgotten("ana", "aa", NOW) == 1
    assert stores.forgetting.forgotten("nobody", "zz", NOW) == 0


@pytest.mark.parametrize("part", ["case", "draft", "link", "visit", "code"])
def test_anything_that_is_kept_is_not_forgotten(stores: Stores, part: str) -> None:
    match part:
        case "case":
            stores.cases.commit(Change(CLOSED, 0))
        case "draft":
            stores.cases.save_draft("ana", StoredDraft(Draft(ActionKind.CASE), NOW + KEEP))
        case "link":
            stores.cases.link_user("aa", "ana", NOW + KEEP)
        case "visit":
            stores.visits.record_visit("ana", NOW)
        case "code":
            stores.codes.set("ana", "7391")
    assert stores.forgetting.forgotten("ana", "aa", NOW) is None


def test_all_goes_that_is_not_open_and_nothing_of_anybody_else(stores: Stores) -> None:
    fill(stores)
    fill(stores, "ben", "bb")
    assert stores.forgetting.forget("ana", "aa", NOW) == 1
    assert anything_left(stores) == []
    assert anything_left(stores, "ben", "bb") == EVERYTHING
    assert not any(case.is_forgotten for case in stores.cases.of_customer("ben"))


def test_what_is_open_is_marked_once_and_kept_no_longer(stores: Stores) -> None:
    fill(stores)
    for days in (1, 2):
        stores.forgetting.forget("ana", "aa", NOW + timedelta(days=days))
    (case,) = stores.cases.of_customer("ana")
    assert [event.what for event in case.events] == ["opened", "note", FORGOTTEN]
    assert case.version == OPEN.version + 1
    later = CaseEvent("replied", NOW + timedelta(days=30), "desk:1", "A new one is sent.")
    replied = case.with_event(later, CaseState.WAITING, KEEP)
    assert replied.expires_at == OPEN.expires_at
    assert replied.words == OPEN.words


def test_closing_a_marked_record_leaves_nothing_that_tells_of_the_customer(stores: Stores) -> None:
    fill(stores)
    stores.forgetting.forget("ana", "aa", NOW)
    (case,) = stores.cases.of_customer("ana")
    at = NOW + timedelta(days=3)
    event = CaseEvent("closed", at, "desk:1", "Ana, your money is on its way.")
    stores.cases.commit(Change(case.with_event(event, CaseState.CLOSED, KEEP), case.version))
    (emptied,) = stores.cases.of_customer("ana")
    assert emptied.expires_at == at
    kept = to_record(emptied).items()
    assert {
        name for name, value in kept if value and name in ("words", "ref", "item_name", "problem")
    } == set()
    assert [event.words for event in emptied.events] == ["", "", "", ""]


def test_who_has_nothing_is_forgotten_without_a_write(stores: Stores) -> None:
    assert stores.forgetting.forget("nobody", "", NOW) == 0


@pytest.mark.slow
def test_more_records_than_one_transaction_takes_all_go(client: Any) -> None:
    stores = dynamo(client)
    fill(stores)
    for number in range(210):
        record = serialized(to_record(replace(CLOSED, case_id=f"1{number:011}")))
        client.put_item(TableName="cases", Item=record)
    assert stores.forgetting.forget("ana", "aa", NOW) == 1
    assert anything_left(stores) == []


@pytest.mark.parametrize("most", range(1, 6))
def test_the_link_is_there_as_long_as_anything_is_left(
    client: Any, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Wherever the boundary between two transactions is, and the second one fails."""
    monkeypatch.setattr(erasure, "_MOST", most)
    stores = dynamo(client)
    fill(stores)
    writes = 0

    class SecondFails:
        def __getattr__(self, operation: str) -> Any:
            nonlocal writes
            writes += operation == "transact_write_items"
            if writes == 2:
                raise FAULTS[0]
            return getattr(client, operation)

    failing: Any = SecondFails()
    with pytest.raises(UncertainError):
        DynamoErasure(TABLES, lambda _: failing).forget("ana", "aa", NOW)
    assert stores.cases.customer_of("aa") == "ana"
    stores.forgetting.forget("ana", "aa", NOW)
    assert anything_left(stores) == []


LATER = NOW + timedelta(hours=1)
NEWER = {
    "nothing": [],
    "visit": ["code", "code request", "visit"],
    "draft": ["draft", "code", "code request"],
    "link": ["link", "code", "code request"],
    "closed": ["closed", "code", "code request"],
    "open": ["code", "code request"],
}
"""What was made since → what is left, beside open records."""


@pytest.mark.parametrize("newer", NEWER)
def test_what_was_made_since_stays_with_what_bears_no_date(stores: Stores, newer: str) -> None:
    fill(stores)
    stores.cases.link_user("aa", "ana", NOW + KEEP, NOW)
    stores.cases.save_draft("ana", StoredDraft(Draft(ActionKind.CASE), NOW + KEEP, NOW))
    if newer == "visit":
        stores.visits.record_visit("ana", LATER)
    elif newer == "draft":
        stores.cases.save_draft("ana", StoredDraft(Draft(ActionKind.CASE), NOW + KEEP, LATER))
    elif newer == "link":
        stores.cases.link_user("aa", "ana", NOW + KEEP, LATER)
    elif newer in ("closed", "open"):
        opened = replace(CLOSED if newer == "closed" else OPEN, case_id="000000000003", opened_at=LATER)
        stores.cases.commit(Change(opened, 0))
    stores.forgetting.forget("ana", "aa", LATER, until=NOW)
    marked = {case.case_id: case.is_forgotten for case in stores.cases.of_customer("ana")}
    assert marked.pop("000000000003", False) is False
    assert marked == {OPEN.case_id: True}
    assert anything_left(stores) == NEWER[newer]
    stores.forgetting.forget("ana", "aa", LATER, until=LATER)
    assert anything_left(stores) in ([], ["visit"]), "looking for a visit made one"


def test_what_a_desk_does_is_no_change_of_the_customers(stores: Stores) -> None:
    fill(stores)
    answered = OPEN.with_event(CaseEvent("replied", LATER, "desk:1"), CaseState.WAITING, KEEP)
    stores.cases.commit(Change(answered, 1))
    assert stores.forgetting.forget("ana", "aa", LATER, until=NOW) == 1
    (case,) = stores.cases.of_customer("ana")
    assert case.is_forgotten
    added = case.with_event(CaseEvent("note", LATER, "k3", "one more thing"), CaseState.OPEN, KEEP)
    assert added.last_own_change == LATER


def test_an_item_of_a_kind_that_nobody_listed_goes_as_well(client: Any) -> None:
    client.put_item(TableName="cases", Item={"customer_id": {"S": "ana"}, "case_id": {"S": "wishes"}})
    dynamo(client).forgetting.forget("ana", "aa", NOW)
    assert client.scan(TableName="cases")["Items"] == []


def test_a_record_that_a_desk_changes_meanwhile_is_read_again(client: Any) -> None:
    stores = dynamo(client)
    fill(stores)

    class Desk:
        """Closes the open case between reading and deleting."""

        def __init__(self) -> None:
            self.closes = True

        def __getattr__(self, operation: str) -> Any:
            def call(**arguments: Any) -> Any:
                if operation == "transact_write_items" and self.closes:
                    self.closes = False
                    event = CaseEvent("closed", NOW, "desk:9")
                    stores.cases.commit(Change(OPEN.with_event(event, CaseState.CLOSED, KEEP), 1))
                return getattr(client, operation)(**arguments)

            return call

    desk: Any = Desk()
    assert DynamoErasure(TABLES, lambda _: desk).forget("ana", "aa", NOW) == 0
    assert stores.cases.of_customer("ana") == ()


@pytest.mark.parametrize("fault", FAULTS, ids=["timeout", "server"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_fault_in_any_call_leaves_everything_or_nothing_and_tells_which(
    client: Any, after: bool, fault: Fault
) -> None:
    """Every call in turn, until one run has no fault left."""
    for at in range(1, 20):
        stores = dynamo(client)
        fill(stores)
        faulty: Any = Faulty(client, at, after, fault)
        try:
            dynamo(faulty).forgetting.forget("ana", "aa", NOW)
            said = True
        except UncertainError:
            pytest.fail("it could be looked at")
        except StoreError:
            said = False
        left = anything_left(stores)
        assert left == ([] if said else EVERYTHING), at
        (case,) = (case for case in stores.cases.of_customer("ana") if not case.is_closed)
        assert case.is_forgotten == said
        if faulty.calls < at:
            assert at > 3, "it is read, read and written"
            return
        dynamo(client).forgetting.forget("ana", "aa", NOW)
        client.delete_item(
            TableName="cases", Key={"customer_id": {"S": "ana"}, "case_id": {"S": OPEN.case_id}}
        )
    pytest.fail("it never ends")


def test_where_it_cannot_be_looked_at_that_is_what_is_said(client: Any) -> None:
    fill(dynamo(client))

    class DownFromTheWriteOn:
        down = False

        def __getattr__(self, operation: str) -> Any:
            self.down = self.down or operation == "transact_write_items"
            if self.down:
                raise FAULTS[0]
            return getattr(client, operation)

    down: Any = DownFromTheWriteOn()
    with pytest.raises(UncertainError):
        DynamoErasure(TABLES, lambda _: down).forget("ana", "aa", NOW)


@pytest.mark.parametrize("damage", ["REMOVE #state", "SET #state = :broken", "SET #state = :number"])
def test_an_open_case_that_nobody_can_read_keeps_nothing_else(
    client: Any, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody can finish it, and the rest is to be deleted all the same."""
    stores = dynamo(client)
    fill(stores)
    values = {":broken": {"S": "half open"}, ":number": {"N": "7"}}
    used = {name: value for name, value in values.items() if name in damage}
    client.update_item(
        TableName="cases",
        Key={"customer_id": {"S": "ana"}, "case_id": {"S": OPEN.case_id}},
        UpdateExpression=damage,
        ExpressionAttributeNames={"#state": "state"},
        **({"ExpressionAttributeValues": used} if used else {}),
    )
    assert stores.forgetting.forget("ana", "aa", NOW) == 0
    assert client.scan(TableName="cases")["Items"] == []
    assert anything_left(stores) == []
    assert "although it is open" in caplog.text
