"""What is missing or wrong in the settings of account linking is said by name, with what to set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shop_helper.account_linking import AccountLinking, IdentityProvider, is_safe_url
from shop_helper.errors import ConfigurationError
from shop_helper.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
OIDC = {
    "SHOP_HELPER_IDENTITY": "oidc",
    "SHOP_HELPER_CLIENT_ID": "ours, the-other",
    "SHOP_HELPER_ISSUER": "https://issuer.example/",
}


def linking(environment: dict[str, str]) -> AccountLinking:
    return Settings.from_environment(environment).linking


def test_what_is_set_is_taken() -> None:
    made = linking(
        {
            **OIDC,
            "SHOP_HELPER_TOKEN_AUDIENCE": " api ",
            "SHOP_HELPER_JWKS_URL": "https://issuer.example/keys",
            "SHOP_HELPER_CUSTOMER_CLAIM": "shop_id",
            "SHOP_HELPER_AUDIENCE_CLAIM": "cognito:groups",
            "SHOP_HELPER_BUYER_ROLE": "shoppers",
            "SHOP_HELPER_SELLER_ROLE": "merchants",
            "SHOP_HELPER_AMAZON_API": "https://api.amazon.co.uk/",
        }
    )
    assert made == AccountLinking(
        provider=IdentityProvider.OIDC,
        client_ids=("ours", "the-other"),
        issuer="https://issuer.example/",
        token_audiences=("api",),
        jwks_url="https://issuer.example/keys",
        customer_claim="shop_id",
        audience_claim="cognito:groups",
        buyer_role="shoppers",
        seller_role="merchants",
        amazon_api="https://api.amazon.co.uk",
    )


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"SHOP_HELPER_IDENTITY": "amazon"}, "SHOP_HELPER_IDENTITY=amazon needs SHOP_HELPER_CLIENT_ID"),
        ({"SHOP_HELPER_IDENTITY": "amazon", "SHOP_HELPER_CLIENT_ID": " , "}, "needs SHOP_HELPER_CLIENT_ID"),
        (
            {"SHOP_HELPER_IDENTITY": "amazon", "SHOP_HELPER_CLIENT_ID": "x", "SHOP_HELPER_AMAZON_API": "api"},
            "SHOP_HELPER_AMAZON_API is 'api'; expected an https://",
        ),
        ({**OIDC, "SHOP_HELPER_ISSUER": ""}, "SHOP_HELPER_IDENTITY=oidc needs SHOP_HELPER_ISSUER"),
        ({**OIDC, "SHOP_HELPER_CLIENT_ID": ""}, "needs SHOP_HELPER_CLIENT_ID: .*SHOP_HELPER_TOKEN_AUDIENCE"),
        (
            {**OIDC, "SHOP_HELPER_ISSUER": "http://issuer.example"},
            "SHOP_HELPER_ISSUER is .*expected an https://",
        ),
        (
            {**OIDC, "SHOP_HELPER_JWKS_URL": "http://issuer.example/keys"},
            "SHOP_HELPER_JWKS_URL is .*expected",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_missing_or_wrong_is_said_by_name(environment: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        linking(environment)


def test_an_audience_can_stand_for_the_client_and_keys_for_the_issuers_address() -> None:
    audience_only = {**OIDC, "SHOP_HELPER_CLIENT_ID": "", "SHOP_HELPER_TOKEN_AUDIENCE": "api"}
    assert linking(audience_only).token_audiences == ("api",)
    named = {**OIDC, "SHOP_HELPER_ISSUER": "our-shop", "SHOP_HELPER_JWKS_URL": "https://shop.example/keys"}
    assert linking(named).issuer == "our-shop"


def test_the_voice_code_is_off_unless_it_is_switched_on_and_never_by_a_slip() -> None:
    assert not Settings().voice_code
    assert Settings.from_environment({"SHOP_HELPER_VOICE_CODE": "on"}).voice_code
    with pytest.raises(ConfigurationError, match="SHOP_HELPER_VOICE_CODE is 'onn'; expected on or off"):
        Settings.from_environment({"SHOP_HELPER_VOICE_CODE": "onn"})


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://issuer.example/a", True),
        ("https://issuer.example:8443", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1/", True),
        ("http://[::1]:80/", True),
        ("http://issuer.example", False),
        ("http://localhost.issuer.example", False),
        ("https://a:b@issuer.example", False),
        ("https://issuer.example:port", False),
        ("https://[::1", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_https_is_safe_but_to_this_machine(url: str, safe: bool) -> None:
    assert is_safe_url(url) is safe


def test_every_setting_of_account_linking_is_described_and_offered_by_the_template() -> None:
    code = (ROOT / "lambda" / "shop_helper" / "account_linking.py").read_text(encoding="utf-8")
    names = set(re.findall(r'text\(\s*"(SHOP_HELPER_[A-Z_]+)"', code))
    assert len(names) == 10
    for path in (ROOT / "docs" / "accounts.md", ROOT / "template.yaml"):
        assert names <= set(re.findall(r"SHOP_HELPER_[A-Z_]+", path.read_text(encoding="utf-8"))), path.name


def test_every_reason_of_a_refusal_is_described() -> None:
    from shop_helper.dialog.people import Refusal

    text = (ROOT / "docs" / "accounts.md").read_text(encoding="utf-8")
    assert [why for why in Refusal if f"`{why}`" not in text] == []
