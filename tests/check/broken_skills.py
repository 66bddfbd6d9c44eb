"""A small skill that keeps every rule, and ways to break it: in plain dictionaries."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Handler = Callable[[Any, Any], Any]
Answer = tuple[str, str]
"""What is said, and the question after it; without a question the session ends."""

ASK = "What would you like?"
GOOD: dict[str, Answer] = {
    "launch": ("Welcome to the library. You can renew a book.", ASK),
    "AMAZON.HelpIntent": (
        "I renew books and answer questions. You can say: renew my books, or when are you open.",
        ASK,
    ),
    "AMAZON.StopIntent": ("Goodbye.", ""),
    "AMAZON.CancelIntent": ("Goodbye.", ""),
    "AMAZON.NavigateHomeIntent": ("Goodbye.", ""),
    "AMAZON.YesIntent": ("Nothing is open.", ASK),
    "AMAZON.NoIntent": ("Okay.", ASK),
    "fallback 1": ("I didn't get that.", ASK),
    "fallback 2": ("Sorry, say for example: renew my books.", ASK),
    "fallback 3": ("A person at the desk can help.", ASK),
    "AnythingElse": ("That is done.", "Anything else?"),
}  # fmt: skip


def library_data() -> dict[str, Any]:
    """The library's model with the built-in intents that certification asks for."""
    path = Path(__file__).parent.parent / "models" / "library.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    intents = data["interactionModel"]["languageModel"]["intents"]
    for name in GOOD:
        if name.startswith("AMAZON.") and name not in {intent["name"] for intent in intents}:
            intents.append({"name": name, "samples": []})
    return data


def skill(
    events: str = "", refuses: Mapping[str, str] | None = None, **changes: Answer | str | None
) -> Handler:
    """The good skill with other answers: `AMAZON_StopIntent=("Why?", "Why?")`; a string closes, None says nothing.

    `events` is said to whatever is no launch and no intent; `refuses` are words of a request → an exception's message.
    """
    answers: dict[str, Any] = GOOD | {
        name.replace("AMAZON_", "AMAZON.").replace("fallback_", "fallback "): answer
        for name, answer in changes.items()
    }

    def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
        text, request = json.dumps(event), event["request"]
        for words, message in (refuses or {}).items():
            if words in text:
                raise ValueError(message)
        if request["type"] not in ("LaunchRequest", "IntentRequest"):
            return {"version": "1.0", "response": {"outputSpeech": _ssml(events)} if events else {}}
        failures = (event["session"].get("attributes") or {}).get("failures", 0)
        name = request.get("intent", {}).get("name", "launch")
        if name == "AMAZON.FallbackIntent":
            failures += 1
            return _answer(answers[f"fallback {min(failures, 3)}"], failures)
        known = answers["RenewIntent"] if name == "RenewIntent" and "RenewIntent" in answers else None
        return _answer(known or answers.get(name, answers["AnythingElse"]), 0)

    return handler


def _answer(answer: Answer | str | None, failures: int) -> dict[str, Any]:
    if answer is None:
        return {"version": "1.0", "response": {}}
    words, ask = (answer, "") if isinstance(answer, str) else answer
    body: dict[str, Any] = {"outputSpeech": _ssml(f"{words} {ask}".strip()), "shouldEndSession": not ask}
    if ask:
        body["reprompt"] = {"outputSpeech": _ssml(ask)}
    return {"version": "1.0", "sessionAttributes": {"failures": failures}, "response": body}


def _ssml(words: str) -> dict[str, str]:
    return {"type": "SSML", "ssml": f"<speak>{words}</speak>"}


_GOOD = skill(RenewIntent=("Renewed: all of them.", "Anything else?"))


def good_skill(event: Any, context: Any) -> Any:
    return _GOOD(event, context)
