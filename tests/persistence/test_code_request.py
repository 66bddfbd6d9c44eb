"""Both stores of requests keep the same contract; the table is made from template.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import boto3
import pytest

from shop_helper.domain.code_request import SENT_WITHIN, VALID, CodeRequest, Result, Stage
from shop_helper.domain.voice_code import Accepted, hashed
from shop_helper.errors import ConflictError, StoreError, UncertainError
from shop_helper.persistence.code_request import (
    CodeRequests,
    CodeRequestStore,
    DynamoCodeRequests,
    Sent,
    Step,
    TooMany,
    drawn,
)
from shop_helper.persistence.voice_code import DynamoVoiceCodes, VoiceCode
from simulator.memory import MemoryCodeRequests, MemoryVoiceCodes
from simulator.tables import create_tables
from tests.empty_aws import empty_aws
from tests.items import NOW
from tests.persistence.faults import FAULTS, Fault, Faulty

TABLE = "customers"
WRONG = "012345"
"""Never drawn: no number begins with zero."""


@dataclass
class Kept:
    store: CodeRequestStore
    codes: VoiceCode
    requests: CodeRequests


def memory() -> Kept:
    codes = MemoryVoiceCodes()
    store, checked = MemoryCodeRequests(codes), VoiceCode(codes)
    return Kept(store, checked, CodeRequests(store, checked))


def dynamo(client: Any) -> Kept:
    store = DynamoCodeRequests(TABLE, lambda _: client)
    codes = VoiceCode(DynamoVoiceCodes(TABLE, lambda _: client))
    return Kept(store, codes, CodeRequests(store, codes))


@pytest.fixture
def client() -> Iterator[Any]:
    with empty_aws():
        made = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(made, {"CustomersTable": TABLE})
        yield made


@pytest.fixture(params=["memory", "dynamodb"])
def kept(request: pytest.FixtureRequest) -> Kept:
    return memory() if request.param == "memory" else dynamo(request.getfixturevalue("client"))


def sent(requests: CodeRequests, request_id: str = "sent", customer: str = "ana") -> str:
    outcome = requests.send(customer, NOW, request_id)
    assert isinstance(outcome, Sent)
    return outcome.number


def to_the_second_saying(requests: CodeRequests) -> int:
    """A request whose new code, 4826, was said once; its ticket."""
    proof = requests.try_number("ana", sent(requests), NOW, "number")
    assert proof.result is Result.PROVED
    first = requests.take_first("ana", "4826", proof.ticket, NOW, "first")
    assert first.result is Result.TAKEN
    return first.ticket


def test_from_the_number_to_the_code(kept: Kept) -> None:
    ticket = to_the_second_saying(kept.requests)
    assert not kept.codes.is_set("ana")
    assert kept.requests.take_again("ana", "4826", ticket, NOW, "again").result is Result.SET
    assert kept.codes.check("ana", "4826") == Accepted()
    assert kept.store.read("ana")[0].secret is None


def test_each_step_that_alexa_sends_again_is_told_again_and_done_once(kept: Kept) -> None:
    requests = kept.requests
    number = sent(requests)
    assert [requests.try_number("ana", WRONG, NOW, "wrong").tries_left for _ in range(4)] == [2] * 4
    proofs = [requests.try_number("ana", number, NOW, "number") for _ in range(2)]
    assert proofs[0] == proofs[1]
    firsts = [requests.take_first("ana", "4826", proofs[0].ticket, NOW, "first") for _ in range(2)]
    assert firsts[0] == firsts[1]
    agains = [requests.take_again("ana", "4826", firsts[0].ticket, NOW, "again") for _ in range(3)]
    assert [again.result for again in agains] == [Result.SET] * 3


def test_sending_again_for_the_same_request_counts_once_and_the_last_number_counts(kept: Kept) -> None:
    first, second = sent(kept.requests), sent(kept.requests)
    assert len(kept.store.read("ana")[0].sent) == 1
    if first != second:
        assert kept.requests.try_number("ana", first, NOW, "a").result is Result.WRONG
    assert kept.requests.try_number("ana", second, NOW, "b").result is Result.PROVED


def test_three_numbers_an_hour_for_each_customer(kept: Kept) -> None:
    for number in range(3):
        sent(kept.requests, f"request-{number}")
    assert kept.requests.send("ana", NOW, "request-3") == TooMany(NOW + SENT_WITHIN)
    assert kept.requests.awaits_number("ana", NOW), "the last one still counts"
    sent(kept.requests, customer="ben")
    assert isinstance(kept.requests.send("ana", NOW + SENT_WITHIN, "request-4"), Sent)


def test_a_number_is_one_customers_and_waits_ten_minutes(kept: Kept) -> None:
    number = sent(kept.requests)
    assert kept.requests.try_number("ben", number, NOW, "x").result is Result.NONE_OPEN
    assert kept.requests.awaits_number("ana", NOW + VALID - timedelta(seconds=1))
    assert not kept.requests.awaits_number("ana", NOW + VALID)
    assert kept.requests.try_number("ana", number, NOW + VALID, "y").result is Result.EXPIRED


def test_a_canceled_request_takes_no_number(kept: Kept) -> None:
    kept.requests.cancel("ana")
    number = sent(kept.requests)
    kept.requests.cancel("ana")
    assert not kept.requests.awaits_number("ana", NOW)
    assert kept.requests.try_number("ana", number, NOW, "x").result is Result.NONE_OPEN


def test_only_the_session_that_proved_it_goes_on(kept: Kept) -> None:
    """A second session of the same account, such as a guest's at another Echo, has no ticket or an older one."""
    stale = kept.requests.try_number("ana", sent(kept.requests), NOW, "number").ticket
    number = sent(kept.requests, "second")
    proof = kept.requests.try_number("ana", number, NOW, "number 2")
    for ticket in (0, stale):
        result = kept.requests.take_first("ana", "9163", ticket, NOW, f"stale-{ticket}").result
        assert result is Result.OVERTAKEN
    first = kept.requests.take_first("ana", "4826", proof.ticket, NOW, "first")
    assert kept.requests.take_again("ana", "4826", stale, NOW, "x").result is Result.OVERTAKEN
    assert kept.requests.take_again("ana", "4826", first.ticket, NOW, "again").result is Result.SET


