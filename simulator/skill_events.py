"""What Alexa tells a skill outside a conversation: enabled, disabled, account linked, permissions, subscriptions.

They come without a session, at least once, and out of order (RSP11); what a skill answers to them is not heard. The
answer of another service (`Connections.Response`) belongs here too, though it comes within a session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from simulator.envelope import Account


class Event(StrEnum):
    ENABLED = "enabled"
    DISABLED = "disabled"
    LINKED = "linked"
    """The account was linked; the access token is told."""
    PERMISSION_ACCEPTED = "permission-accepted"
    """For the first time."""
    PERMISSION_CHANGED = "permission-changed"
    SUBSCRIPTION_CHANGED = "subscription-changed"
    """To proactive events."""
    MESSAGE = "message"
    """One that was sent to the skill through the messaging interface."""
    CONNECTIONS_RESPONSE = "connections-response"
    """What came of a `Connections.SendRequest`; in the session."""


_TYPES = {
    Event.ENABLED: "AlexaSkillEvent.SkillEnabled",
    Event.DISABLED: "AlexaSkillEvent.SkillDisabled",
    Event.LINKED: "AlexaSkillEvent.SkillAccountLinked",
    Event.PERMISSION_ACCEPTED: "AlexaSkillEvent.SkillPermissionAccepted",
    Event.PERMISSION_CHANGED: "AlexaSkillEvent.SkillPermissionChanged",
    Event.SUBSCRIPTION_CHANGED: "AlexaSkillEvent.ProactiveSubscriptionChanged",
    Event.MESSAGE: "Messaging.MessageReceived",
}


def event_of(kind: str) -> Event:
    """Raises ValueError naming all events."""
    try:
        return Event(kind.replace("_", "-"))
    except ValueError:
        raise ValueError(f"there is no event {kind!r}; there are {', '.join(Event)}") from None


def event_request(
    event: Event, account: Account, now: datetime, subscriptions: Iterable[str] = (), message: Any = None
) -> dict[str, Any]:
    """The request of an event outside a session; the account is as the event leaves it."""
    body = _body(event, account, subscriptions)
    made: dict[str, Any] = {"type": _TYPES[event]} | ({"body": body} if body is not None else {})
    if event is Event.MESSAGE:
        made["message"] = message if message is not None else {}
    elif event is not Event.SUBSCRIPTION_CHANGED:
        made |= dict.fromkeys(("eventCreationTime", "eventPublishingTime"), _stamp(now))
    return made


def _body(event: Event, account: Account, subscriptions: Iterable[str]) -> dict[str, Any] | None:
    if event is Event.DISABLED:
        return {"userInformationPersistenceStatus": "NOT_PERSISTED"}
    if event is Event.LINKED:
        return {"accessToken": account.token}
    if event in (Event.PERMISSION_ACCEPTED, Event.PERMISSION_CHANGED):
        return {"acceptedPermissions": [{"scope": scope} for scope in account.permissions]}
    if event is Event.SUBSCRIPTION_CHANGED:
        return {"subscriptions": [{"eventName": name} for name in subscriptions]}
    return None


def connections_response(
    name: str,
    code: str = "200",
    message: str = "OK",
    payload: Mapping[str, Any] | None = None,
    token: str = "",
) -> dict[str, Any]:
    return {
        "type": "Connections.Response",
        "name": name,
        "status": {"code": code, "message": message},
        "payload": dict(payload or {}),
        "token": token,
    }


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
