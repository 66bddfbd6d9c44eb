"""The meaning of a sentence in this conversation, as data. Later steps don't look at words again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from shop_helper.dialog.people import Audience
from shop_helper.dialog.question import Answer
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.domain.cases import Problem, Wanted
from shop_helper.domain.danger import Alarm


class Act(StrEnum):
    """The dialog act: what the sentence does."""

    LAUNCH = "launch"
    ASK = "ask"
    """A question in the customer's own words."""
    LOOK_UP = "look_up"
    """A question of a known topic, about the customer's own orders, sales or cases."""
    ASK_CASES = "ask_cases"
    """A question about the state of their cases."""
    REQUEST = "request"
    """A request for an action."""
    ANSWER = "answer"
    """Yes, no, next, another …: `Reading.answer`."""
    CHOOSE = "choose"
    """Names or picks an item, a topic, a case."""
    DESCRIBE = "describe"
    CORRECT = "correct"
    STATE_SIDE = "state_side"
    """Buyer or seller."""
    COUNT_STEPS = "count_steps"
    REPEAT = "repeat"
    REPEAT_SLOWLY = "repeat_slowly"
    RECALL_CHOICES = "recall_choices"
    SET_CODE = "set_code"
    FORGOT_CODE = "forgot_code"
    GIVE_CODE = "give_code"
    THANK = "thank"
    GREET = "greet"
    VENT = "vent"
    ABOUT_ASSISTANT = "about_assistant"
    OFF_TOPIC = "off_topic"
    UNSURE = "unsure"
    HELP = "help"
    STOP = "stop"
    EMERGENCY = "emergency"
    """Alexa has taken the sentence for one of somebody in danger."""
    SAY_SAFE = "say_safe"
    UNCLEAR = "unclear"
    """No words were understood."""


class Tone(StrEnum):
    CALM = "calm"
    ANGRY = "angry"
    WORRIED = "worried"
    THANKFUL = "thankful"


class Fact(StrEnum):
    """The one fact that a question asks for, of an item or of what was just said."""

    PRICE = "price"
    ORDERED = "ordered"
    SHIPPED = "shipped"
    PROMISED = "promised"
    DELIVERED = "delivered"
    LAST_SEEN = "last_seen"
    CARRIER = "carrier"
    SELLER = "seller"
    NUMBER = "number"
    QUANTITY = "quantity"
    COMPANIONS = "companions"
    """What else was in the order."""
    ADDRESS = "address"
    RETURN_UNTIL = "return_until"
    DAYS_LEFT = "days_left"
    RETURN_RECEIVED = "return_received"
    REFUND_AMOUNT = "refund_amount"
    REFUND_DAY = "refund_day"
    WROTE = "wrote"
    """When the customer wrote to the seller, and whether there is an answer."""
    WHEN = "when"
    """The day of what was just said."""
    HOW_MUCH = "how_much"
    WHY = "why"
    SURE = "sure"


@dataclass(frozen=True)
class One:
    ref: str


@dataclass(frozen=True)
class OneOf:
    """Several fit; one of them is meant."""

    refs: tuple[str, ...]


@dataclass(frozen=True)
class All:
    """All of them are meant: "both"."""

    refs: tuple[str, ...]


@dataclass(frozen=True)
class NotTheirs:
    """An item is named that is not among the customer's recent ones."""


@dataclass(frozen=True)
class NoReference:
    """The words refer to no item."""


Reference = One | OneOf | All | NotTheirs | NoReference


@dataclass(frozen=True)
class Period:
    """Days, both included."""

    start: date
    end: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


@dataclass(frozen=True)
class KindOfThing:
    category: str | None
    """The category of the shop's return rules that it belongs to; None: none of its own."""


@dataclass(frozen=True)
class ItemMention:
    """The items a sentence mentions, resolved against the customer's own."""

    bought: Reference = NoReference()
    sold: Reference = NoReference()
    names_something: bool = False
    """An item or an order was named, known or not."""
    names_bought: bool = False
    """Whether the words name something that was bought, by name, seller, day or number."""
    names_sold: bool = False
    by_number: bool = False
    """An order number was said."""
    pointing: bool = False
    """The sentence points at something ("this", "it"), although Alexa sent no word for it."""
    goes_on: bool = True
    """Whether the item spoken of last may be meant; False for questions about everything."""
    period: Period | None = None
    """Days that were said."""
    kind: KindOfThing | None = None
    """The kind of thing whose rule is asked for: "underwear"."""
    not_bought: bool = False
    """The sentence names a kind of thing as if the customer had bought it, and they haven't."""
    in_general: bool = False
    """The question is about a rule, not about the customer's own items."""

    def on(self, sells: bool) -> Reference:
        return self.sold if sells else self.bought

    def refers(self, sells: bool) -> bool:
        """Whether an item of their own is meant, or several."""
        return isinstance(self.on(sells), One | OneOf | All)


