"""One small JSON document from an identity provider, before a deadline.

The standard library's client: it follows no redirect, keeps no connection (one kept while Lambda slept is dead), obeys
no proxy of the environment, and logs no address: Login with Amazon takes the token in it.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from shop_helper.account_linking import is_safe_url
from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import IdentityError, IdentityLateError

TIME_LIMIT_S = 2.5
"""For all that one verification asks, up to two documents, where the turn's deadline leaves so much."""

CONNECT_TIMEOUT_S = 1.0
MAX_BYTES = 262_144
"""A key set is about 2 kB a key."""


def left_s(deadline: Deadline) -> float:
    """Raises IdentityLateError when nothing is left."""
    left = deadline.remaining_s()
    if left <= 0:
        raise IdentityLateError("no answer in time")
    return left


@dataclass(frozen=True)
class Document:
    status: int
    body: Mapping[str, Any]
    """Empty where the answer is no JSON object; only a 200 is sure to hold one."""


def fetch_json(url: str, deadline: Deadline, headers: Mapping[str, str] | None = None) -> Document:
    """GETs a document. Raises IdentityError when there is no answer, a redirect, a fault of the server, or no JSON;
    IdentityLateError when the deadline is over.

    Answers with 4xx are returned: the provider has decided. 408 and 429 are none of that kind.
    """
    try:
        status, raw = _get(url, deadline, headers or {})
    except (OSError, http.client.HTTPException) as problem:
        left_s(deadline)
        raise IdentityError(f"no answer: {type(problem).__name__}") from None
    if status in (408, 429) or not (status == 200 or 400 <= status < 500):
        raise IdentityError(f"answered with status {status}")
    body = _object(raw)
    if body is None and status == 200:
        raise IdentityError("the answer is no JSON object")
    return Document(status, body or {})


def _get(url: str, deadline: Deadline, headers: Mapping[str, str]) -> tuple[int, bytes]:
    if not is_safe_url(url):
        raise IdentityError("the address is not https")
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=min(CONNECT_TIMEOUT_S, left_s(deadline)))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Accept": "application/json", "Connection": "close", "User-Agent": "shop-helper", **headers}
    try:
        connection.connect()
        watch = threading.Timer(left_s(deadline), _hang_up, [connection.sock])
        watch.daemon = True
        watch.start()
        try:
            connection.sock.settimeout(None)
            connection.request("GET", target, headers=sent)
            response = connection.getresponse()
            return response.status, _body(response, deadline)
        finally:
            watch.cancel()
    finally:
        connection.close()


def _body(response: http.client.HTTPResponse, deadline: Deadline) -> bytes:
    raw = bytearray()
    while chunk := response.read1(16_384):
        raw += chunk
        if len(raw) > MAX_BYTES:
            raise IdentityError(f"the answer is longer than {MAX_BYTES:,} bytes")
    left_s(deadline)
    return bytes(raw)


def _hang_up(sock: socket.socket) -> None:
    """Ends whatever is being waited for. A socket's own time-out starts anew with each byte that arrives."""
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _object(raw: bytes) -> Mapping[str, Any] | None:
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
