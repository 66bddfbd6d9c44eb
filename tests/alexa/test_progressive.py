"""A word in between: said when account or orders are slow, never when they are not, and never at the answer's cost."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

import lambda_function
from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.alexa.progressive import is_alexas
from shop_helper.domain.orders import Order
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from simulator.alexa_services import AlexaServices
from simulator.device import Device
from simulator.memory import MemoryOrders, memory_stores
from simulator.model import load_model
from simulator.world import load_world

AT_ONCE, NEVER_IN_A_TEST = 0.01, 600.0
PATIENCE_S = 20.0
"""A test that waits this long has failed."""


class Orders(MemoryOrders):
    """Gives the orders once `until` holds, or when a test's patience is at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.until: Callable[[], bool] = lambda: True
        self.gave_up = False

    def recent(self, customer_id: str, limit: int = 10, **named: Any) -> tuple[Order, ...]:
        self._wait()
        return super().recent(customer_id, limit, **named)

    def by_number(self, customer_id: str, order_id: str, **named: Any) -> Order | None:
        self._wait()
        return super().by_number(customer_id, order_id, **named)

    def _wait(self) -> None:
        waiting, waited = threading.Event(), 0.0
        while not self.until():
            waiting.wait(0.005)
            waited += 0.005
            if waited > PATIENCE_S:
                self.gave_up = True
                break


@pytest.fixture
def services() -> Iterator[AlexaServices]:
    with AlexaServices() as made:
        yield made


@pytest.fixture
def orders() -> Orders:
    made = Orders()
    load_world().fill(made)
    return made


def running(orders: Orders, after_s: float | None) -> ReloadingSkill:
    linking = AccountLinking(IdentityProvider.LOCAL)
    return ReloadingSkill(Settings(linking=linking, progress_after_s=after_s), memory_stores(orders))


@pytest.fixture
def ana(orders: Orders, services: AlexaServices) -> Iterator[Callable[[float | None], Device]]:
    """A device of Ana's, whose words in between come after that many seconds."""
    with patch.object(lambda_function, "running") as current:

        def make(after_s: float | None, customer: str | None = "ana") -> Device:
            current.return_value = running(orders, after_s)
            device = Device(lambda_function.handler, load_model("en-US"), customer=customer)
            services.serve(device)
            return device

        yield make


def timers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_a_slow_look_up_is_announced_and_then_answered(
    ana: Callable[..., Device], orders: Orders, services: AlexaServices
) -> None:
    device = ana(AT_ONCE)
    orders.until = lambda: bool(services.calls)
    answer = device.say("where is my kettle")
    assert not orders.gave_up
    assert len(services.said_meanwhile) == 1
    assert services.said_meanwhile[0].startswith("One moment, I'm")
    assert services.calls[0].body["header"]["requestId"] == answer.request["request"]["requestId"]
    assert "kettle" in answer.speech