def test_wrong_tries_at_the_old_code_do_not_stop_its_owner(kept: Kept) -> None:
    kept.codes.set("ana", "7391")
    ticket = to_the_second_saying(kept.requests)
    for guess in ("1111", "2222", "3333"):
        kept.codes.check("ana", guess)
    assert kept.requests.take_again("ana", "4826", ticket, NOW, "again").result is Result.CHANGED
    assert kept.codes.check("ana", "4826") == Accepted()


def test_a_code_that_was_set_elsewhere_meanwhile_stays(kept: Kept) -> None:
    ticket = to_the_second_saying(kept.requests)
    kept.codes.set("ana", "7391")
    assert kept.requests.take_again("ana", "4826", ticket, NOW, "again").result is Result.OVERTAKEN
    assert kept.codes.check("ana", "7391") == Accepted()


def test_the_old_code_is_a_proof_too(kept: Kept) -> None:
    kept.codes.set("ana", "7391")
    proof = kept.requests.prove("ana", NOW, "old")
    assert kept.requests.prove("ana", NOW, "old") == proof
    first = kept.requests.take_first("ana", "4826", proof.ticket, NOW, "first")
    assert kept.requests.take_again("ana", "4826", first.ticket, NOW, "x").result is Result.CHANGED


def test_a_weak_code_changes_nothing(kept: Kept) -> None:
    proof = kept.requests.try_number("ana", sent(kept.requests), NOW, "number")
    with pytest.raises(ValueError, match="guessed"):
        kept.requests.take_first("ana", "1234", proof.ticket, NOW, "weak")
    assert kept.requests.take_first("ana", "4826", proof.ticket, NOW, "x").result is Result.TAKEN


