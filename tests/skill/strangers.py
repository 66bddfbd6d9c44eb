"""A world of strangers for property tests: whatever is somebody's carries a word that nobody else's has."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product

from shop_helper.domain.actions.changes import Change
from shop_helper.domain.cases import Case, CaseEvent, CaseKind, CaseState, Problem
from shop_helper.domain.orders import Order, OrderItem
from simulator.memory import MemoryCases, MemoryOrders
from simulator.world import load_world

AUDIENCES = ("buyer", "seller", "buyer,seller")


@dataclass
class Person:
    id: str
    audiences: str
    orders: list[Order] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    @property
    def token(self) -> str:
        return f"local:{self.id}:{self.audiences}"


class Strangers:
    """A third each are buyers, sellers and both; no two numbers end alike, no word is used twice."""

    def __init__(self, chance: random.Random, now: datetime, how_many: int = 45) -> None:
        self._chance, self._now = chance, now
        self._templates = load_world(now).orders
        parts = ("bdgkz", "aeiou", "vxqjz", "aeiou")
        self._words = iter(chance.sample(["".join(letters) for letters in product(*parts)], 600))
        self._endings = iter(f"{number:04}" for number in chance.sample(range(1000, 10_000), 4_000))
        ids = [next(self._words) for _ in range(how_many)]
        self.people = [Person(name, AUDIENCES[number % 3]) for number, name in enumerate(ids)]
        self._sellers = [person.id for person in self.people if "seller" in person.audiences]
        self.orders = MemoryOrders()
        self.cases = MemoryCases(self.orders)
        for person in self.people:
            self._fill(person)

    @property
    def all_orders(self) -> list[Order]:
        return [order for person in self.people for order in person.orders]

    @property
    def all_cases(self) -> list[Case]:
        return [case for person in self.people for case in person.cases]

    def may_hear_of(self, person: Person | None) -> list[Order]:
        """Bought, or sold."""
        if person is None:
            return []
        sold = [o for o in self.all_orders if any(item.seller_id == person.id for item in o.items)]
        return [*person.orders, *sold]

    def _fill(self, person: Person) -> None:
        for _ in range(self._chance.randint(0, 3) if "buyer" in person.audiences else 0):
            order = self._order(person.id)
            self.orders.put(order)
            person.orders.append(order)
        for _ in range(self._chance.randint(0, 2)):
            case = self._case(person)
            self.cases.commit(Change(case, 0))
            person.cases.append(case)

    def _order(self, customer: str) -> Order:
        template = self._chance.choice(self._templates)
        number = (
            f"{self._chance.randint(100, 999)}-{self._chance.randint(10**6, 10**7 - 1)}-{next(self._endings)}"
        )
        items = tuple(self._item(item, number, customer) for item in template.items)
        address = next(self._words)
        return replace(template, order_id=number, customer_id=customer, items=items, address_short=address)

    def _item(self, item: OrderItem, number: str, customer: str) -> OrderItem:
        mark = next(self._words)
        seller = self._chance.choice([one for one in self._sellers if one != customer])
        return replace(
            item,
            order_id=number,
            name=f"{mark} {item.name}",
            spoken_name=f"the {mark}",
            seller_id=seller if item.seller_id else None,
            seller_name=f"{seller.capitalize()} Goods" if item.seller_id else None,
        )

    def _case(self, person: Person) -> Case:
        about = self._chance.choice(person.orders).items[0] if person.orders else None
        opened = self._now - timedelta(days=self._chance.randint(1, 9))
        return Case(
            person.id,
            f"{self._chance.randint(10**7, 10**8 - 1)}{next(self._endings)}",
            CaseKind.CASE,
            opened,
            audience=person.audiences.split(",")[0],
            state=self._chance.choice(list(CaseState)),
            problem=Problem.OTHER,
            words=f"it smells of {next(self._words)}",
            ref=about.ref if about else None,
            item_name=about.spoken_name if about else "",
            events=(CaseEvent("opened", opened, "k1"),),
            expires_at=self._now + timedelta(days=300),
        )
