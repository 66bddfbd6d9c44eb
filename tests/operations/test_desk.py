"""The desk as a support person uses it, on moto's tables made from template.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from operations.__main__ import main
from shop_helper.domain.actions.changes import Change
from shop_helper.domain.actions.draft import ActionKind, Draft, StoredDraft
from shop_helper.domain.cases import Addressee, Case, CaseEvent, CaseKind, CaseState, Problem
from shop_helper.persistence.dynamo_cases import DynamoCases
from simulator.tables import create_tables
from tests.empty_aws import empty_aws
from tests.items import NOW, TODAY

KEEP = timedelta(days=90)


def case(number: str, customer: str = "ana", days_ago: int = 1, **changes: Any) -> Case:
    at = NOW - timedelta(days=days_ago)
    fields: dict[str, Any] = {
        "kind": CaseKind.CASE,
        "words": "it leaks",
        "problem": Problem.DAMAGED,
        "item_name": "the kettle",
        "ref": "114-1/1",
        "events": (CaseEvent("opened", at, f"k{number}"),),
        "expires_at": at + KEEP,
    }
    return Case(customer_id=customer, case_id=number, opened_at=at, **fields | changes)


CASES = (
    case("111111119012", days_ago=3),
    case(
        "222222229012",
        "ben",
        days_ago=9,
        item_name="",
        ref=None,
        words="locked out",
        due_on=TODAY - timedelta(5),
    ),
    case("333333330001", kind=CaseKind.RETURN, addressee=Addressee.SELLER),
    case("444444440002", "carla", state=CaseState.CLOSED),
    case("555555550003", "carla", days_ago=2, state=CaseState.WAITING),
)

Desk = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoCases]:
    for name, value in {
        "AWS_REGION": "us-east-1",
        "SHOP_HELPER_ORDERS_TABLE": "orders",
        "SHOP_HELPER_CASES_TABLE": "cases",
    }.items():
        monkeypatch.setenv(name, value)
    with empty_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(client, {"OrdersTable": "orders", "CasesTable": "cases"})
        made = DynamoCases("cases", "orders", lambda _: client)
        for one in CASES:
            made.commit(Change(one, 0))
        made.save_draft("dora", StoredDraft(Draft(ActionKind.CASE), NOW))
        made.link_user("abc", "ana", NOW)
        yield made


@pytest.fixture
def desk(store: DynamoCases, capsys: pytest.CaptureFixture[str]) -> Desk:
    """Exit code, what was printed, and what was said on standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["desk", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def numbers(printed: str) -> list[str]:
    return [line[8:12] for line in printed.splitlines()[1:]]


def test_open_cases_are_listed_the_longest_waiting_first_with_what_they_are_about(desk: Desk) -> None:
    _, printed, _ = desk("list")
    heads, first, *_ = printed.splitlines()
    assert heads.split() == ["case", "opened", "due", "state", "kind", "category", "for", "customer", "about"]
    assert (
        first.split()
        == "222222229012 2026-11-15 2026-11-19 open case product quality service ben locked out".split()
    )
    assert numbers(printed) == ["9012", "9012", "0003", "0001"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--all"], ["9012", "9012", "0003", "0001", "0002"]),
        (["--state", "waiting"], ["0003"]),
        (["--state", "closed"], ["0002"]),
        (["--for", "seller"], ["0001"]),
        (["--kind", "return"], ["0001"]),
        (["--customer", "carla"], ["0003"]),
        (["--customer", "carla", "--all"], ["0003", "0002"]),
        (["--overdue"], ["9012"]),
    ],
)
def test_a_list_can_be_narrowed(desk: Desk, options: list[str], expected: list[str]) -> None:
    assert numbers(desk("list", *options)[1]) == expected


def test_a_list_with_nothing_in_it_says_so(desk: Desk, store: DynamoCases) -> None:
    assert desk("list", "--customer", "nobody")[1] == "no such cases\n"
    for one in CASES:
        if not one.is_closed:
            event = CaseEvent("closed", NOW, "kc")
            store.commit(Change(one.with_event(event, CaseState.CLOSED, KEEP), 1))
    assert desk("list")[1] == "no open cases\n"


