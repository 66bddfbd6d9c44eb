"""`Session` ↔ session attributes.

One attribute, `shop_helper`, versioned. What is read becomes a `Session` whose every value can be used as it is.
Anything of another version or shape is dropped, with the name of its key in the log: the conversation then starts
afresh, which costs the customer a repeated word at most.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from shop_helper.dialog import questions
from shop_helper.dialog.people import Audience, Owner
from shop_helper.dialog.questions import OpenQuestion, topics_in
from shop_helper.dialog.reading import Tone
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Confirm
from shop_helper.dialog.writing import UnsettledWrite, WriteState, Writing, Written
from shop_helper.domain.actions.draft import Draft, from_data, to_data
from shop_helper.domain.orders import is_ref
from shop_helper.errors import SessionError
from shop_helper.speech.ssml import to_plain

log = logging.getLogger("shop_helper")

VERSION = 3
"""Of the state; raised when its shape changes."""

ATTRIBUTE = "shop_helper"
MAX_SAID = 900
"""Characters of the last reply kept for "repeat"."""

MAX_READ = 8_000
"""Bytes of a state that is read; none that is written has as many."""

MAX_STATE = 1_950
"""Bytes of the state; with its name around it stays under 2 kB."""

DISPENSABLE = ("missing", "rows", "said", "choices", "heard", "earlier", "listed")
"""What is left out, one after the other, where the state would grow larger."""


def decode(attributes: Mapping[str, Any] | None, topics: Container[str] | None = None) -> Session:
    """The session of a request; an empty one when nothing usable is there.

    `topics` are those that exist: a question about another one is dropped and the rest is kept, since a shared
    knowledge base may have lost it since. None: any.
    """
    state = (attributes or {}).get(ATTRIBUTE)
    if not isinstance(state, dict):
        return Session()
    if state.get("v") != VERSION:
        log.info("session attributes of another version dropped")
        return Session()
    if size_of(state) > MAX_READ:
        log.warning("session attributes dropped: too large")
        return Session()
    try:
        return _known(_decode(state), topics)
    except SessionError as problem:
        log.warning("session attributes dropped: %s can't be read", problem)
        return Session()


def encode(session: Session) -> dict[str, Any]:
    """Attributes to send back; what is empty is left out."""
    question, owner = session.open_question, session.owner
    state = {
        "owner": [owner.user, owner.access, owner.customer] if owner else None,
        "pending": questions.encode(question) if question else None,
        "interrupted": questions.encode(session.interrupted) if session.interrupted else None,
        "interrupted_words": session.interrupted_words,
        "said": session.said if len(session.said) <= MAX_SAID else session.asked,
        "question": session.asked,
        "topic": session.topic,
        "item": session.item,
        "audience": session.audience.value if session.audience else None,
        "failures": session.failures,
        "draft": to_data(session.draft) if session.draft else None,
        "heard": list(session.heard),
        "missing": list(session.missing),
        "listed": list(session.listed),
        "earlier": list(session.earlier),
        "choices": list(session.choices),
        "rows": [list(row) for row in session.rows],
        "screen": session.screen,
        "tone": session.tone,
        "unsettled": _unsettled_data(session.unsettled),
    }
    filled = {"v": VERSION} | {key: value for key, value in state.items() if value}
    for key in DISPENSABLE:
        if size_of(filled) <= MAX_STATE:
            break
        filled.pop(key, None)
    return {ATTRIBUTE: filled}


def unsettled_attributes(
    attributes: Mapping[str, Any] | None, writing: Writing, said: str, asked: str
) -> dict[str, Any] | None:
    """Attributes for a turn that can't be answered at all: as they came, and marked so that the next turn looks up what
    may have been written. None where there is nothing to look up. `asked` is the end of what is `said`."""
    session = decode(attributes)
    if writing.state is WriteState.BEGUN:
        session = replace(
            session, unsettled=writing.unsettled, open_question=Confirm(), said=said, asked=asked
        )
    elif writing.state is WriteState.DONE or session.unsettled is None:
        return None
    return encode(session)


def size_of(state: Mapping[str, Any]) -> int:
    """Bytes it takes in the envelope."""
    return len(json.dumps(state))


T = TypeVar("T")


def _decode(state: Mapping[str, Any]) -> Session:
    """Raises SessionError."""

    def take(key: str, read: Callable[[Any], T], default: T) -> T:
        if key not in state:
            return default
        try:
            return read(state[key])
        except (TypeError, ValueError):
            raise SessionError(key) from None

    session = Session(
        owner=take("owner", _owner, None),
        open_question=take("pending", _question, None),
        interrupted=take("interrupted", _question, None),
        interrupted_words=take("interrupted_words", _words, ""),
        said=take("said", _text, ""),
        asked=take("question", _words, ""),
        topic=take("topic", _text, None),
        item=take("item", _ref, None),
        audience=take("audience", Audience, None),
        failures=take("failures", _count, 0),
        draft=take("draft", _draft, None),
        heard=take("heard", _texts, ()),
        missing=take("missing", _texts, ()),
        listed=take("listed", _refs, ()),
        earlier=take("earlier", _refs, ()),
        choices=take("choices", _texts, ()),
        rows=take("rows", _rows, ()),
        screen=take("screen", _text, ""),
        tone=take("tone", lambda value: Tone(value).value, ""),
        unsettled=take("unsettled", _unsettled, None),
    )
    if session.open_question is not None and not session.asked:
        raise SessionError("question")  # nothing could be asked again
    if session.interrupted is not None and not session.interrupted_words:
        raise SessionError("interrupted_words")
    return session


def _known(session: Session, topics: Container[str] | None) -> Session:
    """Without what is about a topic that isn't there."""
    if topics is None:
        return session

    def is_lost(question: OpenQuestion | None) -> bool:
        return question is not None and not all(topic in topics for topic in topics_in(question))

    if is_lost(session.open_question):
        log.warning("session attributes: pending dropped, its topic isn't there")
        session = replace(session, open_question=None, asked="", choices=())
    if is_lost(session.interrupted):
        log.warning("session attributes: interrupted dropped, its topic isn't there")
        session = replace(session, interrupted=None, interrupted_words="")
    if session.topic is not None and session.topic not in topics:
        log.warning("session attributes: topic dropped, it isn't there")
        session = replace(session, topic=None)
    return session


def _unsettled_data(unsettled: UnsettledWrite | None) -> dict[str, Any] | None:
    if unsettled is None:
        return None
    return {"what": unsettled.what.value, "key": unsettled.key}


def _unsettled(value: object) -> UnsettledWrite:
    if not isinstance(value, dict):
        raise TypeError
    return UnsettledWrite(Written(_text(value.get("what"))), _text(value.get("key")))


def _owner(value: object) -> Owner:
    user, access, customer = _texts(value)
    return Owner(user, access, customer)


def _question(value: object) -> OpenQuestion:
    question = questions.decode(value)
    if question is None:
        raise ValueError
    return question


def _draft(value: object) -> Draft:
    draft = from_data(value)
    if draft is None:
        raise ValueError
    return draft


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _words(value: object) -> str:
    """Something that can be said."""
    words = _text(value)
    if not any(map(str.isalnum, to_plain(words))):
        raise ValueError
    return words


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(_text, value))


def _ref(value: object) -> str:
    ref = _text(value)
    if not is_ref(ref):
        raise ValueError
    return ref


def _refs(value: object) -> tuple[str, ...]:
    return tuple(map(_ref, _texts(value)))


def _rows(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple((label, words) for label, words in map(_texts, value))
