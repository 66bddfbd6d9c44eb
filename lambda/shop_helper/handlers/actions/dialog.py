"""The dialog of every action: asks one thing at a time, reads back, and writes after an explicit yes.

The draft stands in the session (`Session.draft`) until it is done, dropped or refused, whatever else is said meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shop_helper.domain.actions.changes import change_for, keyed
from shop_helper.domain.actions.draft import Draft, Kind
from shop_helper.domain.actions.eligibility import NotAllowed, Reason
from shop_helper.domain.actions.problems import problem_of
from shop_helper.domain.actions.steps import (
    Ask,
    Facts,
    ReadBack,
    Redirect,
    Refuse,
    Slot,
    Step,
    needs_of,
    next_step,
)
from shop_helper.domain.cases import FOLLOWED, Case, Problem
from shop_helper.domain.orders import Order, OrderItem, SoldBy
from shop_helper.errors import StoreError, UncertainError
from shop_helper.handlers.account import unavailable, unknown_customer
from shop_helper.handlers.actions import speaking
from shop_helper.handlers.actions.gate import OpenGate, WriteGate
from shop_helper.handlers.actions.records import Records, draft_data, open_draft
from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.desk import Said
from shop_helper.handlers.handler import ANYTHING_ELSE, WHAT, prompt
from shop_helper.handlers.items import ItemChoices, Nothing, Open, Settled, Unknown, sells
from shop_helper.handlers.likely import LIKELY, newest_first
from shop_helper.handlers.offers import offer
from shop_helper.handlers.outcome_first import Finding, Found
from shop_helper.handlers.rows import case_rows
from shop_helper.persistence.cases import Commit
from shop_helper.turn import Audience, Outcome, Pending, Reply, Text, Turn, Unreachable

log = logging.getLogger("shop_helper")


class ActionDialog:
    def __init__(
        self, articles: ArticleAnswers, items: ItemChoices, records: Records, gate: WriteGate | None = None
    ) -> None:
        self._articles, self.items, self.records = articles, items, records
        self._gate = gate or OpenGate()

    def start(self, turn: Turn, draft: Draft, said: Said | None = None) -> Reply:
        """Begins an action with what was said along with it; an item that is meant is found, or asked for."""
        topic = speaking.topic_of(draft)
        unknown = unknown_customer(turn, self._articles, topic)
        if unknown is not None:
            return unknown
        said = said or Said()
        try:
            if draft.kind is Kind.CASE and not draft.seller:
                as_seller = self._side(turn, said)
                if isinstance(as_seller, Reply):
                    turn.session.draft = draft_data(draft)
                    return as_seller
                draft = replace(draft, seller=as_seller)
                if as_seller and draft.words:  # a seller's troubles have names of their own
                    draft = replace(draft, problem=problem_of(draft.words, seller=True) or Problem.OTHER)
            needs_item = Slot.ITEM in needs_of(draft)
            if needs_item and not self._as_buyer(turn):
                return self._articles.answer(turn, topic, lead=(prompt("orders.none_bought"),))
            if needs_item and draft.ref is None:
                return self._find_item(turn, draft, said)
            return self.advance(turn, draft)
        except StoreError:
            return unavailable(topic)

    def advance(self, turn: Turn, draft: Draft, lead: tuple[Text, ...] = ()) -> Reply:
        """The next step of the draft as things stand now."""
        topic = speaking.topic_of(draft)
        unknown = unknown_customer(turn, self._articles, topic)
        if unknown is not None:
            return unknown
        try:
            facts = self.records.facts(turn, draft)
            if Slot.CASE in needs_of(draft) and all(case.case_id != draft.case_id for case in facts.cases):
                return self._which_case(turn, draft, facts)
            return self._say(turn, next_step(draft, facts, self.records.policy), facts, lead)
        except StoreError:
            turn.session.draft = draft_data(draft)
            return unavailable(topic)

    def offer(self, turn: Turn, reply: Reply, draft: Draft) -> Reply:
        """In place of what an article says of an item: that the draft can be done, offered, or what stands against it.
        Where the article says the same (not covered, the seller first) it is kept."""
        try:
            facts = self.records.facts(turn, draft)
        except StoreError:
            return reply
        step = next_step(draft, facts, self.records.policy)
        if isinstance(step, Ask | ReadBack):
            question, ask = offer(draft.kind)
            said = prompt(f"action.possible.{draft.kind.value}", **speaking.values_of(draft, facts))
            return replace(reply, prompt=said.prompt, say=(said,), question=question, ask=ask)
        if isinstance(step, Redirect) and step.to.kind is Kind.MESSAGE:
            question, ask = offer(step.to.kind)
            return replace(reply, question=question, ask=ask)
        if step.why.reason is Reason.NOT_COVERED:  # the article has said so
            return reply
        return replace(self._say(turn, step, facts, ()), card=reply.card)

    def write(self, turn: Turn, passed: bool = False) -> Reply:
        """After the yes: writes exactly what was read back, or says what has changed since. `passed`: the gate is."""
        draft = open_draft(turn.session.draft)
        if draft is None or not draft.key:
            return Reply("ask.what", (), *WHAT, outcome=Outcome.MANAGED)
        held = None if passed else self._gate.holds_back(turn, draft)
        if held is not None:
            return held
        topic = speaking.topic_of(draft)
        unknown = unknown_customer(turn, self._articles, topic)
        if unknown is not None:
            return unknown
        try:
            return self._forgotten(turn, draft) if draft.kind is Kind.DELETE else self._written(turn, draft)
        except UncertainError:
            return self._try_again(turn, draft, "action.uncertain")
        except StoreError as problem:
            log.warning("nothing was written: %s", problem)
            return self._try_again(turn, draft, "action.not_saved")

    def drop(self, turn: Turn, name: str = "cancel.task") -> Reply:
        turn.session.draft = None
        return Reply(name, (prompt(name),), prompt("ask.what_else"), Pending("what"), outcome=Outcome.MANAGED)

    def ask_item(self, turn: Turn, draft: Draft) -> Reply:
        """Which item, from all that this action could be about."""
        topic = speaking.topic_of(draft)
        likely = self._likely(turn, draft, self.items.orders(turn))
        if not likely:
            return self.drop(turn, "orders.none_fit")
        turn.session.draft = draft_data(replace(draft, ref=None, item_name="", key=""))
        return self.items.ask(topic, likely)

    def ask_change(self, turn: Turn, draft: Draft) -> Reply:
        """ "What should I change?" """
        turn.session.draft = draft_data(draft)
        question = prompt("action.ask.change.item" if draft.ref and draft.words else "action.ask.change")
        return self._asked("action.ask.change", (), question, Pending("change"), draft)

    def ask_words(self, turn: Turn, draft: Draft) -> Reply:
        """The description anew, also where the record shows what went wrong. Raises StoreError."""
        draft = replace(draft, words="", problem=None, key="")
        slot = Slot.WORDS if Slot.WORDS in needs_of(draft) else Slot.PROBLEM
        return self._say(turn, Ask(slot, draft), self.records.facts(turn, draft), ())

    @staticmethod
    def named(draft: Draft) -> Text:
        """ "The case about the kettle"."""
        return prompt(f"action.name.{speaking.variant(draft)}", item=draft.item_name or "an order")

    def resume(self, draft: Draft, earlier: bool = False) -> tuple[Text, Pending]:
        """ "Shall we go on with the case about the kettle?" """
        name = "action.resume.earlier" if earlier else "action.resume"
        return prompt(name, what=self.named(draft)), Pending("resume", {"earlier": True} if earlier else {})

    def _side(self, turn: Turn, said: Said) -> bool | Reply:
        """Whether the customer acts as a seller; asks where account, words and conversation leave it open."""
        customer = turn.customer
        assert customer is not None
        if Audience.SELLER not in customer.audiences or said.item or said.order or said.ref:
            return False
        if Audience.BUYER not in customer.audiences or turn.session.audience is Audience.SELLER:
            return True
        if turn.session.audience is Audience.BUYER:
            return False
        topic = speaking.TOPICS[Kind.CASE]
        return self._asked(
            "ask.audience",
            (),
            prompt("ask.audience"),
            Pending("audience", {"topic": topic}),
            Draft(Kind.CASE),
        )

    @staticmethod
    def _as_buyer(turn: Turn) -> bool:
        """Whether the customer buys at all; from here on they ask as a buyer, whatever they asked as before."""
        if not sells(turn):
            return True
        assert turn.customer is not None
        if Audience.BUYER not in turn.customer.audiences:
            return False
        turn.session.audience = Audience.BUYER
        return True

    def _find_item(self, turn: Turn, draft: Draft, said: Said) -> Reply:
        topic = speaking.topic_of(draft)
        orders = self.items.orders(turn)
        likely = self._likely(turn, draft, orders)
        meant = self.items.meant(turn, said, orders, likely)
        if isinstance(meant, Settled):
            return self.advance(turn, draft.about(meant.item.ref, meant.item.spoken_name))
        if isinstance(meant, Open) and meant.items:
            turn.session.draft = draft_data(draft)
            return self.items.ask(topic, meant.items)
        if isinstance(meant, Unknown) and likely:
            turn.session.draft = draft_data(draft)
            name = "orders.unknown_number" if said.order else "orders.unknown"
            return replace(self.items.ask(topic, likely), prompt=name, say=(prompt(name),))
        name = "orders.none" if isinstance(meant, Nothing) else "orders.none_fit"
        return self._articles.answer(turn, topic, lead=(prompt(name),))

    def _likely(self, turn: Turn, draft: Draft, orders: Sequence[Order]) -> list[OrderItem]:
        """The items that this action can be about when none is named."""
        items = newest_first(orders)
        if draft.kind is Kind.MESSAGE:
            return [item for item in items if item.sold_by is SoldBy.THIRD_PARTY]
        topic = "returns.can_i_return" if draft.kind is Kind.RETURN else speaking.topic_of(draft)
        return LIKELY.get(topic, LIKELY[""])(items, turn.now.astimezone(self.records.zone))

    def _say(self, turn: Turn, step: Step, facts: Facts, lead: tuple[Text, ...]) -> Reply:
        match step:
            case Ask():
                if step.slot is Slot.ITEM:
                    return self.ask_item(turn, step.draft)
                question = speaking.question_of(step, facts)
                turn.session.draft = draft_data(step.draft)
                return self._asked(question.prompt, lead, question, Pending(step.slot.value), step.draft)
            case ReadBack():
                assert turn.customer is not None
                draft = keyed(step, facts, turn.customer.id, turn.request_id)
                turn.session.draft = draft_data(draft)
                said = (*lead, *speaking.read_back(step, facts))
                name = said[len(lead)].prompt
                return self._asked(name, said, speaking.shall_i(draft), Pending("confirm"), draft)
            case Refuse():
                turn.session.draft = None
                return self._refused(step, facts, lead)
            case Redirect():
                turn.session.draft = draft_data(step.to)
                why = speaking.refused(step, facts, self.records.zone)
                question = speaking.redirect(step)
                return self._asked(why.prompt, (*lead, why), question, Pending("redirect"), step.draft)

    def _refused(self, step: Refuse, facts: Facts, lead: tuple[Text, ...]) -> Reply:
        why = speaking.refused(step, facts, self.records.zone)
        return Reply(
            why.prompt,
            (*lead, why),
            *ANYTHING_ELSE,
            topics=(speaking.topic_of(step.draft),),
            item=step.draft.ref,
        )

    def _asked(self, name: str, said: tuple[Text, ...], question: Text, ask: Pending, draft: Draft) -> Reply:
        return Reply(
            name,
            said,
            question,
            ask,
            topics=(speaking.topic_of(draft),),
            outcome=Outcome.ASKED,
            item=draft.ref,
        )

    def _which_case(self, turn: Turn, draft: Draft, facts: Facts) -> Reply:
        there = open_cases(facts.cases)
        if not there:
            turn.session.draft = None
            return self._refused(Refuse(draft, NotAllowed(Reason.NOT_THERE)), facts, ())
        if len(there) == 1:
            return self.advance(turn, replace(draft, case_id=there[0].case_id))
        turn.session.draft = draft_data(replace(draft, case_id=None))
        ids = [case.case_id for case in there[: speaking.MAX_CHOICES]]
        ask = Pending("which_case", {"cases": ids})
        asked = self._asked("action.ask.which_case", (), speaking.which_case(there), ask, draft)
        return replace(asked, choices=tuple(speaking.named(case) for case in there[: speaking.MAX_CHOICES]))

    def _written(self, turn: Turn, draft: Draft) -> Reply:
        """Decides once more on what stands there now. Raises StoreError."""
        assert turn.customer is not None
        facts = self.records.facts(turn, draft)
        done = next((case for case in facts.cases if case.has_event(draft.key)), None)
        if done is None:
            step = next_step(draft, facts, self.records.policy)
            if not _as_read_back(step, draft):
                return self._changed(turn, step, facts)
            assert isinstance(step, ReadBack)
            change = change_for(step, facts, self.records.policy, turn.customer.id, draft)
            reply = _done(draft, change.case, facts)
            if self.records.commit(turn, draft, change, reply) is Commit.STALE:
                facts = self.records.facts(turn, draft)
                return self._changed(turn, next_step(draft, facts, self.records.policy), facts)
        else:
            reply = _done(draft, done, facts)
            turn.writing.found_done(reply)
        turn.session.draft = None
        return reply

    def _changed(self, turn: Turn, step: Step, facts: Facts) -> Reply:
        """What was read back no longer holds: how it stands now, and what can be done about that."""
        lead: tuple[Text, ...] = (prompt("action.changed"),)
        if isinstance(step, ReadBack) and facts.item is not None:
            state = facts.item.status.value
            lead = (*lead, prompt(f"action.changed.{state}", item=facts.item.spoken_name))
        return replace(self._say(turn, step, facts, lead), prompt="action.changed")

    def _try_again(self, turn: Turn, draft: Draft, name: str) -> Reply:
        """The same draft with the same key stays open, so another yes can't do it twice."""
        asked = self._asked(name, (prompt(name),), prompt("action.ask.try_again"), Pending("confirm"), draft)
        return replace(asked, outcome=Outcome.ERROR)

    def _forgotten(self, turn: Turn, draft: Draft) -> Reply:
        staying = self.records.forget(turn, draft, *map(_deleted, (False, True)))
        turn.session.draft = None
        turn.writing.done = _deleted(staying > 0)
        return turn.writing.done

    def look(self, turn: Turn, lookup: Mapping[str, Any]) -> Finding | None:
        """What came of a write whose outcome wasn't known; None where it is no longer this draft's."""
        draft = open_draft(turn.session.draft)
        if draft is None or not draft.key or draft.key != lookup.get("key"):
            return None
        unsure = prompt("action.still_uncertain")
        unknown = Finding(Found.UNKNOWN, self._try_again(turn, draft, "action.uncertain"), unsure)
        if turn.customer is None:
            return unknown if isinstance(turn.caller, Unreachable) else None
        try:
            done = self.done_before(turn, draft)
        except StoreError as problem:
            log.warning("the outcome of a write is still not known: %s", problem)
            return unknown
        if done is not None:
            return Finding(Found.WRITTEN, done, self.went_through(draft))
        partly = draft.kind is Kind.DELETE  # a part of it may have been deleted
        lead = prompt("action.unfinished" if partly else "action.went_wrong", what=self.named(draft))
        reply = replace(self._try_again(turn, draft, lead.prompt), say=(lead,))
        return Finding(Found.NOT_WRITTEN, reply, lead)

    def went_through(self, draft: Draft) -> Text:
        """ "The case about the kettle went through." """
        return prompt("action.went_through", what=self.named(draft))

    def done_before(self, turn: Turn, draft: Draft) -> Reply | None:
        """What is said of a draft that is done already; None where it isn't. Raises StoreError."""
        if draft.kind is Kind.DELETE:
            staying = self.records.forgotten(turn)
            return _deleted(staying > 0) if staying is not None else None
        facts = self.records.facts(turn, draft)
        case = next((case for case in facts.cases if case.has_event(draft.key)), None)
        return _done(draft, case, facts) if case is not None and draft.key else None


def _done(draft: Draft, case: Case, facts: Facts) -> Reply:
    """What is said of a write that is done."""
    said = speaking.done(draft, case, facts)
    card = speaking.evidence(case) if draft.kind in speaking.NEEDS_EVIDENCE else None
    topics, rows = (speaking.topic_of(draft),), case_rows(case)
    return Reply(said[0].prompt, said, *ANYTHING_ELSE, topics=topics, card=card, item=draft.ref, rows=rows)


def _deleted(some_stay: bool) -> Reply:
    said: tuple[Text, ...] = (prompt("action.done.delete"),)
    if some_stay:
        said += (prompt("action.done.delete.staying"),)
    return Reply("action.done.delete", said, *ANYTHING_ELSE, topics=(speaking.TOPICS[Kind.DELETE],))


def open_cases(cases: Iterable[Case]) -> tuple[Case, ...]:
    return tuple(case for case in cases if case.kind in FOLLOWED and not case.is_closed)


def _as_read_back(step: Step, draft: Draft) -> bool:
    """Whether what is to be done now is what the customer has said yes to."""
    return (
        isinstance(step, ReadBack)
        and step.draft.order_version == draft.order_version
        and step.draft.case_version == draft.case_version
    )
