"""The case store: records of what was asked for, the customer's unfinished draft, and which user is which customer.

One table, `CasesTable`, partition `customer_id`, sort `case_id`. What its items are stands in
persistence/personal_data.py, the record of a case in persistence/case_record.py, how a customer is forgotten in
persistence/erasure.py.

Cases are found only together with their customer, so somebody else's number finds as little as one that isn't there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from shop_helper.domain.actions.changes import ItemChange
from shop_helper.domain.cases import Case
from shop_helper.domain.orders import ItemStatus, Order, OrderItem, RefundState, ReturnState


def newest_first(cases: list[Case]) -> tuple[Case, ...]:
    return tuple(sorted(cases, key=lambda case: (case.opened_at, case.case_id), reverse=True))


def changed_order(order: Order, change: ItemChange, at: datetime) -> Order:
    """The order's next version, with the item's new values."""
    items = tuple(
        _changed(item, change, at) if item.line_id == change.line_id else item for item in order.items
    )
    return replace(order, items=items, version=order.version + 1)


def _changed(item: OrderItem, change: ItemChange, at: datetime) -> OrderItem:
    kinds = {"return_state": ReturnState, "refund_state": RefundState, "status": ItemStatus}
    values: dict[str, Any] = {name: kinds[name](value) for name, value in change.values.items()}
    if change.contacted:
        values["seller_contacted_at"] = (*item.seller_contacted_at, at.astimezone(UTC).replace(microsecond=0))
    return replace(item, **values)
