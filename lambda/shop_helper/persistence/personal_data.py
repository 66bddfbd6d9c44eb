"""All that is kept of a customer, wherever it is: the one list that keys, deletion, README and tests go by.

A new kind of item is added here first. What is not listed as staying is deleted, and a test fails when a table holds an
item that no entry describes (tests/persistence/test_personal_data.py, tests/test_conversations.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Table(StrEnum):
    ORDERS = "orders"
    CASES = "cases"
    CUSTOMERS = "customers"


SORT: Mapping[Table, str | None] = {
    Table.ORDERS: "order_id",
    Table.CASES: "case_id",
    Table.CUSTOMERS: None,
}
"""The second part of a table's key; the first is `customer_id` in each."""


class OnDeletion(StrEnum):
    """What becomes of it when a customer's data is deleted, by voice or by disabling the skill."""

    GOES = "deleted"
    GOES_WHEN_CLOSED = "deleted; an open one when it is closed, and not kept longer than it would be"
    STAYS = "stays"


@dataclass(frozen=True)
class Kept:
    """One row of the README's table."""

    what: str
    where: str
    how_long: str
    on_deletion: OnDeletion
    why: str = ""
    """Why it stays."""

    @property
    def deletion(self) -> str:
        return f"{self.on_deletion}: {self.why}" if self.why else str(self.on_deletion)


_PARTS = {
    "{customer}": r"(?!seller#|user#|visit#|code-request#).+",
    "{user}": r"[0-9a-f]+",
    "{seller}": r".+",
    "{order}": r".+",
    "{number}": r"\d{12}",
}


@dataclass(frozen=True)
class Item(Kept):
    """A kind of item in a table; `partition` and `sort` are its key, with a placeholder where they differ."""

    table: Table = Table.CASES
    partition: str = "{customer}"
    sort: str | None = None
    written_at: str | None = None
    """Attribute with the instant of the last write, ISO 8601; None where the item bears none."""

    def key(self, **parts: str) -> dict[str, Any]:
        """The key as DynamoDB wants it: `VISIT.key(customer="ana")`."""
        found = {"customer_id": {"S": self.partition.format(**parts)}}
        name = SORT[self.table]
        return found | {name: {"S": self.sort.format(**parts)}} if name and self.sort else found

    def describes(self, table: Table, key: Mapping[str, str]) -> bool:
        """Whether an item with this key is of this kind."""
        name = SORT[table]
        wanted = [(self.partition, key["customer_id"])]
        wanted += [(self.sort, key[name])] if name and self.sort else []
        return table is self.table and all(_pattern(text).fullmatch(value) for text, value in wanted)


def _pattern(text: str) -> re.Pattern[str]:
    made = re.escape(text)
    for part, pattern in _PARTS.items():
        made = made.replace(re.escape(part), pattern)
    return re.compile(made)


ORDER = Item(
    "orders: items, prices, dates, states, and what was asked for of an item",
    "orders table",
    "as long as the shop keeps them",
    OnDeletion.STAYS,
    "they are the shop's and come from it",
    Table.ORDERS,
    "{customer}",
    "{order}",
)
SALE = Item(
    "the seller's lines of an order, without buyer or address",
    "orders table",
    "like the order",
    OnDeletion.STAYS,
    "nothing in them tells whose they are",
    Table.ORDERS,
    "seller#{seller}",
    "{order}",
)
CASE = Item(
    "cases, requests and messages: item, category, the customer's words, states",
    "cases table",
    "`privacy.keep_records` of the profile after the last change (TTL)",
    OnDeletion.GOES_WHEN_CLOSED,
    table=Table.CASES,
    partition="{customer}",
    sort="{number}",
)
DRAFT = Item(
    "an action that was broken off",
    "cases table",
    "`privacy.keep_drafts` (TTL)",
    OnDeletion.GOES,
    table=Table.CASES,
    partition="{customer}",
    sort="draft",
    written_at="saved_at",
)
LINK = Item(
    "which Alexa user (a hash) is which customer, so that disabling the skill deletes",
    "cases table",
    "`privacy.keep_records` after it was last opened or asked to do something (TTL)",
    OnDeletion.GOES,
    table=Table.CASES,
    partition="user#{user}",
    sort="customer",
    written_at="linked_at",
)
VISIT = Item(
    "instant of the last visit",
    "customers table",
    "half a year (TTL)",
    OnDeletion.GOES,
    table=Table.CUSTOMERS,
    partition="visit#{customer}",
    written_at="last_visit",
)
VOICE_CODE = Item(
    "voice code, as a salted hash, and wrong tries",
    "customers table",
    "until it is cleared",
    OnDeletion.GOES,
    table=Table.CUSTOMERS,
    partition="{customer}",
)
CODE_REQUEST = Item(
    "request to set a voice code: the one-time number, then the new code, as salted hashes; when numbers were sent",
    "customers table",
    "an hour after the last number (TTL); a hash that was used goes at once",
    OnDeletion.GOES,
    table=Table.CUSTOMERS,
    partition="code-request#{customer}",
)
ITEMS = (ORDER, SALE, CASE, DRAFT, LINK, VISIT, VOICE_CODE, CODE_REQUEST)

ELSEWHERE = (
    Kept(
        "the conversation: what was said last, what is open, names of own items",
        "session attributes, with Alexa; cards in the customer's Alexa app",
        "the session; cards until the customer removes them",
        OnDeletion.STAYS,
        "Alexa's, not ours",
    ),
    Kept(
        "which access token (a hash) is which customer",
        "memory of the function",
        "until the token expires, an hour at most",
        OnDeletion.STAYS,
        "it is gone within the hour",
    ),
    Kept(
        "events of the shop that could not be used, as they came",
        "dead-letter queue",
        "two weeks",
        OnDeletion.STAYS,
        "they are about orders, or answers of a desk, and go by themselves",
    ),
    Kept(
        "earlier states of the tables",
        "their stream; point-in-time backups",
        "a day; 35 days",
        OnDeletion.STAYS,
        "AWS deletes them in their time, and no answer reads them",
    ),
    Kept(
        "turns: Alexa's request id, intent, subject, outcome; numbers of orders and cases where something failed",
        "log",
        "`LogRetentionDays`",
        OnDeletion.STAYS,
        "no customer, words, token or address is in it",
    ),
    Kept(
        "questions nobody answered: words of the help questions only",
        "log",
        "`LogRetentionDays`; can be turned off",
        OnDeletion.STAYS,
        "nothing in them tells whose they are",
    ),
)

KEPT: tuple[Kept, ...] = (*ITEMS, *ELSEWHERE)


def kind_of(table: Table, item: Mapping[str, Any]) -> Item | None:
    """What an item of the table is, as DynamoDB gives it; None for what no entry describes."""
    name = SORT[table]
    key = {part: item[part]["S"] for part in ("customer_id", name) if part}
    return next((kind for kind in ITEMS if kind.describes(table, key)), None)
