"""Every conversation file, said to the stand-in and answered by the real handler."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.device import Answer, Device

FILES = sorted((Path(__file__).parent / "conversations").rglob("*.yaml"))
CHECKED = {
    "intent",
    "topic",
    "prompt",
    "outcome",
    "asks",
    "open",
    "slots",
    "hears",
    "not",
    "card",
    "link",
    "offered",
}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_conversation(path: Path, make_device: Any) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    device: Device = make_device(data.get("customer"))
    for number, turn in enumerate(data["turns"], start=1):
        unknown = turn.keys() - CHECKED - {"say", "launch"}
        assert not unknown, f"{path.name}, turn {number}: unknown keys {sorted(unknown)}"
        answer = device.launch() if turn.get("launch") else device.say(turn["say"])
        problems = _differences(turn, answer)
        assert not problems, f"turn {number}, {turn.get('say')!r} was answered {answer.speech!r}: {problems}"


def _differences(turn: dict[str, Any], answer: Answer) -> list[str]:
    log, body = answer.turn or {}, answer.response.get("response", {})
    got = {
        "intent": log.get("intent"),
        "topic": (log.get("topics") or [None])[0],
        "prompt": log.get("prompt"),
        "outcome": log.get("outcome"),
        "asks": log.get("asks"),
        "open": answer.session_open,
        "offered": log.get("offered"),
        "link": (body.get("card") or {}).get("type") == "LinkAccount",
    }
    found = [f"{k}: {got[k]!r}, expected {v!r}" for k, v in turn.items() if k in got and got[k] != v]
    heard, card = answer.speech.lower(), str((body.get("card") or {}).get("content", ""))
    found += [f"{word!r} was not said" for word in turn.get("hears", []) if word.lower() not in heard]
    found += [f"{word!r} was said" for word in turn.get("not", []) if word.lower() in heard]
    if turn.get("card") is False and card:
        found.append(f"a card was sent: {card!r}")
    if isinstance(turn.get("card"), str) and turn["card"].lower() not in card.lower():
        found.append(f"{turn['card']!r} is not on the card {card!r}")
    slots = answer.request["request"].get("intent", {}).get("slots", {})
    for name, value in turn.get("slots", {}).items():
        if slots.get(name, {}).get("value") != value:
            found.append(f"slot {name}: {slots.get(name, {}).get('value')!r}, expected {value!r}")
    return found
