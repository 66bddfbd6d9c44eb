"""Any question in the customer's own words: placed, offered as a choice, or declined with a way on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shop_helper.domain.dialog.private import names_a_secret
from shop_helper.handlers.desk import Desk, Said
from shop_helper.handlers.handler import prompt
from shop_helper.handlers.recovery import Recovery
from shop_helper.handlers.unanswered import Unanswered
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.turn import Outcome, Pending, Reply, Turn

if TYPE_CHECKING:
    from shop_helper.knowledge.ranking import Ranking

QUESTION = "HelpQuestionIntent"
CHOICES = {2: "choose.two", 3: "choose.three"}
_NAMES = ("first", "second", "third")


class HelpQuestionHandler:
    """The one intent for whatever has no intent of its own."""

    intents = (QUESTION,)

    def __init__(
        self, knowledge: KnowledgeBase, desk: Desk, declines: Recovery, unanswered: Unanswered
    ) -> None:
        self._knowledge, self._desk, self._declines = knowledge, desk, declines
        self._unanswered = unanswered

    def handle(self, turn: Turn) -> Reply:
        slot = turn.slot("question")
        if slot is None:
            return self._declines.missed(turn)
        if slot.id in self._knowledge.articles:
            return self._desk.answer(turn, slot.id or "", Said(text=slot.text))
        return self.place(turn, slot.text)

    def place(self, turn: Turn, text: str) -> Reply:
        """Free text to an answer."""
        ranking = self._knowledge.rank(text)
        if ranking is None or ranking.decision == "decline":
            nearby = ranking.nearby if ranking else ()
            self._unanswered.note(text, "declined", nearby)
            return replace(self._declines.declined(turn, nearby), confidence=_confidence(ranking))
        if ranking.decision == "choose":
            return replace(choice(self._knowledge, ranking.choices, text), confidence=_confidence(ranking))
        reply = self._desk.answer(turn, ranking.candidates[0].topic, Said(text=text))
        return replace(reply, confidence=_confidence(ranking))


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
