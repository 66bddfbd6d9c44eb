"""Session state survives the envelope, stays small, and a foreign state is dropped with grace."""

import json
from typing import Any

import pytest

from shop_helper.alexa.session import ATTRIBUTE, decode, encode
from shop_helper.turn import Audience, Pending, Session

FULL = Session(
    pending=Pending("which_item", {"topic": "returns.can_i_return", "refs": ["114-1-2/1"] * 12, "page": 0}),
    said="Which item do you mean: the kettle, the headphones, or the lamp? Or say: another one.",
    question="Which item do you mean: the kettle, the headphones, or the lamp? Or say: another one.",
    topic="returns.can_i_return",
    item="114-1-2/1",
    audience=Audience.SELLER,
    failures=2,
    heard=("contact.phone", "contact.chat"),
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
        {ATTRIBUTE: {"v": 1, "pending": {"data": {}}}},
        {ATTRIBUTE: {"v": 1, "audience": "king"}},
        {ATTRIBUTE: {"v": 1, "failures": "many"}},
        {"someone_else": {"v": 1}},
    ],
)
def test_a_state_of_another_version_or_shape_starts_afresh(attributes: Any) -> None:
    assert decode(attributes) == Session()


def test_the_state_stays_under_two_kilobytes_even_when_much_was_said() -> None:
    long = Session(**(FULL.__dict__ | {"said": "word " * 400}))
    assert len(json.dumps(encode(long)).encode()) < 2048
    assert decode(encode(long)).said == FULL.question
