"""Alexa's services on this machine, called as a skill calls them: over HTTP, with what the request says."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator.alexa_services import AlexaServices
from simulator.device import Device

NAME, REMINDERS = "alexa::profile:name:read", "alexa::alerts:reminders:skill:readwrite"
Make = Callable[..., Device]


@pytest.fixture
def services() -> Iterator[AlexaServices]:
    with AlexaServices(name="Ana Silva") as made:
        yield made


@pytest.fixture
def device(make: Make, services: AlexaServices) -> Device:
    made = make()
    services.serve(made)
    return made


def call(
    device: Device, method: str, path: str, body: Any = None, token: str | None = None
) -> tuple[int, Any]:
    """With the place and the token of the device's own requests."""
    system = device.launch().request["context"]["System"]
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(system["apiEndpoint"] + path, data, method=method)
    request.add_header("Authorization", f"Bearer {token or system['apiAccessToken']}")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read())["message"]


SPEAK = {
    "header": {"requestId": "r"},
    "directive": {"type": "VoicePlayer.Speak", "speech": "One <break/> moment."},
}


def test_a_progressive_response_is_heard(device: Device, services: AlexaServices) -> None:
    assert call(device, "POST", "/v1/directives", SPEAK) == (204, None)
    assert services.said_meanwhile == ["One moment."]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({**SPEAK, "header": {}}, "header.requestId is missing"),
        ({**SPEAK, "directive": {"type": "Say"}}, "directive.type"),
        ({**SPEAK, "directive": {"type": "VoicePlayer.Speak", "speech": ""}}, "1 to 600"),
        ({**SPEAK, "directive": {"type": "VoicePlayer.Speak", "speech": "a & b"}}, "not well-formed"),
        (None, "header.requestId"),
    ],
)
def test_a_progressive_response_with_a_mistake_is_refused(device: Device, body: Any, told: str) -> None:
    status, message = call(device, "POST", "/v1/directives", body)
    assert status == 400
    assert told in message


def test_the_profile_needs_a_permission_and_the_right_token(device: Device, services: AlexaServices) -> None:
    path = "/v2/accounts/~current/settings/Profile.name"
    assert call(device, "GET", path) == (403, f"the customer has not granted {NAME}")
    assert call(device, "GET", path, token="wrong")[0] == 401
    device.event("permission-accepted", scopes=[NAME])
    assert call(device, "GET", path) == (200, "Ana Silva")
    device.event("permission-changed", scopes=["alexa::profile:email:read"])
    assert call(device, "GET", "/v2/accounts/~current/settings/Profile.email") == (204, None)
    assert [made.status for made in services.calls] == [403, 401, 200, 204]


def test_the_time_zone_is_the_devices(device: Device) -> None:
    path = f"/v2/devices/{device.account.device_id}/settings/System.timeZone"
    assert call(device, "GET", path) == (200, "America/New_York")
    assert call(device, "GET", path.replace("EXAMPLE", "OTHER"))[0] == 403
    assert call(device, "GET", "/v2/nothing")[0] == 404


def test_reminders_are_kept_and_deleted(device: Device, services: AlexaServices) -> None:
    spoken = {"spokenInfo": {"content": [{"locale": "en-US", "text": "Send it back"}]}}
    reminder = {"trigger": {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 60}, "alertInfo": spoken}
    assert call(device, "POST", "/v1/alerts/reminders", reminder)[0] == 401
    device.event("permission-accepted", scopes=[REMINDERS])
    assert call(device, "POST", "/v1/alerts/reminders", {"trigger": {}})[0] == 400
    status, made = call(device, "POST", "/v1/alerts/reminders", reminder)
    assert (status, made["status"]) == (200, "ON")
    assert call(device, "GET", "/v1/alerts/reminders")[1]["totalCount"] == "1"
    assert call(device, "DELETE", f"/v1/alerts/reminders/{made['alertToken']}")[0] == 200
    assert services.reminders == {}


def test_proactive_events_are_checked(device: Device) -> None:
    event = {
        "timestamp": "2026-11-25T16:00:00Z",
        "referenceId": "x",
        "expiryTime": "2026-11-26T16:00:00Z",
        "event": {"name": "AMAZON.OrderStatus.Updated", "payload": {}},
        "relevantAudience": {"type": "Unicast", "payload": {"user": "u"}},
    }
    assert call(device, "POST", "/v1/proactiveEvents/stages/development", event) == (202, None)
    for missing in event:
        wrong = {name: value for name, value in event.items() if name != missing}
        assert call(device, "POST", "/v1/proactiveEvents/", wrong)[0] == 400
