"""How well the delay risk foresees, on simulated shipments it was not fitted to.

python -m benchmarks.delay_risk [--shipments 30000] [--write FILE]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.delay_risk.country import FITTED, MEASURED
from benchmarks.delay_risk.measure import Figures, Rule, far_from_home, measure, silent
from benchmarks.delay_risk.shipments import Simulation
from operations.carriers import fit
from shop_helper.domain.delay import AtRisk, DelayPolicy, carriers_from, delay_risk
from shop_helper.domain.orders import OrderItem

FIT_SEED, MEASURE_SEED = 11, 7_219
SILENT_DAYS, PERCENT = 3, 74
"""As in the store profile (`early_warning`); the percentage was chosen in the fitted country, never in the other."""


def rule_from(table: Mapping[str, Any], percent: int = PERCENT) -> Rule:
    carriers, policy = carriers_from(table), DelayPolicy(SILENT_DAYS, percent)

    def rule(item: OrderItem, now: datetime) -> bool:
        return isinstance(delay_risk(item, now, UTC, carriers, policy), AtRisk)

    return rule


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delay_risk", description=__doc__)
    parser.add_argument("--shipments", type=int, default=60_000, help="in each of the two sets")
    parser.add_argument("--percent", type=int, default=PERCENT, help="from which risk on a warning is given")
    parser.add_argument("--on-fit", action="store_true", help="figures of the set it is fitted to")
    parser.add_argument("--write", type=Path, help="write the fitted table there")
    options = parser.parse_args(arguments)
    fitted = list(Simulation(FITTED, FIT_SEED).shipments(options.shipments))
    table = fit(fitted, UTC)
    if options.write:
        options.write.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")
    measured = (
        fitted if options.on_fit else list(Simulation(MEASURED, MEASURE_SEED).shipments(options.shipments))
    )
    rules: dict[str, Rule] = {
        f"delay risk from {options.percent} percent": rule_from(table, options.percent),
        f"no scan for {SILENT_DAYS} days": silent(SILENT_DAYS),
        "two days left, not at the last depot": far_from_home,
    }
    heads = f"{'shipments':>9} {'late':>6} {'warned':>6} {'right':>6} {'precision':>9} {'recall':>6} {'h ahead':>8}"
    print(f"{'rule':38} {heads}")
    for name, rule in rules.items():
        found = measure(rule, measured)
        print(_line(name, found))
    return 0


def _line(name: str, found: Figures) -> str:
    lead = statistics.median(found.lead_h) if found.lead_h else 0
    return (
        f"{name:38} {found.shipments:9} {found.late:6} {found.warned:6} {found.right:6} "
        f"{found.precision:9.1%} {found.recall:6.1%} {lead:8.0f}"
    )


if __name__ == "__main__":
    sys.exit(main())
