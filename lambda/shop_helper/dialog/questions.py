"""Open questions: one frozen type each, with everything that depends on the question.

A question states its touch targets, the example for a customer who was not understood, the meaning of yes, no,
next, another, skip and cancel, whether it gives way to an open task, and its form in the session attributes
(`encode`, `decode`). `OpenQuestion` is the closed union of them: with `assert_never` at the end of each `match`,
the type checker names every place where a new question has to be handled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Union, get_args, get_type_hints

from shop_helper.domain.orders import is_ref


class Answer(StrEnum):
    """A short answer whose meaning depends on the open question."""

    YES = "yes"
    NO = "no"
    NEXT = "next"
    MORE = "more"
    PREVIOUS = "previous"
    ANOTHER = "another"
    SKIP = "skip"
    CANCEL = "cancel"
    START_OVER = "start_over"


class Take(StrEnum):
    """The effect of a short answer on the open question."""

    ACCEPT = "accept"
    """Do what was asked or offered."""
    REFUSE = "refuse"
    """Leave what was offered, and ask whether there is anything else."""
    FAREWELL = "farewell"
    """Nothing else is wanted: end the session."""
    ASK_AGAIN = "ask_again"
    """Ask the same question again, since nothing was chosen."""
    NONE_OF_THEM = "none_of_them"
    """None of the choices is meant."""
    LEAVE = "leave"
    """Leave the question alone, and ask what else."""
    NEXT_PAGE = "next_page"
    PREVIOUS_PAGE = "previous_page"
    FIRST_PAGE = "first_page"
    TAKE_BACK = "take_back"
    """No to a read-back: ask what to change."""
    READ_BACK = "read_back"
    """Go on as it was."""
    DROP_TASK = "drop_task"
    NOT_CAUGHT = "not_caught"
    """Ask in other words, since the question wasn't answered."""


Topic = Annotated[str, "topic"]
Topics = Annotated[tuple[str, ...], "topics"]
Refs = Annotated[tuple[str, ...], "items"]
"""References, as `order_id/line_id`."""

_YES_OR_NO = ("yes", "no")
_GOES_ON = {Answer.YES: Take.ACCEPT, Answer.MORE: Take.ACCEPT, Answer.NEXT: Take.ACCEPT}
_Takes = Mapping[Answer, Take]


@dataclass(frozen=True)
class Question:
    """Common base: the traits of a question that keeps the conversation going and offers nothing."""

    kind: ClassVar[str]
    """Name in the turn log."""
    tag: ClassVar[str] = ""
    """Name in the session attributes where `kind` is shared by two types."""
    takes: ClassVar[_Takes] = MappingProxyType({Answer.NO: Take.FAREWELL})
    """The effect of each short answer; a missing one depends on the last reply."""
    buttons: ClassVar[tuple[str, ...]] = ()
    """Touch targets beside its choices."""
    example: ClassVar[str] = ""
    """Suffix of `recover.example.…`; with one, the question stays open when an answer was not understood."""
    gives_way: ClassVar[bool] = False
    """Only keeps the conversation going: an open task asks in its place."""
    lists_choices: ClassVar[bool] = False
    """Reads out what can be chosen."""
    is_of_task: ClassVar[bool] = False
    """Asked by an open task, so that "back" and "start over" move within it."""
    is_of_draft: ClassVar[bool] = False
    """Made from the draft of an open task, so that it can be made anew."""
    wants_words: ClassVar[bool] = False
    """Asks for a description in the customer's own words."""
    is_of_danger: ClassVar[bool] = False
    """Asked of somebody who may be in danger: what was asked before waits until it is answered."""
    wants_secret: ClassVar[bool] = False
    """Belongs to the voice code dialog: its digits are checked and never stored."""
    writes: ClassVar[bool] = False
    """A yes may write something."""

    def touchable(self) -> tuple[str, ...]:
        """Return the touch targets for the question's current state."""
        return self.buttons

    @property
    def shown(self) -> tuple[str, ...]:
        """References of the items that were read out as choices."""
        return ()


