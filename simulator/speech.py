"""SSML → the words a person hears. Never checks more than that it can be read out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

_APART = {"p", "s", "break", "audio"}
"""Elements with a pause around them."""

_DEFAULT_NAMESPACE = re.compile(r"<(/?)amazon:")


class SpeechError(Exception):
    """SSML that Alexa would refuse."""


def plain(ssml: str) -> str:
    """What is heard: tags gone, `<sub>` by its alias, `<audio>` as "[audio]". Raises SpeechError."""
    text = ssml.strip()
    if not text.startswith("<speak"):
        raise SpeechError("the SSML has no <speak> around it")
    try:
        root = ET.fromstring(_DEFAULT_NAMESPACE.sub(r"<\1amazon-", text))
    except ET.ParseError as problem:
        raise SpeechError(f"the SSML is not well-formed: {problem}") from problem
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join("".join(_pieces(root)).split()))


def _pieces(element: ET.Element) -> Iterator[str]:
    apart = element.tag in _APART
    if apart:
        yield " "
    if element.tag == "audio":
        yield "[audio]"
    if element.tag == "sub" and "alias" in element.attrib:
        yield element.attrib["alias"]
    else:
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""
    if apart:
        yield " "
