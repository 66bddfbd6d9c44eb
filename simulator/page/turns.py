"""`Answer` → what the page is told of a turn. The whole request and response are told only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator import show
from simulator.answer import Answer
from simulator.grammar import SlotReading

EXECUTE = "Alexa.Presentation.APL.ExecuteCommands"


def turn_json(action: str, argument: Any, answer: Answer, whole_ms: float) -> dict[str, Any]:
    """`whole_ms`: recognising and answering together, as the page's user waits for it."""
    turn = answer.turn or {}
    recognition = answer.recognition
    return {
        "kind": "turn",
        "action": action,
        "argument": argument,
        "speech": answer.speech,
        "reprompt": answer.reprompt,
        "card": answer.card,
        "problem": answer.problem,
        "errors": list(answer.errors),
        "request": answer.request.get("request", {}).get("type", ""),
        "intent": answer.intent or (recognition.intent if recognition else None),
        "slots": [_slot(reading) for reading in recognition.slots] if recognition else [],
        "topics": list(turn.get("topics") or ()),
        "outcome": str(turn.get("outcome") or ""),
        "why": [list(line) for line in show.reasons(answer) if line[1]],
        "ms": round(answer.ms, 1),
        "whole_ms": round(whole_ms, 1),
        "session_open": answer.session_open,
        "sent": bool(answer.request),
    }


def screen_json(directive: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the screen draws, of the directive that sent it."""
    if directive is None:
        return None
    keys = ("token", "document", "datasources", "sources")
    return {key: directive[key] for key in keys if key in directive}


def commands_of(answer: Answer) -> list[Any]:
    """Commands for the document on the screen, in their order."""
    return [
        command
        for directive in answer.directives
        if directive.get("type") == EXECUTE
        for command in directive.get("commands") or ()
    ]


def _slot(reading: SlotReading) -> dict[str, Any]:
    if reading.parts:
        return {"name": reading.name, "value": ", ".join(part.value for part in reading.parts), "id": None}
    return {"name": reading.name, "value": reading.value, "id": reading.id}
