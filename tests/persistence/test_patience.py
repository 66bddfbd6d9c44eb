"""Calls of DynamoDB end before their deadline: real clients, and a server on this machine that never answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.errors import LateError, NotBegunError
from shop_helper.persistence.client import (
    PATIENCES,
    UNHURRIED,
    Patience,
    TurnClients,
    dynamodb_clients,
    patience_for,
)
from shop_helper.persistence.orders import DynamoOrders
from shop_helper.settings import Settings

HASTIEST = PATIENCES[-1]


class Silent:
    """A server that accepts connections and says nothing."""

    def __init__(self, server: socket.socket) -> None:
        self.connections: list[socket.socket] = []
        self.endpoint = f"http://127.0.0.1:{server.getsockname()[1]}"
        self._server = server

    def accept(self) -> None:
        while True:
            try:
                self.connections.append(self._server.accept()[0])
            except OSError:
                return


@contextmanager
def silent_server() -> Iterator[Silent]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        silent = Silent(server)
        thread = threading.Thread(target=silent.accept, daemon=True)
        thread.start()
        try:
            yield silent
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)
            for connection in silent.connections:
                connection.close()


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    return Settings(region="us-east-1")


def frozen(left_s: float) -> Deadline:
    """A deadline on a clock that stands still."""
    return Deadline(1_000 + left_s, clock=lambda: 1_000)


@pytest.mark.parametrize("left_s", [0.01, 0.6, 0.7, 1.4, 1.5, 3, 4.0, 6, 7, 100])
def test_the_most_patient_client_that_fits_is_taken(left_s: float) -> None:
    deadline = frozen(left_s)
    fitting = [patience for patience in PATIENCES if patience.bound_s <= deadline.remaining_s()]
    if not fitting:
        with pytest.raises(NotBegunError):
            patience_for(deadline)
    else:
        assert patience_for(deadline) == max(fitting, key=lambda patience: patience.bound_s)


def test_the_patiences_are_in_order_and_one_of_each_kind_fits_into_a_turn() -> None:
    bounds = [patience.bound_s for patience in PATIENCES]
    assert bounds == sorted(bounds, reverse=True)
    limit_s = Settings().turn_limit_s
    assert limit_s is not None
    assert {patience.attempts for patience in PATIENCES if patience.bound_s <= limit_s} == {1, 2}
    assert patience_for(NO_DEADLINE) is UNHURRIED


def test_each_client_is_made_once_and_only_when_it_is_needed() -> None:
    made: list[Patience] = []

    def make(patience: Patience) -> Any:
        made.append(patience)
        return object()

    clients = TurnClients(make)
    assert made == []
    assert clients(NO_DEADLINE) is clients(NO_DEADLINE)
    assert clients(Deadline.after(1)) is not clients(NO_DEADLINE)
    assert made == [UNHURRIED, HASTIEST]


def test_a_call_of_a_store_that_hangs_is_given_up_before_the_deadline(settings: Settings) -> None:
    with silent_server() as silent:
        clients = dynamodb_clients(replace(settings, dynamodb_endpoint=silent.endpoint))
        clients(frozen(HASTIEST.bound_s))
        deadline = Deadline.after(HASTIEST.bound_s + 0.3)
        with pytest.raises(LateError, match="ReadTimeoutError"):
            DynamoOrders("orders", clients).recent("ana", deadline=deadline)
        assert deadline.remaining_s() > 0
        assert len(silent.connections) == 1, "it is asked once: a second attempt would not fit"


def test_a_call_without_time_is_not_begun(settings: Settings) -> None:
    with silent_server() as silent:
        clients = dynamodb_clients(replace(settings, dynamodb_endpoint=silent.endpoint))
        with pytest.raises(NotBegunError):
            DynamoOrders("orders", clients).recent("ana", deadline=frozen(HASTIEST.bound_s - 0.1))
        assert silent.connections == []


def test_a_client_that_takes_long_to_make_leaves_time_for_a_hastier_one_only() -> None:
    now_s = 1_000.0

    def make(patience: Patience) -> Any:
        nonlocal now_s
        now_s += 1
        return patience

    deadline = Deadline(1_004.0, clock=lambda: now_s)
    taken: Any = TurnClients(make)(deadline)
    assert taken.bound_s <= deadline.remaining_s()
