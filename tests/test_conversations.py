"""Every conversation file, said to the stand-in and answered by the real handler."""

from __future__ import annotations

from collections.abc import Callable
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
    "session",
    "reprompt",
}


DOES = ("say", "launch", "silence", "forget", "close")
"""What happens in a turn: a sentence; opened; nobody speaks; the session is gone; the customer leaves."""


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_conversation(path: Path, make_device: Any) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown = data.keys() - {"about", "customer", "device", "known_miss", "turns"}
    assert not unknown, f"{path.name}: unknown keys {sorted(unknown)}"
    device: Device = make_device(data.get("customer"), device=data.get("device", "speaker"))
    problem = next((text for text in map(_check(path, device), enumerate(data["turns"], 1)) if text), None)
    if "known_miss" in data:
        assert problem, f"{path.name} works now: take out `known_miss`"
    else:
        assert not problem, problem


def _check(path: Path, device: Device) -> Callable[[tuple[int, dict[str, Any]]], str | None]:
    """Plays one turn and says what is wrong with it."""

    def check(numbered: tuple[int, dict[str, Any]]) -> str | None:
        number, turn = numbered
        unknown = turn.keys() - CHECKED - set(DOES)
        assert not unknown, f"{path.name}, turn {number}: unknown keys {sorted(unknown)}"
        answer = _play(device, turn)
        problems = _differences(turn, answer)
        said = f"turn {number}, {turn.get('say')!r} was answered {answer.speech!r}"
        return f"{said}: {problems}" if problems else None

    return check


def _play(device: Device, turn: dict[str, Any]) -> Answer:
    if turn.get("launch"):
        return device.launch()
    if turn.get("silence"):
        return device.silence()
    if turn.get("close"):
        return device.close()
    if turn.get("forget"):
        device.forget()
        return Answer()
    return device.say(turn["say"])


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
        "reprompt": answer.reprompt,
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
    found += _state_differences(turn.get("session", {}), answer)
    slots = answer.request.get("request", {}).get("intent", {}).get("slots", {})
    for name, value in turn.get("slots", {}).items():
        if slots.get(name, {}).get("value") != value:
            found.append(f"slot {name}: {slots.get(name, {}).get('value')!r}, expected {value!r}")
    return found


def _state_differences(expected: dict[str, Any], answer: Answer) -> list[str]:
    """`session: {item: …}` is compared with what the session remembers after the turn; null: nothing."""
    attributes = answer.response.get("sessionAttributes") or {}
    state = attributes.get("shop_helper", {})
    return [
        f"session {k}: {state.get(k)!r}, expected {v!r}" for k, v in expected.items() if state.get(k) != v
    ]
