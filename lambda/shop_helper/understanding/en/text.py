"""The one normalization of English words, and the one rule for plurals."""

from __future__ import annotations

_IES, _S = 4, 3
"""A word longer than that loses its plural ending."""


def normalize(words: str) -> str:
    """Lower case, straight apostrophes, single spaces."""
    return " ".join(words.lower().replace("’", "'").split())


def singular(word: str) -> str:
    """Singular, roughly: enough to bring "headphones" and "headphone" together."""
    if len(word) > _IES and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > _S and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
