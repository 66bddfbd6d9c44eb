"""A dependency that hangs: the turn is answered within its time, and what has no time left isn't begun."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from shop_helper.alexa import turns
from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import LateError
from simulator.device import Device
from tests.outages.failing import CODE, WORDS, Shop, shop

LIMIT_S = 6


@dataclass
class Clock:
    now_s: float = 1_000.0

    def __call__(self) -> float:
        return self.now_s


class Hanging:
    """A store that never answers: a call waits until the deadline, and is then given up."""

    def __init__(self, clock: Clock, for_s: float = float("inf")) -> None:
        self._clock, self._for_s = clock, for_s
        self.begun = 0

    def __call__(self, method: str, deadline: Deadline) -> None:
        deadline.begin(method)
        self.begun += 1
        left_s = deadline.remaining_s()
        self._clock.now_s += min(left_s, self._for_s)
        if self._for_s >= left_s:
            raise LateError(f"{method} failed")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def made() -> Iterator[Shop]:
    with shop(turn_limit_s=LIMIT_S) as made:
        yield made


@pytest.fixture
def world(made: Shop, clock: Clock) -> Iterator[Shop]:
    """The shop, whose turns go by a clock that only the tests move."""
    made.start_over()

    def deadline(handler_input: Any, limit_s: float) -> Deadline:
        return Deadline.after(limit_s, clock)

    with patch.object(turns, "deadline_of", deadline):
        yield made


def prompt_of(device: Device, sentence: str) -> str:
    turn = device.say(sentence).turn
    return str(turn["prompt"]) if turn else ""


def test_a_store_that_hangs_costs_no_more_than_the_turn_has(world: Shop, clock: Clock) -> None:
    hanging = Hanging(clock)
    for port in ("orders", "cases"):
        world.faults.of[port] = hanging
    assert prompt_of(world.device("ana"), "open a case about the kettle") == "orders.late"
    assert clock.now_s == 1_000 + LIMIT_S
    assert hanging.begun == 1, "the first call took all the time, so no other one was begun"


def test_a_launch_goes_on_without_what_hangs(world: Shop, clock: Clock) -> None:
    world.faults.of["orders"] = Hanging(clock)
    answer = world.device("ana").launch()
    assert answer.turn is not None
    assert answer.turn["prompt"] == "launch.welcome"
    assert "orders.late" in answer.turn["degraded"]


@pytest.mark.parametrize("port", ["orders", "cases", "codes", "requests", "erasure", "visits"])
def test_a_slow_store_still_answers(world: Shop, clock: Clock, port: str) -> None:
    device = world.device("ana")
    world.faults.of[port] = Hanging(clock, for_s=0.5)
    device.launch()
    device.say("open a case about my headphones")
    device.say(WORDS)
    device.say("yes")
    assert prompt_of(device, CODE) == "action.done.case"


def test_a_write_without_time_is_not_begun_and_that_is_said(world: Shop, clock: Clock) -> None:
    device, before = world.device("emma"), world.memory.written
    device.say("open a case about the camping stove")
    device.say("the lid does not close")
    world.faults.of["codes"] = lambda *_: None
    hanging = Hanging(clock)

    def commits_late(method: str, deadline: Deadline) -> None:
        if method == "commit":
            clock.now_s += deadline.remaining_s()
            hanging(method, deadline)

    world.faults.of["cases"] = commits_late
    assert prompt_of(device, "yes") == "action.not_saved"
    assert hanging.begun == 0
    assert world.memory.written == before
    world.faults.clear()
    assert prompt_of(device, "yes") == "action.done.case"


@pytest.mark.parametrize(
    "sentences",
    [
        ("open a case about my headphones", WORDS, "yes", CODE),
        ("how is my case",),
        ("set a voice code", CODE, "4826", "4826"),
        ("delete my data", "yes", CODE),
        ("what did i order", "next"),
    ],
    ids=lambda sentences: sentences[0],
)
def test_every_call_of_a_turn_takes_the_deadline_of_the_turn(
    world: Shop, clock: Clock, sentences: tuple[str, ...]
) -> None:
    device = world.device("ana")
    device.launch()
    for number, sentence in enumerate(sentences):
        clock.now_s += 60
        world.faults.calls.clear()
        device.say(sentence)
        assert world.faults.calls, f"{number}: nothing was looked up"
        assert {deadline for _, _, deadline in world.faults.calls} == {Deadline(clock.now_s + LIMIT_S)}


def request(kind: str) -> Any:
    return SimpleNamespace(request=SimpleNamespace(object_type=kind))


def handler_input(kind: str, left_ms: float | None) -> Any:
    class Context:
        def get_remaining_time_in_millis(self) -> float:
            assert left_ms is not None
            return left_ms

    context = turns.Invocation(Context() if left_ms is not None else None)
    kept = SimpleNamespace(request_attributes={})
    return SimpleNamespace(context=context, request_envelope=request(kind), attributes_manager=kept)


@pytest.mark.parametrize(
    ("kind", "left_ms", "limit_s", "expected_s"),
    [
        ("IntentRequest", 7_900, 6, 6),
        ("IntentRequest", 3_000, 6, 3 - turns.MARGIN_S),
        ("IntentRequest", 200, 6, 0),
        ("IntentRequest", None, 6, 6),
        ("IntentRequest", None, None, float("inf")),
        ("AlexaSkillEvent.SkillDisabled", 7_900, 6, 7.9 - turns.MARGIN_S),
    ],
)
def test_the_deadline_is_lambdas_less_the_time_to_answer(
    kind: str, left_ms: float | None, limit_s: float | None, expected_s: float
) -> None:
    """A skill event has Lambda's time, since nobody waits for it; outside Lambda only the setting counts."""
    deadline = turns.deadline_of(handler_input(kind, left_ms), limit_s)
    assert deadline.remaining_s() == pytest.approx(expected_s, abs=0.1)


def test_the_apology_has_no_more_time_than_the_turn_that_failed() -> None:
    asked = handler_input("IntentRequest", None)
    assert turns.deadline_of(asked, 6) is turns.deadline_of(asked, 6)
