"""Conversations with an invented skill, as they would go on an Echo."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from simulator.device import TROUBLE, Device
from tests.simulator import library_skill

Make = Callable[..., Device]


class Recorder:
    """A handler that keeps what it is asked and answers as told."""

    def __init__(self, *responses: dict[str, Any]) -> None:
        self.asked: list[dict[str, Any]] = []
        self._responses = list(responses)

    def __call__(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        self.asked.append(event)
        body = self._responses.pop(0) if self._responses else {}
        return {"version": "1.0", "sessionAttributes": {"kept": len(self.asked)}, "response": body}

    @property
    def types(self) -> list[str]:
        return [event["request"]["type"] for event in self.asked]


def speech(words: str = "Hello?", **rest: Any) -> dict[str, Any]:
    return {"outputSpeech": {"type": "PlainText", "text": words}, **rest}


OPEN: dict[str, Any] = {
    "shouldEndSession": False,
    "reprompt": {"outputSpeech": {"type": "PlainText", "text": "Well?"}},
}


def test_a_conversation_from_opening_to_goodbye(make: Make) -> None:
    device = make()
    opened = device.say("Alexa, open city library")
    assert (opened.speech, opened.reprompt, opened.session_open) == (
        "Welcome to the library. What would you like?",
        "What would you like?",
        True,
    )
    which = device.say("renew my books")
    assert which.session_open
    assert which.turn is not None
    assert which.turn["outcome"] == "asked"
    done = device.say("the red one")
    assert (done.intent, done.speech, done.session_open) == ("PickIntent", "Renewed: red one.", False)
    assert done.ms > 0


def test_the_sessions_own_values_are_resolved_in_the_next_request(make: Make) -> None:
    device = make()
    device.say("renew my books")
    slot = device.say("the blue atlas").request["request"]["intent"]["slots"]["book"]
    authorities = slot["resolutions"]["resolutionsPerAuthority"]
    assert [a["status"]["code"] for a in authorities] == ["ER_SUCCESS_NO_MATCH", "ER_SUCCESS_MATCH"]
    assert authorities[1]["authority"].startswith("amzn1.er-authority.echo-sdk.dynamic.amzn1.ask.skill.")
    assert authorities[1]["values"] == [{"value": {"name": "the blue atlas", "id": "loan-1"}}]


def test_own_values_end_with_the_session(make: Make) -> None:
    device = make()
    device.say("renew my books")
    device.close()
    slot = device.say("renew the blue atlas").request["request"]["intent"]["slots"]["book"]
    assert len(slot["resolutions"]["resolutionsPerAuthority"]) == 1


def test_a_one_shot_is_a_new_session_with_an_intent(make: Make) -> None:
    for text in ("ask city library to renew my books", "renew my books"):
        answer = make().say(text)
        assert answer.request["session"]["new"] is True
        assert answer.intent == "RenewIntent"


def test_calling_the_skill_again_starts_a_new_session(make: Make) -> None:
    device = make()
    first = device.launch().request["session"]["sessionId"]
    again = device.say("ask city library what have i borrowed").request["session"]
    assert again["new"] is True
    assert again["sessionId"] != first


def test_attributes_travel_within_a_session_and_no_further(make: Make) -> None:
    handler = Recorder(speech(**OPEN), speech(**OPEN), speech(shouldEndSession=True))
    device = make(handler)
    for _ in range(4):
        device.say("what have i borrowed")
    sessions = [event["session"] for event in handler.asked]
    assert [s["new"] for s in sessions] == [True, False, False, True]
    assert [s["attributes"] for s in sessions] == [{}, {"kept": 1}, {"kept": 2}, {}]
    assert len({s["sessionId"] for s in sessions[:3]}) == 1


def read_by_the_sdk(event: dict[str, Any]) -> Any:
    from ask_sdk_core.serialize import DefaultSerializer
    from ask_sdk_model import RequestEnvelope

    return DefaultSerializer().deserialize(json.dumps(event), RequestEnvelope)


@pytest.mark.filterwarnings("ignore:invalid escape sequence")  # in ask_sdk_core's source
@pytest.mark.parametrize("kind", ["speaker", "round", "large"])
def test_every_envelope_is_one_that_the_sdk_reads(make: Make, kind: str) -> None:
    handler = Recorder(speech(**OPEN), speech(**OPEN), speech(**OPEN), speech(**OPEN))
    device = make(handler, device=kind, customer="ana")
    device.launch()
    device.say("book a room for tomorrow at five p m")
    device.touch("row-1")
    device.close()
    read = [read_by_the_sdk(event) for event in handler.asked]
    assert [type(envelope.request).__name__ for envelope in read] == [
        "LaunchRequest",
        "IntentRequest",
        "UserEvent",
        "SessionEndedRequest",
    ]
    system = read[1].context.system
    assert system.user.access_token == "local:ana"
    assert bool(system.device.supported_interfaces.alexa_presentation_apl) is (kind != "speaker")
    assert read[1].request.timestamp.isoformat() == "2026-11-24T10:30:00+00:00"
    assert read[1].request.intent.slots["day"].value == "2026-11-25"
    assert read[1].request.intent.slots["length"].value is None


def test_no_account_means_no_token(make: Make) -> None:
    assert "accessToken" not in make().launch().request["context"]["System"]["user"]


def test_a_handler_that_knows_the_tokens_is_asked_for_them(make: Make) -> None:
    handler = Recorder()
    handler.token_of = lambda customer: f"secret of {customer}"  # type: ignore[attr-defined]
    user = make(handler, customer="ana").launch().request["session"]["user"]
    assert user["accessToken"] == "secret of ana"


def test_silence_brings_the_reprompt_and_then_the_end(make: Make) -> None:
    handler = Recorder(speech(**OPEN))
    device = make(handler)
    device.launch()
    assert (device.silence().speech, device.session_open) == ("Well?", True)
    assert not device.silence().session_open
    assert handler.asked[-1]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert device.silence().request == {}


def test_leaving_tells_the_skill_once(make: Make) -> None:
    handler = Recorder(speech(**OPEN))
    device = make(handler)
    device.launch()
    device.close()
    device.close()
    assert handler.types == ["LaunchRequest", "SessionEndedRequest"]
    assert handler.asked[-1]["request"]["reason"] == "USER_INITIATED"


def test_exit_ends_the_session_without_an_intent(make: Make) -> None:
    handler = Recorder(speech(**OPEN))
    device = make(handler)
    device.launch()
    assert device.say("exit").speech == ""
    assert handler.types == ["LaunchRequest", "SessionEndedRequest"]


def test_the_slot_that_the_skill_asks_for_is_filled_by_the_next_sentence(make: Make) -> None:
    elicit = {"type": "Dialog.ElicitSlot", "slotToElicit": "when"}
    handler = Recorder(speech(**OPEN, directives=[elicit]))
    device = make(handler)
    device.say("book a room for tomorrow")
    answer = device.say("half past seven")
    assert answer.intent == "RoomIntent"
    assert answer.request["request"]["intent"]["slots"]["when"]["value"] == "07:30"
    assert device.say("half past seven").intent != "RoomIntent"


def test_a_session_without_a_word_on_its_end_stays_open_only_on_a_screen(make: Make) -> None:
    screen = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {"type": "APL"}}
    for kind, stays in (("speaker", False), ("large", True)):
        device = make(Recorder(speech(directives=[screen])), device=kind)
        assert device.launch().session_open is stays
        assert bool(device.screen) is stays


def test_several_values_are_sent_as_a_list() -> None:
    from pathlib import Path

    from simulator.model import Model

    pizza = Model.load(Path(__file__).parent.parent / "models" / "pizza.json", "en-US")
    device = Device(Recorder(), replace(pizza, dialog={}))
    slots = device.say("a pizza with olives and red onion").request["request"]["intent"]["slots"]
    values = slots["toppings"]["slotValue"]["values"]
    assert slots["toppings"]["slotValue"]["type"] == "List"
    found = [v["resolutions"]["resolutionsPerAuthority"][0]["values"][0]["value"]["id"] for v in values]
    assert found == ["olives", "onion"]


def raising(event: Any, context: object) -> Any:
    raise KeyError("shelf")


def leaving(event: Any, context: object) -> Any:
    raise SystemExit(3)


@pytest.mark.parametrize(
    ("handler", "why"),
    [
        (raising, "the handler raised an exception: KeyError: 'shelf' (test_device.py:"),
        (leaving, "SystemExit: 3"),
        (lambda event, context: None, "expected an object, got NoneType"),
        (lambda event, context: {"response": "hi"}, "no object `response`"),
        (lambda event, context: {"response": {"shouldEndSession": "no"}}, "neither true nor false"),
        (lambda event, context: {"response": {"directives": ["x"]}}, "a directive is no object"),
        (lambda event, context: {"response": {}, "at": object()}, "not JSON"),
        (lambda event, context: {"response": speech("x" * 8_001)}, "longer than 8,000 characters"),
        (lambda event, context: {"response": {}, "sessionAttributes": {"a": "x" * 125_000}}, "too large"),
        (
            lambda event, context: {
                "response": {"outputSpeech": {"type": "SSML", "ssml": "<speak>a & b</speak>"}}
            },
            "outputSpeech: the SSML is not well-formed",
        ),
        (lambda event, context: {"response": {"outputSpeech": {"type": "SSML", "ssml": "hi"}}}, "no <speak>"),
        (lambda event, context: {"response": {"outputSpeech": {"type": "Song"}}}, "expected type SSML"),
        (
            lambda event, context: {
                "response": {"directives": [{"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "x"}]}
            },
            "expected REPLACE or CLEAR",
        ),
    ],
)
def test_a_skill_that_fails_is_heard_as_alexa_says_it(make: Make, handler: Any, why: str) -> None:
    answer = make(handler).launch()
    assert answer.speech == TROUBLE
    assert why in answer.problem
    assert not answer.session_open


def test_a_skill_that_failed_is_told_that_the_session_ended_with_an_error(make: Make) -> None:
    handler = Recorder({"shouldEndSession": "perhaps"})
    make(handler).launch()
    last = handler.asked[-1]["request"]
    assert (last["type"], last["reason"], last["error"]["type"]) == (
        "SessionEndedRequest",
        "ERROR",
        "INVALID_RESPONSE",
    )


def test_a_skill_that_is_too_slow_is_not_waited_for(make: Make) -> None:
    import threading

    release = threading.Event()

    def slow(event: Any, context: object) -> dict[str, Any]:
        release.wait(5)
        return {"response": {}}

    answer = make(slow, time_limit_s=0.05).launch()
    release.set()
    assert (answer.speech, answer.problem) == (TROUBLE, "no answer within 8 seconds")


def test_the_device_goes_on_after_a_failure(make: Make) -> None:
    failing = iter([True, False, False])

    def once(event: Any, context: object) -> Any:
        return None if next(failing) else library_skill.handler(event, context)

    device = make(once)
    assert device.launch().problem
    assert device.launch().speech.startswith("Welcome")


def test_what_a_skill_logs_as_an_error_is_kept(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    import logging

    def complaining(event: Any, context: object) -> dict[str, Any]:
        try:
            raise ValueError("no shelf")
        except ValueError:
            logging.getLogger("shop_helper").exception("a shelf is missing")
        return {"response": speech("Sorry.")}

    answer = make(complaining).launch()
    assert "a shelf is missing: ValueError: no shelf" in answer.errors[0]
    assert capsys.readouterr().err == ""


def test_the_handler_cannot_change_the_devices_session(make: Make) -> None:
    def meddling(event: dict[str, Any], context: object) -> dict[str, Any]:
        event["session"]["attributes"]["x"] = 1
        return {"response": speech(**OPEN)}

    device = make(meddling)
    assert device.launch().request["session"]["attributes"] == {}
    assert device.say("help").request["session"]["attributes"] == {}


def test_a_sentence_no_intent_is_near_is_not_sent() -> None:
    from pathlib import Path

    from simulator.model import Model

    hello = Model.load(Path(__file__).parent.parent / "models" / "hello.json", "en-US")
    handler = Recorder(speech(**OPEN))
    device = Device(handler, hello)
    answer = device.say("banana")
    assert (answer.speech, answer.request, handler.asked) == ("Sorry, I don't know that one.", {}, [])
