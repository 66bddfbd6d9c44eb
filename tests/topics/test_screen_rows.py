"""Status rows of items and cases, as a screen shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shop_helper.dialog.reply import Row
from shop_helper.domain.cases import Case, CaseKind, CaseState
from shop_helper.domain.orders import ItemStatus, RefundState, ReturnState
from shop_helper.topics.screen_rows import case_rows, item_rows, items_rows
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item
from tests.middle.states import context_of

CASE = Case("ana", "457914886327", CaseKind.CASE, NOW, ref="1/1", item_name="the kettle", due_on=TODAY)


def shown(rows: tuple[Row, ...]) -> list[tuple[str, object]]:
    return [(row.label.prompt, row.value.values.get("value", row.value.prompt)) for row in rows]


def test_the_rows_of_a_case() -> None:
    assert shown(case_rows(CASE, {})) == [
        ("screen.row.case", "457914886327"),
        ("screen.row.item", "the kettle"),
        ("screen.row.status", "screen.case.open"),
        ("screen.row.due", TODAY),
    ]
    closed = replace(CASE, state=CaseState.CLOSED, item_name="")
    assert shown(case_rows(closed, {})) == [
        ("screen.row.case", "457914886327"),
        ("screen.row.status", "screen.case.closed"),
    ]
    assert len(case_rows(replace(CASE, due_on=None), {})) == 3


KETTLE = "Northwind Steel Kettle"


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, [("screen.row.arrived", TODAY)]),
        ({"delivered_on": None}, [("screen.row.status", "screen.status.delivered")]),
        ({"digital": True}, [("screen.row.status", "screen.status.digital")]),
        (
            {"status": ItemStatus.SHIPPED, "carrier": "Parcel Post", **SOLD_BY_SELLER},
            [
                ("screen.row.status", "screen.status.shipped"),
                ("screen.row.promised", TODAY),
                ("screen.row.carrier", "Parcel Post"),
                ("screen.row.seller", "Northwind Kitchen"),
            ],
        ),
        ({"carrier": "Parcel Post"}, [("screen.row.arrived", TODAY)]),
        (
            {
                "status": ItemStatus.RETURNED,
                "return_state": ReturnState.RECEIVED,
                "refund_state": RefundState.PAID,
            },
            [
                ("screen.row.status", "screen.status.returned"),
                ("screen.row.return", "screen.return.received"),
                ("screen.row.refund", "screen.refund.paid"),
            ],
        ),
    ],
)
def test_the_rows_of_an_item(changes: dict[str, Any], rows: list[tuple[str, object]]) -> None:
    assert shown(item_rows(context_of(), item(**changes))) == [("screen.row.item", KETTLE), *rows]


def test_one_row_for_each_of_several() -> None:
    (row,) = items_rows(context_of(), [item(status=ItemStatus.SHIPPED)])
    assert (row.label.values, row.value.prompt) == ({"value": KETTLE}, "screen.status.shipped")
