"""Dialogs led by Alexa: by itself, at the skill's word, and what a skill asks for itself."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from simulator.answer import Answer
from simulator.check.model_rules import check_model
from simulator.device import TROUBLE, Device
from simulator.dialog_model import DialogSlot, Validation
from simulator.model import Model
from simulator.slot_validation import broken

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
DATA: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "models" / "pizza.json").read_text(encoding="utf-8")
)


class Shop:
    """A pizza shop that answers as told and keeps what it is asked; without a word it says "Done."."""

    def __init__(
        self, *directives: dict[str, Any] | list[dict[str, Any]] | None, strategy: str = "ALWAYS"
    ) -> None:
        data = copy.deepcopy(DATA)
        data["interactionModel"]["dialog"]["delegationStrategy"] = strategy
        self.asked: list[dict[str, Any]] = []
        self._directives = list(directives)
        self.device = Device(self, Model.from_data(data, "en-US"), now=NOW)

    def __call__(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        self.asked.append(event["request"])
        told = self._directives.pop(0) if self._directives else None
        body: dict[str, Any] = {
            "outputSpeech": {"type": "PlainText", "text": "Done."},
            "shouldEndSession": True,
        }
        if told is not None:
            body = {"directives": told if isinstance(told, list) else [told], "shouldEndSession": False}
        return {"version": "1.0", "response": body}

    def hear(self, *sentences: str) -> list[Answer]:
        return [self.device.say(sentence) for sentence in sentences]

    def say(self, *sentences: str) -> list[str]:
        return [answer.speech for answer in self.hear(*sentences)]

    @property
    def states(self) -> list[str | None]:
        return [request.get("dialogState") for request in self.asked]

    def slots(self) -> dict[str, Any]:
        """Values of the intent that the skill was last asked for."""
        return {
            name: s.get("value") for name, s in self.asked[-1]["intent"]["slots"].items() if s.get("value")
        }


def test_the_model_of_the_shop_keeps_the_rules() -> None:
    assert [finding for finding in check_model(DATA, "en-US") if finding.rule == "DLG1"] == []


def test_alexa_asks_by_itself_and_the_skill_gets_the_whole_intent() -> None:
    shop = Shop()
    said = shop.say("order a pizza", "a big one please", "i need 2", "yes")
    assert said == ["What size?", "How many?", "2 big, is that right?", "Done."]
    assert shop.states == ["COMPLETED"]
    assert shop.slots() == {"size": "big", "count": "2"}
    assert shop.asked[0]["intent"]["confirmationStatus"] == "CONFIRMED"
    assert not shop.device.session_open


def test_what_was_said_at_once_is_not_asked_for() -> None:
    shop = Shop()
    assert shop.say("order three large pizzas") == ["3 large, is that right?"]
    assert shop.hear("no")[0].request["request"]["intent"]["confirmationStatus"] == "DENIED"


def test_an_answer_says_what_the_dialog_does_and_that_no_skill_was_asked() -> None:
    (answer,) = Shop().hear("order a pizza")
    assert (answer.dialog, answer.request, answer.session_open) == ("elicits size", {}, True)
    assert answer.reprompt == "What size?"


def test_silence_repeats_the_question_and_the_dialog_goes_on() -> None:
    shop = Shop()
    shop.hear("order a pizza")
    assert shop.device.silence().speech == "What size?"
    assert shop.say("small") == ["How many?"]


def test_a_value_that_breaks_a_rule_is_asked_for_again() -> None:
    shop = Shop()
    said = shop.say("order a gigantic pizza", "medium", "zero", "fifty", "two")
    assert said[0] == "We have no gigantic pizza. Small, medium or large?"
    assert said[1:4] == ["How many?", "At least one. How many?", "50 is too many. How many?"]
    assert said[4].startswith("2 medium")


def test_other_slots_of_the_intent_are_taken_on_the_way() -> None:
    shop = Shop()
    shop.hear("order a pizza", "order three large pizzas", "yes")
    assert shop.slots() == {"size": "large", "count": "3"}


def test_another_request_leaves_the_dialog() -> None:
    shop = Shop()
    shop.hear("order a pizza", "when are you open")
    assert (shop.asked[-1]["intent"]["name"], shop.states) == ("HoursIntent", [None])
    assert shop.say("yes") == ["Done."]
    assert shop.asked[-1]["intent"]["name"] == "AMAZON.YesIntent"


DELEGATE = {"type": "Dialog.Delegate"}


def test_the_skill_sees_each_turn_when_it_delegates_itself() -> None:
    shop = Shop(DELEGATE, DELEGATE, DELEGATE, None, strategy="SKILL_RESPONSE")
    assert shop.say("order a pizza", "small", "four", "yes")[:3] == [
        "What size?",
        "How many?",
        "4 small, is that right?",
    ]
    assert shop.states == ["STARTED", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS"]


def test_when_nothing_is_left_a_delegation_completes_the_intent() -> None:
    shop = Shop(DELEGATE, DELEGATE, strategy="SKILL_RESPONSE")
    assert shop.say("order three large pizzas", "yes") == ["3 large, is that right?", "Done."]
    assert shop.states == ["STARTED", "IN_PROGRESS", "COMPLETED"]


def test_a_delegation_may_fill_slots_for_the_customer() -> None:
    filled = {"name": "OrderPizzaIntent", "slots": {"size": {"name": "size", "value": "large"}}}
    filled["slots"]["size"]["resolutions"] = {  # type: ignore[index]
        "resolutionsPerAuthority": [{"values": [{"value": {"name": "large", "id": "L"}}]}]
    }
    shop = Shop({**DELEGATE, "updatedIntent": filled}, strategy="SKILL_RESPONSE")
    assert shop.say("order a pizza") == ["How many?"]


def test_a_slot_is_confirmed_and_asked_for_again_when_it_is_wrong() -> None:
    shop = Shop(DELEGATE, DELEGATE, DELEGATE, DELEGATE)
    said = shop.say("my number is 555 0134", "no", "555 0199", "that is right")
    assert said == ["Is 5550134 right?", "What is your number?", "Is 5550199 right?", "Done."]
    assert shop.states[-1] == "COMPLETED"
    assert shop.asked[-1]["intent"]["slots"]["phone"]["confirmationStatus"] == "CONFIRMED"


def test_yes_and_no_are_heard_though_the_model_has_no_such_intents() -> None:
    data = copy.deepcopy(DATA)
    language = data["interactionModel"]["languageModel"]
    language["intents"] = [
        i for i in language["intents"] if i["name"] not in ("AMAZON.YesIntent", "AMAZON.NoIntent")
    ]
    shop = Shop()
    shop.device = Device(shop, Model.from_data(data, "en-US"))
    assert shop.say("order three large pizzas", "yes please") == ["3 large, is that right?", "Done."]


@pytest.mark.parametrize(
    ("directive", "sentence", "expected"),
    [
        ({"type": "Dialog.ElicitSlot", "slotToElicit": "name"}, "Maria", {"name": "maria"}),
        ({"type": "Dialog.ElicitSlot", "slotToElicit": "ending"}, "four four one seven", {"ending": "4417"}),
    ],
)
def test_what_the_skill_elicits_fills_the_slot(directive: Any, sentence: str, expected: Any) -> None:
    shop = Shop(directive)
    shop.hear("i live in new york", sentence)
    assert shop.slots() == {"city": "new york", **expected}
    assert shop.states == ["STARTED", "IN_PROGRESS"]


@pytest.mark.parametrize(("said", "status"), [("yes", "CONFIRMED"), ("no thanks", "DENIED")])
def test_what_the_skill_confirms_is_told(said: str, status: str) -> None:
    shop = Shop({"type": "Dialog.ConfirmSlot", "slotToConfirm": "city"}, {"type": "Dialog.ConfirmIntent"})
    shop.hear("i live in new york", said, said)
    assert shop.asked[1]["intent"]["slots"]["city"]["confirmationStatus"] == status
    assert shop.asked[2]["intent"]["confirmationStatus"] == status


def test_a_dialog_goes_on_with_another_intent() -> None:
    chained = {**DELEGATE, "updatedIntent": {"name": "ContactIntent", "slots": {}}}
    shop = Shop(chained, DELEGATE)
    shop.hear("order three large pizzas", "yes")
    assert [request["intent"]["name"] for request in shop.asked] == ["OrderPizzaIntent", "ContactIntent"]
    assert shop.states == ["COMPLETED", "STARTED"]
    assert shop.device.say("555 0134").dialog == ""  # the skill leads this dialog
    assert shop.slots() == {"phone": "5550134"}


def test_a_dialog_goes_on_with_an_intent_that_alexa_leads() -> None:
    shop = Shop({**DELEGATE, "updatedIntent": {"name": "OrderPizzaIntent"}})
    assert shop.say("i live in new york", "small") == ["What size?", "How many?"]


@pytest.mark.parametrize(
    ("directives", "told"),
    [
        ([DELEGATE, {"type": "Dialog.ConfirmIntent"}], "2 directives of the dialog in one response"),
        (
            {"type": "Dialog.ElicitSlot", "slotToElicit": "colour"},
            "slotToElicit is 'colour', which is no slot of",
        ),
        ({"type": "Dialog.ConfirmSlot"}, "slotToConfirm is 'None'"),
        ({**DELEGATE, "updatedIntent": {"name": "NoIntent"}}, "the model has no intent NoIntent"),
        ({**DELEGATE, "updatedIntent": {"name": "HoursIntent"}}, "HoursIntent has no dialog"),
        (
            {**DELEGATE, "updatedIntent": {"name": "ContactIntent", "slots": {"x": {}}}},
            "the slot x, which is not of",
        ),
    ],
)
def test_a_directive_that_alexa_would_refuse_is_told(directives: Any, told: str) -> None:
    (answer,) = Shop(directives).hear("i live in new york")
    assert answer.speech == TROUBLE
    assert told in answer.problem


def test_delegating_without_an_intent_or_for_ever_is_refused() -> None:
    assert "after a request without an intent" in Shop(DELEGATE).hear("open pizza palace")[0].problem
    assert "is completed; answer instead" in Shop(DELEGATE).hear("order three large pizzas", "yes")[1].problem
    other = {**DELEGATE, "updatedIntent": {"name": "ContactIntent"}}
    again = {**DELEGATE, "updatedIntent": {"name": "OrderPizzaIntent"}}
    shop = Shop(*[other, again] * 10, strategy="SKILL_RESPONSE")
    assert "delegated for ever" in shop.hear("order a pizza")[0].problem


def slot(kind: str, **about: Any) -> DialogSlot:
    return DialogSlot("x", "T", validations=(Validation(kind, "no", about),))


@pytest.mark.parametrize(
    ("rule", "passes", "breaks"),
    [
        (slot("isInSet", values=["Red", "blue"]), "red", "green"),
        (slot("isNotInSet", values=["red"]), "green", "Red"),
        (slot("isGreaterThan", value="3"), "10", "3"),
        (slot("isGreaterThanOrEqualTo", value="3"), "3", "2"),
        (slot("isLessThan", value="10"), "9", "10"),
        (slot("isLessThanOrEqualTo", value="12:00"), "11:59", "12:01"),
        (slot("isInDuration", start="P0D", end="P1W"), "2026-11-24", "2026-12-02"),
        (slot("isNotInDuration", start="2026-12-24", end="2026-12-26"), "2026-12-27", "2026-12-25"),
        (slot("isGreaterThan", value="-P1D"), "2026-11-24", "2026-11-20"),
    ],
)
def test_each_rule_of_a_slot(rule: DialogSlot, passes: str, breaks: str) -> None:
    assert broken(rule, {"value": passes}, date(2026, 11, 24)) is None
    assert broken(rule, {"value": breaks}, date(2026, 11, 24)) is not None
    both = {"slotValue": {"type": "List", "values": [{"value": passes}, {"value": breaks}]}}
    assert broken(rule, both, date(2026, 11, 24)) is not None


def test_the_sessions_own_values_are_forgotten_after_half_an_hour() -> None:
    from datetime import timedelta

    clock = [NOW]
    values = [{"id": "x", "name": {"value": "jumbo"}}]
    own = {
        "type": "Dialog.UpdateDynamicEntities",
        "updateBehavior": "REPLACE",
        "types": [{"name": "SIZE", "values": values}],
    }
    shop = Shop(own)
    shop.device = Device(shop, shop.device.model, now=lambda: clock[0])
    shop.hear("when are you open")
    shop.device.say("jumbo")
    assert shop.device.entities.is_dynamic("SIZE")
    clock[0] += timedelta(minutes=31)
    shop.device.say("when are you open")
    assert not shop.device.entities.is_dynamic("SIZE")
