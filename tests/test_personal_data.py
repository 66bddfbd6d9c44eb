"""What is kept of a customer is on one list; README, tables and both ways of deleting go by it."""

from __future__ import annotations

import ast
import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from operations.desk import answer
from shop_helper.domain.actions.changes import Change
from shop_helper.domain.actions.draft import ActionKind, Draft, StoredDraft
from shop_helper.domain.cases import Case, CaseEvent, CaseKind, CaseState
from shop_helper.feed.consumer import Consumer
from shop_helper.persistence.code_request import code_requests
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.personal_data import CASE, ITEMS, KEPT, Item, OnDeletion, Table, kind_of
from shop_helper.persistence.voice_code import voice_code
from simulator.device import Device
from simulator.local import LocalSkill
from simulator.tables import load_template
from tests.stored import everything_kept, unlisted

ROOT = Path(__file__).resolve().parent.parent
PERSISTENCE = ROOT / "lambda" / "shop_helper" / "persistence"
WORDS = "my neighbour Otto smashed it"


def rows() -> list[list[str]]:
    """Of the README's table."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("## What is kept of a customer")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line
    ]
    return cells[2:]


def test_the_readme_has_the_list() -> None:
    assert rows() == [[kept.what, kept.where, kept.how_long, kept.deletion] for kept in KEPT]


def test_what_stays_says_why() -> None:
    assert [kept.what for kept in KEPT if (kept.on_deletion is OnDeletion.STAYS) != bool(kept.why)] == []


def test_what_goes_by_itself_is_in_a_table_that_lets_go() -> None:
    resources = load_template()["Resources"]
    for kind in ITEMS:
        table = resources[f"{kind.table.capitalize()}Table"]["Properties"]
        assert table["SSESpecification"] == {"SSEEnabled": True}
        if "TTL" in kind.how_long:
            assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_no_store_makes_a_key_of_its_own() -> None:
    """Else a kind of item could be stored that the list doesn't know."""
    own = [
        f"{path.name}:{node.lineno}"
        for path in PERSISTENCE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        and any(isinstance(key, ast.Constant) and key.value == "customer_id" for key in node.keys)
        and any(isinstance(value, ast.Dict) for value in node.values)
    ]
    assert [place for place in own if not place.startswith("personal_data.py")] == []


def fill(device: Device, customer: str) -> None:
    """One of every kind, by the skill itself where it writes it."""
    skill = DynamoCases("shop-helper-cases", "shop-helper-orders", _client)
    device.launch()
    device.close()
    now = datetime.now(UTC)
    opened = Case(
        customer,
        f"{len(customer):012}",
        CaseKind.CASE,
        now,
        words=WORDS,
        item_name="the kettle",
        ref="114-1/1",
        events=(CaseEvent("opened", now, "k1"), CaseEvent("note", now, "k2", WORDS)),
        expires_at=now + timedelta(days=300),
    )
    closed = replace(opened, case_id="000000000099", state=CaseState.CLOSED)
    for case in (opened, closed):
        skill.commit(Change(case, 0))
    skill.save_draft(customer, StoredDraft(Draft(ActionKind.CASE, words=WORDS), now + timedelta(days=3)))
    voice_code(_settings()).set(customer, "7391")
    code_requests(_settings()).send(customer, now, "request")


def _settings() -> Any:
    import os

    from shop_helper.settings import Settings

    return Settings.from_environment(os.environ)


def _client(_: object = None) -> Any:
    from shop_helper.persistence.client import dynamodb_client

    return dynamodb_client(_settings())


def kinds_of(customer: str) -> set[Item]:
    """Kinds of which the tables hold something with the customer in it."""
    return {kind for kind, item in everything_kept() if customer in names_in(item)}


def names_in(item: dict[str, Any]) -> str:
    return json.dumps([item.get(name) for name in ("customer_id", "linked_customer")])


def by_voice(device: Device) -> None:
    device.say("delete my data")
    turn = device.say("yes").turn
    assert turn is not None
    assert turn["prompt"] == "action.done.delete"
    device.close()


