"""Both stores of visits keep the same contract; the table is made from template.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from shop_helper.errors import StoreError
from shop_helper.persistence.visits import KEPT, DynamoVisits, VisitStore
from simulator.memory import MemoryVisits
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
        yield DynamoVisits("customers", lambda _: client)


def test_a_visit_gives_the_one_before(store: VisitStore) -> None:
    assert store.record_visit("ana", NOW) is None
    assert store.record_visit("ana", NOW + timedelta(days=1)) == NOW
    assert store.record_visit("ana", NOW + timedelta(days=1)) == NOW + timedelta(days=1)
    assert store.record_visit("ben", NOW) is None


def test_a_visit_long_ago_counts_as_none_also_before_the_table_lets_go_of_it(store: VisitStore) -> None:
    store.record_visit("ana", NOW)
    assert store.record_visit("ana", NOW + KEPT + timedelta(days=1)) is None


def test_a_table_that_cannot_be_reached_is_a_store_error() -> None:
    class Gone:
        def update_item(self, **_: object) -> None:
            raise EndpointConnectionError(endpoint_url="https://example.invalid")

    gone: Any = Gone()
    with pytest.raises(StoreError, match="EndpointConnectionError"):
        DynamoVisits("customers", lambda _: gone).record_visit("ana", NOW)
