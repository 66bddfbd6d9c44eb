"""What is said while an action is open: an answer to its question, a change of mind, or something else altogether.

Alexa picks the intent, not the skill: an answer in free words comes as the question intent with its text, as a fallback
without any, or as whatever sample it resembles. So what is open decides what a turn means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from shop_helper.domain.actions.draft import Draft, Kind
from shop_helper.domain.actions.problems import is_question, problem_of, wanted_of
from shop_helper.domain.actions.request import instead_of_it, only_hesitates, wish_of
from shop_helper.domain.actions.steps import Slot, needs_of
from shop_helper.domain.cases import Problem
from shop_helper.domain.dialog.tone import Tone, tone_of
from shop_helper.domain.mentions import parse_choice
from shop_helper.errors import StoreError
from shop_helper.handlers.account import unavailable
from shop_helper.handlers.actions import speaking
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.actions.moves import DialogMoves
from shop_helper.handlers.actions.records import draft_data, open_draft
from shop_helper.handlers.desk import Said
from shop_helper.handlers.handler import prompt
from shop_helper.handlers.items import UNSPECIFIC
from shop_helper.speech.forms import day_of_month
from shop_helper.turn import Audience, Outcome, Reply, Text, Turn

YES, NO, CANCEL, FALLBACK = (f"AMAZON.{name}Intent" for name in ("Yes", "No", "Cancel", "Fallback"))
QUESTION, SELECT, ANOTHER, DESCRIBE, CHANGE, AUDIENCE = (
    f"{name}Intent"
    for name in ("HelpQuestion", "Select", "AnotherOne", "DescribeProblem", "ChangeAnswer", "Audience")
)
ACTION_INTENTS: Mapping[str, Kind] = {
    "OpenCaseIntent": Kind.CASE,
    "AddToCaseIntent": Kind.NOTE,
    "CloseCaseIntent": Kind.CLOSE,
    "StartReturnIntent": Kind.RETURN,
    "ExchangeItemIntent": Kind.EXCHANGE,
    "RequestRefundIntent": Kind.REFUND,
    "ClaimGuaranteeIntent": Kind.CLAIM,
    "CancelOrderIntent": Kind.CANCEL,
    "MessageSellerIntent": Kind.MESSAGE,
    "DeleteDataIntent": Kind.DELETE,
}
_SAME_THING = (Kind.CASE, Kind.RETURN, Kind.EXCHANGE, Kind.REFUND, Kind.CLAIM, Kind.MESSAGE)
"""Actions that can take each other's place with the same item and the same words."""

LONGEST_FEELING = 6
"""Words up to which a sentence may be anger, worry or thanks and nothing else."""

_TALKS = ("problem", "words")
_MISSES = 2
"""Failures in a row that the dialog takes itself."""

_SAID_NOTHING = (YES, NO)
_HAS_WRITTEN = re.compile(r"\b(?:wrote|written|write|messaged?|contacted|told|asked|e-?mailed|spoke)\b")
_DENYING = {"not", "haven't", "never", "no", "didn't"}
Answer = Callable[[Turn, Draft], Reply | None]


