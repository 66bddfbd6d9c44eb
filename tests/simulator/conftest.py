"""The invented library: its model and a device that talks to its handler."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from simulator.device import Device
from simulator.model import Model
from tests.simulator import library_skill

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def library() -> Model:
    return Model.load(Path(__file__).parent.parent / "models" / "library.json", "en-US")


@pytest.fixture(autouse=True)
def _turns_are_logged() -> Iterator[None]:
    """A skill logs its turns at INFO."""
    log = logging.getLogger("shop_helper.turn")
    before = log.level
    log.setLevel(logging.INFO)
    yield
    log.setLevel(before)


@pytest.fixture
def make(library: Model) -> Callable[..., Device]:
    def device(handler: Any = library_skill.handler, **options: Any) -> Device:
        return Device(handler, library, **({"now": NOW} | options))

    return device
