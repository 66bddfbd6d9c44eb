"""Events of the shop for tests, as they stand in the queue."""

from __future__ import annotations

import json
from typing import Any

from shop_helper.persistence.order_record import to_record
from tests.items import item, order

ORDER_ID = "114-5038821-4417"


def event(kind: str, **detail: Any) -> str:
    return json.dumps({"source": "shop", "detail-type": kind, "detail": {"schema": 1, **detail}})


def whole(version: int, lines: int = 1, **changes: Any) -> str:
    items = [item(line_id=str(line), **changes) for line in range(1, lines + 1)]
    return event("order.changed", **to_record(order(*items, version=version)))


def part(kind: str, version: int, line: str = "1", customer: str = "ana", **values: Any) -> str:
    name = kind.split(".")[0]
    return event(
        kind, customer_id=customer, order_id=ORDER_ID, line_id=line, version=version, **{name: values}
    )


def message(body: str, number: int = 1, received: int = 1) -> dict[str, Any]:
    return {
        "messageId": f"m{number}",
        "body": body,
        "attributes": {"ApproximateReceiveCount": str(received)},
    }
