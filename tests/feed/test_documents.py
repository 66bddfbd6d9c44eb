"""The examples in the documents are events that are taken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from shop_helper.feed.events import TYPES, read_event
from shop_helper.persistence.order_record import from_record

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLES = [
    json.loads(found)
    for name in ("orders.md", "cases.md")
    for found in re.findall(r"```json\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.S)
]
IN = [one for one in EXAMPLES if one.get("detail-type") and one["source"] != "shop-helper"]


@pytest.mark.parametrize("example", IN, ids=lambda one: str(one["detail-type"]))
def test_an_example_of_an_event_is_taken(example: dict[str, object]) -> None:
    read_event(json.dumps(example))


def test_the_example_of_a_record_is_read_and_makes_an_event() -> None:
    (record,) = [one for one in EXAMPLES if "items" in one]
    assert from_record(record).items
    read_event(json.dumps({"detail-type": "order.changed", "detail": record}))


def test_every_type_is_described() -> None:
    text = (DOCS / "orders.md").read_text(encoding="utf-8")
    assert [name for name in TYPES if f"`{name}`" not in text] == []
