"""Next, back, more, skip, start over, how many: through a procedure, a list, or whatever is open."""

from __future__ import annotations

from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.handler import Handler, kept_open, prompt
from shop_helper.handlers.items import ItemChoices
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.turn import Outcome, Pending, Reply, Turn

MANAGED = Outcome.MANAGED
LISTS = ("more", "more_items", "more_sales")
"""Questions whether to go on with what is being told."""


class StepHandler:
    """Moves on: in a procedure next, back, from the start, how many; elsewhere "go on", "more", "skip" and
    "start over" do what fits the open question."""

    intents = (
        "AMAZON.NextIntent",
        "AMAZON.PreviousIntent",
        "AMAZON.StartOverIntent",
        "AMAZON.MoreIntent",
        "SkipIntent",
        "StepCountIntent",
    )

    def __init__(
        self,
        articles: ArticleAnswers,
        knowledge: KnowledgeBase,
        items: ItemChoices,
        yes: Handler,
        no: Handler,
    ) -> None:
        self._articles, self._knowledge, self._items = articles, knowledge, items
        self._yes, self._no = yes, no

    def handle(self, turn: Turn) -> Reply:
        pending, topic = turn.session.pending, turn.session.topic
        if pending is not None and pending.ask == "step":
            return self._in_steps(turn, pending.data["topic"], pending.data["index"])
        match turn.intent:
            case "AMAZON.StartOverIntent":
                return self._start_over(turn, pending, topic)
            case "SkipIntent":
                return self._skip(turn, pending)
            case "AMAZON.PreviousIntent":
                return self._back(turn, pending)
            case "AMAZON.NextIntent" | "AMAZON.MoreIntent":
                return self._on(turn, pending, topic)
        return kept_open(turn, "steps.none")

    def _on(self, turn: Turn, pending: Pending | None, topic: str | None) -> Reply:
        """ "Go on", "more": the next ones of a list; else yes to what was offered; else more of what was said."""
        if pending is not None and pending.ask == "which_item":
            return self._items.next_page(turn)
        offers = LISTS if turn.intent == "AMAZON.MoreIntent" else (*LISTS, "offer")
        if pending is not None and pending.ask in offers:
            return self._yes.handle(turn)
        if topic in self._knowledge.articles:
            return self._articles.more(turn, topic or "")
        return kept_open(turn, "steps.none")

    def _skip(self, turn: Turn, pending: Pending | None) -> Reply:
        """What is asked is left alone."""
        if pending is not None and pending.ask in ("which_item", "which_topic", "audience"):
            question, ask = prompt("ask.what_else"), Pending("what")
            return Reply("skip.question", (prompt("skip.question"),), question, ask, outcome=MANAGED)
        return self._no.handle(turn)

    def _back(self, turn: Turn, pending: Pending | None) -> Reply:
        if pending is not None and pending.ask == "which_item" and pending.data["page"] > 0:
            return self._items.page(turn, pending.data["page"] - 1)
        return kept_open(turn, "back.none")

    def _start_over(self, turn: Turn, pending: Pending | None, topic: str | None) -> Reply:
        """The first step, the first of the choices, else the whole conversation anew."""
        if pending is not None and pending.ask == "which_item":
            return self._items.page(turn, 0)
        article = self._knowledge.articles.get(topic or "")
        if article is not None and article.steps and pending is not None and pending.ask != "what":
            return self._articles.step(turn, article.id, 0)
        turn.session.item, turn.session.topic, turn.session.heard = None, None, ()
        question, ask = prompt("launch.ask"), Pending("what")
        return Reply("start.over", (prompt("start.over"),), question, ask, outcome=MANAGED)

    def _in_steps(self, turn: Turn, topic: str, index: int) -> Reply:
        if turn.intent == "StepCountIntent":
            return self._articles.step_count(turn, topic, index)
        if turn.intent == "AMAZON.StartOverIntent":
            return self._articles.step(turn, topic, 0)
        if turn.intent == "AMAZON.PreviousIntent":
            lead = (prompt("steps.first_already"),) if index == 0 else ()
            return self._articles.step(turn, topic, max(0, index - 1), lead)
        return self._articles.step(turn, topic, index + 1)  # next, more, and to skip one as well
