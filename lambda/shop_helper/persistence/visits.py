"""When a linked customer was here last: one small item of the customers' table that goes by itself.

An item of its own (`VISIT` in persistence/kept.py), not in the customer's own, since its time to live (`expires_at`)
deletes the whole item. `last_visit` is ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from shop_helper.once import Once
from shop_helper.persistence.calling import call, reading
from shop_helper.persistence.client import dynamodb_client
from shop_helper.persistence.instants import read_instant
from shop_helper.persistence.kept import VISIT
from shop_helper.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEPT = timedelta(days=180)
"""Whoever was not here for longer is greeted as if for the first time."""


class VisitStore(Protocol):
    def record_visit(self, customer_id: str, now: datetime) -> datetime | None:
        """Notes a visit and gives the one before; None where none is known. Raises StoreError."""


class MemoryVisits:
    """For tests."""

    def __init__(self) -> None:
        self._visits: dict[str, datetime] = {}

    def record_visit(self, customer_id: str, now: datetime) -> datetime | None:
        before, self._visits[customer_id] = self._visits.get(customer_id), now
        return before if before is not None and now - before <= KEPT else None

    def is_kept_since(self, customer_id: str, instant: datetime) -> bool:
        """Whether the last visit was after the instant."""
        visit = self._visits.get(customer_id)
        return visit is not None and visit > instant

    def knows(self, customer_id: str) -> bool:
        """Whether a visit of theirs is kept, however long ago."""
        return customer_id in self._visits

    def forget(self, customer_id: str) -> None:
        """As `Forgetting` does it."""
        self._visits.pop(customer_id, None)


class DynamoVisits:
    def __init__(self, table: str, client: Callable[[], DynamoDBClient]) -> None:
        self._table, self._client = table, Once(client)

    def record_visit(self, customer_id: str, now: datetime) -> datetime | None:
        """One call: the update gives back what it replaced."""
        answer = self._call(
            "update_item",
            customer_id,
            UpdateExpression="SET last_visit = :now, expires_at = :end",
            ExpressionAttributeValues={
                ":now": {"S": now.isoformat()},
                ":end": {"N": str(int((now + KEPT).timestamp()))},
            },
            ReturnValues="ALL_OLD",
        )
        before = answer.get("Attributes", {})
        with reading("the record of a visit"):
            instant = read_instant(before["last_visit"]["S"]) if "last_visit" in before else None
        return instant if instant is not None and now - instant <= KEPT else None

    def _call(self, operation: str, customer_id: str, **arguments: Any) -> Any:
        key = VISIT.key(customer=customer_id)
        return call(self._client(), operation, TableName=self._table, Key=key, **arguments)


def visit_store(settings: Settings) -> VisitStore:
    return DynamoVisits(settings.customers_table, lambda: dynamodb_client(settings))
