"""An import as an operator sees it: what was wrong is kept, what is noted holds for one file and one table, a bar."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from operations.order_import import CHUNK, MANY_WRONG, Checkpoint, Report, import_orders
from operations.progress import Progress
from operations.voice_codes import OperationError
from shop_helper.domain.order_feed import WholeOrder
from shop_helper.errors import StoreError
from shop_helper.persistence.order_record import to_record
from tests.items import item, order


def record(number: int, **changes: Any) -> dict[str, Any]:
    return to_record(order(item(order_id=str(number)), version=1)) | changes


def written(path: Path, *records: Any) -> Path:
    lines = (one if isinstance(one, str) else json.dumps(one) for one in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class Stored:
    def __init__(self) -> None:
        self.orders: list[str] = []

    def __call__(self, update: WholeOrder) -> None:
        self.orders.append(update.order.order_id)


def test_what_was_wrong_is_kept_as_it_stood_mended_and_imported(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", record(1), "{", record(2), record(3, placed_at="soon"))
    stored, said = Stored(), io.StringIO()
    report = import_orders(path, stored, said)
    assert (report.stored, report.wrong) == (2, 2)
    rejected = tmp_path / "a.rejected.jsonl"
    assert rejected.read_text() == "{\n" + json.dumps(record(3, placed_at="soon")) + "\n"
    assert f"{rejected}: what was wrong; mend it and import it" in said.getvalue()
    with pytest.raises(OperationError, match="is there from an earlier import"):
        import_orders(path, stored, said)
    rejected.write_text(rejected.read_text().replace("soon", "2026-11-20T10:00:00Z").replace("{\n", ""))
    assert import_orders(rejected, stored, said).wrong == 0
    assert sorted(stored.orders) == ["1", "2", "3"]


def test_rejected_rows_stand_under_their_columns(tmp_path: Path) -> None:
    columns = "customer_id,order_id,placed_at,version,line_id,name,spoken_name,category,price_paid,currency"
    columns += ",sold_by,fulfilled_by,status"
    rest = "Lamp,the lamp,default,12.50,USD,marketplace,marketplace,placed"
    path = written(
        tmp_path / "a.csv", columns, f"ana,1,2026-11-20T10:00:00Z,1,1,{rest}", f"ana,2,soon,1,1,{rest}"
    )
    import_orders(path, Stored(), io.StringIO())
    assert (tmp_path / "a.rejected.csv").read_text().splitlines() == [columns, f"ana,2,soon,1,1,{rest}"]


def test_stopped_before_its_note_an_import_writes_no_reject_twice(tmp_path: Path) -> None:
    """KilledError between the two: what of the rejects was not noted is cut off again."""
    lines = ["{" if number % CHUNK == 3 else record(number) for number in range(3 * CHUNK)]
    path = written(tmp_path / "a.jsonl", *lines)
    rejected, stored = tmp_path / "a.rejected.jsonl", Stored()

    class KilledError(Exception):
        """As nobody catches it."""

    def killed_at_the_second(self: Checkpoint, report: Report) -> None:
        if report.read >= 2 * CHUNK:
            raise KilledError
        noted(self, report)

    noted = Checkpoint.note
    with patch.object(Checkpoint, "note", killed_at_the_second), pytest.raises(KilledError):
        import_orders(path, stored, io.StringIO())
    assert rejected.read_text() == "{\n" * 2
    report = import_orders(path, stored, io.StringIO())
    assert rejected.read_text() == "{\n" * 3
    assert (report.stored, report.wrong) == (3 * CHUNK - 3, 3)
    assert len(set(stored.orders)) == 3 * CHUNK - 3


def test_a_few_wrong_ones_in_a_large_file_do_not_stop_it_and_a_file_of_another_kind_does(
    tmp_path: Path,
) -> None:
    few = written(
        tmp_path / "few.jsonl", *("{" if n % 20 == 0 else record(n) for n in range(20 * MANY_WRONG + 40))
    )
    assert import_orders(few, Stored(), io.StringIO()).wrong > MANY_WRONG
    other = written(tmp_path / "other.jsonl", *["{"] * 3 * CHUNK)
    with pytest.raises(OperationError, match=f"stopped after line {CHUNK}: {CHUNK} orders are wrong"):
        import_orders(other, Stored(), io.StringIO())


def test_an_import_into_another_table_does_not_go_on_where_this_one_was(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", *(record(number) for number in range(CHUNK + 1)))
    stored = Stored()

    def put(update: WholeOrder) -> None:
        if len(stored.orders) >= CHUNK:
            raise StoreError("away")
        stored(update)

    with pytest.raises(OperationError, match="stopped"):
        import_orders(path, put, io.StringIO(), lambda seconds: None, table="here")
    with pytest.raises(OperationError, match="or of another table"):
        import_orders(path, stored, io.StringIO(), table="there")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_a_bar_that_says_how_long_it_takes() -> None:
    out, now = Terminal(), [0.0]
    progress = Progress(out, size=1_000, done=200, clock=lambda: now[0])
    now[0] = 60.0
    progress.show(400, "40 orders, 1 wrong")
    progress.show(1_000, "100 orders, 1 wrong")
    progress.end()
    first, last = (text.rstrip("\x1b[K\n") for text in out.getvalue().split("\r")[1:])
    assert first == "[############..................]  40%  40 orders, 1 wrong, 3 min left"
    assert last == f"[{'#' * 30}] 100%  100 orders, 1 wrong"


def test_a_log_has_a_line_at_every_twentieth_part() -> None:
    out = io.StringIO()
    progress = Progress(out, size=1_000)
    for done in range(10, 1_001, 10):
        progress.show(done, f"{done} orders")
    assert len(out.getvalue().splitlines()) == 20
