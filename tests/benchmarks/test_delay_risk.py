"""The delay risk on a small simulated country it was not fitted to: floors below the figures in docs/orders.md."""

from __future__ import annotations

from datetime import UTC

import pytest

from benchmarks.delay_risk.__main__ import rule_from
from benchmarks.delay_risk.country import FITTED, MEASURED
from benchmarks.delay_risk.measure import far_from_home, measure, silent
from benchmarks.delay_risk.shipments import Simulation
from operations.carriers import fit
from operations.histories import History

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def measured() -> list[History]:
    return list(Simulation(MEASURED, 5).shipments(1500))


def test_it_foresees_most_delays_and_most_that_it_foresees_come(measured: list[History]) -> None:
    table = fit(Simulation(FITTED, 3).shipments(3000), UTC)
    found = measure(rule_from(table), measured)
    assert found.recall >= 0.65
    assert found.precision >= 0.80
    for naive in (silent(3), far_from_home):
        assert found.precision > measure(naive, measured).precision + 0.1


def test_the_same_seed_makes_the_same_shipments() -> None:
    first, again = (list(Simulation(MEASURED, 5).shipments(50)) for _ in range(2))
    assert first == again
    assert first != list(Simulation(MEASURED, 6).shipments(50))


def test_a_country_has_late_and_lost_ones_and_most_come_in_time(measured: list[History]) -> None:
    lost = sum(history.delivered_at is None for history in measured)
    late = sum(h.delivered_at is None or h.delivered_at.date() > h.promised_on for h in measured)
    assert 0 < lost < 30
    assert 0.03 < late / len(measured) < 0.2
