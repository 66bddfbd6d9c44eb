"""AWS clients, made on first use: a help answer never pays for them (one costs about 0.3 s of a cold start).

A call has to end before its turn's deadline, and botocore's time-outs belong to a client, not to a call. So there are a
few DynamoDB clients of different `Patience`, and each call takes the most patient one that fits into the time left
(`TurnClients`). A second client costs about 10 ms, and only a turn that runs short of time makes one. Retries are
botocore's own, and counted into the time a client may take. A worker thread that is left behind would bound every call
too, but Lambda freezes it with the process: a write that was told to have failed could be sent by a later request.

Not bounded: looking up the host's name, and an answer that arrives byte by byte (the time-out starts anew with each).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import NotBegunError
from shop_helper.settings import Settings

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

CONNECTIONS = 64
"""Kept by a client: as many as there are turns at once in a web server's threads."""

MAX_PAUSE_S = 1.0
"""The longest that botocore's standard mode waits before its first retry: a random part of a second."""

_making = threading.Lock()
"""boto3's session must not make two clients at once; the clients themselves may be shared between threads."""


@dataclass(frozen=True)
class Patience:
    """How long a client waits before it gives a call up."""

    connect_s: float
    read_s: float
    attempts: int
    """1 or 2."""

    @property
    def bound_s(self) -> float:
        """Seconds that a call takes at most."""
        return self.attempts * (self.connect_s + self.read_s) + (self.attempts - 1) * MAX_PAUSE_S


UNHURRIED = Patience(1, 2, 2)
"""For work that nobody is waiting for."""

PATIENCES = (UNHURRIED, Patience(0.5, 1, 2), Patience(0.5, 1, 1), Patience(0.25, 0.35, 1))
"""The most patient first. DynamoDB answers within hundredths of a second when it is well."""


def patience_for(deadline: Deadline) -> Patience:
    """The most patient that ends before the deadline. Raises NotBegunError where none does."""
    left_s = deadline.remaining_s()
    for patience in PATIENCES:
        if patience.bound_s <= left_s:
            return patience
    raise NotBegunError(f"the store was not asked: {left_s:.2f} s left")


Clients = Callable[[Deadline], "DynamoDBClient"]
"""A client whose calls end before the deadline. Raises NotBegunError where too little time is left for one."""


class TurnClients:
    """`Clients` that makes each of its clients when it is first needed."""

    def __init__(self, make: Callable[[Patience], DynamoDBClient]) -> None:
        self._make = make
        self._made: dict[Patience, DynamoDBClient] = {}
        self._lock = threading.Lock()

    def __call__(self, deadline: Deadline) -> DynamoDBClient:
        patience = patience_for(deadline)
        made = self._made.get(patience)
        if made is not None:
            return made
        with self._lock:
            if patience not in self._made:
                self._made[patience] = self._make(patience)
        return self(deadline)  # making it took time, so that a hastier one may be due


def dynamodb_clients(settings: Settings) -> Clients:
    return TurnClients(lambda patience: dynamodb_client(settings, patience))


def dynamodb_client(settings: Settings, patience: Patience = UNHURRIED) -> DynamoDBClient:
    import boto3

    with _making:
        return boto3.client(
            "dynamodb",
            region_name=settings.region,
            endpoint_url=settings.dynamodb_endpoint,
            config=_config(patience),
        )


def sqs_client(settings: Settings) -> SQSClient:
    import boto3

    return boto3.client("sqs", region_name=settings.region, config=_config())


def events_client(settings: Settings) -> EventBridgeClient:
    import boto3

    return boto3.client("events", region_name=settings.region, config=_config())


def s3_client(settings: Settings) -> S3Client:
    import boto3

    with _making:
        return boto3.client("s3", region_name=settings.region, config=_config())


def _config(patience: Patience = UNHURRIED) -> Config:
    from botocore.config import Config

    return Config(
        connect_timeout=patience.connect_s,
        read_timeout=patience.read_s,
        max_pool_connections=CONNECTIONS,
        retries={"total_max_attempts": patience.attempts, "mode": "standard"},
    )
