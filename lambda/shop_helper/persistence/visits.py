"""When a linked customer was here last: one small item of the customers' table that goes by itself.

An item of its own (`VISIT` in persistence/personal_data.py), not in the customer's own, since its time to live
(`expires_at`) deletes the whole item. `last_visit` is ISO 8601 in UTC.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.persistence.client import Clients, dynamodb_clients
from shop_helper.persistence.dynamodb import decoding, execute
from shop_helper.persistence.instants import read_instant
from shop_helper.persistence.personal_data import VISIT
from shop_helper.ports import VisitStore
from shop_helper.settings import Settings

KEPT = timedelta(days=180)
"""Whoever was not here for longer is greeted as if for the first time."""


class DynamoVisits:
    def __init__(self, table: str, clients: Clients) -> None:
        self._table, self._clients = table, clients

    def record_visit(
        self, customer_id: str, now: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> datetime | None:
        """One call: the update gives back what it replaced."""
        answer = execute(
            self._clients,
            deadline,
            "update_item",
            TableName=self._table,
            Key=VISIT.key(customer=customer_id),
            UpdateExpression="SET last_visit = :now, expires_at = :end",
            ExpressionAttributeValues={
                ":now": {"S": now.isoformat()},
                ":end": {"N": str(int((now + KEPT).timestamp()))},
            },
            ReturnValues="ALL_OLD",
        )
        before = answer.get("Attributes", {})
        with decoding("the record of a visit"):
            instant = read_instant(before["last_visit"]["S"]) if "last_visit" in before else None
        return instant if instant is not None and now - instant <= KEPT else None


def visit_store(settings: Settings) -> VisitStore:
    return DynamoVisits(settings.customers_table, dynamodb_clients(settings))
