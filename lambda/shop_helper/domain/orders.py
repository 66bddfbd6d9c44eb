"""Orders and their items, as the record tells them. Values only: no rule is in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class SoldBy(StrEnum):
    MARKETPLACE = "marketplace"
    THIRD_PARTY = "third_party"


class FulfilledBy(StrEnum):
    """Who stored and shipped it."""

    MARKETPLACE = "marketplace"
    SELLER = "seller"


class ItemStatus(StrEnum):
    PLACED = "placed"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    RETURNED_TO_SENDER = "returned_to_sender"


class Stage(StrEnum):
    """How far a parcel has come, by its newest tracking event; no event yet is no stage."""

    HANDED_OVER = "handed_over"
    """With the carrier, and not seen anywhere further on."""
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    AT_DEPOT = "at_depot"
    """At the depot from which it is delivered."""
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPTED = "attempted"
    """Nobody took it in; the carrier tries again."""


class ReturnState(StrEnum):
    NONE = "none"
    REQUESTED = "requested"
    SENT_BACK = "sent_back"
    RECEIVED = "received"
    REFUSED = "refused"


class RefundState(StrEnum):
    NONE = "none"
    REQUESTED = "requested"
    REFUSED = "refused"
    PAID = "paid"


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str
    """ISO 4217."""


@dataclass(frozen=True)
class OrderItem:
    """One line of an order. It has its own status: a split order's items travel apart."""

    order_id: str
    line_id: str
    name: str
    """Catalogue title."""
    spoken_name: str
    """As said in a sentence, with its article: "the wireless headphones"."""
    category: str
    """Category of the return policy, or `default`."""
    price_paid: Money
    sold_by: SoldBy
    fulfilled_by: FulfilledBy
    status: ItemStatus
    quantity: int = 1
    color: str | None = None
    """As said of the item: "navy blue"."""
    size: str | None = None
    """As said after "size": "39", "medium"."""
    price_now: Money | None = None
    seller_id: str | None = None
    seller_name: str | None = None
    promised_on: date | None = None
    """Latest estimated delivery date."""
    shipped_on: date | None = None
    delivered_on: date | None = None
    """Date marked delivered."""
    last_scan_at: datetime | None = None
    """Newest tracking event; aware, UTC."""
    carrier: str | None = None
    ship_by: date | None = None
    """Day by which it has to be with the carrier for the promise to hold."""
    stage: Stage | None = None
    """What `last_scan_at` was; None in records that don't say."""
    hubs_left: int | None = None
    """Stations still ahead of it on its planned route, the last depot included; None where the carrier doesn't say."""
    digital: bool = False
    return_state: ReturnState = ReturnState.NONE
    return_received_on: date | None = None
    refund_state: RefundState = RefundState.NONE
    refund_amount: Money | None = None
    refund_on: date | None = None
    seller_contacted_at: tuple[datetime, ...] = ()
    seller_replied_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.sold_by is SoldBy.MARKETPLACE and self.fulfilled_by is FulfilledBy.SELLER:
            raise ValueError(f"{self.ref}: an item sold by the marketplace is fulfilled by the marketplace")
        if self.sold_by is SoldBy.THIRD_PARTY and not self.seller_name:
            raise ValueError(f"{self.ref}: an item sold by a third party names its seller")

    @property
    def ref(self) -> str:
        """`order_id/line_id`: names the item among all items of all customers."""
        return f"{self.order_id}/{self.line_id}"


@dataclass(frozen=True)
class Order:
    order_id: str
    customer_id: str
    placed_at: datetime
    """Aware, UTC."""
    items: tuple[OrderItem, ...]
    version: int = 1
    """Counts up with every change of the record."""
    address_short: str | None = None
    """Where it goes, in short form ("the address in Denver")."""


MAX_REF = 300
"""Characters of a reference; far below what a DynamoDB key takes."""


def is_ref(text: str) -> bool:
    """Whether the text has the form of a reference: what stands around its last slash is no empty name."""
    order_id, _, line_id = text.rpartition("/")
    return len(text) <= MAX_REF and bool(order_id.strip("/ ")) and bool(line_id.strip())
