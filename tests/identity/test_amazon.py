"""Login with Amazon: a token proves something only when it was issued to our client."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.dialog.people import Customer, Refusal, Refused, Unreachable, Verified
from shop_helper.identity import amazon
from shop_helper.identity.amazon import LoginWithAmazon
from tests.identity.playing import Answer, Provider

TOKEN = "Atza|IQEBLjAsAhRm/+=HjJL&x"
CLIENT = "amzn1.application-oa2-client.0123"
USER = "amzn1.account.ANA"
INFO = {"iss": "https://www.amazon.com", "aud": CLIENT, "user_id": USER, "app_id": "amzn1.app", "exp": 3_597}
NOW = 1_000.0


@pytest.fixture
def lwa(played: Provider) -> LoginWithAmazon:
    played.answers["/auth/o2/tokeninfo"] = Answer.json(INFO)
    played.answers["/user/profile"] = Answer.json({"user_id": USER, "name": "Ana", "email": "ana@x.example"})
    linking = AccountLinking(IdentityProvider.AMAZON, client_ids=(CLIENT,), amazon_api=played.url)
    return LoginWithAmazon(linking, lambda: NOW)


def test_a_token_of_our_client_gives_its_user_until_it_expires(
    lwa: LoginWithAmazon, played: Provider
) -> None:
    assert lwa.verify(TOKEN) == Verified(Customer(USER), NOW + 3_597)
    asked = urlsplit(played.asked[0])
    assert parse_qs(asked.query) == {"access_token": [TOKEN]}


def test_the_profile_is_asked_with_the_token_in_a_header(lwa: LoginWithAmazon, played: Provider) -> None:
    seen: list[str | None] = []

    def profile(request: Any) -> Answer:
        seen.append(request.headers["Authorization"])
        return Answer.json({"user_id": USER})

    played.answers["/user/profile"] = profile
    lwa.verify(TOKEN)
    assert seen == [f"Bearer {TOKEN}"]
    assert played.asked[1] == "/user/profile"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"aud": "amzn1.application-oa2-client.another"}, Refusal.AUDIENCE),
        ({"aud": None}, Refusal.AUDIENCE),
        ({"aud": [CLIENT]}, Refusal.AUDIENCE),
        ({"exp": 0}, Refusal.EXPIRED),
        ({"exp": -5}, Refusal.EXPIRED),
        ({"exp": None}, Refusal.CLAIM),
        ({"exp": True}, Refusal.CLAIM),
        ({"exp": "3597"}, Refusal.CLAIM),
        ({"exp": float("nan")}, Refusal.CLAIM),
        ({"exp": float("inf")}, Refusal.CLAIM),
        ({"iss": "https://elsewhere.example"}, Refusal.ISSUER),
        ({"user_id": "amzn1.account.BEN"}, Refusal.CLAIM),
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_is_refused(
    lwa: LoginWithAmazon, played: Provider, changes: dict[str, Any], why: Refusal
) -> None:
    played.answers["/auth/o2/tokeninfo"] = Answer.json({**INFO, **changes})
    assert lwa.verify(TOKEN) == Refused(why)


def test_another_clients_token_is_not_used_for_anything(lwa: LoginWithAmazon, played: Provider) -> None:
    played.answers["/auth/o2/tokeninfo"] = Answer.json({**INFO, "aud": "another"})
    lwa.verify(TOKEN)
    assert played.count("/user/profile") == 0


@pytest.mark.parametrize("path", ["/auth/o2/tokeninfo", "/user/profile"])
@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_token_that_amazon_refuses_is_refused(
    lwa: LoginWithAmazon, played: Provider, path: str, status: int
) -> None:
    played.answers[path] = Answer.json({"error": "invalid_token"}, status)
    assert lwa.verify(TOKEN) == Refused(Refusal.REVOKED)


@pytest.mark.parametrize("path", ["/auth/o2/tokeninfo", "/user/profile"])
@pytest.mark.parametrize("answer", [Answer(500), Answer(302), Answer(429), Answer(200, b"garbage")], ids=str)
def test_a_fault_of_amazons_is_no_refusal(
    lwa: LoginWithAmazon, played: Provider, path: str, answer: Answer
) -> None:
    played.answers[path] = answer
    assert lwa.verify(TOKEN) == Unreachable()


def test_silence_of_amazons_is_no_refusal(
    lwa: LoginWithAmazon, played: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amazon, "TIME_LIMIT_S", 0.1)
    played.answers["/user/profile"] = lambda _: (played.over.wait(20), Answer())[1]
    assert lwa.verify(TOKEN) == Unreachable(is_late=True)


@pytest.mark.parametrize("profile", [{}, {"user_id": ""}, {"user_id": None}, {"user_id": ["a"]}])
def test_a_profile_without_a_user_is_nobody(
    lwa: LoginWithAmazon, played: Provider, profile: dict[str, Any]
) -> None:
    played.answers["/user/profile"] = Answer.json(profile)
    assert lwa.verify(TOKEN) == Refused(Refusal.CLAIM)


@pytest.mark.parametrize("token", ["", "a b", "a\r\nHost: x", "x" * 20_000, "żeton", "\x00"])
def test_what_is_no_token_is_not_sent_to_amazon(lwa: LoginWithAmazon, played: Provider, token: str) -> None:
    assert lwa.verify(token) == Refused(Refusal.MALFORMED)
    assert played.asked == []
