"""Decide turns while an action is open: an answer to its question, a change of mind, or another matter.

Alexa picks the intent, not the skill: an answer in free words may arrive as a help question, as no words at all, or as
the nearest sample. So the open question decides what a turn means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from shop_helper.dialog import move as moves
from shop_helper.dialog.move import Move
from shop_helper.dialog.question import Answer, Take
from shop_helper.dialog.questions import (
    AnythingElse,
    MoreItems,
    MoreSales,
    NextStep,
    OfferAction,
    OfferMore,
    OfferTopic,
    What,
    WhichSide,
    WhichTopic,
)
from shop_helper.dialog.reading import Act, One, OneOf, Part, Reading
from shop_helper.dialog.reply import WHAT_ELSE, Outcome, Reply, Text, prompt
from shop_helper.dialog.safety_questions import (
    AreYouSafe,
    CodeOnceMore,
    InDanger,
    NewCode,
    OldCode,
    OneTimeNumber,
    ResendNumber,
    VoiceCode,
)
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import (
    MAX_ASKED,
    Confirm,
    Describe,
    Dictate,
    Instead,
    Resume,
    ToldSeller,
    WhatToChange,
    WhichCase,
    WhichItem,
)
from shop_helper.domain.actions.catalog import Requirement, needs_of, spec_of
from shop_helper.domain.actions.draft import ActionKind, Draft

_TOLD: Mapping[Take | None, bool | None] = {Take.ACCEPT: True, Take.REFUSE: False}

_PICKING = (Act.CHOOSE, Act.GIVE_CODE, Act.ASK)
"""Acts that may pick a choice. Alexa may take bare digits for a code: "thirty nine" is a size."""

SKIPPED = "skip.question"
MAX_MISSES = 2
"""Consecutive failures that the open action handles itself; then the general escalation follows."""


def task_move(reading: Reading, session: Session) -> Move | None:
    """Return the move if the turn belongs to the open action; None if it is about something else."""
    draft, question = session.draft, session.open_question
    if draft is None:
        return None
    if reading.answer is Answer.CANCEL:
        return moves.Drop(forget_stored=isinstance(question, Resume) and question.earlier)
    if question is None:
        return _late(reading, session, draft)
    if reading.answer is Answer.SKIP and question.is_of_task and Answer.SKIP not in question.takes:
        if not isinstance(question, Instead | Resume):
            return moves.Say(Reply(SKIPPED, (prompt(SKIPPED),), *WHAT_ELSE, outcome=Outcome.CONVERSATIONAL))
        reading = replace(reading, answer=Answer.NO)
    moved = _navigated(reading, session, draft)
    if moved is not None:
        return moved
    match question:
        case Describe() | Dictate():
            return _described(reading, session, draft)
        case ToldSeller():
            return _told_seller(reading, session, draft)
        case Confirm():
            return _confirmed(reading, session, draft)
        case WhatToChange():
            return _changed(reading, session, draft)
        case Instead():
            return _redirected(reading, session, draft)
        case Resume():
            return _resumed(reading, session, draft, question)
        case WhichItem():
            return _item_picked(reading, session, draft, question)
        case WhichCase():
            return _case_picked(reading, session, draft, question)
        case WhichSide():
            return _sided(reading, draft)
        case (
            What() | AnythingElse() | OfferTopic() | OfferAction() | OfferMore() | MoreItems() | MoreSales()
            | NextStep() | WhichTopic() | VoiceCode() | OldCode() | OneTimeNumber() | ResendNumber()
            | NewCode() | CodeOnceMore() | AreYouSafe() | InDanger()
        ):  # fmt: skip
            return _late(reading, session, draft)
        case _:
            assert_never(question)


def _navigated(reading: Reading, session: Session, draft: Draft) -> Move | None:
    """Decide "back", "start over" and "what have you got so far"; None for anything else."""
    question = session.open_question
    if question is None:
        return None
    if question.is_of_task and reading.answer is Answer.START_OVER:
        return moves.Begin(draft.kind, draft=Draft(draft.kind, draft.seller), anew=True)
    if question.is_of_task and reading.answer is Answer.PREVIOUS:
        return _back(session, draft)
    if not reading.asks_so_far:
        return None
    return moves.Advance(draft) if isinstance(question, Confirm) else moves.SumUp(draft)


def _back(session: Session, draft: Draft) -> Move | None:
    """Return to the previous question; None if there is none."""
    question, needs = session.open_question, needs_of(draft)
    tells = bool(draft.words) or draft.problem is not None
    if isinstance(question, Confirm | WhatToChange) and Requirement.CASE not in needs and tells:
        return moves.AskWords(draft)
    if isinstance(question, WhichItem | WhichCase | Resume):
        return None
    if Requirement.ITEM in needs and draft.ref:
        return moves.AskItem(draft)
    if Requirement.CASE in needs:
        return moves.Advance(replace(draft, case_id=None, words=""))
    return None


def _late(reading: Reading, session: Session, draft: Draft) -> Move | None:
    """Decide an answer to the action's last question that arrives after a digression."""
    needs = needs_of(draft)
    if reading.act is Act.CORRECT:
        return _change_part(reading, draft)
    if Requirement.ITEM in needs and draft.ref is None:
        named = reading.named if reading.act is Act.CHOOSE else None
        return moves.Advance(draft.about(named)) if named else None
    open_words = Requirement.PROBLEM in needs and not draft.words and draft.problem is None
    if open_words and reading.tells_problem:
        return moves.Advance(described(draft, reading))
    return None


