"""The pipeline of one turn: each step runs once, in this order, and no step calls another.

turn ─ understanding ─> reading ─ conversation ─> move ─ topics, actions ─> reply ─ speech ─> spoken
"""

from __future__ import annotations

import logging
import zlib
from dataclasses import dataclass, replace
from typing import get_args
from zoneinfo import ZoneInfo

from shop_helper.actions.codes import Codes
from shop_helper.actions.engine import ActionEngine
from shop_helper.actions.offers import Offers
from shop_helper.actions.repository import ActionRepository
from shop_helper.conversation.outcomes import apology, only_answers, unsettled_after, with_finding
from shop_helper.conversation.ownership import for_owner
from shop_helper.conversation.policy import Standing, decide, wish_with_reason
from shop_helper.conversation.recovery import Recovery
from shop_helper.conversation.tasks import task_move
from shop_helper.conversation.tone import with_tone
from shop_helper.conversation.unread import unread_move
from shop_helper.dialog.answered import Answered
from shop_helper.dialog.move import ActionMove, Advance, Decline, Move, RecoveryMove, Repeat, Say
from shop_helper.dialog.people import Owner
from shop_helper.dialog.questions import WhichTopic
from shop_helper.dialog.reading import Act, Reading, Tone
from shop_helper.dialog.records import Context, Need, Records
from shop_helper.dialog.reply import UNCHANGED, WHAT, Outcome, Reply, Text, prompt
from shop_helper.dialog.session import Session, Spoken, next_session
from shop_helper.dialog.task_questions import Instead
from shop_helper.dialog.turn import Turn
from shop_helper.dialog.writing import Finding, Found, Written
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.calendar import local_date
from shop_helper.lookup import RecordLookup
from shop_helper.owner import Owners
from shop_helper.speech.wording import Wording
from shop_helper.topics.danger import DangerAnswers, Leaving, SafeAgain
from shop_helper.topics.router import TopicRouter
from shop_helper.understanding.danger import Sense, read_danger
from shop_helper.understanding.dynamic_entities import entities_of
from shop_helper.understanding.en.voice_codes import read_code
from shop_helper.understanding.evidence import EVERYTHING, Listener, sense_of, words_of
from shop_helper.understanding.namesakes import with_traits
from shop_helper.understanding.reader import Reader
from shop_helper.understanding.unanswered import Unanswered

log = logging.getLogger("shop_helper")

ABOUT_CODES = (Act.SET_CODE, Act.FORGOT_CODE, Act.GIVE_CODE)
PRIVACY = "safety.assistant_privacy"
WELCOME, BACK = "launch.welcome", "launch.back"
"""`BACK` takes the place of `WELCOME` for a customer with an unfinished action."""


