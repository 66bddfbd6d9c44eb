"""Requests that are not a conversation, or that the SDK does not know: each is answered, and most without words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from simulator.answer import Answer, unheard
from simulator.check.exchange import SPOKEN_TYPES
from simulator.check.findings import Finding, rules_in
from simulator.endpoint import call
from simulator.envelope import Account, SessionState, ended_request, envelope

if TYPE_CHECKING:
    from simulator.check.subject import Subject

EVENT_RULES = rules_in(
    """
    ask-sdk-core, DefaultSerializer:
      RSP10 seen: request types and values that the SDK does not know get an answer too
        → look at the raw request before the SDK does, and answer with an empty response
    smapi/skill-events-in-alexa-skills:
      RSP11 documented: skill events come more than once and out of order; each is answered without an error
        → make handling an event twice harmless
      CRT12 documented: SkillDisabled is answered without words and without an error (that the data is gone
        can't be seen from here)
        → handle AlexaSkillEvent.SkillDisabled: delete what is stored of the customer
    """
)

_EVENTS = (
    "SkillEnabled",
    "SkillAccountLinked",
    "SkillPermissionAccepted",
    "SkillPermissionChanged",
    "SkillDisabled",
)
_TIMES = {"eventCreationTime": "2026-11-24T10:00:00Z", "eventPublishingTime": "2026-11-24T10:00:01Z"}


def check_events(subject: Subject) -> Iterator[Finding]:
    for name in (*_EVENTS, *reversed(_EVENTS)):
        rule = "CRT12" if name == "SkillDisabled" else "RSP11"
        yield from _quiet(subject, f"AlexaSkillEvent.{name}", rule, {"body": {}, **_TIMES})
    for reason in ("USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"):
        error = {"type": "INVALID_RESPONSE", "message": "an example"} if reason == "ERROR" else None
        yield from _quiet(subject, "SessionEndedRequest", "RSP6", ended_request(reason, error))
    failed = {"error": {"type": "INVALID_RESPONSE", "message": "x"}, "cause": {"requestId": "x"}}
    yield from _quiet(subject, "System.ExceptionEncountered", "RSP6", failed)
    for kind in ("AudioPlayer.PlaybackFinished", "Alexa.Something.New"):
        yield from _quiet(subject, kind, "RSP10", {"token": "t", "offsetInMilliseconds": 0})
    yield from _unknown_values(subject)
    yield from _can_fulfill(subject)


def _quiet(subject: Subject, kind: str, rule: str, more: Mapping[str, Any]) -> Iterator[Finding]:
    answer = _send(subject, {**more, "type": kind})
    if answer.problem or answer.errors:
        yield Finding(rule, kind, answer.problem or f"is logged as an error: {answer.errors[0]}")
        return
    if kind == "Alexa.Something.New" and answer.response.get("response", {}).get("outputSpeech"):
        yield Finding("RSP10", kind, "is answered with words")
        return
    yield from subject.judge(answer, None, "")


def _unknown_values(subject: Subject) -> Iterator[Finding]:
    """A customer is talking: an enumeration's new value must not cost them the answer."""
    name = next((name for name in subject.model.intents if not name.startswith("AMAZON.")), None)
    if name is None:
        return
    intent = {"name": name, "confirmationStatus": "SOMETHING_NEW", "slots": {}}
    for place, request in (
        ("confirmationStatus SOMETHING_NEW", {"type": "IntentRequest", "intent": intent}),
        (
            "dialogState SOMETHING_NEW",
            {"type": "IntentRequest", "dialogState": "SOMETHING_NEW", "intent": {"name": name}},
        ),
    ):
        answer = _send(subject, request)
        if answer.problem or not answer.response.get("response", {}).get("outputSpeech"):
            yield Finding("RSP10", place, answer.problem or "is answered without words")
    unknown = {
        "type": "IntentRequest",
        "intent": {"name": "AnIntentOfAnotherModel", "confirmationStatus": "NONE"},
    }
    answer = _send(subject, unknown)
    if answer.problem:
        yield Finding("RSP10", "an intent that no handler knows", answer.problem)


def _can_fulfill(subject: Subject) -> Iterator[Finding]:
    """Only where the skill takes such requests: an empty answer says that it does not."""
    name = next(
        (name for name in subject.model.intents if not name.startswith("AMAZON.")), "AMAZON.HelpIntent"
    )
    answer = _send(subject, {"type": "CanFulfillIntentRequest", "intent": {"name": name, "slots": {}}})
    if answer.problem:
        yield Finding("RSP7", "CanFulfillIntentRequest", answer.problem)
    elif answer.response.get("response"):
        yield from subject.judge(answer, None, "")


def _send(subject: Subject, request: Mapping[str, Any]) -> Answer:
    """One request outside of any conversation, as JSON would bring it."""
    now = subject.now or datetime.now(UTC)
    session = SessionState(new=request["type"] in SPOKEN_TYPES)
    sent = envelope(json.loads(json.dumps(request)), Account(), session, subject.locale, now)
    return unheard(sent, call(subject.handler, sent))
