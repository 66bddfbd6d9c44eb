"""What a conversation file has to say of each of its turns, whatever else it checks.

A file that asserted words only would pass when the right words came for the wrong reason. Each turn that is answered
states the prompt, the topic and the slots where there are any, and what is remembered while the session stays open.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from simulator.answer import Answer
from simulator.conversations import Played

FOLDER = Path(__file__).parent / "conversations"
FILES = sorted(FOLDER.rglob("*.yaml"))

ANSWERED = ("say", "launch", "touch")
"""What is done in a turn that the skill answers in words of its own."""


def unsaid(played: Played) -> dict[str, Any]:
    """What the file leaves out of a turn, as it would be written there; empty when nothing is missing."""
    turn, answer = played.turn, played.answer
    log = answer.turn or {}
    if turn.action not in ANSWERED or not log.get("prompt"):
        return {}
    wanted: dict[str, Any] = {"prompt": log["prompt"], "topic": next(iter(log.get("topics") or ()), None)}
    wanted |= {"asks": log.get("asks")} if answer.session_open else {"open": False}
    missing = {key: value for key, value in wanted.items() if value is not None and key not in turn.expected}
    for key, values in (("slots", _slots(answer)), ("session", remembered(answer))):
        stated = turn.expected.get(key) or {}
        if any(name not in stated for name in values):
            missing[key] = {**values, **stated}
    return missing


def flow(keys: Mapping[str, Any]) -> str:
    """As it can be put between the braces of a turn."""
    written = yaml.safe_dump(dict(keys), default_flow_style=True, sort_keys=False, width=10_000)
    return written.strip().removeprefix("{").removesuffix("}")


def remembered(answer: Answer) -> dict[str, Any]:
    """What "it" means in an open session, what is being prepared, and how often nothing was understood."""
    if not answer.session_open:
        return {}
    state: Mapping[str, Any] = answer.response["sessionAttributes"]["shop_helper"]
    kept: dict[str, Any] = {"item": state.get("item")}
    if state.get("draft"):
        kept["draft"] = {"kind": state["draft"]["kind"]}
    if state.get("failures"):
        kept["failures"] = state["failures"]
    return kept


def _slots(answer: Answer) -> dict[str, str]:
    sent = answer.request.get("request", {}).get("intent", {}).get("slots") or {}
    return {name: slot["value"] for name, slot in sent.items() if slot.get("value")}
