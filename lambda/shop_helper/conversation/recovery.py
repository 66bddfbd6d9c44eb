"""Recovery from requests that can't be placed: an example, then choices, then a person, without repeating itself."""

from __future__ import annotations

from shop_helper.conversation.asking import kept_open
from shop_helper.conversation.escalation import EscalationStep, escalate, example_for, suggestions
from shop_helper.dialog.move import Decline, Miss, OffTopic
from shop_helper.dialog.questions import What, WhichTopic
from shop_helper.dialog.reply import WHAT, Card, Listed, Outcome, Reply, Text, prompt
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.knowledge.base import KnowledgeBase

_NAMES = ("first", "second", "third")


class Recovery:
    """Replies to misunderstood, unanswerable and off-topic requests."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def answer(self, move: Decline | Miss | OffTopic, session: Session) -> Reply:
        match move:
            case Decline():
                return self._declined(move, session)
            case Miss():
                return self._escalate(session, self._rephrase(session), "recover.person")
            case OffTopic():
                return self._escalate(session, kept_open(session, "small.off_topic", Outcome.DECLINED))

    def _declined(self, move: Decline, session: Session) -> Reply:
        """Return the reply to a question that no article answers."""
        if isinstance(session.open_question, WhichItem) and session.asked:
            kept, lead = Text(words=session.asked), (prompt("items.which_again"),)
            again = Reply("items.which_again", lead, kept, session.open_question, outcome=Outcome.DECLINED)
            return self._escalate(session, again)
        titles = self._titles(move.nearby)[:2]
        named = len(titles) == 2
        said = (
            prompt("decline.first", **dict(zip(_NAMES, titles, strict=False)))
            if named
            else prompt("decline.plain")
        )
        ask = What(nearby=move.nearby[:2] if named else ())
        first = Reply(
            said.prompt,
            (said,),
            prompt("decline.ask"),
            ask,
            outcome=Outcome.DECLINED,
            confidence=move.confidence,
        )
        return self._escalate(session, first)

    def _escalate(self, session: Session, first: Reply, handing_over: str = "decline.person") -> Reply:
        """Take the next escalation step. `handing_over`: the prompt before how to reach a person."""
        match escalate(session.failures):
            case EscalationStep.REPHRASE:
                return first
            case EscalationStep.CHOICES:
                return self._choices(session)
            case EscalationStep.PERSON:
                return self._person(session, handing_over)
            case EscalationStep.GOODBYE:
                said = (prompt("recover.goodbye"), prompt("person.way"))
                card = self._card(session)
                return Reply("recover.goodbye", said, outcome=Outcome.DECLINED, card=card)

    def _rephrase(self, session: Session) -> Reply:
        question = session.open_question
        example = example_for(question, session.topic)
        said = (prompt("recover.missed"), prompt(f"recover.example.{example}"))
        kept = _kept(session, "recover.kept", said)
        missed = Reply("recover.missed", said, *WHAT, outcome=Outcome.DECLINED, keeps_last_answer=True)
        return kept or missed

    def _choices(self, session: Session) -> Reply:
        """Return the open choice again, else three topics to choose from."""
        kept = _kept(session, "recover.choices.kept", (prompt("recover.choices.kept"),))
        if kept is not None:
            return kept
        topics = tuple(t for t in suggestions(session.topic) if t in self._knowledge.articles)
        if len(topics) < len(_NAMES):
            return self._person(session, "recover.person")
        return Reply(
            "recover.choices",
            (prompt("recover.choices"),),
            prompt("choose.three", **dict(zip(_NAMES, self._titles(topics), strict=True))),
            WhichTopic(topics),
            offered=topics,
            choices=tuple(self._titles(topics)),
            outcome=Outcome.DECLINED,
        )

    def _person(self, session: Session, name: str) -> Reply:
        said: tuple[Text, ...] = (prompt(name), prompt("person.way"))
        spoken = self._spoken_of(session)
        if spoken:
            said += (prompt("recover.so_far", topics=Listed(spoken)),)
        return Reply(name, said, *WHAT, outcome=Outcome.DECLINED, card=self._card(session))

    def _spoken_of(self, session: Session) -> list[str]:
        return self._titles(session.heard[-2:])

    def _card(self, session: Session) -> Card | None:
        """Return the card with how to reach a person, and the topics to mention there."""
        article = self._knowledge.articles.get("contact.overview")
        if article is None:
            return None
        lines = [self._knowledge.answer(article.id, "buyer").card]
        lines += [f"- {title}" for title in self._spoken_of(session)]
        return Card(article.title, "\n".join(lines))

    def _titles(self, topics: tuple[str, ...]) -> list[str]:
        return [self._knowledge.articles[t].say_title for t in topics if t in self._knowledge.articles]


def _kept(session: Session, name: str, said: tuple[Text, ...]) -> Reply | None:
    """Return the open question again; None for a question that only keeps the conversation going."""
    question = session.open_question
    if question is None or not session.asked or not question.example:
        return None
    kept = Text(words=session.asked)
    return Reply(name, said, kept, question, outcome=Outcome.DECLINED, keeps_last_answer=True)
