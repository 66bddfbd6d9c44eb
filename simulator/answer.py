"""What comes of one turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.endpoint import Called, speech_text
from simulator.recogniser import Recognition


@dataclass(frozen=True)
class Answer:
    """One turn: what was heard, and all that came of it."""

    speech: str = ""
    """The words heard."""
    ssml: str = ""
    reprompt: str = ""
    card: Mapping[str, Any] | None = None
    directives: tuple[Mapping[str, Any], ...] = ()
    recognition: Recognition | None = None
    """None where nothing was said: opened, touched, silence."""
    request: dict[str, Any] = field(default_factory=dict)
    """The whole envelope; empty when the skill was not asked."""
    response: dict[str, Any] = field(default_factory=dict)
    turn: dict[str, Any] | None = None
    """The record that the skill logged of its turn."""
    session_open: bool = False
    ms: float = 0.0
    """Time the handler took."""
    problem: str = ""
    """Why Alexa refused the skill's response; empty when it did not."""
    errors: tuple[str, ...] = ()
    """What the skill logged as an error."""
    dialog: str = ""
    """What the dialog manager does by itself, e.g. `elicits size`; empty when it does nothing."""

    @property
    def intent(self) -> str | None:
        """Name of the intent that was sent, if one was."""
        name = self.request.get("request", {}).get("intent", {}).get("name")
        return str(name) if name else None


def unheard(
    sent: dict[str, Any], came: Called, recognition: Recognition | None = None, session_open: bool = False
) -> Answer:
    """What came of a request whose response is not read out, or could not be."""
    return Answer(
        recognition=recognition,
        request=sent,
        response=came.response,
        turn=came.turn,
        session_open=session_open,
        ms=came.ms,
        problem=f"{came.problem or ''} {came.detail}".strip(),
        errors=came.errors,
    )


def answer_of(
    sent: dict[str, Any], came: Called, recognition: Recognition | None, session_open: bool
) -> Answer:
    body = came.response.get("response", {})
    speech, again = body.get("outputSpeech") or {}, (body.get("reprompt") or {}).get("outputSpeech")
    return replace(
        unheard(sent, came, recognition, session_open),
        speech=speech_text(speech),
        ssml=str(speech.get("ssml", "")),
        reprompt=speech_text(again),
        card=body.get("card"),
        directives=tuple(body.get("directives") or ()),
        problem="",
    )
