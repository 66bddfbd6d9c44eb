"""Settings → the identity that finds out who is asking."""

from __future__ import annotations

from shop_helper.account_linking import IdentityProvider
from shop_helper.identity.amazon import LoginWithAmazon
from shop_helper.identity.cache import RememberingIdentity
from shop_helper.identity.local import LocalIdentity, NoIdentity
from shop_helper.identity.oidc import OpenIdConnect
from shop_helper.ports import Identity
from shop_helper.settings import Settings


def identity_for(settings: Settings) -> Identity:
    linking = settings.linking
    if linking.provider is IdentityProvider.LOCAL:
        return LocalIdentity()
    if linking.provider is IdentityProvider.AMAZON:
        return RememberingIdentity(LoginWithAmazon(linking))
    if linking.provider is IdentityProvider.OIDC:
        return RememberingIdentity(OpenIdConnect(linking))
    return NoIdentity()
