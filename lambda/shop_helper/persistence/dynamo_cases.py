"""The case store in DynamoDB: one transaction a change, its conditions named below."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.domain.actions.changes import Change, Commit
from shop_helper.domain.actions.draft import StoredDraft, from_data, to_data
from shop_helper.domain.cases import Case
from shop_helper.domain.orders import Order
from shop_helper.errors import ConflictError, NotBegunError, StoreError, UncertainError, UnreadableError
from shop_helper.persistence.case_record import from_record, to_record
from shop_helper.persistence.cases import changed_order, newest_first
from shop_helper.persistence.client import Clients, dynamodb_clients
from shop_helper.persistence.dynamodb import decoding, execute, plain, serialized
from shop_helper.persistence.fields import EPOCH, INSTANT, TEXT, take
from shop_helper.persistence.instants import instant_text
from shop_helper.persistence.order_record import from_record as order_from_record
from shop_helper.persistence.order_record import to_record as order_to_record
from shop_helper.persistence.orders import sale_writes
from shop_helper.persistence.personal_data import CASE, DRAFT, LINK, ORDER
from shop_helper.ports import CaseStore
from shop_helper.settings import Settings

IS_NEW = "attribute_not_exists(case_id)"
"""Admits the first write of a record. Refuses a retry, and a second conversation that came to the same number."""

AS_READ_BACK = "version = :seen"
"""Admits a change of exactly the record, or the order, that was read back. Refuses when a desk, the shop's feed or
another conversation has changed it since; also a retry, because the first write counted the version up."""

_BEFORE_LETTERS = ":"
"""Case numbers are digits, which sort before this."""

_ATTEMPTS = 3


class DynamoCases:
    """Cases in DynamoDB; `orders_table` is where an action's item stands."""

    def __init__(self, table: str, orders_table: str, clients: Clients) -> None:
        self._table, self._orders_table, self._clients = table, orders_table, clients

    def commit(self, change: Change, *, deadline: Deadline = NO_DEADLINE) -> Commit:
        """A transaction that lost against another one is decided by what then stands there."""
        for _ in range(_ATTEMPTS):
            try:
                self._call(deadline, "transact_write_items", TransactItems=self._writes(change, deadline))
                return Commit.WRITTEN
            except NotBegunError:
                raise
            except ConflictError as problem:  # it may be our own write, sent twice by the client
                known = self._looked_up(change, problem, deadline)
            except StoreError as problem:
                known = self._looked_up(change, problem, deadline)
                if known is not None and known.has_event(change.event.key):
                    return Commit.WRITTEN
                raise
            if known is not None and known.has_event(change.event.key):
                return Commit.ALREADY
            if self._is_stale(change, known, deadline):
                return Commit.STALE
        raise StoreError("the record is being changed all the time; nothing was written")

    def _looked_up(self, change: Change, problem: StoreError, deadline: Deadline) -> Case | None:
        """The record after a write that failed: its answer may have been lost on its way. Raises UncertainError."""
        try:
            return self._stored(change, deadline)
        except StoreError as second:
            raise UncertainError(str(problem)) from second

    def _stored(self, change: Change, deadline: Deadline) -> Case | None:
        key = CASE.key(customer=change.case.customer_id, number=change.case.case_id)
        found = self._get(key, deadline, consistent=True)
        return _case(found) if found else None

    def _is_stale(self, change: Change, known: Case | None, deadline: Deadline) -> bool:
        if (known.version if known else 0) != change.seen_version:
            return True
        if change.item is None:
            return False
        order = self._order(change.case.customer_id, change.item.order_id, deadline)
        return order is None or _read(order).version != change.item.seen_version

    def _writes(self, change: Change, deadline: Deadline) -> list[dict[str, Any]]:
        put: dict[str, Any] = {"TableName": self._table, "Item": serialized(to_record(change.case))}
        if change.seen_version:
            put |= _when_seen(change.seen_version)
        else:
            put["ConditionExpression"] = IS_NEW
        return [{"Put": put}, *self._order_write(change, deadline)]

    def _order_write(self, change: Change, deadline: Deadline) -> list[dict[str, Any]]:
        """The order as it was seen, with the item's new values; only looked at where none changes."""
        if change.item is None:
            return []
        customer, item = change.case.customer_id, change.item
        key = ORDER.key(customer=customer, order=item.order_id)
        checked = {"TableName": self._orders_table, **_when_seen(item.seen_version)}
        record = self._order(customer, item.order_id, deadline) if item.changes else None
        if record is None:
            return [{"ConditionCheck": {"Key": key, **checked}}]
        changed = changed_order(_read(record), item, change.event.at)
        after = order_to_record(changed)
        unknown = {name: value for name, value in record.items() if name not in after}
        own = {"Put": {"Item": serialized(unknown | after), **checked}}
        return [own, *sale_writes(self._orders_table, changed)]

    def _order(self, customer_id: str, order_id: str, deadline: Deadline) -> dict[str, Any] | None:
        key = ORDER.key(customer=customer_id, order=order_id)
        answer = self._call(deadline, "get_item", TableName=self._orders_table, Key=key, ConsistentRead=True)
        return plain(answer["Item"]) if "Item" in answer else None

    def of_customer(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[Case, ...]:
        return newest_first([_case(record) for record in self._records(customer_id, deadline)])

    def every(self, unreadable: Callable[[StoreError], None]) -> Iterator[Case]:
        """All customers' cases, by reading the whole table: for operators, never for an answer. One that can't be read
        is told of, and the others come."""
        start: dict[str, Any] = {}
        while True:
            answer = self._call(
                NO_DEADLINE,
                "scan",
                TableName=self._table,
                FilterExpression="attribute_exists(#schema)",
                ExpressionAttributeNames={"#schema": "schema"},
                **start,
            )
            for item in answer["Items"]:
                try:
                    yield _case(plain(item))
                except StoreError as problem:
                    unreadable(problem)
            if "LastEvaluatedKey" not in answer:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _records(self, customer_id: str, deadline: Deadline) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            answer = self._call(
                deadline,
                "query",
                TableName=self._table,
                KeyConditionExpression="customer_id = :customer AND case_id < :letters",
                ExpressionAttributeValues={
                    ":customer": {"S": customer_id},
                    ":letters": {"S": _BEFORE_LETTERS},
                },
                ConsistentRead=True,
                **start,
            )
            found += [plain(item) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                return found
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def mark_told(self, case: Case, *, deadline: Deadline = NO_DEADLINE) -> None:
        """The version stays: nothing that was read back depends on it."""
        record = to_record(replace(case, told=len(case.of_desk)))
        with suppress(ConflictError):
            self._call(
                deadline,
                "put_item",
                TableName=self._table,
                Item=serialized(record),
                **_when_seen(case.version),
            )

    def save_draft(self, customer_id: str, draft: StoredDraft, *, deadline: Deadline = NO_DEADLINE) -> None:
        texts = {"data": json.dumps(to_data(draft.draft))} | _dated("saved_at", draft.saved_at)
        self._put(DRAFT.key(customer=customer_id), draft.expires_at, texts, deadline)

    def draft(
        self, customer_id: str, now: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> StoredDraft | None:
        """TTL deletes up to days late, so the time is looked at here too."""
        found = self._get(DRAFT.key(customer=customer_id), deadline)
        if found is None:
            return None
        with decoding("a stored draft"):
            expires_at, draft = take(found, "expires_at", EPOCH), from_data(json.loads(found["data"]))
            saved_at = take(found, "saved_at", INSTANT) if "saved_at" in found else None
        if draft is None:
            raise UnreadableError("a stored draft can't be read: it is of another version, or damaged")
        return StoredDraft(draft, expires_at, saved_at) if expires_at > now else None

    def drop_draft(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> None:
        self._call(deadline, "delete_item", TableName=self._table, Key=DRAFT.key(customer=customer_id))

    def link_user(
        self,
        user: str,
        customer_id: str,
        expires_at: datetime,
        linked_at: datetime | None = None,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        texts = {"linked_customer": customer_id} | _dated("linked_at", linked_at)
        self._put(LINK.key(user=user), expires_at, texts, deadline)

    def customer_of(self, user: str, *, deadline: Deadline = NO_DEADLINE) -> str | None:
        found = self._get(LINK.key(user=user), deadline, consistent=True)
        with decoding("whose data a user's is"):
            return take(found, "linked_customer", TEXT) if found else None

    def _put(
        self, key: Mapping[str, Any], expires_at: datetime, texts: Mapping[str, str], deadline: Deadline
    ) -> None:
        until = {"N": str(int(expires_at.timestamp()))}
        item = {**key, "expires_at": until, **{name: {"S": text} for name, text in texts.items()}}
        self._call(deadline, "put_item", TableName=self._table, Item=item)

    def _get(
        self, key: Mapping[str, Any], deadline: Deadline, consistent: bool = False
    ) -> dict[str, Any] | None:
        answer = self._call(deadline, "get_item", TableName=self._table, Key=key, ConsistentRead=consistent)
        return plain(answer["Item"]) if "Item" in answer else None

    def _call(self, deadline: Deadline, operation: str, **arguments: Any) -> Any:
        return execute(self._clients, deadline, operation, **arguments)


def case_store(settings: Settings) -> CaseStore:
    return DynamoCases(settings.cases_table, settings.orders_table, dynamodb_clients(settings))


def _dated(name: str, instant: datetime | None) -> dict[str, str]:
    return {name: instant_text(instant)} if instant is not None else {}


def _when_seen(version: int) -> dict[str, Any]:
    return {
        "ConditionExpression": AS_READ_BACK,
        "ExpressionAttributeValues": {":seen": {"N": str(version)}},
    }


def _case(record: Mapping[str, Any]) -> Case:
    with decoding(f"the record of case {record.get('case_id')}"):
        return from_record(record)


def _read(record: Mapping[str, Any]) -> Order:
    with decoding(f"the record of order {record.get('order_id')}"):
        return order_from_record(record)
