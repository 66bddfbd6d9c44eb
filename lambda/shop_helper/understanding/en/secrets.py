"""What nobody should say to an assistant: passwords, PINs, card numbers, bank details.

Cautious in both directions that matter: a number that looks like a card's is taken for one unless it is said to be
an order's, and a question *about* passwords ("how do I change my password") is a question.
"""

from __future__ import annotations

import re
from enum import StrEnum

from shop_helper.understanding.en.numbers import DIGITS, PAIRS
from shop_helper.understanding.en.text import normalize


class Secret(StrEnum):
    CODE = "code"
    """A password, passcode, PIN or security code; our own voice code and one-time number too."""
    NUMBER = "number"
    """Digits as long as a card's or an account's."""


SHORTEST, LONGEST = 12, 19
"""Digits of the payment cards that are in use (ISO/IEC 7812)."""

_BETWEEN = frozenset("dash hyphen space and then double triple hundred thousand".split())
"""Words inside a number that is read out."""

_CODE = r"(?:pass\s?words?|pass\s?codes?|pin(?: code| number)?|security codes?|cvv|cvc|log\s?in code|voice codes?|" \
    r"one[ -]time (?:numbers?|codes?|passwords?)|verification codes?)"  # fmt: skip
_NUMBER = r"(?:card(?: number)?|account number|bank (?:details|account|number)|sort code|routing number|iban|" \
    r"social security(?: number)?)"  # fmt: skip
_KIND = rf"(?:{_CODE}|(?:credit |debit |bank )?{_NUMBER})"
_NOT_TOLD = (
    "a|an|the|not|no|my|your|wrong|rejected|refused|declined|expired|expiring|blocked|locked|invalid|incorrect|"
    "forgotten|lost|stolen|compromised|weak|old|gone|missing|too|still|being|never|always|showing|out|on|in|safe|"
    "needed|required|correct|right|saved|stored|working|what|where|broken|about|known|asked|accepted|charged|due|"
    "empty|full|maxed|linked|different|hacked|unknown|unsafe|very|so|really|also|just"
)
_TELLS = re.compile(
    rf"\b(?:my|the|our|his|her) (?:\w+ )?{_KIND} (?:is|are|was|it's|equals|starts with|ends in|ends with)"
    rf"(?: (?!(?:{_NOT_TOLD})\b)\S+)"
)
_SHORTLY = re.compile(
    rf"^(?:the |my )?{_KIND} (?=\S*\d|(?:zero|one|two|three|four|five|six|seven|eight|nine)\b)"
)
_CODE_BESIDE = re.compile(rf"\b{_CODE} (?:is )?(?:\d|(?:{'|'.join(DIGITS)})\b)")
_NAMED = re.compile(rf"\b{_KIND}\b")
_ORDER = re.compile(r"\b(?:order|orders|tracking|case|parcel|package|phone|call)\b")


def secret_in(words: str) -> Secret | None:
    """The secret that was said aloud, if one was."""
    text = normalize(words)
    if _TELLS.search(text) or _SHORTLY.search(text) or _CODE_BESIDE.search(text):
        return Secret.CODE
    runs = _runs(text)
    long = any(SHORTEST <= len(run) <= LONGEST for run in runs)
    if long and (_NAMED.search(text) or not _ORDER.search(text)):
        return Secret.NUMBER
    return None


def names_a_secret(words: str) -> bool:
    """Whether a password, a PIN or a number of a card or account is mentioned with words around it: what stands
    there may be one, so such a sentence is kept nowhere."""
    return bool(_NAMED.search(normalize(words)))


def _runs(text: str) -> list[str]:
    """Digits that were said in a row."""
    runs, run = [], ""
    for token in re.findall(r"[a-z']+|\d+", text):
        digits = token if token.isdigit() else DIGITS.get(token) or PAIRS.get(token)
        if digits is not None:
            run += digits
        elif token not in _BETWEEN:
            runs.append(run)
            run = ""
    return [*runs, run]
