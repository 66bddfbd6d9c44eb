"""An answer as one flat record: what `evaluate --json` and `say --json` print."""

from __future__ import annotations

from typing import Any

from simulator.device import Answer
from simulator.grammar import SlotReading


def record_of(text: str, answer: Answer) -> dict[str, Any]:
    """Keys: text, intent, slots, topics, offered, outcome, prompt, confidence, speech, session_open."""
    turn = answer.turn or {}
    failed = bool(answer.problem) or not answer.turn
    return {
        "text": text,
        "intent": answer.intent,
        "slots": slots_of(answer),
        "topics": list(turn.get("topics") or ()),
        "offered": list(turn.get("offered") or ()),
        "outcome": "error" if failed else str(turn.get("outcome")),
        "prompt": turn.get("prompt"),
        "confidence": turn.get("confidence"),
        "speech": answer.speech,
        "session_open": answer.session_open,
    }


def slots_of(answer: Answer) -> dict[str, dict[str, Any]]:
    """{slot: {value, id}} of what was heard; `values` for a slot that takes several."""
    heard = answer.recognition.slots if answer.recognition else ()
    return {reading.name: _slot(reading) for reading in heard}


def _slot(reading: SlotReading) -> dict[str, Any]:
    if reading.parts:
        return {"values": [_slot(part) for part in reading.parts]}
    return {"value": reading.value, "id": reading.id}
