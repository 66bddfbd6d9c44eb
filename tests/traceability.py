"""Where does each figure come from? Every number, date, amount, phone number and address that is said or shown must be
a fact, a field of the customer's own orders, or reckoned from one; `untraced` lists those that are not.

The allowed set is made here from the facts and the records, not from what the skill hands to its wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from shop_helper.domain.orders import Order, OrderItem
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech import forms
from shop_helper.speech.ssml import to_plain

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_FIGURE = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+"
    rf"|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?{_MONTH} \d+(?:st|nd|rd|th)?(?:, \d{{4}})?"
    r"|[$£€]?\d[\d,.\-–/]*\d(?:%|st|nd|rd|th)?|[$£€]?\d%?"
)
_DATES = ("promised_on", "shipped_on", "delivered_on", "return_received_on", "refund_on")
_COUNTS = 12
"""Steps and items are counted aloud; no procedure or list is longer."""


def untraced(
    response: dict[str, Any], knowledge: KnowledgeBase, orders: Iterable[Order], today: date
) -> list[str]:
    """Figures of one response that come from nowhere."""
    return _not_in(response, allowed_figures(knowledge, orders, today))


def allowed_figures(knowledge: KnowledgeBase, orders: Iterable[Order], today: date) -> set[str]:
    """Figures of the facts, of these orders and reckoned from them, and small counts."""
    counts = {str(number) for number in range(1, _COUNTS + 1)}
    return _of_facts(knowledge) | _of_orders(knowledge, list(orders), today) | counts


class Tracer:
    """`untraced` for many turns: the figures allowed to a customer are made once a day."""

    def __init__(self, knowledge: KnowledgeBase, orders: Mapping[str, Iterable[Order]]) -> None:
        self._knowledge, self._orders = knowledge, orders
        self._allowed: dict[tuple[str | None, date], set[str]] = {}

    def untraced(self, response: Mapping[str, Any], customer: str | None, today: date) -> list[str]:
        if (customer, today) not in self._allowed:
            orders = self._orders.get(customer or "", ())
            self._allowed[customer, today] = allowed_figures(self._knowledge, orders, today)
        return _not_in(response, self._allowed[customer, today])


def _not_in(response: Mapping[str, Any], allowed: set[str]) -> list[str]:
    figures = (found.strip(".,-") for found in _FIGURE.findall(_text_of(response)))
    return [figure for figure in figures if figure not in allowed]


def _text_of(response: Mapping[str, Any]) -> str:
    body = response.get("response", {})
    speech = body.get("outputSpeech", {}).get("ssml") or "<speak/>"
    again = body.get("reprompt", {}).get("outputSpeech", {}).get("ssml") or "<speak/>"
    card = body.get("card") or {}
    said = [" ".join(ET.fromstring(ssml).itertext()) for ssml in (speech, again)]
    return "\n".join([*said, card.get("title", ""), card.get("content", "")])


def _of_facts(knowledge: KnowledgeBase) -> set[str]:
    facts = knowledge.facts.values()
    texts = [to_plain(str(fact[form])) for fact in facts for form in ("spoken", "written") if form in fact]
    conditions = [
        str(row.get("condition") or "") for row in knowledge.policy["returns"]["category_exceptions"]
    ]
    windows = [
        str(row.get("window_days") or "") for row in knowledge.policy["returns"]["category_exceptions"]
    ]
    return _figures(texts + conditions + windows)


def _of_orders(knowledge: KnowledgeBase, orders: list[Order], today: date) -> set[str]:
    allowed: set[str] = set()
    for order in orders:
        allowed |= _figures([order.order_id, order.order_id[-4:]])
        for zone_day in (order.placed_at.date(), order.placed_at.date() - timedelta(days=1)):
            allowed |= _figures([forms.spoken_date(zone_day, today)])
        for item in order.items:
            allowed |= _figures([item.name, item.spoken_name, item.seller_name or "", item.carrier or ""])
            allowed |= _amounts(item) | _days_of(knowledge, item, today)
    return allowed


def _amounts(item: OrderItem) -> set[str]:
    paid = [money for money in (item.price_paid, item.price_now, item.refund_amount) if money]
    amounts = {forms.money(money.amount, money.currency) for money in paid}
    if item.price_now is not None:
        difference = abs(item.price_now.amount - item.price_paid.amount)
        amounts.add(forms.money(difference, item.price_now.currency))
    return amounts


def _days_of(knowledge: KnowledgeBase, item: OrderItem, today: date) -> set[str]:
    days = [day for name in _DATES if (day := getattr(item, name))]
    if item.last_scan_at:
        days += [item.last_scan_at.date(), item.last_scan_at.date() - timedelta(days=1)]
    windows = [
        row["window_days"] for row in knowledge.policy["returns"]["category_exceptions"] if row["window_days"]
    ]
    windows.append(knowledge.policy["returns"]["window_days"])
    if item.delivered_on:
        days += [item.delivered_on + timedelta(days=window) for window in windows]
    days += _days_of_claims(knowledge, item, today)
    late = {str((today - item.promised_on).days)} if item.promised_on and item.promised_on < today else set()
    said = {form for day in days for form in (forms.spoken_date(day, today), forms.written_date(day))}
    in_records = {forms.day_of_month(item.promised_on)} if item.promised_on else set()
    return said | in_records | late


def _days_of_claims(knowledge: KnowledgeBase, item: OrderItem, today: date) -> list[date]:
    """From when and until when a claim is possible, and until when the seller has time to answer: from a message on
    record, or from one that is sent today."""
    if item.seller_id is None:
        return []
    limits = (knowledge.fact("guarantee.after_promised_date"), knowledge.fact("guarantee.claim_limit"))
    ends = [item.promised_on + timedelta(days=limit) for limit in limits if limit and item.promised_on]
    found = [*ends, *(day + timedelta(days=1) for day in ends)]  # over, and the first day after it
    wait = timedelta(hours=knowledge.fact("guarantee.seller_wait") or 0)
    written = [at.date() for at in item.seller_contacted_at]
    found += [day + wait - timedelta(days=zone) for day in (*written, today) for zone in (0, 1)]
    return found


def _figures(texts: list[str]) -> set[str]:
    return {figure.strip(".,-") for text in texts for figure in _FIGURE.findall(text)}
