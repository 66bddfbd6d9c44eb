"""English dates, times and durations as people say them → Alexa's formats.

    tomorrow → 2026-11-25      next week → 2026-W49       this weekend → 2026-W48-WE
    next month → 2026-12       five p m → 17:00           in the evening → EV
    ten minutes → PT10M        an hour and a half → PT1H30M

A weekday or a day without a year is the next one to come, as on Alexa. What is not imitated: seasons,
decades, holidays that move (Thanksgiving apart).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from simulator.spoken_numbers import cardinal, ordinal

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
_RELATIVE = {
    "today": 0,
    "tonight": 0,
    "now": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "the day before yesterday": -2,
    "day before yesterday": -2,
}
_HOLIDAYS = {
    "christmas": (12, 25),
    "christmas eve": (12, 24),
    "boxing": (12, 26),
    "new year eve": (12, 31),
    "new year": (1, 1),
    "valentine": (2, 14),
    "halloween": (10, 31),
    "independence": (7, 4),
}
_STEP = {"this": 0, "next": 1, "last": -1, "past": -1}
_UNITS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}
_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_CLOCK = re.compile(r"\d{1,2}:\d\d")


def spoken_date(words: Sequence[str], today: date) -> str | None:
    """The date in ISO format, or a week, weekend, month or year as Alexa writes it."""
    words = [word for word in words if word not in ("on", "of", "'s")]
    text = " ".join(words)
    if text in _RELATIVE:
        return (today + timedelta(days=_RELATIVE[text])).isoformat()
    return _holiday(words, today) or (
        _weekday(words, today) or _period(words, today) or _ago(words, today) or _calendar_day(words, today)
    )


def _holiday(words: Sequence[str], today: date) -> str | None:
    """The next one to come."""
    name = " ".join(word for word in words if word not in ("day", "the"))
    if name == "thanksgiving":
        return min(
            day for day in map(_thanksgiving, (today.year, today.year + 1)) if day >= today
        ).isoformat()
    found = _HOLIDAYS.get(name)
    return _iso(_coming(*found, today), *found) if found else None


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _weekday(words: Sequence[str], today: date) -> str | None:
    if not words or words[-1] not in _DAYS or len(words) > 2:
        return None
    ahead = (_DAYS.index(words[-1]) - today.weekday()) % 7
    step = words[0] if len(words) == 2 else ""
    if step in ("last", "past"):
        return (today - timedelta(days=(7 - ahead) or 7)).isoformat()
    if step == "next":
        return (today + timedelta(days=ahead or 7)).isoformat()
    return (today + timedelta(days=ahead)).isoformat() if step in ("", "this") else None


def _period(words: Sequence[str], today: date) -> str | None:
    if words and words[0] == "the":
        words = words[1:]
    if len(words) == 1 and words[0] == "weekend":
        words = ["this", "weekend"]
    if len(words) != 2 or words[0] not in _STEP:
        return None
    step, unit = _STEP[words[0]], words[1]
    if unit in ("week", "weekend"):
        year, week, _ = (today + timedelta(weeks=step)).isocalendar()
        return f"{year}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(today.year + step) if unit == "year" else None


def _ago(words: Sequence[str], today: date) -> str | None:
    """ "Three days ago", "in two weeks"."""
    if len(words) < 3 or not (words[-1] == "ago" or words[0] == "in"):
        return None
    sign, body = (-1, words[:-1]) if words[-1] == "ago" else (1, words[1:])
    count = 1 if list(body[:-1]) in (["a"], ["one"]) else cardinal(body[:-1])
    days = {"day": 1, "days": 1, "week": 7, "weeks": 7}.get(body[-1])
    return (today + timedelta(days=sign * count * days)).isoformat() if count and days else None


def _calendar_day(words: Sequence[str], today: date) -> str | None:
    """ "November thirtieth", "the third of may twenty twenty six", "may two thousand and five"."""
    rest = [word for word in words if word != "the"]
    month = next((index for index, word in enumerate(rest) if word in _MONTHS), None)
    if month is None:
        day = ordinal(rest) if rest else None
        return _next_day_number(day, today) if day and len(rest) < len(words) else None
    before, after = rest[:month], rest[month + 1 :]
    number = _MONTHS.index(rest[month]) + 1
    if before:
        day = ordinal(before) or cardinal(before)
        year = _year(after) if after else None
    else:
        day, year = _day_and_year(after)
    if day is None:
        return (
            None
            if before or (after and year is None)
            else f"{year or _coming(number, 28, today)}-{number:02d}"
        )
    if after and before and year is None:
        return None
    return _iso(year or _coming(number, day, today), number, day)


def _day_and_year(words: Sequence[str]) -> tuple[int | None, int | None]:
    for cut in (2, 1):
        if len(words) < cut:
            continue
        day = ordinal(words[:cut]) or cardinal(words[:cut])
        year = _year(words[cut:])
        if day and day <= 31 and (year or not words[cut:]):
            return day, year
    return None, _year(words)


def _year(words: Sequence[str]) -> int | None:
    number = cardinal(words) if words else None
    if number is None and len(words) > 1:
        for cut in range(1, len(words)):
            high, low = cardinal(words[:cut]), cardinal(words[cut:])
            if high in (19, 20) and low is not None and 9 < low < 100:
                number = high * 100 + low
    return number if number and 1900 <= number <= 2100 else None


def _coming(month: int, day: int, today: date) -> int:
    return today.year + ((month, day) < (today.month, today.day))


def _next_day_number(day: int, today: date) -> str | None:
    if day > 31:
        return None
    months = today.year * 12 + today.month - 1 + (day < today.day)
    return _iso(months // 12, months % 12 + 1, day)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def spoken_time(words: Sequence[str]) -> str | None:
    """24-hour `HH:MM`, or MO, AF, EV, NI for a part of the day."""
    body = [word for word in words if word not in ("at", "in", "the", "o'clock", "this")]
    text = " ".join(body)
    if text in _PARTS or text in ("noon", "midday", "midnight"):
        return _PARTS.get(text) or ("00:00" if text == "midnight" else "12:00")
    half = 0
    for ending in (["in", "the", "morning"], ["a", "m"], ["am"], ["morning"]):
        if len(body) > len(ending) and body[-len(ending) :] == ending:
            body, half = body[: -len(ending)], 1
    for ending in (["p", "m"], ["pm"], ["afternoon"], ["evening"], ["night"]):
        if len(body) > len(ending) and body[-len(ending) :] == ending:
            body, half = body[: -len(ending)], 2
    said = _clock(body)
    if said is None or not (half or len(body) > 1 or "o'clock" in words or _CLOCK.fullmatch(text)):
        return None
    hour, minute = said
    if half and not 0 < hour <= 12:
        return None
    hour = hour % 12 + (12 if half == 2 else 0) if half else hour
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _clock(words: Sequence[str]) -> tuple[int, int] | None:
    if len(words) == 1 and _CLOCK.fullmatch(words[0]):
        hour, minute = words[0].split(":")
        return int(hour), int(minute)
    for joint in ("past", "to"):
        if joint in words:
            return _beside(words, list(words).index(joint), joint == "past")
    whole = cardinal(words)
    if whole is not None and whole < 24:
        return whole, 0
    for cut in range(1, len(words)):
        low = words[cut + 1 :] if words[cut] in ("oh", "o") else words[cut:]
        hours, minutes = cardinal(words[:cut]), cardinal(low)
        if hours is not None and hours < 24 and minutes is not None:
            return hours, minutes
    return None


def _beside(words: Sequence[str], joint: int, is_past: bool) -> tuple[int, int] | None:
    """ "Half past three", "quarter to six"."""
    fraction = {"half": 30, "quarter": 15, "a quarter": 15}.get(" ".join(words[:joint]))
    minutes, hour = fraction or cardinal(words[:joint]), cardinal(words[joint + 1 :])
    if minutes is None or hour is None:
        return None
    return (hour, minutes) if is_past else ((hour - 1) % 24, 60 - minutes)


def spoken_duration(words: Sequence[str]) -> str | None:
    """ISO 8601, e.g. `PT10M`, `P2W`, `PT1H30M`."""
    days: dict[str, int] = {}
    clock: dict[str, int] = {}
    rest = list(words)
    quarters = {"a quarter of an hour": 15, "quarter of an hour": 15, "three quarters of an hour": 45}
    if " ".join(rest) in quarters:
        return f"PT{quarters[' '.join(rest)]}M"
    while rest:
        at = next((index for index, word in enumerate(rest) if word.removesuffix("s") in _UNITS), None)
        if at is None:
            return None
        count, unit = rest[:at], rest[at].removesuffix("s")
        rest = rest[at + 1 :]
        amount, halves = _amount(count)
        if rest[:3] == ["and", "a", "half"]:
            halves, rest = True, rest[3:]
        if amount is None:
            return None
        part = clock if unit in ("second", "minute", "hour") else days
        part[_UNITS[unit]] = amount
        if halves:
            smaller = {"hour": (clock, "M", 30), "minute": (clock, "S", 30), "day": (clock, "H", 12)}.get(
                unit
            )
            if smaller is None:
                return None
            smaller[0][smaller[1]] = smaller[2]
        rest = rest[1:] if rest[:1] == ["and"] else rest
    return _iso_duration(days, clock)


def _amount(words: Sequence[str]) -> tuple[int | None, bool]:
    text = " ".join(words)
    if text in ("half a", "half an", "a half"):
        return 0, True
    if text.endswith("and a half"):
        return cardinal(words[:-3]), True
    return (1 if text in ("a", "an") else cardinal(words)), False


def _iso_duration(days: dict[str, int], clock: dict[str, int]) -> str | None:
    big = "".join(f"{days[unit]}{unit}" for unit in "YMWD" if days.get(unit))
    small = "".join(f"{clock[unit]}{unit}" for unit in "HMS" if clock.get(unit))
    return f"P{big}" + (f"T{small}" if small else "") if big or small else None
