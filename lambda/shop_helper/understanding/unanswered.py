"""Notes questions that were not placed, for the people who write: scrubbed of everything personal, as a log line."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection

from shop_helper.understanding.en.secrets import names_a_secret, secret_in
from shop_helper.understanding.scrubbing import scrub

log = logging.getLogger("shop_helper.unanswered")


class Unanswered:
    """Writes one JSON line a question: no customer, no session, no time beyond the log's own.

    `python -m authoring unanswered` reads these lines and says what is missing.
    """

    def __init__(self, vocabulary: Collection[str], enabled: bool = True) -> None:
        self._vocabulary, self._enabled = vocabulary, enabled

    def note(self, text: str, why: str, nearby: tuple[str, ...] = ()) -> None:
        """`why` is `declined`, or `corrected` when what was offered was refused.

        A question that mentions a password, a PIN or a card or account number is not noted at all, since the words
        beside it may be one.
        """
        if not self._enabled or not text or names_a_secret(text) or secret_in(text):
            return
        record = {"unanswered": scrub(text, self._vocabulary), "why": why, "nearby": list(nearby)}
        log.info("%s", json.dumps(record, ensure_ascii=False), extra={"unanswered": record})
