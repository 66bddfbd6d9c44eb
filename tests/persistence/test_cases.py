"""Both case stores keep one contract: all of a change or nothing, once, only on the state it was decided on."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError

from shop_helper.domain.actions.changes import Change, Commit, ItemChange
from shop_helper.domain.actions.draft import ActionKind, Draft, StoredDraft
from shop_helper.domain.cases import Addressee, Case, CaseEvent, CaseKind, CaseState, Problem, Wanted
from shop_helper.domain.orders import ItemStatus, ReturnState
from shop_helper.errors import StoreError, UncertainError
from shop_helper.persistence import dynamo_cases
from shop_helper.persistence.case_record import from_record, to_record
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.orders import DynamoOrders
from shop_helper.ports import CaseStore, OrderStore
from simulator.memory import MemoryCases, MemoryOrders
from simulator.tables import create_tables
from tests.empty_aws import empty_aws
from tests.items import NOW, TODAY, item, order
from tests.persistence.faults import FAULTS, Fault, Faulty

KETTLE = item()
KEEP = timedelta(days=365)


class Atomic:
    """A client each of whose calls happens as a whole, as in DynamoDB; moto's transactions mix between threads."""

    def __init__(self, client: Any) -> None:
        self._client, self._lock = client, threading.Lock()

    def __getattr__(self, operation: str) -> Any:
        def call(**arguments: Any) -> Any:
            with self._lock:
                return getattr(self._client, operation)(**arguments)

        return call


@dataclass
class Stores:
    cases: CaseStore
    orders: OrderStore
    client: Any = None


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with empty_aws():
        made = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(made, {"OrdersTable": "orders", "CasesTable": "cases"})
        yield made


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    if request.param == "memory":
        orders = MemoryOrders()
        made = Stores(MemoryCases(orders), orders)
    else:
        client: Any = Atomic(request.getfixturevalue("client"))
        made = Stores(
            DynamoCases("cases", "orders", lambda _: client), DynamoOrders("orders", lambda _: client), client
        )
    made.orders.put(order(KETTLE))
    return made


def opening(key: str = "k1", case_id: str = "000000004417", **changes: Any) -> Change:
    case = Case(
        customer_id="ana",
        case_id=case_id,
        kind=CaseKind.RETURN,
        opened_at=NOW,
        problem=Problem.DAMAGED,
        words="the lid is cracked",
        ref=KETTLE.ref,
        item_name=KETTLE.spoken_name,
        events=(CaseEvent("opened", NOW, key),),
        expires_at=NOW + KEEP,
    )
    about = ItemChange(KETTLE.order_id, KETTLE.line_id, 1, {"return_state": "requested"})
    return Change(replace(case, **changes), 0, about)


def adding(case: Case, key: str, words: str = "photos are here") -> Change:
    event = CaseEvent("note", NOW, key, words)
    return Change(case.with_event(event, CaseState.OPEN, KEEP), case.version)


def closing(case: Case) -> Change:
    return Change(case.with_event(CaseEvent("closed", NOW, "kc"), CaseState.CLOSED, KEEP), case.version)


def the_item(stores: Stores) -> Any:
    found = stores.orders.by_number("ana", KETTLE.order_id)
    assert found is not None
    return found


def test_a_change_is_written_with_its_order_or_not_at_all(stores: Stores) -> None:
    change = opening()
    assert stores.cases.commit(change) is Commit.WRITTEN
    assert stores.cases.of_customer("ana") == (change.case,)
    assert the_item(stores).version == 2
    assert the_item(stores).items[0].return_state is ReturnState.REQUESTED


def test_the_same_change_again_changes_nothing_and_says_so(stores: Stores) -> None:
    assert stores.cases.commit(opening()) is Commit.WRITTEN
    assert stores.cases.commit(opening()) is Commit.ALREADY
    assert the_item(stores).version == 2


def test_an_order_that_has_changed_since_refuses_all_of_it(stores: Stores) -> None:
    stores.orders.put(order(replace(KETTLE, status=ItemStatus.RETURNED), version=2))
    assert stores.cases.commit(opening()) is Commit.STALE
    assert stores.cases.of_customer("ana") == ()
    assert the_item(stores).items[0].return_state is ReturnState.NONE


