"""The check that a customer may have to pass before a write."""

from __future__ import annotations

from typing import Protocol

from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Reply
from shop_helper.domain.actions.draft import Draft


class Approval(Protocol):
    """A check between the customer's yes and the write, such as a voice code.

    The draft stays in the session; after approval the engine goes on with `ActionEngine.write`.
    """

    def challenge(self, context: Context, draft: Draft) -> Reply | None:
        """Return the challenge to answer first; None approves the write."""


class NoApproval:
    """Approval of every write after the yes alone."""

    def challenge(self, context: Context, draft: Draft) -> Reply | None:
        return None
