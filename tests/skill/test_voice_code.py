"""Nothing of a voice code stays: not in the session, a log or a reply; and nothing is written without the right one."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_helper.alexa.session import encode
from shop_helper.dialog.people import Customer
from shop_helper.dialog.reply import Reply
from shop_helper.dialog.session import Session
from shop_helper.dialog.turn import RequestKind, Slot, Turn
from shop_helper.domain.voice_code import TRIES, Accepted, Code
from shop_helper.errors import StoreError
from shop_helper.persistence.voice_code import MemoryVoiceCodes, VoiceCode
from simulator.world import load_world
from tests.pipelines import pipeline_of, stores_of

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
RIGHT = "7391"


class Talk:
    """A conversation with the pipeline, its session going from turn to turn as in an envelope."""

    def __init__(self, codes: VoiceCode, customer: str = "ana") -> None:
        self.customer = customer
        kept = replace(stores_of(load_world(NOW)), codes=codes)
        self.cases = kept.cases
        self._pipeline = pipeline_of(kept, note_unanswered=True, voice_code=True)
        self.session, self._number = Session(), 0
        self.attributes: list[str] = []

    def say(self, intent: str, **slots: str) -> Reply:
        self._number += 1
        turn = Turn(
            kind=RequestKind.INTENT,
            request_id=f"request-{self._number}",
            locale="en-US",
            now=NOW,
            intent=intent,
            slots={name: Slot(text) for name, text in slots.items()},
            session=self.session,
            is_new=False,
            identify=lambda: Customer(self.customer),
            is_linked=True,
        )
        answered = self._pipeline.answer(turn)
        self.session, reply = answered.session, answered.reply
        self.attributes.append(json.dumps([encode(self.session), str(reply.card), answered.spoken.say]))
        return reply

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
    assert talk.say("SetVoiceCodeIntent").prompt == "voice_code.new"
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
    assert not any(code in everything for code in ("4826", "9163", "5937"))


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

        def read(self, customer_id: str) -> tuple[Code, int] | None:
            if self.broken:
                raise StoreError("down")
            return super().read(customer_id)

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
