"""AWS clients, made on first use: a help answer never pays for them (one costs about 0.3 s of a cold start)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from shop_helper.settings import Settings

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

CONNECT_TIMEOUT_S, READ_TIMEOUT_S, ATTEMPTS = 1, 2, 2
"""Together well below the eight seconds in which Alexa wants an answer (RSP5)."""


CONNECTIONS = 64
"""Kept by a client: as many as there are turns at once in a web server's threads."""

_making = threading.Lock()
"""boto3's session must not make two clients at once; the clients themselves may be shared between threads."""


def dynamodb_client(settings: Settings) -> DynamoDBClient:
    import boto3

    with _making:
        return boto3.client(
            "dynamodb", region_name=settings.region, endpoint_url=settings.dynamodb_endpoint, config=_config()
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


def _config() -> Config:
    from botocore.config import Config

    return Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        max_pool_connections=CONNECTIONS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
    )
