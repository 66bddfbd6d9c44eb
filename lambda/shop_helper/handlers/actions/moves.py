"""Moving about in an open action, whatever it asks: back, from the start, and what is known so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shop_helper.domain.actions.draft import ABOUT_CASE, Draft
from shop_helper.domain.actions.request import asks_so_far
from shop_helper.domain.actions.steps import Slot, needs_of
from shop_helper.handlers.actions import speaking
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.desk import Said
from shop_helper.handlers.handler import prompt
from shop_helper.turn import Pending, Reply, Text, Turn

PREVIOUS, START_OVER = "AMAZON.PreviousIntent", "AMAZON.StartOverIntent"
ASKED = ("problem", "words", "seller", "confirm", "change", "which_item", "which_case", "resume")
"""Questions of an action; elsewhere "back" and "start over" mean what is being told."""

_READ_BACK = ("confirm", "change")


class DialogMoves:
    """`take` gives the reply to a move; None for all else. Raises StoreError."""

    def __init__(self, dialog: ActionDialog) -> None:
        self._dialog = dialog

    def take(self, turn: Turn, draft: Draft, pending: Pending, words: str) -> Reply | None:
        if pending.ask in ASKED and turn.intent == START_OVER:
            return self._dialog.start(turn, Draft(draft.kind, draft.seller), Said(goes_on=False))
        if pending.ask in ASKED and turn.intent == PREVIOUS:
            return self._back(turn, draft, pending)
        return self._so_far(turn, draft, pending) if asks_so_far(words) else None

    def _back(self, turn: Turn, draft: Draft, pending: Pending) -> Reply | None:
        """To the question before this one; None where there is none."""
        needs = needs_of(draft)
        if pending.ask in _READ_BACK and draft.kind not in ABOUT_CASE and _tells(draft):
            return self._dialog.ask_words(turn, draft)
        if pending.ask in ("which_item", "which_case", "resume"):
            return None
        if Slot.ITEM in needs and draft.ref:
            return self._dialog.ask_item(turn, draft)
        if Slot.CASE in needs:
            return self._dialog.advance(turn, replace(draft, case_id=None, words=""))
        return None

    def _so_far(self, turn: Turn, draft: Draft, pending: Pending) -> Reply:
        if pending.ask == "confirm":
            return self._dialog.advance(turn, draft)
        said: tuple[Text, ...] = (prompt("action.so_far", what=self._dialog.named(draft)),)
        values: Mapping[str, Any] = {"item": draft.item_name}
        if draft.words:
            said += (prompt("action.confirm.words", words=draft.words),)
        elif draft.problem is not None and draft.item_name:
            said += (prompt(f"action.confirm.problem.{draft.problem.value}", **values),)
        question, topics = Text(words=turn.session.question), (speaking.topic_of(draft),)
        return Reply("action.so_far", said, question, pending, topics=topics, item=draft.ref)


def _tells(draft: Draft) -> bool:
    return bool(draft.words) or draft.problem is not None
