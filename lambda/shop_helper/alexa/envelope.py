"""A raw envelope before the SDK reads it, which may be anything.

The SDK's deserializer raises on values it does not know, before any handler of the skill runs (rule RSP10). `sanitize`
drops them, so that the question itself is still answered and the work of an event still done.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from ask_sdk_model import RequestEnvelope

from shop_helper.alexa.readable import fields_of, readable, stamp

USER_EVENT = "Alexa.Presentation.APL.UserEvent"
"""A touch on the screen."""

_SPOKEN = frozenset({"LaunchRequest", "IntentRequest", USER_EVENT})
_EVENTS = "AlexaSkillEvent."
_TIMES = ("timestamp", "eventCreationTime", "eventPublishingTime")
"""Fields of a request with the time it was made, the best one first."""


class Duty(StrEnum):
    """What the skill owes a request; decides what becomes of it when something goes wrong."""

    SPEAK = "speak"
    """Somebody is waiting: they always get words, an apology at worst."""
    WORK = "work"
    """A skill event: nobody is listening, and something may have to be done. If that fails, the request fails, and
    Alexa delivers it again (RSP11)."""
    NOTE = "note"
    """Anything else, such as the end of a session. It is answered without words whatever happens: a failure would help
    nobody, since Alexa sends it once."""


def duty_of(kind: str) -> Duty:
    """The duty to a request of the type `kind`."""
    if kind in _SPOKEN:
        return Duty.SPEAK
    return Duty.WORK if kind.startswith(_EVENTS) else Duty.NOTE


def sanitize(event: Any, now: datetime) -> dict[str, Any] | None:
    """Return a copy of the envelope that the SDK can read.

    None when it is no envelope, or its request is of a type that the SDK doesn't know. A request whose time can't be
    read gets that of its event, else `now`.
    """
    if not isinstance(event, dict):
        return None
    types = fields_of(RequestEnvelope)
    envelope = {}
    for name, value in event.items():
        kept = readable(value, types.get(name, "object"))
        if isinstance(name, str) and (kept is not None or value is None):
            envelope[name] = kept
    request = envelope.get("request")
    if request is None:
        return None
    made = (request[name] for name in _TIMES if request.get(name))
    request["timestamp"] = next(made, None) or stamp(now)
    return envelope


def request_type(event: Any) -> str:
    """The type of the request in a raw envelope; empty where it has none."""
    request = event.get("request") if isinstance(event, dict) else None
    kind = request.get("type") if isinstance(request, dict) else None
    return kind if isinstance(kind, str) else ""


def is_for_skill(envelope: dict[str, Any], skill_id: str) -> bool:
    """Whether every application id that the envelope carries is this skill's, and there is one."""
    context, session = envelope.get("context"), envelope.get("session")
    system = context.get("System") if isinstance(context, dict) else None
    holders = [holder for holder in (system, session) if isinstance(holder, dict) and "application" in holder]
    named = [holder["application"] for holder in holders]
    ids = [name.get("applicationId") if isinstance(name, dict) else None for name in named]
    return bool(ids) and all(found == skill_id for found in ids)
