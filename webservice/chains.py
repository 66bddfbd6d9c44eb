"""Certificate chains by their address: fetched within narrow limits, validated once, kept until they expire.

The address has been checked before (`certificates.checked_url`), so only Amazon's bucket is ever asked.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

import certifi
import urllib3
from cryptography.x509.verification import Store

from webservice.certificates import Signer, validated
from webservice.refusal import RequestRefused

log = logging.getLogger("webservice")

CONNECT_TIMEOUT_S, READ_TIMEOUT_S, TIME_LIMIT_S = 1.0, 1.5, 2.5
"""For a connection, for one read, and for all of it: with the skill's own time below 8 s (RSP5)."""

MAX_BYTES = 65_536
"""Of a chain; Amazon's has about 6 kB."""

MAX_KEPT = 16
"""Chains kept. Amazon has one or two at a time."""

MAX_FETCHES = 4
"""At once: addresses that somebody invents must not keep all threads waiting."""

Fetch = Callable[[str], bytes]
"""Gives what lies at an address; raises RequestRefused."""


def fetcher(pool: urllib3.PoolManager | None = None) -> Fetch:
    """GETs over https with certifi's roots; follows no redirect, tries once."""
    made = pool or urllib3.PoolManager(
        cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(), maxsize=MAX_FETCHES
    )
    return lambda url: _fetch(made, url)


def _fetch(pool: urllib3.PoolManager, url: str) -> bytes:
    until = time.monotonic() + TIME_LIMIT_S
    timeout = urllib3.Timeout(connect=CONNECT_TIMEOUT_S, read=READ_TIMEOUT_S)
    try:
        answer = pool.request(
            "GET", url, redirect=False, retries=False, timeout=timeout, preload_content=False
        )
        try:
            if answer.status != 200:
                raise RequestRefused(f"the certificate chain could not be fetched: status {answer.status}")
            return _body(answer, until)
        finally:
            answer.close()
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as problem:
        raise RequestRefused(
            f"the certificate chain could not be fetched: {type(problem).__name__}"
        ) from None


def _body(answer: urllib3.BaseHTTPResponse, until: float) -> bytes:
    raw = bytearray()
    while chunk := answer.read1(16_384):
        raw += chunk
        if len(raw) > MAX_BYTES:
            raise RequestRefused(f"the certificate chain is longer than {MAX_BYTES:,} bytes")
        if time.monotonic() > until:
            raise RequestRefused("the certificate chain did not come in time")
    return bytes(raw)


class Chains:
    """The signers by the address of their chain. Safe to share: threads that want the same one wait for one fetch."""

    def __init__(self, roots: Store, fetch: Fetch | None = None) -> None:
        self._roots, self._fetch = roots, fetch or fetcher()
        self._kept: OrderedDict[str, Signer] = OrderedDict()
        self._lock = threading.Lock()
        self._fetching: dict[str, threading.Lock] = {}
        self._places = threading.BoundedSemaphore(MAX_FETCHES)

    def signer(self, url: str, now: datetime) -> Signer:
        """Raises RequestRefused. `url` is a checked one."""
        kept = self._look_up(url, now)
        if kept is not None:
            return kept
        with self._turn(url):
            return self._look_up(url, now) or self._fetched(url, now)

    def _look_up(self, url: str, now: datetime) -> Signer | None:
        with self._lock:
            kept = self._kept.get(url)
            return kept if kept is not None and kept.is_valid(now) else None

    def _turn(self, url: str) -> threading.Lock:
        with self._lock:
            if len(self._fetching) > 1_000:
                self._fetching = {known: lock for known, lock in self._fetching.items() if lock.locked()}
            return self._fetching.setdefault(url, threading.Lock())

    def _fetched(self, url: str, now: datetime) -> Signer:
        if not self._places.acquire(timeout=TIME_LIMIT_S):
            raise RequestRefused("too many certificate chains are being fetched")
        try:
            signer = validated(self._fetch(url), self._roots, now)
        finally:
            self._places.release()
        with self._lock:
            self._kept[url] = signer
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        log.info("certificate chain taken, valid until %s", signer.valid_until.isoformat())
        return signer
