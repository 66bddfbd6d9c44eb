"""Answers of a skill in which every rule of a response, a turn, a conversation and of speech is broken once."""

from __future__ import annotations

import time
from typing import Any

SLOW_LOCALE = "en-IN"
"""In which the skill takes longer than Alexa waits (RSP5)."""

SLOW_S = 8.2

_AGAIN = "Anything else?"


def _speech(words: str) -> dict[str, Any]:
    return {"type": "SSML", "ssml": f"<speak>{words}</speak>"}


def _asks(words: str, again: str = _AGAIN, **more: Any) -> dict[str, Any]:
    reprompt = {"outputSpeech": _speech(again)}
    body = {"outputSpeech": _speech(words), "reprompt": reprompt, "shouldEndSession": False}
    return {"version": "1.0", "response": body | more}


def _says(words: str) -> dict[str, Any]:
    return _asks(f"{words} {_AGAIN}", "Else?")


def _card(**card: Any) -> dict[str, Any]:
    return _asks(f"Here it is. {_AGAIN}", "Else?", card=card)


def _directive(kind: str, **directive: Any) -> dict[str, Any]:
    return _asks(f"Here it is. {_AGAIN}", "Else?", directives=[{"type": kind, **directive}])


_MANY_BOOKS = [{"id": str(n), "name": {"value": f"book {n}"}} for n in range(101)]

ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("RSP1", "EndlessIntent"): _says("word " * 1_700),
    ("RSP2", "HugeCardIntent"): _card(type="Simple", title="Hours", content="x" * 8_001),
    ("RSP3", "HugeAnswerIntent"): _says("It is here.") | {"sessionAttributes": {"kept": "x" * 125_000}},
    ("RSP4", "PlainAudioIntent"): _says('<audio src="http://example.com/a.mp3"/>'),
    ("RSP8", "MarkupIntent"): _says("Salt & pepper."),
    ("RSP9", "CardMarkupIntent"): _card(type="Simple", title="Hours", content="<b>Every</b> day."),
    ("RSP12", "SilentIntent"): {"version": "1.0", "response": {}},
    ("RSP13", "OldVersionIntent"): _says("It is here.") | {"version": "2"},
    ("CRD1", "PictureIntent"): _card(type="Picture"),
    ("DIR1", "DanceIntent"): _directive("Alexa.Dance"),
    ("DYN1", "ManyBooksIntent"): _directive(
        "Dialog.UpdateDynamicEntities",
        updateBehavior="REPLACE",
        types=[{"name": "BOOK", "values": _MANY_BOOKS}],
    ),
    ("CRT2", "HangsUpIntent"): {
        "version": "1.0",
        "response": {"outputSpeech": _speech("Which book?"), "shouldEndSession": True},
    },
    ("CRT9", "LinkIntent"): _card(type="LinkAccount"),
    ("CRT14", "ScreenIntent"): _says("You see them on the screen."),
    ("CRT15", "GermanIntent"): _says("Willkommen, das ist die Hilfe und Sie können mit mir reden."),
    ("VOI1", "LongIntent"): _says("This is a sentence of seven words. " * 12),
    ("VOI2", "WindingIntent"): _says(
        "If the book that you have waited for since the start of the month is not there by the end of this "
        "week then tell us about it here."
    ),
    ("VOI3", "ListIntent"): _says("I can help with loans, returns, fees, and reaching a person."),
    ("VOI4", "AddressIntent"): _says("Go to www.example.com to read it."),
    ("VOI5", "CodeIntent"): _says("Your card is 114-5038821-4417."),
    ("VOI6", "DateIntent"): _says("It is due on 2026-12-04."),
    ("VOI7", "MoneyIntent"): _says("It costs USD 12."),
    ("VOI8", "AbbreviationIntent"): _says("You can return it, e.g. by post."),
    ("VOI9", "SignIntent"): _says("The reader and/or the librarian."),
    ("VOI10", "MouseIntent"): _says("Click the button."),
    ("VOI11", "PlaceholderIntent"): _says("Your {item} is here."),
    ("VOI12", "LouderIntent"): _asks("Which book do you mean?", "Please do tell me which book you mean."),
    ("VOI13", "ShoutingIntent"): _says("You MUST NEVER do that."),
    ("VOI14", "ClockIntent"): _says("It comes at 17:30 today."),
}
"""Rule and intent → the answer that breaks it."""

FAILS = "FailingIntent"
"""CRT7: raises an exception."""

_BY_INTENT = {intent: answer for (_, intent), answer in ANSWERS.items()}
_CONVERSATION = {
    "LaunchRequest": _asks("Welcome to the library.", "Renew?"),  # CRT1: asks nothing
    "AMAZON.HelpIntent": _asks("Just ask?"),  # CRT3: says less than the launch
    "AMAZON.StopIntent": _asks("Really?", "Sure?"),  # CRT4: goes on
    "AMAZON.FallbackIntent": _asks("Sorry, what?", "What?"),  # CRT5: the same each time, and no person
    "AMAZON.YesIntent": _asks("Something went wrong. What now?", "Now?"),  # CRT8: an error out of context
}
_RAISES = {
    "not.a.token": "signature",  # CRT10
    "SkillDisabled": "no such customer",  # CRT12
    "SkillAccountLinked": "linked already",  # RSP11
    "Alexa.Something.New": "unknown type",  # RSP10
    f'"{FAILS}"': "no books",
}
GOODBYE = {"version": "1.0", "response": {"outputSpeech": _speech("Goodbye."), "shouldEndSession": True}}


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The Lambda's entry point."""
    request, text = event["request"], str(event).replace("'", '"')
    for words, message in _RAISES.items():
        if words in text:
            raise ValueError(message)
    if request["type"] not in ("LaunchRequest", "IntentRequest"):
        return GOODBYE  # RSP6: words to the end of a session; RSP7: to a CanFulfillIntentRequest
    if request["type"] == "LaunchRequest" and request.get("locale") == SLOW_LOCALE:
        time.sleep(SLOW_S)
    name = request["intent"]["name"] if "intent" in request else request["type"]
    return _CONVERSATION.get(name) or _BY_INTENT.get(name) or GOODBYE
