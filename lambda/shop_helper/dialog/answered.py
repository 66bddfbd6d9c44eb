"""All that leaves the pipeline for one turn."""

from __future__ import annotations

from dataclasses import dataclass

from shop_helper.dialog.reply import Reply
from shop_helper.dialog.session import Session, Spoken
from shop_helper.dialog.turn import Turn


@dataclass(frozen=True)
class Answered:
    reply: Reply
    """Card and rows in words."""
    spoken: Spoken
    session: Session
    """To be remembered."""
    turn: Turn
    """As it was answered: without what its session kept, where that was somebody else's."""
