"""Settings → the identity that finds out who is asking."""

from __future__ import annotations

from typing import Protocol

from shop_helper.account_linking import IdentityProvider
from shop_helper.dialog.people import Caller, Customer
from shop_helper.identity.amazon import LoginWithAmazon
from shop_helper.identity.cache import RememberingIdentity
from shop_helper.identity.local import LocalIdentity, NoIdentity
from shop_helper.identity.oidc import OpenIdConnect
from shop_helper.settings import Settings


class Identity(Protocol):
    def identify(self, token: str) -> Caller:
        """Who the token belongs to. May wait for the identity provider, a few seconds at most."""

    def remembered(self, token: str) -> Customer | None:
        """The customer where this process has verified the token already; never waits."""


def identity_for(settings: Settings) -> Identity:
    linking = settings.linking
    if linking.provider is IdentityProvider.LOCAL:
        return LocalIdentity()
    if linking.provider is IdentityProvider.AMAZON:
        return RememberingIdentity(LoginWithAmazon(linking))
    if linking.provider is IdentityProvider.OIDC:
        return RememberingIdentity(OpenIdConnect(linking))
    return NoIdentity()
