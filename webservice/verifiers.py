"""Is it Alexa who asks, and is it now? Two verifiers as flask-ask-sdk takes them; both raise RequestRefused."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from shop_helper.alexa.envelope import Duty, duty_of
from shop_helper.alexa.readable import instant
from webservice.certificates import checked_url
from webservice.chains import Chains
from webservice.flask_ask import AbstractVerifier
from webservice.refusal import RequestRefused

CHAIN_URL, SIGNATURE = "SignatureCertChainUrl", "Signature-256"

TOLERANCE_S = 150
"""Amazon's limit for the age of a request."""

EVENT_TOLERANCE_S = 3_600
"""Skill events are delivered again for an hour (RSP11); Amazon's SDK allows them the same."""

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class SignatureVerifier(AbstractVerifier):
    """The body is signed with a key whose certificate chain is Alexa's."""

    def __init__(self, chains: Chains, clock: Clock = utc_now) -> None:
        self._chains, self._clock = chains, clock

    def verify(
        self, headers: Mapping[str, str], serialized_request_env: str, deserialized_request_env: object
    ) -> None:
        url, signature = _header(headers, CHAIN_URL), _signature(_header(headers, SIGNATURE))
        signer = self._chains.signer(checked_url(url), self._clock())
        try:
            # The adapter has decoded the body strictly, so these are the very bytes that came.
            signer.key.verify(signature, serialized_request_env.encode(), PKCS1v15(), SHA256())
        except InvalidSignature:
            raise RequestRefused("the signature is not of this body") from None


class TimestampVerifier(AbstractVerifier):
    """The request was made just now, so that nobody can send again what was heard long ago."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock

    def verify(
        self, headers: Mapping[str, str], serialized_request_env: str, deserialized_request_env: object
    ) -> None:
        request = read_json(serialized_request_env)
        request = request.get("request") if isinstance(request, dict) else None
        made = instant(request.get("timestamp")) if isinstance(request, dict) else None
        if not isinstance(request, dict) or made is None:
            raise RequestRefused("the request has no timestamp")
        is_event = duty_of(str(request.get("type"))) is Duty.WORK
        if abs((self._clock() - made).total_seconds()) > (EVENT_TOLERANCE_S if is_event else TOLERANCE_S):
            raise RequestRefused("the request is too old, or not of our time")


def read_json(text: str) -> Any:
    """Raises RequestRefused."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise RequestRefused("the body is not JSON") from None


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if not value:
        raise RequestRefused(f"the header {name} is missing")
    return value


def _signature(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise RequestRefused("the signature is not base64") from None
