"""Request envelope → `Turn`."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_model import (
    IntentRequest,
    LaunchRequest,
    RequestEnvelope,
    SessionEndedRequest,
    SupportedInterfaces,
)
from ask_sdk_model import Slot as AlexaSlot
from ask_sdk_model.canfulfill import CanFulfillIntentRequest
from ask_sdk_model.slu.entityresolution import StatusCode

from shop_helper.alexa import session as sessions
from shop_helper.alexa.envelope import USER_EVENT, Duty, duty_of
from shop_helper.alexa.screens import draws
from shop_helper.alexa.touches import STALE, spoken_for
from shop_helper.dialog.deadline import Deadline
from shop_helper.dialog.people import NotLinked
from shop_helper.dialog.session import Session
from shop_helper.dialog.turn import RequestKind, Slot, Turn
from shop_helper.dialog.writing import Writing
from shop_helper.owner import Owners
from shop_helper.ports import Identity

MAX_SPOKEN = 500
"""Characters of a slot that are looked at; nobody says more in one breath."""

MARGIN_S = 0.5
"""Of Lambda's time, kept for words, screen and response."""

MAX_DELAY = timedelta(days=7)
"""An event that says it happened longer ago than this has its time wrong: Alexa delivers again for an hour."""


def turn_of(
    handler_input: HandlerInput,
    identity: Identity,
    owners: Owners,
    topics: Container[str] | None = None,
    limit_s: float | None = None,
) -> Turn:
    """The turn of one request, with the session as it came: `owners` tells whether it may be used.

    `topics`: those that exist; None: any.

    `limit_s`: seconds that an answer may take, whatever Lambda has left; None: any time.

    The token stays in here: it is verified when it has to be known who is asking.
    """
    envelope: RequestEnvelope = handler_input.request_envelope
    request: Any = envelope.request
    session = envelope.session
    token, user_id = _token(envelope), _user_id(envelope)
    deadline = deadline_of(handler_input, limit_s)
    remembered = sessions.decode(session.attributes if session else None, topics)
    intent, slots = _asked(request, remembered)
    return Turn(
        kind=_kind(request),
        request_id=request.request_id or "",
        locale=request.locale or "en-US",
        now=request.timestamp,
        happened_at=_happened_at(request),
        intent=intent,
        slots=slots,
        session=remembered,
        is_new=session is None or bool(session.new),
        identify=(lambda: identity.identify(token, deadline=deadline)) if token else NotLinked,
        remembered=lambda: identity.remembered(token) if token else None,
        is_linked=token is not None,
        has_screen=_has_screen(envelope),
        shows_cards=_shows_cards(envelope),
        user=hashlib.sha256(user_id.encode("utf-8", "surrogatepass")).hexdigest()[:32] if user_id else "",
        asking=owners.asking(user_id, token),
        if_stale=STALE if _is_touch(request) else None,
        writing=writing_of(handler_input),
        deadline=deadline,
    )


def _happened_at(request: Any) -> datetime:
    """When a skill event happened, which may be long before it is delivered; else the time of the request."""
    sent: datetime = request.timestamp
    created: datetime | None = getattr(request, "event_creation_time", None)
    is_likely = created is not None and sent - MAX_DELAY <= created <= sent
    return created if created is not None and is_likely else sent


@dataclass(frozen=True)
class Invocation:
    """What goes along with one request through the SDK, in the place of Lambda's context."""

    lambda_context: object = None
    writing: Writing = field(default_factory=Writing)


def writing_of(handler_input: HandlerInput) -> Writing:
    """The request's own, the same for the handler that fails and the one that answers its exception."""
    if isinstance(handler_input.context, Invocation):
        return handler_input.context.writing
    kept: dict[str, Any] = handler_input.attributes_manager.request_attributes
    writing: Writing = kept.setdefault("writing", Writing())
    return writing


def deadline_of(handler_input: HandlerInput, limit_s: float | None) -> Deadline:
    """The request's own, the same for the handler that fails and the one that answers its exception.

    Lambda's, less the time to make words of what was found. Where somebody is waiting, `limit_s` bounds it anyway.
    """
    kept: dict[str, Any] = handler_input.attributes_manager.request_attributes
    if "deadline" not in kept:
        request: Any = handler_input.request_envelope.request
        is_waited_for = duty_of(request.object_type) is Duty.SPEAK
        deadline = _of_lambda(handler_input.context)
        kept["deadline"] = deadline.within(limit_s) if limit_s is not None and is_waited_for else deadline
    found: Deadline = kept["deadline"]
    return found


