"""Entry point of the function that tells on the bus what customers asked for: `cases_function.handler`."""

from __future__ import annotations

import logging
import os
from functools import cache
from typing import Any

from shop_helper.feed.told import Teller
from shop_helper.persistence.bus import event_bus
from shop_helper.settings import Settings


@cache
def teller() -> Teller:
    """Raises ConfigurationError."""
    settings = Settings.from_environment(os.environ)
    logging.getLogger("shop_helper").setLevel(settings.log_level)
    return Teller(event_bus(settings))


def handler(event: dict[str, Any], context: object = None) -> dict[str, Any]:
    """A batch of the table's stream in, from which change on it shall come again out."""
    return teller().take(event)
