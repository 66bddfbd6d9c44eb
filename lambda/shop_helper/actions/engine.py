"""Carry out the moves of every action: ask one thing at a time, read back, and write after an explicit yes.

The draft stays in the session until it is done, dropped or refused, through any digression.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from shop_helper.actions import prompts, replies
from shop_helper.actions.approval import Approval, NoApproval
from shop_helper.actions.repository import ActionRepository
from shop_helper.actions.side import acts_as_seller
from shop_helper.dialog import move as moves
from shop_helper.dialog.move import ActionMove, Begin, Tell
from shop_helper.dialog.people import Audience, Unreachable
from shop_helper.dialog.questions import OpenQuestion, WhichSide
from shop_helper.dialog.reading import ItemMention
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import (
    ANYTHING_ELSE,
    UNCHANGED,
    WHAT,
    Closing,
    Outcome,
    Reply,
    Text,
    prompt,
)
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Dictate,
    Instead,
    Resume,
    ToldSeller,
    WhatToChange,
    WhichCase,
)
from shop_helper.dialog.writing import Finding, Found, UnsettledWrite
from shop_helper.domain.actions.catalog import Requirement, needs_of, spec_of
from shop_helper.domain.actions.changes import Commit, change_for, keyed
from shop_helper.domain.actions.draft import ActionKind, Draft, at_risk_case
from shop_helper.domain.actions.eligibility import Facts, NotAllowed, Reason
from shop_helper.domain.actions.steps import Ask, ReadBack, Redirect, Refuse, Step, next_step
from shop_helper.domain.cases import FOLLOWED
from shop_helper.domain.orders import Order, OrderItem, SoldBy
from shop_helper.errors import StoreError, UncertainError
from shop_helper.topics.account import unavailable, unknown_customer
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.closing import offer
from shop_helper.topics.item_candidates import LIKELY, newest_first
from shop_helper.topics.item_choice import Nothing, Open, Settled, Unknown, ask_item, meant_item
from shop_helper.topics.names import case_name

log = logging.getLogger("shop_helper")


class ActionEngine:
    def __init__(
        self, articles: ArticleAnswers, repository: ActionRepository, approval: Approval | None = None
    ) -> None:
        """`approval`: the check between the yes and the write."""
        self._articles, self._repository = articles, repository
        self._approval = approval or NoApproval()

    def answer(self, move: ActionMove, context: Context) -> Reply:
        match move:
            case Begin():
                return self.begin(move, context)
            case moves.BeginAtRisk(ref, evidence):
                return self._start(context, at_risk_case(ref, evidence), Begin(ActionKind.CASE))
            case moves.Advance(draft, missed):
                reply = self._advance(context, draft, missed)
                if not missed or reply.outcome is Outcome.ERROR:
                    return reply
                return replace(reply, prompt="action.not_caught", outcome=Outcome.DECLINED)
            case moves.Write():
                return self.write(context)
            case moves.Drop(name, forget_stored):
                if forget_stored:
                    self._repository.drop_kept(context)
                return replies.dropped(name)
            case moves.Resume(forget_stored):
                if forget_stored:
                    self._repository.drop_kept(context)
                opened = context.session.draft
                return self._advance(context, opened) if opened else Reply("ask.what", (), *WHAT)
            case moves.AskItem(draft):
                return self._ask_item(context, draft)
            case moves.AskChange(draft):
                return self._ask_change(draft)
            case moves.AskWords(draft):
                return self._ask_words(context, draft)
            case moves.SumUp(draft):
                return replies.so_far(context, draft)
            case _:
                assert_never(move)

    def begin(self, move: Begin, context: Context) -> Reply:
        """Begin an action with everything the request states; find its item or ask for it."""
        if move.side is not None:
            reply = self.begin(replace(move, side=None), context.asking_as(move.side))
            return replace(reply, audience=reply.audience or move.side)
        draft, reason = move.draft or Draft(move.kind), move.reason
        if move.draft is None and reason is not None and Requirement.PROBLEM in spec_of(move.kind).needs:
            draft = draft.described(reason.problem, reason.words, reason.wanted)
        reply = self._start(context, draft, move)
        begun_anew = move.draft is None and reply.draft is UNCHANGED
        return replace(reply, draft=None) if begun_anew else reply

    def cancel_if_possible(self, context: Context, asked: Tell) -> Reply:
        """Answer whether something can be canceled by offering to do it."""
        return self.begin(Begin(ActionKind.CANCEL, asked.mention, ref=asked.ref), context)

    def offer(self, context: Context, reply: Reply, draft: Draft) -> Reply:
        """Replace an article's answer about an item by an offer of the action, or by the reason against it.

        The article's answer stays if it says the same (not covered, the seller first).
        """
        facts = self._repository.facts(context, draft)
        if isinstance(facts, Unavailable):
            return reply
        step = next_step(draft, facts, self._repository.policy)
        if isinstance(step, Ask | ReadBack):
            question, ask = offer(draft.kind)
            said = prompt(f"action.possible.{draft.kind.value}", **prompts.values_of(draft, facts))
            return replace(reply, prompt=said.prompt, say=(said,), question=question, ask=ask)
        if isinstance(step, Redirect) and step.to.kind is ActionKind.MESSAGE:
            question, ask = offer(step.to.kind)
            return replace(reply, question=question, ask=ask)
        if step.why.reason is Reason.NOT_COVERED:  # the article says so already
            return reply
        return replace(self._say(context, step, facts, ()), card=reply.card)

    def write(self, context: Context, approved: bool = False) -> Reply:
        """Write exactly what was read back, or say what has changed since."""
        draft = context.session.draft
        if draft is None or not draft.key:
            return Reply("ask.what", (), *WHAT, outcome=Outcome.CONVERSATIONAL)
        challenge = None if approved else self._approval.challenge(context, draft)
        if challenge is not None:
            return challenge
        unknown = unknown_customer(context, self._articles, prompts.topic_of(draft))
        if unknown is not None:
            return unknown
        try:
            if draft.kind is ActionKind.DELETE:
                return self._deleted(context, draft)
            return self._written(context, draft)
        except UncertainError:
            return replies.try_again(draft, "action.uncertain")
        except StoreError as problem:
            log.warning("nothing was written: %s", problem)
            return replies.try_again(draft, "action.not_saved")

    @staticmethod
    def resume(draft: Draft, earlier: bool = False) -> Closing:
        """Return the question "shall we go on with the case about the kettle?"."""
        name = "action.resume.earlier" if earlier else "action.resume"
        return prompt(name, what=replies.named(draft)), Resume(earlier)

    def _start(self, context: Context, draft: Draft, move: Begin) -> Reply:
        topic = prompts.topic_of(draft)
        unknown = unknown_customer(context, self._articles, topic)
        if unknown is not None:
            return unknown
        if draft.kind is ActionKind.CASE and not draft.seller:
            as_seller = acts_as_seller(context, move)
            if as_seller is None:
                asked = replies.asked("ask.audience", (), prompt("ask.audience"), WhichSide(topic), draft)
                return replace(asked, draft=draft)
            draft = replace(draft, seller=as_seller)
            if as_seller and draft.words and move.reason is not None:
                draft = replace(draft, problem=move.reason.seller_problem)
        if Requirement.ITEM not in needs_of(draft):
            return self._advance(context, draft)
        if context.sells:
            return self._as_buyer(context, draft, move)
        return self._advance(context, draft) if draft.ref else self._find_item(context, draft, move)

    def _as_buyer(self, context: Context, draft: Draft, move: Begin) -> Reply:
        """Switch to the buyer's side; tell a customer who only sells that the action is for buyers."""
        assert context.customer is not None
        if Audience.BUYER not in context.customer.audiences:
            lead = (prompt("orders.none_bought"),)
            return self._articles.answer(context, prompts.topic_of(draft), lead=lead)
        context = context.asking_as(Audience.BUYER)
        reply = self._advance(context, draft) if draft.ref else self._find_item(context, draft, move)
        return replace(reply, audience=Audience.BUYER)

    def _find_item(self, context: Context, draft: Draft, move: Begin) -> Reply:
        topic, orders = prompts.topic_of(draft), context.orders
        if isinstance(orders, Unavailable):
            return unavailable(topic, orders)
        likely = self._likely(context, draft, orders)
        mention = ItemMention(goes_on=False) if move.anew else move.mention
        match meant_item(context, mention, move.ref, orders, likely):
            case Settled(item):
                return self._advance(context, draft.about(item.ref, item.spoken_name))
            case Open(items) if items:
                return replace(ask_item(context, topic, items), draft=draft)
            case Unknown() if likely:
                name = "orders.unknown_number" if mention.by_number else "orders.unknown"
                return replace(
                    ask_item(context, topic, likely), prompt=name, say=(prompt(name),), draft=draft
                )
            case Nothing():
                name = "orders.none"
            case _:
                name = "orders.none_fit"
        return self._articles.answer(context, topic, lead=(prompt(name),))

    def _likely(self, context: Context, draft: Draft, orders: Sequence[Order]) -> list[OrderItem]:
        """Return the likely items of an action that names none."""
        items = newest_first(orders)
        if draft.kind is ActionKind.MESSAGE:
            return [item for item in items if item.sold_by is SoldBy.THIRD_PARTY]
        topic = spec_of(draft.kind).candidates or prompts.topic_of(draft)
        return LIKELY.get(topic, LIKELY[""])(items, context.now.astimezone(self._repository.zone))

    def _advance(self, context: Context, draft: Draft, lead: tuple[Text, ...] = ()) -> Reply:
        """Take the next step of the draft, by the current records."""
        topic = prompts.topic_of(draft)
        unknown = unknown_customer(context, self._articles, topic)
        if unknown is not None:
            return unknown
        facts = self._repository.facts(context, draft)
        if isinstance(facts, Unavailable):
            return replace(unavailable(topic, facts), draft=draft)
        return self._say(context, next_step(draft, facts, self._repository.policy), facts, lead)

    def _say(self, context: Context, step: Step, facts: Facts, lead: tuple[Text, ...]) -> Reply:
        match step:
            case Ask():
                if step.slot is Requirement.ITEM:
                    return self._ask_item(context, step.draft)
                if step.slot is Requirement.CASE:
                    return self._which_case(context, step.draft, facts)
                question = prompts.question_of(step, facts)
                asked = replies.asked(question.prompt, lead, question, _QUESTIONS[step.slot], step.draft)
                return replace(asked, draft=step.draft)
            case ReadBack():
                assert context.customer is not None
                draft = keyed(step, facts, context.customer.id, context.request_id)
                said = (*lead, *prompts.read_back(step, facts, self._repository.policy))
                asked = replies.asked(said[len(lead)].prompt, said, prompts.shall_i(draft), Confirm(), draft)
                return replace(asked, draft=draft)
            case Refuse():
                return self._refused(step, facts, lead)
            case Redirect():
                why = prompts.refused(step, facts, self._repository.zone)
                asked = replies.asked(why.prompt, (*lead, why), prompts.redirect(step), Instead(), step.draft)
                return replace(asked, draft=step.to)

    def _refused(self, step: Refuse, facts: Facts, lead: tuple[Text, ...]) -> Reply:
        why = prompts.refused(step, facts, self._repository.zone)
        topics = (prompts.topic_of(step.draft),)
        return Reply(why.prompt, (*lead, why), *ANYTHING_ELSE, topics=topics, item=step.draft.ref, draft=None)

    def _ask_item(self, context: Context, draft: Draft) -> Reply:
        """Ask which item, among all possible ones."""
        topic, orders = prompts.topic_of(draft), context.orders
        if isinstance(orders, Unavailable):
            return unavailable(topic, orders)
        likely = self._likely(context, draft, orders)
        if not likely:
            return replies.dropped("orders.none_fit")
        return replace(
            ask_item(context, topic, likely), draft=replace(draft, ref=None, item_name="", traits=(), key="")
        )

    @staticmethod
    def _ask_change(draft: Draft) -> Reply:
        """Ask "what should I change?"."""
        question = prompt("action.ask.change.item" if draft.ref and draft.words else "action.ask.change")
        return replace(replies.asked("action.ask.change", (), question, WhatToChange(), draft), draft=draft)

    def _ask_words(self, context: Context, draft: Draft) -> Reply:
        """Ask for the description again, even if the record shows the problem."""
        draft = replace(draft, words="", problem=None, key="")
        slot = Requirement.WORDS if Requirement.WORDS in needs_of(draft) else Requirement.PROBLEM
        facts = self._repository.facts(context, draft)
        if isinstance(facts, Unavailable):
            return unavailable(prompts.topic_of(draft), facts)
        return self._say(context, Ask(slot, draft), facts, ())

    def _which_case(self, context: Context, draft: Draft, facts: Facts) -> Reply:
        there = tuple(case for case in facts.cases if case.kind in FOLLOWED and not case.is_closed)
        if not there:
            return self._refused(Refuse(draft, NotAllowed(Reason.NOT_THERE)), facts, ())
        if len(there) == 1:
            return self._advance(context, replace(draft, case_id=there[0].case_id))
        shown = there[: prompts.MAX_CHOICES]
        ask = WhichCase(tuple(case.case_id for case in shown))
        names = tuple(case_name(case, facts.traits) for case in shown)
        asked = replies.asked("action.ask.which_case", (), prompts.which_case(names), ask, draft)
        return replace(asked, choices=names, draft=replace(draft, case_id=None))

    def _written(self, context: Context, draft: Draft) -> Reply:
        """Decide again on the current records, and write. Raises StoreError."""
        assert context.customer is not None
        facts = self._repository.facts(context, draft)
        if isinstance(facts, Unavailable):
            raise StoreError(facts.why)
        done = next((case for case in facts.cases if case.has_event(draft.key)), None)
        if done is None:
            step = next_step(draft, facts, self._repository.policy)
            if not _as_read_back(step, draft):
                return self._changed(context, step, facts)
            assert isinstance(step, ReadBack)
            change = change_for(step, facts, self._repository.policy, context.customer.id, draft)
            reply = replies.done(draft, change.case, facts)
            if self._repository.commit(context, draft, change, reply) is Commit.STALE:
                facts = self._repository.facts_now(context, draft)
                return self._changed(context, next_step(draft, facts, self._repository.policy), facts)
        else:
            reply = replies.done(draft, done, facts)
            context.writing.found_done(reply)
        return reply

    def _changed(self, context: Context, step: Step, facts: Facts) -> Reply:
        """Say how things stand now, and what can be done, after the read-back became outdated."""
        lead: tuple[Text, ...] = (prompt("action.changed"),)
        if isinstance(step, ReadBack) and facts.item is not None:
            state = facts.item.status.value
            lead = (
                *lead,
                prompt(f"action.changed.{state}", item=prompts.values_of(step.draft, facts)["item"]),
            )
        return replace(self._say(context, step, facts, lead), prompt="action.changed")

    def _deleted(self, context: Context, draft: Draft) -> Reply:
        staying = self._repository.forget(context, draft, *map(replies.deletion_told, (False, True)))
        context.writing.done = replies.deletion_told(staying > 0)
        return context.writing.done

    def look(self, context: Context, unsettled: UnsettledWrite) -> Finding | None:
        """Look up an unsettled write; None if it doesn't belong to the current draft."""
        draft = context.session.draft
        if draft is None or not draft.key or draft.key != unsettled.key:
            return None
        unsure = prompt("action.still_uncertain")
        unknown = Finding(Found.UNKNOWN, replies.try_again(draft, "action.uncertain"), unsure)
        if context.customer is None:
            return unknown if isinstance(context.records.caller, Unreachable) else None
        try:
            done = self._done_before(context, draft)
        except StoreError as problem:
            log.warning("the outcome of a write is still not known: %s", problem)
            return unknown
        if done is not None:
            return Finding(Found.WRITTEN, done, replies.went_through(draft))
        partly = draft.kind is ActionKind.DELETE  # some records may be deleted already
        lead = prompt("action.unfinished" if partly else "action.went_wrong", what=replies.named(draft))
        reply = replace(replies.try_again(draft, lead.prompt), say=(lead,))
        return Finding(Found.NOT_WRITTEN, reply, lead)

    def told_done(self, context: Context, draft: Draft) -> Text | None:
        """Say that an earlier conversation's draft went through, if only its answer was lost; drop that draft."""
        try:
            if not draft.key or self._done_before(context, draft) is None:
                return None
        except StoreError:
            return None
        self._repository.drop_kept(context)
        return replies.went_through(draft)

    def _done_before(self, context: Context, draft: Draft) -> Reply | None:
        """Return the reply for a draft that is done already; None if it isn't. Raises StoreError."""
        if draft.kind is ActionKind.DELETE:
            staying = self._repository.forgotten(context)
            return replies.deletion_told(staying > 0) if staying is not None else None
        facts = self._repository.facts(context, draft)
        if isinstance(facts, Unavailable):
            raise StoreError(facts.why)
        case = next((case for case in facts.cases if case.has_event(draft.key)), None)
        return replies.done(draft, case, facts) if case is not None and draft.key else None


_QUESTIONS: dict[Requirement, OpenQuestion] = {
    Requirement.PROBLEM: Describe(),
    Requirement.WORDS: Dictate(),
    Requirement.SELLER: ToldSeller(),
}


def _as_read_back(step: Step, draft: Draft) -> bool:
    """Whether the step is still the one that the customer has agreed to."""
    return (
        isinstance(step, ReadBack)
        and step.draft.order_version == draft.order_version
        and step.draft.case_version == draft.case_version
    )
