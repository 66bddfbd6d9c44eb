"""What the page's tabs are to the server: each has a device of its own; the skill, its store and its world are shared.

A turn carries an id that the browser made. The same id again, after an answer that got lost, gives the turn that it
made and asks the skill nothing.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from simulator.device import Answer, Device, MakeDevice
from simulator.envelope import DeviceKind
from simulator.page.suggestions import suggestions
from simulator.page.turns import commands_of, screen_json, turn_json
from simulator.skill_events import Event

MOST_TABS = 64
MOST_SAID = 1_000
"""Characters of one sentence; nobody says more in one breath."""

_WORDLESS = ("launch", "silence", "close")
_ACTIONS = (*_WORDLESS, "say", "touch", "event")
_ABOUT = frozenset({"kind", "customer", "scopes", "subscriptions", "message"})
"""What an event may be given."""


class ActionError(Exception):
    """What can't be done as asked; the message says what would be right."""


class Tab:
    """One conversation. Its turns come one after the other, whoever asks for them."""

    def __init__(self, id: str, make: MakeDevice, device: Device) -> None:
        self.id = id
        self._make, self._device = make, device
        self._lock = threading.Lock()
        self._entries: list[dict[str, Any]] = []
        self._raw: list[dict[str, Any]] = []
        self._taken: dict[str, dict[str, Any]] = {}
        self._last: Answer | None = None

    def state(self) -> dict[str, Any]:
        """All that a reload needs."""
        with self._lock:
            return self._state() | {"entries": list(self._entries)}

    def act(self, request_id: str, action: str, argument: Any = None) -> dict[str, Any]:
        """One turn: its entry, and the state after it. Raises ActionError."""
        with self._lock:
            entry = self._taken.get(request_id)
            if entry is None:
                entry = self._taken[request_id] = self._turn(request_id, action, argument)
            return self._state() | {"entry": entry}

    def become(self, customer: str | None, kind: str, locale: str) -> dict[str, Any]:
        """Someone else, or another device: the session ends and a new one may begin. Raises ActionError."""
        with self._lock:
            device = made(self._make, customer, kind, locale)
            self._device.close()
            self._device, self._last = device, None
            self._entries.append({"kind": "became", "customer": device.customer, "device": kind})
            return self._state() | {"entries": list(self._entries)}

    def raw(self, number: int) -> dict[str, Any] | None:
        """Request and response of a turn, whole."""
        with self._lock:
            return self._raw[number] if 0 <= number < len(self._raw) else None

    def close(self) -> None:
        with self._lock:
            self._device.close()

    def _state(self) -> dict[str, Any]:
        device = self._device
        return {
            "id": self.id,
            "customer": device.customer,
            "device": str(device.account.kind),
            "locale": device.locale,
            "linked": device.account.token is not None,
            "permissions": list(device.account.permissions),
            "session_open": device.session_open,
            "screen": screen_json(device.screen),
            "suggestions": suggestions(device.model, self._last),
        }

    def _turn(self, request_id: str, action: str, argument: Any) -> dict[str, Any]:
        started = time.perf_counter()
        answer = self._done(action, argument)
        whole_ms = (time.perf_counter() - started) * 1000
        entry = {
            "id": request_id,
            "turn": len(self._raw),
            **turn_json(action, argument, answer, whole_ms),
            "commands": commands_of(answer),
        }
        self._raw.append({"request": answer.request, "response": answer.response})
        self._entries.append(entry)
        if action != "event":
            self._last = answer
        return entry

    def _done(self, action: str, argument: Any) -> Answer:
        device = self._device
        if action in _WORDLESS:
            answer: Answer = getattr(device, action)()
            return answer
        if action == "say":
            return device.say(_text(argument, "say"))
        if action == "touch":
            token, *more = argument if isinstance(argument, list) and argument else [argument]
            return device.touch(_text(token, "touch"), *more)
        if action == "event":
            return self._event(argument)
        raise ActionError(f"there is no action {action!r}; there are {', '.join(_ACTIONS)}")

    def _event(self, argument: Any) -> Answer:
        if not isinstance(argument, Mapping) or not isinstance(argument.get("kind"), str):
            raise ActionError(
                'an event is an object with its `kind`, e.g. {"kind": "linked", "customer": "ben"}'
            )
        about = dict(argument)
        kind = about.pop("kind")
        unknown = sorted(set(argument) - _ABOUT)
        if unknown:
            raise ActionError(f"an event has no {unknown[0]!r}; it may have {', '.join(sorted(_ABOUT))}")
        if kind == Event.LINKED:
            made(self._make, about.get("customer"), str(self._device.account.kind), self._device.locale)
        try:
            return self._device.event(kind, **about)
        except (TypeError, ValueError) as problem:
            raise ActionError(str(problem)) from problem


class Tabs:
    """The open ones; the one longest out of use goes when there are too many."""

    def __init__(self, make: MakeDevice) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._tabs: OrderedDict[str, Tab] = OrderedDict()

    def open(self, customer: str | None, kind: str, locale: str) -> Tab:
        """Raises ActionError."""
        tab = Tab(secrets.token_urlsafe(12), self._make, made(self._make, customer, kind, locale))
        with self._lock:
            self._tabs[tab.id] = tab
            surplus = [self._tabs.popitem(last=False)[1] for _ in range(len(self._tabs) - MOST_TABS)]
        for gone in surplus:
            gone.close()
        return tab

    def get(self, id: str) -> Tab | None:
        with self._lock:
            if id in self._tabs:
                self._tabs.move_to_end(id)
            return self._tabs.get(id)


def made(make: MakeDevice, customer: str | None, kind: str, locale: str) -> Device:
    """A new device. Raises ActionError."""
    try:
        return make(customer, DeviceKind(kind), locale)
    except ValueError as problem:
        raise ActionError(str(problem)) from problem


def _text(argument: Any, action: str) -> str:
    if not isinstance(argument, str) or not argument.strip():
        raise ActionError(f"`{action}` needs a text")
    if len(argument) > MOST_SAID:
        raise ActionError(f"`{action}` takes {MOST_SAID} characters at most")
    return argument.strip()
