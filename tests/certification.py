"""Rules of the platform and of voice design that every turn of every test keeps (`check_turn`)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

MAX_SPEECH = 8_000
"""RSP1: characters of output speech."""

MAX_RESPONSE = 24_000
"""RSP3: bytes; the older, stricter figure."""

MAX_FIRST_WORDS = 80
"""An answer with its lead and its offer; the answer alone is held to 45 where it is compiled."""

_URL = re.compile(r"https?://|www\.|\.com\b")


def check_turn(request: dict[str, Any], response: dict[str, Any]) -> list[str]:
    """What is wrong with one response; empty when nothing is."""
    body, kind = response.get("response", {}), request["request"]["type"]
    if kind not in ("LaunchRequest", "IntentRequest"):
        return [f"{kind} must not be answered with speech"] if "outputSpeech" in body else []
    problems: list[str] = []
    ssml = body.get("outputSpeech", {}).get("ssml", "")
    plain = _plain(ssml, problems)
    if not plain:
        return [*problems, "nothing was said"]
    is_open, reprompt = body.get("shouldEndSession") is False, body.get("reprompt")
    if is_open != plain.rstrip().endswith("?") and not _asks_by_example(plain):
        problems.append(f"session {'open' if is_open else 'closed'} but the speech ends {plain[-40:]!r}")
    if is_open != bool(reprompt):
        problems.append("a reprompt goes with an open session, and only with one")
    if reprompt and reprompt["outputSpeech"]["ssml"] == ssml:
        problems.append("the reprompt repeats the prompt")
    if len(ssml) > MAX_SPEECH or len(str(response).encode()) > MAX_RESPONSE:
        problems.append("the response is too long")
    if len(plain.split()) > MAX_FIRST_WORDS:
        problems.append(f"{len(plain.split())} words at once: {plain!r}")
    if _URL.search(plain):
        problems.append(f"an address is spoken: {plain!r}")
    if re.search(r"[{}\[\]]", plain):
        problems.append(f"a placeholder or marker is left: {plain!r}")
    card = body.get("card") or {}
    if re.search(r"<[a-z/]", f"{card.get('title', '')}{card.get('content', '')}") or "{" in str(
        card.get("content")
    ):
        problems.append("markup or a placeholder stands on the card")
    return problems


def _asks_by_example(plain: str) -> bool:
    """ "Or say: another one." closes a question as well as a question mark does."""
    return bool(re.search(r"\?\s*(Or say: [a-z ]+\.|For example: [^.]+\.)$", plain))


def _plain(ssml: str, problems: list[str]) -> str:
    try:
        root = ET.fromstring(ssml)
    except ET.ParseError as problem:
        problems.append(f"the speech is not well-formed: {problem}")
        return ""
    if root.tag != "speak":
        problems.append("the speech has no speak element")
    return " ".join("".join(root.itertext()).split())
