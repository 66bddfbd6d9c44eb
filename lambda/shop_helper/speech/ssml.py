"""Words with markers → SSML, and → plain text.

Markers are the only markup that content and forms may use:
`[tel:1-206-555-0100]` a telephone number, `[digits:4417]` a code said digit by digit, `[pause]` half a second;
`[slow]` … `[/slow]` around whole sentences that are said slowly (made by `slowly`, never nested).
Everything else is plain text and is escaped here, so nothing a customer or a shop wrote can become markup.
"""

from __future__ import annotations

import re
from html import escape  # of xml.sax.saxutils the import costs twenty times as much

_MARKER = re.compile(r"\[(tel|digits):([^\]\[]+)\]|\[(pause|/?slow)\]")
_NOT_IN_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold: control characters, halves of surrogate pairs."""

_TAGS = {"pause": '<break time="500ms"/>', "slow": '<prosody rate="slow">', "/slow": "</prosody>"}
_SAY_AS = {"tel": "telephone", "digits": "digits"}


def to_ssml(words: str) -> str:
    """A complete `<speak>` document."""
    return f"<speak>{to_fragment(words)}</speak>"


def to_fragment(words: str) -> str:
    """SSML without its root: well formed, whatever the words are. A `[slow]` that is no half of a pair says nothing."""
    parts, end, is_slow = [], 0, False
    words = _NOT_IN_XML.sub(" ", words)
    for marker in _MARKER.finditer(words):
        parts.append(escape(words[end : marker.start()], quote=False))
        end = marker.end()
        kind, value, name = marker.groups()
        if kind is not None:
            parts.append(f'<say-as interpret-as="{_SAY_AS[kind]}">{escape(value, quote=False)}</say-as>')
        elif name == "pause":
            parts.append(_TAGS[name])
        elif is_slow is (name == "/slow"):
            is_slow = not is_slow
            parts.append(_TAGS[name])
    parts.append(escape(words[end:], quote=False))
    return " ".join("".join([*parts, _TAGS["/slow"] if is_slow else ""]).split())


def slowly(words: str) -> str:
    """The words, to be said slowly; words that are already stay as they are."""
    return f"[slow]{words}[/slow]" if words and "[slow]" not in words else words


def to_plain(words: str) -> str:
    """What is heard, as text for a log of a test, a terminal or a card."""
    return " ".join(_MARKER.sub(lambda m: m.group(2) or "", words).split())
