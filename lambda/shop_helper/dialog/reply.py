"""Replies as values: prompt ids with what fills them, never sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import Any, Literal

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import AnythingElse, OfferTopic, OpenQuestion, What
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.danger import Danger


class Outcome(StrEnum):
    ANSWERED = "answered"
    OFFERED = "offered"
    """Two or three topics were offered as a choice."""
    ASKED = "asked"
    """One thing is needed first: which item, buyer or seller, …"""
    DECLINED = "declined"
    ERROR = "error"
    CONVERSATIONAL = "managed"
    """The conversation itself: launch, help, stop, repeat …"""


class Unchanged(Enum):
    UNCHANGED = "unchanged"


UNCHANGED: Literal[Unchanged.UNCHANGED] = Unchanged.UNCHANGED


@dataclass(frozen=True)
class Text:
    """One piece to be said: an entry of the prompts, or words of the knowledge base."""

    prompt: str = ""
    """Prompt id; empty when `words` are given."""
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    """Words of an article, markers included (see `speech`)."""


Name = str | Text
"""How a thing is called in a sentence; a piece of the prompts where its name alone doesn't tell which is meant."""


@dataclass(frozen=True)
class Listed:
    """Names, said as a list: "the kettle, the lamp, and the rug"."""

    names: Sequence[Name]
    last: str = "and"


@dataclass(frozen=True)
class Quantity:
    """A number with its unit in the plural: "3 days", "1 day"."""

    value: int
    unit: str


@dataclass(frozen=True)
class Ending:
    """The end of an order or case number, said digit by digit."""

    code: str
    length: int = 4
    """Digits that are said."""


@dataclass(frozen=True)
class Day:
    """A day spoken without its weekday: "yesterday", "November 22nd"."""

    on: date


@dataclass(frozen=True)
class Month:
    """A month, spoken by name."""

    number: int


@dataclass(frozen=True)
class Sentence:
    """Text that somebody wrote; spoken with a final period if it lacks one."""

    words: str


@dataclass(frozen=True)
class Duration:
    """A time to wait, rounded up, so that nobody comes back too early."""

    left: timedelta


@dataclass(frozen=True)
class Slowed:
    """Words, markers included, to be said slowly."""

    words: str


@dataclass(frozen=True)
class Card:
    title: str = ""
    text: str = ""
    heading: Text | None = None
    """Title from the prompts; replaces `title`."""
    lines: tuple[Text, ...] = ()
    """Lines from the prompts; replace `text`."""
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
    """One line of the state of an item or a case, for the screen."""

    label: Text
    value: Text


@dataclass(frozen=True)
class DynamicEntity:
    """A name of the customer's own, for Alexa to recognize in the next turns."""

    slot_type: str
    id: str
    name: str
    synonyms: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return 1 + len(self.synonyms)


@dataclass(frozen=True)
class Reply:
    """An answer and the changes to the session. The session stays open exactly when `ask` is set."""

    prompt: str
    """Id of the main prompt; `article.<section>` for words of an article."""
    say: tuple[Text, ...]
    question: Text | None = None
    """Said last, and asked again as the reprompt. Set exactly when `ask` is."""
    ask: OpenQuestion | None = None
    topics: tuple[str, ...] = ()
    """What the reply is about; empty when declined."""
    offered: tuple[str, ...] = ()
    """Topics offered as a choice."""
    outcome: Outcome = Outcome.ANSWERED
    card: Card | None = None
    link_account: bool = False
    """Send the LinkAccount card instead of `card`."""
    item: str | None = None
    """The item that the reply is about, for the session."""
    listed: tuple[str, ...] = ()
    """References of items read out together, in that order, for the session."""
    entities: tuple[DynamicEntity, ...] = ()
    choices: tuple[Name, ...] = ()
    """Names of the question's choices, in spoken order."""
    steps: Steps | None = None
    rows: tuple[Row, ...] = ()
    """Status rows for the screen."""
    keeps_last_answer: bool = False
    """`repeat` skips this reply."""
    confidence: float | None = None
    """Probability of the topic of a free question; None if nothing was ranked."""
    danger: Danger | None = None
    """The kind of danger that this reply answers; the log says no more about it."""
    draft: Draft | Unchanged | None = UNCHANGED
    """The open action after this reply."""
    audience: Audience | None = None
    """Buyer or seller from here on; None leaves it unchanged."""
    forgets: bool = False
    """Whether the session forgets its item and topics ("start over")."""
    missing: tuple[str, ...] = ()
    """Marks of what was said not to be known; it isn't said again in this session."""
    degraded: tuple[str, ...] = ()
    """Dependencies that failed beside the turn's records, as `visits.late`, for the log."""

    def __post_init__(self) -> None:
        if (self.ask is None) != (self.question is None):
            raise ValueError(f"reply {self.prompt!r}: a question and what it asks go together")


Closing = tuple[Text, OpenQuestion]
"""The question that closes a reply, and what it asks."""


def prompt(name: str, **values: Any) -> Text:
    return Text(name, values)


ANYTHING_ELSE: Closing = (prompt("ask.anything_else"), AnythingElse())
PERSON: Closing = (prompt("upset.ask"), OfferTopic(topic="contact.human_agent"))
"""An offer to reach a person, for customers who are angry or worried."""

WHAT: Closing = (prompt("ask.what"), What())
WHAT_ELSE: Closing = (prompt("ask.what_else"), What())
WHAT_TO_BEGIN_WITH: Closing = (prompt("launch.ask"), What())


def aside(name: str, closing: Closing) -> Reply:
    """Return a short conversational reply that keeps the last answer for "repeat"."""
    return Reply(name, (prompt(name),), *closing, outcome=Outcome.CONVERSATIONAL, keeps_last_answer=True)
