"""One device that changes hands: the real skill, stores in memory, an identity provider that can be told what to do."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import lambda_function
from shop_helper.alexa.session import ATTRIBUTE
from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Caller, Customer, Refusal, Refused, Unreachable
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from shop_helper.skill import build_skill
from simulator.device import Device
from simulator.envelope import SKILL_ID, DeviceKind
from simulator.local import InMemory, LocalSkill
from simulator.memory import MemoryOrders, memory_stores
from simulator.model import load_model
from simulator.world import World, load_world

NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
CODE = "7391"
"""Ana's voice code."""


@dataclass
class Provider:
    """Verifies `<customer>#<anything>`. Remembers nothing, as a process that has just started."""

    world: World
    refused: set[str] = field(default_factory=set)
    """Tokens that are no longer good."""
    is_away: bool = False
    asked: int = 0

    def identify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> Caller:
        self.asked += 1
        if self.is_away:
            return Unreachable()
        if token in self.refused:
            return Refused(Refusal.EXPIRED)
        name = token.partition("#")[0]
        return Customer(name, self.world.customers[name].audiences)

    def remembered(self, token: str) -> Customer | None:
        return None


class Running(ReloadingSkill):
    """A skill that was made already."""

    def __init__(self, settings: Settings, made: Any) -> None:
        super().__init__(settings)
        self._skill = made


class Household:
    """The skill, its stores and its identity provider."""

    def __init__(self, skill: LocalSkill, provider: Provider, memory: InMemory) -> None:
        self.skill, self.provider, self._memory = skill, provider, memory
        self._model = load_model("en-US")

    def device(self, customer: str | None, kind: DeviceKind = DeviceKind.LARGE) -> Device:
        device = Device(self.skill, self._model, customer=customer, device=kind, now=NOW)
        return with_token(device, f"{customer}#1" if customer else None)

    def start_over(self) -> None:
        self.skill.start_over()
        self._memory.kept.codes.set("ana", CODE)
        self.provider.refused, self.provider.is_away, self.provider.asked = set(), False, 0

    def stored(self, customer: str) -> tuple[Any, ...]:
        """All that is written for a customer: records, changed orders, the draft of a conversation that ended."""
        return (*self.skill.written(customer), self._memory.cases._drafts.get(customer))

    def keep(self) -> Any:
        """The stores as they are, to be put back with `put_back`."""
        return [(records, dict(records)) for records in self._memory.records]

    def put_back(self, kept: Any) -> None:
        for records, before in kept:
            records.clear()
            records.update(before)
        self.provider.refused, self.provider.is_away, self.provider.asked = set(), False, 0


def with_token(device: Device, token: str | None) -> Device:
    """The same device and Alexa user with another access token, or none, from the next turn on."""
    device.account = replace(device.account, token=token)
    return device


def with_user(device: Device, user: str) -> Device:
    """Another Alexa user on the same device."""
    device.account = replace(device.account, user_id=f"amzn1.ask.account.{user.upper()}")
    return device


def kept_by(device: Device) -> dict[str, Any]:
    """The state that the session keeps."""
    return dict(device.attributes.get(ATTRIBUTE, {}))


def copy_of(device: Device) -> Device:
    """The same moment of the conversation once more."""
    twin = copy.copy(device)
    twin._session = copy.deepcopy(device._session)
    twin._entities, twin._dialog = copy.copy(device._entities), copy.copy(device._dialog)
    return twin


def _with_more_sales(world: World) -> World:
    """Gwen has bought more from Farid."""
    gwen = world.customers["gwen"]
    lamp = next(order for order in gwen.orders if any(item.seller_id == "farid" for item in order.items))
    more = []
    for number, what in enumerate(
        ("the tulip lantern", "the brass sconce", "the wicker shade", "the glass globe")
    ):
        order_id = f"114-550{number}718-771{number}"
        item = replace(lamp.items[0], order_id=order_id, name=what, spoken_name=what)
        more.append(replace(lamp, order_id=order_id, items=(item,)))
    return World({**world.customers, "gwen": replace(gwen, orders=(*gwen.orders, *more))})


@contextmanager
def household() -> Iterator[Household]:
    """Ana has a voice code; Farid has sold more than is read out at once."""
    world = _with_more_sales(load_world(NOW))
    kept = memory_stores(MemoryOrders())
    memory = InMemory(kept)
    settings = Settings(skill_id=SKILL_ID, voice_code=True)
    provider = Provider(world)
    knowledge = KnowledgeBase.load(COMPILED / "en-US.json", Ranker.load())
    running = Running(settings, build_skill(settings, knowledge, provider, kept))
    log = logging.getLogger("shop_helper")
    level = log.level
    log.setLevel(logging.INFO)  # a device tells the skill's own record of each turn
    try:
        with patch.object(lambda_function, "running", lambda: running):
            made_here = Household(LocalSkill(lambda_function.handler, world, memory), provider, memory)
            made_here.start_over()
            yield made_here
    finally:
        log.setLevel(level)
