"""Deletes what is kept of a customer, by the list in `personal_data.py`: all of it or nothing, in one transaction.

What is still open is marked (`forgotten`), so that the shop can finish it; closing it then empties it.

The link from the Alexa user to the customer goes last. As long as anything is left to delete it is there, so that a
`SkillDisabled` that is delivered again still finds whose data it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.domain.cases import Case, CaseState
from shop_helper.errors import ConflictError, NotBegunError, StoreError, UncertainError, UnreadableError
from shop_helper.persistence.case_record import from_record, to_record
from shop_helper.persistence.client import Clients, dynamodb_clients
from shop_helper.persistence.dynamodb import decoding, execute, plain, serialized
from shop_helper.persistence.fields import UNREADABLE
from shop_helper.persistence.instants import read_instant
from shop_helper.persistence.personal_data import CASE, ITEMS, LINK, SORT, Item, OnDeletion, Table, kind_of
from shop_helper.ports import CustomerErasure
from shop_helper.settings import Settings

log = logging.getLogger("shop_helper")

SAME_STATE, NO_STATE = "#state = :seen", "attribute_not_exists(#state)"
"""Admits deleting a record in the state it was read in. Refuses one that was opened again in the moment between."""

AS_SEEN = "version = :seen"
"""Admits marking an open record as it was read. Refuses one that a desk or another conversation has changed since."""

_MOST = 100
"""Writes of one transaction, as DynamoDB allows. A customer with more records is forgotten in several."""

_ATTEMPTS = 4

_ALWAYS = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Plan:
    writes: list[dict[str, Any]]
    staying: int


class DynamoErasure:
    def __init__(self, tables: Mapping[Table, str], clients: Clients) -> None:
        self._tables, self._clients = tables, clients

    def forget(
        self,
        customer_id: str,
        user: str,
        at: datetime,
        until: datetime | None = None,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> int:
        def read() -> _Plan:
            return self._plan(customer_id, user, at, until or _ALWAYS, deadline)

        begun, conflicted = False, False
        for _ in range(_ATTEMPTS):
            try:
                plan = read()
            except StoreError as problem:
                if conflicted:  # it may be our own write, sent twice by the client
                    raise UncertainError(str(problem)) from problem
                raise
            try:
                for start in range(0, len(plan.writes), _MOST):
                    batch = plan.writes[start : start + _MOST]
                    self._call(deadline, "transact_write_items", TransactItems=batch)
                    begun = True
                return plan.staying
            except ConflictError:
                conflicted = True
            except NotBegunError as problem:
                if begun:
                    raise UncertainError(str(problem)) from problem
                raise
            except StoreError as problem:
                return _found_out(plan, read, problem)
        raise (UncertainError if begun else StoreError)("the records are being changed all the time")

    def forgotten(
        self, customer_id: str, user: str, at: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> int | None:
        plan = self._plan(customer_id, user, at, _ALWAYS, deadline)
        return None if plan.writes else plan.staying

    def _plan(self, customer_id: str, user: str, at: datetime, until: datetime, deadline: Deadline) -> _Plan:
        """One write for each item that is there and has to go, or to be marked."""
        writes, staying = [], 0
        for table, kind, item in self._due(customer_id, user, until, deadline):
            case = _open_case(item) if kind is CASE else None
            if case is not None:
                staying += 1
                writes += self._mark(case, at)
            elif kind is None or kind.on_deletion is not OnDeletion.STAYS:
                writes.append(self._deletion(table, kind, item))
        return _Plan(writes, staying)

    def _due(
        self, customer_id: str, user: str, until: datetime, deadline: Deadline
    ) -> list[tuple[Table, Item | None, dict[str, Any]]]:
        """Items made up to the instant; those without a date only where none is newer. The link comes last."""
        there = [
            (table, kind_of(table, item), item) for table, item in self._there(customer_id, user, deadline)
        ]
        if until is not _ALWAYS:
            made = [_written_at(kind, item) for _, kind, item in there]
            is_back = any(instant is not None and instant > until for instant in made)
            there = [
                entry
                for entry, instant in zip(there, made, strict=True)
                if (instant <= until if instant is not None else not is_back or entry[1] is None)
            ]
        return sorted(there, key=lambda entry: entry[1] is LINK)

    def _there(
        self, customer_id: str, user: str, deadline: Deadline
    ) -> Iterator[tuple[Table, dict[str, Any]]]:
        """Every item with the customer in its partition, and the user's; orders are the shop's and not looked at."""
        yield from ((Table.CASES, item) for item in self._partition(customer_id, deadline))
        single = [kind for kind in ITEMS if _is_single(kind, user)]
        keys = [
            {
                "Get": {
                    "TableName": self._tables[kind.table],
                    "Key": kind.key(customer=customer_id, user=user),
                }
            }
            for kind in single
        ]
        answer = self._call(deadline, "transact_get_items", TransactItems=keys)
        for kind, found in zip(single, answer["Responses"], strict=True):
            if "Item" in found:
                yield kind.table, found["Item"]

    def _partition(self, customer_id: str, deadline: Deadline) -> Iterator[dict[str, Any]]:
        start: dict[str, Any] = {}
        while True:
            answer = self._call(
                deadline,
                "query",
                TableName=self._tables[Table.CASES],
                KeyConditionExpression="customer_id = :customer",
                ExpressionAttributeValues={":customer": {"S": customer_id}},
                ConsistentRead=True,
                **start,
            )
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _mark(self, case: Case, at: datetime) -> list[dict[str, Any]]:
        if case.is_forgotten:
            return []
        put = {
            "TableName": self._tables[Table.CASES],
            "Item": serialized(to_record(case.forgotten(at))),
            "ConditionExpression": AS_SEEN,
            "ExpressionAttributeValues": {":seen": {"N": str(case.version)}},
        }
        return [{"Put": put}]

    def _deletion(self, table: Table, kind: Item | None, item: dict[str, Any]) -> dict[str, Any]:
        """What no entry of the list describes goes as well."""
        key = {name: item[name] for name in ("customer_id", SORT[table]) if name}
        delete: dict[str, Any] = {"TableName": self._tables[table], "Key": key}
        if kind is CASE:
            seen = item.get("state")
            delete["ConditionExpression"] = SAME_STATE if seen else NO_STATE
            delete["ExpressionAttributeNames"] = {"#state": "state"}
            delete |= {"ExpressionAttributeValues": {":seen": seen}} if seen else {}
        return {"Delete": delete}

    def _call(self, deadline: Deadline, operation: str, **arguments: Any) -> Any:
        return execute(self._clients, deadline, operation, **arguments)


def _found_out(before: _Plan, read: Callable[[], _Plan], problem: StoreError) -> int:
    """After a fault the answer may have been lost on its way, so what is there is looked at."""
    try:
        now = read()
    except StoreError as second:
        raise UncertainError(str(problem)) from second
    if not now.writes:
        return now.staying
    raise problem if len(now.writes) == len(before.writes) else UncertainError(str(problem))


def _written_at(kind: Item | None, item: dict[str, Any]) -> datetime | None:
    """When the customer last made or changed the item; None where it doesn't say."""
    try:
        if kind is CASE:
            return _case(item).last_own_change
        return read_instant(item[kind.written_at]["S"]) if kind is not None and kind.written_at else None
    except (StoreError, *UNREADABLE):
        return None


def _case(item: dict[str, Any]) -> Case:
    with decoding(f"the record of case {item['case_id']['S']}"):
        return from_record(plain(item))


def _open_case(item: dict[str, Any]) -> Case | None:
    """An open case; None for a closed one, and for one that can't be read: nobody can finish that, so it goes."""
    if item.get("state") == {"S": CaseState.CLOSED.value}:
        return None
    try:
        return _case(item)
    except UnreadableError as problem:
        log.warning("deleted although it is open: %s", problem)
        return None


def _is_single(kind: Item, user: str) -> bool:
    """Whether the kind goes, has one item at most, and is outside the customer's partition of the cases' table."""
    in_partition = kind.table is Table.CASES and kind.partition == "{customer}"
    nobody = "{user}" in kind.partition and not user
    return kind.on_deletion is OnDeletion.GOES and not in_partition and not nobody


def customer_erasure(settings: Settings) -> CustomerErasure:
    tables = {
        Table.ORDERS: settings.orders_table,
        Table.CASES: settings.cases_table,
        Table.CUSTOMERS: settings.customers_table,
    }
    return DynamoErasure(tables, dynamodb_clients(settings))
