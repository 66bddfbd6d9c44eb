"""How a sentence is meant, told by its words: angry, worried, thankful. Conservative: a plain question is calm."""

from __future__ import annotations

import re
from enum import StrEnum


class Tone(StrEnum):
    CALM = "calm"
    ANGRY = "angry"
    WORRIED = "worried"
    THANKFUL = "thankful"


_ANGRY = (
    r"ridiculous|outrageous|unacceptable|disgrace(?:ful)?|furious|fed up|sick (?:and tired )?of|disgusted|disgusting|"
    r"useless|pathetic|a joke|angry|infuriating|(?:had|have) (?:had )?enough|rip ?off|terrible service|awful service|"
    r"worst|so annoy(?:ed|ing)|really annoy(?:ed|ing)|for the (?:third|fourth|fifth|hundredth|millionth) time|"
    r"waste of (?:my )?time|what the (?:hell|heck)|damn(?:ed)?|i'm mad|i am mad|makes? me mad|appalling|shambles"
)
_WORRIED = (
    r"worried|worrying|afraid|scared|anxious|nervous|concerned|panick?ing|in a panic|desperate|i need it (?:by|for)|"
    r"it's a (?:birthday |christmas |wedding )?(?:gift|present) for|urgent(?:ly)?|don't know what to do"
)
_THANKFUL = (
    r"thank you|thanks|thank you so much|cheers|much appreciated|i appreciate|you're a star|that helped"
)
_NEGATED = r"(?:not|never|isn't|aren't|wasn't|no longer|don't be|nothing)(?: \w+){0,2} $"


def tone_of(words: str) -> Tone:
    """Angry beats worried beats thankful, since more harm is done by missing it."""
    text = " ".join(words.lower().replace("’", "'").split())
    for tone, pattern in ((Tone.ANGRY, _ANGRY), (Tone.WORRIED, _WORRIED), (Tone.THANKFUL, _THANKFUL)):
        found = re.search(rf"\b(?:{pattern})\b", text)
        if found and not re.search(_NEGATED, text[: found.start()]):
            return tone
    return Tone.CALM
