"""What the identity providers have in common: which tokens are looked at, and what their claims say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shop_helper.account_linking import AccountLinking
from shop_helper.dialog.people import Audience, Refusal, Refused

MAX_TOKEN = 16_384
"""Characters; no server takes a longer header, and nobody's work should be spent on one."""

MAX_CUSTOMER_ID = 512
"""Characters; far below what a DynamoDB key takes (2048 bytes)."""

Clock = Callable[[], float]
"""Seconds since the epoch."""


def is_plausible(token: str) -> bool:
    """Whether a token may be sent on at all: printable ASCII without spaces, of a sane length."""
    return 0 < len(token) <= MAX_TOKEN and token.isascii() and token.isprintable() and " " not in token


def claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name; where there is none of that name, dots lead into objects (`realm_access.roles`)."""
    if name in claims:
        return claims[name]
    inner: Any = claims
    for part in name.split("."):
        inner = inner.get(part) if isinstance(inner, Mapping) else None
    return inner


def customer_id(value: Any) -> str | None:
    """The id as text; None for what can't be one."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value if isinstance(value, str) and 0 < len(value.strip()) <= MAX_CUSTOMER_ID else None


def audiences(claims: Mapping[str, Any], linking: AccountLinking) -> frozenset[Audience]:
    """Buyer, seller or both, as the configured claim says (a list, or words as in `scope`); else a buyer."""
    value = claim(claims, linking.audience_claim) if linking.audience_claim else None
    words = value.replace(",", " ").split() if isinstance(value, str) else value
    held = {word for word in words if isinstance(word, str)} if isinstance(words, list) else set()
    roles = {linking.buyer_role: Audience.BUYER, linking.seller_role: Audience.SELLER}
    found = frozenset(audience for role, audience in roles.items() if role in held)
    return found or frozenset({Audience.BUYER})


MALFORMED = Refused(Refusal.MALFORMED)
