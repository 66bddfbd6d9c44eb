"""What stands on a screen and what can be touched there, read from the directive that draws it. For any skill.

This draws nothing: it looks for the texts of the data sources, and for the arguments of `SendEvent` commands. Where
those are bound to data (`${data.touch}`), every value of that name counts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

RENDER = "Alexa.Presentation.APL.RenderDocument"

_BOUND = re.compile(r"\$\{\s*(?:[\w.]+\.)?(\w+)\s*\}")
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"</?[a-z]\w*\s*/?>")


def texts(drawn: Mapping[str, Any]) -> list[str]:
    """The texts that the data sources hold, as they are read; what can be touched is not among them."""
    touched = set(touchable(drawn))
    found = (text for text in _strings(drawn.get("datasources")) if text not in touched)
    return [html.unescape(_TAG.sub("", _BREAK.sub("\n", text))) for text in found if text.strip()]


def touchable(drawn: Mapping[str, Any]) -> list[str]:
    """The first arguments that touches can send, each once."""
    layouts = _objects(drawn.get("document"))
    sent = [part.get("arguments") for part in layouts if part.get("type") == "SendEvent"]
    found: list[str] = []
    for arguments in sent:
        first = arguments[0] if isinstance(arguments, list) and arguments else arguments
        if not isinstance(first, str):
            continue
        bound = _BOUND.fullmatch(first)
        found += list(_named(drawn.get("datasources"), bound.group(1))) if bound else [first]
    return list(dict.fromkeys(found))


def _named(value: Any, name: str) -> Iterator[str]:
    for part in _objects(value):
        if isinstance(part.get(name), str):
            yield part[name]


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in _inside(value):
        yield from _objects(part)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in _inside(value):
        yield from _strings(part)


def _inside(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