def _described(reading: Reading, session: Session, draft: Draft) -> Move | None:
    """Take words as the answer to "what went wrong?", unless they are a question or another request."""
    other = _other_action(reading, draft)
    if other is not None:
        return other
    if reading.act is Act.CORRECT:
        return _change_part(reading, draft)
    if reading.answer is Answer.NO and isinstance(session.open_question, Dictate):
        return moves.Drop()
    if reading.act is Act.UNCLEAR or _take(reading, session) is Take.NOT_CAUGHT:
        return _not_caught(session, draft)
    if reading.act is Act.CHOOSE and reading.names_item and reading.named not in (None, draft.ref):
        return _about_another(reading, draft)
    if reading.answer is Answer.ANOTHER and draft.ref:
        return moves.AskItem(draft)
    if reading.act is Act.CHOOSE and not reading.names_item:
        return _not_caught(session, draft)
    if reading.act not in (Act.ASK, Act.DESCRIBE, Act.CHOOSE) or reading.description is None:
        return None
    for_seller = draft.kind is ActionKind.MESSAGE
    if reading.only_feels and not for_seller:  # "you people are useless" describes nothing
        return None
    if reading.hesitates:
        return _not_caught(session, draft)
    if reading.is_question and not for_seller:
        return None
    return moves.Advance(described(draft, reading))


def _told_seller(reading: Reading, session: Session, draft: Draft) -> Move | None:
    take = _take(reading, session)
    says = _TOLD.get(take, reading.told_seller)
    if says is not None or reading.tells_problem:
        told = described(draft, reading) if reading.tells_problem else draft
        return moves.Advance(replace(told, told_seller=says))
    return _not_caught(session, draft) if reading.act is Act.UNCLEAR else _other_action(reading, draft)


def _confirmed(reading: Reading, session: Session, draft: Draft) -> Move | None:
    match _take(reading, session):
        case Take.ACCEPT:
            return moves.Write()
        case Take.TAKE_BACK:
            return moves.AskChange(draft)
    return _corrected(reading, session, draft)


def _changed(reading: Reading, session: Session, draft: Draft) -> Move | None:
    """Decide the answer to "what should I change?"; "no" means nothing, so the draft is read back again."""
    match _take(reading, session):
        case Take.READ_BACK:
            return moves.Advance(draft)
        case Take.TAKE_BACK:
            return moves.AskChange(draft)
    return _corrected(reading, session, draft)


def _corrected(reading: Reading, session: Session, draft: Draft) -> Move | None:
    """Decide a correction at the read-back: the item, the words, or another action."""
    other = _other_action(reading, draft)
    if other is not None:
        return other
    if reading.act is Act.UNCLEAR:
        return _not_caught(session, draft)
    if reading.act is Act.CORRECT:
        return _change_part(reading, draft)
    picks_nothing = reading.act is Act.CHOOSE and not reading.mention.by_number and reading.named is None
    if draft.ref and (reading.answer is Answer.ANOTHER or reading.means_the_item or picks_nothing):
        return moves.AskItem(draft)
    names_another = reading.named not in (None, draft.ref) and reading.is_short
    if reading.act in (Act.CHOOSE, Act.ASK) and names_another:
        return _about_another(reading, draft)
    free = reading.act in (Act.ASK, Act.DESCRIBE) and reading.description is not None
    if not free or reading.is_question or not draft.words:
        return None
    return moves.AskChange(draft) if reading.hesitates else moves.Advance(described(draft, reading))


