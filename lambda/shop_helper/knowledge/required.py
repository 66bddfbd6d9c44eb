"""What the code needs of a knowledge base: every prompt, topic and fact that it names, and words it can fill in.

`tests/test_catalog.py` compares the lists with the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shop_helper.speech.catalog import PROMPTS, allowed

FACTS = tuple(
    """
    early_warning.lead_time early_warning.likelihood early_warning.tracking_silent guarantee.after_promised_date
    guarantee.claim_limit guarantee.seller_wait marketplace.guarantee_name marketplace.time_zone
    marketplace.working_week orders.cancel_fee privacy.keep_drafts privacy.keep_records reply_time.case
    """.split()
)
"""Facts that the code reads. A shop may leave one unset, which is a fact without a value."""

TOPICS = tuple(
    """
    account.edit account.login_problem account.password address.change case.after_opening case.how_long
    case.open.buyer case.open.seller case.track case.what_is case.when contact.chat contact.hours
    contact.human_agent contact.overview contact.phone delivery.attendance delivery.cost
    delivery.returned_to_sender delivery.split exchange.request guarantee.claim item.damaged item.missing_parts
    item.not_as_described item.not_working item.wrong order.cancel order.change order.delay_warning
    order.history order.late order.not_received order.tracking_stalled order.where order.wrong_details
    payment.change payment.timing refund.policy refund.refused refund.request refund.status refund.timing
    returns.can_i_return returns.cost returns.exceptions returns.how returns.status safety.assistant_privacy
    security.privacy seller.account_performance seller.complain seller.contact.from_order
    seller.contact.no_reply seller.contact.reply_time seller.contact.right_seller
    seller.contact.sold_by_marketplace seller_support.where warranty
    """.split()
)
"""Topics that the code names: it answers them from orders, offers them or leads to them."""

SECTIONS = ("say", "more", "warning", "steps", "card")
_OF_AN_ORDER = frozenset({"item", "seller"})
_AUDIENCES = frozenset({"buyer", "seller"})
_FIELD = re.compile(r"\{(\w+)\}")


def shortcomings(data: Mapping[str, Any]) -> list[str]:
    """All that keeps this code from using a knowledge base (its JSON data); empty for a good one.

    Raises KeyError, TypeError or AttributeError for data of another shape.
    """
    return [
        *(["the store profile is missing"] if not data.get("profile") else []),
        *(f"prompt {name} is missing" for name in PROMPTS if not all(data["prompts"].get(name) or [""])),
        *(problem for name, words in data["prompts"].items() for problem in unfilled(name, words)),
        *(f"topic {topic} is missing" for topic in TOPICS if topic not in data["articles"]),
        *(
            problem
            for topic, article in data["articles"].items()
            for problem in unfilled_in_topic(topic, article)
        ),
        *(f"fact {key} is missing" for key in FACTS if key not in data["facts"]),
    ]


def unfilled(name: str, variants: list[str]) -> Iterator[str]:
    """Values that a prompt's words use and that the code doesn't give; nothing for a prompt that is never said."""
    known = allowed(name)
    if known is None:
        return
    for words in variants:
        if "{" in words:
            yield from (f"prompt {name} is given no {{{field}}}" for field in _unknown(words, known))


def unfilled_in_topic(topic: str, article: Mapping[str, Any]) -> Iterator[str]:
    """Only a section about an order has values: the item and its seller."""
    for section in (section for name in SECTIONS for section in article[name]):
        for words in section["words"]:
            if "{" in words:
                known = _OF_AN_ORDER if set(section["when"]) - _AUDIENCES else frozenset[str]()
                yield from (f"topic {topic} is given no {{{field}}}" for field in _unknown(words, known))


def _unknown(words: str, known: frozenset[str]) -> list[str]:
    return [field for field in dict.fromkeys(_FIELD.findall(words)) if field not in known]
