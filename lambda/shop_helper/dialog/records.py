"""The customer's records, read once per turn, and the context in which a turn is answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Flag, auto

from shop_helper.dialog.people import Audience, Caller, Customer
from shop_helper.dialog.session import Session
from shop_helper.dialog.writing import Writing
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.cases import Case
from shop_helper.domain.naming import TraitsByRef
from shop_helper.domain.orders import Order


class Need(Flag):
    """The records that an answer may need."""

    NOTHING = 0
    ORDERS = auto()
    CASES = auto()
    CUSTOMER = auto()
    """Only who is asking."""
    DRAFT = auto()
    """The draft that an earlier conversation left open."""


@dataclass(frozen=True)
class Unavailable:
    """Records that a store could not deliver in time or in a readable form."""

    why: str = ""
    """For the log; never said."""


@dataclass(frozen=True)
class Records:
    """The customer's records; empty if none were needed or the caller isn't a customer."""

    caller: Caller | None = None
    """None if the turn didn't need to know who is asking."""
    bought: tuple[Order, ...] | Unavailable = ()
    """Newest first."""
    sold: tuple[Order, ...] | Unavailable = ()
    cases: tuple[Case, ...] | Unavailable = ()
    earlier_draft: Draft | None = None
    """Left open by an earlier conversation."""
    traits: TraitsByRef = field(default_factory=dict)
    """Traits of items and cases that share a name; none for those with a unique name."""

    @property
    def customer(self) -> Customer | None:
        return self.caller if isinstance(self.caller, Customer) else None


@dataclass(frozen=True)
class Context:
    """Everything beside the move that an answer may depend on."""

    now: datetime
    request_id: str
    session: Session
    records: Records = field(default_factory=Records)
    audience: Audience | None = None
    """Buyer or seller where conversation or account tells."""
    user: str = ""
    shows_cards: bool = False
    """Whether the room may see a card."""
    writing: Writing = field(default_factory=Writing, compare=False)

    @property
    def customer(self) -> Customer | None:
        return self.records.customer

    @property
    def sells(self) -> bool:
        """Whether a seller is asking: said or known so, and the account is one."""
        customer = self.customer
        is_seller = customer is not None and Audience.SELLER in customer.audiences
        return is_seller and self.audience is Audience.SELLER

    @property
    def orders(self) -> tuple[Order, ...] | Unavailable:
        """Recent orders of the side that is asking: bought, or sold."""
        return self.records.sold if self.sells else self.records.bought

    def asking_as(self, audience: Audience) -> Context:
        return replace(self, audience=audience)
