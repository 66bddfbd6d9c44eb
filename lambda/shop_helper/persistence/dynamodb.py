"""One call of DynamoDB, and what passes between its items and plain data.

Only what AWS and the network are known to say becomes one of our errors, and an item that can't be read; anything else
reaches the last resort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import ConflictError, FieldError, LateError, StoreError, UnreadableError
from shop_helper.persistence.client import Clients
from shop_helper.persistence.fields import UNREADABLE

CONFLICTS = (
    "ConditionalCheckFailedException",
    "TransactionCanceledException",
    "TransactionConflictException",
)
"""A condition did not hold, or another transaction was in the way: what was decided on has to be read again."""


def is_conflict(response: Mapping[str, Any]) -> bool:
    """Whether the answer of DynamoDB is one of `CONFLICTS`."""
    return response["Error"]["Code"] in CONFLICTS


def execute(
    clients: Clients,
    deadline: Deadline,
    operation: str,
    conflict: Callable[[Mapping[str, Any]], bool] = is_conflict,
    **arguments: Any,
) -> Any:
    """Raises ConflictError, NotBegunError, LateError, else StoreError."""
    from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

    client = clients(deadline)
    try:
        return getattr(client, operation)(**arguments)
    except ClientError as problem:
        if conflict(problem.response):
            raise ConflictError("the record has changed since it was read") from problem
        raise StoreError(f"{operation} failed: {problem.response['Error']['Code']}") from problem
    except (ConnectTimeoutError, ReadTimeoutError) as problem:
        raise LateError(f"{operation} failed: {type(problem).__name__}") from problem
    except BotoCoreError as problem:
        raise StoreError(f"{operation} failed: {type(problem).__name__}") from problem


@contextmanager
def decoding(what: str) -> Iterator[None]:
    """Around the reading of one stored item, named by `what`. Raises UnreadableError, which repeats no value."""
    try:
        yield
    except FieldError as problem:
        raise UnreadableError(f"{what} can't be read: {problem}") from problem
    except UNREADABLE as problem:
        raise UnreadableError(f"{what} can't be read: {type(problem).__name__}") from None


def serialized(record: Mapping[str, Any]) -> dict[str, Any]:
    from boto3.dynamodb.types import TypeSerializer

    return {name: TypeSerializer().serialize(value) for name, value in record.items()}


def plain(item: Mapping[str, Any]) -> dict[str, Any]:
    from boto3.dynamodb.types import TypeDeserializer

    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}
