"""The order store: a customer's recent orders, one order by its number.

Keys: partition `customer_id`, sort `order_id`; so an order is found only together with its customer, and someone else's
number finds nothing. The index `by_placed_at` has the same partition, sorted by `placed_at`.

What a seller sold stands in copies of its own, partition `seller#<seller id>`: that seller's lines of one order,
without the buyer and the address. They are written together with the order and read by the same index.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.domain.orders import Order
from shop_helper.domain.sales import SELLER, is_sale_owner, owner_of, sales_of
from shop_helper.persistence.client import Clients, dynamodb_clients
from shop_helper.persistence.dynamodb import decoding, execute, plain, serialized
from shop_helper.persistence.order_record import from_record, to_record
from shop_helper.persistence.personal_data import ORDER
from shop_helper.ports import OrderStore
from shop_helper.settings import Settings

BY_PLACED_AT = "by_placed_at"

NEWER_ONLY = "attribute_not_exists(order_id) OR version < :version"
"""Admits a new order, and a newer version of a known one; an event that arrives late or twice changes nothing."""


class DynamoOrders:
    """Orders in DynamoDB."""

    def __init__(self, table: str, clients: Clients) -> None:
        self._table, self._clients = table, clients

    def recent(
        self, customer_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE
    ) -> tuple[Order, ...]:
        return () if is_sale_owner(customer_id) else self.newest(customer_id, limit, deadline)

    def sold(self, seller_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE) -> tuple[Order, ...]:
        return self.newest(owner_of(seller_id), limit, deadline)

    def newest(self, owner: str, limit: int, deadline: Deadline) -> tuple[Order, ...]:
        answer = self._call(
            deadline,
            "query",
            TableName=self._table,
            IndexName=BY_PLACED_AT,
            KeyConditionExpression="customer_id = :customer",
            ExpressionAttributeValues={":customer": {"S": owner}},
            ScanIndexForward=False,
            Limit=limit,
        )
        return tuple(_order(record) for record in answer["Items"])

    def by_number(self, customer_id: str, order_id: str, *, deadline: Deadline = NO_DEADLINE) -> Order | None:
        if is_sale_owner(customer_id):
            return None
        key = ORDER.key(customer=customer_id, order=order_id)
        record = self._call(deadline, "get_item", TableName=self._table, Key=key).get("Item")
        return _order(record) if record else None

    def put(self, order: Order, *, deadline: Deadline = NO_DEADLINE) -> None:
        check(order)
        writes = [_put(self._table, one) for one in (order, *sales_of(order))]
        self._call(deadline, "transact_write_items", TransactItems=writes)

    def _call(self, deadline: Deadline, operation: str, **arguments: Any) -> Any:
        return execute(self._clients, deadline, operation, _was_refused, **arguments)


def sale_writes(table: str, order: Order) -> list[dict[str, Any]]:
    """The sellers' copies of an order, as parts of the transaction that writes the order itself."""
    return [_put(table, sale) for sale in sales_of(order)]


def _put(table: str, order: Order) -> dict[str, Any]:
    return {
        "Put": {
            "TableName": table,
            "Item": serialized(to_record(order)),
            "ConditionExpression": NEWER_ONLY,
            "ExpressionAttributeValues": {":version": {"N": str(order.version)}},
        }
    }


def _was_refused(response: Mapping[str, Any]) -> bool:
    """Whether a condition was the reason, and not a fault or another transaction on the same record."""
    reasons = response.get("CancellationReasons") or ()
    canceled = response["Error"]["Code"] == "TransactionCanceledException"
    return canceled and any(reason.get("Code") == "ConditionalCheckFailed" for reason in reasons)


def check(order: Order) -> None:
    if is_sale_owner(order.customer_id):
        raise ValueError(f"order {order.order_id}: a customer's id can't begin with {SELLER!r}")


def newest(orders: list[Order], limit: int) -> tuple[Order, ...]:
    return tuple(sorted(orders, key=lambda order: order.placed_at, reverse=True)[:limit])


def order_store(settings: Settings) -> OrderStore:
    return DynamoOrders(settings.orders_table, dynamodb_clients(settings))


def _order(record: Mapping[str, Any]) -> Order:
    found = plain(record)
    with decoding(f"the record of order {found.get('order_id')}"):
        return from_record(found)
