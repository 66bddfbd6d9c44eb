"""Answers to an open question: yes, no, which one, another one, buyer or seller, next, back, more."""

from __future__ import annotations

from shop_helper.domain.actions.draft import Draft, at_risk_case
from shop_helper.domain.dialog.reference import All, One, OneOf, Silent
from shop_helper.domain.mentions import parse_choice
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.desk import Desk, Said
from shop_helper.handlers.handler import ANYTHING_ELSE, WHAT, Handler, prompt
from shop_helper.handlers.items import ItemChoices
from shop_helper.handlers.offers import ACTIONS
from shop_helper.handlers.orders import OrderAnswers
from shop_helper.handlers.questions import HelpQuestionHandler
from shop_helper.handlers.recovery import Recovery
from shop_helper.handlers.unanswered import Unanswered
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.turn import Audience, Outcome, Pending, Reply, Text, Turn

MANAGED = Outcome.MANAGED
LISTS = ("more", "more_items", "more_sales")
"""Questions whether to go on with what is being told."""


class YesHandler:
    intents = ("AMAZON.YesIntent",)

    def __init__(
        self,
        desk: Desk,
        articles: ArticleAnswers,
        knowledge: KnowledgeBase,
        dialog: ActionDialog,
        orders: OrderAnswers,
    ) -> None:
        self._desk, self._articles, self._knowledge = desk, articles, knowledge
        self._dialog, self._history, self._sales = dialog, orders.history, orders.sales

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        if pending is None:
            return Reply("yes.nothing_open", (prompt("yes.nothing_open"),), *WHAT, outcome=MANAGED)
        topic = pending.data.get("topic", "")
        action = ACTIONS.get(pending.data.get("action", ""))
        if pending.ask == "offer" and action is not None:
            risk = turn.session.item if pending.data.get("at_risk") else None
            if risk is not None:
                return self._dialog.start(turn, at_risk_case(risk, pending.data["at_risk"]))
            return self._dialog.start(turn, Draft(action), Said(pointing=True))
        if pending.ask == "offer" and topic in self._knowledge.articles:
            return self._desk.answer(turn, topic, Said(ref=turn.session.item))
        if pending.ask == "more" and topic in self._knowledge.articles:
            return self._articles.more(turn, topic)
        if pending.ask == "step":
            return self._articles.step(turn, topic, pending.data["index"] + 1)
        if pending.ask == "more_items":
            return self._history.go_on(turn, pending.data)
        if pending.ask == "more_sales":
            return self._sales.go_on(turn, pending.data)
        if pending.ask in ("which_item", "which_topic", "audience"):
            return ask_again(turn)
        return Reply("ask.what", (), *WHAT, outcome=MANAGED)


class NoHandler:
    intents = ("AMAZON.NoIntent",)

    def __init__(self, items: ItemChoices, unanswered: Unanswered) -> None:
        self._items, self._unanswered = items, unanswered

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        if pending is None:
            return Reply("no.nothing_open", (prompt("no.nothing_open"),), *WHAT, outcome=MANAGED)
        if pending.ask == "which_item":
            return self._items.next_page(turn)
        if pending.ask == "which_topic":
            self._unanswered.note(pending.data.get("text", ""), "corrected", tuple(pending.data["topics"]))
            return Reply("choose.none", (prompt("choose.none"),), *WHAT, outcome=MANAGED)
        if pending.ask in ("more", "more_items", "more_sales", "offer", "step"):
            question, ask = ANYTHING_ELSE
            return Reply("no.nothing_open", (prompt("no.nothing_open"),), question, ask, outcome=MANAGED)
        return Reply("no.goodbye", (prompt("no.goodbye"),), outcome=MANAGED)


