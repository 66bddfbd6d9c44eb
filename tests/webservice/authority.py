"""A made-up certificate authority, and Alexa's part: requests signed with a certificate of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import Store

NOW = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-1.pem"
NAME = "echo-api.amazon.com"
DAY = timedelta(days=1)

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def leaf_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class Issued:
    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def issue(
    name: str,
    issuer: Issued | None = None,
    key: Key | None = None,
    names: Sequence[str] = (),
    validity: tuple[datetime, datetime] = (NOW - 30 * DAY, NOW + 30 * DAY),
) -> Issued:
    """An authority's certificate, or with `names` a server's; without issuer it has signed itself."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signing = issuer.key if issuer else key
    is_authority = not names
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .add_extension(_usage(is_authority), critical=True)
    )
    if names:
        alternatives = x509.SubjectAlternativeName([x509.DNSName(one) for one in names])
        builder = builder.add_extension(alternatives, critical=False)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    return Issued(builder.sign(signing, SHA256()), key)


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass
class Authority:
    root: Issued = field(default_factory=lambda: issue("Made-up Root"))

    def __post_init__(self) -> None:
        self.between = issue("Made-up Intermediate", self.root)

    @property
    def store(self) -> Store:
        return Store([self.root.certificate])

    def leaf(self, **changes: Any) -> Issued:
        """As Alexa's, but for the changes."""
        given: dict[str, Any] = {"issuer": self.between, "key": leaf_key(), "names": (NAME,)} | changes
        return issue(NAME, **given)

    def chain(self, leaf: Issued | None = None) -> bytes:
        return (leaf or self.leaf()).pem + self.between.pem


def launch(at: Any = NOW, skill_id: str = "amzn1.ask.skill.made-up", kind: str = "LaunchRequest") -> bytes:
    """The body of a request."""
    timestamp = at.isoformat() if isinstance(at, datetime) else at
    application = {"applicationId": skill_id}
    user = {"userId": "amzn1.ask.account.MADEUP"}
    envelope = {
        "version": "1.0",
        "session": {"new": True, "sessionId": "s1", "application": application, "user": user},
        "context": {"System": {"application": application, "user": user}},
        "request": {"type": kind, "requestId": "r1", "timestamp": timestamp, "locale": "en-US"},
    }
    return json.dumps(envelope).encode()


def signed(body: bytes, url: str = URL) -> Mapping[str, str]:
    """The headers Alexa would send with it."""
    signature = leaf_key().sign(body, PKCS1v15(), SHA256())
    return {
        "SignatureCertChainUrl": url,
        "Signature-256": base64.b64encode(signature).decode(),
        "Content-Type": "application/json",
    }
