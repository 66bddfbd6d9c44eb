"""The whole skill on stores in memory, each of which can be made to fail or to hang, and knows who called it when."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import lambda_function
from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import StoreError
from shop_helper.identity.local import LocalIdentity
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.persistence.code_request import CodeRequests
from shop_helper.persistence.stores import Stores
from shop_helper.persistence.voice_code import VoiceCode
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from shop_helper.skill import build_skill
from simulator.device import Device
from simulator.envelope import SKILL_ID, DeviceKind
from simulator.local import InMemory, LocalSkill
from simulator.memory import (
    MemoryCases,
    MemoryCodeRequests,
    MemoryErasure,
    MemoryOrders,
    MemoryVisits,
    MemoryVoiceCodes,
)
from simulator.model import load_model
from simulator.world import World, load_world

NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
CODE = "7391"
"""Ana's voice code."""

WORDS = "it crackles like a gargoyle"
"""A description."""

Fault = Callable[[str, Deadline], None]
"""Called in place of a method, with its name and its deadline; raises, or lets the call through."""


@dataclass
class Faults:
    """What the stores do, and what was called of them."""

    of: dict[str, Fault] = field(default_factory=dict)
    """Port → fault."""
    calls: list[tuple[str, str, Deadline]] = field(default_factory=list)
    """Port, method and deadline."""

    @property
    def called(self) -> list[str]:
        """Names of the ports that were called, each once."""
        return list(dict.fromkeys(port for port, _, _ in self.calls))

    def clear(self) -> None:
        self.of.clear()
        self.calls.clear()


class Switched:
    """A store behind a port, as the skill sees it."""

    def __init__(self, port: str, store: Any, faults: Faults) -> None:
        self._port, self._store, self._faults = port, store, faults

    def __getattr__(self, method: str) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            deadline: Deadline = named["deadline"]
            self._faults.calls.append((self._port, method, deadline))
            if self._port in self._faults.of:
                self._faults.of[self._port](method, deadline)
            return getattr(self._store, method)(*arguments, **named)

        return call


def always(problem: type[StoreError]) -> Fault:
    def fail(method: str, deadline: Deadline) -> None:
        raise problem(f"{method} failed")

    return fail


@dataclass(frozen=True)
class Memory:
    """Stores in memory."""

    orders: MemoryOrders
    cases: MemoryCases
    visits: MemoryVisits
    codes: MemoryVoiceCodes
    requests: MemoryCodeRequests

    def keep(self) -> Any:
        return [
            {name: dict(value) for name, value in vars(part).items() if isinstance(value, dict)}
            for part in vars(self).values()
        ]

    def put_back(self, kept: Any) -> None:
        for part, state in zip(vars(self).values(), kept, strict=True):
            vars(part).update({name: dict(value) for name, value in state.items()})

    @property
    def written(self) -> str:
        """Cases, requests, messages and orders."""
        return repr((sorted(self.cases._cases.items()), sorted(self.orders._orders.items())))


@dataclass(frozen=True)
class Shop:
    skill: LocalSkill
    memory: Memory
    faults: Faults

    def device(self, customer: str) -> Device:
        return Device(self.skill, load_model("en-US"), customer=customer, device=DeviceKind.LARGE, now=NOW)

    def start_over(self) -> None:
        self.faults.clear()
        self.skill.start_over()
        VoiceCode(self.memory.codes).set("ana", CODE)


class Running(ReloadingSkill):
    """A skill that was made already."""

    def __init__(self, settings: Settings, made: Any) -> None:
        super().__init__(settings)
        self._skill = made


def copy_of(device: Device) -> Device:
    """The same moment of the conversation once more."""
    twin = copy.copy(device)
    twin._session = copy.deepcopy(device._session)
    twin._entities, twin._dialog = copy.copy(device._entities), copy.copy(device._dialog)
    return twin


def _memory() -> Memory:
    orders, codes = MemoryOrders(), MemoryVoiceCodes()
    return Memory(orders, MemoryCases(orders), MemoryVisits(), codes, MemoryCodeRequests(codes))


def _stores(memory: Memory, faults: Faults | None = None) -> Stores:
    """As the skill sees them; without faults the plain ones."""

    def switched(port: str, store: Any) -> Any:
        return Switched(port, store, faults) if faults is not None else store

    codes = VoiceCode(switched("codes", memory.codes), clock=lambda: NOW)
    erasure = MemoryErasure(memory.cases, memory.visits, memory.codes, memory.requests)
    return Stores(
        switched("orders", memory.orders),
        switched("cases", memory.cases),
        switched("visits", memory.visits),
        codes,
        CodeRequests(switched("requests", memory.requests), codes),
        switched("erasure", erasure),
    )


@contextmanager
def shop(voice_code: bool = True, turn_limit_s: float | None = 6) -> Iterator[Shop]:
    """Ana has a voice code, where they are asked for."""
    world: World = load_world(NOW)
    memory, faults = _memory(), Faults()
    settings = Settings(skill_id=SKILL_ID, voice_code=voice_code, turn_limit_s=turn_limit_s)
    knowledge = KnowledgeBase.load(COMPILED / "en-US.json", Ranker.load())
    running = Running(settings, build_skill(settings, knowledge, LocalIdentity(), _stores(memory, faults)))
    log = logging.getLogger("shop_helper")
    level = log.level
    log.setLevel(logging.INFO)  # a device tells the skill's own record of each turn
    try:
        with patch.object(lambda_function, "running", lambda: running):
            plain = InMemory(_stores(memory))
            found = Shop(LocalSkill(lambda_function.handler, world, plain), memory, faults)
            found.start_over()
            yield found
    finally:
        log.setLevel(level)