def by_disabling(device: Device) -> None:
    device.event("disabled")
    device.event("disabled")


@pytest.mark.parametrize("deletes", [by_voice, by_disabling])
def test_nothing_is_left_but_what_the_list_says_and_all_of_the_others(
    make_device: Callable[..., Device], handler: LocalSkill, deletes: Callable[[Device], None]
) -> None:
    handler.start_over()
    devices = {name: make_device(name) for name in ("ana", "ben")}
    for name, device in devices.items():
        fill(device, name)
    sales = {kind for kind in ITEMS if kind.partition.startswith("seller#")}
    for name in devices:
        assert kinds_of(name) == set(ITEMS) - sales, "fill has to make one of every kind"
    before = everything_kept()
    assert {kind for kind, _ in before} == set(ITEMS)

    deletes(devices["ana"])

    after = everything_kept()
    gone = [(kind, item) for kind, item in before if (kind, item) not in after]
    assert {kind for kind, _ in gone} == set(ITEMS) - {
        kind for kind in ITEMS if kind.on_deletion is OnDeletion.STAYS
    }
    assert all('"ana"' in re.sub("visit#|code-request#", "", names_in(item)) for _, item in gone)
    new = [item for kind, item in after if (kind, item) not in before]
    assert [(item["customer_id"]["S"], item["state"]["S"]) for item in new] == [("ana", "open")]
    assert kinds_of("ana") == {kind for kind in ITEMS if kind.on_deletion is OnDeletion.STAYS} - sales | {
        CASE
    }


def test_a_case_that_was_open_goes_when_the_desk_closes_it(
    make_device: Callable[..., Device], handler: LocalSkill
) -> None:
    handler.start_over()
    device = make_device("ana")
    fill(device, "ana")
    by_voice(device)
    cases = DynamoCases("shop-helper-cases", "shop-helper-orders", _client)
    (case,) = cases.of_customer("ana")
    assert case.words == WORDS
    consumer: Any = Consumer(None, cases, None)  # type: ignore[arg-type]
    answer(consumer, case, "resolve", "Otto pays")
    (left,) = [item for kind, item in everything_kept() if kind is CASE]
    assert "Otto" not in json.dumps(left)
    assert "kettle" not in json.dumps(left)
    assert int(left["expires_at"]["N"]) <= datetime.now(UTC).timestamp()


def test_an_item_that_no_entry_describes_is_found() -> None:
    assert kind_of(Table.CASES, {"customer_id": {"S": "ana"}, "case_id": {"S": "wishes"}}) is None
    assert kind_of(Table.CUSTOMERS, {"customer_id": {"S": "visit#ana"}}) is not None
    assert kind_of(Table.ORDERS, {"customer_id": {"S": "user#1"}, "order_id": {"S": "1"}}) is None


def test_a_note_of_an_unanswered_question_holds_no_customer(
    make_device: Callable[..., Device], handler: LocalSkill, caplog: pytest.LogCaptureFixture
) -> None:
    """The same question of a linked and an unlinked person makes the same note, and a name in it is not kept."""
    notes = []
    for customer in ("ana", None):
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="shop_helper"):
            device = make_device(customer)
            device.launch()
            device.say("what does the giraffe of Ana Rodriguez at twelve Elm Street dream of")
        notes.append([r.unanswered for r in caplog.records if r.name == "shop_helper.unanswered"])  # type: ignore[attr-defined]
        if customer:
            assert not re.search(
                rf"\b{customer}\b|amzn1.ask|local:", "\n".join(r.getMessage() for r in caplog.records)
            )
    assert notes[0] == notes[1] != []
    assert set(notes[0][0]) == {"unanswered", "why", "nearby"}
    assert not re.search("(?i)ana|rodriguez|elm|giraffe", json.dumps(notes))


def test_the_tables_hold_nothing_unlisted(handler: LocalSkill) -> None:
    handler.start_over()
    assert unlisted() == []
