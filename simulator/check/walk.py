"""A random walk: conversations by chance over everything a model holds, every turn of them checked.

Seeded, so that a finding can be had again. Intents are sent as if recognised (the recogniser has tests of its own);
slots hold known values, the session's own ones, and words that are nothing.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.builtin_intents import FALLBACK, NO, YES
from simulator.check.findings import Finding
from simulator.check.subject import Subject
from simulator.check.utterances import recognised, slots_at_random
from simulator.device import Answer, Device
from simulator.envelope import DeviceKind
from simulator.on_screen import touchable

_MAX_TURNS = 30
"""Of one conversation."""

_LIKELY = {
    YES: 6,
    NO: 4,
    "AMAZON.NextIntent": 3,
    FALLBACK: 2,
    "AMAZON.CancelIntent": 1,
    "AMAZON.StopIntent": 0.3,
}
"""Weights; an intent of the skill's own has 3, another built-in one 1."""

ENOUGH_FINDINGS = 200


@dataclass
class Walk:
    """What came of it."""

    seed: int
    turns: int = 0
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)
    """Turns by intent or request."""

    def __str__(self) -> str:
        pace = self.turns / self.seconds if self.seconds else 0
        return f"{self.turns:,} turns, seed {self.seed}, {len(self.heard)} kinds of request, {pace:,.0f} turns a second"


def walk(subject: Subject, turns: int, seed: int = 0, tell: Callable[[Walk], None] | None = None) -> Walk:
    """Walks that many turns, or until there are findings enough. `tell` hears of every thousandth turn."""
    chance, made, started = random.Random(seed), Walk(seed), time.perf_counter()
    while made.turns < turns and len(made.findings) < ENOUGH_FINDINGS:
        before = made.turns
        _converse(subject, chance, made, turns)
        if tell is not None and made.turns // 1000 > before // 1000:
            tell(made)
    made.seconds = time.perf_counter() - started
    return made


def _converse(subject: Subject, chance: random.Random, made: Walk, turns: int) -> None:
    """One conversation: opened or a one-shot, until it ends or is long enough."""
    device = subject.device(chance.choice(subject.customers), chance.choice(list(DeviceKind)))
    steps: list[str] = []
    if chance.random() < 0.4:
        _note(subject, device, made, steps, "(open)", device.launch())
    else:
        _intent(subject, device, chance, made, steps)
    while device.session_open and len(steps) < _MAX_TURNS and made.turns < turns:
        draw = chance.random()
        if draw < 0.03:
            _note(subject, device, made, steps, "(silence)", device.silence())
        elif draw < 0.05:
            _note(subject, device, made, steps, "(leave)", device.close())
        elif draw < 0.06:
            _note(subject, device, made, steps, "(open)", device.launch())
        elif draw < 0.12 and device.screen is not None:
            touch = chance.choice((*touchable(device.screen), "x"))
            _note(subject, device, made, steps, f"(touch) {touch}", device.touch(touch))
        else:
            _intent(subject, device, chance, made, steps)
    if device.session_open:
        _note(subject, device, made, steps, "(leave)", device.close())


def _intent(subject: Subject, device: Device, chance: random.Random, made: Walk, steps: list[str]) -> None:
    names = list(subject.model.intents)
    weights = [_LIKELY.get(name, 1 if name.startswith("AMAZON.") else 3) for name in names]
    name = chance.choices(names, weights)[0]
    intent = subject.model.intents[name]
    sample = chance.choice(intent.samples) if intent.samples else ""
    own = tuple(dict.fromkeys(k for slot in intent.slots for k in device.entities.dynamic_keys(slot.type)))
    said = slots_at_random(subject.model, intent, sample, own, chance)
    words = ", ".join(f"{slot}={value!r}" for slot, value in said.items())
    _note(subject, device, made, steps, f"{name}({words})", device.hear(recognised(device, name, said)))


def _note(subject: Subject, device: Device, made: Walk, steps: list[str], step: str, answer: Answer) -> None:
    steps.append(step)
    made.turns += 1
    made.heard[step.split("(")[0] or step] += 1
    who = f"{device.customer or 'nobody'} on {device.account.kind}"
    findings = subject.judge(answer, device.customer, "")
    if findings:
        place = f"turn {made.turns}, {who}: {' / '.join(steps[-4:])}"
        made.findings += [Finding(f.rule, place, f.wrong, f.remedy) for f in findings]
