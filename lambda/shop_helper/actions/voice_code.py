"""The voice code before a write: the challenge after the yes, the counting of tries, and a reply for each outcome.

The digits are checked and never stored: no reply, session or log holds them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from shop_helper.actions import prompts
from shop_helper.actions.engine import ActionEngine
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import OpenQuestion
from shop_helper.dialog.reading import Act, CodeReading, Reading
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import ANYTHING_ELSE, WHAT_ELSE, Card, Duration, Outcome, Reply, Text, prompt
from shop_helper.dialog.safety_questions import VoiceCode
from shop_helper.dialog.task_questions import Confirm
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.voice_code import Accepted, LockedUntil, NotSet, Wrong
from shop_helper.errors import StoreError
from shop_helper.persistence.voice_code import VoiceCode as VoiceCodes

log = logging.getLogger("shop_helper")

HINT = "voice_code.hint"
"""Prompt with the way out for a forgotten code."""

MAX_MISSES = 2
"""Consecutive attempts without a recognizable code; then the general escalation follows."""

WRONG = ("voice_code.wrong.one", "voice_code.wrong.two")


class VoiceCodeApproval:
    """`Approval` that asks customers for their voice code; customers without a code pass."""

    def __init__(self, codes: VoiceCodes) -> None:
        self._codes = codes

    def challenge(self, context: Context, draft: Draft) -> Reply | None:
        if context.customer is None:  # the engine asks for the account
            return None
        try:
            if not self._codes.is_set(context.customer.id, deadline=context.deadline):
                return None
            locked = self._codes.locked_for(context.customer.id, deadline=context.deadline)
        except StoreError as problem:
            return _unchecked(draft, problem)
        return _locked(draft, locked, "voice_code.locked") if locked else asking(draft)

    def check(self, context: Context, draft: Draft, digits: str) -> Reply | None:
        """Check the digits; None if the code is right, else the reply."""
        assert context.customer is not None
        try:
            outcome = self._codes.check(
                context.customer.id, digits, context.request_id, deadline=context.deadline
            )
        except StoreError as problem:
            return _unchecked(draft, problem)
        match outcome:
            case Accepted() | NotSet():
                return None
            case Wrong(left):
                return asking(draft, (prompt(WRONG[left > 1]),))
            case LockedUntil(until):
                left_now = self._codes.left(until) or timedelta()
                return _locked(draft, left_now, "voice_code.locked.now")


class VoiceCodeAnswers:
    """Answers to the question for the code."""

    def __init__(
        self,
        approval: VoiceCodeApproval,
        engine: ActionEngine,
        forgot: Callable[..., Reply],
        notice: Callable[[str], Card],
    ) -> None:
        """`forgot`: sends a number for a new code. `notice`: makes the card about a removed code."""
        self._approval, self._engine, self._forgot, self._notice = approval, engine, forgot, notice

    def answer(self, context: Context, reading: Reading, said: CodeReading) -> Reply | None:
        draft = context.session.draft
        if draft is None or said.is_card:
            return None
        if reading.answer is Answer.NO:
            name = "cancel.task"
            return Reply(name, (prompt(name),), *WHAT_ELSE, outcome=Outcome.CONVERSATIONAL, draft=None)
        if said.code is not None:
            held = self._approval.check(context, draft, said.code) if context.customer else None
            return held or self._written(context)
        if reading.act is Act.FORGOT_CODE or said.forgot:  # drop the draft
            return replace(self._forgot(context, prompt("voice_code.forgotten")), draft=None)
        if reading.act is Act.UNSURE:
            return asking(draft, (prompt(HINT),))
        if reading.act is Act.HELP or said.asks_about_code:
            return replace(asking(draft, (prompt("voice_code.what"),)), outcome=Outcome.ANSWERED)
        if is_miss(reading) and context.session.failures < MAX_MISSES:
            return replace(asking(draft, (prompt("voice_code.not_caught"),)), outcome=Outcome.DECLINED)
        return None

    def _written(self, context: Context) -> Reply:
        """Write after approval; add a card about the removed code if the action deletes everything."""
        done = self._engine.write(context, approved=True)
        return replace(done, card=self._notice("removed")) if done.prompt == "action.done.delete" else done


def is_miss(reading: Reading) -> bool:
    """Whether the answer may have held digits that Alexa didn't hear; it doesn't count as a try."""
    of_codes = (Act.GIVE_CODE, Act.UNCLEAR, Act.CHOOSE)
    return reading.act in of_codes or reading.answer is Answer.YES


def asking(draft: Draft, lead: tuple[Text, ...] = ()) -> Reply:
    return _asked(lead[0].prompt if lead else "voice_code.ask", lead, draft, VoiceCode())


def _asked(name: str, said: tuple[Text, ...], draft: Draft, ask: OpenQuestion) -> Reply:
    topics = (prompts.topic_of(draft),)
    return Reply(
        name, said, prompt("voice_code.ask"), ask, topics=topics, outcome=Outcome.ASKED, item=draft.ref
    )


def _unchecked(draft: Draft, problem: StoreError) -> Reply:
    """Return the reply when the code can't be checked: nothing is written, and the draft stays open."""
    log.warning("a voice code was not checked: %s", problem)
    asked = _asked("voice_code.unchecked", (prompt("voice_code.unchecked"),), draft, Confirm())
    return replace(asked, question=prompt("action.ask.try_again"), outcome=Outcome.ERROR)


def _locked(draft: Draft, left: timedelta, name: str) -> Reply:
    """Return the reply to a locked code, with the remaining time and another way; drop the draft."""
    said = (prompt(name, time=Duration(left)), prompt(HINT))
    return Reply(name, said, *ANYTHING_ELSE, topics=(prompts.topic_of(draft),), draft=None)
