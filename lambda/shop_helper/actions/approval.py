"""What a customer may have to pass before something is written for them."""

from __future__ import annotations

from typing import Protocol

from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Reply
from shop_helper.domain.actions.draft import Draft


class Approval(Protocol):
    """Called after the customer's yes and before the write, e.g. to ask for a voice code.

    The draft stays in the session; once approved the engine goes on with `ActionEngine.write`.
    """

    def challenge(self, context: Context, draft: Draft) -> Reply | None:
        """What has to be answered first; None lets the write through."""


class NoApproval:
    """Lets everything through: the yes is all that is asked for."""

    def challenge(self, context: Context, draft: Draft) -> Reply | None:
        return None
