"""Resolve the items that a sentence mentions: names, numbers, sellers, days and pronouns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, tzinfo

from shop_helper.dialog.reading import (
    ItemMention,
    NoReference,
    NotTheirs,
    One,
    OneOf,
    Period,
    Reference,
)
from shop_helper.dialog.records import Records, Unavailable
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.dialog.turn import Slot
from shop_helper.domain.orders import Order
from shop_helper.understanding.en.dates import Span, span_in, span_of
from shop_helper.understanding.en.kinds import Categories
from shop_helper.understanding.en.problems import asks_in_general
from shop_helper.understanding.items import find_items, parse_choice
from shop_helper.understanding.references import Context, refer

MIN_DIGITS = 3
"""Fewest digits that identify an order number."""


class Mentions:
    """Resolver of mentions in one turn, from the customer's records and the session."""

    def __init__(
        self,
        session: Session,
        records: Records,
        today: date,
        zone: tzinfo = UTC,
        categories: Categories | None = None,
    ) -> None:
        self._session, self._today, self._zone = session, today, zone
        self._categories = categories or Categories({})
        self._bought, self._sold = _read(records.bought), _read(records.sold)

    def of(
        self,
        text: str = "",
        item: Slot | None = None,
        order: Slot | None = None,
        seller: Slot | None = None,
        day: Slot | None = None,
        pointing: bool = False,
        goes_on: bool = True,
        picks: bool = False,
    ) -> ItemMention:
        """Resolve slots and `text`, the words outside any slot. `picks`: the words answer "which item?"."""
        words = " ".join(filter(None, (item.text if item else "", text)))
        span = span_of(day.text, self._today, text) if day is not None else None
        return ItemMention(
            bought=self._reference(words, self._bought, item, order, seller, span, picks),
            sold=self._reference(words, self._sold, item, order, seller, span, picks),
            names_something=item is not None or order is not None,
            names_bought=bool(words) and bool(self._found(words, self._bought)),
            names_sold=bool(words) and bool(self._found(words, self._sold)),
            by_number=order is not None,
            pointing=pointing,
            goes_on=goes_on,
            period=_period(span_in(text.lower(), self._today) if text and day is None else span),
            kind=self._categories.kind_in(text) if text else None,
            in_general=bool(text) and asks_in_general(text),
        )

    def named(self, words: str, item: Slot | None, sells: bool) -> str | None:
        """Return the one item that is named; None for none or several. "It" names nothing."""
        if item is not None and item.id and "/" in item.id:
            return item.id
        found = self._found(words, self._sold if sells else self._bought) if words else ()
        return found[0] if len(found) == 1 else None

    def _reference(
        self,
        words: str,
        orders: Sequence[Order],
        item: Slot | None,
        order: Slot | None,
        seller: Slot | None,
        span: Span | None,
        picks: bool,
    ) -> Reference:
        refs = [one.ref for each in orders for one in each.items]
        if order is not None:
            digits = "".join(filter(str.isdigit, order.text)) or (order.id or "")
            of_order = [i.ref for each in orders if _ends_with(each, digits) for i in each.items]
            return _any_of(self._narrowed(of_order, item.text if item else "", orders))
        if item is not None and item.id and "/" in item.id:
            return _any_of([item.id] if item.id in refs else [])
        if seller is not None:
            words = f"{words} from {seller.text}"
        found = refer(words, self._context(), orders, self._today, span, self._zone)
        names_something = (item is not None and item.id is None) or span is not None or seller is not None
        if isinstance(found, NoReference):
            shown = self._shown() if picks and not names_something else ()
            index = parse_choice(words, len(shown))
            if index is not None:
                return One(shown[index])
        return NotTheirs() if isinstance(found, NoReference) and names_something else found

    def _narrowed(self, refs: Sequence[str], words: str, orders: Sequence[Order]) -> Sequence[str]:
        """Narrow the items of an order to those named with its number, and to those offered as choices."""
        for told in (self._found(words, orders) if words else (), self._shown()):
            refs = [ref for ref in refs if ref in told] or refs
        return refs

    def _found(self, words: str, orders: Sequence[Order]) -> tuple[str, ...]:
        return find_items(words, orders, self._today, zone=self._zone)

    def _shown(self) -> tuple[str, ...]:
        question = self._session.open_question
        return question.shown if isinstance(question, WhichItem) else ()

    def _context(self) -> Context:
        session = self._session
        if isinstance(session.open_question, WhichItem):
            return Context(session.item, session.earlier, self._shown(), choosing=True)
        return Context(session.item, session.earlier, session.listed)


def _read(orders: tuple[Order, ...] | Unavailable) -> tuple[Order, ...]:
    return () if isinstance(orders, Unavailable) else orders


def _period(span: Span | None) -> Period | None:
    return Period(span.start, span.end) if span is not None else None


def _any_of(refs: Sequence[str]) -> Reference:
    if not refs:
        return NotTheirs()
    return One(refs[0]) if len(refs) == 1 else OneOf(tuple(refs))


def _ends_with(order: Order, digits: str) -> bool:
    return len(digits) >= MIN_DIGITS and "".join(filter(str.isdigit, order.order_id)).endswith(digits)
