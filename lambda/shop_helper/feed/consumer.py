"""A batch of the queue: each event is taken, or comes again, or goes to the dead letters with the reason."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from shop_helper.domain.actions.changes import Change, Commit
from shop_helper.domain.cases import CaseEvent
from shop_helper.domain.order_feed import Heard
from shop_helper.errors import BadEventError, LaterError, StoreError
from shop_helper.feed.events import CaseNews, read_event
from shop_helper.ports import CaseStore, DeadLetters, OrderFeed

log = logging.getLogger("shop_helper")

MAX_RECEIVES = 8
"""As `maxReceiveCount` of the queue in template.yaml: after the last one the queue itself would move the message, but
without a reason."""

_ATTEMPTS = 3


class Consumer:
    def __init__(self, orders: OrderFeed, cases: CaseStore, letters: DeadLetters) -> None:
        self._orders, self._cases, self._letters = orders, cases, letters

    def take(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """The answer SQS wants: the messages that shall come again."""
        failed = [record["messageId"] for record in batch["Records"] if not self._taken(record)]
        return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}

    def _taken(self, record: Mapping[str, Any]) -> bool:
        """Whether the message may go from the queue."""
        name, body = record["messageId"], record["body"]
        try:
            self.apply(body)
        except BadEventError as problem:
            return self._dead_lettered(name, body, str(problem))
        except (LaterError, StoreError) as problem:
            received = int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))
            if received >= MAX_RECEIVES:
                return self._dead_lettered(name, body, f"{received} times: {problem}")
            log.warning("event %s comes again: %s", name, problem)
            return False
        return True

    def _dead_lettered(self, name: str, body: str, reason: str) -> bool:
        try:
            self._letters.put(body, reason)
        except StoreError as problem:
            log.error("event %s could not be put aside (%s): %s", name, reason, problem)
            return False
        log.error("event %s was put aside: %s", name, reason)
        return True

    def apply(self, body: str) -> None:
        """Raises BadEventError, LaterError, StoreError."""
        said = read_event(body)
        if isinstance(said, CaseNews):
            self.apply_case(said)
        elif self._orders.apply(said) is Heard.TOO_EARLY:
            raise LaterError("its order, or the line of it, is not known yet")

    def apply_case(self, news: CaseNews) -> None:
        """Raises BadEventError, LaterError, StoreError."""
        for _ in range(_ATTEMPTS):
            known = next(
                (c for c in self._cases.of_customer(news.customer_id) if c.case_id == news.case_id), None
            )
            if known is None:
                raise BadEventError("case_id: this customer has no such case")
            if known.has_event(news.key):
                return
            event = CaseEvent(news.what, news.at, news.key, news.words)
            state = known.state if known.is_closed else news.state
            if (
                self._cases.commit(Change(known.with_event(event, state, known.keep), known.version))
                is not Commit.STALE
            ):
                return
        raise LaterError("the case is being changed all the time")
