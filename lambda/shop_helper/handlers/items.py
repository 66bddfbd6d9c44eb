"""Which item is meant: from what was said, from what was spoken of, or by asking, three at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from shop_helper.domain.mentions import find_items, parse_choice
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.handlers.desk import Said
from shop_helper.handlers.handler import WHAT, prompt
from shop_helper.persistence.orders import OrderStore
from shop_helper.speech.forms import listed
from shop_helper.turn import Outcome, Pending, Reply, Turn

PAGE = 3
"""Choices spoken at once (rule 13)."""

MAX_CANDIDATES = 12
RECENT = 15
"""Orders that are looked at."""

UNSPECIFIC = "unspecific"
"""Id of the item slot's value for "it", "this", "the item"."""


@dataclass(frozen=True)
class Settled:
    """One item is meant."""

    item: OrderItem


@dataclass(frozen=True)
class Open:
    """Several could be meant; newest first."""

    items: tuple[OrderItem, ...]


@dataclass(frozen=True)
class Unknown:
    """An item was named that is not among the recent ones."""


@dataclass(frozen=True)
class Nothing:
    """There are no orders at all."""


Meant = Settled | Open | Unknown | Nothing


class ItemChoices:
    """Finds the item that is meant, and asks which one when it has to."""

    def __init__(self, store: OrderStore, zone: ZoneInfo) -> None:
        self._store, self._zone = store, zone

    def orders(self, turn: Turn) -> tuple[Order, ...]:
        """The customer's recent orders, newest first. Raises StoreError."""
        if turn.customer is None:
            return ()
        return self._store.recent(turn.customer.id, RECENT)

    def meant(self, turn: Turn, said: Said, orders: Sequence[Order], likely: Iterable[OrderItem]) -> Meant:
        """`likely` are the items the topic is about when none is named."""
        items = {item.ref: item for order in orders for item in order.items}
        if said.ref in items:
            return Settled(items[said.ref])
        if not items:
            return Nothing()
        named = self._named(turn, said, orders)
        if named is not None:
            return _of([items[ref] for ref in named if ref in items])
        if turn.session.item in items and refers_back(said):
            return Settled(items[turn.session.item])
        candidates = list(likely)
        return _of(candidates) if candidates else Open(())

    def ask(self, topic: str, items: Sequence[OrderItem], page: int = 0) -> Reply:
        """ "Which item do you mean: …?" """
        shown = items[page * PAGE : page * PAGE + PAGE]
        rest = len(items) > (page + 1) * PAGE
        name = "ask.which_item.page" if page else "ask.which_item.more" if rest else "ask.which_item.few"
        refs = [item.ref for item in items[:MAX_CANDIDATES]]
        ask = Pending("which_item", {"topic": topic, "refs": refs, "page": page})
        return Reply(
            name,
            (),
            prompt(name, choices=listed([item.spoken_name for item in shown], "or")),
            ask,
            topics=(topic,),
            outcome=Outcome.ASKED,
            entities=tuple((item.ref, item.spoken_name) for item in items[:MAX_CANDIDATES]),
        )

    def next_page(self, turn: Turn) -> Reply:
        """The next three; after the last it says so and starts over with what was asked."""
        pending = turn.session.pending
        items = self._candidates(turn)
        if pending is None or not items:
            return Reply("ask.what", (), *WHAT, outcome=Outcome.MANAGED)
        page = pending.data["page"] + 1
        if page * PAGE >= len(items):
            said = (prompt("ask.which_item.last"),)
            return Reply("ask.which_item.last", said, *WHAT, outcome=Outcome.MANAGED)
        return self.ask(pending.data["topic"], items, page)

    def page(self, turn: Turn, page: int) -> Reply:
        """The choices of one page once more."""
        pending, items = turn.session.pending, self._candidates(turn)
        if pending is None or not items:
            return Reply("ask.what", (), *WHAT, outcome=Outcome.MANAGED)
        return self.ask(pending.data["topic"], items, page)

    def pick(self, turn: Turn, words: str) -> str | None:
        """The reference of the item that an answer to "which item?" picks; None when it picks none."""
        pending = turn.session.pending
        if pending is None or pending.ask != "which_item":
            return None
        items, start = self._candidates(turn), pending.data["page"] * PAGE
        shown = items[start : start + PAGE]
        index = parse_choice(words, len(shown))
        if index is not None:
            return shown[index].ref
        return self.named(turn, words)

    def which_again(self, turn: Turn) -> Reply:
        """What was named is none of them; the question stays open."""
        asked = self.ask((turn.session.pending or Pending("")).data["topic"], self._candidates(turn))
        return replace(asked, prompt="items.which_again", say=(prompt("items.which_again"),))

    def named(self, turn: Turn, words: str) -> str | None:
        """The one item of the customer's own that the words name; None when none or several."""
        orders = self.orders(turn)
        found = find_items(words, orders, turn.now.astimezone(self._zone).date())
        return found[0] if len(found) == 1 else None

    def _named(self, turn: Turn, said: Said, orders: Sequence[Order]) -> list[str] | None:
        """References that the words name; None when they name nothing; empty when what they name isn't there."""
        if said.order is not None:
            digits = "".join(filter(str.isdigit, said.order.text)) or (said.order.id or "")
            return [item.ref for order in orders if _ends_with(order, digits) for item in order.items]
        if said.item is not None and said.item.id and said.item.id != UNSPECIFIC:
            return [said.item.id]
        found = find_items(said.words, orders, turn.now.astimezone(self._zone).date())
        if found:
            return list(found)
        return [] if said.item is not None and said.item.id is None else None

    def _candidates(self, turn: Turn) -> list[OrderItem]:
        pending = turn.session.pending
        if pending is None:
            return []
        items = {item.ref: item for order in self.orders(turn) for item in order.items}
        return [items[ref] for ref in pending.data.get("refs", ()) if ref in items]


_POINTING = {"it", "this", "that", "them", "these", "those"}


def refers_back(said: Said) -> bool:
    """Whether "it" or "this item" may mean what was last spoken of."""
    return said.pointing or bool(_POINTING & set(said.words.lower().split()))


def _of(items: list[OrderItem]) -> Meant:
    if not items:
        return Unknown()
    return Settled(items[0]) if len(items) == 1 else Open(tuple(items))


def _ends_with(order: Order, digits: str) -> bool:
    return len(digits) >= 3 and "".join(filter(str.isdigit, order.order_id)).endswith(digits)
