"""The import as a process: interrupted and killed in the middle, resumed, and the table is as if nothing had been."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.order_import.__main__ import interrupted
from benchmarks.order_import.files import orders, write, wrong_in
from benchmarks.order_import.running import begin, end, table

pytestmark = pytest.mark.slow

COUNT = 2_100


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_no_order_is_lost_or_written_twice_by_ctrl_c_and_kill(tmp_path: Path, kind: str) -> None:
    whole, broken = (tmp_path / name for name in ("whole", "broken"))
    for folder in (whole, broken):
        folder.mkdir()
    with table() as at:
        assert end(begin(write(whole / f"a.{kind}", COUNT), at)).code == 1
        expected = at.state()
    with table() as at:
        first, second, last = interrupted(write(broken / f"a.{kind}", COUNT), at)
        assert at.state() == expected
    assert expected["orders"] == COUNT - wrong_in(COUNT)
    assert expected["rewritten"] == 0
    assert "ended with 130" in first
    assert "interrupted; the same command goes on from there" in first
    assert "ended with -9" in second
    assert last.endswith(f"{wrong_in(COUNT)} wrong")
    rejected = [(folder / f"a.rejected.{kind}").read_bytes() for folder in (whole, broken)]
    assert rejected[0] == rejected[1]
    assert not list(broken.glob("*.checkpoint"))


def test_the_same_seed_makes_the_same_orders() -> None:
    assert list(orders(20)) == list(orders(20))
    assert list(orders(20)) != list(orders(20, seed=2))