@dataclass(frozen=True)
class What(Question):
    """What the customer needs next, or first."""

    kind = "what"
    gives_way = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.FAREWELL})

    nearby: Topics = ()
    """Topics that were named as near to a question that could not be answered."""


@dataclass(frozen=True)
class AnythingElse(Question):
    kind = "anything_else"
    gives_way = True
    buttons = ("done",)
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.FAREWELL})


@dataclass(frozen=True)
class OfferTopic(Question):
    """Whether to hear about a topic."""

    kind = "offer"
    gives_way = True
    buttons = _YES_OR_NO
    example = "offer"
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NEXT: Take.ACCEPT, Answer.NO: Take.REFUSE})

    topic: Topic = ""


@dataclass(frozen=True)
class OfferAction(Question):
    """Whether to begin an action."""

    kind = "offer"
    tag = "offer_action"
    gives_way = True
    buttons = _YES_OR_NO
    example = "offer"
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NEXT: Take.ACCEPT, Answer.NO: Take.REFUSE})

    action: str = ""
    """Name of the follow-up in articles: `open_case`, `claim`, `message`."""
    at_risk: str = ""
    """What speaks for a delay, as evidence of the case that is offered."""


@dataclass(frozen=True)
class OfferMore(Question):
    """Whether to hear more about a topic."""

    kind = "more"
    gives_way = True
    buttons = _YES_OR_NO
    example = "more"
    takes = MappingProxyType(_GOES_ON | {Answer.NO: Take.REFUSE})

    topic: Topic = ""


@dataclass(frozen=True)
class MoreItems(Question):
    """Whether to read on in the list of what was ordered."""

    kind = "more_items"
    gives_way = True
    buttons = _YES_OR_NO
    example = "more_items"
    takes = MappingProxyType(_GOES_ON | {Answer.NO: Take.REFUSE, Answer.CANCEL: Take.LEAVE})

    page: int = 0
    first_day: date | None = None
    """Only what was ordered from this day on …"""
    last_day: date | None = None
    """… up to this one."""


@dataclass(frozen=True)
class MoreSales(Question):
    """Whether to read on in a list of what was sold."""

    kind = "more_sales"
    gives_way = True
    buttons = _YES_OR_NO
    example = "more_items"
    takes = MappingProxyType(_GOES_ON | {Answer.NO: Take.REFUSE, Answer.CANCEL: Take.LEAVE})

    topic: Topic = ""
    refs: Refs = ()
    page: int = 0


@dataclass(frozen=True)
class NextStep(Question):
    """Whether to hear the next step of a procedure."""

    kind = "step"
    example = "step"
    takes = MappingProxyType(_GOES_ON | {Answer.NO: Take.REFUSE, Answer.CANCEL: Take.LEAVE})

    topic: Topic = ""
    index: int = 0
    """Of the step that was said, from 0."""

    def touchable(self) -> tuple[str, ...]:
        return ("previous", "next") if self.index else ("next",)


@dataclass(frozen=True)
class WhichSide(Question):
    """Whether the customer asks as a buyer or as a seller."""

    kind = "audience"
    buttons = ("buyer", "seller")
    example = "audience"
    lists_choices = True
    takes = MappingProxyType(
        {
            Answer.YES: Take.ASK_AGAIN,
            Answer.NO: Take.FAREWELL,
            Answer.SKIP: Take.LEAVE,
            Answer.CANCEL: Take.LEAVE,
        }
    )

    topic: Topic = ""


@dataclass(frozen=True)
class WhichTopic(Question):
    """Which of two or three topics is meant."""

    kind = "which_topic"
    buttons = ("none",)
    example = "which_topic"
    lists_choices = True
    takes = MappingProxyType(
        {
            Answer.YES: Take.ASK_AGAIN,
            Answer.NO: Take.NONE_OF_THEM,
            Answer.ANOTHER: Take.NONE_OF_THEM,
            Answer.SKIP: Take.LEAVE,
            Answer.CANCEL: Take.LEAVE,
        }
    )

    topics: Topics = ()
    text: str = ""
    """The question that was asked, for the answer that is chosen."""


PAGE = 3
"""Items read out at once (rule 13 of style: nobody keeps more in mind)."""

