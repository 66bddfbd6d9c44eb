"""English numbers as people say them ↔ integers: "twenty four", "four four one seven", "nineteen ninety nine"."""

from __future__ import annotations

from collections.abc import Sequence

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_ROUND = {
    "a dozen": 12,
    "dozen": 12,
    "half a dozen": 6,
    "two dozen": 24,
    "a couple": 2,
    "a couple of": 2,
    "a pair": 2,
    "a single": 1,
}
_SMALL = {word: number for number, word in enumerate(_ONES)}
_TEN = {word: number * 10 for number, word in enumerate(_TENS) if number > 1}
_DIGIT = {word: str(number) for number, word in enumerate(_ONES[:10])} | {"oh": "0", "o": "0", "nought": "0"}
_REPEATS = {"double": 2, "triple": 3}
_ORDINAL = {word: number for number, word in enumerate(_ORDINALS)} | {
    word[:-1] + "ieth": number for word, number in _TEN.items()
}


def spell(number: int) -> str:
    """0 to 99 in words: 24 → "twenty four"."""
    if number < len(_ONES):
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]} {_ONES[ones]}" if ones else _TENS[tens]


def spell_ordinal(number: int) -> str:
    """0 to 99: 22 → "twenty second"."""
    if number < len(_ORDINALS):
        return _ORDINALS[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]} {_ORDINALS[ones]}" if ones else _TENS[tens][:-1] + "ieth"


def cardinal(words: Sequence[str]) -> int | None:
    """The number that all the words are ("a hundred and five"); None when they are not one."""
    if len(words) == 1 and words[0].isdigit():
        return int(words[0])
    if " ".join(words) in _ROUND:
        return _ROUND[" ".join(words)]
    total = part = 0
    last = ""
    for index, word in enumerate(words):
        if word == "and":
            if last not in ("hundred", *_SCALES) or index == len(words) - 1:
                return None
        elif word == "a" and index == 0 and len(words) > 1 and words[1] in ("hundred", *_SCALES):
            part = 1
        elif word in _SMALL and ((last in _TEN and 0 < _SMALL[word] < 10) or last in _OPEN):
            part += _SMALL[word]
        elif word in _TEN and last in _OPEN:
            part += _TEN[word]
        elif word == "hundred" and 0 < part < 100:
            part *= 100
        elif word in _SCALES and 0 < part < 1000:
            total, part = total + part * _SCALES[word], 0
        else:
            return None
        last = word
    return total + part if words else None


_OPEN = ("", "a", "and", "hundred", *_SCALES)
"""What a new tens or ones word may follow."""


def digits(words: Sequence[str]) -> str | None:
    """Digits said one by one or in pairs: "four four one seven", "double oh seven", "44 17" → "4417"."""
    found, repeat, tens = "", 1, ""
    for word in words:
        if tens and word in _DIGIT and _DIGIT[word] != "0":
            found, tens = found + tens[0] + _DIGIT[word], ""
            continue
        found, tens = found + tens, ""
        if word in _REPEATS:
            repeat = _REPEATS[word]
            continue
        if word in _DIGIT:
            found += _DIGIT[word] * repeat
        elif word in _TEN:
            tens = str(_TEN[word])
        elif word in _SMALL:
            found += str(_SMALL[word])
        elif word.isdigit():
            found += word
        else:
            return None
        repeat = 1
    return (found + tens) or None


def ordinal(words: Sequence[str]) -> int | None:
    """ "third" → 3, "twenty second" → 22; None when the words are no ordinal."""
    if len(words) == 1:
        word = words[0]
        if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
            return int(word[:-2])
        return _ORDINAL.get(word)
    if len(words) == 2 and words[0] in _TEN and 0 < _ORDINAL.get(words[1], 0) < 10:
        return _TEN[words[0]] + _ORDINAL[words[1]]
    return None
