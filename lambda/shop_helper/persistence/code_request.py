"""Requests to set a voice code: each step is stored before anybody is told what came of it.

One item of the customers' table (`CODE_REQUEST` in persistence/personal_data.py), apart from the code itself, since its
time to live (`expires_at`) deletes the whole item. `code_request` is a map: `stage`, `until` and `sent` (ISO 8601),
`salt` and `digest` (binary, of the number or of the code that was said once), `replaces` (binary, the salt of the code
to be replaced), `wrong`, `answered` (request id → result). `version` counts its changes. What doesn't apply is missing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.domain.code_request import (
    DONE,
    NUMBER_DIGITS,
    SENT_WITHIN,
    CodeRequest,
    Result,
    Stage,
    over,
    proved,
    sending,
    take_again,
    take_first,
    try_number,
)
from shop_helper.domain.voice_code import SALT_BYTES, Code, hashed, made
from shop_helper.errors import ConflictError, NotBegunError, StoreError, UncertainError
from shop_helper.persistence.client import Clients, dynamodb_clients
from shop_helper.persistence.dynamodb import decoding, execute
from shop_helper.persistence.instants import instant_text, read_instant
from shop_helper.persistence.personal_data import CODE_REQUEST
from shop_helper.persistence.voice_code import (
    ATTEMPTS,
    VoiceCode,
    setting,
    voice_code,
)
from shop_helper.ports import CodeRequestStore
from shop_helper.settings import Settings

UNCHANGED = "version = :read"
"""Admits a step that was decided on the request as it still is."""

NONE_YET = "attribute_not_exists(customer_id)"
"""Admits a first request only: of two at once, one sends a number and the other looks again."""

LOWEST = 10 ** (NUMBER_DIGITS - 1)
"""No number begins with zero: Alexa hands over digits that were heard as a number, without leading zeros."""


def drawn() -> str:
    """A one-time number."""
    return str(LOWEST + secrets.randbelow(9 * LOWEST))


@dataclass(frozen=True)
class Sent:
    """Never stored, logged or said: it goes on a card."""

    number: str


@dataclass(frozen=True)
class TooMany:
    """No number was sent."""

    next_at: datetime


@dataclass(frozen=True)
class Step:
    result: Result
    ticket: int = 0
    """Lets the session that made this step make the next one."""
    tries_left: int = 0


class CodeRequests:
    """Asks for nothing and says nothing: handlers ask, this checks. Every method may raise StoreError."""

    def __init__(self, store: CodeRequestStore, codes: VoiceCode, draw: Callable[[], str] = drawn) -> None:
        self._store, self._codes, self._draw = store, codes, draw

    def awaits_number(self, customer_id: str, now: datetime, *, deadline: Deadline = NO_DEADLINE) -> bool:
        """Whether a number was sent and still counts."""
        return self._store.read(customer_id, deadline=deadline)[0].is_open(Stage.NUMBER, now)

    def send(
        self, customer_id: str, now: datetime, request_id: str, *, deadline: Deadline = NO_DEADLINE
    ) -> Sent | TooMany:
        """Makes a number, which takes the place of an earlier one.

        A request that Alexa sends again gets another number, since the first is known to nobody; it counts once.
        """
        for _ in range(ATTEMPTS):
            before, version = self._store.read(customer_id, deadline=deadline)
            again = before.result_of(request_id) is Result.SENT
            wait = None if again else before.next_number_at(now)
            if wait is not None:
                return TooMany(wait)
            number = self._draw()
            current = self._codes.current(customer_id, deadline=deadline)
            after = sending(before, _hash(number), current, now)
            after = replace(after, sent=before.sent) if again else after.with_result(request_id, Result.SENT)
            try:
                self._store.write(customer_id, after, version, deadline=deadline)
            except ConflictError:
                continue
            return Sent(number)
        raise StoreError("the request for a voice code kept changing")

    def try_number(
        self,
        customer_id: str,
        digits: str,
        now: datetime,
        request_id: str,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> Step:
        """What comes of a number that was said: `PROVED`, `WRONG`, `SPENT`, `EXPIRED` or `NONE_OPEN`."""
        return self._step(
            customer_id, request_id, deadline, lambda request, _: try_number(request, digits, now)
        )

    def prove(
        self, customer_id: str, now: datetime, request_id: str, *, deadline: Deadline = NO_DEADLINE
    ) -> Step:
        """The old code was right: `PROVED`."""
        current = self._codes.current(customer_id, deadline=deadline)
        return self._step(
            customer_id,
            request_id,
            deadline,
            lambda request, _: (Result.PROVED, proved(request, current, now)),
        )

    def take_first(
        self,
        customer_id: str,
        digits: str,
        ticket: int,
        now: datetime,
        request_id: str,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> Step:
        """The new code, said for the first time: `TAKEN`, `EXPIRED` or `OVERTAKEN`.

        Raises ValueError for a weak one.
        """
        code = made(digits, secrets.token_bytes(SALT_BYTES))

        def take(request: CodeRequest, version: int) -> tuple[Result, CodeRequest]:
            return take_first(request, code, now) if version == ticket else (Result.OVERTAKEN, request)

        return self._step(customer_id, request_id, deadline, take)

    def take_again(
        self,
        customer_id: str,
        digits: str,
        ticket: int,
        now: datetime,
        request_id: str,
        *,
        deadline: Deadline = NO_DEADLINE,
    ) -> Step:
        """The new code, said again: one of `DONE`, `DIFFERENT`, `GIVEN_UP`, `EXPIRED` or `OVERTAKEN`.

        Raises UncertainError where nobody can tell whether it was set.
        """

        def take(request: CodeRequest, version: int) -> tuple[Result, CodeRequest]:
            if version != ticket or self._codes.current(customer_id, deadline=deadline) != request.replaces:
                return Result.OVERTAKEN, request
            return take_again(request, digits, now)

        try:
            return self._step(customer_id, request_id, deadline, take)
        except (UncertainError, NotBegunError):
            raise
        except StoreError as problem:
            try:
                request, version = self._store.read(customer_id, deadline=deadline)
            except StoreError:
                raise UncertainError("whether a voice code was set can't be told") from problem
            result = request.result_of(request_id)
            if result not in DONE:
                raise
            return Step(result, version)

    def was_set(self, customer_id: str, request_id: str, *, deadline: Deadline = NO_DEADLINE) -> bool:
        """Whether that request set a code."""
        return self._store.read(customer_id, deadline=deadline)[0].result_of(request_id) in DONE

    def cancel(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> None:
        """Ends what is open; a number that was sent no longer counts."""
        for _ in range(ATTEMPTS):
            request, version = self._store.read(customer_id, deadline=deadline)
            if request.stage is Stage.OVER:
                return None
            try:
                return self._store.write(customer_id, over(request), version, deadline=deadline)
            except ConflictError:
                continue
        raise StoreError("the request for a voice code kept changing")

    def _step(
        self,
        customer_id: str,
        request_id: str,
        deadline: Deadline,
        take: Callable[[CodeRequest, int], tuple[Result, CodeRequest]],
    ) -> Step:
        """One step, stored before it is told; again, with the same request id, it only tells."""
        conflicted = False
        for _ in range(ATTEMPTS):
            try:
                before, version = self._store.read(customer_id, deadline=deadline)
            except StoreError as problem:
                if conflicted:  # it may be our own write, sent twice by the client
                    raise UncertainError(str(problem)) from problem
                raise
            earlier = before.result_of(request_id)
            if earlier is not None:
                return Step(earlier, version, before.tries_left)
            result, after = take(before, version)
            if after == before:
                return Step(result, version, before.tries_left)
            after = after.with_result(request_id, result)
            try:
                if result in DONE and before.secret is not None:
                    self._store.set_code(
                        customer_id, before.secret, before.replaces, after, version, deadline=deadline
                    )
                else:
                    self._store.write(customer_id, after, version, deadline=deadline)
            except ConflictError:
                conflicted = True
                continue
            return Step(result, version + 1, after.tries_left)
        raise StoreError("the request for a voice code kept changing")


def _hash(number: str) -> Code:
    return hashed(number, secrets.token_bytes(SALT_BYTES))


class DynamoCodeRequests:
    """Requests in DynamoDB."""

    def __init__(self, table: str, clients: Clients) -> None:
        self._table, self._clients = table, clients

    def read(self, customer_id: str, *, deadline: Deadline = NO_DEADLINE) -> tuple[CodeRequest, int]:
        item = execute(
            self._clients, deadline, "get_item", **self._key(customer_id), ConsistentRead=True
        ).get("Item")
        if item is None:
            return CodeRequest(), 0
        with decoding("a request for a voice code"):
            return _request(item["code_request"]["M"]), int(item["version"]["N"])

    def write(
        self, customer_id: str, request: CodeRequest, version: int, *, deadline: Deadline = NO_DEADLINE
    ) -> None:
        execute(self._clients, deadline, "update_item", **self._update(customer_id, request, version))

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
        writes = [
            {"Update": setting(self._table, customer_id, code, replaces)},
            {"Update": self._update(customer_id, request, version)},
        ]
        execute(self._clients, deadline, "transact_write_items", TransactItems=writes)

    def _update(self, customer_id: str, request: CodeRequest, version: int) -> dict[str, Any]:
        values: dict[str, Any] = {
            ":request": {"M": _record(request)},
            ":next": {"N": str(version + 1)},
            ":end": {"N": str(_end(request))},
        }
        if version:
            values[":read"] = {"N": str(version)}
        return {
            **self._key(customer_id),
            "UpdateExpression": "SET code_request = :request, version = :next, expires_at = :end",
            "ConditionExpression": UNCHANGED if version else NONE_YET,
            "ExpressionAttributeValues": values,
        }

    def _key(self, customer_id: str) -> dict[str, Any]:
        return {"TableName": self._table, "Key": CODE_REQUEST.key(customer=customer_id)}


def code_requests(settings: Settings) -> CodeRequests:
    """The requests in the table that the settings name."""
    store = DynamoCodeRequests(settings.customers_table, dynamodb_clients(settings))
    return CodeRequests(store, voice_code(settings))


def _end(request: CodeRequest) -> int:
    """When the item may go: nothing in it counts any more."""
    ends = [at + SENT_WITHIN for at in request.sent]
    ends += [request.until] if request.until is not None else []
    return int(max(ends).timestamp()) + 1 if ends else 0


def _record(request: CodeRequest) -> dict[str, Any]:
    found: dict[str, Any] = {
        "stage": {"S": request.stage.value},
        "wrong": {"N": str(request.wrong)},
        "sent": {"L": [{"S": instant_text(at)} for at in request.sent]},
        "answered": {"L": [{"L": [{"S": key}, {"S": result}]} for key, result in request.answered]},
    }
    if request.until is not None:
        found["until"] = {"S": instant_text(request.until)}
    if request.secret is not None:
        found |= {"salt": {"B": request.secret.salt}, "digest": {"B": request.secret.digest}}
    if request.replaces is not None:
        found["replaces"] = {"B": request.replaces}
    return found


def _request(record: Mapping[str, Any]) -> CodeRequest:
    secret = Code(bytes(record["salt"]["B"]), bytes(record["digest"]["B"])) if "salt" in record else None
    answered = [tuple(part["S"] for part in entry["L"]) for entry in record["answered"]["L"]]
    return CodeRequest(
        stage=Stage(record["stage"]["S"]),
        until=read_instant(record["until"]["S"]) if "until" in record else None,
        secret=secret,
        replaces=bytes(record["replaces"]["B"]) if "replaces" in record else None,
        wrong=int(record["wrong"]["N"]),
        sent=tuple(read_instant(entry["S"]) for entry in record["sent"]["L"]),
        answered=tuple((key, Result(result)) for key, result in answered),
    )
