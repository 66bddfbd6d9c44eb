"""Alexa's own services on this machine: what a skill may call at `context.System.apiEndpoint`.

    with AlexaServices(email="ana@example.com") as services:
        services.serve(device)                   # its requests now point here
        device.event("permission-accepted", scopes=["alexa::profile:email:read"])

Progressive responses, the customer's profile, device address and settings, reminders, proactive events. Each call is
checked as Alexa would (token, permission, shape), answered, and kept in `calls`. It listens on loopback only.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from simulator.device import Device
from simulator.endpoint import speech_text
from simulator.speech import SpeechError

__all__ = ["AlexaServices", "Call"]

_PROFILE = {
    "Profile.name": ("name", "alexa::profile:name:read"),
    "Profile.givenName": ("given_name", "alexa::profile:given_name:read"),
    "Profile.email": ("email", "alexa::profile:email:read"),
    "Profile.mobileNumber": ("mobile_number", "alexa::profile:mobile_number:read"),
}
_ADDRESS = "read::alexa:device:all:address"
_REMINDERS = "alexa::alerts:reminders:skill:readwrite"
_TRIGGERS = ("SCHEDULED_ABSOLUTE", "SCHEDULED_RELATIVE")
_MAX_BODY = 64 * 1024


@dataclass(frozen=True)
class Call:
    """One call of a skill, and how it was answered."""

    method: str
    path: str
    body: Any
    status: int
    problem: str = ""
    """Why it was refused; empty when it was not."""


@dataclass
class AlexaServices:
    """`with` starts and stops it. What is None isn't known of the customer: 204, as from Alexa."""

    name: str | None = None
    given_name: str | None = None
    email: str | None = None
    mobile_number: Mapping[str, str] | None = None
    time_zone: str = "America/New_York"
    address: Mapping[str, str] | None = None
    token: str = "stand-in-api-token"
    calls: list[Call] = field(default_factory=list)
    reminders: dict[str, Any] = field(default_factory=dict)

    def __enter__(self) -> AlexaServices:
        self._device: Device | None = None
        self._called = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve(self, device: Device) -> None:
        """The device's requests name this place and its token; its permissions are the ones that count here."""
        self._device = device
        device.account = replace(device.account, api_endpoint=self.endpoint, api_token=self.token)

    def was_called(self, within_s: float) -> bool:
        """Waits for the first call, that long at most: a slow thing of a test goes on once the skill has spoken."""
        with self._called:
            return self._called.wait_for(lambda: bool(self.calls), within_s)

    @property
    def said_meanwhile(self) -> list[str]:
        """What progressive responses said while the answer was being made."""
        return [
            speech_text({"type": "SSML", "ssml": _as_ssml(call.body["directive"]["speech"])})
            for call in self.calls
            if call.path == "/v1/directives" and call.status == 204
        ]

    def answer(self, method: str, path: str, token: str, body: Any) -> tuple[int, Any]:
        """Status and what is sent back."""
        if token != f"Bearer {self.token}":
            status, sent, problem = 401, None, "the Authorization header isn't `Bearer <apiAccessToken>`"
        else:
            status, sent, problem = self._route(method, path, body)
        with self._called:
            self.calls.append(Call(method, path, body, status, problem))
            self._called.notify_all()
        return status, {"type": "REFUSED", "message": problem} if problem else sent

    def _route(self, method: str, path: str, body: Any) -> tuple[int, Any, str]:
        if (method, path) == ("POST", "/v1/directives"):
            problem = _wrong_progress(body)
            return (400, None, problem) if problem else (204, None, "")
        if method == "POST" and re.fullmatch(r"/v1/proactiveEvents(/stages/development)?/?", path):
            problem = _wrong_event(body)
            return (400, None, problem) if problem else (202, None, "")
        if path.startswith("/v1/alerts/reminders"):
            return self._reminders(method, path.removeprefix("/v1/alerts/reminders").strip("/"), body)
        if method == "GET":
            return self._setting(path)
        return 404, None, f"there is no {method} {path}"

    def _setting(self, path: str) -> tuple[int, Any, str]:
        profile = re.fullmatch(r"/v2/(?:accounts|persons)/~current/settings/(Profile\.\w+)", path)
        if profile and profile[1] in _PROFILE:
            attribute, scope = _PROFILE[profile[1]]
            return self._known(getattr(self, attribute), scope)
        setting = re.fullmatch(r"/v[12]/devices/([^/]+)/settings/(System\.\w+|address)", path)
        if setting is None:
            return 404, None, f"there is no GET {path}"
        if self._device is not None and setting[1] != self._device.account.device_id:
            return 403, None, f"{setting[1]} is not the device that the request came from"
        if setting[2] == "address":
            return self._known(self.address, _ADDRESS)
        values = {"timeZone": self.time_zone, "distanceUnits": "IMPERIAL", "temperatureUnit": "FAHRENHEIT"}
        return self._known(values.get(setting[2].removeprefix("System.")), None)

    def _known(self, value: Any, scope: str | None) -> tuple[int, Any, str]:
        if scope and scope not in self._granted:
            return 403, None, f"the customer has not granted {scope}"
        return (204, None, "") if value is None else (200, value, "")

    @property
    def _granted(self) -> tuple[str, ...]:
        return self._device.account.permissions if self._device else ()

    def _reminders(self, method: str, token: str, body: Any) -> tuple[int, Any, str]:
        if _REMINDERS not in self._granted:
            return 401, None, f"the customer has not granted {_REMINDERS}"
        if method == "GET" and not token:
            return 200, {"totalCount": str(len(self.reminders)), "alerts": list(self.reminders.values())}, ""
        if method == "POST" and not token:
            problem = _wrong_reminder(body)
            if problem:
                return 400, None, problem
            token = f"reminder-{len(self.reminders) + 1}"
            self.reminders[token] = {**body, "alertToken": token, "status": "ON"}
            return 200, self.reminders[token], ""
        if token not in self.reminders:
            return 404, None, f"there is no reminder {token!r}"
        if method == "DELETE":
            del self.reminders[token]
            return 200, None, ""
        if method == "PUT" and not _wrong_reminder(body):
            self.reminders[token] |= body
        return 200, self.reminders[token], ""