def _of_lambda(context: object) -> Deadline:
    """No deadline where no Lambda tells one."""
    if isinstance(context, Invocation):
        context = context.lambda_context
    left_ms = getattr(context, "get_remaining_time_in_millis", None)
    return Deadline.after(left_ms() / 1000 - MARGIN_S) if left_ms is not None else Deadline.none()


def _kind(request: Any) -> RequestKind:
    if isinstance(request, IntentRequest) or _is_touch(request):
        return RequestKind.INTENT
    if isinstance(request, LaunchRequest):
        return RequestKind.LAUNCH
    if isinstance(request, SessionEndedRequest):
        return RequestKind.SESSION_ENDED
    if isinstance(request, CanFulfillIntentRequest):
        return RequestKind.CAN_FULFILL
    return RequestKind.EVENT


def _asked(request: Any, session: Session) -> tuple[str | None, Mapping[str, Slot]]:
    """Intent and slots; those of a touch where it is on the screen that was sent last."""
    if not _is_touch(request):
        named = isinstance(request, IntentRequest) and request.intent
        return (request.intent.name if named else None), _slots(request)
    current = bool(session.screen) and request.token == session.screen
    return (spoken_for(request.arguments) if current else None) or (STALE, {})


def _is_touch(request: Any) -> bool:
    return bool(request.object_type == USER_EVENT)


def _slots(request: Any) -> dict[str, Slot]:
    if not isinstance(request, IntentRequest) or request.intent is None:
        return {}
    filled = (request.intent.slots or {}).items()
    return {name: _slot(slot) for name, slot in filled if slot.value and slot.value.strip()}


def _slot(slot: AlexaSlot) -> Slot:
    """The first match counts; a dynamic entity is preferred, since it is the customer's own."""
    text = " ".join((slot.value or "").split())[:MAX_SPOKEN]
    authorities = (slot.resolutions.resolutions_per_authority if slot.resolutions else None) or []
    matched = [
        entry
        for entry in authorities
        if entry.status and entry.status.code is StatusCode.ER_SUCCESS_MATCH and entry.values
    ]
    matched.sort(key=lambda entry: ".dynamic." not in (entry.authority or ""))
    if not matched:
        return Slot(text)
    value = (matched[0].values or [])[0].value
    own = ".dynamic." in (matched[0].authority or "")
    return Slot(text, value.id if value else None, value.name if value else None, own)


def _token(envelope: RequestEnvelope) -> str | None:
    context = envelope.context
    users = [
        context.system.user if context and context.system else None,
        envelope.session.user if envelope.session else None,
    ]
    return next((user.access_token for user in users if user and user.access_token), None)


def _user_id(envelope: RequestEnvelope) -> str:
    system = envelope.context.system if envelope.context else None
    user = (system.user if system else None) or (envelope.session.user if envelope.session else None)
    return (user.user_id if user else None) or ""


def _has_screen(envelope: RequestEnvelope) -> bool:
    """Whether the device draws our documents; one that only knows an older APL is told as if it had no screen."""
    interfaces = _interfaces(envelope)
    screen = interfaces.alexa_presentation_apl if interfaces else None
    return screen is not None and draws(screen.runtime.max_version if screen.runtime else None)


def _shows_cards(envelope: RequestEnvelope) -> bool:
    """Whether Alexa may show a card on the device: it has a screen and gets none from us, or says nothing."""
    interfaces = _interfaces(envelope)
    if interfaces is None:
        return True
    seen = [getattr(interfaces, name, None) for name in _SCREENS]
    seen.append(envelope.context.viewport if envelope.context else None)
    return any(found is not None for found in seen) and not _has_screen(envelope)


_SCREENS = ("alexa_presentation_apl", "alexa_presentation_html", "video_app", "display")
"""Interfaces of devices with a screen. Four letters on a clock (APLT) show no card."""


def _interfaces(envelope: RequestEnvelope) -> SupportedInterfaces | None:
    system = envelope.context.system if envelope.context else None
    return system.device.supported_interfaces if system and system.device else None
