"""One value of an envelope is replaced by one that nobody expects. What isn't ours makes no difference to the answer.

Every value of every envelope is a candidate, also those of a context in which each of the SDK's interfaces is filled.
"""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import lambda_function
from shop_helper.alexa.envelope import USER_EVENT, Duty, duty_of, request_type
from shop_helper.domain.actions.changes import Change
from shop_helper.domain.cases import Case, CaseKind, CaseState
from simulator.local import LocalSkill, local_skill
from simulator.memory import MemoryCases
from tests.alexa.filled import filled
from tests.events.make import NOW

TESTS = Path(__file__).resolve().parent.parent
SEED = 20261130

_DEEP: Any = "bottom"
for _ in range(200):
    _DEEP = {"deeper": [_DEEP]}

HOSTILE: dict[str, Any] = {
    "an unknown enum": "WATCH",
    "a number": 7,
    "a fraction": -1.5,
    "not a number": math.nan,
    "infinity": math.inf,
    "a huge number": 10**30,
    "true": True,
    "null": None,
    "a list": ["WATCH", None, {}],
    "an empty list": [],
    "an object": {"type": "WATCH", "type2": 7},
    "an empty object": {},
    "no text": "",
    "much text": "x" * 100_000,
    "half a surrogate pair": "\ud83d",
    "a deep value": _DEEP,
}

OURS = (
    "request type",
    "request requestId",
    "request timestamp",
    "request locale",
    "request intent name",
    "request intent slots * value",
    "request intent slots * resolutions",
    "request arguments",
    "request token",
    "session new",
    "session attributes",
    "session application applicationId",
    "context System application applicationId",
    "context System user userId",
    "context System user accessToken",
)
"""Where a value decides what is answered. The rest may be anything."""

Step = str | int
Where = tuple[Step, ...]


def envelopes() -> dict[str, Any]:
    paths = [*(TESTS / "events").glob("*.json"), *(TESTS / "requests").glob("*.json")]
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(paths)}
    found["a touch of ours"] = touch(found[USER_EVENT])
    return found | {f"{name}, every interface": with_every_interface(found[name]) for name in FILLED}


FILLED = ("LaunchRequest", "OrderStatusIntent", "a touch of ours", "AlexaSkillEvent.SkillDisabled")


def touch(envelope: Any) -> Any:
    """The event's own touch is of no screen of ours."""
    touched = copy.deepcopy(envelope)
    touched["request"] |= {"token": "current", "arguments": ["yes"]}
    touched["session"]["attributes"]["shop_helper"]["screen"] = "current"
    return touched


def with_every_interface(envelope: Any) -> Any:
    """The person, the device and the session stay those of the envelope."""
    context = filled("ask_sdk_model.context.Context")
    system = envelope["context"]["System"]
    context["System"] |= {name: system[name] for name in ("application", "user")}
    context["System"]["user"]["permissions"] = filled("ask_sdk_model.permissions.Permissions")
    return envelope | {"context": context}


def places(value: Any, above: Where = ()) -> Iterator[Where]:
    """Every place in a value, containers too."""
    entries: list[tuple[Step, Any]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    for step, entry in entries:
        yield (*above, step)
        yield from places(entry, (*above, step))


def is_ours(place: Where) -> bool:
    """Whether the place is one of ours, around one, or inside one."""
    return any(
        all(want in ("*", step) for want, step in zip(ours.split(), place, strict=False)) for ours in OURS
    )


@dataclass(frozen=True)
class Mutation:
    """One value of one envelope is another."""

    name: str
    place: Where
    value: str

    def of(self, envelope: Any) -> Any:
        changed = copy.copy(envelope)
        at = changed
        for step in self.place[:-1]:
            at[step] = copy.copy(at[step])
            at = at[step]
        at[self.place[-1]] = HOSTILE[self.value]
        return changed

    def __str__(self) -> str:
        return f"{self.name}: {'.'.join(map(str, self.place))} is {self.value}"


ENVELOPES = envelopes()
MUTATIONS = [
    Mutation(name, place, value)
    for name, envelope in ENVELOPES.items()
    for place in places(envelope)
    for value in HOSTILE
]


def sample(size: int, found: list[Mutation]) -> list[Mutation]:
    """The same ones in every run."""
    return random.Random(SEED).sample(found, size)


class Errors(logging.Handler):
    """What the skill logs as an error: nothing that is answered properly is one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(self.format(record))


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with local_skill(NOW, in_memory=True) as made:
        yield made


@pytest.fixture
def errors() -> Iterator[Errors]:
    noted, logger = Errors(), logging.getLogger("shop_helper")
    logger.addHandler(noted)
    yield noted
    logger.removeHandler(noted)


def answer(skill: LocalSkill, envelope: Any) -> Any:
    """What is said in the world as it was at the start."""
    skill.start_over()
    return skill(envelope)["response"].get("outputSpeech")


def test_a_value_that_is_not_ours_makes_no_difference(skill: LocalSkill, errors: Errors) -> None:
    for envelope in ENVELOPES.values():
        answer(skill, envelope)
    said = {name: answer(skill, envelope) for name, envelope in ENVELOPES.items()}
    mutations = sample(1_200, [one for one in MUTATIONS if not is_ours(one.place)])
    differ = [str(one) for one in mutations if answer(skill, one.of(ENVELOPES[one.name])) != said[one.name]]
    assert differ == []
    assert errors.messages == []


def test_whatever_a_value_is_somebody_who_speaks_is_answered_and_nothing_fails(
    skill: LocalSkill, errors: Errors
) -> None:
    """The skill's own state comes back as it was sent, so it is harmed as a whole only.

    Unwatched: what a locale or a slot is replaced by breaks the rules that answers are measured by.
    """
    unwatched = LocalSkill(getattr(lambda_function.handler, "unwatched"), skill.world, skill.memory)  # noqa: B009
    state = ("session", "attributes", "shop_helper")
    mutations = [one for one in MUTATIONS if is_ours(one.place) and one.place[:-1][:3] != state]
    for one in sample(500, mutations):
        envelope = one.of(ENVELOPES[one.name])
        said, kind = answer(unwatched, envelope), request_type(envelope)
        if kind != USER_EVENT:
            assert bool(said) is (duty_of(kind) is Duty.SPEAK), str(one)
    assert errors.messages == []


DISABLED = [name for name in ENVELOPES if "SkillDisabled" in name]


def test_whatever_a_value_is_disabling_the_skill_deletes(skill: LocalSkill, errors: Errors) -> None:
    assert skill.memory is not None
    cases: MemoryCases = skill.memory.cases
    times = ("timestamp", "eventCreationTime", "eventPublishingTime")
    mutations = [
        one
        for one in MUTATIONS
        if one.name in DISABLED and (not is_ours(one.place) or one.place[-1] in times)
    ]
    assert {one.place[-1] for one in mutations} > {*times, "userInformationPersistenceStatus", "mode"}
    for one in sample(600, mutations):
        skill.start_over()
        keep_something(cases, ENVELOPES[one.name])
        assert skill(one.of(ENVELOPES[one.name]))["response"] == {}
        assert cases.of_customer("ana") == (), str(one)
    assert errors.messages == []


def keep_something(cases: MemoryCases, envelope: Any) -> None:
    before = NOW - timedelta(days=1)
    user = envelope["context"]["System"]["user"]["userId"]
    cases.link_user(hashlib.sha256(user.encode()).hexdigest()[:32], "ana", before, before)
    closed = Case("ana", "000000000001", CaseKind.CASE, before, state=CaseState.CLOSED)
    cases.commit(Change(closed, 0))
    assert len(cases.of_customer("ana")) == 1
