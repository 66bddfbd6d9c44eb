"""What a question too short to say its subject is about: "how long does that take", after a return or after a case.

Decided from what was asked and what was spoken of last. Whoever names a subject is not short, and is left alone.
"""

from __future__ import annotations

import re
from enum import StrEnum

from shop_helper.understanding.en.text import core, normalize


class Asks(StrEnum):
    """What is wanted to be known of the last subject."""

    HOW_LONG = "how_long"
    WHEN = "when"
    HOW = "how"
    COST = "cost"
    WHERE_TO = "where_to"
    WHOM = "whom"


_THAT = r"(?:that|it|this|they|all that|the whole thing)"
_ALTERNATIVES = {
    Asks.HOW_LONG: (
        "how long",
        f"how long (?:does|will|would|is) {_THAT}(?: take| be)?",
        f"how (?:many days|much time)(?: does {_THAT} take| is {_THAT})?",
        "how long (?:do|will|must) i (?:have to )?wait",
    ),
    Asks.WHEN: (
        "when",
        "by when|until when|on what day|which day",
        f"when (?:is|will|does|would) {_THAT}(?: be| happen| come| arrive)?",
    ),
    Asks.HOW: (
        "how",
        f"how (?:do|can|would|should) i do {_THAT}",
        f"how does {_THAT} work",
        f"what do i (?:have|need) to do(?: for {_THAT})?",
        f"where do i (?:start|begin|do {_THAT}|ask for {_THAT})",
    ),
    Asks.COST: (
        "how much",
        f"how much (?:is|does) {_THAT}(?: cost)?",
        f"what does {_THAT} cost",
        f"who pays(?: for {_THAT})?",
        f"is {_THAT} free",
        f"does {_THAT} cost (?:anything|money|me anything)",
        f"do i have to pay(?: for {_THAT})?",
    ),
    Asks.WHERE_TO: (
        f"where (?:do|should|must) i (?:send|bring|take|post|ship) {_THAT}(?: back)?(?: to)?",
        f"where does {_THAT} go",
    ),
    Asks.WHOM: (
        "whom? (?:do|can|should|would|must) i (?:even )?(?:call|ring|phone|contact|ask|tell)",
        "whom? (?:do|can|should|would|must) i (?:talk|speak|write|turn) to",
        "who can help(?: me)?(?: with (?:that|this))?",
    ),
}
_ASKS = {kind: re.compile("|".join(patterns)) for kind, patterns in _ALTERNATIVES.items()}

_RETURNS = {
    Asks.HOW_LONG: "refund.timing", Asks.WHEN: "returns.can_i_return", Asks.HOW: "returns.how",
    Asks.COST: "returns.cost", Asks.WHERE_TO: "returns.how",
}  # fmt: skip
_ORDERS = {Asks.HOW_LONG: "order.where", Asks.WHEN: "order.where", Asks.COST: "delivery.cost"}
_CASES = {Asks.HOW_LONG: "case.how_long", Asks.WHEN: "case.how_long"}
_BY_SUBJECT = {
    "returns": _RETURNS,
    "exchange": _RETURNS | {Asks.HOW: "exchange.request", Asks.WHEN: "exchange.request"},
    "refund": _RETURNS | {Asks.WHEN: "refund.timing", Asks.HOW: "refund.request"},
    "item": {Asks.COST: "returns.cost", Asks.WHERE_TO: "returns.how", Asks.HOW: "returns.how"},
    "order": _ORDERS,
    "delivery": _ORDERS,
    "case": _CASES,
    "complaint": _CASES,
    "guarantee": _CASES,
    "seller": {Asks.HOW_LONG: "seller.contact.reply_time", Asks.WHEN: "seller.contact.reply_time"},
    "contact": {Asks.WHEN: "contact.hours"},
    "payment": {Asks.WHEN: "payment.timing"},
}
_CALLING = re.compile(r"\b(?:call|ring|phone)\b")


def meant_by(words: str, topic: str | None) -> str | None:
    """The topic that a short question is about; None where it says its own subject or nothing was spoken of."""
    said = core(normalize(words))
    asks = next((kind for kind, pattern in _ASKS.items() if pattern.fullmatch(said)), None)
    if asks is None or topic is None:
        return None
    if asks is Asks.WHOM:
        return "contact.phone" if _CALLING.search(said) else "contact.overview"
    return _BY_SUBJECT.get(topic.split(".")[0], {}).get(asks)


def nearest(topics: tuple[str, ...], topic: str | None, words: str) -> str | None:
    """Of topics that a short sentence could mean, the one of the subject spoken of; None where none or several are."""
    if topic is None or len(words.split()) > LONGEST:
        return None
    same = [one for one in topics if one.split(".")[0] == topic.split(".")[0]]
    return same[0] if len(same) == 1 else None


LONGEST = 6
"""Words up to which a sentence leans on what was spoken of."""
