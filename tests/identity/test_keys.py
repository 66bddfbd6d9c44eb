"""The issuer's keys: fetched once, again when they change, and never much more often than that."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.dialog.people import Refusal, Refused, Unreachable, VerificationResult, Verified
from shop_helper.identity.keys import FRESH_S, INTERVAL_S, RETRY_S, USABLE_S
from shop_helper.identity.oidc import OpenIdConnect
from tests.identity.playing import CLIENT, Answer, Issuer, jwk, rsa_key


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def oidc(issuer: Issuer, clock: Clock | None = None, **changes: Any) -> OpenIdConnect:
    linking = AccountLinking(IdentityProvider.OIDC, client_ids=(CLIENT,), issuer=issuer.url)
    return OpenIdConnect(replace(linking, **changes), clock or Clock())


def test_keys_are_fetched_once_for_many_tokens(issuer: Issuer) -> None:
    provider = oidc(issuer)
    for number in range(5):
        assert isinstance(provider.verify(issuer.token(sub=f"customer-{number}")), Verified)
    assert issuer.played.asked == ["/.well-known/openid-configuration", "/keys"]


def test_nothing_is_fetched_before_a_token_has_to_be_verified(issuer: Issuer) -> None:
    oidc(issuer)
    assert issuer.played.asked == []


def test_an_address_of_keys_needs_no_discovery(issuer: Issuer) -> None:
    assert isinstance(oidc(issuer, jwks_url=f"{issuer.url}/keys").verify(issuer.token()), Verified)
    assert issuer.played.asked == ["/keys"]


def test_a_new_key_is_found_and_the_old_one_no_longer_believed(issuer: Issuer) -> None:
    clock = Clock()
    provider = oidc(issuer, clock)
    old = issuer.token()
    assert isinstance(provider.verify(old), Verified)
    issuer.publish(jwk(rsa_key("two"), "two"))
    clock.now += INTERVAL_S
    assert isinstance(provider.verify(issuer.token(rsa_key("two"), headers={"kid": "two"})), Verified)
    assert provider.verify(old) == Refused(Refusal.KEY)


def test_unknown_keys_cause_one_fetch_in_an_interval_whoever_sends_them(issuer: Issuer) -> None:
    clock = Clock()
    provider = oidc(issuer, clock)
    provider.verify(issuer.token())
    for number in range(10):
        unknown = issuer.token(rsa_key("two"), headers={"kid": f"unknown-{number}"})
        assert provider.verify(unknown) == Refused(Refusal.KEY)
    assert issuer.fetches == 1
    clock.now += INTERVAL_S
    for number in range(10):
        provider.verify(issuer.token(rsa_key("two"), headers={"kid": f"unknown-{number}"}))
    assert issuer.fetches == 2


def test_keys_are_looked_at_again_after_a_while_and_outlive_an_outage(issuer: Issuer) -> None:
    clock = Clock()
    provider, token = oidc(issuer, clock), issuer.token()
    provider.verify(token)
    issuer.played.answers["/keys"] = Answer(500)
    clock.now += FRESH_S + 1
    assert isinstance(provider.verify(token), Verified)
    assert issuer.fetches == 2
    clock.now += USABLE_S
    assert provider.verify(token) == Unreachable()


def test_an_issuer_that_fails_is_left_alone_for_a_moment_and_then_asked_again(issuer: Issuer) -> None:
    clock = Clock()
    provider, token = oidc(issuer, clock), issuer.token()
    good = issuer.played.answers["/keys"]
    issuer.played.answers["/keys"] = Answer(503)
    assert [provider.verify(token) for _ in range(3)] == [Unreachable()] * 3
    assert issuer.fetches == 1
    issuer.played.answers["/keys"] = good
    clock.now += RETRY_S
    assert isinstance(provider.verify(token), Verified)


def test_many_turns_at_once_cause_one_fetch(issuer: Issuer) -> None:
    keys = issuer.played.answers["/keys"]
    assert isinstance(keys, Answer)
    issuer.played.answers["/keys"] = replace(keys, drip_s=0.0005)
    provider = oidc(issuer, jwks_url=f"{issuer.url}/keys")
    found: list[VerificationResult] = []
    tokens = [issuer.token(sub=f"customer-{number}") for number in range(16)]
    threads = [threading.Thread(target=lambda t=token: found.append(provider.verify(t))) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in found if isinstance(one, Verified)]) == 16
    assert issuer.fetches == 1


def test_a_token_that_names_no_key_is_checked_with_the_only_one(issuer: Issuer) -> None:
    import jwt

    token = jwt.encode(issuer.claims(), rsa_key(), "RS256")
    assert isinstance(oidc(issuer).verify(token), Verified)
    issuer.publish(jwk(rsa_key(), "one"), jwk(rsa_key("two"), "two"))
    assert oidc(issuer).verify(token) == Refused(Refusal.KEY)


def test_keys_that_cannot_be_used_do_not_spoil_the_others(issuer: Issuer) -> None:
    issuer.publish(None, 5, {}, {"kty": "EC"}, {"kty": "RSA", "kid": "bad", "n": "!"}, jwk(rsa_key(), "one"))
    provider = oidc(issuer)
    assert isinstance(provider.verify(issuer.token()), Verified)
    assert provider.verify(issuer.token(headers={"kid": "bad"})) == Refused(Refusal.KEY)


def test_a_key_that_is_too_short_is_not_used(issuer: Issuer) -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    issuer.publish(jwk(short, "one"))
    assert isinstance(oidc(issuer).verify(_signed_with_a_short_key(issuer, short)), Refused)


def _signed_with_a_short_key(issuer: Issuer, key: Any) -> str:
    import base64

    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    from tests.identity.playing import part

    signed = f"{part({'alg': 'RS256', 'kid': 'one'})}.{part(issuer.claims())}"
    signature = key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "document",
    [
        Answer(404),
        Answer(500),
        Answer(200, b"<html>"),
        Answer(200, b"[]"),
        Answer.json({"issuer": "https://elsewhere.example", "jwks_uri": "https://elsewhere.example/keys"}),
        Answer.json({"jwks_uri": "http://127.0.0.1/keys"}),
    ],
    ids=str,
)
def test_a_discovery_document_that_is_not_this_issuers_leads_nowhere(
    issuer: Issuer, document: Answer
) -> None:
    issuer.played.answers["/.well-known/openid-configuration"] = document
    assert oidc(issuer).verify(issuer.token()) == Unreachable()
    assert issuer.fetches == 0


@pytest.mark.parametrize("address", ["http://shop.example/keys", "file:///etc/passwd", "keys", "", 5, None])
def test_a_discovery_document_cannot_lead_to_an_unsafe_address(issuer: Issuer, address: Any) -> None:
    issuer.played.answers["/.well-known/openid-configuration"] = Answer.json(
        {"issuer": issuer.url, "jwks_uri": address}
    )
    assert oidc(issuer).verify(issuer.token()) == Unreachable()


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"keys": {}}', b"null", b"\xff\xfe", b"[" * 100_000, b'{"keys": []}']
)
def test_a_key_set_that_is_none_believes_nobody(issuer: Issuer, body: bytes) -> None:
    issuer.played.answers["/keys"] = Answer(200, body)
    assert isinstance(oidc(issuer).verify(issuer.token()), Unreachable | Refused)
