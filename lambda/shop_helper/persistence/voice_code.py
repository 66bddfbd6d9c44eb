"""Voice codes of customers: the store, and the check that counts each try before it tells what came of it.

One item of the customers' table, key `customer_id`; the code is its attribute `voice_code`, so that other things known
of a customer can stand beside it. It is a map: `salt` and `digest` (binary), `wrong`, `locks` and `version` (numbers),
`locked_until` (ISO 8601 with an offset; missing while nothing is locked) and `counted` (list of request ids; may be
missing).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.domain.voice_code import (
    SALT_BYTES,
    Accepted,
    Checked,
    Code,
    NotSet,
    check,
    made,
)
from shop_helper.errors import ConflictError, StoreError
from shop_helper.persistence.client import Clients, dynamodb_clients
from shop_helper.persistence.dynamodb import decoding, execute
from shop_helper.persistence.instants import read_instant
from shop_helper.persistence.personal_data import VOICE_CODE
from shop_helper.ports import VoiceCodeStore
from shop_helper.settings import Settings

ATTEMPTS = 4
"""Reads and writes again when another try came between; more at once are no customer's."""

UNCHANGED = "voice_code.version = :read"
"""Admits what was decided on the code as it still is: of several tries at once one counts, the others look again."""

NONE_YET = "attribute_not_exists(voice_code)"
"""Admits a first code only: of two that are chosen at once one is set, and none takes another's place unseen."""

SAME_CODE = "voice_code.salt = :replaces"
"""Admits a new code in place of the one that was known at the start, however many wrong tries came between."""


class VoiceCode:
    """Asks for nothing and says nothing: handlers ask, this checks."""

    def __init__(
        self, store: VoiceCodeStore, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._clock = store, clock

    def check(
        self, customer_id: str, digits: str, request_id: str = "", *, deadline: Deadline = NO_DEADLINE
    ) -> Checked:
        """What comes of the digits that were heard; a wrong code counts once for each `request_id`. Raises StoreError;
        the write must not go on then.

        A right code is written down as well: else, of many guesses sent at once, the right one would get through.
        """
        for _ in range(ATTEMPTS):
            found = self._store.read(customer_id, deadline=deadline)
            if found is None:
                return NotSet()
            code, version = found
            outcome, after = check(code, digits, self._clock(), request_id)
            if after == code and not isinstance(outcome, Accepted):
                return outcome
            try:
                self._store.update(customer_id, after, version, deadline=deadline)
            except ConflictError:
                continue
            return outcome
        raise StoreError("the voice code kept changing while it was checked")

    def is_set(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> bool:
        """Whether a code has to be asked for. Raises StoreError."""
        return self._store.read(customer_id, deadline=deadline) is not None

    def locked_for(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> timedelta | None:
        """How long no code is looked at; None where one would be. Raises StoreError."""
        found = self._store.read(customer_id, deadline=deadline)
        return self.left(found[0].locked_until) if found and found[0].locked_until else None

    def left(self, until: datetime) -> timedelta | None:
        """Time until then; None when it is over."""
        left = until - self._clock()
        return left if left > timedelta() else None

    def set(self, customer_id: str, digits: str) -> None:
        """Gives the customer a new code; tries and locks of the old one are gone. Raises ValueError for a weak one."""
        self._store.set(customer_id, made(digits, secrets.token_bytes(SALT_BYTES)))

    def current(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> bytes | None:
        """Which code the customer has now: its salt, which wrong tries don't change. None: none. Raises StoreError."""
        found = self._store.read(customer_id, deadline=deadline)
        return found[0].salt if found else None

    def clear(self, customer_id: str) -> None:
        self._store.set(customer_id, None)


class DynamoVoiceCodes:
    """Codes in DynamoDB."""

    def __init__(self, table: str, clients: Clients) -> None:
        self._table, self._clients = table, clients

    def read(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[Code, int] | None:
        answer = self._call(
            deadline, "get_item", customer_id, ConsistentRead=True, ProjectionExpression="voice_code"
        ).get("Item", {})
        if "voice_code" not in answer:
            return None
        with decoding("a voice code"):
            return _code(answer["voice_code"]["M"])

    def update(self, customer_id: str, code: Code, version: int, *, deadline: Deadline = NO_DEADLINE) -> None:
        self._call(
            deadline,
            "update_item",
            customer_id,
            UpdateExpression="SET voice_code = :code",
            ConditionExpression=UNCHANGED,
            ExpressionAttributeValues={
                ":code": {"M": _record(code, version + 1)},
                ":read": {"N": str(version)},
            },
        )

    def set(self, customer_id: str, code: Code | None, *, deadline: Deadline = NO_DEADLINE) -> None:
        if code is None:
            self._call(deadline, "update_item", customer_id, UpdateExpression="REMOVE voice_code")
            return
        values = {":code": {"M": _record(code, secrets.randbits(48))}}
        self._call(
            deadline,
            "update_item",
            customer_id,
            UpdateExpression="SET voice_code = :code",
            ExpressionAttributeValues=values,
        )

    def _call(self, deadline: Deadline, operation: str, customer_id: str, **arguments: Any) -> Any:
        key = VOICE_CODE.key(customer=customer_id)
        return execute(self._clients, deadline, operation, TableName=self._table, Key=key, **arguments)


def setting(table: str, customer_id: str, code: Code, replaces: bytes | None) -> dict[str, Any]:
    """An update that sets a code in place of the one with that salt; None: where there is none."""
    values: dict[str, Any] = {":code": {"M": _record(code, secrets.randbits(48))}}
    if replaces is not None:
        values[":replaces"] = {"B": replaces}
    return {
        "TableName": table,
        "Key": VOICE_CODE.key(customer=customer_id),
        "UpdateExpression": "SET voice_code = :code",
        "ConditionExpression": NONE_YET if replaces is None else SAME_CODE,
        "ExpressionAttributeValues": values,
    }


def voice_code(settings: Settings) -> VoiceCode:
    """The check on the table that the settings name."""
    return VoiceCode(DynamoVoiceCodes(settings.customers_table, dynamodb_clients(settings)))


def _record(code: Code, version: int) -> dict[str, Any]:
    until = {"locked_until": {"S": code.locked_until.isoformat()}} if code.locked_until else {}
    return {
        "salt": {"B": code.salt},
        "digest": {"B": code.digest},
        "wrong": {"N": str(code.wrong)},
        "locks": {"N": str(code.locks)},
        "version": {"N": str(version)},
        "counted": {"L": [{"S": request_id} for request_id in code.counted]},
        **until,
    }


def _code(record: Mapping[str, Any]) -> tuple[Code, int]:
    until = record.get("locked_until")
    code = Code(
        salt=bytes(record["salt"]["B"]),
        digest=bytes(record["digest"]["B"]),
        wrong=int(record["wrong"]["N"]),
        locks=int(record["locks"]["N"]),
        locked_until=read_instant(until["S"]) if until else None,
        counted=tuple(entry["S"] for entry in record.get("counted", {"L": ()})["L"]),
    )
    return code, int(record["version"]["N"])
