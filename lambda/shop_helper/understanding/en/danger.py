"""Which advice fits a danger that a sentence tells of, and the answers to "Are you safe right now?".

Whether a sentence tells of a danger at all is decided in `understanding.danger`.
"""

from __future__ import annotations

import re

from shop_helper.domain.danger import Advice, Alarm, Danger
from shop_helper.understanding.en.text import normalize


def alarm_of(kind: Danger, words: str) -> Alarm:
    """The alarm of a sentence whose kind is known."""
    text = normalize(words)
    found = next((advice for advice, pattern in _ADVICE.get(kind, ()) if pattern.search(text)), Advice.PLAIN)
    return Alarm(kind, found, _has_product(kind, text))


def says_safe(words: str) -> bool | None:
    """Whether a sentence says that everybody is safe (True) or that somebody isn't (False); None: neither."""
    text = normalize(words)
    if _UNSAFE.search(text):
        return False
    return True if _SAFE.search(text) else None


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


_ADVICE: dict[Danger, tuple[tuple[Advice, re.Pattern[str]], ...]] = {
    Danger.SELF_HARM: (
        (Advice.PLAIN, _any(r"myself|my life|i (?:want|wanna|don't want|can't|wish)|i'm (?:going|gonna|about|"
            r"done|thinking)")),
        (Advice.OTHER, _any(r"he|she|he's|she's|they|him|her|himself|herself|my \w+ (?:wants|says|said|is|has|"
            r"took|tried)")),
    ),
    Danger.FIRE: (
        (Advice.PLAIN, _any(r"fires?|flames?|burn\w*|smok\w*|spark\w*")),
        (Advice.GAS, _any(r"gas|propane|monoxide|co|c o|rotten eggs?|sulfur|fumes|leak\w*")),
        (Advice.SHOCK, _any(r"shock\w*|zap\w*|electrocut\w*|jolt\w*|power line|live wire")),
    ),
    Danger.SWALLOWED: (
        (Advice.PET, _any(r"(?:dog|cat|puppy|pup|kitten|parrot|rabbit|ferret|pet)(?:'s)?")),
        (Advice.BATTERY, _any(r"batter\w+|(?:button|coin|lithium) cells?")),
        (Advice.MAGNET, _any(r"magnet\w*")),
    ),
    Danger.INJURY: (
        (Advice.EYE, _any(r"eyes?|eyelids?|can't see")),
        (Advice.BURN, _any(r"burn\w*|scald\w*|blister\w*|boiling|steam|hot (?:oil|water|grease|soup|coffee)")),
        (Advice.CUT, _any(r"cut|cuts|slic\w+|gash\w*|stab\w*|bleed\w*|blood|blade|knife|stitches|glass|finger")),
    ),
    Danger.FRAUD: (
        (Advice.GIFT_CARD, _any(r"(?:gift|apple|steam|google play|target|visa|prepaid|walmart) cards?|the cards")),
        (
            Advice.ACCESS,
            _any(r"passwords?|pass codes?|log ?in|codes?|remote|computer|laptop|screen|any ?desk|team ?viewer|link"),
        ),
    ),
}  # fmt: skip
"""The first that fits counts; kinds without a row have one advice."""

_BOUGHT = _any(
    r"you (?:sold|sent|shipped)(?: me| us| him| her)?|you people sent|i (?:bought|ordered|got) from you|from "
    r"your (?:shop|store)",
    r"your (?:\w+ )?(?:product|toy|cream|ladder|blender|charger|chair|battery|pills|vitamins|glue|lotion)s?",
    r"(?:my|the) (?:order|package)|i (?:just )?(?:bought|ordered|unboxed|unpacked)|(?:vitamins|supplements?|powder)",
)
_DEVICE = _any(
    r"toaster|charger|laptop|phone|tablet|heater|fryer|microwave|dryer|power strip|(?:extension )?cord|lamp|"
    r"blanket|pad"
    r"|scooter|bike|hoverboard|power bank|batter\w+|vape|drone|vacuum|kettle|coffee maker|iron|cooker|dishwasher"
    r"|washer|washing machine|fan|tv|speaker|headphones|earbuds|watch|lights?|humidifier|maker|monitor|generator|"
    r"fridge"
    r"|router|adapter|camera|pot|blender|candle|grill|smoker|printer|console|razor|mower|drill|diffuser|machine|toy"
    r"|appliance|gadget|thing"
)


def _has_product(kind: Danger, text: str) -> bool:
    match kind:
        case Danger.INJURY | Danger.SWALLOWED:
            return True
        case Danger.FIRE:
            return bool(_DEVICE.search(text) or _BOUGHT.search(text))
        case Danger.MEDICAL:
            return bool(_BOUGHT.search(text))
        case Danger.SELF_HARM | Danger.THREAT | Danger.FRAUD:
            return False


_WHO = (
    r"(?:i'm|i am|we're|we are|he's|he is|she's|she is|they're|they are|everyone is|everyone's|everybody is|"
    r"everybody's|it's|all)"
)
_SAFE = _any(
    rf"{_WHO} (?:all |both )?(?:doing |feeling )?(?:okay|ok|safe|fine|alright|all right|good|better|out|outside|"
    rf"unhurt)(?: now)?",
    r"(?:safe|okay|fine|alright|better) now|(?:nobody|no one|no body)(?:'s| is| was| got)? (?:hurt|in danger)",
    r"(?:fire|it)(?:'s| is) out(?: now)?|put it out|false alarm|(?:they're|they are|help is|ambulance is|police "
    r"are|cops are) (?:here|coming|on the way|on their way)",
    r"(?:i|we|he|she|already)(?:'ve| have|'m| am|'re)? (?:already )?(?:called|calling|call|phoned|texted) "
    r"(?:them|nine one one|911|it|the bank|my bank|for help|the police|poison control|the number|988|somebody|"
    r"someone)",
    r"(?:let's|let us|can we|i want to|we can|please) (?:go on|continue|carry on|keep going|get back|go back)|go "
    r"on with|back to (?:my|the|what)",
    r"(?:that's|it's) (?:all )?(?:taken care of|over|handled)|i was (?:joking|kidding)|just kidding|i didn't "
    r"mean (?:it|that)|(?:no|not an?) emergency",
)  # fmt: skip
_UNSAFE = _any(
    r"(?:not|isn't|aren't|don't feel|never) (?:really |very )?(?:okay|ok|safe|fine|alright|all right|good|better|"
    r"out)",
    r"(?:not|isn't|no longer) (?:breathing|moving|over|out)|unsafe|still (?:burning|bleeding|here|smoking|in "
    r"here|hurts|outside|following)",
    r"i (?:can't|cannot|won't|couldn't) (?:call|get out|leave|move|reach)|(?:help|save) (?:me|us)|getting worse|"
    r"nobody(?:'s| is) (?:answering|coming)",
)  # fmt: skip
