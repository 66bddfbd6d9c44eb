"""On which side of a sale a customer acts, where the account allows both."""

from __future__ import annotations

from shop_helper.dialog.move import Begin
from shop_helper.dialog.people import Audience
from shop_helper.dialog.records import Context


def acts_as_seller(context: Context, move: Begin) -> bool | None:
    """None if account, words and conversation leave it open."""
    customer, mention = context.customer, move.mention
    assert customer is not None
    if Audience.SELLER not in customer.audiences or mention.names_something or move.ref:
        return False
    if Audience.BUYER not in customer.audiences or context.audience is Audience.SELLER:
        return True
    return False if context.audience is Audience.BUYER else None
