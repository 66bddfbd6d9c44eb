"""RSP8 and RSP4: whether Alexa can say a piece of SSML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MAX_AUDIO = 5
MAX_BREAK_S = 10.0

_LEVELS = "x-low|low|medium|high|x-high"
_KINDS = (
    "characters|spell-out|cardinal|number|ordinal|digits|fraction|unit|date|time|telephone|address|"
    "interjection|expletive"
)


@dataclass(frozen=True)
class _Tag:
    needs: tuple[str, ...] = ()
    """Attributes, at least one of which has to be there."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Attribute → pattern of its values; others are unknown."""


_TAGS: Mapping[str, _Tag] = {
    "speak": _Tag(values={"version": ".*", "xml:lang": ".*"}),
    "p": _Tag(),
    "s": _Tag(),
    "break": _Tag(
        values={"strength": "none|x-weak|weak|medium|strong|x-strong", "time": r"\d+(\.\d+)?(ms|s)"}
    ),
    "audio": _Tag(("src",), {"src": ".*"}),
    "say-as": _Tag(("interpret-as",), {"interpret-as": _KINDS, "format": "[mdy]{1,3}|[my]{2}|hms(12|24)?"}),
    "sub": _Tag(("alias",), {"alias": ".+"}),
    "phoneme": _Tag(("ph",), {"alphabet": "ipa|x-sampa|x-amazon-.*", "ph": ".+"}),
    "prosody": _Tag(
        ("rate", "pitch", "volume"),
        {
            "rate": r"x-slow|slow|medium|fast|x-fast|\d+%",
            "pitch": _LEVELS + r"|[+-]?\d+(\.\d+)?%",
            "volume": r"silent|x-soft|soft|medium|loud|x-loud|[+-]?\d+(\.\d+)?dB",
        },
    ),
    "emphasis": _Tag(("level",), {"level": "strong|moderate|reduced"}),
    "w": _Tag(("role",), {"role": "amazon:(VB|VBD|DT|IN|JJ|NN|SENSE_1|DEFAULT)"}),
    "lang": _Tag(("xml:lang",), {"xml:lang": "[a-z]{2}-[A-Z]{2}"}),
    "voice": _Tag(("name",), {"name": r"[^\W\d_]+"}),
    "amazon:effect": _Tag(("name",), {"name": "whispered"}),
    "amazon:emotion": _Tag(("name",), {"name": "excited|disappointed", "intensity": "low|medium|high"}),
    "amazon:domain": _Tag(("name",), {"name": "conversational|fun|long-form|music|news"}),
    "alexa:name": _Tag(("type",), {"type": "first", "personId": ".+"}),
}


def parse(ssml: str) -> ET.Element:
    """The tree; prefixes of Alexa's own tags become part of their names. Raises ElementTree.ParseError."""
    return ET.fromstring(re.sub(r"<(/?)(amazon|alexa):", r"<\1\2-", ssml.strip()))


def name_of(element: ET.Element) -> str:
    return re.sub(r"^(amazon|alexa)-", r"\1:", str(element.tag))


def ssml_problems(ssml: str) -> Iterator[str]:
    """All that is wrong with one `ssml`."""
    try:
        root = parse(ssml)
    except ET.ParseError as problem:
        yield f"is not well-formed: {problem}"
        return
    if root.tag != "speak":
        yield f"begins with <{name_of(root)}> instead of <speak>"
    elements = list(root.iter())
    if not "".join(root.itertext()).strip() and not any(element.tag == "audio" for element in elements):
        yield "says nothing"
    for element in elements:
        yield from _element_problems(element, is_root=element is root)


def audio_problems(ssml: str) -> Iterator[str]:
    """RSP4; nothing for what is not well-formed."""
    try:
        sources = [str(element.get("src")) for element in parse(ssml).iter("audio")]
    except ET.ParseError:
        return
    if len(sources) > MAX_AUDIO:
        yield f"{len(sources)} audio tags; at most {MAX_AUDIO}"
    for source in sources:
        if not source.startswith(("https://", "soundbank://")):
            yield f"audio from {source!r}; https only"


def _element_problems(element: ET.Element, is_root: bool) -> Iterator[str]:
    name = name_of(element)
    tag = _TAGS.get(name)
    if tag is None:
        yield f"<{name}> is no tag that Alexa knows"
        return
    if name == "speak" and not is_root:
        yield "<speak> stands inside <speak>"
    given = {
        key.replace("{http://www.w3.org/XML/1998/namespace}", "xml:"): value for key, value in element.items()
    }
    if tag.needs and not any(need in given for need in tag.needs):
        yield f"<{name}> needs {' or '.join(tag.needs)}"
    for key, value in given.items():
        pattern = tag.values.get(key)
        if pattern is None:
            yield f"<{name}> has the unknown attribute {key}"
        elif not re.fullmatch(pattern, value):
            yield f"<{name} {key}={value!r}>: expected {pattern.replace('|', ', ')}"
    if name == "break" and _seconds(given.get("time", "0s")) > MAX_BREAK_S:
        yield f"a break of {given['time']}; at most {MAX_BREAK_S:.0f}s"


def _seconds(time: str) -> float:
    number = re.match(r"[\d.]+", time)
    return float(number.group()) / (1000 if time.endswith("ms") else 1) if number else 0.0
