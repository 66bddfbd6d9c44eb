"""Every turn of every test is checked: `watch` stands between the tests and the skill's handler."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from simulator.check.exchange import Exchange
from simulator.check.findings import Finding
from simulator.check.subject import model_data
from simulator.check.turn_rules import check_turn
from simulator.model import MODELS

MODEL = model_data((MODELS / "en-US.json").read_text(encoding="utf-8"))


class Watched:
    """The handler; keeps what the rules find in its answers until they are taken."""

    def __init__(self, handler: Any) -> None:
        self.unwatched = handler
        """For requests that are not this skill's: the rules speak of how its own are answered."""
        self._findings = list[Finding]()

    def __call__(self, event: Any, context: object = None) -> Any:
        response = self.unwatched(event, context)
        if isinstance(event, dict) and isinstance(response, dict):
            self._findings += check_turn(Exchange(event, response, MODEL))
        return response

    def taken(self) -> list[str]:
        """What was found since the last time, each once."""
        found, self._findings = self._findings, []
        return list(dict.fromkeys(map(str, found)))


def watch(module: ModuleType) -> Watched:
    """Puts itself before `module.handler`."""
    watched = Watched(module.handler)
    module.handler = watched  # type: ignore[attr-defined]
    return watched
