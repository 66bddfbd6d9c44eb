"""What stands in the stores of the local skill, and what a turn has changed there."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shop_helper.domain.calendar import local_date
from shop_helper.domain.orders import ItemStatus, Order, RefundState, ReturnState
from shop_helper.persistence.case_record import to_record
from shop_helper.persistence.client import dynamodb_client
from shop_helper.persistence.dynamo_cases import case_store
from shop_helper.persistence.order_record import to_record as order_record
from shop_helper.persistence.orders import order_store
from shop_helper.persistence.personal_data import Item, Table, kind_of
from shop_helper.settings import Settings
from shop_helper.speech.forms import day_of_month
from simulator.conversations import Check
from simulator.device import Answer

_KINDS = {"status": ItemStatus, "return_state": ReturnState, "refund_state": RefundState}


def stored(customer: str | None) -> dict[str, dict[str, Any]]:
    """Key → record: every case by its number, every item by its reference (its name under `item`)."""
    if customer is None:
        return {}
    settings = Settings.from_environment(os.environ)
    found = {case.case_id: to_record(case) for case in case_store(settings).of_customer(customer)}
    for order in order_store(settings).recent(customer, 50):
        for entry in order_record(order)["items"]:
            found[f"{order.order_id}/{entry['line_id']}"] = entry | {"item": entry["spoken_name"]}
    return found


def written(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [record for key, record in after.items() if before.get(key) != record]


def differences(expected: Any, records: list[dict[str, Any]]) -> list[str]:
    """`expected` is false for nothing, or one mapping for each record that was written."""
    wanted = list(expected or ())
    left = list(records)
    missing = []
    for entry in wanted:
        match = next((r for r in left if all(r.get(k) == v for k, v in entry.items())), None)
        if match is None:
            missing.append(f"{entry} was not written")
        else:
            left.remove(match)
    return missing + [f"written besides: {record}" for record in left]


class Watch:
    """The keys `wrote` and `meanwhile` of conversation files, for one conversation."""

    def __init__(self) -> None:
        self._customer: str | None = None
        self._seen: dict[str, dict[str, Any]] = {}
        self.checks: dict[str, Check] = {
            "wrote": self._wrote,
            "meanwhile": self._meanwhile,
            "day": self._day,
        }

    @property
    def customer(self) -> str | None:
        return self._customer

    @customer.setter
    def customer(self, customer: str | None) -> None:
        self._customer, self._seen = customer, stored(customer)

    def unseen(self) -> list[dict[str, Any]]:
        """What was written since `wrote` was last looked at."""
        return written(self._seen, stored(self.customer))

    def _wrote(self, expected: Any, answer: Answer) -> list[str]:
        """What was written since `wrote` was last looked at."""
        now = stored(self.customer)
        before, self._seen = self._seen, now
        return differences(expected, written(before, now))

    def _day(self, days: int, answer: Answer) -> list[str]:
        """The day that many days from today (before it: negative), as it is said."""
        today = local_date(datetime.now(UTC), ZoneInfo("America/New_York"))
        said = day_of_month(today + timedelta(days=days))
        return [] if said in answer.speech else [f"{said!r} was not said"]

    def _meanwhile(self, values: dict[str, str], answer: Answer) -> list[str]:
        """After this turn the shop changes an order of its own accord."""
        changed = dict(values)
        change(self.customer or "", changed.pop("item"), changed)
        self._seen = stored(self.customer)
        return []


def change(customer: str, item: str, values: dict[str, str]) -> None:
    """What the shop's own system does meanwhile: the next version of the order, with other values in one item."""
    store = order_store(Settings.from_environment(os.environ))
    order: Order = next(
        order for order in store.recent(customer, 50) if any(i.spoken_name == item for i in order.items)
    )
    typed: dict[str, Any] = {name: _KINDS[name](value) for name, value in values.items()}
    items = tuple(replace(i, **typed) if i.spoken_name == item else i for i in order.items)
    store.put(replace(order, items=items, version=order.version + 1))


def everything_kept() -> list[tuple[Item, dict[str, Any]]]:
    """Every item of every table, with what it is. Raises AssertionError for one that is on no list."""
    found = [(kind, item) for table, item in _items() if (kind := kind_of(table, item)) is not None]
    assert unlisted() == []
    return found


def unlisted() -> list[str]:
    """Items that persistence/personal_data.py does not know: nobody would delete them."""
    return [f"{table}: {item}" for table, item in _items() if kind_of(table, item) is None]


def _items() -> list[tuple[Table, dict[str, Any]]]:
    settings = Settings.from_environment(os.environ)
    client: Any = dynamodb_client(settings)
    names = {
        Table.ORDERS: settings.orders_table,
        Table.CASES: settings.cases_table,
        Table.CUSTOMERS: settings.customers_table,
    }
    return [(table, item) for table, name in names.items() for item in client.scan(TableName=name)["Items"]]
