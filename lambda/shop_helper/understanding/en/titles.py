"""Colors and sizes in catalogue titles, for records that don't hold them: "Winter Coat navy", "Sneakers size 39"."""

from __future__ import annotations

import re

COLORS = frozenset(
    "black white grey gray silver gold red blue navy green yellow orange purple violet pink brown beige cream ivory "
    "turquoise teal khaki olive burgundy maroon copper bronze".split()
)
_SIZES = {"xs": "extra small", "s": "small", "m": "medium", "l": "large", "xl": "extra large"}
_SIZE = re.compile(r"\bsize (\d+(?:\.\d+)?|x?[sl]|m|extra (?:small|large)|small|medium|large)\b")


def colors_in(title: str) -> tuple[str, ...]:
    """In the order in which they stand there."""
    return tuple(word for word in re.findall(r"[a-z]+", title.lower()) if word in COLORS)


def color_in(title: str) -> str | None:
    """As it is said: "navy blue"; None where none is named, or more than one thing may be meant."""
    colors = colors_in(title)
    words = " ".join(colors)
    return words if colors and words in " ".join(re.findall(r"[a-z]+", title.lower())) else None


def size_in(title: str) -> str | None:
    """As it is said after "size": "39", "medium"."""
    found = _SIZE.search(title.lower())
    return _SIZES.get(found[1], found[1]) if found else None