@dataclass(frozen=True)
class Place:
    """The topics that a free question matches."""

    decision: Literal["answer", "choose", "decline"]
    topics: tuple[str, ...] = ()
    """The topic, the choices, or for a declined question the nearest topics."""
    confidence: float | None = None
    not_theirs: bool = False
    """The words are the name of an item that the customer doesn't have."""
    leads: bool = False
    """The first of several near topics is answered at once, because it carries a warning."""


@dataclass(frozen=True)
class Description:
    """A description of what went wrong."""

    words: str
    problem: Problem
    wanted: Wanted | None = None
    seller_problem: Problem = Problem.OTHER
    """The problem, if it is a seller's who describes it."""


class Part(StrEnum):
    """A part of what was read back."""

    ITEM = "item"
    DESCRIPTION = "description"


@dataclass(frozen=True)
class DangerReading:
    """What a sentence says of somebody in danger. No words are kept."""

    alarm: Alarm | None = None
    perhaps: Alarm | None = None
    """The alarm, where something else speaks for a danger already, so that less is needed."""
    says_safe: bool | None = None
    """Everybody is safe, or somebody isn't; None: neither."""
    has_words: bool = False


@dataclass(frozen=True)
class CodeReading:
    """The answer to a voice code question. Lives for one turn: never in a session, log or reply."""

    digits: str = field(default="", repr=False)
    """All digits that were heard."""
    code: str | None = field(default=None, repr=False)
    """The digits, where they can be a voice code."""
    number: str | None = field(default=None, repr=False)
    """The digits, where they can be a one-time number."""
    is_card: bool = False
    """Digits as long as a card's or an account's: another matter."""
    forgot: bool = False
    lacks_number: bool = False
    """The customer hasn't received the number, or wants another one."""
    asks_about_code: bool = False
    asks_about_number: bool = False


@dataclass(frozen=True)
class Reading:
    act: Act
    answer: Answer | None = None
    topic: str | None = None
    """The topic, where it is settled without ranking."""
    place: Place | None = None
    """Where ranking put a free question."""
    asks: Fact | None = None
    """The fact that is asked for, of the item in `mention`."""
    mention: ItemMention = field(default_factory=ItemMention)
    named: str | None = None
    """The one item of their own that is named, as a reference; None for none or several."""
    names_item: bool = False
    """Whether the sentence holds a name of an item at all, known or not."""
    means_the_item: bool = False
    """The sentence says "the item" without a name."""
    choice: int | None = None
    """Index (from 0) of the chosen entry in the open question's list."""
    beyond: bool = False
    """A place in a list was named: "the fifth one"."""
    tells_order: bool = False
    """The sentence names a seller, a day or a number of an order, found or not."""
    wants_other: bool = False
    """The sentence asks for "the other one"."""
    wish: ActionKind | None = None
    """The action that is asked for."""
    instead: ActionKind | None = None
    """The action that is to replace the open one."""
    reason: Description | None = None
    """The reason for the wish, given in the same sentence."""
    description: Description | None = None
    """The words, as a description of what went wrong; None without words."""
    tells_problem: bool = False
    """Whether the words really tell what went wrong."""
    told_seller: bool | None = None
    is_question: bool = False
    hesitates: bool = False
    only_feels: bool = False
    """Anger, worry or thanks, and nothing else."""
    is_short: bool = False
    """The sentence is short enough to be only a name."""
    asks_so_far: bool = False
    part: Part | None = None
    side: Audience | None = None
    """Buyer or seller, where the sentence says so."""
    tone: Tone = Tone.CALM
    text: str = ""
    """The words, kept only for the answer to a choice of topics and for the unanswered note."""
    may_keep_text: bool = False
    """Whether the words may be kept for the choice of topics: they name no secret."""
    because: tuple[str, ...] = ()
    """Evidence, for the log and for `:why`."""

    @property
    def answers_with_a_name(self) -> bool:
        """Whether the sentence can answer "which item?" by name, seller, day or number."""
        return self.act is Act.CHOOSE or (self.act is Act.ASK and self.is_short and not self.is_question)
