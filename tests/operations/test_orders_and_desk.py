"""Operators' commands on moto's tables: orders imported, stopped and resumed; carriers fitted."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from operations.__main__ import main
from operations.order_import import CHUNK, import_orders
from operations.voice_codes import OperationError
from shop_helper.domain.order_feed import WholeOrder
from shop_helper.errors import StoreError
from shop_helper.persistence.order_record import to_record
from shop_helper.persistence.orders import DynamoOrders
from simulator.tables import create_tables
from tests.empty_aws import empty_aws
from tests.items import item, order


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("SHOP_HELPER_ORDERS_TABLE", "orders")
    monkeypatch.setenv("SHOP_HELPER_CASES_TABLE", "cases")
    with empty_aws():
        made = boto3.client("dynamodb", region_name="us-east-1")
        create_tables(made, {"OrdersTable": "orders", "CasesTable": "cases"})
        yield made


def record(number: int, version: int = 1, **changes: Any) -> dict[str, Any]:
    order_id = f"114-{number:07}-0001"
    return to_record(order(item(order_id=order_id, **changes), version=version))


def written(path: Path, *records: Any) -> Path:
    lines = (one if isinstance(one, str) else json.dumps(one) for one in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_orders_come_in_and_a_newer_one_that_is_there_stays(
    client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["orders", "import", str(written(tmp_path / "a.jsonl", record(1, 5), record(2)))]) == 0
    again = written(tmp_path / "b.jsonl", record(1, 4, name="Old"), record(2, 2, name="New"), record(3))
    assert main(["orders", "import", str(again)]) == 0
    assert "2 orders stored, 1 known already, 0 wrong" in capsys.readouterr().out
    stored = DynamoOrders("orders", lambda _: client)
    names = [stored.by_number("ana", f"114-{number:07}-0001") for number in (1, 2, 3)]
    assert [one.items[0].name for one in names if one] == [
        "Northwind Steel Kettle",
        "New",
        "Northwind Steel Kettle",
    ]


def test_a_dry_run_names_file_and_line_and_writes_nothing(
    client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "a.jsonl", record(1), "{", {**record(2), "placed_at": "soon"}, {"schema": 1})
    assert main(["orders", "import", str(path), "--dry-run"]) == 1
    said = capsys.readouterr()
    assert re.findall(r"a\.jsonl:(\d)", said.err) == ["2", "3", "4"]
    assert "a.jsonl:4: order_id: missing; expected text" in said.err
    assert "1 orders right, 0 known already, 3 wrong" in said.out
    assert client.scan(TableName="orders")["Count"] == 0


def test_a_table_of_lines_becomes_orders(client: Any, tmp_path: Path) -> None:
    columns = "customer_id,order_id,placed_at,version,line_id,name,spoken_name,category,price_paid,currency"
    columns += ",sold_by,fulfilled_by,status,promised_on"
    rest = "default,12.50,USD,marketplace,marketplace,placed,2026-12-01"
    rows = [f"ana,1,2026-11-20T10:00:00Z,1,{line},Lamp,the lamp,{rest}" for line in (1, 2)]
    rows.append(f"ben,2,2026-11-20T10:00:00Z,1,1,Lamp,the lamp,{rest}")
    assert main(["orders", "import", str(written(tmp_path / "a.csv", columns, *rows))]) == 0
    found = DynamoOrders("orders", lambda _: client).by_number("ana", "1")
    assert found is not None
    assert [str(one.price_paid.amount) for one in found.items] == ["12.50", "12.50"]


def test_a_table_without_a_column_says_which(
    client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["orders", "import", str(written(tmp_path / "a.csv", "customer_id,order_id", "ana,1"))]) == 2
    assert "a.csv:1: the columns category, currency" in capsys.readouterr().err


def test_an_import_that_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", *(record(number) for number in range(2 * CHUNK + 10)))
    seen: list[str] = []

    def put(update: WholeOrder) -> None:
        if len(seen) >= CHUNK:
            raise StoreError("the network is away")
        seen.append(update.order.order_id)

    with pytest.raises(OperationError, match=f"stopped after line {CHUNK}: the network is away"):
        import_orders(path, put, io.StringIO(), sleep=lambda seconds: None)
    first, seen[:] = list(seen), []
    said = io.StringIO()
    import_orders(path, lambda update: seen.append(update.order.order_id), said)
    assert f"goes on after line {CHUNK}" in said.getvalue()
    assert len(first) == CHUNK
    assert len(set(first) | set(seen)) == 2 * CHUNK + 10
    assert not set(first) & set(seen)
    assert not list(tmp_path.glob("*.checkpoint"))


def test_a_checkpoint_of_another_state_of_the_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", record(1))
    (tmp_path / "a.jsonl.checkpoint").write_text('{"of": [1, 2, ""], "end": {"offset": 1, "line": 1}}')
    with pytest.raises(OperationError, match="is of another state"):
        import_orders(path, lambda update: None, io.StringIO())


def test_carriers_are_fitted_from_a_file_of_histories(tmp_path: Path) -> None:
    one = {
        "carrier": "Post",
        "placed_at": "2026-05-04T10:12:00Z",
        "promised_on": "2026-05-09",
        "scans": [["2026-05-05T18:00:00Z", "handed_over", 1], ["2026-05-08T07:00:00Z", "out_for_delivery"]],
        "delivered_at": "2026-05-08T13:20:00Z",
    }
    path, out = written(tmp_path / "a.jsonl", *[one] * 50), tmp_path / "carriers.json"
    assert main(["carriers", "fit", str(path), "--out", str(out)]) == 0
    table = json.loads(out.read_text())
    assert set(table) == {"", "Post"}
    assert table["Post"]["working_days"] == [1, 4]
    assert any(row for row in table["Post"]["hours"]["handed_over/1"])
    written(path, one, {"carrier": "Post"})
    assert main(["carriers", "fit", str(path), "--out", str(out)]) == 2
