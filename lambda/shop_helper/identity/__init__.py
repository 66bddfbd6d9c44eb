"""Who is asking: the access token of a request → a verified customer, or why there is none.

`local`, `amazon` and `oidc` find out, each in its own way; `cache` remembers what they found, in memory only.
A token is never logged, never stored, and never part of a message.
"""

from shop_helper.identity.factory import identity_for

__all__ = ["identity_for"]
