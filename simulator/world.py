"""The example world (`world.yaml`), its dates reckoned from today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from shop_helper.dialog.people import Audience
from shop_helper.domain.orders import (
    FulfilledBy,
    ItemStatus,
    Money,
    Order,
    OrderItem,
    RefundState,
    ReturnState,
    SoldBy,
    Stage,
)
from shop_helper.ports import OrderStore

WORLD = Path(__file__).with_name("world.yaml")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
EXAMPLE_CUSTOMER = "ana"
_CURRENCY = "USD"
_ZONE = ZoneInfo("America/New_York")
"""The default profile's `marketplace.time_zone`."""


@dataclass(frozen=True)
class Example:
    """One customer of the example world."""

    id: str
    first_name: str
    story: str
    """One line on what can be tried as this customer."""
    audiences: frozenset[Audience]
    orders: tuple[Order, ...]
    voice_code: str = ""
    """What is asked for before a write where the setting is on; empty: none is set."""

    @property
    def token(self) -> str:
        """The access token that `SHOP_HELPER_IDENTITY=local` takes for this customer."""
        return f"local:{self.id}:{','.join(sorted(self.audiences))}"


@dataclass(frozen=True)
class World:
    customers: Mapping[str, Example]

    @property
    def orders(self) -> tuple[Order, ...]:
        return tuple(order for customer in self.customers.values() for order in customer.orders)

    def fill(self, store: OrderStore) -> None:
        for order in self.orders:
            store.put(order)


def load_world(now: datetime | None = None) -> World:
    """The world as it stands at `now` (aware; default: the clock)."""
    data = _written_down()
    instant = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    sellers: Mapping[str, str] = data["sellers"]
    return World({key: _customer(key, entry, sellers, instant) for key, entry in data["customers"].items()})


@cache
def _written_down() -> Mapping[str, Any]:
    """The file's content, whatever the day."""
    data: Mapping[str, Any] = yaml.load(WORLD.read_text(encoding="utf-8"), Loader=_LOADER)
    return data


def _customer(key: str, entry: Mapping[str, Any], sellers: Mapping[str, str], now: datetime) -> Example:
    return Example(
        id=key,
        first_name=entry["first_name"],
        story=entry["story"],
        audiences=frozenset(Audience(name) for name in entry.get("audiences", ["buyer"])),
        orders=tuple(_order(key, order, sellers, now) for order in entry["orders"]),
        voice_code=entry.get("voice_code", ""),
    )


def _order(customer: str, entry: Mapping[str, Any], sellers: Mapping[str, str], now: datetime) -> Order:
    number = entry["number"]
    return Order(
        order_id=number,
        customer_id=customer,
        placed_at=now - timedelta(days=entry["placed"]),
        items=tuple(
            _item(number, str(line), item, sellers, now) for line, item in enumerate(entry["items"], 1)
        ),
    )


def _item(
    number: str, line: str, entry: Mapping[str, Any], sellers: Mapping[str, str], now: datetime
) -> OrderItem:
    price = Money(Decimal(entry["price"]), _CURRENCY)
    seller = entry.get("seller")
    refunded = _day(now, entry, "refunded")
    return OrderItem(
        order_id=number,
        line_id=line,
        name=entry["name"],
        spoken_name=entry["say"],
        category=entry.get("category", "default"),
        price_paid=price,
        color=entry.get("color"),
        size=entry.get("size"),
        price_now=Money(Decimal(entry["now"]), _CURRENCY) if "now" in entry else None,
        sold_by=SoldBy.THIRD_PARTY if seller else SoldBy.MARKETPLACE,
        fulfilled_by=FulfilledBy.SELLER if entry.get("ships") == "seller" else FulfilledBy.MARKETPLACE,
        status=ItemStatus(entry.get("status") or ("delivered" if "delivered" in entry else "placed")),
        seller_id=seller,
        seller_name=sellers[seller] if seller else None,
        promised_on=_day(now, entry, "promised"),
        shipped_on=_day(now, entry, "shipped"),
        delivered_on=_day(now, entry, "delivered"),
        last_scan_at=now - timedelta(days=entry["scanned"], hours=1) if "scanned" in entry else None,
        carrier=entry.get("carrier"),
        ship_by=_day(now, entry, "ship_by"),
        stage=Stage(entry["stage"]) if "stage" in entry else None,
        hubs_left=entry.get("hubs_left"),
        digital=entry.get("digital", False),
        return_state=ReturnState(entry.get("return", "none")),
        return_received_on=_day(now, entry, "return_received"),
        refund_state=RefundState(entry.get("refund", "none")),
        refund_amount=price if refunded else None,
        refund_on=refunded,
        seller_contacted_at=tuple(now - timedelta(days=days) for days in entry.get("contacted", ())),
    )


def _day(now: datetime, entry: Mapping[str, Any], name: str) -> date | None:
    """A day as the shop's calendar has it: late in the evening there, UTC is a day ahead."""
    return (now.astimezone(_ZONE) - timedelta(days=entry[name])).date() if name in entry else None