def test_an_order_that_is_only_looked_at_refuses_too_and_keeps_its_version(stores: Stores) -> None:
    looked = replace(opening(), item=ItemChange(KETTLE.order_id, KETTLE.line_id, 1))
    assert stores.cases.commit(looked) is Commit.WRITTEN
    assert the_item(stores).version == 1
    other = opening("k2", "000000000002")
    assert stores.cases.commit(replace(other, item=ItemChange(KETTLE.order_id, "1", 9))) is Commit.STALE


def test_a_second_conversation_that_comes_to_the_same_number_does_not_overwrite(stores: Stores) -> None:
    stores.cases.commit(opening("k1"))
    assert stores.cases.commit(opening("k2")) is Commit.STALE
    assert [case.events[0].key for case in stores.cases.of_customer("ana")] == ["k1"]


def test_a_message_to_the_seller_joins_the_earlier_ones(stores: Stores) -> None:
    change = replace(opening(), item=ItemChange(KETTLE.order_id, KETTLE.line_id, 1, contacted=True))
    assert stores.cases.commit(change) is Commit.WRITTEN
    assert the_item(stores).items[0].seller_contacted_at == (NOW,)


def test_notes_are_added_once_each_and_only_to_what_was_read_back(stores: Stores) -> None:
    stores.cases.commit(opening())
    (case,) = stores.cases.of_customer("ana")
    assert stores.cases.commit(adding(case, "n1")) is Commit.WRITTEN
    assert stores.cases.commit(adding(case, "n1")) is Commit.ALREADY
    assert stores.cases.commit(adding(case, "n2")) is Commit.STALE
    (case,) = stores.cases.of_customer("ana")
    assert [event.what for event in case.events] == ["opened", "note"]


def test_what_was_told_is_marked_and_a_record_that_has_changed_is_left_alone(stores: Stores) -> None:
    stores.cases.commit(opening())
    (case,) = stores.cases.of_customer("ana")
    stores.cases.commit(adding(case, "desk:1", "It is sent."))
    (case,) = stores.cases.of_customer("ana")
    stores.cases.mark_told(case)
    (told,) = stores.cases.of_customer("ana")
    assert (told.untold, told.version) == ((), case.version)
    stores.cases.commit(adding(told, "desk:2", "It is here."))
    stores.cases.mark_told(told)
    (later,) = stores.cases.of_customer("ana")
    assert [event.words for event in later.untold] == ["It is here."]


def test_somebody_elses_case_and_order_are_as_good_as_not_there(stores: Stores) -> None:
    stores.cases.commit(opening())
    assert stores.cases.of_customer("ben") == ()
    assert stores.cases.commit(opening(customer_id="ben")) is Commit.STALE
    assert stores.cases.of_customer("ben") == ()


def test_a_draft_is_kept_replaced_and_gone_when_its_time_is_over(stores: Stores) -> None:
    until = NOW + timedelta(days=3)
    stores.cases.save_draft("ana", StoredDraft(Draft(ActionKind.CASE), until))
    stores.cases.save_draft("ana", StoredDraft(Draft(ActionKind.RETURN), until))
    assert stores.cases.draft("ana", NOW) == StoredDraft(Draft(ActionKind.RETURN), until)
    stores.cases.save_draft("ana", StoredDraft(Draft(ActionKind.RETURN), until, NOW))
    assert stores.cases.draft("ana", NOW) == StoredDraft(Draft(ActionKind.RETURN), until, NOW)
    assert stores.cases.draft("ben", NOW) is None
    assert stores.cases.draft("ana", until) is None
    stores.cases.drop_draft("ana")
    assert stores.cases.draft("ana", NOW) is None
    assert stores.cases.of_customer("ana") == ()


def test_a_user_is_linked(stores: Stores) -> None:
    assert stores.cases.customer_of("abc") is None
    stores.cases.link_user("abc", "ana", NOW + KEEP)
    assert stores.cases.customer_of("abc") == "ana"


