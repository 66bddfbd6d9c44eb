"""A touch on the screen → the intent and slots that the same thing, said, would have given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import What
from shop_helper.dialog.reply import Reply
from shop_helper.dialog.task_questions import Describe
from shop_helper.dialog.turn import Slot, Turn
from shop_helper.domain.cases import Problem

_ORDINALS = ("first", "second", "third")
EXAMPLES: Mapping[Audience, tuple[str, ...]] = {
    Audience.BUYER: ("where", "return", "contact"),
    Audience.SELLER: ("sales", "contact"),
}
"""What can be touched where nothing in particular is asked: things to ask about."""

_INTENTS = {
    "where": "OrderStatusIntent",
    "return": "ReturnItemIntent",
    "sales": "SalesIntent",
    "yes": "AMAZON.YesIntent",
    "no": "AMAZON.NoIntent",
    "none": "AMAZON.NoIntent",
    "done": "AMAZON.NoIntent",
    "next": "AMAZON.NextIntent",
    "previous": "AMAZON.PreviousIntent",
    "others": "AnotherOneIntent",
}
STALE = "AMAZON.RepeatIntent"
"""A touch on a screen that is no longer current: what is current is said and shown again."""

PROBLEMS: Mapping[str, Mapping[str, Slot]] = {
    f"problem.{problem.value}": {slot: Slot(words, problem.value, words)}
    for problem, slot, words in (
        (Problem.DAMAGED, "it_came", "broken"),
        (Problem.NOT_WORKING, "it_is", "not working"),
        (Problem.WRONG_ITEM, "it_is", "the wrong item"),
        (Problem.MISSING_PARTS, "it_has", "missing parts"),
        (Problem.NOT_RECEIVED, "it_was", "not delivered"),
        (Problem.CHANGED_MIND, "it_is", "not for me"),
    )
}
"""What can be touched for "what went wrong?": the words it stands for, in the slot that says the ones before them."""

_CONTACT = Slot("how do i contact customer service")
_CHOICE = "choice."


def choice(index: int) -> str:
    """The touch for a choice, by its index from 0."""
    return f"{_CHOICE}{index + 1}"


def examples_of(turn: Turn, reply: Reply) -> tuple[str, ...]:
    """What can be touched beside that where the question leaves it open what is answered."""
    audience = turn.audience or Audience.BUYER
    match reply.ask:
        case What():
            return EXAMPLES[audience]
        case Describe() if audience is Audience.BUYER:
            return tuple(PROBLEMS)
    return ()


def spoken_for(arguments: Any) -> tuple[str, Mapping[str, Slot]] | None:
    """Intent and slots of a touch; None when it is none of this skill's screens'."""
    touch = arguments[0] if isinstance(arguments, list) and arguments else None
    if not isinstance(touch, str):
        return None
    if touch in _INTENTS:
        return _INTENTS[touch], {}
    if touch in list(Audience):
        return "AudienceIntent", {"audience": Slot(touch, touch, touch)}
    if touch in PROBLEMS:
        return "DescribeProblemIntent", PROBLEMS[touch]
    if touch == "contact":
        return "HelpQuestionIntent", {"question": _CONTACT}
    known = {choice(index): word for index, word in enumerate(_ORDINALS)}
    return ("SelectIntent", {"ordinal": Slot(known[touch])}) if touch in known else None
