"""The customer's records, read once per turn, and the context in which a turn is answered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Flag, StrEnum, auto

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Audience, Caller, Customer, Unreachable
from shop_helper.dialog.session import Session
from shop_helper.dialog.writing import Writing
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.cases import Case
from shop_helper.domain.naming import TraitsByRef
from shop_helper.domain.orders import Order
from shop_helper.errors import LateError, StoreError, UnreadableError


class Need(Flag):
    """The records that an answer may need."""

    NOTHING = 0
    ORDERS = auto()
    CASES = auto()
    CUSTOMER = auto()
    """Only who is asking."""
    DRAFT = auto()
    """The draft that an earlier conversation left open."""


class Source(StrEnum):
    """A dependency that an answer may lack."""

    ACCOUNT = "account"
    ORDERS = "orders"
    CASES = "cases"
    DRAFT = "draft"
    VISITS = "visits"
    CODES = "codes"


class Failure(StrEnum):
    """How a dependency failed; also the last part of the prompt that says so."""

    UNAVAILABLE = "unavailable"
    """It did not answer, or refused: later it may."""
    LATE = "late"
    """It did not answer in time."""
    UNREADABLE = "unreadable"
    """What it holds can't be read: asking again doesn't help."""


@dataclass(frozen=True)
class Unavailable:
    """In place of what a dependency was asked for: which one failed, and how."""

    source: Source
    kind: Failure = Failure.UNAVAILABLE
    why: str = ""
    """For the log; never said."""

    @classmethod
    def of(cls, source: Source, problem: StoreError) -> Unavailable:
        match problem:
            case LateError():
                kind = Failure.LATE
            case UnreadableError():
                kind = Failure.UNREADABLE
            case _:
                kind = Failure.UNAVAILABLE
        return cls(source, kind, str(problem))

    @property
    def name(self) -> str:
        """As the log has it: `orders.late`."""
        return ".".join((self.source, self.kind))


@dataclass(frozen=True)
class Records:
    """The customer's records; empty if none were needed or the caller isn't a customer."""

    caller: Caller | None = None
    """None if the turn didn't need to know who is asking."""
    bought: tuple[Order, ...] | Unavailable = ()
    """Newest first."""
    sold: tuple[Order, ...] | Unavailable = ()
    cases: tuple[Case, ...] | Unavailable = ()
    earlier_draft: Draft | Unavailable | None = None
    """Left open by an earlier conversation."""
    traits: TraitsByRef = field(default_factory=dict)
    """Traits of items and cases that share a name; none for those with a unique name."""

    @property
    def customer(self) -> Customer | None:
        return self.caller if isinstance(self.caller, Customer) else None

    @property
    def failures(self) -> tuple[Unavailable, ...]:
        """What could not be read."""
        if isinstance(self.caller, Unreachable):
            kind = Failure.LATE if self.caller.is_late else Failure.UNAVAILABLE
            return (Unavailable(Source.ACCOUNT, kind),)
        parts = (self.bought, self.sold, self.cases, self.earlier_draft)
        return tuple(part for part in parts if isinstance(part, Unavailable))


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
    deadline: Deadline = NO_DEADLINE
    """The turn's; every call of a dependency takes it."""

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
