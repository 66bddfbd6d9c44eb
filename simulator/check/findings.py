"""What a rule is, and what a check finds: which rule, where, what is wrong, what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from textwrap import dedent


class Surety(StrEnum):
    """How sure it is that the platform asks this."""

    DOCUMENTED = "documented"
    """On a page of Amazon's."""
    QUOTED = "quoted"
    """Quoted word for word from such a page by others."""
    SEEN = "seen"
    """Met as Amazon's own error message, or as the behaviour of its SDK."""
    BELIEVED = "believed"
    """Not confirmed to us; a figure may be off."""
    OURS = "ours"
    """Voice design of this project."""


@dataclass(frozen=True)
class Rule:
    id: str
    asks: str
    """What has to hold."""
    remedy: str
    """What to do when it does not."""
    source: str
    """Page of developer.amazon.com/docs, or what else it rests on."""
    surety: Surety


@dataclass(frozen=True)
class Finding:
    rule: str
    """Id of the rule, e.g. INV3."""
    place: str
    """Where: an intent, a sample, a slot type, a turn …"""
    wrong: str
    remedy: str = ""
    """What to do, where that can be said more exactly than by the rule's own remedy."""

    def __str__(self) -> str:
        return f"{self.rule}  {self.place}: {self.wrong}" + (f"; {self.remedy}" if self.remedy else "")


def rules_in(text: str) -> tuple[Rule, ...]:
    """The rules of a text: sources, and below each its rules as `ID surety: what has to hold → remedy`.

    A line that goes on is indented further.
    """
    source, found = "", list[Rule]()
    for entry in re.sub(r"\n {4,}", " ", dedent(text).strip()).splitlines():
        head, _, words = entry.strip().partition(": ")
        if entry.startswith(" "):
            (number, surety), (asks, remedy) = head.split(), words.split(" → ")
            found.append(Rule(number, asks, remedy, source, Surety(surety)))
        else:
            source = head.removesuffix(":")
    return tuple(found)


def table(text: str, *more: Rule) -> dict[str, Rule]:
    """The rules in a text, and more, by id. Raises ValueError for an id that stands twice."""
    rules = (*rules_in(text), *more)
    found = {rule.id: rule for rule in rules}
    if len(found) != len(rules):
        raise ValueError("a rule id stands twice")
    return found
