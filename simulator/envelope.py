"""Complete request envelopes, as Alexa sends them: version, session, context, request."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from simulator.grammar import SlotReading
from simulator.model import Intent
from simulator.recogniser import Recognition

SKILL_ID = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
API_ENDPOINT = "https://api.amazonalexa.com"

_ALL_APL = {"maxVersion": "2024.3"}
_VIEWPORTS = {"round": ("ROUND", 480, 480), "large": ("RECTANGLE", 1280, 800)}
"""Shape, width and height in pixels."""


class DeviceKind(StrEnum):
    SPEAKER = "speaker"
    ROUND = "round"
    """A small round screen."""
    LARGE = "large"
    """A large screen."""

    @property
    def has_screen(self) -> bool:
        return self is not DeviceKind.SPEAKER

    @property
    def interfaces(self) -> dict[str, Any]:
        """`supportedInterfaces` of such a device."""
        if not self.has_screen:
            return {"AudioPlayer": {}}
        return {"AudioPlayer": {}, "Alexa.Presentation.APL": {"runtime": _ALL_APL}}


@dataclass(frozen=True)
class Account:
    """Who and what is talking; the same from turn to turn."""

    token: str | None = None
    """Access token of account linking; None while no account is linked."""
    kind: DeviceKind = DeviceKind.SPEAKER
    skill_id: str = SKILL_ID
    user_id: str = "amzn1.ask.account.EXAMPLE"
    device_id: str = "amzn1.ask.device.EXAMPLE"
    permissions: tuple[str, ...] = ()
    """Scopes that the customer granted in the Alexa app, e.g. `alexa::profile:email:read`."""
    person_id: str | None = None
    """Whose voice was recognised; None: nobody's."""
    unit_id: str | None = None
    """The house that the device stands in, where skills are told of it."""
    api_endpoint: str = API_ENDPOINT
    """Where the skill finds Alexa's services."""
    api_token: str = "stand-in-token"

    def user(self) -> dict[str, Any]:
        scopes = {scope: {"status": "GRANTED"} for scope in self.permissions}
        return (
            {"userId": self.user_id}
            | ({"accessToken": self.token} if self.token else {})
            | ({"permissions": {"scopes": scopes}} if scopes else {})
        )

    def system(self) -> dict[str, Any]:
        """`context.System`."""
        made: dict[str, Any] = {
            "application": {"applicationId": self.skill_id},
            "user": self.user(),
            "device": {"deviceId": self.device_id, "supportedInterfaces": self.kind.interfaces},
            "apiEndpoint": self.api_endpoint,
            "apiAccessToken": self.api_token,
        }
        if self.person_id:
            made["person"] = {"personId": self.person_id}
        if self.unit_id:
            made["unit"] = {"unitId": self.unit_id, "persistentUnitId": self.unit_id}
        return made


@dataclass
class SessionState:
    """One session as the device knows it."""

    id: str = field(default_factory=lambda: f"amzn1.echo-api.session.{uuid.uuid4()}")
    new: bool = True
    attributes: dict[str, Any] = field(default_factory=dict)

    def as_json(self, account: Account) -> dict[str, Any]:
        return {
            "new": self.new,
            "sessionId": self.id,
            "application": {"applicationId": account.skill_id},
            "attributes": self.attributes,
            "user": account.user(),
        }


def envelope(
    request: Mapping[str, Any],
    account: Account,
    session: SessionState | None,
    locale: str,
    now: datetime,
    screen_token: str | None = None,
) -> dict[str, Any]:
    """The whole thing around one request; without a session for what Alexa tells outside a conversation.

    `screen_token` is the token of the document that is on the screen; None where there is none.
    """
    stamped = {
        "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
        "locale": locale,
        "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    around = {"session": session.as_json(account)} if session is not None else {}
    return {
        "version": "1.0",
        **around,
        "context": _context(account, screen_token) if session is not None else {"System": account.system()},
        "request": {"type": request["type"], **stamped, **request},
    }


def launch_request() -> dict[str, Any]:
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent_request(recognition: Recognition, intent: Intent, skill_id: str) -> dict[str, Any]:
    """All declared slots are there, those not heard without a value."""
    slots = {slot.name: _empty_slot(slot.name) for slot in intent.slots}
    slots |= {reading.name: slot_json(reading, skill_id) for reading in recognition.slots}
    body: dict[str, Any] = {"name": intent.name, "confirmationStatus": "NONE"}
    return {"type": "IntentRequest", "intent": body | ({"slots": slots} if slots else {})}


def ended_request(reason: str, error: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Reason: USER_INITIATED, EXCEEDED_MAX_REPROMPTS or ERROR; an error has a type and a message."""
    return {"type": "SessionEndedRequest", "reason": reason} | ({"error": dict(error)} if error else {})


def touch_request(arguments: Sequence[Any], screen_token: str) -> dict[str, Any]:
    """A touch whose `SendEvent` has these arguments, the first one a text."""
    source = {"type": "TouchWrapper", "handler": "Press", "id": arguments[0]}
    return {
        "type": "Alexa.Presentation.APL.UserEvent",
        "token": screen_token,
        "arguments": list(arguments),
        "source": source,
        "components": {},
    }


def slot_json(reading: SlotReading, skill_id: str) -> dict[str, Any]:
    """A slot that was heard, in the request's old form (`value`) and its new one (`slotValue`)."""
    body = {"name": reading.name, "confirmationStatus": "NONE", "source": "USER"}
    if reading.parts:
        values = [_simple(part, skill_id) for part in reading.parts]
        return body | {"slotValue": {"type": "List", "values": values}}
    simple = _simple(reading, skill_id)
    resolved = {"resolutions": simple["resolutions"]} if "resolutions" in simple else {}
    return body | {"value": reading.value} | resolved | {"slotValue": simple}


def _simple(reading: SlotReading, skill_id: str) -> dict[str, Any]:
    simple: dict[str, Any] = {"type": "Simple", "value": reading.value}
    if reading.resolutions:
        authorities = [resolution.as_json(skill_id) for resolution in reading.resolutions]
        simple["resolutions"] = {"resolutionsPerAuthority": authorities}
    return simple


def _empty_slot(name: str) -> dict[str, Any]:
    return {"name": name, "confirmationStatus": "NONE"}


def _viewport(shape: str, width: int, height: int) -> dict[str, Any]:
    size = {
        "currentPixelWidth": width,
        "currentPixelHeight": height,
        "pixelWidth": width,
        "pixelHeight": height,
    }
    experiences = [{"arcMinuteWidth": 246, "arcMinuteHeight": 144}]
    return {
        "shape": shape,
        "dpi": 160,
        **size,
        "touch": ["SINGLE"],
        "mode": "HUB",
        "experiences": experiences,
    }


def _context(account: Account, screen_token: str | None) -> dict[str, Any]:
    context: dict[str, Any] = {"System": account.system()}
    if account.kind.has_screen:
        context["Viewport"] = _viewport(*_VIEWPORTS[account.kind])
        context["Alexa.Presentation.APL"] = {"version": "AriaRuntimeLibrary-stand-in"}
        if screen_token is not None:
            context["Alexa.Presentation.APL"] |= {"token": screen_token, "componentsVisibleOnScreen": []}
    return context
