"""Made for the ear: rules for words that are spoken, in English. They read plain words as `spoken.heard` gives them.

Nothing here knows where the words come from: a prompt, an article, a whole turn. `Limits` say how long they may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from simulator.check.findings import Finding, Rule, table
from simulator.check.spoken import seconds, sentences

RULES: Mapping[str, Rule] = table("""
    alexa design guide, be brief and be natural:
      VOI1 ours: an answer is short: 45 words or 20 seconds for what is said at once
        → say the first half, offer the rest
      VOI2 ours: one idea a sentence, at most 25 words → make two sentences of it
      VOI3 documented: at most three choices or items at once → name three, offer to go on
      VOI4 ours: no address of the web is spoken, and one of e-mail only as people say it (care at example dot com)
        → put it on the card
      VOI5 ours: codes, order numbers and telephone numbers are said digit by digit
        → mark them ([digits:…], [tel:…]; say-as "digits", "telephone")
      VOI6 ours: dates are said as people say them: Friday, December 4th → write the month as a word
      VOI7 ours: money is said as people say it: $12.50, or 12 dollars
        → put the sign before the amount, with two decimals or none
      VOI8 ours: no abbreviation that is read wrongly → write the words in full
      VOI9 ours: no sign that is silent or read by its name: & / * # ( ) … → write the words
      VOI10 ours: no word of reading or of a mouse: click, see below → say choose, or next
      VOI11 ours: no placeholder, marker, markup or value of the program is heard → fill it in, or escape it
    custom-skills/certification-requirements-for-custom-skills:
      VOI12 documented: a reprompt has other words than the prompt and is shorter → ask again in fewer words
    alexa design guide, be brief and be natural:
      VOI13 ours: no word in capital letters that is spelt out by mistake → write it in small letters
      VOI14 ours: times, units and ranges are in words: half past five, 5 to 7 days
        → write the unit, and `to` between numbers
    """)


@dataclass(frozen=True)
class Limits:
    """How long words may be that are said without a break."""

    words: int
    seconds: float


SECTION = Limits(45, 20)
MORE = Limits(60, 26)
STEP = Limits(25, 12)
WARNING = Limits(30, 14)
PROMPT = Limits(60, 26)
WHOLE_TURN = Limits(80, 35)
"""A lead, an answer and the offer after it; or a warning and an answer."""

MAX_SENTENCE_WORDS = 25
MAX_CHOICES = 3

_SERIES = re.compile(r"(?:[^,.?!:;]{1,40}, (?:or |and )?){3,}(?:or|and) [^,.?!:;]{1,40}", re.I)
_LEAD = re.compile(
    r"^.*\bsuch as |^\s*(?:for|if|when|in|on|at|after|before|with|to|then|once|under|which|what|who) [^,]*, ",
    re.I,
)
"""What goes before a list and is no part of it."""

_WAY_OUT = re.compile(r"another one|something else|neither|none of|anything else", re.I)
"""Said after the choices, and no further one."""

_ADDRESS = re.compile(r"https?:|www\.|\b[\w-]+\.(com|org|net|co|io|de|uk|ca)\b|\S+@\S+\.\w+", re.I)
_CODE = re.compile(
    r"\b\d{1,4}(?:-\d{2,}){1,}\b|(?<![$£€\d.,])\b\d{4,}\b(?!%)|\b(?=\w*\d)(?=\w*[A-Z])\w{6,}\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
_DATE = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})\b"
    rf"|\b(?:{_MONTHS})\.? \d|\b\d{{1,2}} (?:{_MONTHS})\b"
    r"|\b\d{1,2}/\d{1,2}\b(?!7)|\b(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat)\b[.,]"
)
_MONEY = re.compile(
    r"\b(?:USD|EUR|GBP|CAD|AUD)\b|\d\s?[$£€]|[$£€]\s|[$£€][\d,]+\.\d(?!\d)|[$£€][\d,]+\.\d{3,}"
    r"|\d[.,]\d\d (?:dollars|euros|pounds)"
)
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|approx|incl|excl|max|min|vs|dept|qty|hrs|mins|secs|asap|faq|tel|ref|acct|pkg|info|app\.|nr)\b\.?"
    r"|\b[Nn]o\. ?\d|\b24/7\b|\bw/o?\b|\bmin\.|\bSt\.|\bAve\.",
    re.I,
)
_SPOKEN_SHORT_FORMS = {"info", "max", "min"}
"""Fine as words; wrong only with a period."""

_SIGN = re.compile(r"[&*#=<>|_~^@•…+()\[\]{}\\§†→“”«»]|\w/\w|\s/\s|--|[\U0001F300-\U0001FAFF☀-➿]")
_READER = re.compile(
    r"\b(?:click|double-click|scroll (?:down|up)|hover|the following list)\w*\b"
    r"|\b(?:(?:see|listed|as shown|shown|mentioned) (?:below|above))\b"
    r"|\bbelow\b[.:]",
    re.I,
)
_LEAK = re.compile(
    r"\{\w*\}?|\{\{|\{%|\[\w+:|\[pause\]|</?[a-z][^>]*>|&(?:amp|lt|gt|quot|#\d+);|\*\*|`"
    r"|\b(?:None(?! of)|null|undefined|NaN|Decimal|datetime|TODO|FIXME|lorem ipsum)\b|%[sd]\b|<\w+ object"
)
_CAPITALS = re.compile(r"\b[A-Z]{5,}\b")
_UNIT = re.compile(
    r"\b\d{1,2}:\d\d\b(?! ?[ap]\.?\s?m)|\d ?(?:km|kg|cm|mm|ml|mb|gb|kb|mph|hrs?|sec|lbs?|oz|ft)\b"
    r"|\d[–—-]\d+ ?[a-z]|\d–\d|\d+\.\d+ [lm]\b",
    re.I,
)

Check = Callable[[str], Iterator[tuple[str, str]]]


def check_words(words: str, place: str, limits: Limits = SECTION) -> list[Finding]:
    """What is wrong with words that are said at once."""
    return [Finding(rule, place, wrong) for rule, wrong in _faults(words, limits)]


@lru_cache(maxsize=8192)
def _faults(words: str, limits: Limits) -> tuple[tuple[str, str], ...]:
    """Kept, since a skill says the same words again and again."""
    found = [fault for check in _CHECKS for fault in check(words)]
    count, length = len(words.split()), seconds(words)
    if count > limits.words:
        found.append(("VOI1", f"{count} words; at most {limits.words}"))
    elif length > limits.seconds:
        found.append(("VOI1", f"{length:.0f} seconds; at most {limits.seconds:.0f}"))
    return tuple(found)


def remedy(finding: Finding) -> str:
    return finding.remedy or RULES[finding.rule].remedy


def check_reprompt(prompt: str, reprompt: str, place: str) -> list[Finding]:
    """VOI12, and all other rules for the reprompt's own words."""
    found = check_words(reprompt, f"{place}, reprompt")
    if reprompt == prompt:
        found.append(Finding("VOI12", place, "the reprompt repeats the prompt", "ask in other words"))
    elif len(reprompt.split()) > len(prompt.split()):
        found.append(Finding("VOI12", place, f"the reprompt is longer than the prompt: {reprompt!r}"))
    return found


