"""A draft: all that is known of an action that is not done yet. It travels in the session, so it is small."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from shop_helper.domain.cases import MAX_WORDS, Problem, Wanted
from shop_helper.domain.naming import OF_ITEMS, By, Trait, Traits


class ActionKind(StrEnum):
    CASE = "case"
    RETURN = "return"
    EXCHANGE = "exchange"
    REFUND = "refund"
    CLAIM = "claim"
    """Under the purchase guarantee."""
    CANCEL = "cancel"
    MESSAGE = "message"
    NOTE = "note"
    """Adds words to a case."""
    CLOSE = "close"
    DELETE = "delete"
    """Deletes what is stored of the customer."""


ABOUT_CASE = (ActionKind.NOTE, ActionKind.CLOSE)


@dataclass(frozen=True)
class Draft:
    kind: ActionKind
    seller: bool = False
    """The customer acts as a seller."""
    ref: str | None = None
    """Item, as `order_id/line_id`."""
    item_name: str = ""
    """As said in a sentence."""
    traits: Traits = ()
    """What is said with the name, where the customer has another item of that name."""
    order_version: int | None = None
    """Version of the order that was read back; the write is refused when it is another by then."""
    case_id: str | None = None
    """The case that is added to or closed; for a new one the number it will get."""
    case_version: int | None = None
    problem: Problem | None = None
    words: str = ""
    wanted: Wanted | None = None
    told_seller: bool | None = None
    key: str = ""
    """Idempotency key, made when the draft is read back."""
    tries: int = 0
    """How often the open question got no usable answer."""

    def described(self, problem: Problem | None, words: str, wanted: Wanted | None = None) -> Draft:
        """With what the customer said went wrong."""
        return replace(
            self,
            problem=problem or self.problem,
            words=shortened(words) or self.words,
            wanted=wanted or self.wanted,
            tries=0,
        )

    def about(self, ref: str, item_name: str = "") -> Draft:
        """The same about another item: what was found out about the first no longer holds."""
        return replace(
            self,
            ref=ref,
            item_name=item_name,
            traits=(),
            order_version=None,
            case_id=None,
            case_version=None,
            told_seller=None,
            key="",
            tries=0,
        )

    def turned_into(self, kind: ActionKind, case_id: str | None = None) -> Draft:
        """Another action about the same thing, in the same words."""
        return replace(
            self, kind=kind, case_id=case_id, case_version=None, order_version=None, key="", tries=0
        )


_MARKUP = str.maketrans(dict.fromkeys("{}[]<>", " "))


def at_risk_case(ref: str, evidence: str) -> Draft:
    """A case about an item that may be late, ready to be read back."""
    return Draft(ActionKind.CASE, ref=ref, problem=Problem.AT_RISK, words=shortened(evidence))


def shortened(words: str) -> str:
    """At most `MAX_WORDS` characters, cut between words, without what could be taken for markup."""
    text = " ".join(words.translate(_MARKUP).split())
    if len(text) <= MAX_WORDS:
        return text
    return text[: MAX_WORDS - 1].rsplit(" ", 1)[0] + "…"


def to_data(draft: Draft) -> dict[str, Any]:
    """JSON values; what is not known is left out."""
    plain = {field.name: getattr(draft, field.name) for field in fields(draft)}
    defaults = {field.name: field.default for field in fields(draft)}
    return {name: _data(value) for name, value in plain.items() if value != defaults[name]}


def _data(value: Any) -> Any:
    if isinstance(value, tuple):
        return [[trait.by.value, trait.value] for trait in value]
    return value.value if isinstance(value, StrEnum) else value


def from_data(data: object) -> Draft | None:
    """The draft that `to_data` wrote; None for anything else, such as forged or damaged data."""
    if not isinstance(data, Mapping):
        return None
    values: dict[str, Any] = {}
    try:
        for field in fields(Draft):
            if field.name in data:
                values[field.name] = _READ.get(field.name, _text)(data[field.name])
        return Draft(**values)
    except (TypeError, ValueError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a draft has texts here")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("a draft has true or false here")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("a draft has a number here")
    return value


def _traits(value: object) -> Traits:
    if not isinstance(value, list):
        raise TypeError("a draft has a list here")
    traits = tuple(Trait(By(_text(by)), _text(told)) for by, told in value)
    for trait in traits:
        if trait.by not in OF_ITEMS:
            raise ValueError("an item isn't told by that")
        if trait.by in (By.ORDERED, By.DELIVERED):
            date.fromisoformat(trait.value)
        if trait.by is By.MONTH and not 1 <= int(trait.value) <= 12:
            raise ValueError("a year has twelve months")
    return traits


_READ: Mapping[str, Callable[[Any], Any]] = {
    "kind": ActionKind,
    "seller": _truth,
    "traits": _traits,
    "order_version": _number,
    "case_version": _number,
    "problem": Problem,
    "wanted": Wanted,
    "told_seller": _truth,
    "tries": _number,
}
"""Field → what reads it; texts for all others."""
