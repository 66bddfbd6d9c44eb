"""Changes of the cases' table → events on the shop's bus: one for each thing that happened to a case.

    {"source": "shop-helper", "detail-type": "case.opened", "detail": {"schema": 1, "event_id": …, "at": …, "case": …}}

`case` is the record as it stands (docs/cases.md). What a desk did is not told back to it. When a record goes, because
its time is over or its customer's data was deleted, `case.deleted` names it, so that copies of it can go too.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shop_helper.domain.cases import DESK_KEY
from shop_helper.errors import StoreError
from shop_helper.persistence.bus import plain_image
from shop_helper.ports import EventBus

log = logging.getLogger("shop_helper")

SCHEMA = 1


class CaseEventPublisher:
    def __init__(self, bus: EventBus) -> None:
        self._bus = bus

    def take(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """What the stream wants: the first record that shall come again; those after it come with it."""
        for record in batch["Records"]:
            try:
                self._bus.put(events_of(record["dynamodb"]))
            except StoreError as problem:
                number = record["dynamodb"]["SequenceNumber"]
                log.warning("a change of a case is told again later: %s", problem)
                return {"batchItemFailures": [{"itemIdentifier": number}]}
        return {"batchItemFailures": []}


def events_of(change: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Detail type and detail of what happened between the two images; nothing for what is no case."""
    after, before = plain_image(change.get("NewImage")), plain_image(change.get("OldImage"))
    if not after and "schema" in before:
        return [_deleted(before, change["ApproximateCreationDateTime"])]
    if "schema" not in after:
        return []
    known = {event.get("key") for event in before.get("events", ())}
    found = []
    for event in after.get("events", ()):
        if event.get("key") in known or str(event.get("key", "")).startswith(DESK_KEY):
            continue
        detail = {"schema": SCHEMA, "event_id": event.get("key"), "at": event["at"], "case": after}
        found.append((f"case.{event['what']}", json.dumps(detail)))
    return found


def _deleted(before: Mapping[str, Any], at: float) -> tuple[str, str]:
    """Only what names the record: nothing of it is told once more."""
    which = {name: before[name] for name in ("customer_id", "case_id")}
    instant = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    event_id = f"deleted:{before['case_id']}:{before['version']}"
    return "case.deleted", json.dumps({"schema": SCHEMA, "event_id": event_id, "at": instant, "case": which})
