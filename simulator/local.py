"""The real skill on this machine: moto's DynamoDB inside the process, filled with the example world.

Where the user has set SHOP_HELPER_DYNAMODB_ENDPOINT, or SHOP_HELPER_REAL_AWS=1, that store is used as it is: nothing is
made or filled there.
"""

from __future__ import annotations

import importlib
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

from simulator.device import local_token
from simulator.tables import create_tables, drop_tables, table_definitions
from simulator.world import World, load_world

if TYPE_CHECKING:
    from shop_helper.persistence.stores import Stores
    from shop_helper.ports import CaseStore, OrderStore
    from simulator.memory import MemoryCases, MemoryOrders

_LAMBDA = Path(__file__).resolve().parent.parent / "lambda"
FAKE_AWS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


ALL_ORDERS = 100
"""More orders than any example customer has."""


class LocalSkillError(Exception):
    """The skill can't be started here; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """One record that was written for a customer."""

    id: str
    """Number of the case or order."""
    kind: str
    """`case`, `return`, `exchange`, `refund`, `claim`, `cancellation`, `message`; `order` for a changed order."""
    version: int
    """Counts up with every change."""


class LocalSkill:
    """The skill's handler, which also knows the access tokens of the example customers."""

    def __init__(
        self, handler: Callable[[Any, Any], Any], world: World, memory: InMemory | None = None
    ) -> None:
        """`memory`: where orders and cases are kept when that is in memory."""
        self._handler, self.world, self.memory = handler, world, memory

    def __call__(self, event: Any, context: Any = None) -> Any:
        return self._handler(event, context)

    def start_over(self) -> None:
        """The example world as it was at the start, whatever has been written since. Only for stores made here."""
        if self.memory is not None:
            self.memory.start_over(self.world)
        elif not uses_a_store_of_its_own(os.environ):
            fill(self.world)

    def written(self, customer: str | None) -> tuple[Written, ...]:
        """The customer's cases, requests and messages, and their orders that changed; empty for None."""
        if customer is None:
            return ()
        orders, cases = (self.memory.orders, self.memory.cases) if self.memory else _tables()
        world = {order.order_id: order.version for order in self.world.orders}
        changed = [
            order
            for order in orders.recent(customer, ALL_ORDERS)
            if order.version != world.get(order.order_id, 1)
        ]
        return (
            *(Written(case.case_id, case.kind.value, case.version) for case in cases.of_customer(customer)),
            *(Written(order.order_id, "order", order.version) for order in changed),
        )

    @contextmanager
    def with_settings(self, settings: Mapping[str, str]) -> Iterator[None]:
        """The skill made anew with these environment variables as well, and the world started over."""
        if not settings:
            yield
            return
        import lambda_function

        with _restored(os.environ):
            os.environ.update(settings)
            _forget_earlier(lambda_function)
            try:
                self.start_over()
                yield
            finally:
                _forget_earlier(lambda_function)

    def token_of(self, customer: str) -> str:
        example = self.world.customers.get(customer)
        return example.token if example else local_token(customer)


@contextmanager
def local_skill(now: datetime | None = None, in_memory: bool = False) -> Iterator[LocalSkill]:
    """The skill, ready to be called; its environment is put back afterwards. Raises LocalSkillError.

    `now` is the instant the example world's dates are reckoned from; None takes the clock. `in_memory` keeps the
    orders in a dict, which answers ten times as fast: for thousands of turns.
    """
    with ExitStack() as stack:
        stack.enter_context(_restored(os.environ))
        os.environ.setdefault("SHOP_HELPER_IDENTITY", "local")
        os.environ.setdefault("SHOP_HELPER_PROGRESS_AFTER_S", "off")  # there is no Alexa to send it to
        os.environ.setdefault("SHOP_HELPER_TURN_LIMIT_S", "off")  # nor one that gives up waiting
        world = load_world(now)
        if not uses_a_store_of_its_own(os.environ):
            stack.enter_context(_moto())
            fill(world)
        handler = _entry_point()
        stack.callback(_forget_settings)
        memory = stack.enter_context(_in_memory(world)) if in_memory else None
        yield LocalSkill(handler, world, memory)


def uses_a_store_of_its_own(environment: Mapping[str, str]) -> bool:
    """Whether the user has chosen the store, so that moto stays out of it."""
    chosen = environment.get("SHOP_HELPER_DYNAMODB_ENDPOINT")
    return bool(chosen) or environment.get("SHOP_HELPER_REAL_AWS") == "1"


