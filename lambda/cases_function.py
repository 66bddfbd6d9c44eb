"""Entry point of the function that tells on the bus what customers asked for: `cases_function.handler`."""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import Any

from shop_helper.feed.case_events import CaseEventPublisher
from shop_helper.persistence.bus import event_bus
from shop_helper.settings import Settings


@cache
def publisher() -> CaseEventPublisher:
    """Raises ConfigurationError."""
    settings = Settings.from_environment(os.environ)
    logging.getLogger("shop_helper").setLevel(settings.log_level)
    return CaseEventPublisher(event_bus(settings))


def handler(event: dict[str, Any], context: object = None) -> dict[str, Any]:
    """A batch of the table's stream in, from which change on it shall come again out."""
    return publisher().take(event)
