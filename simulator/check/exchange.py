"""One request and what the skill answered, as the checks of a turn see them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.check.spoken import heard

SPOKEN_TYPES = ("LaunchRequest", "IntentRequest")
"""Request types that are answered with words."""

_SILENT = re.compile(
    r"SessionEndedRequest|System\.ExceptionEncountered|AlexaSkillEvent\..*|AlexaHouseholdListEvent\..*|"
    r"Reminders\..*|Messaging\..*|AudioPlayer\..*|PlaybackController\..*|CanFulfillIntentRequest"
)


@dataclass(frozen=True)
class Exchange:
    """`request` and `response` are whole envelopes, `model` the interaction model as parsed JSON."""

    request: Mapping[str, Any]
    response: Mapping[str, Any]
    model: Mapping[str, Any] | None = None
    ms: float | None = None
    """Time the skill took."""

    @cached_property
    def body(self) -> Mapping[str, Any]:
        body = self.response.get("response")
        return body if isinstance(body, dict) else {}

    @property
    def kind(self) -> str:
        return str(_dict(self.request, "request").get("type", ""))

    @property
    def intent(self) -> str:
        return str(_dict(self.request, "request", "intent").get("name", ""))

    @property
    def is_spoken(self) -> bool:
        return self.kind in SPOKEN_TYPES

    @property
    def is_silent(self) -> bool:
        """Whether the platform allows no speech in the answer."""
        return bool(_SILENT.fullmatch(self.kind))

    @property
    def locale(self) -> str:
        return str(_dict(self.request, "request").get("locale") or "en-US")

    @property
    def has_screen(self) -> bool:
        interfaces = _dict(self.request, "context", "System", "device", "supportedInterfaces")
        return any(
            name in interfaces for name in ("Alexa.Presentation.APL", "Display", "Alexa.Presentation.HTML")
        )

    @cached_property
    def speech(self) -> str:
        """The words heard; empty when nothing is said, or nothing that can be."""
        return _words(self.body.get("outputSpeech"))

    @cached_property
    def reprompt(self) -> str:
        return _words(_dict(self.body, "reprompt").get("outputSpeech"))

    @cached_property
    def speeches(self) -> tuple[tuple[str, str, bool], ...]:
        """(place, text as sent, whether it is SSML) of speech and reprompt, where they are there."""
        found = []
        again = _dict(self.body, "reprompt").get("outputSpeech")
        for place, speech in (("speech", self.body.get("outputSpeech")), ("reprompt", again)):
            if isinstance(speech, dict):
                is_ssml = speech.get("type") == "SSML"
                found.append((place, str(speech.get("ssml" if is_ssml else "text") or ""), is_ssml))
        return tuple(found)

    @property
    def is_open(self) -> bool:
        return self.body.get("shouldEndSession") is False

    @property
    def card(self) -> Mapping[str, Any]:
        return _dict(self.body, "card")

    @property
    def directives(self) -> tuple[Mapping[str, Any], ...]:
        found = self.body.get("directives")
        return tuple(d for d in found if isinstance(d, dict)) if isinstance(found, list) else ()

    @property
    def place(self) -> str:
        """What was asked, in few words."""
        return self.intent or self.kind or "request"


def _words(speech: Any) -> str:
    if not isinstance(speech, dict):
        return ""
    try:
        return heard(str(speech.get("ssml" if speech.get("type") == "SSML" else "text") or ""))
    except ET.ParseError:
        return ""


def _dict(data: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    """The object at a path; an empty one where something else, or nothing, is."""
    for name in path:
        found = data.get(name)
        if not isinstance(found, dict):
            return {}
        data = found
    return data
