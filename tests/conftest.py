"""The real handler on the example world, once for all tests; a device for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.device import Device
from simulator.local import local_skill
from simulator.model import load_model

Handler = Callable[[Any, Any], dict[str, Any]]


@pytest.fixture(scope="session")
def handler() -> Iterator[Handler]:
    with local_skill() as made:
        yield made


@pytest.fixture
def make_device(handler: Handler) -> Callable[..., Device]:
    """A device of one customer of the example world, or of nobody."""

    def make(customer: str | None = None, **options: Any) -> Device:
        return Device(handler, load_model("en-US"), customer=customer, **options)

    return make
