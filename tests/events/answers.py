"""What is wrong with the answer to an event: its shape, the platform's rules, the words that must be heard."""

from __future__ import annotations

from typing import Any

from simulator.check.exchange import Exchange
from simulator.check.turn_rules import check_turn
from simulator.speech import plain
from tests.events.make import Entry


def problems(entry: Entry, sent: dict[str, Any], answer: Any) -> list[str]:
    """Empty when nothing is wrong."""
    if not isinstance(answer, dict) or answer.get("version") != "1.0" or "response" not in answer:
        return [f"no response: {str(answer)[:300]}"]
    body = answer["response"]
    ssml = body.get("outputSpeech", {}).get("ssml")
    speech = plain(ssml).lower() if ssml else ""
    found = [] if entry.spoken_or_silent else list(map(str, check_turn(Exchange(sent, answer))))
    found += [f"{words!r} is not heard in {speech!r}" for words in entry.hears if words not in speech]
    if entry.silent and (speech or body.get("directives") or body.get("card")):
        found.append(f"should be silent, but: {body}")
    if entry.open is not None and body.get("shouldEndSession") is not (not entry.open):
        found.append(f"the session should be {'open' if entry.open else 'closed'}")
    if body.get("canFulfillIntent", {}).get("canFulfill") != entry.can_fulfill:
        found.append(f"canFulfillIntent is {body.get('canFulfillIntent')}")
    return found
