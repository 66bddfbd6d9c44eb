"""Digits as they are read out: "one two", "forty seven"."""

from __future__ import annotations

import re

from shop_helper.domain.voice_code import MAX_DIGITS, MIN_DIGITS

DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
PAIRS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40",
    "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
"""Two digits in one word."""


_TIMES = {"double": 2, "triple": 3}


def spoken_digits(heard: str) -> str:
    """The digits of what was heard ("1 2, 34", "one two thirty four" → "1234"; "double two" → "22")."""
    found, after_tens, times = "", False, 1
    for token in re.findall(r"[a-z]+|[0-9]", heard.lower()):
        unit = token if token.isdigit() else DIGITS.get(token)
        if token in PAIRS:
            found += PAIRS[token]
        elif unit is not None:
            found = found[:-1] + unit if after_tens and unit != "0" else found + unit * times
        after_tens = token in PAIRS and token.endswith("ty")
        times = _TIMES.get(token, 1)
    return found


def code_heard(heard: str) -> str | None:
    """The code that was said; None when what was heard can't be one, so that it doesn't count as a try."""
    digits = spoken_digits(heard)
    return digits if MIN_DIGITS <= len(digits) <= MAX_DIGITS else None
