"""The web service with a made-up authority, and a place where chains lie."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.webservice.authority import NOW, URL, Authority
from webservice.app import create_app
from webservice.chains import Chains
from webservice.refusal import RequestRefused
from webservice.verifiers import SignatureVerifier, TimestampVerifier


class Bucket:
    """Address → chain; counts how often it was asked."""

    def __init__(self) -> None:
        self.chains: dict[str, bytes] = {}
        self.asked: list[str] = []

    def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.chains:
            raise RequestRefused("the certificate chain could not be fetched: status 404")
        return self.chains[url]


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def bucket(authority: Authority) -> Bucket:
    made = Bucket()
    made.chains[URL] = authority.chain()
    return made


@pytest.fixture
def client(authority: Authority, bucket: Bucket, handler: Callable[..., object]) -> FlaskClient:
    chains = Chains(authority.store, bucket)
    app = create_app([SignatureVerifier(chains, lambda: NOW), TimestampVerifier(lambda: NOW)])
    return app.test_client()
