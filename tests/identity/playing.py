"""A real HTTP server on this machine that plays an identity provider, and the tokens it issues."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
CLIENT = "our-client"


@dataclass
class Answer:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    drip_s: float = 0
    """Seconds between the bytes of the body."""

    @classmethod
    def json(cls, value: Any, status: int = 200) -> Answer:
        return cls(status, json.dumps(value).encode())


class Provider:
    """Answers each path with what `answers` holds or makes; everything asked is in `asked`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: dict[str, Answer | Callable[[Any], Answer]] = {}
        self.asked: list[str] = []
        self.over = threading.Event()

    def count(self, path: str) -> int:
        return sum(asked.partition("?")[0] == path for asked in self.asked)


@contextmanager
def provider() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            played.asked.append(self.path)
            made = played.answers.get(self.path.partition("?")[0], Answer(404))
            try:
                self._answer(made(self) if callable(made) else made)
            except OSError:
                self.close_connection = True

        def _answer(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not answer.drip_s:
                self.wfile.write(answer.body)
                return
            for byte in answer.body:
                if played.over.wait(answer.drip_s):
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    played = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        played.over.set()
        server.shutdown()
        server.server_close()


@cache
def rsa_key(name: str = "one") -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def ec_key(name: str = "one") -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def jwk(key: PrivateKey, kid: str | None, **changes: Any) -> dict[str, Any]:
    """The public half, as an issuer publishes it."""
    if isinstance(key, rsa.RSAPrivateKey):
        entry = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        entry.pop("key_ops", None)
    else:
        entry = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**entry, **({"kid": kid} if kid else {}), "use": "sig", **changes}


def public_pem(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


class Issuer:
    """An OpenID Connect issuer on top of the server, with one RSA key `one`."""

    def __init__(self, played: Provider) -> None:
        self.played = played
        self.url = played.url
        self.publish(jwk(rsa_key(), "one"))
        self.played.answers["/.well-known/openid-configuration"] = Answer.json(
            {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        )

    def publish(self, *entries: Any) -> None:
        self.played.answers["/keys"] = Answer.json({"keys": list(entries)})

    @property
    def fetches(self) -> int:
        return self.played.count("/keys")

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What a good token says; a change to None leaves a claim out."""
        now = int(time.time())
        good = {"iss": self.url, "aud": CLIENT, "sub": "ana", "iat": now - 10, "exp": now + 3_600}
        return {name: value for name, value in {**good, **changes}.items() if value is not None}

    def token(
        self,
        key: PrivateKey | None = None,
        algorithm: str = "RS256",
        headers: dict[str, Any] | None = None,
        **changes: Any,
    ) -> str:
        return jwt.encode(
            self.claims(**changes), key or rsa_key(), algorithm, headers={"kid": "one", **(headers or {})}
        )


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def hmac_token(claims: dict[str, Any], secret: bytes, **headers: Any) -> str:
    """A token signed with a shared secret; by hand, since the library won't take a public key for one."""
    signed = f"{part({'alg': 'HS256', 'kid': 'one', 'typ': 'JWT', **headers})}.{part(claims)}"
    digest = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
