"""Moves: one frozen type for each thing the skill can do next.

`conversation/` decides on a move; `topics/` and `actions/` carry it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from shop_helper.dialog.people import Audience
from shop_helper.dialog.reading import Description, Fact, ItemMention
from shop_helper.dialog.records import Unavailable
from shop_helper.dialog.reply import Reply, Text
from shop_helper.domain.actions.draft import ActionKind, Draft


@dataclass(frozen=True)
class Greet:
    """The skill was opened."""


@dataclass(frozen=True)
class Tell:
    """Answer a topic, from the customer's orders or from its article."""

    topic: str
    mention: ItemMention = field(default_factory=ItemMention)
    ref: str | None = None
    """An item that is known already, as `order_id/line_id`."""
    confidence: float | None = None
    as_seller: bool = False
    """The sentence is one that only sellers say."""
    side: Audience | None = None
    """Buyer or seller, if the customer has just said so."""


@dataclass(frozen=True)
class TellFact:
    """Answer with one fact of an item."""

    fact: Fact
    mention: ItemMention


@dataclass(frozen=True)
class TellOfItem:
    """Answer the last topic for the item that is named now."""

    mention: ItemMention


@dataclass(frozen=True)
class TellCases:
    """Tell the state of the customer's cases."""


@dataclass(frozen=True)
class TellUnavailable:
    """What is meant can't be told without records that couldn't be read: which failed, and how."""

    failed: Unavailable
    topic: str


@dataclass(frozen=True)
class TellMore:
    topic: str


@dataclass(frozen=True)
class TellStep:
    topic: str
    index: int
    """Index from 0; past the last step the procedure ends."""
    already_first: bool = False


@dataclass(frozen=True)
class CountSteps:
    topic: str
    index: int


@dataclass(frozen=True)
class StartOver:
    """Return to the first step of the last topic's procedure, else start the conversation over."""

    topic: str | None


@dataclass(frozen=True)
class ReadOn:
    """Read the next page of the current list of orders or sales."""


@dataclass(frozen=True)
class ItemPage:
    """Read another page of choices for "which item?"."""

    page: int


class ItemMiss(StrEnum):
    """The prompt for an answer to "which item?" that picks none."""

    AGAIN = "items.which_again"
    NOT_THERE = "items.not_there"


@dataclass(frozen=True)
class AskItemAgain:
    why: ItemMiss


@dataclass(frozen=True)
class NarrowItems:
    """Ask again among the choices that fit."""

    refs: tuple[str, ...]


@dataclass(frozen=True)
class ChooseTopic:
    """Ask which of two or three topics is meant."""

    topics: tuple[str, ...]
    text: str = ""
    """The customer's question, to be answered under the topic they choose."""
    confidence: float | None = None


@dataclass(frozen=True)
class ChooseCorrection:
    """Ask what "the order is wrong" means: a wrong item, or an order to change."""

    text: str
    otherwise: Reply


@dataclass(frozen=True)
class Decline:
    """Decline a question that no article answers."""

    nearby: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True)
class Miss:
    """Recover from a sentence that wasn't understood."""


@dataclass(frozen=True)
class OffTopic:
    """Decline what no shop's help is for: a joke, a song."""


@dataclass(frozen=True)
class LinkFirst:
    """Say only how to link the account, since the customer has heard the general answer already."""


@dataclass(frozen=True)
class Repeat:
    slowly: bool = False


@dataclass(frozen=True)
class Say:
    """Say a reply that needs no records: thanks, help, goodbye, the open question again."""

    reply: Reply
    unanswered: tuple[str, ...] = ()
    """Offered topics that the customer refused, for the log of unanswered questions."""


POINTING = ItemMention(pointing=True)
"""A mention of the item spoken of last."""


@dataclass(frozen=True)
class Begin:
    """Begin an action with what was said along with it."""

    kind: ActionKind
    mention: ItemMention = field(default_factory=ItemMention)
    reason: Description | None = None
    ref: str | None = None
    """An item that is known already, as `order_id/line_id`."""
    draft: Draft | None = None
    """The draft to go on with, where only buyer or seller was missing."""
    side: Audience | None = None
    """Buyer or seller, if the customer has just said so."""
    anew: bool = False
    """Whether to ignore the item spoken of before, after "start over"."""


@dataclass(frozen=True)
class BeginAtRisk:
    """Begin a case about an item that may be late, with its evidence filled in."""

    ref: str
    evidence: str


@dataclass(frozen=True)
class Advance:
    """Take the next step of the open action."""

    draft: Draft
    missed: tuple[Text, ...] = ()
    """Lead for an answer that wasn't understood; the question is then asked in other words."""


@dataclass(frozen=True)
class Write:
    """Write what was read back, after a yes."""


@dataclass(frozen=True)
class Drop:
    """Give up the open action."""

    prompt: str = "cancel.task"
    forget_stored: bool = False
    """Also the draft that an earlier conversation left."""


@dataclass(frozen=True)
class Resume:
    """Go on with the open action."""

    forget_stored: bool = False


@dataclass(frozen=True)
class AskItem:
    draft: Draft


@dataclass(frozen=True)
class AskChange:
    draft: Draft


@dataclass(frozen=True)
class AskWords:
    draft: Draft


@dataclass(frozen=True)
class SumUp:
    """Say what is known about the open action so far."""

    draft: Draft


TopicMove = (
    Greet
    | Tell
    | TellFact
    | TellOfItem
    | TellCases
    | TellUnavailable
    | TellMore
    | TellStep
    | CountSteps
    | StartOver
    | ReadOn
    | ItemPage
    | AskItemAgain
    | NarrowItems
    | ChooseTopic
    | ChooseCorrection
    | LinkFirst
    | Repeat
)
ActionMove = Begin | BeginAtRisk | Advance | Write | Drop | Resume | AskItem | AskChange | AskWords | SumUp
RecoveryMove = Decline | Miss | OffTopic
Move = TopicMove | ActionMove | RecoveryMove | Say
