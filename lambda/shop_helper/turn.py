"""One turn of the conversation, without Alexa in it.

`Turn` is what was asked, `Reply` is what to answer, `Session` is what is remembered between the
two. Handlers take a `Turn` and return a `Reply`; they never see an envelope and never write words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from shop_helper.domain.dialog.own_words import OwnWord

SESSION_VERSION = 2


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
class NotLinked:
    """The request carries no access token."""


class Refusal(StrEnum):
    """Why an access token is not believed."""

    MALFORMED = "malformed"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    """The provider says it is not valid, or no longer."""
    ISSUER = "issuer"
    AUDIENCE = "audience"
    """Issued to another client, or for another service."""
    ALGORITHM = "algorithm"
    KEY = "key"
    """Signed with a key that the issuer does not publish."""
    SIGNATURE = "signature"
    CLAIM = "claim"
    """A claim that is needed is missing, or not what it should be."""
    NO_LINKING = "no_linking"
    """No account linking is set up here."""


@dataclass(frozen=True)
class Refused:
    """A token is there and is not believed; linking again gives a new one."""

    why: Refusal


@dataclass(frozen=True)
class Unreachable:
    """The identity provider did not answer in time, or not sensibly; the token may well be good."""


Caller = Customer | NotLinked | Refused | Unreachable
"""Who is asking, as far as it could be found out."""


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
    """What the customer said they ask as, else what the account told earlier in the session."""
    failures: int = 0
    """Requests in a row that could not be placed."""
    draft: Mapping[str, Any] | None = None
    """The action that is being prepared (`domain.actions.draft`); kept while other questions are answered."""
    heard: tuple[str, ...] = ()
    """Topics answered or offered of late, newest last: none is offered again."""
    listed: tuple[str, ...] = ()
    """Items last read out together, in that order, as references: what "the first" and "both" mean."""
    earlier: tuple[str, ...] = ()
    """Items spoken of before `item`, newest first: what "the other one" means."""
    choices: tuple[str, ...] = ()
    """Names of what the open question lets choose from, where a screen shows them."""
    rows: tuple[tuple[str, str], ...] = ()
    """Rows that the screen shows, label and value as words; "repeat" shows them again."""
    screen: str = ""
    """Token of the screen last sent; a touch counts on that one only. Empty without a screen."""
    tone: str = ""
    """Tone of the last sentence where it was answered; no tone is answered twice running."""


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
    identify: Callable[[], Caller] = NotLinked
    """Finds out who is asking; may wait for the identity provider. Handlers read `caller` or `customer`."""
    remembered: Callable[[], Customer | None] = lambda: None
    """Who is asking as far as this process knows already; never waits for anything."""
    is_linked: bool = False
    """Whether the request carries an access token, believed or not."""
    has_screen: bool = False
    shows_cards: bool = False
    """Whether the room may see a card: the device has a screen that we can't draw on, or doesn't say what it has."""
    user: str = ""
    """A hash of Alexa's user id: tells users apart, and nothing else about them."""
    read: dict[str, Any] = field(default_factory=dict, compare=False)
    """What this turn has read from a store already, so that nothing is read twice."""

    def slot(self, name: str) -> Slot | None:
        return self.slots.get(name)

    @cached_property
    def caller(self) -> Caller:
        """Who is asking: found out when it is first read, so that an answer which doesn't need it never waits."""
        return self.identify()

    @property
    def customer(self) -> Customer | None:
        """The verified customer; None when no account is linked or its token could not be verified."""
        return self.caller if isinstance(self.caller, Customer) else None

    @property
    def caller_so_far(self) -> Caller | None:
        """The caller where that costs nothing: found out in this turn or remembered. None: not known yet."""
        known: Caller | None = self.__dict__.get("caller")
        return known if known is not None else self.remembered()

    @property
    def audience(self) -> Audience | None:
        """Buyer or seller where conversation or account tells, else None. Never waits for the identity provider."""
        if self.session.audience is not None:
            return self.session.audience
        known = self.caller_so_far
        if isinstance(known, Customer) and len(known.audiences) == 1:
            return next(iter(known.audiences))
        return None


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
    title: str = ""
    text: str = ""
    heading: Text | None = None
    """Title from the prompts, in place of `title`."""
    lines: tuple[Text, ...] = ()
    """Lines from the prompts, in place of `text`."""
    private: bool = False
    """For the Alexa app only. It isn't drawn on a screen, and it isn't sent where the room may see cards."""


@dataclass(frozen=True)
class Steps:
    """A whole procedure, for the screen."""

    words: tuple[str, ...]
    current: int
    """Index of the step that is said."""


@dataclass(frozen=True)
class Row:
    """One line of how an item or a case stands, for the screen."""

    label: Text
    value: Text


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
    listed: tuple[str, ...] = ()
    """Items read out together, as references in that order, to be remembered."""
    entities: tuple[OwnWord, ...] = ()
    """The customer's own items and sellers, for Alexa to recognise in the next turns."""
    choices: tuple[str, ...] = ()
    """Names of what the question lets choose from, in the order said."""
    steps: Steps | None = None
    rows: tuple[Row, ...] = ()
    """How what is spoken of stands."""
    aside: bool = False
    """Says nothing that anybody wants to hear again: "repeat" brings back the answer before it."""
    confidence: float | None = None
    """How sure the placing of a free question was, 0 to 1; None where nothing had to be placed."""

    def __post_init__(self) -> None:
        if (self.ask is None) != (self.question is None):
            raise ValueError(f"reply {self.prompt!r}: a question and what it asks go together")
