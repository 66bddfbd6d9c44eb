"""The Lambda's entry point: `lambda_function.handler`.

Makes the skill once per cold start and answers whatever arrives: what the SDK can't read is answered here,
politely or not at all as the platform's rules ask. Only a skill event can fail: its work has to be done, so Alexa is to
deliver it again.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from ask_sdk_model import RequestEnvelope

from shop_helper.alexa.envelope import Duty, duty_of, request_type, sanitize
from shop_helper.alexa.session import unsettled_attributes
from shop_helper.alexa.turns import Invocation
from shop_helper.dialog.writing import WriteState, Writing
from shop_helper.errors import EventFailedError, NoKnowledgeError
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings

log = logging.getLogger("shop_helper")

_SORRY = "Something went wrong on my side. Please try again in a moment."
_NOTHING = "I can't tell right now, because I can't reach the answers. Please try again in a few minutes."
_SAVED = "That's saved, but something went wrong on my side after that."
_UNSURE = "Something went wrong on my side, and I can't tell whether that was saved. Trying again won't do it twice."
_AGAIN = "Shall I try again?"
"""Said only when no skill could be made, or none could answer, so they can't come from the prompts."""


_starting = threading.Lock()


def running() -> ReloadingSkill:
    """The skill of this process, for all of its threads. Raises ConfigurationError when it can't be made."""
    with _starting:
        return _started()


@cache
def _started() -> ReloadingSkill:
    settings = Settings.from_environment(os.environ)
    logging.getLogger("shop_helper").setLevel(settings.log_level)
    return ReloadingSkill(settings)


def handler(event: Any, context: object = None) -> dict[str, Any]:
    """Answer one request envelope with one response envelope. Raises EventFailedError."""
    kind, invocation = request_type(event), Invocation(context)
    try:
        return _invoke(event, kind, invocation)
    except NoKnowledgeError as problem:
        log.error("request of type %s could not be answered: %s", kind, problem)
        return _without_knowledge(kind)
    except Exception as problem:
        log.exception("request of type %s could not be answered", kind)
        duty = duty_of(kind)
        if duty is Duty.WORK:
            raise EventFailedError(f"{kind} failed") from problem
        return _spoken_sorry(event, invocation.writing) if duty is Duty.SPEAK else _empty()


def _invoke(event: Any, kind: str, context: Invocation) -> dict[str, Any]:
    envelope = sanitize(event, datetime.now(UTC))
    if envelope is None:
        log.warning("request of type %r is not one this skill knows", kind[:80])
        return _empty()
    if not running().accepts(envelope):
        log.warning("request refused: it is another skill's")
        return _empty()
    made = running().current()
    request = made.serializer.deserialize(payload=json.dumps(envelope), obj_type=RequestEnvelope)
    return cast(dict[str, Any], made.serializer.serialize(made.invoke(request, context)))


def _empty() -> dict[str, Any]:
    return {"version": "1.0", "response": {}}


def _without_knowledge(kind: str) -> dict[str, Any]:
    """Say so where something may be said. Raises EventFailedError for an event, which comes again."""
    duty = duty_of(kind)
    if duty is Duty.WORK:
        raise EventFailedError(f"{kind} failed")
    spoken = {"version": "1.0", "response": {**_speech(_NOTHING), "shouldEndSession": True}}
    return spoken if duty is Duty.SPEAK else _empty()


def _spoken_sorry(event: Any, writing: Writing) -> dict[str, Any]:
    """Says of a write what is known. Where nothing is, the session goes on, so that the next turn looks it up."""
    session = event.get("session")
    said, sent = f"{_UNSURE} {_AGAIN}", session.get("attributes") if isinstance(session, dict) else None
    attributes = unsettled_attributes(sent if isinstance(sent, dict) else None, writing, said, _AGAIN)
    if attributes is not None:
        response = {**_speech(said), "reprompt": _speech(_AGAIN), "shouldEndSession": False}
        return {"version": "1.0", "sessionAttributes": attributes, "response": response}
    said = _SAVED if writing.state is WriteState.DONE else _SORRY
    return {"version": "1.0", "response": {**_speech(said), "shouldEndSession": True}}


def _speech(words: str) -> dict[str, Any]:
    return {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{words}</speak>"}}
