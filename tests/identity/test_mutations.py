"""No change to a good token makes another token that is believed as someone else; hardly any is believed at all."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.dialog.people import Verified
from shop_helper.identity.oidc import OpenIdConnect
from tests.identity.playing import CLIENT, Issuer, ec_key, jwk, provider, rsa_key

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n"


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with provider() as played:
        made = Issuer(played)
        made.publish(jwk(rsa_key(), "one"), jwk(ec_key(), "two"))
        yield made


@cache
def _verifier(url: str) -> OpenIdConnect:
    return OpenIdConnect(AccountLinking(IdentityProvider.OIDC, client_ids=(CLIENT,), issuer=url))


@cache
def _token(issuer: Issuer, curve: bool) -> str:
    return issuer.token(ec_key(), "ES256", {"kid": "two"}) if curve else issuer.token()


def _meaning(token: str) -> list[bytes]:
    """The bytes that a token's parts stand for: the last letter of each has bits that mean nothing."""
    return [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split(".")]


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["replace", "insert", "delete", "swap", "double"]),
        st.integers(0, 10_000),
        st.sampled_from(ALPHABET),
    ),
    min_size=1,
    max_size=4,
)


def _changed(token: str, edits: list[tuple[str, int, str]]) -> str:
    for kind, place, letter in edits:
        at = place % max(1, len(token))
        before, after = token[:at], token[at:]
        if kind == "replace":
            token = before + letter + after[1:]
        elif kind == "insert":
            token = before + letter + after
        elif kind == "delete":
            token = before + after[1:]
        elif kind == "swap":
            token = before + after[1:2] + after[:1] + after[2:]
        else:
            token = before + after[:1] + after
    return token


@settings(max_examples=400, deadline=None)
@given(curve=st.booleans(), edits=EDITS)
def test_a_token_that_was_changed_is_never_believed(
    issuer: Issuer, curve: bool, edits: list[tuple[str, int, str]]
) -> None:
    token = _token(issuer, curve)
    changed = _changed(token, edits)
    try:
        same = _meaning(changed) == _meaning(token)
    except ValueError:
        same = False
    assume(changed != token and not same)
    assert not isinstance(_verifier(issuer.url).verify(changed), Verified)


@settings(max_examples=200, deadline=None)
@given(token=st.one_of(st.text(max_size=300), st.text(ALPHABET, max_size=300)))
def test_anything_at_all_is_refused_without_an_exception(issuer: Issuer, token: str) -> None:
    assert not isinstance(_verifier(issuer.url).verify(token), Verified)


def test_the_tokens_that_are_changed_are_believed_as_they_are(issuer: Issuer) -> None:
    for curve in (True, False):
        assert isinstance(_verifier(issuer.url).verify(_token(issuer, curve)), Verified)
