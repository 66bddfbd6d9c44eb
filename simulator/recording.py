"""Conversations written down as they go, and played again: `record` and `replay`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from simulator import differences
from simulator.answer import Answer
from simulator.conversations import Conversation, Played, play
from simulator.device import Device

_WRITTEN = ("intent", "topic", "prompt", "outcome", "asks", "open", "speech", "reprompt")
"""What of a turn is written down; what is not known is left out."""


class Recording:
    """Listens to a device."""

    def __init__(
        self, device: Device, about: str = "recorded", settings: Mapping[str, str] | None = None
    ) -> None:
        self._device, self._about, self._settings = device, about, dict(settings or {})
        self._turns: list[dict[str, Any]] = []
        device.listen(self._note)

    def __len__(self) -> int:
        return len(self._turns)

    def _note(self, action: str, argument: Any, answer: Answer) -> None:
        facts = differences.facts(answer)
        kept = {key: facts[key] for key in _WRITTEN if facts[key] not in (None, "")}
        sent = answer.request.get("request", {}).get("intent", {}).get("slots") or {}
        slots = {name: slot["value"] for name, slot in sent.items() if slot.get("value")}
        card = (answer.card or {}).get("content") or (answer.card or {}).get("text")
        more = ({"slots": slots} if slots else {}) | ({"card": card} if card else {})
        self._turns.append({action: argument, **kept, **more})

    def as_yaml(self) -> str:
        device = self._device
        head: dict[str, Any] = {"about": self._about}
        if device.customer:
            head["customer"] = device.customer
        if self._settings:
            head["settings"] = self._settings
        head |= {"device": str(device.account.kind), "locale": device.locale, "turns": self._turns}
        return yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=110)

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.as_yaml(), encoding="utf-8")


def replay(conversation: Conversation, device: Device) -> Iterator[str]:
    """One text for each turn that goes otherwise than written: what was (-) and what is (+)."""
    for played in play(conversation, device):
        if played.problems:
            yield _otherwise(conversation.name, played, device)


def _otherwise(name: str, played: Played, device: Device) -> str:
    turn = played.turn
    lines = [f"{name}, turn {turn.number}: {differences.told(turn.action, turn.argument)}"]
    got = differences.facts(played.answer, device)
    compared = {key: value for key, value in turn.expected.items() if key in got}
    for key, value in compared.items():
        if got[key] != value:
            lines += [f"  - {key}: {value}", f"  + {key}: {got[key]}"]
    lines += [
        f"  ✗ {problem}" for problem in differences.between(_rest(turn.expected, compared), played.answer)
    ]
    return "\n".join(lines)


def _rest(expected: Mapping[str, Any], compared: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in expected.items() if key not in compared}
