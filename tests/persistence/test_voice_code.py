"""Both voice code stores keep the same contract; the table is made from template.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from shop_helper.domain.voice_code import LOCK, Accepted, Code, LockedUntil, NotSet, Wrong, made
from shop_helper.errors import ConflictError, StoreError
from shop_helper.persistence.voice_code import DynamoVoiceCodes, VoiceCode, VoiceCodeStore
from simulator.memory import MemoryVoiceCodes
from simulator.tables import create_tables
from tests.empty_aws import empty_aws
from tests.items import NOW

TABLE = "customers"


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceCodeStore]:
    if request.param == "memory":
        yield MemoryVoiceCodes()
        return
    with empty_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, {"CustomersTable": TABLE})
        yield DynamoVoiceCodes(TABLE, lambda _: client)


class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def test_tries_are_counted_across_checks_and_each_customer_has_their_own(store: VoiceCodeStore) -> None:
    clock = Clock()
    codes = VoiceCode(store, clock)
    codes.set("ana", "2580")
    codes.set("ben", "9163")
    assert codes.check("ana", "9163") == Wrong(2)
    assert codes.check("ana", "1111") == Wrong(1)
    assert codes.check("ben", "9163") == Accepted()
    assert codes.check("ana", "1111") == LockedUntil(NOW + LOCK)
    assert codes.check("ana", "2580") == LockedUntil(NOW + LOCK)
    clock.now = NOW + LOCK
    assert codes.check("ana", "2580") == Accepted()


def test_a_wrong_code_that_comes_again_with_its_request_counts_once(store: VoiceCodeStore) -> None:
    codes = VoiceCode(store, Clock())
    codes.set("ana", "2580")
    assert [codes.check("ana", "9163", "first") for _ in range(5)] == [Wrong(2)] * 5
    assert codes.check("ana", "9163", "second") == Wrong(1)
    assert codes.check("ana", "9163", "first") == Wrong(1)
    assert [codes.check("ana", "9163", "third") for _ in range(3)] == [LockedUntil(NOW + LOCK)] * 3
    clock = Clock()
    clock.now = NOW + LOCK
    assert VoiceCode(store, clock).check("ana", "9163", "fourth") == Wrong(2)


def test_wrong_tries_leave_the_code_the_same_and_a_new_one_is_another(store: VoiceCodeStore) -> None:
    codes = VoiceCode(store, Clock())
    assert codes.current("ana") is None
    codes.set("ana", "2580")
    first = codes.current("ana")
    codes.check("ana", "9163")
    assert codes.current("ana") == first is not None
    codes.set("ana", "2580")
    assert codes.current("ana") != first


def test_a_customer_without_a_code_is_told_apart(store: VoiceCodeStore) -> None:
    codes = VoiceCode(store, Clock())
    assert codes.check("carla", "2580") == NotSet()
    assert not codes.is_set("carla")
    codes.set("carla", "2580")
    assert codes.is_set("carla")
    codes.clear("carla")
    assert codes.check("carla", "2580") == NotSet()


def test_setting_the_code_again_ends_a_lock(store: VoiceCodeStore) -> None:
    codes = VoiceCode(store, Clock())
    codes.set("ana", "2580")
    for guess in ("1", "2", "3"):
        codes.check("ana", guess)
    codes.set("ana", "9163")
    assert codes.check("ana", "2580") == Wrong(2)
    assert codes.check("ana", "9163") == Accepted()


def test_what_was_decided_on_an_older_code_is_not_written(store: VoiceCodeStore) -> None:
    code = made("2580", b"salt")
    store.set("ana", code)
    found = store.read("ana")
    assert found is not None
    assert found[0] == code
    store.update("ana", code, found[1])
    with pytest.raises(ConflictError):
        store.update("ana", code, found[1])
    with pytest.raises(ConflictError):
        store.update("nobody", code, 1)


def test_of_many_guesses_at_once_the_right_one_is_counted_too() -> None:
    """Three wrong ones come between its reading and its answer: it must not be accepted on what it read."""

    class Overtaken(MemoryVoiceCodes):
        overtaken = False

        def read(self, customer_id: str, **named: Any) -> tuple[Code, int] | None:
            found = super().read(customer_id)
            if not self.overtaken:
                self.overtaken = True
                for guess in ("1", "2", "3"):
                    VoiceCode(self, Clock()).check("ana", guess)
            return found

    store = Overtaken()
    VoiceCode(store).set("ana", "2580")
    assert VoiceCode(store, Clock()).check("ana", "2580") == LockedUntil(NOW + LOCK)


def test_a_code_that_never_stands_still_is_an_error_and_no_outcome() -> None:
    class Restless(MemoryVoiceCodes):
        def update(self, customer_id: str, code: Code, version: int, **named: Any) -> None:
            raise ConflictError("changed")

    store = Restless()
    VoiceCode(store).set("ana", "2580")
    with pytest.raises(StoreError, match="kept changing"):
        VoiceCode(store, Clock()).check("ana", "2580")


def test_other_things_known_of_the_customer_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    with empty_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, {"CustomersTable": TABLE})
        client.put_item(TableName=TABLE, Item={"customer_id": {"S": "ana"}, "name": {"S": "x"}})
        codes = VoiceCode(DynamoVoiceCodes(TABLE, lambda _: client))
        codes.set("ana", "2580")
        codes.clear("ana")
        item = client.get_item(TableName=TABLE, Key={"customer_id": {"S": "ana"}})["Item"]
    assert item == {"customer_id": {"S": "ana"}, "name": {"S": "x"}}


def test_a_store_that_does_not_answer_is_an_error_and_no_outcome() -> None:
    class Client:
        def get_item(self, **_: Any) -> Any:
            raise EndpointConnectionError(endpoint_url="http://localhost:1")

    client: Any = Client()
    with pytest.raises(StoreError, match="get_item failed"):
        VoiceCode(DynamoVoiceCodes(TABLE, lambda _: client)).check("ana", "2580")


def test_a_record_that_cannot_be_read_is_an_error() -> None:
    class Client:
        def get_item(self, **_: Any) -> Any:
            return {"Item": {"voice_code": {"M": {"salt": {"B": b"x"}}}}}

    client: Any = Client()
    with pytest.raises(StoreError, match="can't be read"):
        VoiceCode(DynamoVoiceCodes(TABLE, lambda _: client)).check("ana", "2580")
