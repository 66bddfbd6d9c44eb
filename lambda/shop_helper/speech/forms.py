"""How values are said and written: dates, money, quantities, lists, numbers that are codes.

Two channels: *spoken* forms may hold the markers of `speech.ssml` (`[tel:…]`, `[digits:…]`),
*written* forms are for cards and screens.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CURRENCY_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "CAD": "CA$", "AUD": "A$"}


def ordinal(number: int) -> str:
    """1 → "1st", 12 → "12th", 23 → "23rd"."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def spoken_date(day: date, today: date) -> str:
    """As people say it: "today", "yesterday", "Friday, December 4th"; the year only where it is another."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days)
    if near:
        return near
    words = day_of_month(day)
    if day.year != today.year and abs((day - today).days) > 90:
        return f"{words}, {day.year}"
    return f"{_DAYS[day.weekday()]}, {words}"


def short_date(day: date, today: date) -> str:
    """ "Today", "yesterday", "December 4th"; the year only where it is another."""
    return spoken_date(day, today).removeprefix(f"{_DAYS[day.weekday()]}, ")


def day_of_month(day: date) -> str:
    """ "December 4th"."""
    return f"{_MONTHS[day.month - 1]} {ordinal(day.day)}"


def month(number: int) -> str:
    return _MONTHS[number - 1]


def written_date(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def money(amount: Decimal, currency: str) -> str:
    """ "$12.50"; Alexa reads it as an amount. Whole amounts lose their cents."""
    sign = _CURRENCY_SIGNS.get(currency, f"{currency} ")
    return f"{sign}{amount:,.0f}" if amount == amount.to_integral_value() else f"{sign}{amount:,.2f}"


def quantity(value: int | Sequence[int], unit: str, dash: str = " to ") -> str:
    """30, "days" → "30 days"; [1, 3] → "1 to 3 days"; 1 → "1 day"."""
    if isinstance(value, int):
        return f"{value} {unit.removesuffix('s') if value == 1 else unit}"
    low, high = value
    return quantity(low, unit) if low == high else f"{low}{dash}{high} {unit}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """["a", "b", "c"] → "a, b, and c"."""
    if len(words) <= 1:
        return "".join(words)
    if len(words) == 2:
        return f"{words[0]} {last} {words[1]}"
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


def sentence(words: str) -> str:
    """What somebody wrote, with the full stop that it may lack."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def code_ending(code: str, length: int = 4) -> str:
    """The end of an order or case number, said digit by digit."""
    return f"[digits:{code[-length:]}]"


AGREEING = ("is", "was", "has", "it", "It", "them")
"""Words that agree with an item, as `agreement` gives them."""

_PLURAL = {"is": "are", "was": "were", "has": "have", "it": "they", "It": "They", "them": "them"}
_SINGULAR = {"is": "is", "was": "was", "has": "has", "it": "it", "It": "It", "them": "it"}


def agreement(spoken_name: str) -> dict[str, str]:
    """Verb and pronoun forms that agree with an item: "the headphones" are, "the kettle" is."""
    last = spoken_name.rsplit(" ", 1)[-1].lower()
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return _PLURAL if plural else _SINGULAR


def duration(left: timedelta) -> str:
    """A time to wait, rounded up: "5 minutes", "3 hours"."""
    minutes = max(1, ceil(left.total_seconds() / 60))
    return quantity(minutes, "minutes") if minutes < 120 else quantity(ceil(minutes / 60), "hours")