class ActionAnswers:
    """`take` gives the reply to a turn that belongs to the open action; None where it is about something else."""

    def __init__(self, dialog: ActionDialog) -> None:
        self._dialog, self._moves = dialog, DialogMoves(dialog)
        self._by_question: Mapping[str, Answer] = {
            "problem": self._described,
            "words": self._described,
            "seller": self._told_seller,
            "confirm": self._confirmed,
            "change": self._changed,
            "redirect": self._redirected,
            "resume": self._resumed,
            "which_item": self._item_picked,
            "which_case": self._case_picked,
            "audience": self._sided,
        }

    def take(self, turn: Turn) -> Reply | None:
        draft, pending = open_draft(turn.session.draft), turn.session.pending
        if draft is None:
            turn.session.draft = None
            return None
        if turn.intent == CANCEL:
            if pending is not None and pending.data.get("earlier"):
                self._dialog.records.drop_kept(turn)
            return self._dialog.drop(turn)
        answer = self._by_question.get(pending.ask if pending else "", self._late)
        try:
            moved = self._moves.take(turn, draft, pending, spoken(turn)) if pending else None
            return moved or answer(turn, draft)
        except StoreError:
            return unavailable(speaking.topic_of(draft))

    def begun(self, turn: Turn) -> Reply | None:
        """An action that is asked for with its reason, in one sentence; None for all else."""
        question = turn.slot("question")
        wish = wish_of(question.text) if turn.intent == QUESTION and question else None
        if wish is None or question is None or question.id is not None:
            return None
        turn.session.draft = None
        kind, reason = wish
        draft = Draft(kind).described(problem_of(reason) or Problem.OTHER, reason, wanted_of(reason))
        return self._dialog.start(turn, draft, Said(text=question.text))

    def _late(self, turn: Turn, draft: Draft) -> Reply | None:
        """Something else was talked about, and now the answer comes to what the action has asked before."""
        words, needs = spoken(turn), needs_of(draft)
        if turn.intent == CHANGE:
            return self._change_part(turn, draft)
        if Slot.ITEM in needs and draft.ref is None:
            named = self._named(turn) if turn.intent == SELECT else None
            return self._dialog.advance(turn, draft.about(named)) if named else None
        open_words = Slot.PROBLEM in needs and not draft.words and draft.problem is None
        if open_words and _tells_of_it(turn, words, draft):
            return self._dialog.advance(turn, _with_words(turn, draft, words))
        return None

    def _described(self, turn: Turn, draft: Draft) -> Reply | None:
        """Any words that are no question, and no other request, are the answer to "what went wrong?"."""
        other = self._other_action(turn, draft)
        if other is not None:
            return other
        if turn.intent == CHANGE:
            return self._change_part(turn, draft)
        if turn.intent in (*_SAID_NOTHING, FALLBACK):
            return self._not_caught(turn, draft)
        if turn.intent == SELECT and turn.slot("item") and self._named(turn) not in (None, draft.ref):
            return self._about_another(turn, draft)
        if turn.intent == ANOTHER and draft.ref:
            return self._dialog.ask_item(turn, draft)
        words = spoken(turn)
        if turn.intent == SELECT and not turn.slot("item"):
            return self._not_caught(turn, draft)
        if turn.intent not in (QUESTION, DESCRIBE, SELECT) or not words or _only_feels(draft, words):
            return None
        if only_hesitates(words):
            return self._not_caught(turn, draft)
        if is_question(words) and draft.kind is not Kind.MESSAGE:
            return None
        return self._dialog.advance(turn, _with_words(turn, draft, words))

    def _told_seller(self, turn: Turn, draft: Draft) -> Reply | None:
        words = spoken(turn)
        says = {YES: True, NO: False}.get(turn.intent or "")
        tells = _tells_of_it(turn, words, draft)
        answers = not tells or bool(_HAS_WRITTEN.search(words.lower()))
        if says is None and turn.intent == QUESTION and not is_question(words) and answers:
            says = not _DENYING & set(words.lower().replace("’", "'").split())
        if says is not None or tells:
            described = _with_words(turn, draft, words) if tells else draft
            return self._dialog.advance(turn, replace(described, told_seller=says))
        return self._not_caught(turn, draft) if turn.intent == FALLBACK else self._other_action(turn, draft)

    def _confirmed(self, turn: Turn, draft: Draft) -> Reply | None:
        if turn.intent == YES:
            return self._dialog.write(turn)
        if turn.intent == NO:
            return self._dialog.ask_change(turn, draft)
        return self._corrected(turn, draft)

    def _changed(self, turn: Turn, draft: Draft) -> Reply | None:
        """ "No" to "what should I change?" is nothing: it is read back once more."""
        if turn.intent == NO:
            return self._dialog.advance(turn, draft)
        if turn.intent == YES:
            return self._dialog.ask_change(turn, draft)
        return self._corrected(turn, draft)

    def _corrected(self, turn: Turn, draft: Draft) -> Reply | None:
        """A correction at the read-back: the item, the words, or another action in place of this one."""
        other = self._other_action(turn, draft)
        if other is not None:
            return other
        if turn.intent == FALLBACK:
            return self._not_caught(turn, draft)
        if turn.intent == CHANGE:
            return self._change_part(turn, draft)
        if draft.ref and (turn.intent == ANOTHER or _means_the_item(turn) or self._picks_nothing(turn)):
            return self._dialog.ask_item(turn, draft)
        words = spoken(turn)
        if (
            turn.intent in (SELECT, QUESTION)
            and self._named(turn) not in (None, draft.ref)
            and len(words.split()) <= 6
        ):
            return self._about_another(turn, draft)
        if turn.intent not in (QUESTION, DESCRIBE) or not words or is_question(words) or not draft.words:
            return None
        if only_hesitates(words):
            return self._dialog.ask_change(turn, draft)
        return self._dialog.advance(turn, _with_words(turn, draft, words))

    def _change_part(self, turn: Turn, draft: Draft) -> Reply | None:
        part = turn.slot("part")
        if self._named(turn) not in (None, draft.ref):
            return self._about_another(turn, draft)
        if part is not None and part.id == "item" and draft.ref:
            return self._dialog.ask_item(turn, draft)
        if (
            part is not None
            and part.id == "description"
            and set(needs_of(draft)) & {Slot.PROBLEM, Slot.WORDS}
        ):
            return self._dialog.ask_words(turn, draft)
        return self._dialog.ask_change(turn, draft)

    def _redirected(self, turn: Turn, draft: Draft) -> Reply | None:
        if turn.intent == YES:
            return self._dialog.advance(turn, draft)
        if turn.intent == FALLBACK:
            return self._not_caught(turn, draft)
        return self._dialog.drop(turn, "no.nothing_open") if turn.intent == NO else None

    def _resumed(self, turn: Turn, draft: Draft) -> Reply | None:
        if turn.intent not in (YES, NO):
            return self._late(turn, draft)
        if turn.session.pending is not None and turn.session.pending.data.get("earlier"):
            self._dialog.records.drop_kept(turn)
        return self._dialog.advance(turn, draft) if turn.intent == YES else self._dialog.drop(turn)

    def _item_picked(self, turn: Turn, draft: Draft) -> Reply | None:
        only = self._dialog.items.only_one(turn) if turn.intent == YES and draft.ref is None else None
        if only is not None:
            return self._dialog.advance(turn, draft.about(only))
        if draft.ref is not None or turn.intent not in (SELECT, QUESTION, DESCRIBE):
            return self._other_action(turn, draft) if draft.ref is None else None
        words = spoken(turn)
        ref = self._dialog.items.pick(turn, words) or self._named(turn)
        told = problem_of(words, draft.seller) is not None or problem_slot(turn) is not None
        tells = Slot.PROBLEM in needs_of(draft) and told and not is_question(words)
        if tells:  # what went wrong, before it was asked: kept
            draft = _with_words(turn, draft, words)
        if ref:
            return self._dialog.advance(turn, draft.about(ref))
        return self._dialog.ask_item(turn, draft) if tells else None

    def _case_picked(self, turn: Turn, draft: Draft) -> Reply | None:
        pending = turn.session.pending
        ids = list(pending.data.get("cases", ())) if pending else []
        if turn.intent not in (SELECT, QUESTION) or not ids:
            return self._not_caught(turn, draft) if turn.intent in (*_SAID_NOTHING, FALLBACK) else None
        words, ref = spoken(turn), self._named(turn)
        index = parse_choice(words, len(ids))
        if index is None and ref is not None:
            cases = self._dialog.records.of_customer(turn)
            index = next((ids.index(c.case_id) for c in cases if c.ref == ref and c.case_id in ids), None)
        if index is None:
            return None if is_question(words) else self._not_caught(turn, draft)
        return self._dialog.advance(turn, replace(draft, case_id=ids[index]))

    def _sided(self, turn: Turn, draft: Draft) -> Reply | None:
        slot = turn.slot("audience")
        if turn.intent != AUDIENCE or slot is None or slot.id not in list(Audience):
            return None
        turn.session.audience = Audience(slot.id or "")
        return self._dialog.start(turn, draft)

    def _other_action(self, turn: Turn, draft: Draft) -> Reply | None:
        """ "Make it a refund instead": another action about the same thing; about another thing it starts afresh."""
        free = turn.intent in (QUESTION, DESCRIBE)
        kind = instead_of_it(spoken(turn)) if free else ACTION_INTENTS.get(turn.intent or "")
        if kind is None or turn.slot("order_ending"):
            return None
        named = self._named(turn)
        if turn.slot("item") and named is None:
            return None
        if draft.seller or kind not in _SAME_THING or draft.kind not in _SAME_THING:
            return None
        turned = draft if kind is draft.kind else draft.turned_into(kind)
        return self._dialog.advance(turn, turned.about(named) if named not in (None, draft.ref) else turned)

    def _about_another(self, turn: Turn, draft: Draft) -> Reply:
        ref = self._named(turn)
        assert ref is not None
        return self._dialog.advance(turn, draft.about(ref))

    def _named(self, turn: Turn) -> str | None:
        """The one item of the customer's own that was named."""
        item = turn.slot("item")
        if item is not None and item.id and "/" in item.id:
            return item.id
        words = spoken(turn)
        return self._dialog.items.named(turn, words) if words else None

    def _picks_nothing(self, turn: Turn) -> bool:
        """ "No, the first", "yes but the blue one": another item is wanted, and which one has to be asked."""
        return turn.intent == SELECT and not turn.slot("order_ending") and self._named(turn) is None

    def _not_caught(self, turn: Turn, draft: Draft) -> Reply | None:
        """Asks the same again, what went wrong in another way; a third time it is left to the ladder of failures."""
        if turn.session.failures >= _MISSES:
            return None
        pending = turn.session.pending
        name = "action.not_caught"
        lead = (prompt(f"action.not_caught.{pending.ask}" if pending and turn.session.failures else name),)
        draft = replace(draft, tries=draft.tries + 1)
        turn.session.draft = draft_data(draft)
        if pending is not None and pending.ask in _TALKS:
            return replace(
                self._dialog.advance(turn, draft, lead), prompt="action.not_caught", outcome=Outcome.DECLINED
            )
        question = Text(words=turn.session.question)
        topics = (speaking.topic_of(draft),)
        return Reply("action.not_caught", lead, question, pending, topics=topics, outcome=Outcome.DECLINED)


