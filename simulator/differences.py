"""What an answer should be, and what it was: the keys of a conversation file's turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.device import Answer, Device
from simulator.on_screen import RENDER, texts, touchable
from simulator.record import slots_of

LISTS = frozenset({"hears", "not", "offered", "shows", "touches"})
"""Keys that hold a list."""

_MISSING = object()


def _drawn(answer: Answer) -> Mapping[str, Any]:
    """The directive of this turn that draws the screen; empty where there is none."""
    return next((drawn for drawn in answer.directives if drawn.get("type") == RENDER), {})


def facts(answer: Answer, device: Device | None = None) -> dict[str, Any]:
    """What is compared by being equal. What the skill says of its own turn is None where it logs none."""
    log, body = answer.turn or {}, answer.response.get("response", {})
    return {
        "intent": log.get("intent", answer.intent),
        "topic": (log.get("topics") or [None])[0],
        "prompt": log.get("prompt"),
        "outcome": log.get("outcome"),
        "asks": log.get("asks"),
        "open": answer.session_open,
        "offered": log.get("offered"),
        "speech": answer.speech,
        "reprompt": answer.reprompt,
        "request": answer.request.get("request", {}).get("type"),
        "link": (body.get("card") or {}).get("type") == "LinkAccount",
        "problem": bool(answer.problem),
        "screen": bool(device.screen) if device else None,
        "touches": touchable(_drawn(answer)),
    }


KEYS = frozenset(facts(Answer())) | {"slots", "ids", "hears", "not", "card", "session", "directives", "shows"}
"""All that a turn of a conversation file may say."""


def between(expected: Mapping[str, Any], answer: Answer, device: Device | None = None) -> list[str]:
    """One text for each thing that is not as expected."""
    got = facts(answer, device)
    found = [f"{k} is {got[k]!r}, expected {v!r}" for k, v in expected.items() if k in got and got[k] != v]
    heard = answer.speech.lower()
    found += [
        f"{word!r} was not said" for word in expected.get("hears", ()) if str(word).lower() not in heard
    ]
    found += [f"{word!r} was said" for word in expected.get("not", ()) if str(word).lower() in heard]
    shown = "\n".join(texts(_drawn(answer))).lower()
    found += [
        f"{word!r} is not on the screen"
        for word in expected.get("shows", ())
        if str(word).lower() not in shown
    ]
    found += _card(expected.get("card", _MISSING), answer)
    found += _slots(expected, answer)
    found += _session(expected.get("session") or {}, answer)
    kinds = [str(directive.get("type")) for directive in answer.directives]
    if "directives" in expected and kinds != expected["directives"]:
        found.append(f"directives are {kinds}, expected {expected['directives']}")
    return found


def _card(expected: Any, answer: Answer) -> list[str]:
    card = answer.card or {}
    words = str(card.get("content") or card.get("text") or "")
    if expected is False and words:
        return [f"a card was sent: {words!r}"]
    if isinstance(expected, str) and expected.lower() not in words.lower():
        return [f"{expected!r} is not on the card {words!r}"]
    return []


def _slots(expected: Mapping[str, Any], answer: Answer) -> list[str]:
    sent = answer.request.get("request", {}).get("intent", {}).get("slots") or {}
    values = {name: slot.get("value") for name, slot in sent.items()}
    ids = {name: found.get("id") for name, found in slots_of(answer).items()}
    wrong = []
    for name, value in (expected.get("slots") or {}).items():
        if values.get(name) != value:
            wrong.append(f"slot {name} is {values.get(name)!r}, expected {value!r}")
    for name, value in (expected.get("ids") or {}).items():
        if ids.get(name) != value:
            wrong.append(f"slot {name} means {ids.get(name)!r}, expected {value!r}")
    return wrong


def _session(expected: Mapping[str, Any], answer: Answer) -> list[str]:
    """Looked for among the session attributes, and within those that are objects; null: not there.

    Of an object only what is expected is compared.
    """
    attributes = answer.response.get("sessionAttributes") or {}
    layers = [attributes, *(value for value in attributes.values() if isinstance(value, dict))]
    wrong = []
    for name, value in expected.items():
        got = next((layer[name] for layer in layers if name in layer), None)
        if isinstance(got, dict) and isinstance(value, dict):
            got = {key: got.get(key) for key in value}
        if got != value:
            wrong.append(f"session {name} is {got!r}, expected {value!r}")
    return wrong


def told(action: str, argument: Any) -> str:
    """What happened, as a person would write it down."""
    return f"“{argument}”" if action == "say" else action if argument is True else f"{action} {argument}"


def picture(answer: Answer) -> str:
    """What was heard, recognised and answered, and what else was near: for a failed check."""
    recognition, lines = answer.recognition, list[tuple[str, str]]()
    if recognition is not None:
        slots = ", ".join(f"{name}={_slot(found)}" for name, found in slots_of(answer).items())
        near = ", ".join(f"{name} {score:.2f}" for name, score in recognition.runners_up)
        lines += [
            ("heard", f"“{recognition.text}”"),
            ("recognised", f"{recognition.intent} by {recognition.method} ({recognition.score:.2f}) {slots}"),
            ("sample", recognition.sample),
            ("also near", near),
        ]
    elif answer.request:
        lines.append(("sent", str(answer.request["request"]["type"])))
    lines += [
        ("answered", answer.speech or "(nothing)"),
        ("session", "open" if answer.session_open else "over"),
        ("problem", answer.problem),
        *(("logged", error) for error in answer.errors),
    ]
    return "\n".join(f"  {name + ':':<12}{text.strip()}" for name, text in lines if text.strip())


def _slot(found: Mapping[str, Any]) -> str:
    if "values" in found:
        return "[" + ", ".join(_slot(part) for part in found["values"]) + "]"
    return f"{found['value']!r}" + (f"→{found['id']}" if found["id"] else "")
