"""Files of made-up orders, of any length, seeded; some lines are wrong."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WRONG_EACH = 1_000
"""One order in so many has a day that is none."""

_THINGS = ("kettle", "lamp", "tent", "jacket", "blender", "desk", "speaker", "towel")
_COLUMNS = (
    "customer_id,order_id,placed_at,version,line_id,name,spoken_name,category,quantity,price_paid,currency,sold_by,"
    "seller_id,seller_name,fulfilled_by,status,promised_on"
).split(",")


def orders(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    chance = random.Random(seed)
    for number in range(count):
        yield {
            "schema": 1,
            "customer_id": f"customer-{chance.randrange(count // 3 + 1)}",
            "order_id": f"114-{number:07}-{chance.randrange(10_000):04}",
            "placed_at": "2026-11-14T12:00:00Z",
            "version": 1,
            "items": [
                _item(chance, line, number % WRONG_EACH == 7) for line in range(1, chance.choice((2, 2, 3)))
            ],
        }


def _item(chance: random.Random, line: int, wrong: bool) -> dict[str, Any]:
    thing = chance.choice(_THINGS)
    seller = chance.randrange(400)
    sold = {"sold_by": "third_party", "seller_id": f"seller-{seller}", "seller_name": f"Seller {seller}"}
    return {
        "line_id": str(line),
        "name": f"Made-up {thing} number {chance.randrange(10_000)}",
        "spoken_name": f"the {thing}",
        "category": "default",
        "quantity": 1,
        "price_paid": {"amount": f"{chance.randrange(100, 20_000) / 100:.2f}", "currency": "USD"},
        **(sold if seller < 200 else {"sold_by": "marketplace"}),
        "fulfilled_by": "marketplace",
        "status": "placed",
        "promised_on": "soon" if wrong else "2026-12-01",
    }


def write(path: Path, count: int) -> Path:
    """As its ending says."""
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            file.writelines(f"{json.dumps(order)}\n" for order in orders(count))
            return path
        table = csv.DictWriter(file, _COLUMNS)
        table.writeheader()
        for order in orders(count):
            own = {name: order[name] for name in ("customer_id", "order_id", "placed_at", "version")}
            for item in order["items"]:
                price = {"price_paid": item["price_paid"]["amount"], "currency": "USD"}
                table.writerow(own | item | price)
    return path


def wrong_in(count: int) -> int:
    return (count - 7 + WRONG_EACH - 1) // WRONG_EACH if count > 7 else 0
