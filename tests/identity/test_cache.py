"""What was found about a token is remembered in memory: for its lifetime, by its hash, and never in the log."""

from __future__ import annotations

import logging
import pickle

import pytest

from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Customer, Refusal, Refused, Unreachable, VerificationResult, Verified
from shop_helper.identity import identity_for
from shop_helper.identity.amazon import LoginWithAmazon
from shop_helper.identity.cache import (
    MAX_AGE_S,
    MAX_REMEMBERED,
    REFUSED_S,
    UNREACHABLE_S,
    RememberingIdentity,
)
from shop_helper.identity.oidc import OpenIdConnect
from shop_helper.ports import Identity
from shop_helper.settings import Settings
from tests.identity.playing import CLIENT, Answer, Issuer

ANA = Customer("ana")


class Scripted:
    """Finds what it was told to, and counts."""

    def __init__(self, found: VerificationResult) -> None:
        self.found, self.asked = found, 0

    def verify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> VerificationResult:
        self.asked += 1
        return self.found


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_customer_is_remembered_until_the_token_expires() -> None:
    provider, clock = Scripted(Verified(ANA, 1_300)), Clock()
    identity = RememberingIdentity(provider, clock)
    assert identity.remembered("t") is None
    assert [identity.identify("t"), identity.identify("t"), identity.remembered("t")] == [ANA] * 3
    clock.now = 1_299.9
    identity.identify("t")
    assert provider.asked == 1
    clock.now = 1_300
    assert identity.remembered("t") is None
    provider.found = Refused(Refusal.EXPIRED)
    assert identity.identify("t") == Refused(Refusal.EXPIRED)


def test_a_token_that_lives_for_years_is_looked_at_every_hour() -> None:
    provider, clock = Scripted(Verified(ANA, 1e12)), Clock()
    identity = RememberingIdentity(provider, clock)
    identity.identify("t")
    clock.now += MAX_AGE_S
    identity.identify("t")
    assert provider.asked == 2


@pytest.mark.parametrize(
    ("found", "for_s"), [(Refused(Refusal.AUDIENCE), REFUSED_S), (Unreachable(), UNREACHABLE_S)]
)
def test_what_failed_is_remembered_shortly(found: VerificationResult, for_s: float) -> None:
    provider, clock = Scripted(found), Clock()
    identity = RememberingIdentity(provider, clock)
    assert [identity.identify("t") for _ in range(3)] == [found] * 3
    assert provider.asked == 1
    assert identity.remembered("t") is None
    provider.found = Verified(ANA, 2_000)
    clock.now += for_s
    assert identity.identify("t") == ANA


def test_tokens_are_kept_apart_and_no_more_than_a_bounded_number() -> None:
    provider = Scripted(Verified(ANA, 1e12))
    identity = RememberingIdentity(provider, Clock())
    for number in range(MAX_REMEMBERED + 5):
        identity.identify(f"t{number}")
    assert identity.remembered("t4") is None
    assert identity.remembered("t5") == ANA
    assert len(identity._found) == MAX_REMEMBERED


def test_the_token_itself_is_not_kept() -> None:
    identity = RememberingIdentity(Scripted(Verified(ANA, 2_000)), Clock())
    identity.identify("a-secret-token")
    assert b"a-secret-token" not in pickle.dumps(identity._found)


def test_a_second_turn_asks_the_provider_nothing(issuer: Issuer) -> None:
    linking = AccountLinking(IdentityProvider.OIDC, client_ids=(CLIENT,), issuer=issuer.url)
    identity, token = RememberingIdentity(OpenIdConnect(linking)), issuer.token()
    assert identity.identify(token) == ANA
    asked = list(issuer.played.asked)
    assert identity.identify(token) == ANA
    assert issuer.played.asked == asked


def test_nothing_of_a_token_is_logged_whatever_comes_of_it(
    issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    good = issuer.token()
    tokens = [
        good,
        issuer.token(aud="another"),
        issuer.token(exp=1),
        good[:-3] + "abc",
        "secret-and-malformed",
    ]
    oidc = AccountLinking(IdentityProvider.OIDC, client_ids=(CLIENT,), issuer=issuer.url)
    amazon = AccountLinking(IdentityProvider.AMAZON, client_ids=(CLIENT,), amazon_api=issuer.url)
    for status in (400, 500, 302):
        issuer.played.answers["/auth/o2/tokeninfo"] = Answer(status)
        for token in tokens:
            RememberingIdentity(OpenIdConnect(oidc)).identify(token)
            RememberingIdentity(LoginWithAmazon(amazon)).identify(token)
    logged = "\n".join(f"{record.getMessage()} {record.exc_info}" for record in caplog.records)
    assert "refused: malformed" in logged
    assert "refused: audience" in logged
    for token in tokens:
        for piece in token.split("."):
            assert piece not in logged


@pytest.mark.parametrize(
    ("environment", "kind"),
    [
        ({}, "NoIdentity"),
        ({"SHOP_HELPER_IDENTITY": "local"}, "LocalIdentity"),
        ({"SHOP_HELPER_IDENTITY": "amazon", "SHOP_HELPER_CLIENT_ID": "x"}, "RememberingIdentity"),
    ],
)
def test_the_settings_choose_the_identity(environment: dict[str, str], kind: str) -> None:
    made: Identity = identity_for(Settings.from_environment(environment))
    assert type(made).__name__ == kind
