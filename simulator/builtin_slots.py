"""Built-in slot types: what Alexa makes of the words, e.g. `twenty four` → "24", `tomorrow` → "2026-11-25".

A type with a format (number, date …) takes only what parses. A type that is a list (colours, cities, names)
knows some of its values and takes others less gladly, as Alexa does. Custom values a model adds to a list type
are in `entities`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.spoken_dates import spoken_date, spoken_duration, spoken_time
from simulator.spoken_numbers import cardinal, digits, ordinal

SEARCH_QUERY = "AMAZON.SearchQuery"
_MAX_LIST_WORDS = 4
_MAX_FORMAT_WORDS = 10


@dataclass(frozen=True)
class Heard:
    """What a built-in type makes of some words."""

    value: str | None
    """The slot's value in Alexa's format; None: as it was said."""
    sure: bool
    """Whether the type knows it; False for a word it merely doesn't exclude."""


def hear(type_name: str, words: Sequence[str], today: date) -> Heard | None:
    """None when the words can't be of that type."""
    if type_name == SEARCH_QUERY:
        return Heard(None, sure=False) if words else None
    parse = _FORMATS.get(type_name)
    if parse is not None:
        value = parse(words, today) if 0 < len(words) <= _MAX_FORMAT_WORDS else None
        return None if value is None else Heard(value, sure=True)
    known = _LISTS.get(type_name)
    if known is not None and " ".join(words) in known:
        return Heard(None, sure=True)
    return Heard(None, sure=False) if 0 < len(words) <= _MAX_LIST_WORDS else None


def _number(words: Sequence[str], today: date) -> str | None:
    number = cardinal(words)
    if number is not None:
        return str(number)
    return digits(words) if len(words) > 1 else None


def _four_digits(words: Sequence[str], today: date) -> str | None:
    spoken = digits(words)
    if spoken is not None and len(spoken) == 4:
        return spoken
    number = cardinal(words)
    return str(number) if number is not None and 1000 <= number <= 9999 else None


def _ordinal(words: Sequence[str], today: date) -> str | None:
    place = ordinal(words[1:] if words[0] == "the" else words)
    return str(place) if place else None


def _phone(words: Sequence[str], today: date) -> str | None:
    spoken = digits(words)
    return spoken if spoken is not None and 7 <= len(spoken) <= 15 else None


_FORMATS: dict[str, Callable[[Sequence[str], date], str | None]] = {
    "AMAZON.NUMBER": _number,
    "AMAZON.FOUR_DIGIT_NUMBER": _four_digits,
    "AMAZON.Ordinal": _ordinal,
    "AMAZON.PhoneNumber": _phone,
    "AMAZON.DATE": spoken_date,
    "AMAZON.TIME": lambda words, _: spoken_time(words),
    "AMAZON.DURATION": lambda words, _: spoken_duration(words),
}

CITIES = frozenset(
    "new york,los angeles,chicago,houston,phoenix,philadelphia,san antonio,san diego,dallas,austin,seattle,denver,"
    "boston,nashville,detroit,portland,las vegas,memphis,baltimore,milwaukee,atlanta,miami,minneapolis,tampa,"
    "new orleans,cleveland,pittsburgh,cincinnati,orlando,san francisco,sacramento,kansas city,salt lake city,london,"
    "paris,berlin,madrid,rome,vienna,dublin,edinburgh,manchester,amsterdam,brussels,lisbon,prague,warsaw,athens,"
    "oslo,stockholm,copenhagen,helsinki,zurich,geneva,munich,hamburg,barcelona,milan,tokyo,osaka,kyoto,delhi,mumbai,"
    "bangalore,sydney,melbourne,auckland,toronto,montreal,vancouver,mexico city,singapore,dubai,cairo".split(
        ","
    )
)
_COLOURS = frozenset(
    "red,orange,yellow,green,blue,purple,violet,pink,brown,black,white,grey,gray,silver,gold,beige,turquoise,navy,"
    "navy blue,dark blue,light blue,dark green,light green,crimson,maroon,magenta,cyan,teal,lavender,ivory,olive".split(
        ","
    )
)
FIRST_NAMES = frozenset(
    "ana anna ben carla dev emma farid gwen alex alice amy andrew anthony barbara bob brian carol charles chris"
    " christine daniel david diana edward elizabeth emily eric frank george grace hannah helen henry jack james jane"
    " jason jennifer jessica jim joe john joseph julia karen kate kevin laura linda lisa lucy maria mark martin mary"
    " matthew michael michelle mike nancy nick oliver olivia patricia paul peter rachel rebecca richard robert ruth"
    " ryan sam samantha sarah sophie stephen steve susan thomas tim tom victoria william".split()
)
_LISTS = {
    "AMAZON.City": CITIES,
    "AMAZON.US_CITY": CITIES,
    "AMAZON.EUROPE_CITY": CITIES,
    "AMAZON.Color": _COLOURS,
    "AMAZON.FirstName": FIRST_NAMES,
    "AMAZON.US_FIRST_NAME": FIRST_NAMES,
    "AMAZON.DayOfWeek": frozenset("monday tuesday wednesday thursday friday saturday sunday".split()),
    "AMAZON.Month": frozenset(
        "january february march april may june july august september october november december".split()
    ),
}
