"""Whatever stands in a table is read into frozen types, or is a StoreError: nothing else ever comes out of a store."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop_helper.domain.actions.draft import ActionKind, Draft, to_data
from shop_helper.domain.cases import Addressee, Case, CaseEvent, CaseKind, CaseState, Problem, Wanted
from shop_helper.domain.code_request import CodeRequest, Result, Stage
from shop_helper.domain.voice_code import Code
from shop_helper.errors import StoreError
from shop_helper.persistence import case_record, code_request, order_record, voice_code
from shop_helper.persistence.code_request import DynamoCodeRequests
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.dynamodb import plain, serialized
from shop_helper.persistence.orders import DynamoOrders
from shop_helper.persistence.visits import DynamoVisits
from shop_helper.persistence.voice_code import DynamoVoiceCodes
from tests.items import NOW, TODAY, item, order

SPOILED = 1_500
"""Damaged items of each kind."""

VALUES: tuple[Any, ...] = (
    {"S": "x"}, {"S": " "}, {"S": "2026-11-25T16:00:00"}, {"S": "9999-12-31T23:59:59Z"}, {"S": "{}"}, {"S": "[[1]]"},
    {"N": "0"}, {"N": "-1"}, {"N": "1.5"}, {"N": "1E+40"}, {"BOOL": True}, {"NULL": True}, {"L": []},
    {"L": [{"S": "x"}]}, {"L": [{"L": []}]}, {"M": {}}, {"M": {"S": {"S": "x"}}}, {"B": b"x"}, {"SS": ["a"]},
)  # fmt: skip
KETTLE = order(
    item(last_scan_at=NOW, seller_contacted_at=(NOW,), carrier="Fleet", color="blue", refund_on=TODAY),
    item(line_id="2"),
)
CASE = Case(
    customer_id="ana",
    case_id="000000004417",
    kind=CaseKind.CASE,
    opened_at=NOW,
    addressee=Addressee.SELLER,
    state=CaseState.WAITING,
    problem=Problem.DAMAGED,
    words="it came broken",
    wanted=Wanted.REFUND,
    told_seller=False,
    ref=KETTLE.items[0].ref,
    item_name="the kettle",
    due_on=TODAY,
    events=(CaseEvent("opened", NOW, "k1"), CaseEvent("replied", NOW, "desk:1", "Soon.")),
    version=3,
    told=1,
    expires_at=datetime(2027, 11, 25, tzinfo=UTC),
)
DRAFT = Draft(ActionKind.RETURN, ref=KETTLE.items[0].ref, item_name="the kettle", key="1", words="broken")
CODE = Code(b"salt", b"digest", 2, 1, NOW, ("r1",))
REQUEST = CodeRequest(Stage.NUMBER, NOW, CODE, b"salt", 1, (NOW,), (("r1", Result.WRONG),))
KEYS = ("customer_id", "order_id", "case_id")
"""Keys of the tables, which hold nothing but texts."""

LATER = {"N": str(int((NOW + timedelta(days=3)).timestamp()))}


class Table:
    """A client whose table holds one item."""

    def __init__(self, found: Any) -> None:
        self._found = found

    def get_item(self, **_: Any) -> Any:
        return {"Item": self._found}

    def query(self, **_: Any) -> Any:
        return {"Items": [self._found]}

    def update_item(self, **_: Any) -> Any:
        return {"Attributes": self._found}


def _same_order(read: Any) -> bool:
    return all(
        order_record.from_record(plain(serialized(order_record.to_record(one)))) == one for one in read
    )


def _same_case(read: Any) -> bool:
    return all(case_record.from_record(plain(serialized(case_record.to_record(one)))) == one for one in read)


Reads = tuple[Callable[[Any], Any], Any, Callable[[Any], bool]]
KINDS: dict[str, Reads] = {
    "order": (
        lambda table: DynamoOrders("orders", lambda _: table).recent("ana"),
        serialized(order_record.to_record(KETTLE)),
        _same_order,
    ),
    "case": (
        lambda table: DynamoCases("cases", "orders", lambda _: table).of_customer("ana"),
        serialized(case_record.to_record(CASE)),
        _same_case,
    ),
    "draft": (
        lambda table: DynamoCases("cases", "orders", lambda _: table).draft("ana", NOW),
        {
            "data": {"S": json.dumps(to_data(DRAFT))},
            "expires_at": LATER,
            "saved_at": {"S": "2026-11-24T12:00:00Z"},
        },
        lambda read: read is None or read.draft == DRAFT,
    ),
    "link": (
        lambda table: DynamoCases("cases", "orders", lambda _: table).customer_of("u"),
        {"linked_customer": {"S": "ana"}},
        lambda read: read is None or isinstance(read, str),
    ),
    "visit": (
        lambda table: DynamoVisits("customers", lambda _: table).record_visit("ana", NOW),
        {"last_visit": {"S": NOW.isoformat()}, "expires_at": LATER},
        lambda read: read is None or read.tzinfo is not None,
    ),
    "voice code": (
        lambda table: DynamoVoiceCodes("customers", lambda _: table).read("ana"),
        {"voice_code": {"M": voice_code._record(CODE, 4)}},
        lambda read: read is None or (isinstance(read[1], int) and _is_aware(read[0].locked_until)),
    ),
    "code request": (
        lambda table: DynamoCodeRequests("customers", lambda _: table).read("ana"),
        {"code_request": {"M": code_request._record(REQUEST)}, "version": {"N": "4"}},
        lambda read: isinstance(read[1], int) and all(map(_is_aware, (read[0].until, *read[0].sent))),
    ),
}
"""Kind → how it is read, an item that can be read, and whether what was read is what it says it is."""


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_read_or_is_a_store_error_and_never_anything_else(kind: str) -> None:
    read, good, is_right = KINDS[kind]
    assert is_right(read(Table(good)))
    dice, refused = random.Random(kind), list[str]()
    for _ in range(SPOILED):
        spoiled = copy.deepcopy(good)
        _spoil(spoiled, dice)
        try:
            assert is_right(read(Table(spoiled))), spoiled
        except StoreError as problem:
            refused.append(str(problem))
    assert len(refused) > SPOILED // 10
    assert all("can't be read" in why for why in refused)


def test_a_draft_as_it_was_stored_before_is_read() -> None:
    """Version 2 knew no traits and wrote the same names."""
    stored = {
        "kind": "return",
        "ref": DRAFT.ref,
        "item_name": "the kettle",
        "words": "broken",
        "key": "1",
        "tries": 1,
    }
    table: Any = Table({"data": {"S": json.dumps(stored)}, "expires_at": LATER})
    found = DynamoCases("cases", "orders", lambda _: table).draft("ana", NOW)
    assert found is not None
    assert found.draft == replace(DRAFT, tries=1)


def _spoil(item: dict[str, Any], dice: random.Random) -> None:
    """Another value, or none, at any depth."""
    inner: Any = item
    while True:
        keys = [name for name in inner if name not in KEYS] if isinstance(inner, dict) else range(len(inner))
        key = dice.choice(keys)
        deeper = next((inner[key][kind] for kind in ("M", "L") if inner[key].get(kind)), None)
        if deeper is None or dice.random() < 0.3:
            break
        inner = deeper
    if dice.random() < 0.2:
        del inner[key]
    else:
        inner[key] = copy.deepcopy(dice.choice(VALUES))


def _is_aware(instant: datetime | None) -> bool:
    return instant is None or instant.tzinfo is not None
