"""Makes the event files from `events.yaml`: `python -m tests.events.make [NAME …]`, ready for `sam local invoke -e`.

An event that follows others is what the stand-in for Alexa sends after them, with the session that the real skill left.
Everything is as on one day of the example world, NOW, so that the answers can be known.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from simulator.device import Device
from simulator.envelope import SKILL_ID, SessionState, envelope
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model

HERE = Path(__file__).resolve().parent
NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
_ID = "00000000-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Entry:
    """One event of `events.yaml`, and what is expected of the answer."""

    name: str
    customer: str = "ana"
    device: str = "speaker"
    after: tuple[str, ...] = ()
    launch: bool = False
    say: str | None = None
    intent: str | None = None
    request: Mapping[str, Any] | None = None
    outside: bool = False
    """Arrives outside any session."""
    hears: tuple[str, ...] = ()
    open: bool | None = None
    silent: bool = False
    spoken_or_silent: bool = False
    can_fulfill: str | None = None

    @property
    def path(self) -> Path:
        return HERE / f"{self.name}.json"


def entries() -> list[Entry]:
    data = yaml.safe_load((HERE / "events.yaml").read_text(encoding="utf-8"))
    made = [Entry(name, **fields) for name, fields in data.items()]
    return [replace(entry, after=tuple(entry.after), hears=tuple(entry.hears)) for entry in made]


def event(entry: Entry, skill: LocalSkill) -> dict[str, Any]:
    """The envelope; raises ValueError when the stand-in hears another intent than the name says."""
    sent: list[dict[str, Any]] = []
    device = Device(
        _noting(skill, sent), load_model("en-US"), customer=entry.customer, device=entry.device, now=NOW
    )
    for words in entry.after:
        device.launch() if words == "open" else device.say(words)
    if entry.launch:
        device.launch()
    elif entry.say:
        device.say(entry.say)
        heard = sent[-1]["request"].get("intent", {}).get("name")
        if heard != entry.name:
            raise ValueError(f"{entry.name}: {entry.say!r} is heard as {heard}")
    else:
        sent.append(_around(_request(entry), device, sent))
    return _settled(sent[-1], entry)


def _noting(skill: LocalSkill, sent: list[dict[str, Any]]) -> LocalSkill:
    def handler(request: Any, context: Any = None) -> Any:
        sent.append(json.loads(json.dumps(request)))
        return skill(request, context)

    return LocalSkill(handler, skill.world)


def _request(entry: Entry) -> Mapping[str, Any]:
    if entry.request:
        return entry.request
    return {"type": "IntentRequest", "intent": {"name": entry.intent, "confirmationStatus": "NONE"}}


def _around(request: Mapping[str, Any], device: Device, sent: list[dict[str, Any]]) -> dict[str, Any]:
    attributes = device.attributes if sent else {}
    state = SessionState(new=not sent, attributes=dict(attributes))
    return envelope(request, device.account, state, "en-US", NOW)


def _settled(made: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """Without what differs from one making to the next."""
    made["request"]["requestId"] = f"amzn1.echo-api.request.{_ID}"
    if entry.outside:
        made.pop("session")
    else:
        made["session"]["sessionId"] = f"amzn1.echo-api.session.{_ID}"
    return made


@contextmanager
def skill_of_events() -> Iterator[LocalSkill]:
    """The skill as it is deployed: a session's owner is recognized by a hash that is keyed with the skill's id."""
    with local_skill(NOW) as skill, skill.with_settings({"SHOP_HELPER_SKILL_ID": SKILL_ID}):
        yield skill


def main(names: list[str]) -> int:
    with skill_of_events() as skill:
        for entry in entries():
            if not names or entry.name in names:
                entry.path.write_text(json.dumps(event(entry, skill), indent=2) + "\n", encoding="utf-8")
                print(entry.path.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
