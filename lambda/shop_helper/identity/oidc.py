"""Any OpenID Connect issuer whose access tokens are JWTs.

PyJWT checks the signature and the times; it and `cryptography` are imported when a token has to be verified, so that an
answer which needs no customer doesn't pay for them. Which token is meant for us is decided here, since issuers differ:
`aud` is ours; Cognito's access tokens have none and name the client in `client_id`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

from shop_helper.account_linking import AccountLinking
from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Customer, Refusal, Refused, Unreachable, VerificationResult, Verified
from shop_helper.errors import IdentityError, IdentityLateError
from shop_helper.identity.fetch import TIME_LIMIT_S
from shop_helper.identity.keys import KeySet
from shop_helper.identity.provider import (
    MALFORMED,
    Clock,
    audiences,
    claim,
    customer_id,
    is_plausible,
)

log = logging.getLogger("shop_helper.identity")

ALGORITHMS = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
    "ES256": "EC",
    "ES384": "EC",
    "ES512": "EC",
    "EdDSA": "OKP",
}
"""Allowed `alg` → kind of key. None with a shared secret, and never `none`."""

TYPES = (None, "jwt", "at+jwt", "application/at+jwt")
"""`typ` in lower case: a logout or security event token of the same issuer is no proof of who is asking."""

LEEWAY_S = 30
"""How far the issuer's clock may be from ours."""


class OpenIdConnect:
    def __init__(self, linking: AccountLinking, clock: Clock = time.monotonic) -> None:
        self._linking = linking
        self._keys = KeySet(linking, clock)
        self._audiences = frozenset(linking.token_audiences or linking.client_ids)

    def verify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> VerificationResult:
        if not is_plausible(token):
            return MALFORMED
        try:
            claims = self._claims(token, deadline.within(TIME_LIMIT_S))
        except IdentityError as problem:
            log.warning("OpenID Connect: %s", problem)
            return Unreachable(isinstance(problem, IdentityLateError))
        if isinstance(claims, Refused):
            return claims
        if not self._is_for_us(claims):
            return Refused(Refusal.AUDIENCE)
        customer = customer_id(claim(claims, self._linking.customer_claim))
        if customer is None:
            return Refused(Refusal.CLAIM)
        return Verified(Customer(customer, audiences(claims, self._linking)), _seconds(claims["exp"]))

    def _claims(self, token: str, deadline: Deadline) -> Mapping[str, Any] | Refused:
        """What the token says, once its signature, issuer and times hold. Raises IdentityError."""
        import jwt

        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, RecursionError):
            return MALFORMED
        algorithm, kid, kind = header.get("alg"), header.get("kid"), header.get("typ")
        if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            return Refused(Refusal.ALGORITHM)
        if not _is_known_type(kind) or "crit" in header or not isinstance(kid, str | None):
            return MALFORMED
        key = self._keys.key(kid, deadline)
        if key is None:
            return Refused(Refusal.KEY)
        if key["kty"] != ALGORITHMS[algorithm] or key.get("alg", algorithm) != algorithm:
            return Refused(Refusal.ALGORITHM)
        return _decoded(token, key, algorithm, self._linking.issuer)

    def _is_for_us(self, claims: Mapping[str, Any]) -> bool:
        """Issued for our service and, where it says to which client, to ours."""
        clients = frozenset(self._linking.client_ids)
        client = claims.get("client_id", claims.get("azp"))
        ours = isinstance(client, str) and client in clients
        if client is not None and clients and not ours:
            return False
        if claims.get("token_use") not in (None, "access", "id"):
            return False
        if "aud" in claims:
            named = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
            return any(isinstance(name, str) and name in self._audiences for name in named)
        return ours and "client_id" in claims


def _is_known_type(kind: Any) -> bool:
    return kind is None or (isinstance(kind, str) and kind.lower() in TYPES)


def _seconds(exp: Any) -> float:
    """PyJWT has read it as a number already, of whatever size."""
    return float(min(int(exp), 10**12))


def _decoded(
    token: str, entry: Mapping[str, Any], algorithm: str, issuer: str
) -> Mapping[str, Any] | Refused:
    import jwt

    try:
        key = jwt.PyJWK(dict(entry), algorithm)
    except (jwt.PyJWTError, ValueError, TypeError) as problem:
        log.warning("a key of the issuer can't be used: %s", type(problem).__name__)
        return Refused(Refusal.KEY)
    try:
        return jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=issuer,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iss"], "verify_aud": False, "enforce_minimum_key_length": True},
        )
    except jwt.ExpiredSignatureError:
        return Refused(Refusal.EXPIRED)
    except jwt.ImmatureSignatureError:
        return Refused(Refusal.NOT_YET_VALID)
    except jwt.InvalidIssuerError:
        return Refused(Refusal.ISSUER)
    except jwt.MissingRequiredClaimError:
        return Refused(Refusal.CLAIM)
    except jwt.InvalidSignatureError:
        return Refused(Refusal.SIGNATURE)
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        return MALFORMED
