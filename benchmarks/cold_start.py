"""How long a cold start takes: ours beside the smallest skill of the SDK's own kind, in one run.

    make sam-build && python -m benchmarks.cold_start [--runs 15]

A cold start here is a new Python of the function's version that imports the function and answers once; what Lambda adds
(fetching the package, starting the sandbox) is the same for both and not in it. Each kind takes its turn in every
round, so that what else the machine does falls on all. Milliseconds are of this machine; the ratio carries over.

Both use the packages of the built artefact. `without bytecode` is what SAM's own builder leaves (its packages hold no
bytecode, and the function's disk can't be written); ours is built with it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.dynamodb import example_dynamodb
from tests.deployment.runtime import PACKAGE, ROOT, RUNTIME_PYTHON
from tests.events.make import NOW

SAMPLE = ROOT / "benchmarks" / "sample_skill"
EVENTS = ROOT / "tests" / "events"
_START = """
import json, sys
sys.path[:0] = {paths!r}
event = json.load(open({event!r}))
from {module} import handler
answer = handler(event, None)
assert answer["response"]["outputSpeech"]["ssml"], answer
"""


@dataclass(frozen=True)
class Kind:
    name: str
    module: str
    event: str
    bytecode: bool
    paths: tuple[Path, ...] = (PACKAGE,)


SAMPLE_PATHS = (SAMPLE, PACKAGE)
KINDS = (
    Kind(
        "SDK sample, as SAM builds it (without bytecode)",
        "sample_function",
        "LaunchRequest",
        False,
        SAMPLE_PATHS,
    ),
    Kind("SDK sample, with bytecode", "sample_function", "LaunchRequest", True, SAMPLE_PATHS),
    Kind("Shop Helper: opened", "lambda_function", "LaunchRequest", True),
    Kind("Shop Helper: a help question", "lambda_function", "HelpQuestionIntent", True),
    Kind("Shop Helper: an order, from DynamoDB", "lambda_function", "OrderStatusIntent", True),
    Kind("Shop Helper: a help question, without bytecode", "lambda_function", "HelpQuestionIntent", False),
)


def cold_start_ms(kind: Kind, environment: Mapping[str, str], nowhere: str) -> float:
    code = _START.format(
        paths=[str(path) for path in kind.paths], event=str(EVENTS / f"{kind.event}.json"), module=kind.module
    )
    # Bytecode is looked for beside the sources, or in an empty folder where there is none.
    elsewhere = [] if kind.bytecode else ["-X", f"pycache_prefix={nowhere}"]
    command = [str(RUNTIME_PYTHON), "-I", "-B", "-W", "ignore", *elsewhere, "-c", code]
    started = time.perf_counter()
    ran = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
    took = (time.perf_counter() - started) * 1000
    if ran.returncode:
        sys.exit(f"{kind.name} failed:\n{ran.stderr[-2000:]}")
    return took


def measure(runs: int) -> dict[Kind, list[float]]:
    taken: dict[Kind, list[float]] = {kind: [] for kind in KINDS}
    with example_dynamodb(NOW) as settings, tempfile.TemporaryDirectory() as nowhere:
        environment = {"PATH": "/usr/bin:/bin", "HOME": nowhere, "AWS_SAM_LOCAL": "true", **settings}
        for number in range(runs + 1):
            for kind in KINDS:
                ms = cold_start_ms(kind, environment, nowhere)
                if number:  # the first round reads the files into the machine's cache
                    taken[kind].append(ms)
    return taken


def report(taken: Mapping[Kind, Sequence[float]]) -> str:
    base = statistics.median(taken[KINDS[0]])
    lines = [f"{'median':>9} {'fastest':>9} {'ratio':>7}   {len(taken[KINDS[0]])} runs of each"]
    for kind, times in taken.items():
        middle = statistics.median(times)
        lines.append(f"{middle:>6.0f} ms {min(times):>6.0f} ms {middle / base:>7.2f}   {kind.name}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cold_start",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--runs", type=int, default=15, help="of each kind (default: 15)")
    parser.add_argument("--json", action="store_true", help="every figure, for other tools")
    options = parser.parse_args()
    if not (PACKAGE / "lambda_function.py").is_file() or not RUNTIME_PYTHON.is_file():
        sys.exit("There is no built package, or no runtime for it: run `make test-lambda` first.")
    taken = measure(options.runs)
    print(json.dumps({kind.name: times for kind, times in taken.items()}) if options.json else report(taken))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
