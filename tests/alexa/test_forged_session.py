"""What came in the session attributes and wasn't written by this version: dropped there, by key, and nothing breaks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from shop_helper.alexa.session import ATTRIBUTE, MAX_READ, VERSION, decode, encode
from shop_helper.dialog.questions import AnythingElse, NextStep, What, WhichItem, WhichTopic
from shop_helper.dialog.session import Session
from shop_helper.domain.actions.draft import ActionKind, Draft, StoredDraft, from_data
from shop_helper.domain.naming import By
from simulator.device import Device
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model

KETTLE = "114-5038821-4417/1"


def of_this_version(**state: Any) -> dict[str, Any]:
    return {ATTRIBUTE: {"v": VERSION, "said": "Anything else?", "question": "Anything else?", **state}}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pending", {"ask": "king"}),
        ("pending", {"ask": "which_item", "topic": "order.where", "refs": ["/"]}),
        ("pending", {"ask": "step", "topic": "returns.how", "index": -1}),
        ("pending", {"ask": "more_items", "first_day": "someday"}),
        ("question", ""),
        ("question", "[pause] …"),
        ("item", "kettle"),
        ("listed", [KETTLE, "a/"]),
        ("earlier", "/1"),
        ("audience", "king"),
        ("tone", "furious"),
        ("rows", [["Item", 7]]),
        ("failures", True),
        ("owner", ["user", "access"]),
        ("unsettled", {"what": "act", "key": 7}),
        ("interrupted_words", "!"),
        ("draft", {"kind": "return", "ref": "/"}),
        ("draft", {"kind": "return", "seller": True}),
        ("draft", {"kind": "case", "seller": True, "ref": KETTLE}),
        ("draft", {"kind": "case", "case_id": "draft/.."}),
        ("draft", {"kind": "case", "key": "desk:1"}),
        ("draft", {"kind": "case", "item_name": "x" * 5_000}),
        ("draft", {"kind": "case", "traits": [[By.KIND, "case"]]}),
        ("draft", {"kind": "case", "traits": [[By.MONTH, "13"]]}),
        ("draft", {"kind": "case", "traits": [[By.ORDERED, "12"]]}),
    ],
)
def test_a_value_that_no_version_writes_starts_a_new_session_and_the_log_names_its_key_only(
    key: str, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    sent = {"pending": {"ask": "anything_else"}, key: value}
    assert decode(of_this_version(**sent)) == Session()
    assert caplog.messages == [f"session attributes dropped: {key} can't be read"]


def test_more_than_was_ever_written_is_not_read() -> None:
    assert decode(of_this_version(heard=["x" * MAX_READ])) == Session()


def test_what_is_about_a_topic_that_is_gone_is_dropped_and_the_rest_is_kept() -> None:
    draft = Draft(ActionKind.RETURN, ref=KETTLE)
    lost = (
        NextStep("gone", 1),
        WhichTopic(("returns.how", "gone"), "how"),
        What(("gone",)),
        WhichItem("gone", (KETTLE,)),
    )
    for question in lost:
        kept = Session(open_question=question, said="One.", asked="Go on?", topic="gone", draft=draft)
        found = decode(encode(kept), topics={"returns.how"})
        assert (found.open_question, found.asked, found.topic, found.draft) == (None, "", None, draft)
        assert decode(encode(kept)) == kept
    still = Session(open_question=NextStep("returns.how", 1), asked="Go on?", topic="returns.how")
    assert decode(encode(still), topics={"returns.how"}) == still


def test_words_of_a_draft_are_read_without_what_could_be_markup() -> None:
    found = from_data({"kind": "case", "words": "<speak>[slow] it {broke}" + "!" * 300})
    assert found is not None
    assert found.words.startswith("speak")
    assert not set(found.words) & set("<>[]{}")
    assert len(found.words) <= 200


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with local_skill(in_memory=True) as made:
        yield made


OF_VERSION_TWO = {
    "v": 2,
    "pending": {"ask": "which_item", "data": {"topic": "returns.can_i_return", "refs": [KETTLE], "page": 0}},
    "said": "Which item do you mean?",
    "question": "Which item do you mean?",
    "item": KETTLE,
    "draft": {"kind": "return", "ref": KETTLE, "tries": 1},
}


@pytest.mark.parametrize(
    "state",
    [OF_VERSION_TWO, {**OF_VERSION_TWO, "v": VERSION + 1}, {"v": VERSION, "failures": "many"}],
    ids=["of the version before", "of a version to come", "forged"],
)
@pytest.mark.parametrize(
    "go_on",
    [
        lambda device: device.say("the first one"),
        lambda device: device.say("yes"),
        lambda device: device.launch(),
    ],
    ids=["the first one", "yes", "launch"],
)
def test_in_the_middle_of_a_conversation_another_state_starts_a_new_session(
    skill: LocalSkill, state: dict[str, Any], go_on: Callable[[Device], Any]
) -> None:
    skill.start_over()
    device = Device(skill, load_model("en-US"), customer="ana")
    device.launch()
    assert device._session is not None
    device._session.attributes = {ATTRIBUTE: state}
    answer = go_on(device)
    assert not answer.errors
    assert answer.session_open
    assert "went wrong" not in answer.speech


def test_the_draft_that_an_earlier_conversation_left_is_offered_again(skill: LocalSkill) -> None:
    """Also in the middle of a conversation whose state can't be read."""
    skill.start_over()
    device = Device(skill, load_model("en-US"), customer="ana")
    device.launch()
    assert skill.memory is not None
    assert device._session is not None
    draft, now = Draft(ActionKind.RETURN, ref=KETTLE, item_name="the kettle"), device.instant()
    skill.memory.cases.save_draft("ana", StoredDraft(draft, now + timedelta(days=1), now))
    device._session.attributes = {ATTRIBUTE: OF_VERSION_TWO}
    answer = device.say("where are my headphones")
    assert answer.speech.endswith("You had started the return of the kettle. Shall we go on?")


def test_an_honest_session_is_not_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        decode(encode(Session(open_question=AnythingElse(), asked="Anything else?", tone="angry")))
    assert caplog.messages == []
