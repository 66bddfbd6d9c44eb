"""Whether a question about returning asks of a kind of thing ("can I give back underwear") or of one's own.

What follows the verb tells: a noun without anything that points at it is a kind. General words ("something", "an
item") name neither.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shop_helper.dialog.reading import KindOfThing
from shop_helper.understanding.en.text import normalize, singular

_POINTS = frozenset(
    "my mine our ours your his her hers their this that these those it them the one ones both all everything i we "
    "order orders parcel parcels package packages delivery purchase purchases shipment".split()
)
_DETERMINERS = frozenset("a an any some".split())
_GENERAL = frozenset(
    "item items thing things something anything stuff product products article articles goods present "
    "presents gift gifts money back".split()
)
_ENDS = frozenset(
    "after before without for to within if when while in at on from because once since until till even though by "
    "through with but and or i we you they he she that which who still now too as well please though free later today "
    "tomorrow here there".split()
)
_BACK = r"(?:back|in)"
_VERBS = (
    rf"(?:give|send|take|bring|hand|ship|post|get) {_BACK}|return(?:ing)?",
    r"(?:giving|sending|taking|bringing|handing|shipping) back",
)
_AFTER = re.compile(rf"\b(?:{'|'.join(_VERBS)})\b(?P<rest>.*)")
_AROUND = re.compile(r"\b(?:give|send|take|bring|hand|ship|post) (?P<rest>.+?) back\b")
_PASSIVE = re.compile(
    r"\b(?:is|are|can|could|may|do|does|will) (?P<rest>.+?) (?:be |get )?"
    r"(?:returnable|refundable|returned|sent back|taken back|given back|brought back|go back|accepted back)\b"
)
_NAME = re.compile(
    r"^(?:(?:no|yes|and|but|so|well|then|sorry|actually|i mean|i meant)\b,? ?)*"
    r"(?:the|my|that|our) (\w+(?: \w+){0,2})$"
)
_MAX_WORDS = 4
"""Of a noun and what describes it; more is a sentence of another kind."""


class Categories:
    """What people call the things of each category of the shop's return rules."""

    def __init__(self, returns: Mapping[str, Any]) -> None:
        """`returns`: that policy of the knowledge base; `things` of a row are its names."""
        rows = returns.get("category_exceptions") or ()
        self._named = {
            _singulars(thing): row["category"] for row in rows for thing in row.get("things") or ()
        }

    def kind_in(self, words: str) -> KindOfThing | None:
        """The kind of thing whose return is asked about; the longest name in the words tells its category."""
        kind = kind_in(words)
        if kind is None:
            return None
        found = [name for name in self._named if f" {name} " in f" {_singulars(kind)} "]
        return KindOfThing(self._named[max(found, key=len)] if found else None)


def _singulars(words: str) -> str:
    return " ".join(map(singular, normalize(words).split()))


def kind_in(words: str) -> str | None:
    """The kind of thing whose return is asked about, as said; None where it is one's own, or no thing at all."""
    text = normalize(words)
    for pattern in (_PASSIVE, _AROUND, _AFTER):
        found = pattern.search(text)
        if found is not None:
            return _noun(found["rest"].split())
    return None


def _noun(words: list[str]) -> str | None:
    named: list[str] = []
    for word in words:
        if named and (word in _ENDS or word == "i"):
            break
        if word in _POINTS or word in _ENDS:
            return None
        named.append(word)
    while named and named[0] in _DETERMINERS:
        named.pop(0)
    if not named or len(named) > _MAX_WORDS or named[-1] in _GENERAL:
        return None
    return " ".join(named)


def names_a_thing(words: str) -> bool:
    """Whether a sentence is no more than a name with "the" or "my" before it: "no, the green jacket"."""
    found = _NAME.match(words.lower().strip())
    return found is not None and not (_GENERAL | _POINTS) & set(found.group(1).split())
