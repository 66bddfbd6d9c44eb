"""What to do about a reading: one frozen type for each thing the skill can do next.

`conversation/` decides on a move, `topics/` and `actions/` carry it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from shop_helper.dialog.people import Audience
from shop_helper.dialog.reading import Description, ItemMention
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
    """An item settled already, as `order_id/line_id`."""
    confidence: float | None = None
    as_seller: bool = False
    """The sentence is one that only sellers say."""
    side: Audience | None = None
    """Buyer or seller, as just said."""


@dataclass(frozen=True)
class TellOfItem:
    """Answer what was asked last, about the item that is named now."""

    mention: ItemMention


@dataclass(frozen=True)
class TellCases:
    """How the customer's cases stand."""


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
    """From 0; past the end the procedure closes."""
    already_first: bool = False


@dataclass(frozen=True)
class CountSteps:
    topic: str
    index: int


@dataclass(frozen=True)
class StartOver:
    """The first step of the last topic's procedure, else the whole conversation anew."""

    topic: str | None


@dataclass(frozen=True)
class ReadOn:
    """The next page of the list of orders or sales that is being read out."""


@dataclass(frozen=True)
class ItemPage:
    """Another page of the choices of "which item?"."""

    page: int


class ItemMiss(StrEnum):
    """Which words say that an answer to "which item?" picked none."""

    AGAIN = "items.which_again"
    NOT_THERE = "items.not_there"


@dataclass(frozen=True)
class AskItemAgain:
    why: ItemMiss


@dataclass(frozen=True)
class NarrowItems:
    """Several of the choices fit."""

    refs: tuple[str, ...]


@dataclass(frozen=True)
class ChooseTopic:
    """Ask which of two or three topics is meant."""

    topics: tuple[str, ...]
    text: str = ""
    """The question, for the answer of the topic that is chosen."""
    confidence: float | None = None


@dataclass(frozen=True)
class ChooseCorrection:
    """ "The order is wrong": a wrong item, or an order to be changed."""

    text: str
    otherwise: Reply


@dataclass(frozen=True)
class Decline:
    """The words were understood, and nothing in the help answers them."""

    nearby: tuple[str, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True)
class Miss:
    """Nothing was understood."""


@dataclass(frozen=True)
class OffTopic:
    """Something that no help is meant for: a joke, a song."""


@dataclass(frozen=True)
class LinkFirst:
    """An item named without an account: only how to link it, since the general answer was heard already."""


@dataclass(frozen=True)
class Repeat:
    slowly: bool = False


@dataclass(frozen=True)
class Say:
    """A reply of the conversation itself: thanks, help, goodbye, the open question once more."""

    reply: Reply
    unanswered: tuple[str, ...] = ()
    """Topics that were offered in vain, for the note of unanswered questions."""


POINTING = ItemMention(pointing=True)
"""What was spoken of last."""


@dataclass(frozen=True)
class Begin:
    """Begin an action with what was said along with it."""

    kind: ActionKind
    mention: ItemMention = field(default_factory=ItemMention)
    reason: Description | None = None
    ref: str | None = None
    """An item settled already, as `order_id/line_id`."""
    draft: Draft | None = None
    """Begun already: only the side was missing."""
    side: Audience | None = None
    """Buyer or seller, as just said."""
    anew: bool = False
    """Start over: nothing that was spoken of is meant."""


@dataclass(frozen=True)
class BeginAtRisk:
    """A case about an item that may be late, ready to be read back."""

    ref: str
    evidence: str


@dataclass(frozen=True)
class Advance:
    """The next step of the open action."""

    draft: Draft
    missed: tuple[Text, ...] = ()
    """Said first where the answer was none; the question comes in other words."""


@dataclass(frozen=True)
class Write:
    """Yes to the read-back."""


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
    """What is known of the open action so far."""

    draft: Draft


TopicMove = (
    Greet
    | Tell
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