def _entry_point() -> Callable[[Any, Any], Any]:
    if str(_LAMBDA) not in sys.path:
        sys.path.insert(0, str(_LAMBDA))
    try:
        module = importlib.import_module("lambda_function")
        _forget_earlier(module)
        if hasattr(module, "running"):
            module.running()  # a setting that is wrong is told here, not in the first turn
        handler: Callable[[Any, Any], Any] = module.handler
    except Exception as problem:
        raise LocalSkillError(f"the skill can't be started: {type(problem).__name__}: {problem}") from problem
    return handler


def _forget_settings() -> None:
    """What was made with the settings of here is not for whoever comes later."""
    _forget_earlier(sys.modules["lambda_function"])


def _forget_earlier(module: ModuleType) -> None:
    """A skill kept from an earlier call has the settings of then."""
    for made in vars(module).values():
        if hasattr(made, "cache_clear"):
            made.cache_clear()


@contextmanager
def _in_memory(world: World) -> Iterator[InMemory]:
    import lambda_function
    from shop_helper.reload import ReloadingSkill
    from shop_helper.settings import Settings
    from simulator.memory import memory_stores

    memory = InMemory(memory_stores())
    memory.start_over(world)
    settings = Settings.from_environment(os.environ)
    logging.getLogger("shop_helper").setLevel(
        settings.log_level
    )  # a device tells the skill's own record of each turn
    made = ReloadingSkill(settings, memory.kept)
    with patch.object(lambda_function, "running", lambda: made):
        yield memory


@dataclass(frozen=True)
class InMemory:
    """The stores of a skill that writes nowhere else."""

    kept: Stores

    @property
    def orders(self) -> MemoryOrders:
        return cast("MemoryOrders", self.kept.orders)

    @property
    def cases(self) -> MemoryCases:
        return cast("MemoryCases", self.kept.cases)

    @property
    def records(self) -> list[dict[Any, Any]]:
        """All that is in the stores: orders, cases, drafts, links, visits, voice codes and requests for them."""
        behind = [getattr(store, "_store", store) for store in vars(self.kept).values()]
        return [held for store in behind for held in vars(store).values() if isinstance(held, dict)]

    def start_over(self, world: World) -> None:
        """As new, in the same objects: the skill holds them."""
        for held in self.records:
            held.clear()
        world.fill(self.orders)


@contextmanager
def _moto() -> Iterator[None]:
    from moto import mock_aws

    os.environ.update(FAKE_AWS)
    with mock_aws():
        yield


def fill(world: World) -> None:
    """Makes the tables anew in the DynamoDB that the environment names, and puts the world into them."""
    from shop_helper.errors import ConfigurationError
    from shop_helper.persistence.client import dynamodb_client
    from shop_helper.persistence.orders import order_store
    from shop_helper.persistence.voice_code import voice_code
    from shop_helper.settings import Settings

    names = {logical_id: _table_name(logical_id, os.environ) for logical_id in table_definitions()}
    try:
        settings = Settings.from_environment(os.environ)
    except ConfigurationError as problem:
        raise LocalSkillError(f"the skill can't be started: {problem}") from problem
    client = dynamodb_client(settings)
    drop_tables(client, names)
    create_tables(client, names)
    world.fill(order_store(settings))
    if settings.voice_code:
        for example in world.customers.values():
            if example.voice_code:
                voice_code(settings).set(example.id, example.voice_code)


def _tables() -> tuple[OrderStore, CaseStore]:
    """The stores that the environment names."""
    from shop_helper.persistence.dynamo_cases import case_store
    from shop_helper.persistence.orders import order_store
    from shop_helper.settings import Settings

    settings = Settings.from_environment(os.environ)
    return order_store(settings), case_store(settings)


def _table_name(logical_id: str, environment: MutableMapping[str, str]) -> str:
    """`OrdersTable` is what SHOP_HELPER_ORDERS_TABLE says, else shop-helper-orders; the skill is told."""
    words = re.findall("[A-Z][a-z0-9]*", logical_id.removesuffix("Table"))
    default = "-".join(["shop-helper", *(word.lower() for word in words)])
    return environment.setdefault(f"SHOP_HELPER_{'_'.join(words).upper()}_TABLE", default)


@contextmanager
def _restored(environment: MutableMapping[str, str]) -> Iterator[None]:
    before = dict(environment)
    try:
        yield
    finally:
        environment.clear()
        environment.update(before)
