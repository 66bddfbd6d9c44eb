"""`Session` ↔ session attributes.

One attribute, `shop_helper`, versioned. Anything of another version or shape is dropped with grace: the
conversation then starts afresh, which costs the customer a repeated word at most.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shop_helper.dialog import questions
from shop_helper.dialog.people import Audience, Owner
from shop_helper.dialog.questions import Confirm
from shop_helper.dialog.session import Session
from shop_helper.dialog.writing import UnsettledWrite, WriteState, Writing, Written
from shop_helper.domain.actions.draft import from_data, to_data

log = logging.getLogger("shop_helper")

VERSION = 3
"""Of the state; raised when its shape changes."""

ATTRIBUTE = "shop_helper"
MAX_SAID = 900
"""Characters of the last reply kept for "repeat"."""

MAX_STATE = 1_950
"""Bytes of the state; with its name around it stays under 2 kB."""

DISPENSABLE = ("rows", "said", "choices", "heard", "earlier", "listed")
"""What is left out, one after the other, where the state would grow larger."""


def decode(attributes: Mapping[str, Any] | None) -> Session:
    """The session of a request; an empty one when nothing usable is there."""
    state = (attributes or {}).get(ATTRIBUTE)
    if not isinstance(state, dict) or state.get("v") != VERSION:
        return Session()
    try:
        return _decode(state)
    except (TypeError, ValueError) as problem:
        log.warning("session attributes dropped: %s", problem)
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


def unsettled_attributes(attributes: Mapping[str, Any] | None, writing: Writing) -> dict[str, Any] | None:
    """Attributes for a turn that can't be answered at all: as they came, and marked so that the next turn looks up what
    may have been written. None where there is nothing to look up."""
    session = decode(attributes)
    if writing.state is WriteState.BEGUN:
        session = replace(session, unsettled=writing.unsettled)
    if writing.state is WriteState.DONE or session.unsettled is None:
        return None
    return encode(replace(session, open_question=Confirm()))


def size_of(state: Mapping[str, Any]) -> int:
    """Bytes it takes in the envelope."""
    return len(json.dumps(state))


def _decode(state: Mapping[str, Any]) -> Session:
    """Raises TypeError or ValueError, naming the key, on anything that `encode` did not write."""
    sent = state.get("pending")
    question = questions.decode(sent)
    draft = from_data(state.get("draft"))
    if (sent and question is None) or (state.get("draft") and draft is None):
        raise ValueError("pending or draft is of another version, or forged")
    audience = _text(state, "audience")
    return Session(
        owner=_owner(state),
        open_question=question,
        interrupted=questions.decode(state.get("interrupted")),
        interrupted_words=_text(state, "interrupted_words"),
        said=_text(state, "said"),
        asked=_text(state, "question"),
        topic=_text(state, "topic") or None,
        item=_text(state, "item") or None,
        audience=Audience(audience) if audience else None,
        failures=_count(state, "failures"),
        draft=draft,
        heard=_texts(state, "heard"),
        listed=_texts(state, "listed"),
        earlier=_texts(state, "earlier"),
        choices=_texts(state, "choices"),
        rows=_rows(state),
        screen=_text(state, "screen"),
        tone=_text(state, "tone"),
        unsettled=_unsettled(state.get("unsettled")),
    )


def _unsettled_data(unsettled: UnsettledWrite | None) -> dict[str, Any] | None:
    if unsettled is None:
        return None
    return {"what": unsettled.what.value, "key": unsettled.key}


def _unsettled(state: object) -> UnsettledWrite | None:
    if state is None:
        return None
    if not isinstance(state, dict):
        raise TypeError("unsettled is no object")
    return UnsettledWrite(Written(_text(state, "what")), _text(state, "key"))


def _owner(state: Mapping[str, Any]) -> Owner | None:
    if "owner" not in state:
        return None
    hashes = _texts(state, "owner")
    if len(hashes) != 3:
        raise ValueError("owner is no three hashes")
    return Owner(*hashes)


def _text(state: Mapping[str, Any], key: str) -> str:
    value = state.get(key, "")
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value


def _count(state: Mapping[str, Any], key: str) -> int:
    value = state.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{key} is no count")
    return value


def _texts(state: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = state.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise TypeError(f"{key} is no list of texts")
    return tuple(value)


def _rows(state: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    value = state.get("rows", [])
    if not isinstance(value, list) or not all(isinstance(row, list) and len(row) == 2 for row in value):
        raise TypeError("rows is no list of pairs")
    return tuple((str(label), str(words)) for label, words in value)