def _tells_of_it(turn: Turn, words: str, draft: Draft) -> bool:
    """Whether what went wrong was described, though something else was asked: kept, and asked once more."""
    if turn.intent not in (QUESTION, DESCRIBE) or is_question(words):
        return False
    return problem_slot(turn) is not None or problem_of(words, draft.seller) is not None


def _only_feels(draft: Draft, words: str) -> bool:
    """ "You people are useless": no description of anything, unless it is for a seller to read."""
    if draft.kind is Kind.MESSAGE or len(words.split()) > LONGEST_FEELING:
        return False
    return problem_of(words, draft.seller) is None and tone_of(words) is not Tone.CALM


def _means_the_item(turn: Turn) -> bool:
    """ "The item", as an answer to "the item, or the description?"."""
    item = turn.slot("item")
    return turn.intent == SELECT and item is not None and item.id == UNSPECIFIC


def spoken(turn: Turn) -> str:
    """All words that came along, whatever slot Alexa put them into; a day (`2026-12-04`) as it is said.

    Of a problem the slot's name is what was said before it, so that "it came with a dent" stays whole.
    """
    problem = problem_slot(turn)
    said = (_day(slot.text) if name == "date" else slot.text for name, slot in turn.slots.items())
    words = " ".join(filter(None, said))
    return f"{problem.replace('_', ' ')} {words}" if problem else words


def problem_slot(turn: Turn) -> str | None:
    """Name of the slot that holds what went wrong: the words before it, `it_came`."""
    names = [name for name in turn.slots if name != "description"]
    return names[0] if turn.intent == DESCRIBE and names else None


def _day(value: str) -> str:
    """Of an AMAZON.DATE; a week, a month or a season has no words of its own, and is left out."""
    try:
        return day_of_month(date.fromisoformat(value)) if len(value) == len("2026-12-04") else ""
    except ValueError:
        return ""


def _with_words(turn: Turn, draft: Draft, words: str) -> Draft:
    slot = turn.slots.get(problem_slot(turn) or "")
    known = Problem(slot.id) if slot is not None and slot.id in list(Problem) else None
    problem = known or problem_of(words, draft.seller) or Problem.OTHER
    return replace(draft.described(problem, words, wanted_of(words)), key="")
