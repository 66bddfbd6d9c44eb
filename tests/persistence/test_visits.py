"""Both stores of visits keep the same contract; the table is made from template.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from shop_helper.errors import StoreError
from shop_helper.persistence.visits import KEPT, DynamoVisits, MemoryVisits, VisitStore
from shop_helper.persistence.voice_code import DynamoVoiceCodes, VoiceCode
from simulator.tables import create_tables
from tests.empty_aws import empty_aws
from tests.items import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[VisitStore]:
    if request.param == "memory":
        yield MemoryVisits()
        return
    with empty_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, {"CustomersTable": "customers"})
        yield DynamoVisits("customers", lambda: client)


def test_a_visit_gives_the_one_before(store: VisitStore) -> None:
    assert store.visited("ana", NOW) is None
    assert store.visited("ana", NOW + timedelta(days=1)) == NOW
    assert store.visited("ana", NOW + timedelta(days=1)) == NOW + timedelta(days=1)
    assert store.visited("ben", NOW) is None


def test_a_visit_long_ago_counts_as_none_also_before_the_table_lets_go_of_it(store: VisitStore) -> None:
    store.visited("ana", NOW)
    assert store.visited("ana", NOW + KEPT + timedelta(days=1)) is None


def test_a_customer_who_is_forgotten_was_never_here(store: VisitStore) -> None:
    store.visited("ana", NOW)
    store.forget("ana")
    store.forget("nobody")
    assert store.visited("ana", NOW) is None


def test_a_table_that_cannot_be_reached_is_a_store_error() -> None:
    class Gone:
        def update_item(self, **_: object) -> None:
            raise EndpointConnectionError(endpoint_url="https://example.invalid")

    with pytest.raises(StoreError, match="EndpointConnectionError"):
        DynamoVisits("customers", Gone).visited("ana", NOW)  # type: ignore[arg-type]


def test_forgetting_leaves_no_item_with_the_customer_in_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the visit's nor the voice code's, also where there was none; another customer's stay."""
    with empty_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, {"CustomersTable": "customers"})
        visits = DynamoVisits("customers", lambda: client)
        codes = VoiceCode(DynamoVoiceCodes("customers", lambda: client))
        for customer in ("ana", "ben"):
            visits.visited(customer, NOW)
            codes.set(customer, "7391")
        for customer in ("ana", "nobody"):
            visits.forget(customer)
            codes.forget(customer)
        left = {item["customer_id"]["S"] for item in client.scan(TableName="customers")["Items"]}
        assert left == {"ben", "visit#ben"}
