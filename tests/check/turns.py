"""Good turns, and changes that break them: one for each rule, or more."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from simulator.check.exchange import Exchange
from simulator.envelope import Account, DeviceKind, SessionState, envelope, launch_request

Change = Callable[[dict[str, Any]], Any]
"""Of the whole response; what it gives back does not matter."""

MODEL: dict[str, Any] = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "shop helper",
            "intents": [
                {"name": "OrderIntent", "slots": [{"name": "item", "type": "ITEM"}], "samples": ["{item}"]}
            ],
            "types": [{"name": "ITEM", "values": []}],
        }
    }
}
LAUNCH = launch_request()
ORDER = {"type": "IntentRequest", "intent": {"name": "OrderIntent", "confirmationStatus": "NONE"}}
HELP = {"type": "IntentRequest", "intent": {"name": "AMAZON.HelpIntent", "confirmationStatus": "NONE"}}
ENDED = {"type": "SessionEndedRequest", "reason": "USER_INITIATED"}
EVENT = {"type": "AlexaSkillEvent.SkillDisabled"}
CAN_FULFILL = {"type": "CanFulfillIntentRequest", "intent": {"name": "OrderIntent", "slots": {}}}


def speech(words: str) -> dict[str, Any]:
    return {"type": "SSML", "ssml": f"<speak>{words}</speak>"}


def asking(
    words: str = "The kettle arrives today. Is there anything else?", again: str = "Anything else?"
) -> dict[str, Any]:
    body = {
        "outputSpeech": speech(words),
        "reprompt": {"outputSpeech": speech(again)},
        "shouldEndSession": False,
    }
    return {"version": "1.0", "sessionAttributes": {"kept": 1}, "response": body}


def quiet() -> dict[str, Any]:
    return {"version": "1.0", "response": {}}


def can_fulfill() -> dict[str, Any]:
    return {"version": "1.0", "response": {"canFulfillIntent": {"canFulfill": "YES", "slots": {}}}}


def exchange(
    request: dict[str, Any] = ORDER,
    response: dict[str, Any] | None = None,
    change: Change | None = None,
    kind: DeviceKind = DeviceKind.SPEAKER,
    locale: str = "en-US",
    ms: float | None = None,
) -> Exchange:
    from datetime import UTC, datetime

    sent = envelope(request, Account(kind=kind), SessionState(), locale, datetime(2026, 11, 25, tzinfo=UTC))
    answer = copy.deepcopy(response if response is not None else asking())
    if change is not None:
        change(answer)
    return Exchange(sent, answer, MODEL, ms)


def says(words: str) -> Change:
    """Other words at the head of the answer, as SSML."""
    return lambda r: r["response"].update(outputSpeech=speech(f"{words} Is there anything else?"))


def body(**entries: Any) -> Change:
    return lambda r: r["response"].update(entries)


def directive(kind: str, **entries: Any) -> Change:
    return body(directives=[{"type": kind, **entries}])


def entities(count: int = 1, behaviour: str = "REPLACE", type_name: str = "ITEM", **value: Any) -> Change:
    values = [
        {"id": f"i{n}", "name": {"value": f"kettle {n}", "synonyms": []}, **value} for n in range(count)
    ]
    return directive(
        "Dialog.UpdateDynamicEntities",
        updateBehavior=behaviour,
        types=[{"name": type_name, "values": values}],
    )