def _long_sentences(words: str) -> Iterator[tuple[str, str]]:
    for sentence in sentences(words):
        if (count := len(sentence.split())) > MAX_SENTENCE_WORDS:
            yield "VOI2", f"{count} words in one sentence: {sentence[:60]!r}…"


def _choices(words: str) -> Iterator[tuple[str, str]]:
    for series in _SERIES.finditer(words):
        listed = _LEAD.sub("", series.group())
        parts = [part for part in re.split(r", (?:or |and )?| (?:or|and) ", listed) if part.strip()]
        parts = [part for part in parts if not _WAY_OUT.match(part)]
        if len(parts) > MAX_CHOICES and all(len(part.split()) <= 6 for part in parts[1:]):
            yield "VOI3", f"{len(parts)} at once: {series.group()[:80]!r}"


def _codes(words: str) -> Iterator[tuple[str, str]]:
    for code in _CODE.finditer(words):
        if not _YEAR.fullmatch(code.group()) and not _DATE.match(words, code.start()):
            yield "VOI5", f"{code.group()!r} is read as a number or a word"


def _patterns(words: str) -> Iterator[tuple[str, str]]:
    for rule, pattern in _PATTERNS:
        for found in pattern.finditer(words):
            if found.group().lower() not in _SPOKEN_SHORT_FORMS:
                yield rule, f"{found.group().strip()!r} in {_around(words, found.start())!r}"


def _around(words: str, at: int) -> str:
    start = words.rfind(" ", 0, max(0, at - 20)) + 1
    return words[start : at + 30]


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("VOI4", _ADDRESS),
    ("VOI6", _DATE),
    ("VOI7", _MONEY),
    ("VOI8", _ABBREVIATION),
    ("VOI9", _SIGN),
    ("VOI10", _READER),
    ("VOI11", _LEAK),
    ("VOI13", _CAPITALS),
    ("VOI14", _UNIT),
)
_CHECKS: tuple[Check, ...] = (_long_sentences, _choices, _codes, _patterns)
