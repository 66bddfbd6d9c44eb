"""A small invented skill for the library's model: what its handler gets and answers is plain dictionaries."""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger("shop_helper.turn")

LOANS = [
    {"id": "loan-1", "name": {"value": "the blue atlas", "synonyms": []}},
    {"id": "loan-2", "name": {"value": "the red cookbook", "synonyms": []}},
]


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Renews books (asks which), answers questions about opening hours and cards, declines everything else."""
    request = event["request"]
    if request["type"] == "LaunchRequest":
        return _reply(event, "Welcome to the library.", "managed", ask="What would you like?")
    if request["type"] != "IntentRequest":
        return {"version": "1.0", "response": {}}
    name, slots = request["intent"]["name"], request["intent"].get("slots", {})
    if name == "RenewIntent":
        return _renew(event, slots.get("book", {}))
    if name == "PickIntent":
        return _reply(event, f"Renewed: {slots['book'].get('value')}.", "answered", ["loans.renew"])
    if name == "AskIntent":
        return _answer(event, _id_of(slots["question"]))
    if name == "AMAZON.StopIntent":
        return _reply(event, "Goodbye.", "managed")
    return _reply(event, "I don't know that.", "declined")


def _renew(event: dict[str, Any], slot: dict[str, Any]) -> dict[str, Any]:
    if slot.get("value"):
        return _reply(event, f"Renewed: {slot['value']}.", "answered", ["loans.renew"])
    own = {
        "type": "Dialog.UpdateDynamicEntities",
        "updateBehavior": "REPLACE",
        "types": [{"name": "BOOK", "values": LOANS}],
    }
    made = _reply(
        event, "You have two.", "asked", ["loans.renew"], ask="The blue atlas, or the red cookbook?"
    )
    made["response"]["directives"] = [own]
    return made


def _answer(event: dict[str, Any], topic: str | None) -> dict[str, Any]:
    if topic in ("hours", "card"):
        return _reply(event, f"About {topic}.", "answered", [topic], confidence=0.9)
    if topic == "fines":
        made = _reply(event, "Fines or cards?", "offered", offered=["fines", "card"], ask="Which one?")
        made["response"]["card"] = {"type": "Simple", "title": "Fines", "content": "One coin a day."}
        return made
    return _reply(event, "I don't know that.", "declined")


def _reply(
    event: dict[str, Any],
    words: str,
    outcome: str,
    topics: list[str] | None = None,
    offered: list[str] | None = None,
    ask: str = "",
    confidence: float | None = None,
) -> dict[str, Any]:
    turn = {
        "topics": topics or [],
        "offered": offered or [],
        "outcome": outcome,
        "prompt": f"library.{outcome}",
        "confidence": confidence,
    }
    log.info("turn", extra={"turn": turn})
    response: dict[str, Any] = {"outputSpeech": _ssml(f"{words} {ask}".strip()), "shouldEndSession": not ask}
    if ask:
        response["reprompt"] = {"outputSpeech": _ssml(ask)}
    turns = event["session"]["attributes"].get("turns", 0) + 1
    return {"version": "1.0", "sessionAttributes": {"turns": turns}, "response": response}


def _ssml(words: str) -> dict[str, str]:
    return {"type": "SSML", "ssml": f"<speak>{words}</speak>"}


def _id_of(slot: dict[str, Any]) -> str | None:
    for authority in slot.get("resolutions", {}).get("resolutionsPerAuthority", []):
        if authority["status"]["code"] == "ER_SUCCESS_MATCH":
            return str(authority["values"][0]["value"]["id"])
    return None