@dataclass(frozen=True)
class Pipeline:
    listener: Listener
    reader: Reader
    lookup: RecordLookup
    router: TopicRouter
    engine: ActionEngine
    offers: Offers
    codes: Codes
    recovery: Recovery
    repository: ActionRepository
    unanswered: Unanswered
    wording: Wording
    zone: ZoneInfo
    owners: Owners
    danger: DangerAnswers
    sense: Sense

    def answer(self, turn: Turn) -> Answered:
        """Answer danger first, without session state; then settle the session's owner; then answer the turn."""
        sense, words = sense_of(turn), words_of(turn)
        said = read_danger(words, self.sense, likely=sense.act is Act.EMERGENCY)
        found = self.danger.answer(turn.session, sense.act, sense.answer, said)
        if isinstance(found, Reply):
            return self._finished(turn, turn.session, found, Tone.CALM, owner=turn.session.owner)
        _, answered = self.owners.use(turn, lambda settled: self._answer(settled, found))
        return answered

    def _answer(self, turn: Turn, safe: SafeAgain | Leaving | None) -> Answered:
        """Answer the turn with a session that may be used. Raises NotTheOwnerError if the caller isn't its owner.

        `safe`: the answer to "are you safe?", if that is open.
        """
        session = turn.session
        turn.writing.prove = lambda reply: self._in_words(turn, reply)
        if session.open_question is not None and session.open_question.is_of_danger:
            if isinstance(safe, SafeAgain):
                return self._taken_up(turn, safe.lead)
            session = replace(session, open_question=session.interrupted, asked=session.interrupted_words)
            turn = replace(turn, session=session)
        evidence = self.listener.evidence(turn)
        asks_code = session.open_question is not None and session.open_question.wants_secret
        if not asks_code and evidence.holds_secret:
            return self._finished(turn, session, self._warned(session), Tone.CALM)
        records = with_traits(self.lookup.read(turn, evidence.needs), turn.now, self.zone)
        context = self._context(turn, session, records)
        reading = self.reader.read(turn, evidence, context)
        finding, session = self._settled(context)
        context = replace(context, session=session)
        if finding is not None and only_answers(reading, finding.found):
            return self._finished(turn, session, _with_failures(finding.reply, records), reading.tone)
        is_of_code = asks_code or reading.act in ABOUT_CODES
        reply = self.codes.answer(context, reading, read_code(evidence.words)) if is_of_code else None
        if reply is None and evidence.holds_secret:
            return self._finished(turn, session, self._warned(session), Tone.CALM)
        if reply is None:
            move, session = self._decided(reading, context)
            context = replace(context, session=session)
            reply = self._resumed(context, self._answered(move, context))
            self._noted(reading, move, context.session)
        reply = with_finding(reply, reading, finding, turn.writing) if finding is not None else reply
        if turn.kept is not None or turn.is_afresh:
            reply = for_owner(turn, reading, reply)
        reply, tone = with_tone(reply, reading.tone, session.tone, self.router.warns)
        reply = _with_failures(replace(reply, entities=entities_of(records)), records)
        return self._finished(turn, session, reply, tone)

    def _taken_up(self, turn: Turn, lead: tuple[Text, ...]) -> Answered:
        """Ask the question again that was open before the danger; a read-back is repeated before any yes counts."""
        session, before, draft = turn.session, turn.session.interrupted, turn.session.draft
        if draft is not None and before is not None and before.is_of_draft:
            context = self._context(turn, session, self.lookup.read(turn, EVERYTHING))
            reply = self.engine.answer(Advance(draft, lead), context)
            if reply.outcome is not Outcome.ERROR:  # nothing was missed: the lead is the answer to "I'm safe"
                reply = replace(reply, prompt=lead[0].prompt, outcome=Outcome.ASKED)
            return self._finished(turn, session, reply, Tone.CALM)
        if draft is not None and (before is None or before.gives_way):
            question, ask = self.engine.resume(draft)
        elif before is not None and session.interrupted_words:
            question, ask = Text(words=session.interrupted_words), before
        else:
            question, ask = WHAT
        topics = (session.topic,) if session.topic else ()
        outcome = Outcome.CONVERSATIONAL
        reply = Reply(
            lead[0].prompt, lead, question, ask, topics=topics, outcome=outcome, keeps_last_answer=True
        )
        return self._finished(turn, session, reply, Tone.CALM)

    def _settled(self, context: Context) -> tuple[Finding | None, Session]:
        """Look up the outcome of an unsettled write; return the finding and the session without what it settles.

        The draft of a completed write is cleared, so that the customer isn't asked about it again.
        """
        session, unsettled = context.session, context.session.unsettled
        if unsettled is None:
            return None, session
        look = self.codes.look if unsettled.what is Written.VOICE_CODE else self.engine.look
        finding = look(context, unsettled)
        if finding is not None and finding.found is Found.UNKNOWN:
            return finding, session
        session = replace(session, unsettled=None)
        if finding is not None and finding.found is Found.WRITTEN:
            session = replace(session, draft=None, open_question=None)
            context.writing.found_done(finding.reply)
        return finding, session

    def _decided(self, reading: Reading, context: Context) -> tuple[Move, Session]:
        """Choose the move: the open action gets each turn first, and the general policy decides the others."""
        session = context.session
        if context.records.failures:
            unread = unread_move(reading, session, context.orders, context.records.cases)
            if unread is not None:
                return unread, session
        move = task_move(reading, session) if session.draft is not None else None
        if move is not None:
            return move, session
        move = wish_with_reason(reading)
        if move is None:
            about_items = self.router.is_about_items(session.topic)
            move = decide(
                reading, session, Standing(context.customer is not None, context.sells, about_items)
            )
        stays = isinstance(move, Repeat) or (
            isinstance(move, Say) and move.reply.ask == session.open_question
        )
        if isinstance(session.open_question, Instead) and not stays:
            session = replace(session, draft=None)  # the customer didn't accept the alternative
        return move, session

    def _answered(self, move: Move, context: Context) -> Reply:
        if isinstance(move, Say):
            return move.reply
        if isinstance(move, get_args(RecoveryMove)):
            return self.recovery.answer(move, context.session)
        if isinstance(move, get_args(ActionMove)):
            return self.engine.answer(move, context)
        reply = self.router.answer(move, context)  # type: ignore[arg-type]
        return self.offers.added(reply, context)

    def _resumed(self, context: Context, reply: Reply) -> Reply:
        """Offer the open action again after a digression, or an earlier conversation's draft after the welcome."""
        draft = context.session.draft if reply.draft is UNCHANGED else reply.draft
        if reply.ask is None or not reply.ask.gives_way:
            return reply
        if draft is not None:
            question, ask = self.engine.resume(draft)
            return replace(reply, question=question, ask=ask)
        earlier = context.records.earlier_draft
        if not isinstance(earlier, Draft) or reply.outcome is Outcome.ERROR or reply.link_account:
            return reply
        told = self.engine.told_done(context, earlier)
        if told is not None:
            greeted = sum(text.prompt in (WELCOME, BACK) for text in reply.say[:1])
            return replace(reply, say=(*reply.say[:greeted], told, *reply.say[greeted:]))
        question, ask = self.engine.resume(earlier, earlier=True)
        say = tuple(prompt(BACK) if text.prompt == WELCOME else text for text in reply.say)
        name = BACK if reply.prompt == WELCOME else reply.prompt
        return replace(reply, prompt=name, say=say, question=question, ask=ask, draft=earlier)

    def _noted(self, reading: Reading, move: Move, session: Session) -> None:
        """Log unanswered questions and refused choices for the people who write articles."""
        if isinstance(move, Decline):
            self.unanswered.note(reading.text, "declined", move.nearby)
        if isinstance(move, Say) and move.unanswered and isinstance(session.open_question, WhichTopic):
            self.unanswered.note(session.open_question.text, "corrected", move.unanswered)

    @staticmethod
    def _warned(session: Session) -> Reply:
        """Warn about a spoken secret and end whatever is open.

        The draft of an unsettled write stays, since its outcome still has to be looked up.
        """
        draft = session.draft if session.unsettled is not None else None
        said = (prompt("secret.stop"),)
        return Reply("secret.stop", said, *WHAT, topics=(PRIVACY,), draft=draft, forgets=True)

    def apologize(self, turn: Turn) -> Answered:
        """Apologize for a failed turn: claim nothing about a write that isn't known, and offer to go on."""
        turn = self.owners.settle(turn)
        return self._finished(turn, turn.session, apology(turn.session, turn.writing), Tone.CALM)

    def keep_draft(self, turn: Turn) -> None:
        """Store the unfinished draft of a conversation that has ended."""
        self.owners.use(turn, lambda settled: self._keep(settled, settled.session))

    def forget_user(self, turn: Turn) -> None:
        """Delete the data of a user who disabled the skill. Raises StoreError."""
        self.repository.forget_user(turn.user, turn.now, turn.happened_at or turn.now, turn.deadline)

    def _keep(self, turn: Turn, session: Session) -> None:
        if session.draft is None:
            return
        records = self.lookup.read(turn, Need.CUSTOMER)
        self.repository.keep(self._context(turn, session, records), session)

    @staticmethod
    def _context(turn: Turn, session: Session, records: Records) -> Context:
        return Context(
            turn.now,
            turn.request_id,
            session,
            records,
            turn.audience,
            turn.user,
            turn.shows_cards,
            turn.writing,
            turn.deadline,
        )

    def _in_words(self, turn: Turn, reply: Reply) -> tuple[Reply, Spoken]:
        """Return the reply with its card and rows in words, and its speech."""
        today = local_date(turn.now, self.zone)
        spoken = self.wording.speak(reply, today, turn.request_id)
        if reply.card is not None:
            reply = replace(reply, card=self.wording.card(reply.card, today))
        if turn.has_screen:
            reply = replace(reply, choices=self.wording.names(reply.choices, today))
            reply = replace(reply, rows=self.wording.rows(reply.rows, today, turn.request_id))
        return reply, spoken

    def _finished(
        self, turn: Turn, session: Session, reply: Reply, tone: Tone, owner: Owner | None = None
    ) -> Answered:
        """Put the reply into words and make the next session; store the draft of a conversation that ends.

        `owner`: the session's owner if the turn didn't check it, so that the session stays theirs.
        """
        reply, spoken = self._in_words(turn, reply)
        session = replace(
            session,
            tone=tone.value if tone is not Tone.CALM else "",
            unsettled=unsettled_after(turn.writing, session.unsettled),
        )
        screen = screen_token(turn.request_id) if turn.has_screen else ""
        after = next_session(session, reply, spoken, turn.audience, screen)
        if reply.ask is None:
            self._keep(turn, replace(session, draft=after.draft))
        after = turn.kept or replace(after, owner=owner or self.owners.after(turn))
        return Answered(reply, spoken, after, turn)


def _with_failures(reply: Reply, records: Records) -> Reply:
    """The reply, with what its records lack: an answer in an outage is no plain success in the log."""
    names = (*(one.name for one in records.failures), *reply.degraded)
    return replace(reply, degraded=tuple(dict.fromkeys(names)))


def screen_token(request_id: str) -> str:
    """Return the token of a turn's screen, so that a touch on an older screen is recognized as stale."""
    return f"screen.{zlib.crc32(request_id.encode('utf-8', 'surrogatepass')):08x}"
