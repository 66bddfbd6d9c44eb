"""Where the shop's events are written: orders with marks of which version told what; and letters that can't be used.

The record of an order carries the marks as `feed`, beside what persistence/order_record.py reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shop_helper.dialog.deadline import NO_DEADLINE
from shop_helper.domain.order_feed import Heard, Stored, Update, WholeOrder, merge
from shop_helper.errors import ConflictError, StoreError
from shop_helper.persistence.client import Clients, dynamodb_clients, sqs_client
from shop_helper.persistence.dynamodb import decoding, execute, plain, serialized
from shop_helper.persistence.order_record import from_record, to_record
from shop_helper.persistence.orders import sale_writes
from shop_helper.persistence.personal_data import ORDER
from shop_helper.ports import DeadLetters
from shop_helper.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

IS_NEW = "attribute_not_exists(order_id)"
"""Admits the first that is heard of an order. Refuses what was written since it was looked for."""

AS_SEEN = "version = :seen"
"""Admits a change of the record as it was read. Refuses when the skill or another event has changed it since."""

_ATTEMPTS = 5


class DynamoFeed:
    def __init__(self, table: str, clients: Clients) -> None:
        self._table, self._clients = table, clients

    def apply(self, update: Update, expect_new: bool = False) -> Stored | Heard:
        """`expect_new` writes without having looked first: for orders that are mostly new."""
        known = None if expect_new else self._stored(update)
        for _ in range(_ATTEMPTS):
            after = merge(known, update)
            if isinstance(after, Heard):
                return after
            try:
                self._write(after, known)
            except ConflictError:
                known = self._stored(update)
            else:
                return after
        raise StoreError("the order is being changed all the time; nothing was written")

    def _stored(self, update: Update) -> Stored | None:
        whole = update.order if isinstance(update, WholeOrder) else update
        key = ORDER.key(customer=whole.customer_id, order=whole.order_id)
        answer = self._call("get_item", TableName=self._table, Key=key, ConsistentRead=True)
        if "Item" not in answer:
            return None
        record = plain(answer["Item"])
        with decoding(f"the record of order {whole.order_id}"):
            marks = {name: int(version) for name, version in record.get("feed", {}).items()}
            return Stored(from_record(record), marks)

    def _write(self, after: Stored, known: Stored | None) -> None:
        order, record = after.order, {**to_record(after.order), "feed": dict(after.marks)}
        put: dict[str, Any] = {"TableName": self._table, "Item": serialized(record)}
        put["ConditionExpression"] = IS_NEW if known is None else AS_SEEN
        if known is not None:
            put["ExpressionAttributeValues"] = {":seen": {"N": str(known.order.version)}}
        sales = sale_writes(self._table, order)
        if sales:
            self._call("transact_write_items", TransactItems=[{"Put": put}, *sales])
        else:
            self._call("put_item", **put)

    def _call(self, operation: str, **arguments: Any) -> Any:
        return execute(self._clients, NO_DEADLINE, operation, **arguments)


class QueuedLetters:
    """The dead-letter queue: each message as it came, with the reason as an attribute."""

    def __init__(self, url: str, client: Callable[[], SQSClient]) -> None:
        self._url, self._make_client = url, client
        self._made: SQSClient | None = None

    def put(self, body: str, reason: str) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        attributes: Any = {"reason": {"DataType": "String", "StringValue": reason[:1000]}}
        try:
            if self._made is None:
                self._made = self._make_client()
            self._made.send_message(QueueUrl=self._url, MessageBody=body, MessageAttributes=attributes)
        except (ClientError, BotoCoreError) as problem:
            raise StoreError(f"send_message failed: {type(problem).__name__}") from problem


def order_feed(settings: Settings) -> DynamoFeed:
    return DynamoFeed(settings.orders_table, dynamodb_clients(settings))


def dead_letters(settings: Settings) -> DeadLetters:
    return QueuedLetters(settings.dead_letters_url or "", lambda: sqs_client(settings))
