"""What was asked for on a customer's behalf, and how it stands: one record an action. Values only.

A *case* is with customer service. A return, an exchange, a refund, a cancellation and a message to the seller leave a
record of the same shape, so that one desk can work on all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop_helper.domain.calendar import add_working_days

MAX_WORDS = 200
"""Characters of the customer's own words in a record."""


class CaseKind(StrEnum):
    CASE = "case"
    RETURN = "return"
    EXCHANGE = "exchange"
    REFUND = "refund"
    CLAIM = "claim"
    """Under the purchase guarantee; customer service decides, so it is followed like a case."""
    CANCELLATION = "cancellation"
    MESSAGE = "message"


FOLLOWED = (CaseKind.CASE, CaseKind.CLAIM)
"""What customer service works on: it can be asked about, added to and closed."""


class CaseState(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    """The desk waits for the customer."""
    CLOSED = "closed"


class Addressee(StrEnum):
    """Who has to act (decision `branch_by_fulfilment`)."""

    SERVICE = "service"
    SELLER = "seller"


class Problem(StrEnum):
    """What went wrong, in the customer's eyes."""

    DAMAGED = "damaged"
    NOT_WORKING = "not_working"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    MISSING_PARTS = "missing_parts"
    NOT_RECEIVED = "not_received"
    LATE = "late"
    AT_RISK = "at_risk"
    """It may well be late; the words are what speaks for it."""
    NOT_REFUNDED = "not_refunded"
    """Sent back, and the money has not come."""
    REFUSED = "refused"
    """A return or refund was refused."""
    PAYMENT = "payment"
    CHANGED_MIND = "changed_mind"
    ACCOUNT = "account"
    """A seller's account or its performance."""
    LISTING = "listing"
    """A seller's offer was taken down or is wrong."""
    ORDER_HANDLING = "order_handling"
    """A seller's trouble with one of their sales."""
    OTHER = "other"


class Category(StrEnum):
    """The desk's own sorting (topic `case.categories`)."""

    DELIVERY = "delivery"
    QUALITY = "product quality"
    ACCOUNT = "account review"
    LISTING = "listing"
    PAYMENT = "payment"
    OTHER = "other"


CATEGORIES = {
    Problem.DAMAGED: Category.QUALITY,
    Problem.NOT_WORKING: Category.QUALITY,
    Problem.WRONG_ITEM: Category.QUALITY,
    Problem.NOT_AS_DESCRIBED: Category.QUALITY,
    Problem.MISSING_PARTS: Category.QUALITY,
    Problem.NOT_RECEIVED: Category.DELIVERY,
    Problem.LATE: Category.DELIVERY,
    Problem.AT_RISK: Category.DELIVERY,
    Problem.ORDER_HANDLING: Category.DELIVERY,
    Problem.ACCOUNT: Category.ACCOUNT,
    Problem.LISTING: Category.LISTING,
    Problem.PAYMENT: Category.PAYMENT,
    Problem.NOT_REFUNDED: Category.PAYMENT,
}


class Wanted(StrEnum):
    REFUND = "refund"
    REPLACEMENT = "replacement"
    REPAIR = "repair"


DESK_KEY = "desk:"
"""Before the key of an event that a desk added."""

FORGOTTEN = "forgotten"
"""The event by which an open record is marked when its customer's data is deleted: whoever works on it may finish."""


@dataclass(frozen=True)
class CaseEvent:
    """One thing that happened to a case."""

    what: str
    """`opened`, `note`, `closed`, `forgotten` by the customer; a desk adds words of its own."""
    at: datetime
    """Aware, UTC."""
    key: str
    """Idempotency key: an event with this key is written once."""
    words: str = ""

    @property
    def is_of_desk(self) -> bool:
        return self.key.startswith(DESK_KEY)


@dataclass(frozen=True)
class Case:
    customer_id: str
    case_id: str
    kind: CaseKind
    opened_at: datetime
    addressee: Addressee = Addressee.SERVICE
    audience: str = "buyer"
    state: CaseState = CaseState.OPEN
    problem: Problem | None = None
    words: str = ""
    """The customer's own words, at most `MAX_WORDS` characters."""
    wanted: Wanted | None = None
    told_seller: bool | None = None
    """What the customer says where the record holds no message; None: not asked."""
    ref: str | None = None
    """The item, as `order_id/line_id`; None for a case about no item."""
    item_name: str = ""
    """As said in a sentence, kept so that the case can be named when the order is no longer at hand."""
    due_on: date | None = None
    """Day by which an answer is due; None where the shop has stated no time."""
    events: tuple[CaseEvent, ...] = ()
    version: int = 1
    expires_at: datetime | None = None
    """When the record is deleted by itself."""
    told: int = 0
    """How many of the desk's events the customer has been told on opening the skill."""

    @property
    def category(self) -> Category:
        return CATEGORIES.get(self.problem or Problem.OTHER, Category.OTHER)

    @property
    def is_closed(self) -> bool:
        return self.state is CaseState.CLOSED

    def has_event(self, key: str) -> bool:
        return any(event.key == key for event in self.events)

    @property
    def of_desk(self) -> tuple[CaseEvent, ...]:
        return tuple(event for event in self.events if event.is_of_desk)

    @property
    def last_own_change(self) -> datetime:
        """When the customer last did something with it; what a desk did and the mark of a deletion don't count."""
        own = (event.at for event in self.events if not event.is_of_desk and event.what != FORGOTTEN)
        return max((self.opened_at, *own))

    @property
    def untold(self) -> tuple[CaseEvent, ...]:
        """What a desk did that the customer has not been told, oldest first."""
        return self.of_desk[self.told :]

    @property
    def answer(self) -> str:
        """What a desk said last; empty where it has said nothing."""
        return next((event.words for event in reversed(self.of_desk) if event.words), "")

    @property
    def keep(self) -> timedelta | None:
        """How long the profile has such records kept, as reckoned at the last change; None where it was not said."""
        return self.expires_at - self.events[-1].at if self.expires_at and self.events else None

    @property
    def is_forgotten(self) -> bool:
        return any(event.what == FORGOTTEN for event in self.events)

    def with_event(self, event: CaseEvent, state: CaseState, keep: timedelta | None) -> Case:
        """The next version, kept as long again from now; None: for ever, as it was.

        A forgotten record is kept no longer than it would have been; when it is closed, all that tells of the customer
        goes at once, and the rest with the next sweep of the table.
        """
        until = event.at + keep if keep is not None else None
        events = (*self.events, event)
        after = replace(self, state=state, events=events, version=self.version + 1, expires_at=until)
        if not after.is_forgotten:
            return after
        if after.is_closed:
            return after._emptied(event.at)
        return replace(after, expires_at=min(filter(None, (until, self.expires_at)), default=None))

    def forgotten(self, at: datetime) -> Case:
        """The next version, marked; itself where it is marked already."""
        if self.is_forgotten:
            return self
        mark = CaseEvent(FORGOTTEN, at, f"{FORGOTTEN}:{self.case_id}")
        return replace(self, events=(*self.events, mark), version=self.version + 1)

    def _emptied(self, at: datetime) -> Case:
        events = tuple(replace(event, words="") for event in self.events)
        return replace(
            self, words="", item_name="", ref=None, problem=None, wanted=None, events=events, expires_at=at
        )


def due_date(today: date, working_days: int | None, working_week: Collection[str]) -> date | None:
    """None where the shop has stated no reply time, or no working week to reckon with."""
    if working_days is None or not working_week:
        return None
    return add_working_days(today, working_days, working_week)
