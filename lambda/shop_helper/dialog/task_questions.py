"""Questions of an action that is under way: which item, what happened, whether to go on."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from shop_helper.dialog.question import YES_OR_NO, Answer, Question, Refs, Take, Topic

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
    buttons = YES_OR_NO
    is_of_task = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.REFUSE})


@dataclass(frozen=True)
class Confirm(Question):
    """Whether to write what was read back."""

    kind = "confirm"
    is_of_draft = True
    buttons = YES_OR_NO
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
    buttons = YES_OR_NO
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.DROP_TASK})


@dataclass(frozen=True)
class Resume(Question):
    """Whether to go on with an open task."""

    kind = "resume"
    buttons = YES_OR_NO
    example = "resume"
    is_of_task = True
    takes = MappingProxyType({Answer.YES: Take.ACCEPT, Answer.NO: Take.DROP_TASK})

    earlier: bool = False
    """The task was left open in an earlier conversation."""
