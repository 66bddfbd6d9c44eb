"""SSML → the words a person hears. Never checks more than that it can be read out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator

_APART = {"p", "s", "break", "audio"}
"""Elements with a pause around them."""

_DEFAULT_NAMESPACE = re.compile(r"<(/?)amazon:")


class SpeechError(Exception):
    """SSML that Alexa would refuse."""


def _audio(element: ET.Element) -> str | None:
    return f"[audio]{''.join(element.itertext())}" if element.tag == "audio" else None


def plain(ssml: str) -> str:
    """What is heard: tags gone, `<sub>` by its alias, `<audio>` as "[audio]". Raises SpeechError."""
    text = ssml.strip()
    if not text.startswith("<speak"):
        raise SpeechError("the SSML has no <speak> around it")
    try:
        root = ET.fromstring(_DEFAULT_NAMESPACE.sub(r"<\1amazon-", text))
    except ET.ParseError as problem:
        raise SpeechError(f"the SSML is not well-formed: {problem}") from problem
    return joined(pieces(root))


def joined(parts: Iterable[str]) -> str:
    """One line, without a space before a mark."""
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join("".join(parts).split()))


def pieces(element: ET.Element, instead: Callable[[ET.Element], str | None] = _audio) -> Iterator[str]:
    """The words of an element and all within it. What `instead` gives for an element stands in place of its own."""
    apart = " " if element.tag in _APART else ""
    own = element.get("alias") if element.tag == "sub" else instead(element)
    yield apart
    if own is not None:
        yield own
    else:
        yield element.text or ""
        for child in element:
            yield from pieces(child, instead)
            yield child.tail or ""
    yield apart
