"""Past shipments, from which carriers' usual times are learnt: one JSON object a line.

    {"carrier": "Swift Parcel", "placed_at": "2026-05-04T10:12:00Z", "promised_on": "2026-05-09",
     "ship_by": "2026-05-05", "shipped_at": "2026-05-05T15:30:00Z", "hubs": 3,
     "scans": [["2026-05-05T18:02:00Z", "handed_over", 3], …],
     "delivered_at": "2026-05-08T13:20:00Z"}

`hubs` are the stations of the planned route, the last depot included; a scan's third value how many are still ahead.
`ship_by`, `shipped_at`, `hubs` and a scan's third value may be left out; `delivered_at` is null for a parcel that
never came.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from shop_helper.domain.orders import FulfilledBy, ItemStatus, Money, OrderItem, SoldBy, Stage
from shop_helper.errors import ContentError
from shop_helper.persistence.instants import read_instant


@dataclass(frozen=True, order=True)
class Scan:
    at: datetime
    stage: Stage
    hubs_left: int | None = None


@dataclass(frozen=True)
class History:
    """All that happened to one shipment. Instants are aware."""

    carrier: str
    placed_at: datetime
    promised_on: date
    scans: tuple[Scan, ...]
    """In order of time."""
    delivered_at: datetime | None
    """None: it never came."""
    ship_by: date | None = None
    shipped_at: datetime | None = None
    """When it was marked shipped; the carrier may have got it later."""
    hubs: int | None = None
    """Stations of its planned route."""


def as_seen(history: History, now: datetime) -> OrderItem:
    """What the order's record says of it at `now`, which is before the delivery."""
    scans = [scan for scan in history.scans if scan.at <= now]
    last = scans[-1] if scans else None
    shipped_at = history.shipped_at or (history.scans[0].at if history.scans else None)
    status = ItemStatus.SHIPPED if shipped_at and shipped_at <= now else ItemStatus.PREPARING
    if last and last.stage is Stage.OUT_FOR_DELIVERY:
        status = ItemStatus.OUT_FOR_DELIVERY
    return OrderItem(
        order_id="history",
        line_id="1",
        name="",
        spoken_name="",
        category="default",
        price_paid=Money(Decimal(0), "USD"),
        sold_by=SoldBy.MARKETPLACE,
        fulfilled_by=FulfilledBy.MARKETPLACE,
        status=status,
        promised_on=history.promised_on,
        ship_by=history.ship_by,
        last_scan_at=last.at if last else None,
        stage=last.stage if last else None,
        hubs_left=last.hubs_left if last else history.hubs,
        carrier=history.carrier,
    )


def read_histories(path: Path) -> Iterator[History]:
    """One at a time. Raises ContentError with file and line at the first one that can't be read."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _history(json.loads(line))
            except (KeyError, TypeError, ValueError) as problem:
                raise ContentError(
                    str(path), number, f"{problem!r}; expected a shipment as operations/histories.py shows it"
                ) from problem


def _history(data: Mapping[str, Any]) -> History:
    ship_by, shipped_at, delivered_at = (data.get(name) for name in ("ship_by", "shipped_at", "delivered_at"))
    return History(
        carrier=data["carrier"],
        placed_at=read_instant(data["placed_at"]),
        promised_on=date.fromisoformat(data["promised_on"]),
        scans=tuple(
            sorted(Scan(read_instant(scan[0]), Stage(scan[1]), *scan[2:3]) for scan in data["scans"])
        ),
        delivered_at=read_instant(delivered_at) if delivered_at else None,
        ship_by=date.fromisoformat(ship_by) if ship_by else None,
        shipped_at=read_instant(shipped_at) if shipped_at else None,
        hubs=data.get("hubs"),
    )
