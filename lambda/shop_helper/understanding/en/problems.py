"""A customer's own words → what went wrong and what they want, by the words that tell.

The first row that has a telling word wins, so rows stand from the more to the less special. Nothing telling: None.
"""

from __future__ import annotations

import re
from typing import TypeVar

from shop_helper.domain.cases import Problem, Wanted
from shop_helper.understanding.en.text import normalize

_Found = TypeVar("_Found")

_BUYER: tuple[tuple[Problem, str], ...] = (
    (
        Problem.NOT_REFUNDED,
        r"(not|never) (been )?refunded|no (refund|money back)|kept (my|the) money|"
        r"(haven't|have not|didn't|did not|never) (got|get|had|have|received?|seen) (any |my |the |a )?(money|refund)|"
        r"still waiting for (my|the) (money|refund)|"
        r"(refund|money) (never|hasn't|has not|didn't|did not) (came?|arrived?)",
    ),
    (
        Problem.REFUSED,
        r"refus\w* (me|my|the|to)|turned (me|it) down|reject\w*|denied|won't refund|will not refund",
    ),
    (Problem.PAYMENT, r"charged|overcharged|payment|billed|paid twice|double charge|invoice"),
    (
        Problem.NOT_RECEIVED,
        r"never (came|arrived|got|turned up|showed up|reached|received)|"
        r"not (arrived|here|received|come|been delivered)|"
        r"(didn't|did not|hasn't|has not|haven't|have not|isn't) (come|arrive|arrived|get|got|received|receive|turn|"
        r"show|been delivered|here)|lost|stolen|marked (as )?delivered|says (it was |it's )?delivered|"
        r"missing (parcel|package)|nowhere",
    ),
    (
        Problem.MISSING_PARTS,
        r"missing|incomplete|not complete|(part|piece|charger|cable|lid|manual|screws?|half)s? (is|are|was|were) "
        r"(not|gone)|without (the|a|its|any)|left out|only (one|half|part|some)",
    ),
    (
        Problem.NOT_AS_DESCRIBED,
        r"not as (described|pictured|shown|advertised|expected)|(different|nothing like|unlike|other) .*"
        r"(picture|photo|description|advert\w*|listing)|looks different|fake|counterfeit|not genuine|not (the )?real|"
        r"poor quality|bad quality|cheaply|used|second hand|wrong description|misleading",
    ),
    (
        Problem.WRONG_ITEM,
        r"wrong|different (one|item|thing|product|color|colour|size|model)|not what i ordered|something else|"
        r"someone else's|mixed up|instead of",
    ),
    (
        Problem.NOT_WORKING,
        r"(not|\w+n't|never|stopped|quit|barely|hardly) \w*\s?(work|turn|start|charge|charging|switch|power|connect|"
        r"heat|function|playing|play|run|boot)\w*|faulty|dead|defective|defect|malfunction\w*|crackl\w*|buzz\w*|flicker\w*|"
        r"overheat\w*|leak\w*|no (sound|power|picture)|out of order|(keeps|kept) \w+ing|battery|no longer|broke down|"
        r"conked|kaput|error|glitch\w*",
    ),
    (
        Problem.DAMAGED,
        r"damage\w*|broken|broke|crack\w*|scratch\w*|smash\w*|shatter\w*|dent\w*|torn|ripped|bent|crush\w*|chip\w*|"
        r"stain\w*|dirty|wet|hole|snapped|ruined|spilled|split",
    ),
    (
        Problem.LATE,
        r"late|delay\w*|overdue|taking (so|too) long|still waiting|stuck|not (been )?shipped|hasn't shipped",
    ),
    (
        Problem.CHANGED_MIND,
        r"chang\w+ my mind|don't (like|want|need)|do not (like|want|need)|no longer (want|need)|doesn't fit|"
        r"does not fit|too (big|small|large|tight|loose|short|long|heavy|loud)|don't fit|not for me|"
        r"ordered (it )?by mistake|by accident|cheaper|bought (it )?twice|gift",
    ),
)
_SELLER: tuple[tuple[Problem, str], ...] = (
    (Problem.LISTING, r"listing\w*|offer|product page|taken down|removed|suppressed|catalog\w*|detail page"),
    (
        Problem.ACCOUNT,
        r"account|performance|metrics?|rating|suspend\w*|suspension|review|warning|verification|health|defect rate",
    ),
    (Problem.PAYMENT, r"payout\w*|payment|disbursement|fees?|charged|money|refund\w*"),
    (
        Problem.ORDER_HANDLING,
        r"order|buyer|customer|shipment|ship\w*|parcel|package|tracking|deliver\w*|return\w*|carrier",
    ),
)
_WANTED: tuple[tuple[Wanted, str], ...] = (
    (Wanted.REFUND, r"money back|refund|reimburse\w*"),
    (Wanted.REPLACEMENT, r"replac\w*|a new one|exchange|swap|another one"),
    (Wanted.REPAIR, r"repair\w*|fix(ed)? it|have it fixed"),
)
_HESITATION = r"(?:(?:um|uh|er|hmm|wait|hold on|hang on|sorry|actually|well|okay|by the way|one moment),? )*"
_QUESTION = re.compile(
    rf"^{_HESITATION}(how|what|where|when|who|why|which|can|could|may|do|does|did|is|are|am|will|would|should|shall|has|"
    r"have i|tell me|explain|i want to know|i'd like to know)\b"
)

_ANSWERED = re.compile(
    r"^(?:(?:yes|yeah|yep|sure|no|ok|okay|and|so|right|alright|fine|good|great)\b,? )+"
    r"(?=(?:how|what|where|when|who|why)\b)"
)
"""What a question may come after: "yes, and how do I send it"."""

_IN_GENERAL = re.compile(r"(?:what|how|who|why|is there|tell me|explain|do you)\b")
_OWN = re.compile(r"\b(?:my|mine|this|that|these|it|i|me|order)\b")


def problem_of(words: str, seller: bool = False) -> Problem | None:
    """What the words say went wrong; None when they don't tell."""
    return _first(_SELLER if seller else _BUYER, words)


def wanted_of(words: str) -> Wanted | None:
    return _first(_WANTED, words)


def is_question(words: str) -> bool:
    """Whether the words ask the assistant something, rather than describe: "how long does a case take"."""
    return bool(_QUESTION.match(_ANSWERED.sub("", normalize(words))))


def asks_in_general(words: str) -> bool:
    """Whether a rule is asked about ("what is the guarantee"), and nothing of the customer's own."""
    text = words.lower().strip()
    return bool(_IN_GENERAL.match(text)) and not _OWN.search(text)


def _first(rows: tuple[tuple[_Found, str], ...], words: str) -> _Found | None:
    text = normalize(words)
    return next((found for found, telling in rows if re.search(rf"\b(?:{telling})\b", text)), None)