def test_what_was_decided_on_an_older_request_is_not_written(kept: Kept) -> None:
    kept.store.write("ana", CodeRequest(), 0)
    with pytest.raises(ConflictError):
        kept.store.write("ana", CodeRequest(), 0)
    with pytest.raises(ConflictError):
        kept.store.set_code("ana", hashed("4826", b"salt"), None, CodeRequest(), 7)
    assert not kept.codes.is_set("ana"), "both or neither"
    kept.codes.set("ana", "7391")
    with pytest.raises(ConflictError):
        kept.store.set_code("ana", hashed("4826", b"salt"), None, CodeRequest(Stage.FIRST), 1)
    assert kept.store.read("ana") == (CodeRequest(), 1)


def test_of_many_guesses_at_once_each_counts() -> None:
    """Two wrong ones come between a third one's reading and its write: it is the third, not the first."""

    class Overtaken(MemoryCodeRequests):
        overtaken = False

        def read(self, customer_id: str, **named: Any) -> tuple[CodeRequest, int]:
            found = super().read(customer_id)
            if self.overtaken:
                self.overtaken = False
                for guess in ("a", "b"):
                    CodeRequests(self, codes).try_number(customer_id, WRONG, NOW, guess)
            return found

    table = MemoryVoiceCodes()
    store, codes = Overtaken(table), VoiceCode(table)
    requests = CodeRequests(store, codes)
    number = sent(requests)
    store.overtaken = True
    assert requests.try_number("ana", WRONG, NOW, "c").result is Result.SPENT
    assert requests.try_number("ana", number, NOW, "d").result is Result.NONE_OPEN


@pytest.mark.parametrize("fault", FAULTS, ids=["timeout", "server"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_fault_in_any_call_sets_the_code_or_not_and_tells_which(
    client: Any, after: bool, fault: Fault
) -> None:
    """Every call of the last step in turn, until one run has no fault left."""
    ticket = to_the_second_saying(dynamo(client).requests)
    for at in range(1, 20):
        faulty: Any = Faulty(client, at, after, fault)
        try:
            step: Step | None = dynamo(faulty).requests.take_again("ana", "4826", ticket, NOW, "again")
        except UncertainError:
            pytest.fail("it could be looked at")
        except StoreError:
            step = None
        is_set = dynamo(client).codes.is_set("ana")
        assert is_set == (step is not None and step.result is Result.SET), at
        if is_set:
            return
    pytest.fail("it never ends")


def test_where_it_cannot_be_looked_at_that_is_what_is_said(client: Any) -> None:
    ticket = to_the_second_saying(dynamo(client).requests)

    class DownFromTheWriteOn:
        down = False

        def __getattr__(self, operation: str) -> Any:
            self.down = self.down or operation == "transact_write_items"
            if self.down:
                raise FAULTS[0]
            return getattr(client, operation)

    with pytest.raises(UncertainError):
        dynamo(DownFromTheWriteOn()).requests.take_again("ana", "4826", ticket, NOW, "again")


def test_the_item_goes_by_itself_and_holds_no_number(client: Any) -> None:
    number = sent(dynamo(client).requests)
    (item,) = client.scan(TableName=TABLE)["Items"]
    assert item["customer_id"] == {"S": "code-request#ana"}
    end = int(item["expires_at"]["N"])
    assert (NOW + VALID).timestamp() < end <= (NOW + SENT_WITHIN).timestamp() + 1
    assert number not in str(item)


def test_a_record_that_cannot_be_read_is_an_error(client: Any) -> None:
    broken = {"code_request": {"M": {"stage": {"S": "?"}}}, "version": {"N": "1"}}
    client.put_item(TableName=TABLE, Item={"customer_id": {"S": "code-request#ana"}, **broken})
    with pytest.raises(StoreError, match="can't be read"):
        dynamo(client).requests.awaits_number("ana", NOW)


def test_numbers_have_six_digits_and_keep_their_first_when_they_are_read_as_a_number() -> None:
    numbers = {drawn() for _ in range(500)}
    assert all(len(number) == 6 and str(int(number)) == number for number in numbers)
    assert len(numbers) > 490
