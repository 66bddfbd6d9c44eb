"""Login with Amazon: its access tokens are opaque, so Amazon is asked about them.

First whom the token was issued to (`/auth/o2/tokeninfo`: a token of another site's client proves nothing here), then
whose it is (`/user/profile`). Both documents name the user; they have to agree.
"""

from __future__ import annotations

import logging
import math
import time
from typing import Any
from urllib.parse import quote

from shop_helper.account_linking import AccountLinking
from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Customer, Refusal, Refused, Unreachable, VerificationResult, Verified
from shop_helper.errors import IdentityError, IdentityLateError
from shop_helper.identity.fetch import TIME_LIMIT_S, Document, fetch_json
from shop_helper.identity.provider import MALFORMED, Clock, customer_id, is_plausible

log = logging.getLogger("shop_helper.identity")

ISSUER = "https://www.amazon.com"


class LoginWithAmazon:
    def __init__(self, linking: AccountLinking, clock: Clock = time.time) -> None:
        self._linking, self._clock = linking, clock

    def verify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> VerificationResult:
        if not is_plausible(token):
            return MALFORMED
        try:
            return self._verify(token, deadline.within(TIME_LIMIT_S))
        except IdentityError as problem:
            log.warning("Login with Amazon: %s", problem)
            return Unreachable(isinstance(problem, IdentityLateError))

    def _verify(self, token: str, deadline: Deadline) -> VerificationResult:
        api = self._linking.amazon_api
        info = fetch_json(f"{api}/auth/o2/tokeninfo?access_token={quote(token, safe='')}", deadline)
        problem = self._problem(info)
        if problem is not None:
            return Refused(problem)
        profile = fetch_json(f"{api}/user/profile", deadline, {"Authorization": f"Bearer {token}"})
        if profile.status != 200:
            return Refused(Refusal.REVOKED)
        user = customer_id(profile.body.get("user_id"))
        if user is None or info.body.get("user_id", user) != user:
            return Refused(Refusal.CLAIM)
        return Verified(Customer(user), self._clock() + float(info.body["exp"]))

    def _problem(self, info: Document) -> Refusal | None:
        """What speaks against the token, by what Amazon says of it; `exp` is the seconds that are left."""
        left_s: Any = info.body.get("exp")
        if info.status != 200:
            return Refusal.REVOKED
        if info.body.get("aud") not in self._linking.client_ids:
            return Refusal.AUDIENCE
        if info.body.get("iss", ISSUER) != ISSUER:
            return Refusal.ISSUER
        if not _is_number(left_s):
            return Refusal.CLAIM
        return Refusal.EXPIRED if left_s <= 0 else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
