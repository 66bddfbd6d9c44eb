"""`ports.py` holds every protocol that an adapter implements; each call of a turn shows its deadline."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

from shop_helper import ports
from shop_helper.dialog.deadline import NO_DEADLINE
from shop_helper.identity.amazon import LoginWithAmazon
from shop_helper.identity.cache import RememberingIdentity
from shop_helper.identity.local import LocalIdentity, NoIdentity
from shop_helper.identity.oidc import OpenIdConnect
from shop_helper.persistence.bus import EventBridgeBus
from shop_helper.persistence.code_request import DynamoCodeRequests
from shop_helper.persistence.dynamo_cases import DynamoCases
from shop_helper.persistence.erasure import DynamoErasure
from shop_helper.persistence.feed import DynamoFeed, QueuedLetters
from shop_helper.persistence.orders import DynamoOrders
from shop_helper.persistence.visits import DynamoVisits
from shop_helper.persistence.voice_code import DynamoVoiceCodes
from simulator.memory import (
    MemoryCases,
    MemoryCodeRequests,
    MemoryErasure,
    MemoryOrders,
    MemoryVisits,
    MemoryVoiceCodes,
)

PACKAGE = Path(__file__).resolve().parent.parent / "lambda" / "shop_helper"

ADAPTERS: dict[type[Any], tuple[type[Any], ...]] = {
    ports.OrderStore: (DynamoOrders, MemoryOrders),
    ports.CaseStore: (DynamoCases, MemoryCases),
    ports.VisitStore: (DynamoVisits, MemoryVisits),
    ports.VoiceCodeStore: (DynamoVoiceCodes, MemoryVoiceCodes),
    ports.CodeRequestStore: (DynamoCodeRequests, MemoryCodeRequests),
    ports.CustomerErasure: (DynamoErasure, MemoryErasure),
    ports.Identity: (RememberingIdentity, LocalIdentity, NoIdentity),
    ports.TokenVerifier: (LoginWithAmazon, OpenIdConnect),
    ports.OrderFeed: (DynamoFeed,),
    ports.DeadLetters: (QueuedLetters,),
    ports.EventBus: (EventBridgeBus,),
}
NOT_OF_A_TURN = (ports.OrderFeed, ports.DeadLetters, ports.EventBus)
NEVER_WAITS = ("remembered",)

ADAPTING = ("persistence", "identity")


def methods(kind: type[Any]) -> dict[str, inspect.Signature]:
    return {
        name: inspect.signature(method)
        for name, method in vars(kind).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }


def test_every_port_has_its_adapters() -> None:
    found = {one for _, one in inspect.getmembers(ports, inspect.isclass) if one.__module__ == ports.__name__}
    assert found == set(ADAPTERS)


@pytest.mark.parametrize("port", [port for port in ADAPTERS if port not in NOT_OF_A_TURN])
def test_every_call_of_a_turn_shows_its_deadline_in_port_and_adapter(port: type[Any]) -> None:
    for name, signature in methods(port).items():
        if name in NEVER_WAITS:
            continue
        for of in (signature, *(inspect.signature(getattr(adapter, name)) for adapter in ADAPTERS[port])):
            parameter = of.parameters.get("deadline")
            assert parameter is not None, name
            assert parameter.kind is inspect.Parameter.KEYWORD_ONLY, name
            assert parameter.default is NO_DEADLINE, name


@pytest.mark.parametrize("part", ADAPTING)
def test_no_protocol_stands_beside_an_adapter(part: str) -> None:
    defined = {
        node.name
        for path in (PACKAGE / part).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    }
    assert defined == set()


def test_the_ports_import_types_only() -> None:
    tree = ast.parse(inspect.getsource(ports))
    ours = {
        node.module.split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shop_helper.")
    }
    assert ours == {"dialog", "domain"}