MAX_ASKED = 2
"""Times that an item is asked for; then the newest that fits is taken, and named in the answer."""


@dataclass(frozen=True)
class WhichItem(Question):
    """Which item is meant, three at a time; of a task, or for an answer."""

    kind = "which_item"
    example = "which_item"
    lists_choices = True
    is_of_task = True
    takes = MappingProxyType(
        {
            Answer.YES: Take.ASK_AGAIN,
            Answer.NO: Take.NEXT_PAGE,
            Answer.NEXT: Take.NEXT_PAGE,
            Answer.MORE: Take.NEXT_PAGE,
            Answer.ANOTHER: Take.NEXT_PAGE,
            Answer.PREVIOUS: Take.PREVIOUS_PAGE,
            Answer.START_OVER: Take.FIRST_PAGE,
            Answer.SKIP: Take.LEAVE,
            Answer.CANCEL: Take.LEAVE,
        }
    )

    topic: Topic = ""
    refs: Refs = ()
    page: int = 0
    tries: int = 1

    def touchable(self) -> tuple[str, ...]:
        return ("others",) if len(self.refs) > (self.page + 1) * PAGE else ("none",)

    @property
    def shown(self) -> tuple[str, ...]:
        return self.refs[self.page * PAGE : self.page * PAGE + PAGE]


@dataclass(frozen=True)
class WhichCase(Question):
    """Which open case a task is about."""

    kind = "which_case"
    is_of_draft = True
    is_of_task = True
    takes = MappingProxyType({Answer.YES: Take.NOT_CAUGHT, Answer.NO: Take.NOT_CAUGHT})

    cases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Describe(Question):
    """What went wrong."""

    kind = "problem"
    is_of_draft = True
    is_of_task = True
    wants_words = True
    takes = MappingProxyType({Answer.YES: Take.NOT_CAUGHT, Answer.NO: Take.NOT_CAUGHT})


@dataclass(frozen=True)
class Dictate(Question):
    """The words of a message or a note."""

    kind = "words"
    is_of_draft = True
    is_of_task = True
    wants_words = True
    takes = MappingProxyType({Answer.YES: Take.NOT_CAUGHT, Answer.NO: Take.NOT_CAUGHT})


@dataclass(frozen=True)
class ToldSeller(Question):
    """Whether the seller has been written to."""

    kind = "seller"
    is_of_draft = True
    buttons = _YES_OR_NO
    is_of_task = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.REFUSE})


@dataclass(frozen=True)
class Confirm(Question):
    """Whether to write what was read back."""

    kind = "confirm"
    is_of_draft = True
    buttons = _YES_OR_NO
    is_of_task = True
    writes = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.TAKE_BACK})


@dataclass(frozen=True)
class WhatToChange(Question):
    """What to change of what was read back."""

    kind = "change"
    is_of_draft = True
    is_of_task = True
    takes = MappingProxyType({Answer.YES: Take.TAKE_BACK, Answer.NO: Take.READ_BACK})


@dataclass(frozen=True)
class Instead(Question):
    """Whether to do another thing, since what was asked for can't be done."""

    kind = "redirect"
    buttons = _YES_OR_NO
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.DROP_TASK})


@dataclass(frozen=True)
class Resume(Question):
    """Whether to go on with an open task."""

    kind = "resume"
    buttons = _YES_OR_NO
    example = "resume"
    is_of_task = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.DROP_TASK})

    earlier: bool = False
    """The task was left open in an earlier conversation."""


@dataclass(frozen=True)
class VoiceCode(Question):
    """The voice code, before something is written."""

    kind = "voice_code"
    is_of_draft = True
    wants_secret = True


@dataclass(frozen=True)
class OldCode(Question):
    """The old voice code, before a new one is chosen."""

    kind = "voice_code.old"
    wants_secret = True


@dataclass(frozen=True)
class OneTimeNumber(Question):
    """The number on the card in the owner's Alexa app."""

    kind = "voice_code.number"
    wants_secret = True


