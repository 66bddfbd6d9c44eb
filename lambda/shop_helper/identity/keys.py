"""The keys an issuer signs with: fetched when first needed, kept, fetched again when an unknown one turns up.

The address comes from the settings or the issuer's discovery document. However many turns ask at once, one fetches.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from shop_helper.account_linking import AccountLinking
from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import IdentityError, IdentityLateError
from shop_helper.identity.fetch import fetch_json, left_s
from shop_helper.identity.provider import Clock

log = logging.getLogger("shop_helper.identity")

Key = Mapping[str, Any]
"""A public key as the issuer publishes it (a JWK)."""

FRESH_S = 3_600
"""Keys older than this are fetched again."""
USABLE_S = 86_400
"""Keys are used for so long when the issuer doesn't answer."""
INTERVAL_S = 60
"""Unknown keys cause one fetch in this time, whoever sends them."""
RETRY_S = 3
"""After a fetch that failed."""


class KeySet:
    """The issuer's public keys by their `kid`."""

    def __init__(self, linking: AccountLinking, clock: Clock = time.monotonic) -> None:
        self._linking, self._clock = linking, clock
        self._url = linking.jwks_url
        self._keys: dict[str | None, Key] = {}
        self._fetched_at: float | None = None
        self._next_fetch_at = float("-inf")
        self._failed: type[IdentityError] = IdentityError
        self._lock = threading.Lock()

    def key(self, kid: str | None, deadline: Deadline) -> Key | None:
        """The key of that id, None when the issuer has no such key; without an id, the only key there is.

        Raises IdentityError when there are no keys to go by and none can be had.
        """
        if not self._lock.acquire(timeout=min(left_s(deadline), threading.TIMEOUT_MAX)):
            raise IdentityLateError("another turn is waiting for the issuer's keys")
        try:
            now = self._clock()
            found = self._find(kid)
            stale = self._fetched_at is None or now - self._fetched_at > FRESH_S
            if (found is None or stale) and now >= self._next_fetch_at:
                self._fetch(now, deadline)
                found = self._find(kid)
            if self._fetched_at is None or now - self._fetched_at > USABLE_S:
                raise self._failed("the issuer's keys can't be had")
            return found
        finally:
            self._lock.release()

    def _find(self, kid: str | None) -> Key | None:
        if kid is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(kid)

    def _fetch(self, now: float, deadline: Deadline) -> None:
        """Replaces the keys; where that fails, what is known stays in use."""
        self._next_fetch_at = now + RETRY_S
        try:
            url = self._url or self._discovered(deadline)
            document = fetch_json(url, deadline)
            entries = document.body.get("keys")
            if document.status != 200 or not isinstance(entries, list):
                raise IdentityError(f"no key set there (status {document.status})")
        except IdentityError as problem:
            log.warning("keys of the issuer: %s", problem)
            self._failed = type(problem)
            return
        self._keys = _usable(entries)
        self._url, self._fetched_at, self._next_fetch_at = url, now, now + INTERVAL_S
        log.info("keys of the issuer fetched: %d", len(self._keys))

    def _discovered(self, deadline: Deadline) -> str:
        issuer = self._linking.issuer
        document = fetch_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration", deadline)
        url = document.body.get("jwks_uri")
        if document.status != 200 or document.body.get("issuer") != issuer or not isinstance(url, str):
            raise IdentityError(
                "no discovery document of this issuer there; SHOP_HELPER_JWKS_URL names the keys"
            )
        return url


def _usable(entries: list[Any]) -> dict[str | None, Key]:
    """Public signing keys by id. Symmetric keys are none: whoever can check with one can sign with it."""
    return {
        entry.get("kid"): entry
        for entry in entries
        if isinstance(entry, dict)
        and entry.get("kty") in ("RSA", "EC", "OKP")
        and entry.get("use", "sig") == "sig"
        and isinstance(entry.get("kid"), str | None)
    }
