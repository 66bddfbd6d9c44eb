"""Files of orders: read on from any place, nothing of them lost, and what is wrong is named by line and form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.order_import.files import WRONG_EACH, write, wrong_in
from operations.order_files import Read, heading, read_orders
from operations.voice_codes import OperationError
from shop_helper.persistence.order_record import to_record
from tests.items import item, order

COLUMNS = (
    "customer_id,order_id,placed_at,version,line_id,name,spoken_name,category,price_paid,currency,sold_by,"
    "seller_name,fulfilled_by,status,promised_on,digital"
)


def row(number: int = 1, line: int = 1, changes: dict[str, str] | None = None, **more: str) -> str:
    cells = {
        "customer_id": "ana",
        "order_id": str(number),
        "placed_at": "2026-11-20T10:00:00Z",
        "version": "1",
        "line_id": str(line),
        "name": "Lamp",
        "spoken_name": "the lamp",
        "category": "default",
        "price_paid": "12.50",
        "currency": "USD",
        "sold_by": "marketplace",
        "seller_name": "",
        "fulfilled_by": "marketplace",
        "status": "placed",
        "promised_on": "2026-12-01",
        "digital": "",
    }
    return ",".join({**cells, **(changes or {}), **more}.values())


def csv_file(path: Path, *rows: str, columns: str = COLUMNS) -> Path:
    path.write_bytes("\n".join((columns, *rows)).encode("utf-8", "surrogateescape") + b"\n")
    return path


def what(read: Read) -> tuple[int, str, str]:
    return read.line, read.order.order.order_id if read.order else "", read.problem


AWKWARD_CSV = (
    row(1),
    row(1, 2, name='"A lamp,\nwith a cable"'),
    "",
    row(2, name="Lamp \udcff"),
    row(3, promised_on="soon"),
    row(4),
    row(4, 2) + ",one too many",
    row(5, name='"Lampe für Ömer"', digital="yes") + "\r",
)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_read_from_any_order_on_it_goes_on_as_it_would_have(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        csv_file(path, *AWKWARD_CSV)
    else:
        records = [json.dumps(to_record(order(item(order_id=str(n)), version=1))) for n in range(4)]
        text = "\n".join(
            ["\ufeff" + records[0], "", "{", records[1] + "\r", "[]", records[2], "\udcff", records[3]]
        )
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    whole = list(read_orders(path))
    assert len(whole) >= 5
    for number, read in enumerate(whole):
        assert list(map(what, read_orders(path, read.end))) == list(map(what, whole[number + 1 :]))
    assert whole[-1].end.offset == path.stat().st_size


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_what_was_read_is_as_it_stood_to_the_last_byte(tmp_path: Path, kind: str) -> None:
    """So that what is rejected can be written down whole."""
    path = write(tmp_path / f"a.{kind}", 3 * WRONG_EACH)
    found = list(read_orders(path))
    assert heading(path) + b"".join(read.raw for read in found) == path.read_bytes()
    assert sum(read.order is None for read in found) == wrong_in(3 * WRONG_EACH) == 3


def test_rows_of_one_order_are_one_order_and_a_problem_is_in_its_row(tmp_path: Path) -> None:
    found = [what(read) for read in read_orders(csv_file(tmp_path / "a.csv", *AWKWARD_CSV))]
    assert found == [
        (2, "1", ""),
        (6, "", "not UTF-8; save the file as UTF-8"),
        (7, "", "promised_on: expected a day as 2026-11-30"),
        (9, "", "expected 16 cells, as in the first line; there are 17"),
        (10, "5", ""),
    ]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"digital": "maybe"}, "digital: expected true or false"),
        ({"version": "two"}, "version: expected a whole number, 0 or greater"),
        ({"status": "eaten"}, "status: expected one of placed, preparing,"),
        ({"price_paid": "12,50"}, "expected 16 cells"),
        ({"price_paid": "NaN"}, "price_paid: expected"),
        ({"currency": ""}, "price_paid: expected"),
        ({"sold_by": "third_party"}, "seller_name: missing; expected text, since a third party sold it"),
        ({"fulfilled_by": "seller"}, "fulfilled_by: expected marketplace, since the marketplace sold it"),
        ({"customer_id": "seller#1"}, "customer_id: can't begin as a seller's copies do"),
        ({"placed_at": "2026-11-20T10:00:00"}, "placed_at: expected an instant with its time zone"),
        ({"spoken_name": ""}, "spoken_name: missing; expected text"),
    ],
)
def test_a_wrong_cell_is_named_with_what_was_expected(
    tmp_path: Path, changes: dict[str, str], problem: str
) -> None:
    (read,) = read_orders(csv_file(tmp_path / "a.csv", row(changes=changes)))
    assert read.order is None
    assert read.problem.startswith(problem)


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ("customer_id,order_id", "the columns category, currency"),
        (COLUMNS.replace(",", ";"), "expected commas between"),
        (COLUMNS + ",promissed_on", "no field is called promissed_on"),
        (COLUMNS + ",status", "no field is called status twice"),
    ],
)
def test_a_table_with_other_columns_is_refused_before_anything_is_written(
    tmp_path: Path, columns: str, problem: str
) -> None:
    with pytest.raises(OperationError, match=problem):
        list(read_orders(csv_file(tmp_path / "a.csv", row(1), columns=columns)))


def test_a_quote_that_never_ends_loses_no_line(tmp_path: Path) -> None:
    rows: list[Any] = [row(number) for number in range(3, 2_000)]
    path = csv_file(tmp_path / "a.csv", row(1), row(2, name='"Lamp'), *rows)
    found = list(read_orders(path))
    assert heading(path) + b"".join(read.raw for read in found) == path.read_bytes()
    assert found[1].order is None