def test_the_word_in_between_says_nothing_of_the_customer(
    ana: Callable[..., Device], orders: Orders, services: AlexaServices, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    orders.until = lambda: bool(services.calls)
    ana(AT_ONCE).say("where is my kettle")
    assert "kettle" not in str(services.calls[0].body)
    assert not [
        r for r in caplog.records if services.token in r.getMessage() or "local:ana" in r.getMessage()
    ]


def test_what_is_sent_off_is_announced_as_that(
    ana: Callable[..., Device], orders: Orders, services: AlexaServices
) -> None:
    device = ana(None)
    device.say("open a case about my kettle")
    device.say("it came with a dent")
    ana(AT_ONCE)  # from here on; the conversation goes on
    orders.until = lambda: bool(services.calls)
    device.say("yes")
    assert services.said_meanwhile == ["One moment, I'm sending that off."]


def test_a_fast_answer_has_none_and_leaves_no_timer(
    ana: Callable[..., Device], services: AlexaServices
) -> None:
    device, before = ana(NEVER_IN_A_TEST), timers()
    assert "kettle" in device.say("where is my kettle").speech
    for timer in set(timers()) - set(before):
        timer.join(PATIENCE_S)
        assert not timer.is_alive()
    assert services.calls == []


@pytest.mark.parametrize("customer", [None, "ana"])
def test_nobody_is_told_where_nothing_is_looked_up_or_it_is_off(
    ana: Callable[..., Device], services: AlexaServices, customer: str | None
) -> None:
    with patch("shop_helper.alexa.progressive.threading.Timer") as timer:
        device = ana(AT_ONCE if customer is None else None, customer)
        device.say("where is my kettle")
    timer.assert_not_called()
    assert services.calls == []


def test_the_end_of_a_session_has_none(ana: Callable[..., Device], services: AlexaServices) -> None:
    device = ana(NEVER_IN_A_TEST)
    device.launch()
    with patch("shop_helper.alexa.progressive.threading.Timer") as timer:
        device.close()
    timer.assert_not_called()


def test_an_api_that_is_not_there_costs_nothing_but_the_word(
    ana: Callable[..., Device], orders: Orders, caplog: pytest.LogCaptureFixture
) -> None:
    device = ana(AT_ONCE)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    device.account = replace(device.account, api_endpoint=address)
    orders.until = lambda: "word in between not sent" in caplog.text
    assert "kettle" in device.say("where is my kettle").speech
    assert not orders.gave_up
    assert "word in between not sent: ConnectionRefusedError" in caplog.text


def test_a_token_that_alexa_refuses_costs_nothing_but_the_word(
    ana: Callable[..., Device], orders: Orders, services: AlexaServices, caplog: pytest.LogCaptureFixture
) -> None:
    device = ana(AT_ONCE)
    device.account = replace(device.account, api_token="another")
    orders.until = lambda: "refused with status 401" in caplog.text
    assert "kettle" in device.say("where is my kettle").speech
    assert not orders.gave_up


def test_an_api_that_does_not_answer_holds_no_answer_up(ana: Callable[..., Device], orders: Orders) -> None:
    """The answer is there while the API still has the connection and says nothing."""
    device = ana(AT_ONCE)
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)

        def is_called() -> bool:
            with suppress(BlockingIOError):
                taken.append(server.accept()[0])
            return bool(taken)

        device.account = replace(device.account, api_endpoint=f"http://127.0.0.1:{server.getsockname()[1]}")
        orders.until = is_called
        with patch("shop_helper.alexa.progressive.TIME_LIMIT_S", PATIENCE_S):
            answer = device.say("where is my kettle")
        waits = [timer for timer in timers() if timer.is_alive()]
        assert waits, "the word in between is still on its way"
        for connection in taken:
            connection.close()
        for timer in waits:
            timer.join(PATIENCE_S)
    assert "kettle" in answer.speech
    assert not orders.gave_up


def test_a_turn_that_fails_calls_it_off(
    ana: Callable[..., Device], orders: Orders, services: AlexaServices
) -> None:
    device, before = ana(NEVER_IN_A_TEST), timers()

    def fails() -> bool:
        raise RuntimeError("a fault of ours")

    orders.until = fails
    assert "Something went wrong" in device.say("where is my kettle").speech
    for timer in set(timers()) - set(before):
        timer.join(PATIENCE_S)
        assert not timer.is_alive()
    assert services.calls == []


@pytest.mark.parametrize(
    ("endpoint", "goes"),
    [
        ("https://api.amazonalexa.com", True),
        ("https://api.eu.amazonalexa.com", True),
        ("http://127.0.0.1:8000", True),
        ("http://api.amazonalexa.com", False),
        ("https://amazonalexa.com.example.com", False),
        ("https://evilamazonalexa.com", False),
        ("https://api.amazonalexa.com@example.com", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_the_token_goes_to_alexa_only(endpoint: str, goes: bool) -> None:
    assert is_alexas(endpoint) is goes