@dataclass(frozen=True)
class ResendNumber(Question):
    """Whether to send another number."""

    kind = "voice_code.resend"
    buttons = _YES_OR_NO
    wants_secret = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.REFUSE})


@dataclass(frozen=True)
class NewCode(Question):
    """The new voice code."""

    kind = "voice_code.new"
    wants_secret = True

    ticket: int = 0
    """Version of the stored request: only the session that gave the proof may go on."""


@dataclass(frozen=True)
class CodeOnceMore(Question):
    """The new voice code again."""

    kind = "voice_code.once_more"
    wants_secret = True

    ticket: int = 0


@dataclass(frozen=True)
class AreYouSafe(Question):
    """Whether whoever was in danger is safe. What was asked before waits in the session."""

    kind = "safe"
    buttons = _YES_OR_NO
    example = ""
    is_of_danger = True

    danger: str = ""
    """Which kind, as `domain.danger.Danger`; empty: nothing more is known."""
    advice: str = ""
    product: bool = False
    """A product had a part in it."""


@dataclass(frozen=True)
class InDanger(Question):
    """Whether somebody is in danger at all."""

    kind = "in_danger"
    buttons = _YES_OR_NO
    is_of_danger = True


OpenQuestion = Union[  # noqa: UP007  # get_args lists the members below
    What,
    AnythingElse,
    OfferTopic,
    OfferAction,
    OfferMore,
    MoreItems,
    MoreSales,
    NextStep,
    WhichSide,
    WhichTopic,
    WhichItem,
    WhichCase,
    Describe,
    Dictate,
    ToldSeller,
    Confirm,
    WhatToChange,
    Instead,
    Resume,
    VoiceCode,
    OldCode,
    OneTimeNumber,
    ResendNumber,
    NewCode,
    CodeOnceMore,
    AreYouSafe,
    InDanger,
]


def encode(question: OpenQuestion) -> dict[str, Any]:
    """JSON values for the session attributes; fields at their default are left out."""
    sent: dict[str, Any] = {"ask": question.tag or question.kind}
    for one in fields(question):
        value = getattr(question, one.name)
        if value != one.default:
            sent[one.name] = value.isoformat() if isinstance(value, date) else value
    return sent


def decode(sent: object) -> OpenQuestion | None:
    """The question that `encode` wrote; None for anything else, such as forged or older attributes."""
    if not isinstance(sent, dict):
        return None
    made = _by_tag().get(str(sent.get("ask")))
    if made is None:
        return None
    values = {}
    for name, expected in _fields(made).items():
        if name in sent:
            value = _value(sent[name], expected)
            if value is None:
                return None
            values[name] = value
    question: OpenQuestion = made(**values)
    return question


def topics_in(question: OpenQuestion) -> tuple[str, ...]:
    """The topics that the question is about, or lets choose from."""
    found: list[str] = []
    made: Any = type(question)
    for name, expected in _fields(made).items():
        if expected in (Topic, Topics):
            value = getattr(question, name)
            found += [value] if expected == Topic else value
    return tuple(found)


@cache
def _fields(made: Any) -> Mapping[str, Any]:
    """Name of each field → its type, with what the value names."""
    hints = get_type_hints(made, include_extras=True)
    return {one.name: hints[one.name] for one in fields(made)}


@cache
def _by_tag() -> Mapping[str, Any]:
    return {one.tag or one.kind: one for one in get_args(OpenQuestion)}


def _value(sent: object, expected: object) -> Any:
    """A field's value; None where it is not of the field's type. Numbers are indexes, so none is negative."""
    if expected is bool:
        return sent if isinstance(sent, bool) else None
    if expected is str or expected == Topic:
        return sent if isinstance(sent, str) else None
    if expected is int:
        return sent if isinstance(sent, int) and not isinstance(sent, bool) and sent >= 0 else None
    if expected in (tuple[str, ...], Topics, Refs):
        if not isinstance(sent, list | tuple) or not all(isinstance(one, str) for one in sent):
            return None
        return tuple(sent) if expected != Refs or all(map(is_ref, sent)) else None
    try:
        return date.fromisoformat(sent) if isinstance(sent, str) else None
    except ValueError:
        return None
