"""Answers as text for a terminal: what is heard, and on demand what lies behind it."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Mapping
from typing import Any

from simulator.device import Answer
from simulator.grammar import SlotReading
from simulator.on_screen import RENDER, texts, touchable

STAND_IN = (
    "This is a stand-in for Alexa, not Alexa: it guesses the intent from the interaction model by its own simple"
    " rules, then calls the real skill. What you hear is the skill's; what is understood may differ on an Echo."
)
_MAX_WIDTH = 88


def width() -> int:
    return min(_MAX_WIDTH, shutil.get_terminal_size((80, 24)).columns)


def wrapped(text: str, indent: str = "") -> str:
    lines = text.splitlines() or [""]
    return "\n".join(
        textwrap.fill(line, width(), initial_indent=indent, subsequent_indent=indent) for line in lines
    )


def heard(answer: Answer) -> str:
    """What happens in the room: the words, and signs of what else came."""
    lines = [wrapped(answer.speech, "  ")] if answer.speech else []
    if answer.problem:
        lines.append(wrapped(f"[Alexa refused the skill's response: {answer.problem}]", "  "))
    lines += [wrapped(f"[the skill logged: {error}]", "  ") for error in answer.errors]
    signs = []
    if answer.card:
        linking = answer.card.get("type") == "LinkAccount"
        signs.append("a card to link the account" if linking else "a card, see :card")
    if any(directive.get("type") == RENDER for directive in answer.directives):
        signs.append("a screen, see :screen")
    if answer.dialog:
        signs.append("asked by Alexa itself")
    if answer.request and not answer.session_open:
        signs.append("the session is over")
    if signs:
        lines.append(f"  ({'; '.join(signs)})")
    return "\n".join(lines) or "  (nothing is said)"


def why(answer: Answer) -> str:
    """Intent, slots, topic and times of a turn."""
    return "\n".join(f"  {name + ':':<12} {text}" for name, text in reasons(answer) if text)


def reasons(answer: Answer) -> list[tuple[str, str]]:
    recognition, turn = answer.recognition, answer.turn or {}
    lines = [("request", answer.request.get("request", {}).get("type", "none was sent"))]
    if recognition is not None:
        lines += [
            ("heard", f"“{recognition.text}”"),
            (
                "intent",
                f"{recognition.intent or 'none'}, by {recognition.method}, score {recognition.score:.2f}",
            ),
            ("sample", recognition.sample),
            *(("slot", _slot(reading)) for reading in recognition.slots),
            ("also near", ", ".join(f"{name} {score:.2f}" for name, score in recognition.runners_up)),
        ]
    confidence = turn.get("confidence")
    lines += [
        ("topics", ", ".join(turn.get("topics") or ())),
        ("offered", ", ".join(turn.get("offered") or ())),
        ("outcome", str(turn.get("outcome") or "the skill logged no turn")),
        ("confidence", f"{confidence:.2f}" if isinstance(confidence, float) else ""),
        ("scores", _scores(turn.get("topic_scores"))),
        ("prompt", str(turn.get("prompt") or "")),
        ("dialog", f"Alexa {answer.dialog} by itself" if answer.dialog else ""),
        ("session", "open" if answer.session_open else "closed"),
        ("handler", f"{answer.ms:.0f} ms"),
        ("problem", answer.problem),
        *(("error", error) for error in answer.errors),
    ]
    return lines


def _slot(reading: SlotReading) -> str:
    if reading.parts:
        return f"{reading.name} = " + ", ".join(_slot(part) for part in reading.parts)
    found = (
        f" → {reading.id}" if reading.id else "" if not reading.resolutions else " (no value of the model)"
    )
    return f"{reading.name} = “{reading.value}”{found}"


def _scores(scores: Any) -> str:
    if isinstance(scores, Mapping):
        return ", ".join(f"{name} {score:.2f}" for name, score in scores.items() if isinstance(score, float))
    return ""


def card(answer: Answer) -> str:
    """The card as the Alexa app would show it."""
    if not answer.card:
        return "  (no card)"
    if answer.card.get("type") == "LinkAccount":
        return "  [Link your account to go on]"
    text = str(answer.card.get("content") or answer.card.get("text") or "")
    return "\n".join([wrapped(str(answer.card.get("title", "")), "  | "), "  |", wrapped(text, "  | ")])


def screen(document: Mapping[str, Any] | None) -> str:
    """What stands on it, as text, and what can be touched; `:raw` has the document."""
    if not document:
        return "  (nothing was sent to the screen)"
    lines = [wrapped(text, "  | ") for text in texts(document)] or ["  (a document without data)"]
    touches = ", ".join(touchable(document))
    return "\n".join([*lines, *([f"  (to touch: {touches})"] if touches else [])])


def raw(answer: Answer) -> str:
    return f"request:\n{as_json(answer.request)}\nresponse:\n{as_json(answer.response)}"


def as_json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)
