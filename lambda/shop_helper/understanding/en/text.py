"""The one normalization of English words, and the one rule for plurals."""

from __future__ import annotations

import re

_IES, _S = 4, 3
"""A word longer than that loses its plural ending."""


_LEAD = re.compile(
    r"^(?:(?:(?:ask|tell|open) shop helper(?: to)?|and|so|ok|okay|but|well|um+|uh+|er+|oh|ah|hm+|alright|right|"
    r"yes|yeah|no|then|now|sorry|wait|hang on|hold on|listen|please|hey|hi|just|also|again|like|you know|i mean|"
    r"alexa|thanks|thank you|great|good|fine|cool|got it|perfect|wow|huh|hmm|"
    r"(?:can|could) you (?:tell|remind) me(?: again)?|do you (?:happen to )?know|(?:tell|remind) me(?: again)?|"
    r"i would (?:like|want) to know|i (?:want|need) to know|i wonder|what i want to know is)\b,? )+"
)
_TAIL = re.compile(
    r"(?: (?:then|now|please|exactly|roughly|anyway|anyways|though|again|next|by the way|for me|right now|actually|"
    r"currently|at the moment|in the end|if you know|alexa|so far|already|yet|even|ever|or what|or something|"
    r"or not|in total|altogether|at all|precisely|guys))+$"
)


def normalize(words: str) -> str:
    """Lower case, straight apostrophes, single spaces."""
    return " ".join(words.lower().replace("’", "'").split())


def core(text: str) -> str:
    """What is left of normalized words without what goes before and after a question: "and when was that again"."""
    return _TAIL.sub("", _LEAD.sub("", text + " ").strip())


def singular(word: str) -> str:
    """Singular, roughly: enough to bring "headphones" and "headphone" together."""
    if len(word) > _IES and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > _S and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
