"""One way through: only the pipeline calls the steps of a turn, and only the first steps look at intents."""

from __future__ import annotations

import ast
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from shop_helper.dialog.reading import Reading
from shop_helper.domain.orders import ItemStatus, Stage
from simulator.conversations import act
from simulator.device import Device
from simulator.envelope import DeviceKind
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model
from tests.items import NOW, TODAY, item, order

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lambda" / "shop_helper"
MODEL = ROOT / "interaction_models" / "en-US.json"

STEPS = {
    "alexa": "alexa",
    "understanding": "understanding",
    "conversation": "conversation",
    "topics": "answering",
    "actions": "answering",
    "speech": "speech",
}
"""Package → the step that it is. The other packages hold types, rules, knowledge and stores, which every step uses."""

MAX_EXCEPTIONS = 5
EXCEPTIONS = {
    ("understanding.evidence", "answering"): "what an answer looks up is known before anything is read",
    ("conversation.tone", "answering"): "an article that begins with a warning is led by nothing else",
    ("topics.launch", "speech"): "what speaks for a delay is stored in a case, in words",
    ("alexa.screens", "speech"): "labels that only a screen has are words as well, and none has markup",
    ("alexa.session", "speech"): "of words that came with the request, those that say nothing are dropped",
}
"""Module that calls, step that is called → why."""

MAX_MODULES = 30
"""Modules of ours that a warm question about an order enters."""

Act = tuple[str, Any]
"""What is done in a turn, as in a conversation file."""


def say(*texts: str) -> list[Act]:
    return [("say", text) for text in texts]


@dataclass(frozen=True)
class Talk:
    customer: str | None
    acts: list[Act]
    device: DeviceKind = DeviceKind.SPEAKER


MAY_BE_LATE = order(
    item(
        order_id="114-9900001-7731",
        status=ItemStatus.SHIPPED,
        stage=Stage.IN_TRANSIT,
        hubs_left=3,
        last_scan_at=NOW - timedelta(days=5),
        promised_on=TODAY + timedelta(days=1),
        delivered_on=None,
    ),
    order_id="114-9900001-7731",
    customer_id="zoe",
    placed_at=NOW - timedelta(days=9),
)
"""Told on opening, with a case to be opened about it."""

TALKS = (
    Talk("zoe", [("launch", True), *say("yes", "yes")]),
    Talk(
        "ana",
        [
            ("launch", True),
            *say("where is my order", "the kettle", "and the other one", "can i return it", "yes", "repeat that"),
            *say("how do i return an item", "next", "next", "back", "start over", "how many steps are there"),
            *say("what did i order", "yes", "the second one", "thank you", "stop"),
        ],
    ),
    Talk(
        "ana",
        [
            *say("open a case about my headphones", "what have you got so far", "how long does a case take", "yes"),
            *say("they crackle on the left side", "no", "the description", "the left one is silent", "yes"),
            *say("how is my case", "add something to my case", "i have photos now", "yes"),
            *say("open a case", "the desk lamp", "cancel", "i want to open a case because my kettle leaks", "stop"),
        ],
    ),
    Talk(
        "ana",
        [
            ("say", "can i return something"),
            *[("touch", touch) for touch in ("others", "choice.1", "yes")],
            *say("this is ridiculous where is my kettle", "i don't know", "what were the choices", "flibber gabber"),
            *say("banana law", "banana law", "banana law", "help", "my password is hunter two"),
        ],
        DeviceKind.LARGE,
    ),
    Talk("farid", say("how are my sales", "which orders are at risk", "what did i sell", "yes", "open a case")),
    Talk(
        "dev",
        say("how are my sales", "what did i order", "open a case because it broke", "as a seller", "cancel the kettle"),
    ),
    Talk(
        None,
        [
            ("launch", True),
            *say("where is my order", "how do i contact a seller", "the first one", "more", "yes", "tell me a joke"),
            *say("can i give back underwear", "hello", "who are you", "set a voice code", "no"),
        ],
    ),
)  # fmt: skip


