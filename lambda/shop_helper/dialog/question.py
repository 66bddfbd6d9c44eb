"""What every question states, and what short answers mean to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, ClassVar


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

YES_OR_NO = ("yes", "no")
GOES_ON = {Answer.YES: Take.ACCEPT, Answer.MORE: Take.ACCEPT, Answer.NEXT: Take.ACCEPT}
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
