"""The ports: every protocol that an adapter implements. Whoever uses a dependency knows it from here.

Every call of a port of a turn takes the turn's deadline. Where too little time is left the call isn't begun
(NotBegunError); one that is begun ends, or is given up, before the deadline (LateError). The default is for operators
and for the shop's own events, where nobody is waiting.

Adapters: `persistence` (DynamoDB, SQS, EventBridge) and `identity` (Login with Amazon, OpenID Connect).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Caller, Customer, VerificationResult
from shop_helper.domain.actions.changes import Change, Commit
from shop_helper.domain.actions.draft import StoredDraft
from shop_helper.domain.cases import Case
from shop_helper.domain.code_request import CodeRequest
from shop_helper.domain.order_feed import Heard, Stored, Update
from shop_helper.domain.orders import Order
from shop_helper.domain.voice_code import Code


class OrderStore(Protocol):
    def recent(
        self, customer_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE
    ) -> tuple[Order, ...]:
        """The customer's newest orders, newest first. Raises StoreError."""

    def sold(self, seller_id: str, limit: int = 10, *, deadline: Deadline = NO_DEADLINE) -> tuple[Order, ...]:
        """What the seller sold, newest first: its own lines only, nothing of the buyers. Raises StoreError."""

    def by_number(self, customer_id: str, order_id: str, *, deadline: Deadline = NO_DEADLINE) -> Order | None:
        """That customer's order; None for a number that is not theirs or not there. Raises StoreError."""

    def put(self, order: Order, *, deadline: Deadline = NO_DEADLINE) -> None:
        """Raises ConflictError when the store holds this version or a newer one."""


class CaseStore(Protocol):
    """Every method raises StoreError when the store does not answer."""

    def commit(self, change: Change, *, deadline: Deadline = NO_DEADLINE) -> Commit:
        """Writes all of the change or nothing. Raises StoreError when nothing was written, UncertainError when that
        can't be found out; the same change may then be committed again."""

    def of_customer(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[Case, ...]:
        """Newest first."""

    def mark_told(self, case: Case, *, deadline: Deadline = NO_DEADLINE) -> None:
        """All that a desk did with it is told. Nothing where the record has changed: it is told the next time."""

    def save_draft(
        self, customer_id: str, draft: StoredDraft, *, deadline: Deadline = NO_DEADLINE
    ) -> None: ...

    def draft(
        self, customer_id: str, now: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> StoredDraft | None:
        """None when there is none, or its time is over."""

    def drop_draft(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> None: ...

    def link_user(
        self,
        user: str,
        customer_id: str,
        expires_at: datetime,
        linked_at: datetime | None = None,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        """Remembers whose data goes when this user (a hash of Alexa's user id) disables the skill."""

    def customer_of(self, user: str, *, deadline: Deadline = NO_DEADLINE) -> str | None: ...


class VisitStore(Protocol):
    def record_visit(
        self, customer_id: str, now: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> datetime | None:
        """Records a visit and gives the one before; None where none is known. Raises StoreError."""


class VoiceCodeStore(Protocol):
    def read(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[Code, int] | None:
        """The code and its version; None when the customer has none. Raises StoreError."""

    def update(self, customer_id: str, code: Code, version: int, *, deadline: Deadline = NO_DEADLINE) -> None:
        """Raises ConflictError when the code is no longer at this version."""

    def set(self, customer_id: str, code: Code | None, *, deadline: Deadline = NO_DEADLINE) -> None:
        """Sets or, with None, removes the code, whatever was there."""


class CodeRequestStore(Protocol):
    def read(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[CodeRequest, int]:
        """The request and its version; an empty one of version 0 when there is none. Raises StoreError."""

    def write(
        self, customer_id: str, request: CodeRequest, version: int, *, deadline: Deadline = NO_DEADLINE
    ) -> None:
        """Raises ConflictError when the request is no longer at this version."""

    def set_code(
        self,
        customer_id: str,
        code: Code,
        replaces: bytes | None,
        request: CodeRequest,
        version: int,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> None:
        """Writes code and request, both or neither. Raises ConflictError when the request is no longer at this
        version, or the customer's code doesn't have the salt `replaces` (None: there is a code)."""


class CustomerErasure(Protocol):
    def forget(
        self,
        customer_id: str,
        user: str,
        at: datetime,
        until: datetime | None = None,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> int:
        """Delete what is kept of the customer, and whose user that is; return how many open records stay, marked.

        With `until`, what the customer has made or changed after that instant stays. Where there is any, so does what
        bears no date, such as the voice code: the customer is back and uses it.

        Raises StoreError when nothing was deleted, UncertainError when that can't be found out, or only a part was. It
        may then be tried again.
        """

    def forgotten(
        self, customer_id: str, user: str, at: datetime, *, deadline: Deadline = NO_DEADLINE
    ) -> int | None:
        """How many open records stay, marked, where all else is deleted; None where something is still kept. Writes
        nothing. Raises StoreError."""


class Identity(Protocol):
    def identify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> Caller:
        """Who the token belongs to. May wait for the identity provider, a few seconds at most."""

    def remembered(self, token: str) -> Customer | None:
        """The customer where this process has verified the token already; never waits."""


class TokenVerifier(Protocol):
    def verify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> VerificationResult:
        """May ask the identity provider over the network; raises nothing that is to be expected."""


class OrderFeed(Protocol):
    def apply(self, update: Update) -> Stored | Heard:
        """Stores what is new in it. Raises StoreError when it can't be stored just now."""


class DeadLetters(Protocol):
    def put(self, body: str, reason: str) -> None:
        """Raises StoreError."""


class EventBus(Protocol):
    def put(self, events: Sequence[tuple[str, str]]) -> None:
        """Detail type and detail (JSON) of each. Raises StoreError when not all are there; all may be put again."""
