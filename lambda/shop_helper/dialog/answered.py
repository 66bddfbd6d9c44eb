"""The result of the pipeline for one turn."""

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
    """The session after the turn."""
    turn: Turn
    """The turn as answered: without session state that belongs to somebody else."""