class SelectHandler:
    """ "The second one", "the kettle", "another one": picks from what was just offered."""

    intents = ("SelectIntent", "AnotherOneIntent")
    CHOOSING = ("ordinal", "number", "position")
    """Slots whose words choose from a list."""
    OF_AN_ORDER = ("seller", "date", "order_ending")
    """Slots that tell an order from others: "the one from Bluefin" is about one, whether it is found or not."""

    def __init__(
        self, items: ItemChoices, desk: Desk, questions: HelpQuestionHandler, declines: Recovery, no: Handler
    ) -> None:
        """`no` takes "neither", said to a choice of topics."""
        self._items, self._desk, self._no = items, desk, no
        self._questions, self._declines = questions, declines

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        ask = pending.ask if pending else ""
        if turn.intent == "AnotherOneIntent" and ask == "which_topic":
            return self._no.handle(turn)
        if turn.intent == "AnotherOneIntent":
            return self._items.next_page(turn) if ask == "which_item" else self._other(turn)
        said = said_of(turn)
        if ask == "which_item" and pending and turn.customer is None:
            return self._desk.answer(turn, pending.data["topic"])
        if ask == "which_item" and pending:
            return self._picked(turn, pending.data["topic"], said)
        if ask == "which_topic" and pending:
            return self._topic(turn, pending, said.words)
        if turn.customer is not None and self._items.points_at_something(turn, said):
            return self._desk.answer(turn, self._topic_of_item(turn), said)
        if any(turn.slot(name) for name in self.OF_AN_ORDER):
            return self._desk.answer(turn, self._topic_of_item(turn), said)
        has_words = turn.slot("item") is not None
        return self._questions.place(turn, said.words) if has_words else self._declines.missed(turn)

    def _picked(self, turn: Turn, topic: str, said: Said) -> Reply:
        match self._items.picked(turn, said):
            case One(ref):
                return self._item(turn, topic, ref)
            case All():
                return self._desk.answer(turn, topic, said)
            case OneOf(refs):
                narrowed = self._items.narrow(turn, refs)
                return self._item(turn, topic, narrowed) if isinstance(narrowed, str) else narrowed
            case Silent():
                if turn.session.failures:
                    return self._declines.missed(turn)
                return self._items.which_again(turn)

    def _item(self, turn: Turn, topic: str, ref: str) -> Reply:
        return self._desk.answer(turn, topic, Said(ref=ref))

    def _topic_of_item(self, turn: Turn) -> str:
        """ "And the kettle?" goes on with the last topic where that is about an item, else asks where it is."""
        topic = turn.session.topic
        about_one = topic and topic != "order.history" and self._desk.is_about_items(topic)
        return topic if topic and about_one else "order.where"

    def _topic(self, turn: Turn, pending: Pending, words: str) -> Reply:
        topics = pending.data["topics"]
        index = parse_choice(words, len(topics))
        if index is None and turn.customer is not None and self._items.named(turn, words):
            return self._desk.answer(turn, self._topic_of_item(turn), Said(text=words))
        if index is None:
            return self._questions.place(turn, words)
        return self._desk.answer(turn, topics[index], Said(text=pending.data.get("text", "")))

    def _other(self, turn: Turn) -> Reply:
        """ "The other one" where nothing is asked: what was spoken of before, or the rest of a list."""
        other = Said(text="the other one")
        if turn.customer is not None and self._items.points_at_something(turn, other):
            return self._desk.answer(turn, self._topic_of_item(turn), other)
        question, ask = WHAT
        return Reply("no.nothing_open", (prompt("no.nothing_open"),), question, ask, outcome=MANAGED)


class AudienceHandler:
    """ "As a seller": noted for the session, and the open question answered."""

    intents = ("AudienceIntent",)

    def __init__(self, desk: Desk, declines: Recovery) -> None:
        self._desk, self._declines = desk, declines

    def handle(self, turn: Turn) -> Reply:
        slot, pending = turn.slot("audience"), turn.session.pending
        if slot is None or slot.id not in (Audience.BUYER, Audience.SELLER):
            return self._declines.missed(turn)
        turn.session.audience = Audience(slot.id)
        if pending is not None and pending.ask == "audience":
            return self._desk.answer(turn, pending.data["topic"])
        name = f"audience.noted.{slot.id}"
        return Reply(name, (prompt(name),), *WHAT, outcome=MANAGED)


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
        return Reply("steps.none", (prompt("steps.none"),), *WHAT, outcome=MANAGED)

    def _on(self, turn: Turn, pending: Pending | None, topic: str | None) -> Reply:
        """ "Go on", "more": the next ones of a list; else yes to what was offered; else more of what was said."""
        if pending is not None and pending.ask == "which_item":
            return self._items.next_page(turn)
        offers = LISTS if turn.intent == "AMAZON.MoreIntent" else (*LISTS, "offer")
        if pending is not None and pending.ask in offers:
            return self._yes.handle(turn)
        if topic in self._knowledge.articles:
            return self._articles.more(turn, topic or "")
        return Reply("steps.none", (prompt("steps.none"),), *WHAT, outcome=MANAGED)

    def _skip(self, turn: Turn, pending: Pending | None) -> Reply:
        """What is asked is left alone."""
        if pending is not None and pending.ask in ("which_item", "which_topic", "audience"):
            question, ask = prompt("ask.what_else"), Pending("what")
            return Reply("skip.question", (prompt("skip.question"),), question, ask, outcome=MANAGED)
        return self._no.handle(turn)

    def _back(self, turn: Turn, pending: Pending | None) -> Reply:
        if pending is not None and pending.ask == "which_item" and pending.data["page"] > 0:
            return self._items.page(turn, pending.data["page"] - 1)
        return Reply("steps.none", (prompt("steps.none"),), *WHAT, outcome=MANAGED)

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


def said_of(turn: Turn) -> Said:
    """All that was said of an item, whatever slots it came in."""
    choosing = " ".join(slot.text for name, slot in turn.slots.items() if name in SelectHandler.CHOOSING)
    return Said(
        text=choosing,
        item=turn.slot("item"),
        seller=turn.slot("seller"),
        date=turn.slot("date"),
        order=turn.slot("order_ending"),
    )


def ask_again(turn: Turn) -> Reply:
    """The open choice once more, after an answer that picks none of it."""
    session = turn.session
    topics = (session.topic,) if session.topic else ()
    return Reply(
        "choose.again",
        (prompt("choose.please"),),
        Text(words=session.question),
        session.pending,
        topics=topics,
        outcome=Outcome.ASKED,
    )
