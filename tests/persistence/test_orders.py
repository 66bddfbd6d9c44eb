"""Both order stores keep the same contract; the table is made from template.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from shop_helper.domain.orders import Money, RefundState, ReturnState
from shop_helper.errors import ConflictError, StoreError
from shop_helper.persistence.order_record import from_record, to_record
from shop_helper.persistence.orders import DynamoOrders, OrderStore
from simulator.memory import MemoryOrders
from simulator.tables import create_tables
from simulator.world import load_world
from tests.empty_aws import empty_aws
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item, order

TABLE = "orders"


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[OrderStore]:
    if request.param == "memory":
        yield MemoryOrders()
        return
    with empty_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, {"OrdersTable": TABLE})
        yield DynamoOrders(TABLE, lambda _: client)


def numbered(number: int, customer: str = "ana", **changes: Any) -> Any:
    order_id = f"114-0000000-{number:04}"
    thing = item(order_id=order_id)
    return order(thing, customer_id=customer, placed_at=NOW - timedelta(days=number), **changes)


def test_an_order_comes_back_as_it_was_put(store: OrderStore) -> None:
    for one in load_world(NOW).orders:
        store.put(one)
    for one in load_world(NOW).orders:
        assert store.by_number(one.customer_id, one.order_id) == one


def test_recent_orders_come_newest_first_and_no_more_than_asked_for(store: OrderStore) -> None:
    for number in (5, 1, 3, 2):
        store.put(numbered(number))
    store.put(numbered(4, customer="ben"))
    assert [found.order_id[-1] for found in store.recent("ana", 3)] == ["1", "2", "3"]
    assert store.recent("carla") == ()


def test_someone_elses_number_finds_as_little_as_one_that_does_not_exist(store: OrderStore) -> None:
    store.put(numbered(1, customer="ben"))
    assert store.by_number("ana", "114-0000000-0001") is None
    assert store.by_number("ana", "114-9999999-9999") is None


def test_a_newer_version_replaces_and_an_older_or_equal_one_is_refused(store: OrderStore) -> None:
    first = numbered(1, version=1)
    store.put(first)
    store.put(replace(first, version=3, address_short="the address in Denver"))
    for version in (2, 3):
        with pytest.raises(ConflictError):
            store.put(replace(first, version=version))
    found = store.by_number("ana", first.order_id)
    assert found is not None
    assert found.address_short == "the address in Denver"


def test_every_field_survives_the_record() -> None:
    full = item(
        **SOLD_BY_SELLER,
        quantity=2,
        price_now=Money(Decimal("29.90"), "USD"),
        shipped_on=TODAY,
        last_scan_at=NOW,
        carrier="Swift Parcel",
        digital=True,
        return_state=ReturnState.RECEIVED,
        return_received_on=TODAY,
        refund_state=RefundState.PAID,
        refund_amount=Money(Decimal("39.90"), "USD"),
        refund_on=TODAY,
        seller_contacted_at=(NOW, NOW),
        seller_replied_at=NOW,
    )
    there = order(full, address_short="the address in Denver", version=7)
    assert from_record(to_record(there)) == there


def test_a_record_written_before_a_field_existed_is_read() -> None:
    record = to_record(order(item()))
    for entry in record["items"]:
        for name in ("quantity", "carrier", "return_state", "refund_state"):
            entry.pop(name, None)
    assert from_record(record).items[0].quantity == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"schema": 2},
        {"placed_at": "2026-11-24"},
        {"placed_at": "soon"},
        {"items": [{}]},
        {"items": None},
    ],
)
def test_a_record_that_cannot_be_read_is_an_error_that_names_the_order_only(broken: dict[str, Any]) -> None:
    record = to_record(order(item())) | broken

    class Client:
        def get_item(self, **_: Any) -> Any:
            from boto3.dynamodb.types import TypeSerializer

            return {"Item": {name: TypeSerializer().serialize(value) for name, value in record.items()}}

    client: Any = Client()
    with pytest.raises(StoreError, match=r"the record of order 114-5038821-4417 can't be read") as raised:
        DynamoOrders(TABLE, lambda _: client).by_number("ana", "114-5038821-4417")
    assert "Kettle" not in str(raised.value)


@pytest.mark.parametrize(
    "fault",
    [
        ClientError({"Error": {"Code": "ProvisionedThroughputExceededException", "Message": "x"}}, "Query"),
        EndpointConnectionError(endpoint_url="http://localhost:1"),
    ],
)
def test_faults_of_aws_and_the_network_become_ours(fault: Exception) -> None:
    class Client:
        def query(self, **_: Any) -> Any:
            raise fault

    client: Any = Client()
    with pytest.raises(StoreError, match="query failed"):
        DynamoOrders(TABLE, lambda _: client).recent("ana")


def test_no_client_is_made_before_it_is_needed() -> None:
    def never(_: object) -> Any:
        raise AssertionError("a client was made")

    DynamoOrders(TABLE, never)


def test_a_seller_finds_its_own_lines_and_nothing_of_the_buyer(store: OrderStore) -> None:
    lamp = item(line_id="1", **SOLD_BY_SELLER)
    book = item(line_id="2", **SOLD_BY_SELLER | {"seller_id": "paperlane", "seller_name": "Paper Lane"})
    own = item(line_id="3")
    store.put(order(lamp, book, own, customer_id="ana", address_short="the address in Denver"))
    (sale,) = store.sold("northwind")
    assert [one.ref for one in sale.items] == [lamp.ref]
    assert "ana" not in repr(sale)
    assert "Denver" not in repr(sale)
    assert [one.ref for one in store.sold("paperlane")[0].items] == [book.ref]
    assert store.sold("farid") == ()


def test_a_sale_changes_together_with_its_order(store: OrderStore) -> None:
    lamp = item(**SOLD_BY_SELLER)
    store.put(order(lamp, version=1))
    store.put(order(replace(lamp, return_state=ReturnState.REQUESTED), version=2))
    with pytest.raises(ConflictError):
        store.put(order(lamp, version=2))
    assert store.sold("northwind")[0].items[0].return_state is ReturnState.REQUESTED


def test_nobody_reads_sales_as_a_customer(store: OrderStore) -> None:
    store.put(order(item(**SOLD_BY_SELLER)))
    assert store.recent("seller#northwind") == ()
    assert store.by_number("seller#northwind", item().order_id) is None
    with pytest.raises(ValueError, match="seller#"):
        store.put(order(item(), customer_id="seller#northwind"))
