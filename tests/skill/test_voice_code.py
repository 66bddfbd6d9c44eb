"""Nothing of a voice code or a one-time number stays: not in the session, a log or what is said; and nothing is written
without the right one."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_helper.alexa.session import encode
from shop_helper.dialog.people import Customer
from shop_helper.dialog.reply import Card, Reply
from shop_helper.dialog.safety_questions import ResendNumber
from shop_helper.dialog.session import Session
from shop_helper.dialog.turn import RequestKind, Slot, Turn
from shop_helper.domain.code_request import CodeRequest
from shop_helper.domain.voice_code import TRIES, Accepted, Code
from shop_helper.errors import StoreError
from shop_helper.owner import Owners
from shop_helper.persistence.code_request import CodeRequests
from shop_helper.persistence.voice_code import VoiceCode
from simulator.memory import MemoryCodeRequests, MemoryVoiceCodes
from simulator.world import load_world
from tests.pipelines import pipeline_of, stores_of

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
RIGHT = "7391"
OWNERS = Owners("any")


class Talk:
    """A conversation with the pipeline, its session going from turn to turn as in an envelope."""

    def __init__(self, codes: VoiceCode, customer: str = "ana", shows_cards: bool = False) -> None:
        self.customer, self.shows_cards, self.now = customer, shows_cards, NOW
        table = codes._store
        assert isinstance(table, MemoryVoiceCodes)
        self.store = MemoryCodeRequests(table)
        requests = CodeRequests(self.store, codes)
        kept = replace(stores_of(load_world(NOW)), codes=codes, code_requests=requests)
        self.cases = kept.cases
        self._pipeline = pipeline_of(kept, note_unanswered=True, voice_code=True)
        self.session, self._number = Session(), 0
        self.attributes: list[str] = []
        self.number = ""
        """On the last card that carries one."""

    def open(self) -> Reply:
        """A new session."""
        self.session = Session()
        return self.say("")

    def say(self, intent: str, **slots: str) -> Reply:
        self._number += 1
        turn = Turn(
            kind=RequestKind.INTENT if intent else RequestKind.LAUNCH,
            request_id=f"request-{self._number}",
            locale="en-US",
            now=self.now,
            intent=intent or None,
            slots={name: Slot(text) for name, text in slots.items()},
            session=self.session,
            is_new=False,
            identify=lambda: Customer(self.customer),
            is_linked=True,
            asking=OWNERS.asking("user", self.customer),
            shows_cards=self.shows_cards,
        )
        answered = self._pipeline.answer(turn)
        self.session, reply = answered.session, answered.reply
        if reply.card is not None and reply.card.private:
            self.number = _number_on(reply.card)
            reply = replace(reply, card=None)
        self.attributes.append(json.dumps([encode(self.session), str(reply.card), answered.spoken.say]))
        return reply

    def proved(self) -> None:
        """The number is sent and said."""
        assert self.say("SetVoiceCodeIntent").prompt == "voice_code.number.sent"
        assert self.say("VoiceCodeIntent", number=self.number).prompt == "voice_code.number.right"

    def to_the_code(self) -> None:
        self.say("CancelOrderIntent", item="wall calendar")
        assert self.say("AMAZON.YesIntent").prompt == "voice_code.ask"

    @property
    def asked(self) -> str:
        """Kind of the open question; empty without one."""
        return self.session.open_question.kind if self.session.open_question else ""

    @property
    def written(self) -> int:
        return len(self.cases.of_customer("ana"))


def _number_on(card: Card) -> str:
    """The one-time number, which is read out in groups of digits."""
    found = re.search(r"\d(?:[\d ]*\d)?", card.text)
    assert found is not None
    return found.group().replace(" ", "")


def codes_of(digits: str) -> VoiceCode:
    codes = VoiceCode(MemoryVoiceCodes(), lambda: NOW)
    codes.set("ana", digits)
    return codes


@pytest.mark.parametrize(
    ("intent", "slot"),
    [
        ("VoiceCodeIntent", "code"),
        ("SelectIntent", "order_ending"),
        ("SelectIntent", "item"),
        ("HelpQuestionIntent", "question"),
        ("DescribeProblemIntent", "description"),
        ("OrderStatusIntent", "order_ending"),
    ],
)
def test_whatever_intent_brings_the_code_it_is_taken_and_kept_nowhere(
    intent: str, slot: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    talk = Talk(codes_of(RIGHT))
    talk.to_the_code()
    assert talk.say(intent, **{slot: "4826"}).prompt == "voice_code.wrong.two"
    assert talk.written == 0
    assert talk.say(intent, **{slot: f"it is {RIGHT}"}).prompt == "action.done.cancel"
    assert talk.written == 1
    everything = "".join(talk.attributes) + caplog.text
    assert not any(code in everything for code in ("4826", RIGHT))


@given(
    st.lists(
        st.sampled_from(["1111", "7392", "739", "73910", RIGHT, "yes", "question", "again", "fallback"]),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_written_unless_the_right_code_came_before_the_third_wrong_one(said: list[str]) -> None:
    talk, wrong, right = Talk(codes_of(RIGHT)), 0, False
    talk.to_the_code()
    words: dict[str, tuple[str, dict[str, Any]]] = {
        "yes": ("AMAZON.YesIntent", {}),
        "again": ("AMAZON.RepeatIntent", {}),
        "fallback": ("AMAZON.FallbackIntent", {}),
        "question": ("HelpQuestionIntent", {"question": "how long do i have to return something"}),
    }
    for text in said:
        asked = talk.asked == "voice_code"
        if text in words:
            intent, slots = words[text]
            talk.say(intent, **slots)
        else:
            talk.say("VoiceCodeIntent", code=text)
            if asked and len(text) >= 4 and wrong < TRIES:
                right |= text == RIGHT
                wrong = 0 if text == RIGHT else wrong + 1
    assert talk.written == int(right)


@pytest.mark.parametrize(
    ("intent", "slot"),
    [("VoiceCodeIntent", "code"), ("SelectIntent", "order_ending"), ("HelpQuestionIntent", "question")],
)
def test_a_code_is_chosen_by_saying_it_twice_and_its_digits_are_kept_nowhere(
    intent: str, slot: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    codes = VoiceCode(MemoryVoiceCodes(), lambda: NOW)
    talk = Talk(codes, "ben")
    talk.proved()
    assert talk.say(intent, **{slot: "4826"}).prompt == "voice_code.once_more"
    assert not codes.is_set("ben")
    assert talk.say(intent, **{slot: "my pin is 4826"}).prompt == "voice_code.set"
    assert codes.check("ben", "4826") == Accepted()
    assert talk.say("SetVoiceCodeIntent", code="9163").prompt == "voice_code.old"
    assert talk.say(intent, **{slot: "5937"}).prompt == "voice_code.wrong.two"
    assert talk.say(intent, **{slot: "4826"}).prompt == "voice_code.new"
    assert talk.say(intent, **{slot: "9163"}).prompt == "voice_code.once_more"
    assert talk.say(intent, **{slot: "9163"}).prompt == "voice_code.changed"
    everything = "".join(talk.attributes) + caplog.text
    assert not any(code in everything for code in ("4826", "9163", "5937", talk.number))


@given(
    st.lists(st.sampled_from(["7391", "4826", "1234", "5937", "set", "yes", "no", "question"]), max_size=9)
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_code_changes_only_after_the_old_one_and_the_new_one_twice(said: list[str]) -> None:
    codes = codes_of(RIGHT)
    talk, old_was_right, current = Talk(codes), False, RIGHT
    first: str | None = None
    others: dict[str, tuple[str, dict[str, Any]]] = {
        "yes": ("AMAZON.YesIntent", {}),
        "no": ("AMAZON.NoIntent", {}),
        "set": ("SetVoiceCodeIntent", {}),
        "question": ("HelpQuestionIntent", {"question": "how long do i have to return something"}),
    }
    for text in said:
        asked = talk.asked
        intent, slots = others.get(text, ("VoiceCodeIntent", {"code": text}))
        reply = talk.say(intent, **slots)
        if asked == "voice_code.old" and text == current:
            old_was_right = True
        if asked == "voice_code.new":
            first = text
        if reply.prompt == "voice_code.changed":
            assert old_was_right
            assert first == text
            current, old_was_right = text, False
    outcome = VoiceCode(codes._store, lambda: NOW + timedelta(days=2)).check("ana", current)
    assert outcome == Accepted()


def test_where_the_code_cannot_be_checked_nothing_is_written_and_it_can_be_tried_again() -> None:
    class Down(MemoryVoiceCodes):
        broken = True

        def read(self, customer_id: str, **named: Any) -> tuple[Code, int] | None:
            if self.broken:
                raise StoreError("down")
            return super().read(customer_id, **named)

    store = Down()
    codes = VoiceCode(store, lambda: NOW)
    codes.set("ana", RIGHT)
    talk = Talk(codes)
    talk.say("CancelOrderIntent", item="wall calendar")
    assert talk.say("AMAZON.YesIntent").prompt == "voice_code.unchecked"
    assert talk.written == 0
    store.broken = False
    assert talk.say("AMAZON.YesIntent").prompt == "voice_code.ask"
    store.broken = True
    assert talk.say("VoiceCodeIntent", code=RIGHT).prompt == "voice_code.unchecked"
    assert talk.written == 0
    store.broken = False
    talk.say("AMAZON.YesIntent")
    assert talk.say("VoiceCodeIntent", code=RIGHT).prompt == "action.done.cancel"


WORDS = {
    "set": ("SetVoiceCodeIntent", {}),
    "yes": ("AMAZON.YesIntent", {}),
    "forgot": ("ForgotCodeIntent", {}),
    "cancel": ("AMAZON.CancelIntent", {}),
    "question": ("HelpQuestionIntent", {"question": "how long do i have to return something"}),
}


@given(st.lists(st.sampled_from([*WORDS, "open", "4826", "9163", "012345", "999999"]), max_size=10))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whoever_does_not_see_the_card_sets_no_first_code_and_replaces_none(said: list[str]) -> None:
    for codes in (VoiceCode(MemoryVoiceCodes(), lambda: NOW), codes_of(RIGHT)):
        before, talk = codes.current("ana"), Talk(codes)
        for text in said:
            if text == "open":
                talk.open()
            elif text != talk.number:  # guessed: one in 900,000
                intent, slots = WORDS.get(text, ("VoiceCodeIntent", {"number": text}))
                talk.say(intent, **slots)
        assert codes.current("ana") == before


@pytest.mark.parametrize(
    ("intent", "slot", "words"),
    [
        ("VoiceCodeIntent", "number", "{}"),
        ("VoiceCodeIntent", "code", "{0[0]} {0[1]} {0[2]}, {0[3]} {0[4]} {0[5]}"),
        ("SelectIntent", "number", "{}"),
        ("HelpQuestionIntent", "question", "the number on the card is {}"),
        ("DescribeProblemIntent", "it_is", "{}"),
    ],
)
def test_the_number_is_taken_whatever_intent_brings_it_and_is_kept_nowhere(
    intent: str, slot: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    talk = Talk(VoiceCode(MemoryVoiceCodes(), lambda: NOW), "ben")
    talk.say("SetVoiceCodeIntent")
    assert talk.open().ask is not None
    assert talk.say(intent, **{slot: words.format(talk.number)}).prompt == "voice_code.number.right"
    talk.say("AMAZON.RepeatIntent")
    everything = "".join(talk.attributes) + caplog.text
    assert talk.number not in everything
    assert talk.number not in re.sub(r"\W", "", everything)


def test_what_travels_with_the_session_is_the_same_whichever_code_and_number() -> None:
    """Else a reader of the session could try all of them."""
    travelled = []
    for code in ("4826", "9163"):
        talk = Talk(VoiceCode(MemoryVoiceCodes(), lambda: NOW), "ben")
        talk.proved()
        talk.say("VoiceCodeIntent", code=code)
        talk.say("AMAZON.RepeatIntent")
        talk.say("VoiceCodeIntent", code="7777")
        talk.say("VoiceCodeIntent", code=code)
        assert talk.say("VoiceCodeIntent", code=code).prompt == "voice_code.set"
        assert talk.say("SetVoiceCodeIntent").prompt == "voice_code.old"
        talk.say("VoiceCodeIntent", code=code)
        talk.say("VoiceCodeIntent", code="5802")
        assert talk.say("VoiceCodeIntent", code="5802").prompt == "voice_code.changed"
        assert talk.say("ForgotCodeIntent").prompt == "voice_code.number.sent"
        travelled.append(talk.attributes)
    assert travelled[0] == travelled[1]
    assert not re.search(r"[0-9a-f]{12}|[A-Za-z0-9+/]{16}=", "".join(travelled[0]))


def test_a_number_that_has_run_out_can_be_had_anew() -> None:
    talk = Talk(VoiceCode(MemoryVoiceCodes(), lambda: NOW), "ben")
    talk.say("SetVoiceCodeIntent")
    talk.now = NOW + timedelta(minutes=10)
    reply = talk.say("VoiceCodeIntent", number=talk.number)
    assert (reply.prompt, reply.ask) == ("voice_code.number.expired", ResendNumber())
    assert talk.say("AMAZON.YesIntent").prompt == "voice_code.number.sent"
    assert talk.say("VoiceCodeIntent", number=talk.number).prompt == "voice_code.number.right"
    talk.now += timedelta(minutes=10)
    assert talk.say("VoiceCodeIntent", code="4826").prompt == "voice_code.expired"


@pytest.mark.parametrize(
    "words", ["i never got a card", "send me a new one", "i can't find the card", "please resend it"]
)
def test_a_new_number_can_be_asked_for_in_other_words(words: str) -> None:
    talk = Talk(VoiceCode(MemoryVoiceCodes(), lambda: NOW), "ben")
    talk.say("SetVoiceCodeIntent")
    assert talk.say("HelpQuestionIntent", question=words).prompt == "voice_code.number.sent"


@pytest.mark.parametrize("wish", ["SetVoiceCodeIntent", "ForgotCodeIntent"])
def test_where_the_room_would_see_the_card_no_number_is_made(wish: str) -> None:
    talk = Talk(VoiceCode(MemoryVoiceCodes(), lambda: NOW), "ben", shows_cards=True)
    reply = talk.say(wish)
    assert (reply.prompt, reply.card) == ("voice_code.number.screen", None)
    assert talk.store.read("ben") == (CodeRequest(), 0)


def test_a_number_sent_to_the_app_can_be_said_on_any_device() -> None:
    talk = Talk(VoiceCode(MemoryVoiceCodes(), lambda: NOW), "ben")
    talk.say("SetVoiceCodeIntent")
    talk.shows_cards = True
    talk.open()
    assert talk.say("VoiceCodeIntent", number=talk.number).prompt == "voice_code.number.right"


@pytest.mark.parametrize("step", ["read", "write"])
def test_where_requests_cannot_be_kept_no_number_is_sent_and_the_way_is_open(step: str) -> None:
    talk = Talk(VoiceCode(MemoryVoiceCodes(), lambda: NOW), "ben")

    def down(*_: Any, **__: Any) -> Any:
        raise StoreError("down")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(talk.store, step, down)
        reply = talk.say("SetVoiceCodeIntent")
        assert (reply.prompt, reply.card) == ("voice_code.not_set", None)
        assert talk.open().prompt == "launch.welcome"
    assert talk.say("SetVoiceCodeIntent").prompt == "voice_code.number.sent"
