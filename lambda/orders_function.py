"""Entry point of the function that takes the shop's events from the queue: `orders_function.handler`."""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import Any

from shop_helper.feed.consumer import Consumer
from shop_helper.persistence.dynamo_cases import case_store
from shop_helper.persistence.feed import dead_letters, order_feed
from shop_helper.settings import Settings


@cache
def consumer() -> Consumer:
    """Raises ConfigurationError."""
    settings = Settings.from_environment(os.environ)
    logging.getLogger("shop_helper").setLevel(settings.log_level)
    return Consumer(order_feed(settings), case_store(settings), dead_letters(settings))


def handler(event: dict[str, Any], context: object = None) -> dict[str, Any]:
    """A batch of SQS in, the messages that shall come again out."""
    return consumer().take(event)
