"""Session state survives the envelope, stays small, and a foreign state is dropped with grace."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.alexa.session import ATTRIBUTE, VERSION, decode, encode
from shop_helper.dialog.people import Audience, Owner
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.cases import Problem

FULL = Session(
    owner=Owner("u" * 16, "a" * 16, "c" * 16),
    open_question=WhichItem("returns.can_i_return", ("114-1-2/1",) * 12, page=1),
    said="Which item do you mean: the kettle, the headphones, or the lamp? Or say: another one.",
    asked="Which item do you mean: the kettle, the headphones, or the lamp? Or say: another one.",
    topic="returns.can_i_return",
    item="114-1-2/1",
    audience=Audience.SELLER,
    failures=2,
    draft=Draft(ActionKind.RETURN, ref="114-1-2/1", problem=Problem.DAMAGED, words="the lid is cracked"),
    heard=("contact.phone", "contact.chat"),
    listed=("114-1-2/1", "114-1-3/1"),
    earlier=("114-1-3/1",),
    tone="angry",
    rows=(("Item", "Northwind Steel Kettle"), ("Arrived", "yesterday")),
)


@pytest.mark.parametrize("session", [FULL, Session()])
def test_a_session_comes_back_as_it_went(session: Session) -> None:
    assert decode(json.loads(json.dumps(encode(session)))) == session


@pytest.mark.parametrize(
    "attributes",
    [
        None,
        {},
        {ATTRIBUTE: None},
        {ATTRIBUTE: {"v": 0, "said": "old"}},
        {ATTRIBUTE: {"v": VERSION, "pending": {"data": {}}}},
        {ATTRIBUTE: {"v": VERSION, "pending": {"ask": "which_item", "page": -1}}},
        {ATTRIBUTE: {"v": VERSION, "pending": ["confirm"]}},
        {ATTRIBUTE: {"v": VERSION, "draft": {"kind": "theft"}}},
        {ATTRIBUTE: {"v": VERSION, "draft": "case"}},
        {ATTRIBUTE: {"v": VERSION, "audience": "king"}},
        {ATTRIBUTE: {"v": VERSION, "failures": "many"}},
        {ATTRIBUTE: {"v": VERSION, "rows": [["Item"]]}},
        {ATTRIBUTE: {"v": VERSION - 1, "said": "of the version before"}},
        {ATTRIBUTE: {"v": VERSION + 1, "said": "of the version to come"}},
        {ATTRIBUTE: {"v": VERSION, "heard": 7, "listed": {"a": 1}}},
        {ATTRIBUTE: {"v": VERSION, "owner": ["user", "access"]}},
        {ATTRIBUTE: {"v": VERSION, "unsettled": {"what": "rain", "key": ""}}},
        {ATTRIBUTE: {"v": VERSION, "unsettled": "act"}},
        {"someone_else": {"v": VERSION}},
    ],
)
def test_a_state_of_another_version_or_shape_starts_afresh(attributes: Any) -> None:
    assert decode(attributes) == Session()


def test_the_state_stays_under_two_kilobytes_even_when_much_was_said() -> None:
    long = Session(**(FULL.__dict__ | {"said": "word " * 400}))
    assert len(json.dumps(encode(long)).encode()) < 2048
    assert decode(encode(long)).said == FULL.asked


@given(
    said=st.text(max_size=2000),
    question=st.text(max_size=300).map(lambda words: f"Which {words}?"),
    heard=st.lists(st.text(max_size=40), max_size=12),
    listed=st.lists(st.text(max_size=25).map(lambda order: f"1{order}/1"), max_size=6),
)
def test_whatever_was_said_the_state_stays_small_and_keeps_its_open_question(
    said: str, question: str, heard: list[str], listed: list[str]
) -> None:
    session = Session(
        open_question=FULL.open_question,
        said=said,
        asked=question,
        heard=tuple(heard),
        listed=tuple(listed),
    )
    sent = json.loads(json.dumps(encode(session)))
    assert len(json.dumps(sent)) < 2048 or len(json.dumps(question)) > 1000
    assert decode(sent).open_question == FULL.open_question
    assert decode(sent).asked == question
