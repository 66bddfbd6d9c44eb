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
from functools import cache
from types import MappingProxyType
from typing import Any, Union, get_args, get_type_hints

from shop_helper.dialog.question import GOES_ON, YES_OR_NO, Answer, Question, Refs, Take, Topic, Topics
from shop_helper.dialog.safety_questions import (
    AreYouSafe,
    CodeOnceMore,
    InDanger,
    NewCode,
    OldCode,
    OneTimeNumber,
    ResendNumber,
    VoiceCode,
)
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Dictate,
    Instead,
    Resume,
    ToldSeller,
    WhatToChange,
    WhichCase,
    WhichItem,
)
from shop_helper.domain.orders import is_ref


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
    buttons = YES_OR_NO
    example = "offer"
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NEXT: Take.ACCEPT, Answer.NO: Take.REFUSE})

    topic: Topic = ""


@dataclass(frozen=True)
class OfferAction(Question):
    """Whether to begin an action."""

    kind = "offer"
    tag = "offer_action"
    gives_way = True
    buttons = YES_OR_NO
    example = "offer"
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NEXT: Take.ACCEPT, Answer.NO: Take.REFUSE})

    action: str = ""
    """Name of the follow-up in articles: `open_case`, `claim`, `message`."""
    at_risk: str = ""
    """What speaks for a delay, as evidence of the case that is offered."""
    problem: str = ""
    """What went wrong, where the customer has said so already (`Problem`)."""


@dataclass(frozen=True)
class OfferMore(Question):
    """Whether to hear more about a topic."""

    kind = "more"
    gives_way = True
    buttons = YES_OR_NO
    example = "more"
    takes = MappingProxyType(GOES_ON | {Answer.NO: Take.REFUSE})

    topic: Topic = ""


@dataclass(frozen=True)
class MoreItems(Question):
    """Whether to read on in the list of what was ordered."""

    kind = "more_items"
    gives_way = True
    buttons = YES_OR_NO
    example = "more_items"
    takes = MappingProxyType(
        GOES_ON | {Answer.NO: Take.REFUSE, Answer.CANCEL: Take.LEAVE, Answer.ANOTHER: Take.ACCEPT}
    )

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
    buttons = YES_OR_NO
    example = "more_items"
    takes = MappingProxyType(
        GOES_ON | {Answer.NO: Take.REFUSE, Answer.CANCEL: Take.LEAVE, Answer.ANOTHER: Take.ACCEPT}
    )

    topic: Topic = ""
    refs: Refs = ()
    page: int = 0


@dataclass(frozen=True)
class NextStep(Question):
    """Whether to hear the next step of a procedure."""

    kind = "step"
    example = "step"
    takes = MappingProxyType(GOES_ON | {Answer.NO: Take.REFUSE, Answer.CANCEL: Take.LEAVE})

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
            Answer.NO: Take.ASK_AGAIN,
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
