"""Which item is meant: from what was said, from what was spoken of, or by asking, three at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from shop_helper.domain.calendar import local_date
from shop_helper.domain.dialog.reference import All, Context, One, OneOf, Reference, Silent, refer
from shop_helper.domain.dialog.spans import span_of
from shop_helper.domain.mentions import find_items, parse_choice
from shop_helper.domain.orders import Order, OrderItem
from shop_helper.handlers.desk import Said
from shop_helper.handlers.handler import WHAT, prompt
from shop_helper.persistence.orders import OrderStore
from shop_helper.speech.forms import listed
from shop_helper.turn import Audience, Outcome, Pending, Reply, Turn

PAGE = 3
"""Choices spoken at once (rule 13)."""

MAX_CANDIDATES = 12
RECENT = 15
"""Orders that are looked at."""

BOUGHT, SOLD = "bought", "sold"
"""Under these names a turn keeps the orders it has read."""

UNSPECIFIC = "unspecific"
"""Id of the item slot's value for "it", "this", "the item"."""

MAX_ASKED = 2
"""Times that an item is asked for; then the newest that fits is taken, and named in the answer."""


@dataclass(frozen=True)
class Settled:
    """One item is meant."""

    item: OrderItem


@dataclass(frozen=True)
class Open:
    """Several could be meant; newest first."""

    items: tuple[OrderItem, ...]


