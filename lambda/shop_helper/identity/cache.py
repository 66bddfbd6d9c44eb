"""What was found about a token, remembered in this process: by the token's hash, so that no memory holds the token.

Customers are remembered until their token expires, an hour at most; refusals for half a minute (a new link brings a new
token); silence of the provider for a few seconds, so that one turn doesn't wait twice.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import OrderedDict

from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import (
    Caller,
    Customer,
    Refused,
    Unreachable,
    VerificationResult,
    Verified,
)
from shop_helper.identity.provider import Clock
from shop_helper.ports import TokenVerifier

log = logging.getLogger("shop_helper.identity")

MAX_REMEMBERED = 1_000
MAX_AGE_S = 3_600
REFUSED_S = 30
UNREACHABLE_S = 3


class RememberingIdentity:
    """A provider, asked once for each token."""

    def __init__(self, provider: TokenVerifier, clock: Clock = time.time) -> None:
        self._provider, self._clock = provider, clock
        self._found: OrderedDict[bytes, tuple[VerificationResult, float]] = OrderedDict()
        self._lock = threading.Lock()

    def identify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> Caller:
        key = _key(token)
        found = self._look_up(key)
        if found is None and deadline.remaining_s() <= 0:
            return Unreachable(is_late=True)  # it tells nothing of the provider, so it isn't remembered
        if found is None:
            found = self._provider.verify(token, deadline=deadline)
            self._remember(key, found)
            _note(found)
        return found.customer if isinstance(found, Verified) else found

    def remembered(self, token: str) -> Customer | None:
        found = self._look_up(_key(token))
        return found.customer if isinstance(found, Verified) else None

    def _look_up(self, key: bytes) -> VerificationResult | None:
        with self._lock:
            found, until = self._found.get(key, (None, 0.0))
            return found if self._clock() < until else None

    def _remember(self, key: bytes, found: VerificationResult) -> None:
        now = self._clock()
        if isinstance(found, Verified):
            until = min(found.expires_at, now + MAX_AGE_S)
        else:
            until = now + (REFUSED_S if isinstance(found, Refused) else UNREACHABLE_S)
        with self._lock:
            self._found[key] = (found, until)
            self._found.move_to_end(key)
            while len(self._found) > MAX_REMEMBERED:
                self._found.popitem(last=False)


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _note(found: VerificationResult) -> None:
    if isinstance(found, Verified):
        log.info("access token verified")
    elif isinstance(found, Refused):
        log.info("access token refused: %s", found.why)
    else:
        log.warning("access token not verified: the identity provider could not be asked")