def test_a_case_is_shown_with_who_did_what_and_what_was_told(desk: Desk, store: DynamoCases) -> None:
    desk("reply", "0001", "A label is on its way.")
    _, printed, _ = desk("show", "3333 3333-0001")
    assert "case 333333330001" in printed
    assert "item: the kettle (114-1/1)" in printed
    assert "UTC  customer  opened" in printed
    assert "UTC  desk      replied    A label is on its way.  (not told yet)" in printed
    (found,) = (one for one in store.of_customer("ana") if one.kind is CaseKind.RETURN)
    store.mark_told(found)
    assert "not told yet" not in desk("show", "0001")[1]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("77", "no case ends in 77; `desk list --all` shows them"),
        ("kettle", "'kettle' is no case number; expected its digits, or the last few of them"),
        ("", "'' is no case number"),
        ("9012", "2 cases end in 9012; more digits tell them apart:"),
    ],
)
def test_a_number_that_means_no_case_or_two_says_so_and_changes_nothing(
    desk: Desk, number: str, said: str
) -> None:
    code, printed, error = desk("resolve", number, "Done.")
    assert (code, printed) == (2, "")
    assert said in error
    if number == "9012":
        assert "222222229012" in error
        assert "111111119012" in error
    assert numbers(desk("list", "--state", "closed")[1]) == ["0002"]


def test_replying_asking_and_resolving_show_how_the_case_then_stands(desk: Desk, store: DynamoCases) -> None:
    assert "state: waiting" in desk("ask", "0001", "Which", "side", "leaks?")[1]
    assert "state: open" in desk("reply", "0001", "Thank you.")[1]
    assert "state: closed" in desk("resolve", "0001")[1]
    (found,) = (one for one in store.of_customer("ana") if one.kind is CaseKind.RETURN)
    assert [(event.what, event.words) for event in found.events[1:]] == [
        ("waiting", "Which side leaks?"),
        ("replied", "Thank you."),
        ("closed", ""),
    ]
    assert found.expires_at == found.events[-1].at + KEEP


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reply", "0002", "More."], "case 444444440002 is closed"),
        (["reply", "0001"], "there are no words; they are what the customer hears"),
        (["ask", "0001", " "], "there are no words"),
        (["reply", "0001", "a" * 201], "201 characters; at most 200, since they are read aloud"),
    ],
)
def test_what_cannot_be_said_is_refused(desk: Desk, words: list[str], said: str) -> None:
    code, _, error = desk(*words)
    assert code == 2
    assert said in error


def test_what_the_customer_adds_meanwhile_stays_and_is_shown(
    desk: Desk, store: DynamoCases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing; the reply is written onto what then stands there."""
    added: list[bool] = []
    of_customer = store.of_customer

    def adds_a_note(self: DynamoCases, customer: str) -> tuple[Case, ...]:
        seen = of_customer(customer)
        if not added:
            added.append(True)
            known = next(one for one in seen if one.case_id == CASES[0].case_id)
            event = CaseEvent("note", NOW, "kn", "the lid is cracked too")
            store.commit(Change(known.with_event(event, CaseState.OPEN, KEEP), known.version))
        return seen

    monkeypatch.setattr(DynamoCases, "of_customer", adds_a_note)
    _, printed, _ = desk("reply", "119012", "It is sent.")
    assert "note       the lid is cracked too" in printed
    assert "replied    It is sent." in printed


def test_one_record_that_cannot_be_read_leaves_the_others(desk: Desk, store: DynamoCases) -> None:
    client = boto3.client("dynamodb", region_name="us-east-1")
    broken = {
        "customer_id": {"S": "eve"},
        "case_id": {"S": "999999990000"},
        "schema": {"N": "1"},
        "words": {"S": "private"},
    }
    client.put_item(TableName="cases", Item=broken)
    code, printed, error = desk("list")
    assert code == 0
    assert len(numbers(printed)) == 4
    assert error.startswith("left out: the record of case 999999990000 can't be read: kind: missing")
    assert "private" not in error


def test_a_case_whose_customer_wants_to_be_forgotten_says_so(desk: Desk, store: DynamoCases) -> None:
    (known,) = store.of_customer("ben")
    store.commit(Change(known.forgotten(NOW), known.version))
    assert "finish this, and close it" in desk("show", "222222229012")[1]
    assert "locked out" not in desk("resolve", "222222229012", "It is open again.")[1]