@dataclass(frozen=True)
class Every(Open):
    """All of them are meant ("both"). Whoever can tell of one only asks which."""


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
        """The customer's recent orders, a seller's recent sales, newest first; read once a turn. Raises StoreError."""
        return self._read(turn, SOLD if sells(turn) else BOUGHT)

    def bought(self, turn: Turn) -> tuple[Order, ...]:
        """What the customer has bought, a seller too. Raises StoreError."""
        return self._read(turn, BOUGHT)

    def sold(self, turn: Turn) -> tuple[Order, ...]:
        """What the customer has sold, whoever they ask as. Raises StoreError."""
        return self._read(turn, SOLD)

    def bought_and_sold(self, turn: Turn) -> tuple[tuple[Order, ...], tuple[Order, ...]]:
        """Both, where the turn has read one of them already; nothing is read for an answer that needed none. Raises
        StoreError."""
        if not turn.read.keys() & {BOUGHT, SOLD} or turn.customer is None:
            return (), ()
        sides = {Audience.BUYER: BOUGHT, Audience.SELLER: SOLD}
        for which in (sides[side] for side in turn.customer.audiences):
            self._read(turn, which)
        return turn.read.get(BOUGHT, ()), turn.read.get(SOLD, ())

    def _read(self, turn: Turn, which: str) -> tuple[Order, ...]:
        if turn.customer is None:
            return ()
        if which not in turn.read:
            read = self._store.sold if which == SOLD else self._store.recent
            turn.read[which] = read(turn.customer.id, RECENT)
        found: tuple[Order, ...] = turn.read[which]
        return found

    def meant(self, turn: Turn, said: Said, orders: Sequence[Order], likely: Iterable[OrderItem]) -> Meant:
        """`likely` are the items the topic is about when none is named."""
        items = {item.ref: item for order in orders for item in order.items}
        if said.ref in items:
            return Settled(items[said.ref])
        if not items:
            return Nothing()
        found = self._referred(turn, said, orders)
        if found is None:
            return Unknown()
        match found:
            case One(ref):
                return Settled(items[ref])
            case All(refs):
                return Every(tuple(items[ref] for ref in refs))
            case OneOf(refs):
                return Open(tuple(items[ref] for ref in refs))
        last, candidates = turn.session.item, list(likely)
        if last in items and (
            said.pointing or (said.goes_on and self._goes_on(turn, items[last], candidates))
        ):
            return Settled(items[last])
        return _of(candidates) if candidates else Open(())

    @staticmethod
    def _goes_on(turn: Turn, last: OrderItem, candidates: Sequence[OrderItem]) -> bool:
        """ "And when do I get my money", after the return of an item: what was spoken of is meant, though not named."""
        subject = (turn.session.topic or "").split(".")[0]
        return last in candidates or (bool(candidates) and subject in ("returns", "refund", "exchange"))

    def _referred(self, turn: Turn, said: Said, orders: Sequence[Order]) -> Reference | None:
        """What the words refer to; None: something that is not there."""
        refs = [item.ref for order in orders for item in order.items]
        if said.order is not None:
            digits = "".join(filter(str.isdigit, said.order.text)) or (said.order.id or "")
            return _any_of([i.ref for order in orders if _ends_with(order, digits) for i in order.items])
        if said.item is not None and said.item.id and "/" in said.item.id:
            return _any_of([said.item.id] if said.item.id in refs else [])
        today = local_date(turn.now, self._zone)
        when = span_of(said.date.text, today, said.text) if said.date is not None else None
        words = f"{said.words} from {said.seller.text}" if said.seller is not None else said.words
        found = refer(words, self._context(turn), orders, today, when)
        names_something = (said.item is not None and said.item.id is None) or when or said.seller
        return None if isinstance(found, Silent) and names_something else found

    def _context(self, turn: Turn) -> Context:
        session, pending = turn.session, turn.session.pending
        if pending is not None and pending.ask == "which_item":
            shown = _shown(pending)
            return Context(session.item, session.earlier, shown, choosing=True)
        return Context(session.item, session.earlier, session.listed)

    def ask(self, topic: str, items: Sequence[OrderItem], page: int = 0, tries: int = 1) -> Reply:
        """ "Which item do you mean: …?" """
        shown = items[page * PAGE : page * PAGE + PAGE]
        rest = len(items) > (page + 1) * PAGE
        name = "ask.which_item.page" if page else "ask.which_item.more" if rest else "ask.which_item.few"
        if len(items) == 1 or (page and len(shown) == 1):
            name = "ask.which_item.page.one" if page else "ask.which_item.one"
        refs = [item.ref for item in items[:MAX_CANDIDATES]]
        ask = Pending("which_item", {"topic": topic, "refs": refs, "page": page, "tries": tries})
        return Reply(
            name,
            (),
            prompt(name, choices=listed([item.spoken_name for item in shown], "or")),
            ask,
            topics=(topic,),
            outcome=Outcome.ASKED,
            choices=tuple(item.spoken_name for item in shown),
        )

    def next_page(self, turn: Turn) -> Reply:
        """The next three; after the last it says so, and the last ones can still be chosen."""
        pending = turn.session.pending
        items = self._candidates(turn)
        if pending is None or not items:
            return Reply("ask.what", (), *WHAT, outcome=Outcome.MANAGED)
        page = pending.data["page"] + 1
        if page * PAGE >= len(items):
            said = (prompt("ask.which_item.last"),)
            topics, shown = (str(pending.data["topic"]),), _shown(pending)
            return Reply(
                "ask.which_item.last", said, *WHAT, topics=topics, outcome=Outcome.MANAGED, listed=shown
            )
        return self.ask(pending.data["topic"], items, page)

    def page(self, turn: Turn, page: int) -> Reply:
        """The choices of one page once more."""
        pending, items = turn.session.pending, self._candidates(turn)
        if pending is None or not items:
            return Reply("ask.what", (), *WHAT, outcome=Outcome.MANAGED)
        return self.ask(pending.data["topic"], items, page)

    def named(self, turn: Turn, words: str) -> str | None:
        """The one item of the customer's own that the words name; None when none or several. "It" names nothing."""
        found = find_items(words, self.orders(turn), local_date(turn.now, self._zone))
        return found[0] if len(found) == 1 else None

    def names(self, turn: Turn, words: str, among: Sequence[Order] | None = None) -> bool:
        """Whether the words name any of the customer's own items, by name, seller, day or number."""
        orders = self.orders(turn) if among is None else among
        return bool(find_items(words, orders, local_date(turn.now, self._zone)))

    def pick(self, turn: Turn, words: str) -> str | None:
        """The item that an answer to "which item?" picks; None when it picks none, or several."""
        pending = turn.session.pending
        if pending is None or pending.ask != "which_item":
            return None
        found = self.picked(turn, Said(text=words))
        return found.ref if isinstance(found, One) else None

    def picked(self, turn: Turn, said: Said) -> Reference:
        """What an answer to "which item?" picks: an item, several that fit, or nothing (`Silent`)."""
        orders = self.orders(turn)
        found = self._referred(turn, said, orders)
        if isinstance(found, Silent) and turn.session.pending is not None:
            shown = _shown(turn.session.pending)
            index = parse_choice(said.words, len(shown))
            return One(shown[index]) if index is not None else found
        return found or Silent()

    def narrow(self, turn: Turn, refs: Sequence[str]) -> Reply | str:
        """Several of the choices fit: asked once more among them; the second time the newest is taken."""
        pending = turn.session.pending or Pending("")
        if pending.data.get("tries", 1) >= MAX_ASKED:
            return refs[0]
        items = {item.ref: item for order in self.orders(turn) for item in order.items}
        return self.ask(pending.data["topic"], [items[ref] for ref in refs if ref in items], tries=MAX_ASKED)

    def which_again(self, turn: Turn, name: str = "items.which_again") -> Reply:
        """What was named is none of them; the question stays open."""
        asked = self.ask((turn.session.pending or Pending("")).data["topic"], self._candidates(turn))
        return replace(asked, prompt=name, say=(prompt(name),), outcome=Outcome.DECLINED)

    @staticmethod
    def shown(turn: Turn) -> tuple[str, ...]:
        """The choices that were said last, as references."""
        return _shown(turn.session.pending) if turn.session.pending is not None else ()

    def only_one(self, turn: Turn) -> str | None:
        """The item, where "which item?" named one only, so that a yes picks it."""
        asks = turn.session.pending is not None and turn.session.pending.ask == "which_item"
        shown = self.shown(turn) if asks else ()
        return shown[0] if len(shown) == 1 else None

    def points_at_something(self, turn: Turn, said: Said) -> bool:
        """Whether the words name or mean an item of the customer's own, or several."""
        found = self._referred(turn, said, self.orders(turn))
        return found is not None and not isinstance(found, Silent)

    def _candidates(self, turn: Turn) -> list[OrderItem]:
        pending = turn.session.pending
        if pending is None:
            return []
        items = {item.ref: item for order in self.orders(turn) for item in order.items}
        return [items[ref] for ref in pending.data.get("refs", ()) if ref in items]


def sells(turn: Turn) -> bool:
    """Whether a seller is asking: said or known so, and the account is one."""
    return (
        turn.customer is not None
        and Audience.SELLER in turn.customer.audiences
        and turn.audience is Audience.SELLER
    )


def _shown(pending: Pending) -> tuple[str, ...]:
    """The choices that were said last."""
    refs, page = tuple(pending.data.get("refs", ())), int(pending.data.get("page", 0))
    return refs[page * PAGE : page * PAGE + PAGE]


def _any_of(refs: Sequence[str]) -> Reference | None:
    if not refs:
        return None
    return One(refs[0]) if len(refs) == 1 else OneOf(tuple(refs))


def _of(items: list[OrderItem]) -> Meant:
    if not items:
        return Unknown()
    return Settled(items[0]) if len(items) == 1 else Open(tuple(items))


def _ends_with(order: Order, digits: str) -> bool:
    return len(digits) >= 3 and "".join(filter(str.isdigit, order.order_id)).endswith(digits)