def _wrong_progress(body: Any) -> str:
    directive = _part(body, "directive")
    if not _part(body, "header").get("requestId"):
        return "header.requestId is missing; send the id of the request that is being answered"
    if directive.get("type") != "VoicePlayer.Speak":
        return "directive.type is not VoicePlayer.Speak"
    speech = directive.get("speech")
    if not isinstance(speech, str) or not speech or len(speech) > 600:
        return "directive.speech is no text of 1 to 600 characters"
    try:
        speech_text({"type": "SSML", "ssml": _as_ssml(speech)})
    except SpeechError as problem:
        return f"directive.speech: {problem}"
    return ""


def _wrong_event(body: Any) -> str:
    missing = [name for name in ("timestamp", "referenceId", "expiryTime") if not _part(body).get(name)]
    if missing:
        return f"{missing[0]} is missing"
    event, audience = _part(body, "event"), _part(body, "relevantAudience")
    if not event.get("name") or not isinstance(event.get("payload"), dict):
        return "event has no name, or no payload"
    if audience.get("type") not in ("Unicast", "Multicast"):
        return "relevantAudience.type is neither Unicast nor Multicast"
    if audience["type"] == "Unicast" and not _part(audience, "payload").get("user"):
        return "relevantAudience.payload.user is missing"
    return ""


def _wrong_reminder(body: Any) -> str:
    trigger = _part(body, "trigger")
    if trigger.get("type") not in _TRIGGERS:
        return f"trigger.type is none of {', '.join(_TRIGGERS)}"
    needed = "scheduledTime" if trigger["type"] == _TRIGGERS[0] else "offsetInSeconds"
    if not trigger.get(needed):
        return f"trigger.{needed} is missing"
    content = _part(_part(_part(body, "alertInfo"), "spokenInfo")).get("content")
    if not isinstance(content, list) or not content:
        return "alertInfo.spokenInfo.content is missing"
    return ""


def _part(data: Any, name: str | None = None) -> Mapping[str, Any]:
    found = data.get(name) if name is not None and isinstance(data, dict) else data
    return found if isinstance(found, dict) else {}


def _as_ssml(speech: str) -> str:
    return speech if speech.strip().startswith("<speak") else f"<speak>{speech}</speak>"


def _handler_for(services: AlexaServices) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            size = min(int(self.headers.get("Content-Length") or 0), _MAX_BODY)
            try:
                body = json.loads(self.rfile.read(size)) if size else None
            except ValueError:
                body = None
            path = self.path.partition("?")[0]
            status, sent = services.answer(self.command, path, self.headers.get("Authorization", ""), body)
            data = b"" if sent is None else json.dumps(sent).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 -- the names that http.server calls

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing: what was called is kept."""

    return Answering
