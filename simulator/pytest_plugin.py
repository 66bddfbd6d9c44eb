"""pytest for any skill: `say("ask hello friend to say hello to Maria").speech`. See docs/simulator.md.

    pytest_plugins = ["simulator.pytest_plugin"]          in your conftest.py

Where the skill is stands in pytest's settings (`skill_handler`, `skill_model`), or in a fixture `skill` of your own.
When a test fails, its conversation is shown: what was heard, recognised and answered, and which intents were near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from simulator import differences
from simulator.device import Answer, Device, Listener
from simulator.endpoint import Handler
from simulator.entry_point import EntryPointError, entry_point
from simulator.model import Model, ModelError
from simulator.other_skill import sound_model

__all__ = ["Say", "Skill", "device", "noting", "say", "skill"]

_SPOKEN = pytest.StashKey[list[tuple[str, Any, Answer]]]()


Say = Callable[[str], Answer]
"""The type of the fixture `say`."""


class Skill(NamedTuple):
    """What a device talks to."""

    handler: Handler
    model: Model


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("skill_handler", "the skill's Lambda handler, as module.function")
    parser.addini("skill_model", "its interaction model, <locale>.json, from pytest's root folder")


@pytest.fixture(scope="session")
def skill(pytestconfig: pytest.Config) -> Skill:
    """The skill under test, from `skill_handler` and `skill_model`; override it to make another."""
    handler, model = str(pytestconfig.getini("skill_handler")), str(pytestconfig.getini("skill_model"))
    if not (handler and model):
        raise pytest.UsageError(
            "which skill? Set `skill_handler = module.function` and `skill_model = models/en-US.json`"
            " in pytest's settings, or write a fixture `skill` that returns Skill(handler, model)"
        )
    try:
        return Skill(entry_point(handler), sound_model(Path(pytestconfig.rootpath, model)))
    except (EntryPointError, ModelError) as problem:
        raise pytest.UsageError(str(problem)) from problem


@pytest.fixture
def device(skill: Skill, request: pytest.FixtureRequest) -> Iterator[Device]:
    """A device with the skill on it, no account linked, no session open."""
    made = Device(skill.handler, skill.model)
    made.listen(noting(request.node))
    yield made
    made.close()


@pytest.fixture
def say(device: Device) -> Say:
    """Says something to the device."""
    return device.say


def noting(item: pytest.Item) -> Listener:
    """For `Device.listen`: what is noted is shown when the test fails."""
    spoken = item.stash.setdefault(_SPOKEN, [])
    return lambda action, argument, answer: spoken.append((action, argument, answer))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    spoken = item.stash.get(_SPOKEN, [])
    if report.failed and spoken:
        turns = [
            f"{differences.told(what, on)}\n{differences.picture(answer)}" for what, on, answer in spoken
        ]
        report.sections.append(("the conversation", "\n".join(turns)))
    return report
