"""What Alexa's signing certificate has to be: where it may lie, who vouches for it, whose name it bears.

The rules are Amazon's for a skill hosted as a web service (developer.amazon.com, "Host a Custom Skill as a Web
Service", checking the signature). Path validation is `cryptography`'s. Nothing here fetches or keeps anything.
"""

from __future__ import annotations

import posixpath
import re
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from webservice.refusal import RequestRefused

SIGNER = "echo-api.amazon.com"
HOST, PATH, PORT = "s3.amazonaws.com", "/echo.api/", 443
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
MAX_URL = 2_000
"""Characters. Ours; Amazon's are below a hundred."""

MAX_CERTIFICATES = 10
"""Of a chain. Ours; Amazon's have four."""


@dataclass(frozen=True)
class Signer:
    """A key that Alexa signs with, once its chain has been validated."""

    key: RSAPublicKey
    valid_from: datetime
    valid_until: datetime
    """While every certificate of the path is valid."""

    def is_valid(self, now: datetime) -> bool:
        return self.valid_from <= now <= self.valid_until


def checked_url(url: str) -> str:
    """The address of a chain, normalised. Raises RequestRefused for one that is not Amazon's."""
    if len(url) > MAX_URL:
        raise RequestRefused("the address of the certificate chain is too long")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RequestRefused("the address of the certificate chain can't be read") from None
    if parts.scheme.lower() != "https":
        raise RequestRefused("the address of the certificate chain is not https")
    if (parts.hostname or "").lower() != HOST or parts.username is not None or parts.password is not None:
        raise RequestRefused(f"the certificate chain is not on {HOST}")
    if port not in (None, PORT):
        raise RequestRefused(f"the port of the certificate chain is not {PORT}")
    return SplitResult("https", HOST, quote(_checked_path(parts.path)), parts.query, "").geturl()


def _checked_path(path: str) -> str:
    """Decoded before it is normalised, so that no dots hide behind percent signs."""
    plain = posixpath.normpath(re.sub("/+", "/", unquote(path)))
    if not plain.startswith(PATH) or "\\" in plain or not plain.isprintable():
        raise RequestRefused(f"the path of the certificate chain does not start with {PATH}")
    return plain


def validated(pem: bytes, roots: Store, now: datetime) -> Signer:
    """The signer of a chain, leaf first. Raises RequestRefused when the chain is not Alexa's, or not now."""
    leaf, *others = _read(pem)
    if leaf.not_valid_before_utc > now:
        raise RequestRefused("the signing certificate is not valid yet")
    if leaf.not_valid_after_utc < now:
        raise RequestRefused("the signing certificate has expired")
    if not _is_named(leaf):
        raise RequestRefused(f"the signing certificate is not for {SIGNER}")
    try:
        verifier = PolicyBuilder().store(roots).time(now).build_server_verifier(x509.DNSName(SIGNER))
        path = verifier.verify(leaf, others)
    except VerificationError:
        raise RequestRefused("the certificate chain leads to no root that is trusted") from None
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey):
        raise RequestRefused("the signing certificate's key is not RSA")
    starts, ends = zip(*((one.not_valid_before_utc, one.not_valid_after_utc) for one in path), strict=True)
    return Signer(key, max(starts), min(ends))


def _read(pem: bytes) -> Sequence[x509.Certificate]:
    if pem.count(b"-----BEGIN") > MAX_CERTIFICATES:
        raise RequestRefused("the certificate chain has too many certificates")
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise RequestRefused("the certificate chain is not PEM") from None


def _is_named(leaf: x509.Certificate) -> bool:
    """By its own name, not by a wildcard that path validation would take as well."""
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return SIGNER in {name.lower() for name in names.get_values_for_type(x509.DNSName)}


def trusted_roots(path: Path | None = None) -> Store:
    """Those of a PEM file; None takes certifi's. Raises OSError, or ValueError when it holds none."""
    roots = root_certificates((path or Path(certifi.where())).read_bytes())
    if not roots:
        raise ValueError(f"{path}: no certificate there; expected PEM")
    return Store(roots)


def root_certificates(pem: bytes) -> list[x509.Certificate]:
    """One by one: bundles hold old roots that `cryptography` warns of, and is going to refuse."""
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for block in _PEM.findall(pem):
            with suppress(ValueError):
                found.append(x509.load_pem_x509_certificate(block))
    return found