@dataclass
class Trace:
    """What was entered, and from where, while it was watched."""

    modules: set[str] = field(default_factory=set)
    crossings: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """Calling module, another step → the functions."""
    readings: list[Reading] = field(default_factory=list)
    _known: dict[CodeType, tuple[str, str] | None] = field(default_factory=dict)

    def __call__(self, frame: FrameType, event: str, result: Any) -> None:
        if event == "call":
            entered = self._place(frame.f_code)
            if entered is not None:
                self._entered(frame, *entered)
        elif event == "return" and isinstance(result, Reading):
            self.readings.append(result)

    def _entered(self, frame: FrameType, module: str, name: str) -> None:
        self.modules.add(module)
        step = STEPS.get(_part(module))
        caller = self._caller(frame) if step is not None else None
        came_from = STEPS.get(_part(caller[0])) if caller is not None else None
        if caller is not None and step is not None and came_from not in (None, step):
            self.crossings.setdefault((caller[0], step), set()).add(f"{caller[1]} → {module}.{name}")

    def _caller(self, frame: FrameType) -> tuple[str, str] | None:
        """The next frame of ours below this one, whatever lies between."""
        back = frame.f_back
        while back is not None:
            place = self._place(back.f_code)
            if place is not None:
                return place
            back = back.f_back
        return None

    def _place(self, code: CodeType) -> tuple[str, str] | None:
        """Module and function; None for code that isn't ours, and for what runs when a module is imported."""
        if code not in self._known:
            path = Path(code.co_filename)
            is_ours = code.co_name != "<module>" and path.is_relative_to(PACKAGE)
            module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts) if is_ours else ""
            self._known[code] = (module, code.co_qualname) if is_ours else None
        return self._known[code]


def _part(module: str) -> str:
    return module.partition(".")[0]


@contextmanager
def tracing() -> Iterator[Trace]:
    """Watches the threads that are started meanwhile: a device waits for its answer in one."""
    trace, before = Trace(), threading.getprofile()
    threading.setprofile(trace)
    try:
        yield trace
    finally:
        threading.setprofile(before)


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with local_skill(NOW, in_memory=True) as made:
        yield made


@pytest.fixture(scope="module")
def make(skill: LocalSkill) -> Callable[..., Device]:
    def make(customer: str | None, kind: DeviceKind = DeviceKind.SPEAKER) -> Device:
        return Device(skill, load_model("en-US"), customer=customer, device=kind, now=NOW)

    return make


@pytest.fixture(scope="module")
def trace(skill: LocalSkill, make: Callable[..., Device]) -> Trace:
    """All talks."""
    assert skill.memory is not None
    skill.start_over()
    skill.memory.orders.put(MAY_BE_LATE)
    with tracing() as found:
        for talk in TALKS:
            device = make(talk.customer, talk.device)
            for action, argument in talk.acts:
                act(device, action, argument)
            device.close()
    return found


def test_the_talks_are_many_and_all_kinds() -> None:
    assert sum(len(talk.acts) for talk in TALKS) >= 60
    assert {action for talk in TALKS for action, _ in talk.acts} == {"say", "launch", "touch"}


def test_no_step_calls_another(trace: Trace) -> None:
    assert {pair: calls for pair, calls in trace.crossings.items() if pair not in EXCEPTIONS} == {}


def test_every_exception_is_needed_and_explained(trace: Trace) -> None:
    assert EXCEPTIONS.keys() - trace.crossings.keys() == set()
    assert all(EXCEPTIONS.values())
    assert len(EXCEPTIONS) <= MAX_EXCEPTIONS


def test_every_step_was_watched(trace: Trace) -> None:
    """Else nothing could be found."""
    assert {STEPS.get(_part(module)) for module in trace.modules} >= set(STEPS.values())
    assert "pipeline" in trace.modules


def intents() -> set[str]:
    language = json.loads(MODEL.read_text(encoding="utf-8"))["interactionModel"]["languageModel"]
    return {intent["name"] for intent in language["intents"]}


def test_a_reading_names_no_intent(trace: Trace) -> None:
    """But in its evidence, which only the log reads."""
    assert len(trace.readings) >= 60
    held = {
        value
        for reading in trace.readings
        for one in fields(reading)
        if isinstance(value := getattr(reading, one.name), str)
    }
    assert held & intents() == set()


def test_only_the_first_steps_look_at_intents() -> None:
    names = intents()
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}: {node.value}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ("alexa", "understanding")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert found == []


@pytest.mark.xfail(reason="75 modules today; 30 is the goal", strict=True)
def test_a_question_about_an_order_enters_few_modules(
    make: Callable[..., Device], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "shop_helper")
    make("ana").say("can I return my headphones")
    device = make("ana")
    with tracing() as found:
        answer = device.say("can I return my headphones")
    assert (answer.turn or {})["topics"] == ["returns.can_i_return"]
    count = len(found.modules)
    assert count <= MAX_MODULES, f"{count} modules of ours are entered: {sorted(found.modules)}"
