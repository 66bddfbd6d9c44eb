"""One record a turn: our own ids, what it was about, how it went. Never what was said, a token or an address."""

from __future__ import annotations

import json
import logging

from shop_helper.dialog.people import Caller, Customer, NotLinked, Refused
from shop_helper.dialog.reply import Reply
from shop_helper.dialog.turn import Turn

log = logging.getLogger("shop_helper.turn")


def log_turn(turn: Turn, reply: Reply) -> None:
    """Logs the record as JSON; the same data is the record's attribute `turn` for handlers in the process."""
    record = {
        "request_id": turn.request_id,
        "kind": turn.kind.value,
        "intent": turn.intent,
        "prompt": reply.prompt,
        "topics": list(reply.topics),
        "offered": list(reply.offered),
        "outcome": reply.outcome.value,
        "account": _account(turn.caller_so_far),
        "audience": turn.audience.value if turn.audience else None,
        "session_open": reply.ask is not None,
        "asks": reply.ask.kind if reply.ask else None,
        "confidence": reply.confidence,
        "degraded": list(reply.degraded),
        "danger": reply.danger.value if reply.danger else None,
    }
    log.info("%s", json.dumps(record, separators=(",", ":")), extra={"turn": record})


def _account(caller: Caller | None) -> str:
    """What is known of the account; `unasked` where the answer didn't need it, since the log makes nobody wait."""
    if caller is None:
        return "unasked"
    if isinstance(caller, Customer):
        return "verified"
    if isinstance(caller, NotLinked):
        return "not_linked"
    return f"refused_{caller.why}" if isinstance(caller, Refused) else "unreachable"