def commit_many(stores: Stores, how_many: int, changes_the_order: bool) -> None:
    """Two conversations, each retried, with late notes among them, all at once. One record may come of it."""
    about = ItemChange(KETTLE.order_id, "1", 1, {"return_state": "requested"} if changes_the_order else {})
    requests = [replace(opening("k1" if n % 2 else "k2"), item=about) for n in range(how_many * 9 // 10)]
    requests += [adding(opening("k1").case, "n1") for _ in range(how_many // 10)]
    random.Random(7).shuffle(requests)
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(stores.cases.commit, requests))
    (case,) = stores.cases.of_customer("ana")
    assert outcomes.count(Commit.WRITTEN) == len(case.events)
    assert [event.what for event in case.events] in (["opened"], ["opened", "note"])
    assert the_item(stores).version == (2 if changes_the_order else 1)


@pytest.mark.parametrize("changes_the_order", [True, False])
def test_repeated_reordered_and_concurrent_requests_leave_one_record(
    stores: Stores, changes_the_order: bool
) -> None:
    """Every kind of write through the whole skill: tests/skill/test_done_once.py."""
    commit_many(stores, 1_000 if stores.client is None else 120, changes_the_order)


@pytest.mark.parametrize(("condition", "changes_the_order"), [("IS_NEW", False), ("AS_READ_BACK", True)])
def test_without_its_conditions_the_table_would_hold_more(
    client: Any, condition: str, changes_the_order: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the test above can fail: it does with a condition that always holds."""
    always = {
        "IS_NEW": "attribute_not_exists(nothing)",
        "AS_READ_BACK": "version = :seen OR version <> :seen",
    }
    monkeypatch.setattr(dynamo_cases, condition, always[condition])
    atomic: Any = Atomic(client)
    stores = Stores(
        DynamoCases("cases", "orders", lambda _: atomic), DynamoOrders("orders", lambda _: atomic), atomic
    )
    stores.orders.put(order(KETTLE))
    with pytest.raises(AssertionError):
        commit_many(stores, 60, changes_the_order)


@pytest.mark.parametrize("fault", FAULTS, ids=["timeout", "server"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_fault_in_any_call_leaves_all_or_nothing_and_tells_which(
    client: Any, at: int, after: bool, fault: Fault
) -> None:
    orders = DynamoOrders("orders", lambda _: client)
    orders.put(order(KETTLE))
    faulty: Any = Faulty(client, at, after, fault)
    cases, sound = (
        DynamoCases("cases", "orders", lambda _: faulty),
        DynamoCases("cases", "orders", lambda _: client),
    )
    try:
        said = cases.commit(opening()) is Commit.WRITTEN
    except UncertainError:
        pytest.fail("the record could be looked at")
    except StoreError:
        said = False
    there = bool(sound.of_customer("ana"))
    found = orders.by_number("ana", KETTLE.order_id)
    assert found is not None
    assert said == there == (found.version == 2)
    assert sound.commit(opening()) is (Commit.ALREADY if there else Commit.WRITTEN)


def test_where_nothing_can_be_found_out_that_is_what_is_said(client: Any) -> None:
    DynamoOrders("orders", lambda _: client).put(order(KETTLE))

    class Down:
        def get_item(self, **arguments: Any) -> Any:
            if arguments["TableName"] == "orders":
                return client.get_item(**arguments)
            raise ReadTimeoutError(endpoint_url="https://dynamodb")

        def transact_write_items(self, **_: Any) -> Any:
            raise ReadTimeoutError(endpoint_url="https://dynamodb")

    down: Any = Down()
    with pytest.raises(UncertainError):
        DynamoCases("cases", "orders", lambda _: down).commit(opening())


def test_every_field_survives_the_record() -> None:
    full = replace(
        opening().case,
        addressee=Addressee.SELLER,
        audience="seller",
        state=CaseState.WAITING,
        wanted=Wanted.REPAIR,
        told_seller=False,
        due_on=TODAY,
        version=3,
    )
    assert from_record(to_record(full)) == full


def test_a_record_is_kept_longer_with_every_change_and_the_table_knows_when_it_ends(stores: Stores) -> None:
    stores.cases.commit(opening())
    (case,) = stores.cases.of_customer("ana")
    later = CaseEvent("note", NOW + timedelta(days=30), "n1", "more")
    assert case.with_event(later, CaseState.OPEN, KEEP).expires_at == NOW + timedelta(days=395)
    if stores.client is not None:
        key = {"customer_id": {"S": "ana"}, "case_id": {"S": case.case_id}}
        stored = stores.client.get_item(TableName="cases", Key=key)["Item"]
        assert stored["expires_at"]["N"] == str(int((NOW + KEEP).timestamp()))
