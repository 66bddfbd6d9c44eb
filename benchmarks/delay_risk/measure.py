"""Figures of a rule on shipments: who was warned a day ahead or more, and who was late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from operations.carriers import looks
from operations.histories import History, as_seen
from shop_helper.domain.delay import DELIVERY_ENDS
from shop_helper.domain.orders import OrderItem, Stage

AHEAD = timedelta(hours=24)
Rule = Callable[[OrderItem, datetime], bool]


@dataclass
class Figures:
    """Counts of shipments. A shipment counts as warned when any look a day or more before its deadline warned."""

    shipments: int = 0
    late: int = 0
    warned: int = 0
    right: int = 0
    lead_h: list[float] = field(default_factory=list)
    """Hours between the first right warning and the deadline."""
    missed: Counter[str] = field(default_factory=Counter)
    """Late ones nobody was warned of, by where they were a day ahead."""

    @property
    def precision(self) -> float:
        return self.right / self.warned if self.warned else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.late if self.late else 0.0


def deadline(history: History) -> datetime:
    return datetime.combine(history.promised_on, DELIVERY_ENDS, UTC)


def is_late(history: History) -> bool:
    return history.delivered_at is None or history.delivered_at.date() > history.promised_on


def measure(rule: Rule, histories: Iterable[History]) -> Figures:
    figures = Figures()
    for history in histories:
        figures.shipments += 1
        late, last_look = is_late(history), deadline(history) - AHEAD
        warned_at = next(
            (now for now in _looks(history, last_look) if rule(as_seen(history, now), now)), None
        )
        figures.late += late
        figures.warned += warned_at is not None
        if late and warned_at is not None:
            figures.right += 1
            figures.lead_h.append((deadline(history) - warned_at).total_seconds() / 3600)
        elif late:
            seen = as_seen(history, last_look)
            figures.missed[seen.stage or "not handed over"] += 1
    return figures


def _looks(history: History, last: datetime) -> Iterator[datetime]:
    """Every few hours, and once more at the very end."""
    yield from (now for now in looks(history) if now < last)
    if history.delivered_at is None or last < history.delivered_at:
        yield last


def silent(days: int) -> Rule:
    """Baseline: no scan for so many days."""

    def rule(item: OrderItem, now: datetime) -> bool:
        return item.last_scan_at is not None and now - item.last_scan_at >= timedelta(days=days)

    return rule


def far_from_home(item: OrderItem, now: datetime) -> bool:
    """Baseline: less than two days left and not even at the last depot."""
    assert item.promised_on is not None
    left = datetime.combine(item.promised_on, DELIVERY_ENDS, UTC) - now
    near = (Stage.AT_DEPOT, Stage.OUT_FOR_DELIVERY, Stage.ATTEMPTED)
    return left <= timedelta(hours=48) and item.stage not in near