def _change_part(reading: Reading, draft: Draft) -> Move:
    if reading.named not in (None, draft.ref):
        return _about_another(reading, draft)
    if reading.part is Part.ITEM and draft.ref:
        return moves.AskItem(draft)
    takes_words = {Requirement.PROBLEM, Requirement.WORDS} & set(needs_of(draft))
    if reading.part is Part.DESCRIPTION and takes_words:
        return moves.AskWords(draft)
    return moves.AskChange(draft)


def _redirected(reading: Reading, session: Session, draft: Draft) -> Move | None:
    match _take(reading, session):
        case Take.ACCEPT:
            return moves.Advance(draft)
        case Take.DROP_TASK:
            return moves.Drop("no.nothing_open")
    return _not_caught(session, draft) if reading.act is Act.UNCLEAR else None


def _resumed(reading: Reading, session: Session, draft: Draft, question: Resume) -> Move | None:
    match _take(reading, session):
        case Take.ACCEPT:
            return moves.Resume(forget_stored=question.earlier)
        case Take.DROP_TASK:
            return moves.Drop(forget_stored=question.earlier)
    return _late(reading, session, draft)


def _item_picked(reading: Reading, session: Session, draft: Draft, question: WhichItem) -> Move | None:
    if reading.answer is Answer.YES and draft.ref is None and len(question.shown) == 1:
        return moves.Advance(draft.about(question.shown[0]))
    if draft.ref is not None or reading.act not in (*_PICKING, Act.DESCRIBE):
        return _other_action(reading, draft) if draft.ref is None else None
    found = reading.mention.bought
    ref = found.ref if isinstance(found, One) else reading.named
    if isinstance(found, OneOf) and question.tries >= MAX_ASKED:
        ref = found.refs[0]  # the read-back names it before anything is written
    elif isinstance(found, OneOf) and not reading.tells_problem and reading.answers_with_a_name:
        return moves.NarrowItems(found.refs)
    told = Requirement.PROBLEM in needs_of(draft) and reading.tells_problem
    if told:  # keep a problem that is told before we ask for it
        draft = described(draft, reading)
    if ref:
        return moves.Advance(draft.about(ref))
    return moves.AskItem(draft) if told else None


def _case_picked(reading: Reading, session: Session, draft: Draft, question: WhichCase) -> Move | None:
    if reading.act not in _PICKING or not question.cases:
        unanswered = reading.act is Act.UNCLEAR or _take(reading, session) is Take.NOT_CAUGHT
        return _not_caught(session, draft) if unanswered else None
    if reading.choice is not None and reading.choice < len(question.cases):
        return moves.Advance(replace(draft, case_id=question.cases[reading.choice]))
    return None if reading.is_question else _not_caught(session, draft)


def _sided(reading: Reading, draft: Draft) -> Move | None:
    if reading.act is not Act.STATE_SIDE or reading.side is None:
        return None
    return moves.Begin(draft.kind, reason=reading.description, draft=draft, side=reading.side)


def _other_action(reading: Reading, draft: Draft) -> Move | None:
    """Decide "make it a refund instead": the same item keeps the draft, another item starts a new one."""
    kind, named = reading.instead, reading.named
    if kind is None or reading.mention.by_number or (reading.names_item and named is None):
        return None
    exchangeable = spec_of(kind).exchangeable and spec_of(draft.kind).exchangeable
    if draft.seller or not exchangeable:
        return None
    turned = draft if kind is draft.kind else draft.turned_into(kind)
    return moves.Advance(turned.about(named) if named and named != draft.ref else turned)


def _about_another(reading: Reading, draft: Draft) -> Move:
    assert reading.named is not None
    return moves.Advance(draft.about(reading.named))


def _not_caught(session: Session, draft: Draft) -> Move | None:
    """Ask again in other words; the third time, leave it to the escalation."""
    question = session.open_question
    if session.failures >= MAX_MISSES or question is None:
        return None
    name = f"action.not_caught.{question.kind}" if session.failures else "action.not_caught"
    lead = (prompt(name),)
    draft = replace(draft, tries=draft.tries + 1)
    if question.wants_words:
        return moves.Advance(draft, missed=lead)
    topics = (spec_of(draft.kind).topic_for(draft.seller),)
    asked = Text(words=session.asked)
    reply = Reply(
        "action.not_caught", lead, asked, question, topics=topics, outcome=Outcome.DECLINED, draft=draft
    )
    return moves.Say(reply)


def _take(reading: Reading, session: Session) -> Take | None:
    """Return the effect of a short answer on the open question; None for anything else."""
    question = session.open_question
    return question.takes.get(reading.answer) if question is not None and reading.answer else None


def described(draft: Draft, reading: Reading) -> Draft:
    told = reading.description
    assert told is not None
    return replace(draft.described(told.problem, told.words, told.wanted), key="")
