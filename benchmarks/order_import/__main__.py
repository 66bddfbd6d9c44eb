"""Imports made-up orders, measures time and memory, and kills it in the middle.

python -m benchmarks.order_import [--orders 100000] [--checked 1000000] [--format jsonl]

Each run is a process of its own. Memory is its largest resident size; the ratio to a tenth of the orders says whether
it grows with the file.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.order_import.files import write
from benchmarks.order_import.running import Table, begin, checkpoint_of, end, table

HEADS = f"{'':9} {'orders':>9} {'MB file':>8} {'seconds':>8} {'CPU s':>7} {'a CPU s':>8} {'MB memory':>9} {'ratio':>6}"


@dataclass(frozen=True)
class Run:
    orders: int
    seconds: float
    cpu_s: float
    megabytes: float


def measured(path: Path, count: int, at: Table | None, *options: str) -> Run:
    began = time.monotonic()
    ended = end(begin(path, at, *options))
    assert ended.code == 1, (
        f"a thousandth of the orders is wrong, but it ended with {ended.code}: {ended.said}"
    )
    return Run(count, time.monotonic() - began, ended.cpu_s, ended.megabytes)


def interrupted(path: Path, at: Table) -> list[str]:
    """Ctrl-C when a fifth is there, kill -9 when two are, then to the end."""
    said = []
    for share, how in ((1 / 5, signal.SIGINT), (2 / 5, signal.SIGKILL)):
        process = begin(path, at)
        while process.poll() is None and checkpoint_of(path) < share * path.stat().st_size:
            time.sleep(0.02)
        time.sleep(0.1)  # into the middle of what is written at once
        process.send_signal(how)
        ended = end(process)
        last = ended.said.splitlines()[-1] if ended.said else ""
        said.append(f"{how.name} at {share:.0%}: ended with {ended.code}; {last}")
    said.append(end(begin(path, at)).printed.strip())
    return said


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.order_import", description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000, help="imported")
    parser.add_argument("--checked", type=int, default=1_000_000, help="only checked; 0 leaves it out")
    parser.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        sizes = {"small": options.orders // 10, "large": options.orders, "checked": options.checked}
        small, large, checked = (
            write(Path(folder) / f"{name}.{options.format}", count) for name, count in sizes.items()
        )
        print(HEADS)
        with table() as at:
            first = measured(small, options.orders // 10, at)
        show("imported", small, first, first)
        with table() as at:
            show("imported", large, measured(large, options.orders, at), first)
            whole = at.state()
        rejected = large.with_name(f"large.rejected.{options.format}")
        lines = len(rejected.read_bytes().splitlines())
        rejected.unlink()
        print(
            f"in the table: {whole['orders']:,} orders, {whole['rewritten']} written twice; {lines} lines rejected"
        )
        with table() as at:
            print("\n".join(interrupted(large, at)))
            resumed = at.state()
        same = "the same" if resumed["hash"] == whole["hash"] else "NOT the same"
        print(
            f"after it was resumed: {resumed['orders']:,} orders, {resumed['rewritten']} written twice, {same} table; "
            f"{len(rejected.read_bytes().splitlines())} lines rejected"
        )
        if options.checked:
            first = measured(large, options.orders, None, "--dry-run")
            show("checked", large, first, first)
            show("checked", checked, measured(checked, options.checked, None, "--dry-run"), first)
    return 0 if same == "the same" else 1


def show(name: str, path: Path, run: Run, first: Run) -> None:
    print(
        f"{name:9} {run.orders:9,} {path.stat().st_size / 1e6:8.1f} {run.seconds:8.1f} {run.cpu_s:7.1f} "
        f"{run.orders / run.cpu_s:8,.0f} {run.megabytes:9.0f} {run.megabytes / first.megabytes:6.2f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
