"""What a customer may have to pass before something is written for them."""

from __future__ import annotations

from typing import Protocol

from shop_helper.domain.actions.draft import Draft
from shop_helper.turn import Reply, Turn


class WriteGate(Protocol):
    """Called after the customer's yes and before the write, e.g. to ask for a voice code.

    The draft stays in the session; once the gate is passed the dialog goes on with `ActionDialog.write`.
    """

    def holds_back(self, turn: Turn, draft: Draft) -> Reply | None:
        """What has to be answered first; None lets the write through."""


class OpenGate:
    """Lets everything through: the yes is all that is asked for."""

    def holds_back(self, turn: Turn, draft: Draft) -> Reply | None:
        return None
