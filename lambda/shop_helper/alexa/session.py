"""`Session` ↔ session attributes.

One attribute, `shop_helper`, versioned. Anything of another version or shape is dropped with grace: the
conversation then starts afresh, which costs the customer a repeated word at most.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shop_helper.turn import SESSION_VERSION, Audience, Pending, Session, WriteState, Writing

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
    if not isinstance(state, dict) or state.get("v") != SESSION_VERSION:
        return Session()
    try:
        return _decode(state)
    except (KeyError, TypeError, ValueError):
        return Session()


def encode(session: Session) -> dict[str, Any]:
    """Attributes to send back; what is empty is left out."""
    pending = session.pending
    state = {
        "pending": {"ask": pending.ask, "data": dict(pending.data)} if pending else None,
        "said": session.said if len(session.said) <= MAX_SAID else session.question,
        "question": session.question,
        "topic": session.topic,
        "item": session.item,
        "audience": session.audience.value if session.audience else None,
        "failures": session.failures,
        "draft": dict(session.draft) if session.draft else None,
        "heard": list(session.heard),
        "listed": list(session.listed),
        "earlier": list(session.earlier),
        "choices": list(session.choices),
        "rows": [list(row) for row in session.rows],
        "screen": session.screen,
        "tone": session.tone,
        "unsure": dict(session.unsure),
    }
    filled = {"v": SESSION_VERSION} | {key: value for key, value in state.items() if value}
    for key in DISPENSABLE:
        if size_of(filled) <= MAX_STATE:
            break
        filled.pop(key, None)
    return {ATTRIBUTE: filled}


def unsure_attributes(attributes: Mapping[str, Any] | None, writing: Writing) -> dict[str, Any] | None:
    """Attributes for a turn that can't be answered at all: as they came, and marked so that the next turn looks up what
    may have been written. None where there is nothing to look up."""
    session = decode(attributes)
    if writing.state is WriteState.BEGUN:
        session.unsure = writing.lookup
    if writing.state is WriteState.DONE or not session.unsure:
        return None
    session.pending = Pending("confirm")
    return encode(session)


def size_of(state: Mapping[str, Any]) -> int:
    """Bytes it takes in the envelope."""
    return len(json.dumps(state))


def _decode(state: Mapping[str, Any]) -> Session:
    pending = state.get("pending")
    return Session(
        pending=Pending(str(pending["ask"]), dict(pending["data"])) if pending else None,
        said=str(state.get("said", "")),
        question=str(state.get("question", "")),
        topic=_text(state.get("topic")),
        item=_text(state.get("item")),
        audience=Audience(state["audience"]) if state.get("audience") else None,
        failures=int(state.get("failures", 0)),
        draft=dict(state["draft"]) if state.get("draft") else None,
        heard=_texts(state.get("heard")),
        listed=_texts(state.get("listed")),
        earlier=_texts(state.get("earlier")),
        choices=_texts(state.get("choices")),
        rows=_rows(state.get("rows")),
        screen=str(state.get("screen", "")),
        tone=str(state.get("tone", "")),
        unsure=dict(state.get("unsure", {})),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(entry) for entry in value) if isinstance(value, list) else ()


def _rows(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), str(words)) for label, words in value) if isinstance(value, list) else ()


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
