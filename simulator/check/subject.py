"""The skill under test: its models and its handler, and a device for every kind of customer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from simulator.check.exchange import Exchange
from simulator.check.findings import Finding
from simulator.check.turn_rules import check_turn
from simulator.device import Answer, Device
from simulator.endpoint import Handler, Problem
from simulator.envelope import DeviceKind
from simulator.model import Model

Extra = Callable[[Exchange, str | None], list[Finding]]
"""A check of one's own for every turn: exchange and customer → findings."""


@dataclass(frozen=True)
class Subject:
    handler: Handler
    data: Mapping[str, Any]
    """The interaction model as parsed JSON."""
    locale: str
    customers: tuple[str | None, ...] = (None,)
    """Who may be talking: what the handler's `token_of` knows, else access tokens themselves; None: not linked."""
    manifest: Mapping[str, Any] | None = None
    """skill.json, parsed."""
    now: datetime | None = None
    extra: tuple[Extra, ...] = ()

    @cached_property
    def model(self) -> Model:
        """Raises ModelError."""
        return Model.from_data(self.data, self.locale)

    def token(self, customer: str | None) -> str | None:
        """The access token of a customer: the handler's `token_of`, else the customer's name is the token itself."""
        token_of: Callable[[str], str] = getattr(self.handler, "token_of", str)
        return token_of(customer) if customer else None

    def device(self, customer: str | None = None, kind: DeviceKind = DeviceKind.SPEAKER) -> Device:
        device = Device(self.handler, self.model, customer=customer, device=kind, now=self.now)
        device.account = replace(device.account, token=self.token(customer))
        return device

    def listen(self, customer: str | None = None, kind: DeviceKind = DeviceKind.SPEAKER) -> Listener:
        return Listener(self, self.device(customer, kind))

    def judge(self, answer: Answer, customer: str | None, place: str) -> list[Finding]:
        """What is wrong with one answer, by itself."""
        if answer.problem:
            asked = Exchange(answer.request, {}).place
            return [Finding(_rule_of(answer.problem), f"{place}: {asked}", answer.problem)]
        if not answer.request:
            return []
        turn = Exchange(answer.request, answer.response, self.data, answer.ms)
        found = [*check_turn(turn), *(finding for more in self.extra for finding in more(turn, customer))]
        return [
            Finding(f.rule, f"{place}: {f.place}" if place else f.place, f.wrong, f.remedy) for f in found
        ]


@dataclass
class Listener:
    """A device on which every answer is judged; `findings` grow with each turn."""

    subject: Subject
    device: Device
    findings: list[Finding] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def launch(self) -> Answer:
        return self.judge("(open)", self.device.launch())

    def say(self, text: str) -> Answer:
        return self.judge(text, self.device.say(text))

    def judge(self, said: str, answer: Answer) -> Answer:
        self.said.append(said)
        place = " / ".join(self.said[-3:])
        self.findings += self.subject.judge(answer, self.device.customer, place)
        return answer


_REFUSED = {
    Problem.TOO_SLOW: "RSP5",
    Problem.TOO_LARGE: "RSP3",
    Problem.TOO_LONG: "RSP1",
    Problem.BAD_SPEECH: "RSP8",
    Problem.CRASHED: "CRT7",
    Problem.ENTITIES: "DYN1",
    Problem.DIALOG: "DIR1",
}
"""Why the stand-in refuses a response → which rule that breaks; anything else is no response at all."""


def _rule_of(problem: str) -> str:
    return next((rule for kind, rule in _REFUSED.items() if problem.startswith(kind)), "RSP13")


def model_data(text: str) -> Mapping[str, Any]:
    """Parsed JSON of a model file. Raises json.JSONDecodeError."""
    data: Mapping[str, Any] = json.loads(text)
    return data
