"""Lets every other handler be a digression: the open action has each turn first, and is offered again after."""

from __future__ import annotations

from dataclasses import replace

from shop_helper.domain.actions.draft import Draft
from shop_helper.errors import StoreError
from shop_helper.handlers.actions.answers import ActionAnswers
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.actions.records import draft_data, open_draft
from shop_helper.handlers.handler import Handler, prompt
from shop_helper.turn import Customer, Outcome, Reply, Turn

CLOSING = ("what", "anything_else", "offer", "more", "more_items", "more_sales")
"""Questions that only keep the conversation going; an open action asks in their place."""

WELCOME, BACK = "launch.welcome", "launch.back"
"""Whoever left something open was here before."""


class InAction:
    """A handler, with the open action around it. `looks_back` also offers what an earlier conversation left open."""

    def __init__(
        self, handler: Handler, dialog: ActionDialog, answers: ActionAnswers, looks_back: bool = False
    ) -> None:
        self._handler, self._dialog, self._answers = handler, dialog, answers
        self._looks_back = looks_back

    @property
    def intents(self) -> tuple[str, ...]:
        return self._handler.intents

    def handle(self, turn: Turn) -> Reply:
        had_draft = turn.session.draft is not None
        taken = self._answers.take(turn) if had_draft else None
        if taken is not None:
            return taken
        if had_draft and turn.session.pending is not None and turn.session.pending.ask == "redirect":
            turn.session.draft = None
        reply = self._answers.begun(turn) or self._handler.handle(turn)
        if reply.ask is None:
            self._dialog.records.keep(turn)
            return reply
        if turn.session.draft is None and self._looks_back and turn.is_new:
            return self._earlier(turn, reply)
        return self._again(turn, reply)

    def _again(self, turn: Turn, reply: Reply) -> Reply:
        draft = open_draft(turn.session.draft)
        if draft is None or reply.ask is None or reply.ask.ask not in CLOSING:
            return reply
        question, ask = self._dialog.resume(draft)
        return replace(reply, question=question, ask=ask)

    def _earlier(self, turn: Turn, reply: Reply) -> Reply:
        if (
            reply.ask is None
            or reply.ask.ask not in CLOSING
            or reply.outcome is Outcome.ERROR
            or reply.link_account
        ):
            return reply
        if not isinstance(turn.caller_so_far, Customer):  # nobody is asked who they are only for this
            return reply
        draft = self._dialog.records.kept(turn)
        if draft is None:
            return reply
        if self._is_done(turn, draft):
            self._dialog.records.drop_kept(turn)
            greeted = sum(text.prompt in (WELCOME, BACK) for text in reply.say[:1])
            told = self._dialog.went_through(draft)
            return replace(reply, say=(*reply.say[:greeted], told, *reply.say[greeted:]))
        turn.session.draft = draft_data(draft)
        question, ask = self._dialog.resume(draft, earlier=True)
        say = tuple(prompt(BACK) if text.prompt == WELCOME else text for text in reply.say)
        name = BACK if reply.prompt == WELCOME else reply.prompt
        return replace(reply, prompt=name, say=say, question=question, ask=ask)

    def _is_done(self, turn: Turn, draft: Draft) -> bool:
        """Whether what was read back then was done, and only its answer was lost on the way."""
        try:
            return bool(draft.key) and self._dialog.done_before(turn, draft) is not None
        except StoreError:
            return False
