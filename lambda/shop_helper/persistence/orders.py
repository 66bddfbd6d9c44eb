"""The order store: a customer's recent orders, one order by its number.

Keys: partition `customer_id`, sort `order_id`; so an order is found only together with its customer, and someone else's
number finds nothing. The index `by_placed_at` has the same partition, sorted by `placed_at`.

What a seller sold stands in copies of its own, partition `seller#<seller id>`: that seller's lines of one order,
without the buyer and the address. They are written together with the order and read by the same index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from shop_helper.domain.orders import Order
from shop_helper.domain.sales import SELLER, is_sale_owner, owner_of, sales_of
from shop_helper.errors import ConflictError, StoreError
from shop_helper.once import Once
from shop_helper.persistence.calling import plain, reading, serialised
from shop_helper.persistence.client import dynamodb_client
from shop_helper.persistence.kept import ORDER
from shop_helper.persistence.order_record import from_record, to_record
from shop_helper.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BY_PLACED_AT = "by_placed_at"

NEWER_ONLY = "attribute_not_exists(order_id) OR version < :version"
"""Admits a new order, and a newer version of a known one; an event that arrives late or twice changes nothing."""


class OrderStore(Protocol):
    def recent(self, customer_id: str, limit: int = 10) -> tuple[Order, ...]:
        """The customer's newest orders, newest first. Raises StoreError."""

    def sold(self, seller_id: str, limit: int = 10) -> tuple[Order, ...]:
        """What the seller sold, newest first: its own lines only, nothing of the buyers. Raises StoreError."""

    def by_number(self, customer_id: str, order_id: str) -> Order | None:
        """That customer's order; None for a number that is not theirs or not there. Raises StoreError."""

    def put(self, order: Order) -> None:
        """Raises ConflictError when the store holds this version or a newer one."""


class MemoryOrders:
    """Orders in a dict; for tests. Behaves as the table does."""

    def __init__(self) -> None:
        self._orders: dict[tuple[str, str], Order] = {}

    def recent(self, customer_id: str, limit: int = 10) -> tuple[Order, ...]:
        own = [order for (owner, _), order in self._orders.items() if owner == customer_id]
        return _newest(own, limit)

    def sold(self, seller_id: str, limit: int = 10) -> tuple[Order, ...]:
        copies = [sale for order in self._orders.values() for sale in sales_of(order)]
        return _newest([sale for sale in copies if sale.customer_id == owner_of(seller_id)], limit)

    def by_number(self, customer_id: str, order_id: str) -> Order | None:
        return self._orders.get((customer_id, order_id))

    def put(self, order: Order) -> None:
        _check(order)
        key = (order.customer_id, order.order_id)
        known = self._orders.get(key)
        if known is not None and known.version >= order.version:
            raise ConflictError(f"order {order.order_id} is at version {known.version}")
        self._orders[key] = order


class DynamoOrders:
    """Orders in DynamoDB."""

    def __init__(self, table: str, client: Callable[[], DynamoDBClient]) -> None:
        self._table, self._client = table, Once(client)

    def recent(self, customer_id: str, limit: int = 10) -> tuple[Order, ...]:
        return () if is_sale_owner(customer_id) else self._newest(customer_id, limit)

    def sold(self, seller_id: str, limit: int = 10) -> tuple[Order, ...]:
        return self._newest(owner_of(seller_id), limit)

    def _newest(self, owner: str, limit: int) -> tuple[Order, ...]:
        answer = self._call(
            "query",
            TableName=self._table,
            IndexName=BY_PLACED_AT,
            KeyConditionExpression="customer_id = :customer",
            ExpressionAttributeValues={":customer": {"S": owner}},
            ScanIndexForward=False,
            Limit=limit,
        )
        return tuple(_order(record) for record in answer["Items"])

    def by_number(self, customer_id: str, order_id: str) -> Order | None:
        if is_sale_owner(customer_id):
            return None
        key = ORDER.key(customer=customer_id, order=order_id)
        record = self._call("get_item", TableName=self._table, Key=key).get("Item")
        return _order(record) if record else None

    def put(self, order: Order) -> None:
        _check(order)
        writes = [_put(self._table, one) for one in (order, *sales_of(order))]
        self._call("transact_write_items", TransactItems=writes)

    def _call(self, operation: str, **arguments: Any) -> Any:
        """One call of the table; only what AWS and the network are known to say becomes a StoreError."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client(), operation)(**arguments)
        except ClientError as problem:
            code = problem.response["Error"]["Code"]
            if code == "TransactionCanceledException" and _was_refused(problem.response):
                raise ConflictError("the record has changed since it was read") from problem
            raise StoreError(f"{operation} failed: {code}") from problem
        except BotoCoreError as problem:
            raise StoreError(f"{operation} failed: {type(problem).__name__}") from problem


def sale_writes(table: str, order: Order) -> list[dict[str, Any]]:
    """The sellers' copies of an order, as parts of the transaction that writes the order itself."""
    return [_put(table, sale) for sale in sales_of(order)]


def _put(table: str, order: Order) -> dict[str, Any]:
    return {
        "Put": {
            "TableName": table,
            "Item": serialised(to_record(order)),
            "ConditionExpression": NEWER_ONLY,
            "ExpressionAttributeValues": {":version": {"N": str(order.version)}},
        }
    }


def _was_refused(response: Mapping[str, Any]) -> bool:
    """Whether a condition was the reason, and not a fault or another transaction on the same record."""
    reasons = response.get("CancellationReasons") or ()
    return any(reason.get("Code") == "ConditionalCheckFailed" for reason in reasons)


def _check(order: Order) -> None:
    if is_sale_owner(order.customer_id):
        raise ValueError(f"order {order.order_id}: a customer's id can't begin with {SELLER!r}")


def _newest(orders: list[Order], limit: int) -> tuple[Order, ...]:
    return tuple(sorted(orders, key=lambda order: order.placed_at, reverse=True)[:limit])


def order_store(settings: Settings) -> OrderStore:
    return DynamoOrders(settings.orders_table, lambda: dynamodb_client(settings))


def _order(record: Mapping[str, Any]) -> Order:
    found = plain(record)
    with reading(f"the record of order {found.get('order_id')}"):
        return from_record(found)
