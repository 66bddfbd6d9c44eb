"""The example world's days are the shop's days."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.world import load_world

EVENING = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
"""Ten in the evening of the 25th where the shop is."""


def test_in_the_evening_the_world_is_still_that_of_the_same_day() -> None:
    noon = EVENING.replace(day=25, hour=17)
    days = [
        [
            (item.ref, item.promised_on, item.delivered_on)
            for order in load_world(now).orders
            for item in order.items
        ]
        for now in (noon, EVENING)
    ]
    assert days[0] == days[1]
