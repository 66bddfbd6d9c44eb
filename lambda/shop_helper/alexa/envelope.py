"""What arrives before the SDK reads it: a raw envelope, which may be anything.

The SDK's deserialiser raises on values it does not know, before any handler of the skill runs (rule RSP10). `mend`
takes out what can't be read and is not needed, so that the question itself is still answered.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

USER_EVENT = "Alexa.Presentation.APL.UserEvent"
"""A touch on the screen."""

SPOKEN_TYPES = ("LaunchRequest", "IntentRequest", USER_EVENT)
"""Request types that are answered with speech."""

KNOWN_TYPES = (*SPOKEN_TYPES, "SessionEndedRequest", "CanFulfillIntentRequest")

_ENUMS = {
    "dialogState": ("STARTED", "IN_PROGRESS", "COMPLETED"),
    "confirmationStatus": ("NONE", "DENIED", "CONFIRMED"),
    "reason": ("USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"),
}
_MATCH_CODES = ("ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH", "ER_ERROR_TIMEOUT", "ER_ERROR_EXCEPTION")


def mend(event: Any, now: datetime) -> dict[str, Any] | None:
    """A copy of the envelope that the SDK can read; None when it is no envelope at all."""
    if not isinstance(event, dict) or not isinstance(event.get("request"), dict):
        return None
    try:
        envelope: dict[str, Any] = copy.deepcopy(event)
    except RecursionError:
        return None
    request = envelope["request"]
    request["timestamp"] = _timestamp(request.get("timestamp"), now)
    if not isinstance(request.get("locale"), str):
        request["locale"] = "en-US"
    _mend_enums(request)
    _mend_intent(request)
    _mend_session(envelope)
    return envelope


def request_type(envelope: dict[str, Any] | None) -> str:
    kind = (envelope or {}).get("request", {}).get("type")
    return kind if isinstance(kind, str) else ""


def is_for_skill(envelope: dict[str, Any], skill_id: str) -> bool:
    """Whether every application id that the envelope carries is this skill's, and there is one."""
    context, session = envelope.get("context"), envelope.get("session")
    system = context.get("System") if isinstance(context, dict) else None
    holders = [holder for holder in (system, session) if isinstance(holder, dict) and "application" in holder]
    named = [holder["application"] for holder in holders]
    ids = [name.get("applicationId") if isinstance(name, dict) else None for name in named]
    return bool(ids) and all(found == skill_id for found in ids)


def instant(value: Any) -> datetime | None:
    """A request's timestamp: ISO 8601 (UTC where it has no zone), or an epoch in seconds or milliseconds, which Alexa
    has sent as well. None for anything else."""
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        read = datetime.fromisoformat(value)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _timestamp(value: Any, now: datetime) -> str:
    return (instant(value) or now).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _mend_enums(request: dict[str, Any]) -> None:
    for name, known in _ENUMS.items():
        for holder in (request, *_slots(request), request.get("intent")):
            if isinstance(holder, dict) and name in holder and holder[name] not in known:
                del holder[name]


def _mend_intent(request: dict[str, Any]) -> None:
    intent = request.get("intent")
    if not isinstance(intent, dict):
        request.pop("intent", None)
        return
    slots = intent.get("slots")
    intent["slots"] = (
        {k: v for k, v in slots.items() if isinstance(v, dict)} if isinstance(slots, dict) else {}
    )
    for slot in intent["slots"].values():
        if "value" in slot and not isinstance(slot["value"], str):
            slot["value"] = None if slot["value"] is None else str(slot["value"])
        _mend_resolutions(slot)
        slot.pop("slotValue", None)


def _mend_resolutions(slot: dict[str, Any]) -> None:
    """Keeps the authorities whose status is known; a slot without them is simply unresolved."""
    resolutions = slot.get("resolutions")
    authorities = resolutions.get("resolutionsPerAuthority") if isinstance(resolutions, dict) else None
    if not isinstance(authorities, list):
        slot.pop("resolutions", None)
        return
    kept = [entry for entry in authorities if _match_code(entry) in _MATCH_CODES]
    slot["resolutions"] = {"resolutionsPerAuthority": kept}


def _match_code(entry: Any) -> Any:
    status = entry.get("status") if isinstance(entry, dict) else None
    return status.get("code") if isinstance(status, dict) else None


def _mend_session(envelope: dict[str, Any]) -> None:
    session = envelope.get("session")
    if not isinstance(session, dict):
        envelope.pop("session", None)
    elif not isinstance(session.get("attributes"), dict):
        session["attributes"] = {}
    if not isinstance(envelope.get("context"), dict):
        envelope.pop("context", None)


def _slots(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    intent = request.get("intent")
    slots = intent.get("slots") if isinstance(intent, dict) else None
    if isinstance(slots, dict):
        yield from (slot for slot in slots.values() if isinstance(slot, dict))
