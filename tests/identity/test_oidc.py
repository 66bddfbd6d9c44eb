"""OpenID Connect: a token is believed when everything about it holds, and for no other reason."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.dialog.people import Audience, Customer, Refusal, Refused, Verified
from shop_helper.identity.oidc import LEEWAY_S, OpenIdConnect
from shop_helper.identity.provider import MAX_TOKEN
from tests.identity.playing import CLIENT, Issuer, ec_key, hmac_token, jwk, part, public_pem, rsa_key

BUYER, SELLER = Audience.BUYER, Audience.SELLER


def oidc(issuer: Issuer, **changes: Any) -> OpenIdConnect:
    linking = AccountLinking(IdentityProvider.OIDC, client_ids=(CLIENT,), issuer=issuer.url)
    return OpenIdConnect(replace(linking, **changes))


def refusal(provider: OpenIdConnect, token: str) -> Refusal | None:
    found = provider.verify(token)
    return found.why if isinstance(found, Refused) else None


def test_a_good_token_gives_its_customer_until_it_expires(issuer: Issuer) -> None:
    exp = int(time.time()) + 100
    assert oidc(issuer).verify(issuer.token(exp=exp)) == Verified(Customer("ana"), exp)


@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS256"])
def test_rsa_signatures_are_believed(issuer: Issuer, algorithm: str) -> None:
    assert isinstance(oidc(issuer).verify(issuer.token(algorithm=algorithm)), Verified)


def test_elliptic_curve_signatures_are_believed(issuer: Issuer) -> None:
    issuer.publish(jwk(ec_key(), "one"))
    assert isinstance(oidc(issuer).verify(issuer.token(ec_key(), "ES256")), Verified)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"exp": time.time() - LEEWAY_S - 1}, Refusal.EXPIRED),
        ({"exp": None}, Refusal.CLAIM),
        ({"exp": "soon"}, Refusal.MALFORMED),
        ({"nbf": time.time() + LEEWAY_S + 3600}, Refusal.NOT_YET_VALID),
        ({"iat": time.time() + LEEWAY_S + 3600}, Refusal.NOT_YET_VALID),
        ({"iss": "https://elsewhere.example"}, Refusal.ISSUER),
        ({"iss": None}, Refusal.CLAIM),
        ({"aud": "another-client"}, Refusal.AUDIENCE),
        ({"aud": ["another-client", "third"]}, Refusal.AUDIENCE),
        ({"aud": []}, Refusal.AUDIENCE),
        ({"aud": {"our-client": 1}}, Refusal.AUDIENCE),
        ({"aud": [["our-client"]]}, Refusal.AUDIENCE),
        ({"aud": None}, Refusal.AUDIENCE),
        ({"azp": "another-client"}, Refusal.AUDIENCE),
        ({"client_id": ["our-client"]}, Refusal.AUDIENCE),
        ({"token_use": "refresh"}, Refusal.AUDIENCE),
        ({"sub": None}, Refusal.CLAIM),
        ({"sub": ""}, Refusal.CLAIM),
        ({"sub": "x" * 600}, Refusal.CLAIM),
        ({"sub": {"id": "ana"}}, Refusal.MALFORMED),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(issuer: Issuer, changes: dict[str, Any], why: Refusal) -> None:
    assert refusal(oidc(issuer), issuer.token(**changes)) is why


def test_clocks_may_differ_a_little(issuer: Issuer) -> None:
    assert isinstance(oidc(issuer).verify(issuer.token(exp=int(time.time()) - LEEWAY_S // 2)), Verified)


def test_a_changed_token_is_refused(issuer: Issuer) -> None:
    head, _, signature = issuer.token().split(".")
    assert refusal(oidc(issuer), f"{head}.{part(issuer.claims(sub='ben'))}.{signature}") is Refusal.SIGNATURE
    assert refusal(oidc(issuer), issuer.token(rsa_key("two"))) is Refusal.SIGNATURE


@pytest.mark.parametrize(
    "name", ["none", "None", "NONE", "", "HS256", "hs256", "rs256", "RSA1_5", None, 5, ["RS256"]]
)
def test_no_other_algorithm_is_taken(issuer: Issuer, name: Any) -> None:
    body = part(issuer.claims())
    for signature in ("", issuer.token().rsplit(".", 1)[1]):
        token = f"{part({'alg': name, 'kid': 'one'})}.{body}.{signature}"
        assert refusal(oidc(issuer), token) in (Refusal.ALGORITHM, Refusal.MALFORMED)


def test_the_public_key_is_no_shared_secret(issuer: Issuer) -> None:
    entry = jwk(rsa_key(), "one")
    for secret in (public_pem(rsa_key()), public_pem(rsa_key()).strip(), entry["n"].encode()):
        assert refusal(oidc(issuer), hmac_token(issuer.claims(), secret)) is Refusal.ALGORITHM
        signed_as_rsa = hmac_token(issuer.claims(), secret, alg="RS256")
        assert refusal(oidc(issuer), signed_as_rsa) is Refusal.SIGNATURE


def test_a_shared_secret_in_the_key_set_is_no_key(issuer: Issuer) -> None:
    issuer.publish({"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "kid": "one"})
    for name in ("HS256", "RS256"):
        token = hmac_token(issuer.claims(), b"secret-secret-secret-secret", alg=name)
        assert refusal(oidc(issuer), token) in (Refusal.ALGORITHM, Refusal.KEY)


def test_a_key_is_used_only_for_what_it_is_published_for(issuer: Issuer) -> None:
    issuer.publish(jwk(rsa_key(), "one", alg="RS512"))
    assert refusal(oidc(issuer), issuer.token()) is Refusal.ALGORITHM
    issuer.publish(jwk(rsa_key(), "one", use="enc"))
    assert refusal(oidc(issuer), issuer.token()) is Refusal.KEY
    issuer.publish(jwk(ec_key(), "one"))
    assert refusal(oidc(issuer), issuer.token()) is Refusal.ALGORITHM


@pytest.mark.parametrize(
    "headers",
    [{"typ": "logout+jwt"}, {"typ": 5}, {"crit": ["exp"]}, {"kid": 7}, {"kid": ["one"]}],
    ids=str,
)
def test_tokens_of_another_kind_are_refused(issuer: Issuer, headers: dict[str, Any]) -> None:
    _, body, signature = issuer.token().split(".")
    token = f"{part({'alg': 'RS256', 'kid': 'one', **headers})}.{body}.{signature}"
    assert refusal(oidc(issuer), token) is Refusal.MALFORMED


@pytest.mark.parametrize("embedded", ["jwk", "jku", "x5u"])
def test_a_key_that_the_token_brings_along_is_not_looked_at(issuer: Issuer, embedded: str) -> None:
    value: Any = jwk(rsa_key("two"), "one") if embedded == "jwk" else f"{issuer.url}/attacker"
    assert refusal(oidc(issuer), issuer.token(rsa_key("two"), headers={embedded: value})) is Refusal.SIGNATURE
    assert issuer.played.count("/attacker") == 0


@pytest.mark.parametrize(
    "token",
    [
        "",
        " ",
        "a",
        "a.b",
        "a.b.c",
        "..",
        "....",
        "ключ.от.двери",
        "x" * 20_000,
        "a b.c.d",
        "a\n.b.c",
        "\ud800",
        part([]) + ".e30.x",
        part("x") + ".e30.x",
        part({}) + ".e30.x",
    ],
    ids=lambda token: ascii(token)[:20],
)
def test_what_is_no_token_is_refused_without_asking_anybody(issuer: Issuer, token: str) -> None:
    assert refusal(oidc(issuer), token) in (Refusal.MALFORMED, Refusal.ALGORITHM)
    assert issuer.played.asked == []


def test_a_token_of_twenty_thousand_characters_is_refused_although_it_is_signed(issuer: Issuer) -> None:
    token = issuer.token(padding="x" * 15_000)
    assert len(token) > MAX_TOKEN
    assert refusal(oidc(issuer), token) is Refusal.MALFORMED
    assert isinstance(oidc(issuer).verify(issuer.token(padding="x" * 5_000)), Verified)


@pytest.mark.parametrize("payload", [b"[]", b"null", b"7", b"\xff", b"{", b"[" * 5_000])
def test_a_signed_token_that_says_nothing_readable_is_refused(issuer: Issuer, payload: bytes) -> None:
    import jwt

    token = jwt.api_jws.encode(payload, rsa_key(), "RS256", headers={"kid": "one"})
    assert refusal(oidc(issuer), token) is Refusal.MALFORMED


@pytest.mark.parametrize("exp", [10**30, 1e308, "9" * 400])
def test_an_expiry_of_any_size_raises_nothing(issuer: Issuer, exp: Any) -> None:
    assert isinstance(oidc(issuer).verify(issuer.token(exp=exp)), Verified | Refused)


# issuers as they are


def test_an_access_token_of_cognito_names_the_client_instead_of_an_audience(issuer: Issuer) -> None:
    cognito: dict[str, Any] = {
        "aud": None,
        "token_use": "access",
        "client_id": CLIENT,
        "username": "ana@shop",
    }
    assert isinstance(oidc(issuer).verify(issuer.token(**cognito)), Verified)
    assert refusal(oidc(issuer), issuer.token(**{**cognito, "client_id": "another"})) is Refusal.AUDIENCE


def test_an_access_token_of_auth0_is_for_the_api_and_names_the_client(issuer: Issuer) -> None:
    provider = oidc(issuer, token_audiences=("https://api.shop.example",))
    auth0: dict[str, Any] = {"aud": ["https://api.shop.example", f"{issuer.url}/userinfo"], "azp": CLIENT}
    assert isinstance(provider.verify(issuer.token(**auth0)), Verified)
    assert refusal(provider, issuer.token(**{**auth0, "azp": "another"})) is Refusal.AUDIENCE
    assert refusal(provider, issuer.token(aud=CLIENT)) is Refusal.AUDIENCE


def test_only_an_audience_may_be_configured(issuer: Issuer) -> None:
    provider = oidc(issuer, client_ids=(), token_audiences=("the-shop",))
    assert isinstance(provider.verify(issuer.token(aud="the-shop", azp="whoever")), Verified)
    assert refusal(provider, issuer.token(aud=None, client_id="whoever")) is Refusal.AUDIENCE


def test_the_customer_id_may_be_another_claim(issuer: Issuer) -> None:
    cases: tuple[tuple[str, dict[str, Any]], ...] = (
        ("email", {"email": "ana"}),
        ("shop.id", {"shop": {"id": "ana"}}),
        ("no", {"no": "ana"}),
    )
    for name, said in cases:
        found = oidc(issuer, customer_claim=name).verify(issuer.token(sub="someone", **said))
        assert isinstance(found, Verified)
        assert found.customer.id == "ana"
    found = oidc(issuer, customer_claim="number").verify(issuer.token(number=1234))
    assert isinstance(found, Verified)
    assert found.customer.id == "1234"


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ({"roles": ["seller"]}, {SELLER}),
        ({"roles": ["buyer", "seller", "admin"]}, {BUYER, SELLER}),
        ({"roles": "openid seller"}, {SELLER}),
        ({"roles": "seller,buyer"}, {BUYER, SELLER}),
        ({"roles": []}, {BUYER}),
        ({"roles": ["Seller", "sellers"]}, {BUYER}),
        ({"roles": {"seller": True}}, {BUYER}),
        ({"roles": [["seller"]]}, {BUYER}),
        ({"roles": 7}, {BUYER}),
        ({}, {BUYER}),
    ],
)
def test_a_claim_tells_buyers_from_sellers(issuer: Issuer, said: dict[str, Any], held: set[Audience]) -> None:
    found = oidc(issuer, audience_claim="roles").verify(issuer.token(**said))
    assert isinstance(found, Verified)
    assert found.customer.audiences == held


def test_claims_and_roles_may_be_called_otherwise(issuer: Issuer) -> None:
    provider = oidc(issuer, audience_claim="realm_access.roles", seller_role="shop/merchant")
    found = provider.verify(issuer.token(realm_access={"roles": ["shop/merchant"]}))
    assert isinstance(found, Verified)
    assert found.customer.audiences == {SELLER}


def test_without_a_claim_configured_everyone_is_a_buyer(issuer: Issuer) -> None:
    found = oidc(issuer).verify(issuer.token(roles=["seller"]))
    assert isinstance(found, Verified)
    assert found.customer.audiences == {BUYER}
