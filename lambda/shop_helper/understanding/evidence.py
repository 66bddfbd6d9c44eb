"""Evidence from the request alone, before any of the customer's records are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import MoreItems, MoreSales, OfferAction, OfferTopic, WhichSide, WhichTopic
from shop_helper.dialog.reading import Act, Fact
from shop_helper.dialog.records import Need
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.dialog.turn import RequestKind, Slot, Turn
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.understanding.en.dates import spoken_day
from shop_helper.understanding.en.facts import fact_in
from shop_helper.understanding.en.kinds import names_a_thing
from shop_helper.understanding.en.passing import Passing, said_in_passing
from shop_helper.understanding.en.problems import is_question, problem_of
from shop_helper.understanding.en.requests import plain_wish_of, wish_of
from shop_helper.understanding.en.secrets import secret_in
from shop_helper.understanding.en.short_questions import meant_by
from shop_helper.understanding.intents import INTENTS, LAUNCH, QUESTION, UNKNOWN, Sense

if TYPE_CHECKING:
    from shop_helper.knowledge.ranking import Ranking

MAX_NAME_WORDS = 6
"""Longest sentence, in words, that may be only a name."""

EVERYTHING = Need.ORDERS | Need.CASES

CHOOSING = ("ordinal", "number", "position")
"""Slots whose words choose from a list."""


@dataclass(frozen=True)
class Evidence:
    sense: Sense
    slots: Mapping[str, Slot]
    words: str
    """All words of the request, whatever slot Alexa put them into."""
    problem_slot: str | None = None
    """Name of the slot that holds the problem; it is made of the words before it (`it_came`)."""
    question: str = ""
    """The sentence to match with a topic; empty if there is none."""
    topic: str | None = None
    """The topic, if intent, slot or a short question determine it."""
    leans_back: bool = False
    """A short question about the last topic."""
    fact: tuple[Fact, str] | None = None
    """The one fact that is asked for, and what of, as it was said."""
    wish: tuple[ActionKind, str] | None = None
    """What is to be done, and what with, where the sentence says no more."""
    ranking: Ranking | None = None
    needs: Need = Need.NOTHING
    holds_secret: bool = False
    """Whether the words contain a password, a PIN or a card number."""

    def slot(self, name: str) -> Slot | None:
        return self.slots.get(name)


def sense_of(turn: Turn) -> Sense:
    return LAUNCH if turn.kind is RequestKind.LAUNCH else INTENTS.get(turn.intent or "", UNKNOWN)


def in_passing(words: str, session: Session) -> Sense | None:
    """The sense of a short turn that says nothing of its own, in this conversation; None for anything else.

    Where a description was asked for, only giving up and leaving are no description.
    """
    question = session.open_question
    if question is not None and question.wants_words and problem_of(words) is not None:
        return None  # "I changed my mind" is a reason to return something
    match said_in_passing(words):
        case Passing.FAREWELL:
            return Sense(Act.STOP)
        case Passing.GIVES_UP:
            leaves = question is not None and Answer.CANCEL in question.takes
            drops = session.draft is not None or leaves
            return Sense(Act.ANSWER, Answer.CANCEL if drops else Answer.SKIP)
        case Passing.AGREES if question is not None and not question.wants_words:
            return Sense(Act.ANSWER, Answer.YES) if not question.lists_choices else None
        case Passing.THANKS if question is None or not question.wants_words:
            return Sense(Act.THANK)
    return None


def words_of(turn: Turn) -> str:
    """All words of a turn, whatever slot Alexa put them into."""
    return _words(turn.slots, None)


def as_question(turn: Turn) -> Turn:
    """A question that Alexa took for something else: for an emergency that is none, or for the name of an item."""
    act, item = sense_of(turn).act, turn.slot("item")
    asks = act is Act.CHOOSE and item is not None and (fact_in(item.text) or is_question(item.text))
    if (act is not Act.EMERGENCY and not asks) or not turn.slots:
        return turn
    return replace(turn, intent=QUESTION, slots={"question": Slot(words_of(turn))})


class Listener:
    """Collector of a turn's evidence."""

    def __init__(self, knowledge: KnowledgeBase, needs_of: Callable[[str], Need]) -> None:
        """`needs_of`: returns the records that the answer of a topic needs."""
        self._knowledge, self._needs_of = knowledge, needs_of

    def evidence(self, turn: Turn) -> Evidence:
        turn = as_question(turn)
        sense = sense_of(turn)
        secret = any(secret_in(slot.text) for slot in turn.slots.values())
        heard = Evidence(sense, turn.slots, "", holds_secret=secret)
        problem = _problem_slot(heard)
        heard = replace(heard, words=_words(turn.slots, problem), problem_slot=problem)
        if sense.act is Act.ASK:
            heard = self._asked(turn, heard)
        elif sense.act is Act.DESCRIBE:
            said = turn.slots.get(problem or "")
            heard = self._ranked(turn, heard, f"my item is {said.text}" if said else heard.words)
        elif sense.carrier:
            item = turn.slot("item")
            if item is not None and item.id is None:
                heard = self._ranked(turn, heard, sense.carrier.format(item=item.text))
        return replace(heard, needs=self._needs(turn, heard))

    def rank(self, turn: Turn, text: str) -> Ranking | None:
        return self._knowledge.rank(text, turn.audience) if text else None

    def _asked(self, turn: Turn, heard: Evidence) -> Evidence:
        slot = turn.slot("question")
        if slot is None:
            return heard
        sense = in_passing(slot.text, turn.session)
        if sense is not None:
            return replace(heard, sense=sense)
        heard = replace(heard, fact=fact_in(slot.text), wish=plain_wish_of(slot.text))
        short = meant_by(slot.text, turn.session.topic)
        if short in self._knowledge.articles:
            return replace(heard, topic=short, leans_back=True)
        if slot.id in self._knowledge.articles:
            return replace(heard, topic=slot.id)
        return self._ranked(turn, heard, slot.text)

    def _ranked(self, turn: Turn, heard: Evidence, text: str) -> Evidence:
        return replace(heard, question=text, ranking=self.rank(turn, text))

    def _needs(self, turn: Turn, heard: Evidence) -> Need:
        """Return the records that an answer may need; `RecordLookup` reads none of them for an unlinked account."""
        session, act = turn.session, heard.sense.act
        begins = turn.is_new or turn.is_afresh
        earlier = Need.DRAFT if begins and session.draft is None else Need.NOTHING
        question = session.open_question
        if session.unsettled is not None or (question is not None and question.wants_secret):
            return EVERYTHING
        if act is Act.LAUNCH:
            return EVERYTHING | earlier
        if act is Act.LOOK_UP:
            return (
                EVERYTHING if heard.question else Need.ORDERS | self._needs_of(heard.sense.topic or "")
            ) | earlier
        if session.draft is not None and act in _OF_TASKS:
            return EVERYTHING
        if act is Act.ASK_CASES:
            return EVERYTHING  # a case is named by its item
        if act is Act.REQUEST:
            return EVERYTHING
        if act in (Act.CHOOSE, Act.GIVE_CODE):
            return EVERYTHING
        if act in (Act.SET_CODE, Act.FORGOT_CODE):
            return Need.CUSTOMER
        if act is Act.CORRECT:
            return EVERYTHING if turn.slot("item") else Need.NOTHING
        if act in (Act.ANSWER, Act.STATE_SIDE):
            return self._needs_of_answer(turn, heard.sense.answer)
        return self._needs_of_question(turn, heard) if act in (Act.ASK, Act.DESCRIBE) else Need.NOTHING

    def _needs_of_answer(self, turn: Turn, answer: Answer | None) -> Need:
        if answer is Answer.ANOTHER:
            return EVERYTHING
        match turn.session.open_question:
            case OfferTopic(topic=topic) if answer in (Answer.YES, Answer.NEXT):
                return self._needs_of(topic)
            case WhichSide(topic=topic):
                return self._needs_of(topic)
            case OfferAction() | WhichTopic():
                return EVERYTHING
            case WhichItem() | MoreItems() | MoreSales():
                return EVERYTHING
        return Need.NOTHING

    def _needs_of_question(self, turn: Turn, heard: Evidence) -> Need:
        if heard.fact is not None or heard.wish is not None:
            return EVERYTHING
        if heard.topic is not None:
            return self._needs_of(heard.topic) | self._needs_of_wish(turn)
        ranking = heard.ranking
        if ranking is not None and ranking.decision != "decline":
            topics = ranking.choices if ranking.decision == "choose" else ()
            topics = (*topics, *(candidate.topic for candidate in ranking.candidates[:2]))
            needs = Need.NOTHING
            for topic in topics:
                needs |= self._needs_of(topic)
            return needs | self._needs_of_wish(turn)
        names = names_a_thing(heard.question) or turn.slot("item") is not None
        short = len(heard.question.split()) <= MAX_NAME_WORDS and not is_question(heard.question)
        return EVERYTHING if names or short else self._needs_of_wish(turn)

    @staticmethod
    def _needs_of_wish(turn: Turn) -> Need:
        question = turn.slot("question")
        return EVERYTHING if question is not None and wish_of(question.text) else Need.NOTHING


_OF_TASKS = (
    Act.ASK,
    Act.LOOK_UP,
    Act.ASK_CASES,
    Act.REQUEST,
    Act.ANSWER,
    Act.CHOOSE,
    Act.DESCRIBE,
    Act.CORRECT,
    Act.STATE_SIDE,
    Act.GIVE_CODE,
    Act.UNCLEAR,
)
"""Dialog acts that an open task may take as an answer."""


def _problem_slot(heard: Evidence) -> str | None:
    names = [name for name in heard.slots if name != "description"]
    return names[0] if heard.sense.act is Act.DESCRIBE and names else None


def _words(slots: Mapping[str, Slot], problem: str | None) -> str:
    """Join the words of all slots. A problem slot's name is put before its value: "it came with a dent" stays whole."""
    said = (_day(slot.text) if name == "date" else slot.text for name, slot in slots.items())
    words = " ".join(filter(None, said))
    return f"{problem.replace('_', ' ')} {words}" if problem else words


def _day(value: str) -> str:
    """Return the words of an AMAZON.DATE (`2026-12-04`); empty for a week, a month or a season."""
    try:
        return spoken_day(date.fromisoformat(value)) if len(value) == len("2026-12-04") else ""
    except ValueError:
        return ""
