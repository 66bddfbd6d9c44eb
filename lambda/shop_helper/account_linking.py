"""How accounts are linked: the part of the settings that says whose access tokens are believed (docs/accounts.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from shop_helper.errors import ConfigurationError

AMAZON_API = "https://api.amazon.com"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class IdentityProvider(StrEnum):
    NONE = "none"
    """No account linking: order questions are answered in general and ask to link."""
    LOCAL = "local"
    """Access token `local:<customer id>`, believed as it stands; refused in a deployed Lambda."""
    AMAZON = "amazon"
    """Login with Amazon."""
    OIDC = "oidc"
    """Any OpenID Connect issuer whose access tokens are JWTs: Cognito, Auth0, Keycloak, a shop's own."""


@dataclass(frozen=True)
class AccountLinking:
    provider: IdentityProvider = IdentityProvider.NONE
    """SHOP_HELPER_IDENTITY."""
    client_ids: tuple[str, ...] = ()
    """SHOP_HELPER_CLIENT_ID: our client at the provider, as the skill's account linking has it; several: commas."""
    issuer: str = ""
    """SHOP_HELPER_ISSUER: exactly as in the tokens' `iss`."""
    token_audiences: tuple[str, ...] = ()
    """SHOP_HELPER_TOKEN_AUDIENCE: values of `aud` that are meant for us, with commas; empty takes the client ids."""
    jwks_url: str = ""
    """SHOP_HELPER_JWKS_URL: the issuer's keys; empty asks the issuer's discovery document."""
    customer_claim: str = "sub"
    """SHOP_HELPER_CUSTOMER_CLAIM: which claim is the customer id."""
    audience_claim: str = ""
    """SHOP_HELPER_AUDIENCE_CLAIM: which claim tells buyers from sellers; empty makes everyone a buyer."""
    buyer_role: str = "buyer"
    """SHOP_HELPER_BUYER_ROLE: the value in that claim that means a buyer."""
    seller_role: str = "seller"
    """SHOP_HELPER_SELLER_ROLE."""
    amazon_api: str = AMAZON_API
    """SHOP_HELPER_AMAZON_API: Login with Amazon of another region, e.g. https://api.amazon.co.uk."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], deployed: bool) -> AccountLinking:
        """Raises ConfigurationError, which says what to set."""

        def text(name: str, default: str = "") -> str:
            return (environment.get(name) or default).strip()

        made = cls(
            provider=_provider(text("SHOP_HELPER_IDENTITY", "none")),
            client_ids=_several(text("SHOP_HELPER_CLIENT_ID")),
            issuer=text("SHOP_HELPER_ISSUER"),
            token_audiences=_several(text("SHOP_HELPER_TOKEN_AUDIENCE")),
            jwks_url=text("SHOP_HELPER_JWKS_URL"),
            customer_claim=text("SHOP_HELPER_CUSTOMER_CLAIM", cls.customer_claim),
            audience_claim=text("SHOP_HELPER_AUDIENCE_CLAIM"),
            buyer_role=text("SHOP_HELPER_BUYER_ROLE", cls.buyer_role),
            seller_role=text("SHOP_HELPER_SELLER_ROLE", cls.seller_role),
            amazon_api=text("SHOP_HELPER_AMAZON_API", cls.amazon_api).rstrip("/"),
        )
        made._check(deployed)
        return made

    def _check(self, deployed: bool) -> None:
        if self.provider is IdentityProvider.LOCAL and deployed:
            raise ConfigurationError(
                "SHOP_HELPER_IDENTITY=local believes every token and is refused in AWS; use amazon, oidc or none"
            )
        if self.provider is IdentityProvider.AMAZON:
            if not self.client_ids:
                raise _missing("amazon", "SHOP_HELPER_CLIENT_ID", "the client id of your security profile")
            _check_url("SHOP_HELPER_AMAZON_API", self.amazon_api)
        if self.provider is IdentityProvider.OIDC:
            if not self.issuer:
                raise _missing(
                    "oidc", "SHOP_HELPER_ISSUER", "the issuer's address, exactly as in the tokens' `iss`"
                )
            if not self.client_ids and not self.token_audiences:
                raise _missing(
                    "oidc", "SHOP_HELPER_CLIENT_ID", "our client id there (or SHOP_HELPER_TOKEN_AUDIENCE)"
                )
            if self.jwks_url:
                _check_url("SHOP_HELPER_JWKS_URL", self.jwks_url)
            else:
                _check_url("SHOP_HELPER_ISSUER", self.issuer)


def is_safe_url(url: str) -> bool:
    """https, or http to this machine itself; without credentials in it."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.password:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _provider(name: str) -> IdentityProvider:
    try:
        return IdentityProvider(name)
    except ValueError as problem:
        known = ", ".join(IdentityProvider)
        raise ConfigurationError(f"SHOP_HELPER_IDENTITY is {name!r}; expected one of {known}") from problem


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _missing(provider: str, name: str, what: str) -> ConfigurationError:
    return ConfigurationError(f"SHOP_HELPER_IDENTITY={provider} needs {name}: {what}")


def _check_url(name: str, url: str) -> None:
    if not is_safe_url(url):
        raise ConfigurationError(f"{name} is {url!r}; expected an https:// address (http only for localhost)")
