"""Log unanswered questions for the people who write articles, scrubbed of everything personal."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection

from shop_helper.understanding.en.secrets import names_a_secret, secret_in
from shop_helper.understanding.scrubbing import scrub

log = logging.getLogger("shop_helper.unanswered")


class Unanswered:
    """Writer of one JSON line per question: no customer, no session, no time beyond the log's own.

    `python -m authoring unanswered` reads these lines and reports missing articles.
    """

    def __init__(self, vocabulary: Collection[str], enabled: bool = True) -> None:
        self._vocabulary, self._enabled = vocabulary, enabled

    def note(self, text: str, why: str, nearby: tuple[str, ...] = ()) -> None:
        """Log a question. `why`: `declined`, or `corrected` if the customer refused the offered topics.

        A question that mentions a password, a PIN, or a card or account number isn't logged at all, since the
        neighboring words may be the secret.
        """
        if not self._enabled or not text or names_a_secret(text) or secret_in(text):
            return
        record = {"unanswered": scrub(text, self._vocabulary), "why": why, "nearby": list(nearby)}
        log.info("%s", json.dumps(record, ensure_ascii=False), extra={"unanswered": record})
