"""Any question in the customer's own words: placed, offered as a choice, or declined with a way on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shop_helper.domain.actions.problems import is_question
from shop_helper.domain.dialog.kinds import kind_in, names_a_thing
from shop_helper.domain.dialog.private import names_a_secret
from shop_helper.domain.dialog.short_question import meant_by, nearest
from shop_helper.errors import StoreError
from shop_helper.handlers.desk import Desk, Said
from shop_helper.handlers.handler import PERSON, WHAT, aside, prompt
from shop_helper.handlers.items import ItemChoices
from shop_helper.handlers.recovery import Recovery
from shop_helper.handlers.unanswered import Unanswered
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.turn import Outcome, Pending, Reply, Slot, Turn

if TYPE_CHECKING:
    from shop_helper.knowledge.ranking import Ranking

QUESTION = "HelpQuestionIntent"
WHERE = "order.where"
ABOUT_ITEMS = ("order", "returns", "refund", "exchange", "delivery", "price")
"""Subjects after which a bare name can only be an item's."""

WRONG_OR_CHANGED = ("item.wrong", "order.change")
"""What "the order is wrong" and "change the order" may be about."""

NOT_OURS = 0.001
"""In scope less likely than that: to cancel a haircut. Of 200 requests about a shop's goods three are."""

_SHORT = 6
"""Words up to which a sentence may be no more than a name."""
CAN_RETURN, KINDS = "returns.can_i_return", "returns.exceptions"
CHOICES = {2: "choose.two", 3: "choose.three"}
_NAMES = ("first", "second", "third")


class HelpQuestionHandler:
    """The one intent for whatever has no intent of its own."""

    intents = (QUESTION,)

    def __init__(
        self,
        knowledge: KnowledgeBase,
        desk: Desk,
        items: ItemChoices,
        declines: Recovery,
        unanswered: Unanswered,
    ) -> None:
        self._items = items
        self._knowledge, self._desk, self._declines = knowledge, desk, declines
        self._unanswered = unanswered

    def handle(self, turn: Turn) -> Reply:
        slot = turn.slot("question")
        if slot is None:
            return self._declines.missed(turn)
        meant = meant_by(slot.text, turn.session.topic)
        if meant in self._knowledge.articles:
            return self._desk.answer(turn, meant or "", Said(text=slot.text, pointing=True))
        if slot.id in self._knowledge.articles:
            return self._desk.answer(turn, slot.id or "", Said(text=slot.text))
        return self.place(turn, slot.text)

    def place(self, turn: Turn, text: str) -> Reply:
        """Free text to an answer."""
        ranking = self._knowledge.rank(text, turn.audience)
        if self._asks_of_a_kind(text, ranking):
            return self._desk.answer(turn, CAN_RETURN, Said(text=text))
        if (ranking is None or ranking.decision == "decline") and self._names_own(turn, text):
            return self._desk.answer(turn, WHERE, Said(text=text))
        if (ranking is None or ranking.decision == "decline") and (
            names_a_thing(text) or turn.slot("item") is not None
        ):
            unknown = self._not_theirs(turn, text)
            if unknown is not None:
                return unknown
        if ranking is None or ranking.decision == "decline":
            nearby = ranking.nearby if ranking else ()
            self._unanswered.note(text, "declined", nearby)
            return replace(self._declines.declined(turn, nearby), confidence=_confidence(ranking))
        if ranking.decision == "choose":
            if self._knowledge.articles[ranking.choices[0]].warning:
                return self._desk.answer(turn, ranking.choices[0])  # nobody in danger is asked back first
            near = nearest(ranking.choices, turn.session.topic, text)
            if near is not None:
                return self._desk.answer(turn, near, Said(text=text))
            return replace(choice(self._knowledge, ranking.choices, text), confidence=_confidence(ranking))
        reply = self._desk.answer(turn, ranking.candidates[0].topic, Said(text=text))
        return replace(reply, confidence=_confidence(ranking))

    def of_another_world(self, sentence: str) -> bool:
        """Whether no shop sells what stands in it: then it is no request about an order, whatever the intent."""
        ranking = self._knowledge.rank(sentence)
        return ranking is not None and ranking.in_scope < NOT_OURS

    def corrected(self, turn: Turn) -> Reply:
        """ "The order is wrong", "that's not right", where nothing is being prepared that could be changed."""
        part = turn.slot("part")
        subjects = tuple(topic for topic in WRONG_OR_CHANGED if topic in self._knowledge.articles)
        if part is not None and part.id == "item" and len(subjects) in CHOICES:
            return choice(self._knowledge, subjects, part.text)
        if turn.session.topic is None:
            return aside("change.nothing", *WHAT)
        return Reply("doubt.say", (prompt("doubt.say"),), *PERSON, outcome=Outcome.MANAGED)

    def _names_own(self, turn: Turn, text: str) -> bool:
        """ "The one from Bluefin", said first: no question, but it names what was ordered."""
        if len(text.split()) > _SHORT or is_question(text) or turn.customer is None:
            return False
        try:
            return self._items.names(turn, text)
        except StoreError:
            return False  # then nothing is known to be theirs, and the sentence is declined as any other

    def _not_theirs(self, turn: Turn, text: str) -> Reply | None:
        """ "The jacket", which was never bought: that it isn't there. None without an account, or in a choice."""
        pending = turn.session.pending
        subject = (turn.session.topic or "").split(".")[0]
        if subject not in ABOUT_ITEMS or turn.customer is None:
            return None
        if pending is not None and pending.ask == "which_item":
            return None
        return self._desk.answer(turn, WHERE, Said(text=text, item=Slot(text), goes_on=False))

    @staticmethod
    def _asks_of_a_kind(text: str, ranking: Ranking | None) -> bool:
        """ "Can I give back underwear": near to several subjects, and plainly about one rule."""
        if ranking is None or ranking.decision == "decline" or kind_in(text) is None:
            return False
        return any(candidate.topic in (CAN_RETURN, KINDS) for candidate in ranking.candidates[:2])


def _confidence(ranking: Ranking | None) -> float | None:
    return ranking.candidates[0].confidence if ranking and ranking.candidates else None


def choice(knowledge: KnowledgeBase, topics: tuple[str, ...], text: str = "") -> Reply:
    """ "Do you mean …, or …?" for two or three topics."""
    titles = dict(zip(_NAMES, (knowledge.articles[topic].say_title for topic in topics), strict=False))
    name = CHOICES[len(topics)]
    kept = "" if names_a_secret(text) else text[:120]
    ask = Pending("which_topic", {"topics": list(topics), "text": kept})
    return Reply(
        name,
        (),
        prompt(name, **titles),
        ask,
        offered=topics,
        outcome=Outcome.OFFERED,
        choices=tuple(titles.values()),
    )
