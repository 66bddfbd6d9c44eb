"""The real handler on the example world, once for all tests; a device for each. Every turn of every test is checked."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.device import Device
from simulator.local import local_skill
from simulator.model import load_model
from tests.every_turn import Watched, watch

pytest_plugins = ["pytester", "simulator.pytest_plugin"]

Handler = Callable[[Any, Any], dict[str, Any]]
_WATCHED = pytest.StashKey[Watched]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--walk-turns", type=int, default=1500, help="turns of the random walk (default: %(default)s)"
    )
    parser.addoption("--triples", type=int, default=500, help="strangers' numbers (default: %(default)s)")
    parser.addoption("--walk-seed", type=int, default=20261125, help="of the random walk")


def pytest_collection_finish() -> None:
    """Thousands of tests and the loaded models stay to the end: the garbage collector needn't walk them each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module can import the handler, or numpy: its threads would wait for each other's processes."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import lambda_function
    from shop_helper.domain import voice_code

    voice_code.COST["n"] = 2**4  # what makes guessing expensive is tried in tests/domain/test_voice_code.py

    config.stash[_WATCHED] = watch(lambda_function)


@pytest.fixture(autouse=True)
def _every_turn_keeps_the_rules(request: pytest.FixtureRequest) -> Iterator[None]:
    watched = request.config.stash[_WATCHED]
    yield
    assert watched.taken() == []


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
