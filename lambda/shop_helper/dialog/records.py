"""What the stores hold of the customer, read once for a turn, and the context in which a turn is answered."""

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
    """What an answer may have to look up."""

    NOTHING = 0
    ORDERS = auto()
    CASES = auto()
    CUSTOMER = auto()
    """Only who is asking."""
    DRAFT = auto()
    """The draft that an earlier conversation left open."""


@dataclass(frozen=True)
class Unavailable:
    """The store did not answer in time, or not with what it should."""

    why: str = ""
    """For the log; never said."""


@dataclass(frozen=True)
class Records:
    """Empty for a caller who is not a customer, and where nothing had to be read."""

    caller: Caller | None = None
    """None: nobody had to be identified."""
    bought: tuple[Order, ...] | Unavailable = ()
    """Newest first."""
    sold: tuple[Order, ...] | Unavailable = ()
    cases: tuple[Case, ...] | Unavailable = ()
    earlier_draft: Draft | None = None
    """Left open by an earlier conversation."""
    traits: TraitsByRef = field(default_factory=dict)
    """What tells items and cases from others of their name; nothing for those that have one of their own."""

    @property
    def customer(self) -> Customer | None:
        return self.caller if isinstance(self.caller, Customer) else None


@dataclass(frozen=True)
class Context:
    """All that an answer may depend on beside what was asked."""

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
