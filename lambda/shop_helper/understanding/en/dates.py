"""Days that words mean, looking back: "yesterday", "on monday", "last week", "three days ago", "in october".

An Alexa date slot looks forward ("monday" is the next one); what was ordered or delivered lies behind, so a span of
the future is taken for the one before it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Event(StrEnum):
    """What happened on those days."""

    ORDERED = "ordered"
    DELIVERED = "delivered"
    EITHER = "either"


@dataclass(frozen=True)
class Span:
    start: date
    end: date
    """Included."""
    event: Event = Event.EITHER

    def holds(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_COUNTS = {
    "a": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
}  # fmt: skip
_AGO = re.compile(r"\b(?:a )?(\w+)(?: of)? (day|week|month)s? ago\b")
_DAY = re.compile(rf"\b(?:on|last|this|from|of)? ?({'|'.join(_DAYS)})\b")
_MONTH = re.compile(
    rf"\b(?:in|last|from|of) ({'|'.join(MONTHS)})\b|(?:^|\bthe )({'|'.join(MONTHS)})(?: one| order)?$"
)
_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [*_UNITS, *_TEENS, "twentieth", *(f"twenty {u}" for u in _UNITS), "thirtieth", "thirty first"], 1
    )
}
_NUMBER = rf"(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|\d{{1,2}}(?:st|nd|rd|th)?)"
_DATE = re.compile(
    rf"\b(?:({'|'.join(MONTHS)}) (?:the )?({_NUMBER})|({_NUMBER}) of ({'|'.join(MONTHS)}))\b(?:,? (\d{{4}})\b)?"
)
_ISO = re.compile(r"(\d{4})(?:-(?:W(\d{2})|(\d{2}))(?:-(WE|\d{2}))?)?")
_ORDERED = re.compile(r"\b(ordered|order|orders|bought|buy|purchased|purchase|placed|paid)\b")
_DELIVERED = re.compile(r"\b(got|received|receive|arrived|came|delivered|delivery)\b")


def event_of(words: str) -> Event:
    if _DELIVERED.search(words):
        return Event.DELIVERED
    return Event.ORDERED if _ORDERED.search(words) else Event.EITHER


def span_in(words: str, today: date) -> Span | None:
    """The days that the words name; None when they name none."""
    days = _days_in(words, today)
    return Span(*days, event_of(words)) if days else None


def span_of(value: str, today: date, words: str = "") -> Span | None:
    """The days of an AMAZON.DATE value (`2026-11-23`, `2026-W47`, `2026-W47-WE`, `2026-11`, `2026`)."""
    found = _ISO.fullmatch(value)
    try:
        days = _iso_days(found) if found else None
    except ValueError:
        return None
    return Span(*_looking_back(days, today), event_of(words)) if days else None


def _days_in(words: str, today: date) -> tuple[date, date] | None:
    one = timedelta(days=1)
    monday = today - today.weekday() * one
    if re.search(r"\bday before yesterday\b", words):
        return today - 2 * one, today - 2 * one
    if re.search(r"\b(yesterday|last night)\b", words):
        return today - one, today - one
    if re.search(r"\b(today|this morning|this afternoon|tonight)\b", words):
        return today, today
    if re.search(r"\blast week\b", words):
        return monday - 7 * one, monday - one
    if re.search(r"\bthis week\b", words):
        return monday, today
    if re.search(r"\b(last|past) weekend\b|\b(at|over|on) the weekend\b", words):
        return monday - 2 * one, monday - one
    if re.search(r"\blast month\b", words):
        return _month_of(today.replace(day=1) - one)
    if re.search(r"\bthis month\b", words):
        return today.replace(day=1), today
    counted = _counted(words, today) or _named_date(words, today)
    return counted or _named_day(words, today) or _named_month(words, today)


def _counted(words: str, today: date) -> tuple[date, date] | None:
    found = _AGO.search(words)
    if found is None:
        return None
    count = _COUNTS.get(found[1]) or (int(found[1]) if found[1].isdigit() and len(found[1]) < 4 else None)
    if count is None:
        return None
    around = {"day": (1, 0), "week": (7, 3), "month": (30, 12)}[found[2]]
    middle, slack = today - timedelta(days=count * around[0]), timedelta(days=around[1])
    return middle - slack, min(today, middle + slack)


def _named_date(words: str, today: date) -> tuple[date, date] | None:
    """ "October third", "the 3rd of October 2025"; without a year the last one."""
    found = _DATE.search(words.replace("-", " "))
    if found is None:
        return None
    month = MONTHS.index(found[1] or found[4]) + 1
    number = found[2] or found[3]
    number = _ORDINALS.get(number) or int("".join(filter(str.isdigit, number)))
    try:
        day = date(int(found[5] or today.year), month, number)
        if found[5] is None and day > today:
            day = day.replace(year=today.year - 1)
    except ValueError:
        return None
    return day, day


def _named_day(words: str, today: date) -> tuple[date, date] | None:
    found = _DAY.search(words)
    if found is None:
        return None
    back = (today.weekday() - _DAYS.index(found[1])) % 7
    day = today - timedelta(days=back or 7 if "last" in found[0] else back)
    return day, day


def _named_month(words: str, today: date) -> tuple[date, date] | None:
    found = _MONTH.search(words)
    if found is None:
        return None
    month = MONTHS.index(found[1] or found[2]) + 1
    return _month_of(date(today.year if month <= today.month else today.year - 1, month, 1))


def _iso_days(found: re.Match[str]) -> tuple[date, date]:
    year, week, month, part = found.groups()
    if week and part == "WE":
        return date.fromisocalendar(int(year), int(week), 6), date.fromisocalendar(int(year), int(week), 7)
    if week:
        return date.fromisocalendar(int(year), int(week), 1), date.fromisocalendar(int(year), int(week), 7)
    if month and part and part != "WE":
        day = date(int(year), int(month), int(part))
        return day, day
    if month:
        return _month_of(date(int(year), int(month), 1))
    return date(int(year), 1, 1), date(int(year), 12, 31)


def _looking_back(days: tuple[date, date], today: date) -> tuple[date, date]:
    start, end = days
    if start <= today:
        return start, min(end, today)
    week = timedelta(days=7)
    if (end - start).days < 7 and (start - today).days <= 7:
        return start - week, end - week
    if (end - start).days < 32:
        back = start.replace(year=start.year - 1, day=min(start.day, 28))
        return (back, back) if start == end else _month_of(back)
    return start, end


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def spoken_day(day: date) -> str:
    """A day in words, as it stands in a description: "December 4th"."""
    last = 0 if 10 < day.day < 14 else day.day % 10
    return f"{MONTHS[day.month - 1].capitalize()} {day.day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"
