"""A DynamoDB that fails at one call: before it has taken effect, or after."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

Fault = Exception
FAULTS: tuple[Fault, ...] = (
    ReadTimeoutError(endpoint_url="https://dynamodb"),
    ClientError({"Error": {"Code": "InternalServerError", "Message": "x"}}, "TransactWriteItems"),
)


class Faulty:
    """A client whose n-th call fails; `calls` counts them all."""

    def __init__(self, client: Any, at: int, after: bool, fault: Fault) -> None:
        self._client, self._at, self._after, self._fault = client, at, after, fault
        self.calls = 0

    def __getattr__(self, operation: str) -> Any:
        def call(**arguments: Any) -> Any:
            self.calls += 1
            if self.calls != self._at:
                return getattr(self._client, operation)(**arguments)
            if self._after:
                getattr(self._client, operation)(**arguments)
            raise self._fault

        return call
