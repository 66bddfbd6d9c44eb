"""One turn of the conversation, without Alexa in it.

`Turn` is what was asked, `Reply` is what to answer, `Session` is what is remembered between the
two. Handlers take a `Turn` and return a `Reply`; they never see an envelope and never write words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

SESSION_VERSION = 1


class RequestKind(StrEnum):
    LAUNCH = "launch"
    INTENT = "intent"
    SESSION_ENDED = "session_ended"
    CAN_FULFILL = "can_fulfill"
    EVENT = "event"
    """A skill event, a screen event or anything else that is answered without words."""


class Audience(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"


class Outcome(StrEnum):
    ANSWERED = "answered"
    OFFERED = "offered"
    """Two or three topics were offered as a choice."""
    ASKED = "asked"
    """One thing is needed first: which item, buyer or seller, …"""
    DECLINED = "declined"
    ERROR = "error"
    MANAGED = "managed"
    """The conversation itself: launch, help, stop, repeat …"""


@dataclass(frozen=True)
class Slot:
    """What was heard for one slot of an intent."""

    text: str
    """As spoken; never empty."""
    id: str | None = None
    """Id of the value that entity resolution found; None when nothing matched."""
    name: str | None = None
    """Canonical name of that value."""


@dataclass(frozen=True)
class Customer:
    """A verified identity; made only by an identity provider."""

    id: str
    audiences: frozenset[Audience] = frozenset({Audience.BUYER})


@dataclass(frozen=True)
class Pending:
    """The question that is open: what it asks and what is needed to go on with the answer."""

    ask: str
    """Which question, e.g. `offer`, `which_item`, `which_topic`, `audience`, `step`, `anything_else`."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """JSON values only; small, since it travels in the envelope."""


@dataclass
class Session:
    """What is remembered from turn to turn; travels in the session attributes (under 2 kB)."""

    pending: Pending | None = None
    said: str = ""
    """Plain words and markup of the last reply, for "repeat"."""
    question: str = ""
    """The question that closed it, as said; part of `said`."""
    topic: str | None = None
    """What the last answer was about."""
    item: str | None = None
    """The item last spoken of, as `order_id/line_id`."""
    audience: Audience | None = None
    """What the customer said they ask as, when the account does not tell."""
    failures: int = 0
    """Requests in a row that could not be placed."""
    heard: tuple[str, ...] = ()
    """Topics answered or offered of late, newest last: none is offered again."""


@dataclass(frozen=True)
class Turn:
    """One request, in the terms of the skill."""

    kind: RequestKind
    request_id: str
    locale: str
    now: datetime
    """Aware, UTC. The only clock handlers have."""
    intent: str | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict)
    """Filled slots only."""
    session: Session = field(default_factory=Session)
    is_new: bool = True
    customer: Customer | None = None
    """None when no account is linked, or its token did not verify."""
    token_refused: bool = False
    """A token was there and did not verify."""
    has_screen: bool = False

    def slot(self, name: str) -> Slot | None:
        return self.slots.get(name)

    @property
    def audience(self) -> Audience | None:
        """Buyer or seller where account or conversation tells, else None."""
        if self.customer is not None and len(self.customer.audiences) == 1:
            return next(iter(self.customer.audiences))
        return self.session.audience


@dataclass(frozen=True)
class Text:
    """One piece to be said: an entry of the prompts, or words of the knowledge base."""

    prompt: str = ""
    """Prompt id; empty when `words` are given."""
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    """Words of an article, markers included (see `speech`)."""


@dataclass(frozen=True)
class Card:
    title: str
    text: str


@dataclass(frozen=True)
class Reply:
    """What to answer. The session stays open exactly when `ask` is set."""

    prompt: str
    """Prompt id of what is mainly said; `article.<section>` for words of an article."""
    say: tuple[Text, ...]
    question: Text | None = None
    """Said last, and asked again as the reprompt. Set exactly when `ask` is."""
    ask: Pending | None = None
    topics: tuple[str, ...] = ()
    """What the reply is about; empty when declined."""
    offered: tuple[str, ...] = ()
    """Topics offered as a choice."""
    outcome: Outcome = Outcome.ANSWERED
    card: Card | None = None
    link_account: bool = False
    """Send the LinkAccount card instead of `card`."""
    item: str | None = None
    """The item spoken of, to be remembered."""
    entities: tuple[tuple[str, str], ...] = ()
    """The customer's items as (reference, spoken name), for Alexa to recognise in the next turn."""
    confidence: float | None = None
    """How sure the placing of a free question was, 0 to 1; None where nothing had to be placed."""

    def __post_init__(self) -> None:
        if (self.ask is None) != (self.question is None):
            raise ValueError(f"reply {self.prompt!r}: a question and what it asks go together")
