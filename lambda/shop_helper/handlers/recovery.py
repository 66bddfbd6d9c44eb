"""When a request can't be placed: an example, then choices, then a person; never the same again and again."""

from __future__ import annotations

from shop_helper.domain.dialog.ladder import DIALOGS, Rung, moment, rung, suggestions
from shop_helper.handlers.handler import WHAT, kept_open, prompt
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech.forms import listed
from shop_helper.turn import Card, Outcome, Pending, Reply, Text, Turn

_NAMES = ("first", "second", "third")


class Recovery:
    """Answers what wasn't caught (`missed`) and what the help has nothing on (`declined`)."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def missed(self, turn: Turn) -> Reply:
        """Nothing was understood. An open dialog keeps its question."""
        return self._climb(turn, self._rephrase(turn), "recover.person")

    def declined(self, turn: Turn, nearby: tuple[str, ...] = ()) -> Reply:
        """The words were understood, and nothing in the help answers them."""
        pending = turn.session.pending
        if pending is not None and pending.ask == "which_item" and turn.session.question:
            kept, lead = Text(words=turn.session.question), (prompt("items.which_again"),)
            again = Reply("items.which_again", lead, kept, pending, outcome=Outcome.DECLINED)
            return self._climb(turn, again)
        titles = self._titles(nearby)[:2]
        if len(titles) == 2:
            said = prompt("decline.first", **dict(zip(_NAMES, titles, strict=False)))
        else:
            said = prompt("decline.plain")
        ask = Pending("what", {"nearby": list(nearby[:2])} if len(titles) == 2 else {})
        first = Reply(said.prompt, (said,), prompt("decline.ask"), ask, outcome=Outcome.DECLINED)
        return self._climb(turn, first)

    def off_topic(self, turn: Turn) -> Reply:
        """What no help is meant for: a joke, a song."""
        return self._climb(turn, kept_open(turn, "small.off_topic", Outcome.DECLINED))

    def _climb(self, turn: Turn, first: Reply, handing_over: str = "decline.person") -> Reply:
        """`handing_over`: what is said before how to reach a person."""
        match rung(turn.session.failures):
            case Rung.REPHRASE:
                return first
            case Rung.CHOICES:
                return self._choices(turn)
            case Rung.PERSON:
                return self._person(turn, handing_over)
            case Rung.GOODBYE:
                said = (prompt("recover.goodbye"), prompt("person.way"))
                return Reply("recover.goodbye", said, outcome=Outcome.DECLINED, card=self._card(turn))

    def _rephrase(self, turn: Turn) -> Reply:
        session = turn.session
        asked = session.pending.ask if session.pending else ""
        said = (prompt("recover.missed"), prompt(f"recover.example.{moment(asked, session.topic)}"))
        if session.pending is not None and session.question and asked in DIALOGS:
            kept = Text(words=session.question)
            return Reply("recover.kept", said, kept, session.pending, outcome=Outcome.DECLINED, aside=True)
        return Reply("recover.missed", said, *WHAT, outcome=Outcome.DECLINED, aside=True)

    def _choices(self, turn: Turn) -> Reply:
        """In a choice, the choice once more; else three subjects."""
        session = turn.session
        if session.pending is not None and session.question and session.pending.ask in DIALOGS:
            said = (prompt("recover.choices.kept"),)
            kept = Text(words=session.question)
            return Reply(
                "recover.choices.kept", said, kept, session.pending, outcome=Outcome.DECLINED, aside=True
            )
        topics = tuple(t for t in suggestions(session.topic) if t in self._knowledge.articles)
        if len(topics) < 3:
            return self._person(turn, "recover.person")
        ask = Pending("which_topic", {"topics": list(topics), "text": ""})
        return Reply(
            "recover.choices",
            (prompt("recover.choices"),),
            prompt("choose.three", **dict(zip(_NAMES, self._titles(topics), strict=True))),
            ask,
            offered=topics,
            choices=tuple(self._titles(topics)),
            outcome=Outcome.DECLINED,
        )

    def _person(self, turn: Turn, name: str) -> Reply:
        said: tuple[Text, ...] = (prompt(name), prompt("person.way"))
        spoken = self._spoken_of(turn)
        if spoken:
            said += (prompt("recover.so_far", topics=listed(spoken)),)
        return Reply(name, said, *WHAT, outcome=Outcome.DECLINED, card=self._card(turn))

    def _spoken_of(self, turn: Turn) -> list[str]:
        return self._titles(turn.session.heard[-2:])

    def _card(self, turn: Turn) -> Card | None:
        """How to reach a person, and what was spoken of, to be told there."""
        article = self._knowledge.articles.get("contact.overview")
        if article is None:
            return None
        lines = [self._knowledge.answer(article.id, "buyer").card]
        lines += [f"- {title}" for title in self._spoken_of(turn)]
        return Card(article.title, "\n".join(lines))

    def _titles(self, topics: tuple[str, ...]) -> list[str]:
        return [self._knowledge.articles[t].say_title for t in topics if t in self._knowledge.articles]
