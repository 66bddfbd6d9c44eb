"""npm `virtual-alexa` as a device for conversation files: it finds intent and slots, and makes the request.

It hears nothing of what the skill logs, so `topic`, `prompt`, `outcome`, `asks` and `offered` can't be checked on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.answer import Answer
from simulator.check.exchange import Exchange
from simulator.check.findings import Finding
from simulator.check.turn_rules import check_turn
from simulator.endpoint import speech_text
from simulator.entities import Entity, Resolution
from simulator.envelope import SKILL_ID
from simulator.grammar import SlotReading
from simulator.model import MODELS
from simulator.recogniser import Recognition
from tests.clients.node import Lines
from tests.every_turn import MODEL

BLIND = frozenset({"topic", "prompt", "outcome", "asks", "offered", "wrote", "meanwhile"})
"""Keys of a conversation file that this client can't see."""


class VirtualAlexa:
    """Has what `simulator.conversations.act` calls. `answers` are all of them; `findings` what rules they break."""

    def __init__(self, lines: Lines, url: str, token: str | None, screen: bool = False) -> None:
        """`token` of account linking; None: not linked."""
        self._lines = lines
        self.screen: object = None
        """Something when a document has been sent to the screen."""
        self.answers: list[Answer] = []
        self.findings: list[Finding] = []
        model = str(MODELS / "en-US.json")
        opened = {"url": url, "model": model, "skill": SKILL_ID, "token": token, "screen": screen}
        if problem := lines.ask({"open": opened}).get("problem"):
            raise RuntimeError(f"virtual-alexa can't be set up: {problem}")

    def launch(self) -> Answer:
        return self._happen({"launch": True})

    def say(self, text: str) -> Answer:
        return self._happen({"say": text})

    def touch(self, token: str) -> Answer:
        return self._happen({"touch": token})

    def close(self) -> Answer:
        return self._happen({"close": True})

    def silence(self) -> Answer:
        return Answer(problem="virtual-alexa has no notion of silence")

    def retry(self) -> Answer:
        return Answer(problem="virtual-alexa sends no request twice")

    def event(self, kind: str, **slots: str) -> Answer:
        """An intent as if it had been understood: `{event: {kind: OrderStatusIntent, item: kettle}}`."""
        return self._happen({"intend": [kind, slots]})

    def _happen(self, event: dict[str, Any]) -> Answer:
        came = self._lines.ask(event)
        answer = answer_of(came)
        self.answers.append(answer)
        if answer.problem:
            return answer
        if any(d.get("type") == "Alexa.Presentation.APL.RenderDocument" for d in answer.directives):
            self.screen = answer.directives
        self.findings += check_turn(Exchange(answer.request, answer.response, MODEL))
        return answer


def answer_of(came: dict[str, Any]) -> Answer:
    response = came.get("response") or {}
    problem = str(came.get("problem") or response.get("errorMessage") or "")
    body = response.get("response") or {}
    speech = body.get("outputSpeech") or {}
    intent = (came.get("request") or {}).get("request", {}).get("intent") or {}
    return Answer(
        speech=speech_text(speech),
        ssml=str(speech.get("ssml", "")),
        reprompt=speech_text((body.get("reprompt") or {}).get("outputSpeech")),
        card=body.get("card"),
        recognition=Recognition("", intent["name"], readings(intent), method="given") if intent else None,
        directives=tuple(body.get("directives") or ()),
        request=came.get("request") or {},
        response=response,
        session_open=bool(came.get("open")),
        problem=problem,
    )


def readings(intent: Mapping[str, Any]) -> tuple[SlotReading, ...]:
    """The slots of a request, as they were resolved."""
    return tuple(
        SlotReading(name, "", slot["value"], tuple(_resolutions(slot)))
        for name, slot in intent.get("slots", {}).items()
        if slot.get("value") is not None
    )


def _resolutions(slot: Mapping[str, Any]) -> Iterator[Resolution]:
    for found in slot.get("resolutions", {}).get("resolutionsPerAuthority", ()):
        values = [one["value"] for one in found["values"]]
        yield Resolution("", False, tuple(Entity(value["id"], value["name"]) for value in values))
