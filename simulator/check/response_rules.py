"""The platform's rules for one response: sizes, shape, SSML, cards, directives."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.check.exchange import Exchange
from simulator.check.findings import Finding, Rule, table
from simulator.check.ssml_rules import audio_problems, ssml_problems
from simulator.endpoint import MAX_RESPONSE, MAX_SPEECH

RULES: Mapping[str, Rule] = table("""
    custom-skills/request-and-response-json-reference:
      RSP1 documented: speech and reprompt have at most 8,000 characters each → say less; offer the rest
      RSP2 quoted: a card holds at most 8,000 characters, an image's address at most 2,000, https only
        → shorten the card
      RSP3 quoted: a whole response has at most 120 kB → keep less in the session, send a smaller document
    custom-skills/speech-synthesis-markup-language-ssml-reference:
      RSP4 quoted: at most 5 audio tags, https only → use fewer, from https
    custom-skills/request-and-response-json-reference:
      RSP5 documented: an answer within 8 seconds
        → answer sooner; send a progressive response when it may take over 2 seconds
      RSP6 quoted: an open session has a reprompt, a closed one none; no words to SessionEndedRequest,
        exceptions and events
        → add or remove the reprompt; answer with an empty response
    custom-skills/implement-canfulfillintentrequest-for-name-free-interaction:
      RSP7 documented: a CanFulfillIntentRequest is answered without speech or directives
        → answer with canFulfillIntent only
    custom-skills/speech-synthesis-markup-language-ssml-reference:
      RSP8 seen: SSML is well-formed, in one <speak>, not empty, with known tags and values
        → mend the SSML; escape &, < and > in values
    custom-skills/request-and-response-json-reference:
      RSP9 documented: no markup, code or placeholder on a card → send plain text to cards
    custom-skills/certification requirements 4:
      RSP12 believed: a launch or an intent is answered with words, or with what plays or asks in their place
        → say something
    custom-skills/request-and-response-json-reference:
      RSP13 documented: a response has its version, an object `response`, typed speech, and true or false for
        shouldEndSession
        → give it the shape of the reference
      CRD1 documented: a card is of a known type and has what that type needs → give it title and text, or permissions
    custom-skills/dialog-interface-reference:
      DIR1 documented: directives are of known types, complete, and fit the request and the model
        → mend the directive, or leave it out
    custom-skills/use-dynamic-entities-for-customized-interactions:
      DYN1 quoted: dynamic entities: REPLACE or CLEAR, at most 100 with synonyms, for types of the model, ids unique
        → send fewer, the likeliest first
    """)

MAX_CARD, MAX_URL, MAX_MS, MAX_ENTITIES = 8_000, 2_000, 8_000, 100

_CARDS: Mapping[str, tuple[str, ...]] = {
    "Simple": ("title", "content"),
    "Standard": ("title", "text"),
    "LinkAccount": (),
    "AskForPermissionsConsent": ("permissions",),
}
_INSTEAD_OF_WORDS = (
    "Dialog.Delegate",
    "AudioPlayer.",
    "VideoApp.",
    "Connections.",
    "GadgetController.",
    "Tasks.",
)
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "Dialog.ElicitSlot": ("slotToElicit",),
    "Dialog.ConfirmSlot": ("slotToConfirm",),
    "Dialog.ConfirmIntent": (),
    "Dialog.Delegate": (),
    "Dialog.DelegateRequest": ("target",),
    "Dialog.UpdateDynamicEntities": ("updateBehavior",),
    "Alexa.Presentation.APL.RenderDocument": ("document",),
    "Alexa.Presentation.APL.ExecuteCommands": ("token", "commands"),
    "Alexa.Presentation.APL.UpdateIndexListData": ("token",),
    "Alexa.Presentation.APL.SendIndexListData": ("correlationToken",),
    "AudioPlayer.Play": ("playBehavior", "audioItem"),
    "AudioPlayer.Stop": (),
    "AudioPlayer.ClearQueue": ("clearBehavior",),
    "VideoApp.Launch": ("videoItem",),
    "Hint": ("hint",),
    "Connections.StartConnection": ("uri",),
    "Connections.SendRequest": ("name",),
    "Tasks.CompleteTask": ("status",),
}
_DIALOG_TURNS = ("Dialog.ElicitSlot", "Dialog.ConfirmSlot", "Dialog.ConfirmIntent", "Dialog.Delegate")
_MARKUP = re.compile(
    r"</?[a-zA-Z][^>]*>|\{\w*\}|\{\{|\[(tel|digits):|&(amp|lt|gt|quot|nbsp|#\d+);|```|\*\*\w"
)


def check_response(turn: Exchange) -> list[Finding]:
    """Everything that is wrong with one response as the platform sees it."""
    return [finding for check in _CHECKS for finding in check(turn)]


def _shape(turn: Exchange) -> Iterator[Finding]:
    if turn.response.get("version") != "1.0":
        yield Finding(
            "RSP13", turn.place, f"version is {turn.response.get('version')!r}", 'answer with "1.0"'
        )
    if not isinstance(turn.response.get("response"), dict):
        yield Finding("RSP13", turn.place, "no object `response`")
    if turn.body.get("shouldEndSession") not in (None, True, False):
        yield Finding("RSP13", turn.place, "shouldEndSession is neither true nor false")
    again = turn.body.get("reprompt") or {}
    for speech in (turn.body.get("outputSpeech"), again.get("outputSpeech")):
        if speech is not None and (
            speech.get("type") not in ("SSML", "PlainText")
            or not isinstance(speech.get("ssml" if speech["type"] == "SSML" else "text"), str)
        ):
            yield Finding("RSP13", turn.place, "speech without a known type and its words")


def _sizes(turn: Exchange) -> Iterator[Finding]:
    for place, text, _ in turn.speeches:
        if len(text) > MAX_SPEECH:
            yield Finding("RSP1", f"{turn.place}, {place}", f"{len(text):,} characters")
    size = len(json.dumps(turn.response, ensure_ascii=False, default=str).encode())
    if size > MAX_RESPONSE:
        yield Finding("RSP3", turn.place, f"{size:,} bytes")
    if turn.ms is not None and turn.ms > MAX_MS:
        yield Finding("RSP5", turn.place, f"answered after {turn.ms / 1000:.1f} seconds")


def _ssml(turn: Exchange) -> Iterator[Finding]:
    for place, text, is_ssml in turn.speeches:
        if is_ssml:
            where = f"{turn.place}, {place}"
            yield from (Finding("RSP8", where, problem) for problem in ssml_problems(text))
            yield from (Finding("RSP4", where, problem) for problem in audio_problems(text))


def _words(turn: Exchange) -> Iterator[Finding]:
    answers = [name for name in ("outputSpeech", "reprompt", "card", "directives") if turn.body.get(name)]
    if turn.kind == "CanFulfillIntentRequest":
        yield from _can_fulfill(turn, answers)
    elif turn.is_silent:
        words = [name for name in answers if name in ("outputSpeech", "reprompt", "card")]
        if words:
            yield Finding(
                "RSP6", turn.place, f"is answered with {', '.join(words)}", "answer with an empty response"
            )
    elif turn.is_open and turn.speech and not turn.reprompt:
        yield Finding("RSP6", turn.place, "the session is left open without a reprompt", "add a reprompt")
    elif turn.body.get("shouldEndSession") is True and turn.reprompt:
        yield Finding("RSP6", turn.place, "the session ends, yet there is a reprompt", "leave it out")
    if turn.is_spoken and not turn.speech and not _may_be_wordless(turn):
        yield Finding("RSP12", turn.place, "nothing is said")


def _may_be_wordless(turn: Exchange) -> bool:
    ends = turn.intent in ("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent")
    plays = any(str(d.get("type", "")).startswith(_INSTEAD_OF_WORDS) for d in turn.directives)
    return plays or (ends and turn.body.get("shouldEndSession") is True) or bool(turn.speeches)


def _can_fulfill(turn: Exchange, answers: list[str]) -> Iterator[Finding]:
    if answers:
        yield Finding("RSP7", turn.place, f"is answered with {', '.join(answers)}")
    answer = turn.body.get("canFulfillIntent") or {}
    if answer.get("canFulfill") not in ("YES", "NO", "MAYBE"):
        yield Finding("RSP7", turn.place, "has no canFulfill of YES, NO or MAYBE")


def _card(turn: Exchange) -> Iterator[Finding]:
    card = turn.card
    if not card:
        return
    needs = _CARDS.get(str(card.get("type")))
    if needs is None:
        yield Finding("CRD1", turn.place, f"a card of the unknown type {card.get('type')!r}")
        return
    for name in needs:
        if not card.get(name):
            yield Finding("CRD1", turn.place, f"a {card['type']} card without {name}")
    text = "\n".join(str(card.get(name) or "") for name in ("title", "content", "text"))
    if len(text) > MAX_CARD:
        yield Finding("RSP2", turn.place, f"{len(text):,} characters on the card")
    for size, url in (card.get("image") or {}).items():
        if not str(url).startswith("https://") or len(str(url)) > MAX_URL:
            yield Finding("RSP2", turn.place, f"{size} is no https address of at most {MAX_URL:,} characters")
    if found := _MARKUP.search(text):
        yield Finding("RSP9", turn.place, f"{found.group()!r} stands on the card")


def _directives(turn: Exchange) -> Iterator[Finding]:
    asking = [d for d in turn.directives if d.get("type") in _DIALOG_TURNS]
    if len(asking) > 1:
        yield Finding("DIR1", turn.place, "more than one directive of the dialog", "send one")
    if asking and turn.kind != "IntentRequest":
        yield Finding("DIR1", turn.place, f"{asking[0]['type']} in answer to a {turn.kind}")
    if asking and turn.body.get("shouldEndSession") is True:
        yield Finding("DIR1", turn.place, f"{asking[0]['type']} and the end of the session")
    for directive in turn.directives:
        kind = str(directive.get("type"))
        missing = [name for name in _NEEDS.get(kind, ()) if not directive.get(name)]
        if kind not in _NEEDS:
            yield Finding("DIR1", turn.place, f"{kind} is no known directive")
        if missing:
            yield Finding("DIR1", turn.place, f"{kind} without {', '.join(missing)}")
        yield from _dialog(turn, directive)
        if kind == "Dialog.UpdateDynamicEntities":
            yield from _entities(turn, directive)


def _dialog(turn: Exchange, directive: Mapping[str, Any]) -> Iterator[Finding]:
    """What a dialog directive names is in the model."""
    slot = directive.get("slotToElicit") or directive.get("slotToConfirm")
    updated = directive.get("updatedIntent") or {}
    if turn.model is None or directive.get("type") not in _DIALOG_TURNS:
        return
    intents = _language(turn.model)["intents"]
    name = updated.get("name") or turn.intent
    found = next((intent for intent in intents if intent["name"] == name), None)
    if found is None:
        yield Finding("DIR1", turn.place, f"{directive['type']} for {name}, which the model does not have")
    elif slot and slot not in {entry["name"] for entry in found.get("slots") or []}:
        yield Finding("DIR1", turn.place, f"{directive['type']} for {slot}, which {name} does not have")


def _entities(turn: Exchange, directive: Mapping[str, Any]) -> Iterator[Finding]:
    if directive.get("updateBehavior") not in ("REPLACE", "CLEAR"):
        yield Finding("DYN1", turn.place, f"updateBehavior is {directive.get('updateBehavior')!r}")
    known = {entry["name"] for entry in _language(turn.model).get("types") or []} if turn.model else None
    count = 0
    for entry in directive.get("types") or []:
        values = entry.get("values") or []
        names = [value.get("name") or {} for value in values]
        count += sum(1 + len(name.get("synonyms") or ()) for name in names)
        ids = [value["id"] for value in values if value.get("id")]
        if len(ids) != len(set(ids)):
            yield Finding("DYN1", turn.place, f"an id stands twice in {entry.get('name')}", "make ids unique")
        if any(not name.get("value") for name in names):
            yield Finding("DYN1", turn.place, f"a value of {entry.get('name')} has no name", "name it")
        if (
            known is not None
            and entry.get("name") not in known
            and not str(entry.get("name")).startswith("AMAZON.")
        ):
            yield Finding("DYN1", turn.place, f"the model has no type {entry.get('name')}", "mend its name")
    if count > MAX_ENTITIES:
        yield Finding("DYN1", turn.place, f"{count} entities and synonyms; at most {MAX_ENTITIES}")


def _language(model: Mapping[str, Any]) -> Mapping[str, Any]:
    language: Mapping[str, Any] = model["interactionModel"]["languageModel"]
    return language


_CHECKS: tuple[Callable[[Exchange], Iterator[Finding]], ...] = (
    _shape,
    _sizes,
    _ssml,
    _words,
    _card,
    _directives,
)
