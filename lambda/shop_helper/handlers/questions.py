"""Any question in the customer's own words: placed, offered as a choice, or declined with a way on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shop_helper.handlers.desk import Desk, Said
from shop_helper.handlers.handler import WHAT, prompt
from shop_helper.handlers.unanswered import Unanswered
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.turn import Card, Outcome, Pending, Reply, Turn

if TYPE_CHECKING:
    from shop_helper.knowledge.ranking import Ranking

QUESTION = "HelpQuestionIntent"
CHOICES = {2: "choose.two", 3: "choose.three"}
_NAMES = ("first", "second", "third")


class HelpQuestionHandler:
    """The one intent for whatever has no intent of its own."""

    intents = (QUESTION,)

    def __init__(
        self, knowledge: KnowledgeBase, desk: Desk, declines: Declines, unanswered: Unanswered
    ) -> None:
        self._knowledge, self._desk, self._declines = knowledge, desk, declines
        self._unanswered = unanswered

    def handle(self, turn: Turn) -> Reply:
        slot = turn.slot("question")
        if slot is None:
            return self._declines.decline(turn)
        if slot.id in self._knowledge.articles:
            return self._desk.answer(turn, slot.id or "", Said(text=slot.text))
        return self.place(turn, slot.text)

    def place(self, turn: Turn, text: str) -> Reply:
        """Free text to an answer."""
        ranking = self._knowledge.rank(text)
        if ranking is None or ranking.decision == "decline":
            nearby = ranking.nearby if ranking else ()
            self._unanswered.note(text, "declined", nearby)
            return replace(self._declines.decline(turn, nearby), confidence=_confidence(ranking))
        if ranking.decision == "choose":
            return replace(choice(self._knowledge, ranking.choices, text), confidence=_confidence(ranking))
        reply = self._desk.answer(turn, ranking.candidates[0].topic, Said(text=text))
        return replace(reply, confidence=_confidence(ranking))


def _confidence(ranking: Ranking | None) -> float | None:
    return ranking.candidates[0].confidence if ranking and ranking.candidates else None


class Declines:
    """Declines a question; each time in a row more helpfully: nearby subjects, an example, a person."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def decline(self, turn: Turn, nearby: tuple[str, ...] = ()) -> Reply:
        failures = turn.session.failures + 1
        if failures >= 3:
            return self._person()
        question, ask = prompt("decline.ask"), Pending("what")
        titles = [self._knowledge.articles[t].say_title for t in nearby if t in self._knowledge.articles][:2]
        if failures == 2:
            name, values = "decline.second", {}
        elif len(titles) == 2:
            name, values = "decline.first", dict(zip(_NAMES, titles, strict=False))
        else:
            name, values = "decline.plain", {}
        return Reply(name, (prompt(name, **values),), question, ask, outcome=Outcome.DECLINED)

    def _person(self) -> Reply:
        article = self._knowledge.articles.get("contact.overview")
        card = Card(article.title, self._knowledge.answer(article.id, "buyer").card) if article else None
        said = (prompt("decline.person"), prompt("person.way"))
        return Reply("decline.person", said, *WHAT, outcome=Outcome.DECLINED, card=card)


def choice(knowledge: KnowledgeBase, topics: tuple[str, ...], text: str = "") -> Reply:
    """ "Do you mean …, or …?" for two or three topics."""
    titles = dict(zip(_NAMES, (knowledge.articles[topic].say_title for topic in topics), strict=False))
    name = CHOICES[len(topics)]
    ask = Pending("which_topic", {"topics": list(topics), "text": text[:120]})
    return Reply(name, (), prompt(name, **titles), ask, offered=topics, outcome=Outcome.OFFERED)
