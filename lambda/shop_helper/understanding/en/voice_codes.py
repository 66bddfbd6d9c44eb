"""What is said to the questions about voice codes and one-time numbers."""

from __future__ import annotations

import re

from shop_helper.dialog.reading import CodeReading
from shop_helper.domain.code_request import NUMBER_DIGITS
from shop_helper.understanding.en.numbers import code_heard, spoken_digits
from shop_helper.understanding.en.problems import is_question
from shop_helper.understanding.en.secrets import Secret, secret_in
from shop_helper.understanding.en.text import normalize

_FORGOTTEN = re.compile(r"\b(?:forgot|forgotten|lost|don't (?:know|remember|have)|can't remember|no idea)\b")
_NO_NUMBER = re.compile(
    r"\b(?:(?:new|another|different|second) (?:number|one|card)|re-?send|send (?:it|the (?:number|card))|"
    r"(?:didn't|did not|never|haven't|hasn't) (?:get|got|gotten|receive|received|come|arrive|arrived)|"
    r"(?:no|lost|can't find|cannot find|don't see|do not see) (?:the |a |any |my )?(?:card|number))\b"
)
_ABOUT = re.compile(r"\b(?:code|number|card|digits|app)\b")


def read_code(words: str) -> CodeReading:
    text, digits = normalize(words), spoken_digits(words)
    asks = is_question(text)
    return CodeReading(
        digits=digits,
        code=code_heard(words),
        number=digits if len(digits) == NUMBER_DIGITS else None,
        is_card=secret_in(words) is Secret.NUMBER,
        forgot=bool(_FORGOTTEN.search(text)),
        lacks_number=bool(_NO_NUMBER.search(text)),
        asks_about_code=asks and "code" in text,
        asks_about_number=asks and bool(_ABOUT.search(text)),
    )
