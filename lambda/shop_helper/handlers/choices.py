"""Answers to an open question: yes, no, which one, another one, buyer or seller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from shop_helper.domain.actions.draft import Draft, at_risk_case
from shop_helper.domain.dialog.reference import All, One, OneOf, Silent, asks_for_another
from shop_helper.domain.mentions import parse_choice
from shop_helper.handlers.account import short_of_account
from shop_helper.handlers.actions.dialog import ActionDialog
from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.handlers.desk import Desk, Said
from shop_helper.handlers.handler import ANYTHING_ELSE, WHAT, Handler, aside, kept_open, prompt
from shop_helper.handlers.items import ItemChoices
from shop_helper.handlers.offers import ACTIONS
from shop_helper.handlers.orders import OrderAnswers
from shop_helper.handlers.questions import CAN_RETURN, CHOICES, WHERE, HelpQuestionHandler, choice
from shop_helper.handlers.recovery import Recovery
from shop_helper.handlers.unanswered import Unanswered
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech.forms import quantity
from shop_helper.turn import Audience, Outcome, Pending, Reply, Text, Turn

MANAGED = Outcome.MANAGED


class YesHandler:
    intents = ("AMAZON.YesIntent",)

    def __init__(
        self,
        desk: Desk,
        articles: ArticleAnswers,
        knowledge: KnowledgeBase,
        dialog: ActionDialog,
        orders: OrderAnswers,
        items: ItemChoices,
    ) -> None:
        self._items = items
        self._desk, self._articles, self._knowledge = desk, articles, knowledge
        self._dialog, self._history, self._sales = dialog, orders.history, orders.sales

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        if pending is None:
            return aside("yes.nothing_open", *WHAT)
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
        only = self._items.only_one(turn)
        if only is not None:
            return self._desk.answer(turn, topic, Said(ref=only))
        if pending.ask in ("which_item", "which_topic", "audience"):
            return ask_again(turn)
        nearby = pending.data.get("nearby", ())
        if len(nearby) in CHOICES:
            return choice(self._knowledge, tuple(nearby))
        return Reply("ask.what", (), *WHAT, outcome=MANAGED)


class NoHandler:
    intents = ("AMAZON.NoIntent",)

    def __init__(self, items: ItemChoices, unanswered: Unanswered) -> None:
        self._items, self._unanswered = items, unanswered

    def handle(self, turn: Turn) -> Reply:
        pending = turn.session.pending
        if pending is None:
            return aside("no.nothing_open", *WHAT)
        if pending.ask == "which_item":
            return self._items.next_page(turn)
        if pending.ask == "which_topic":
            self._unanswered.note(pending.data.get("text", ""), "corrected", tuple(pending.data["topics"]))
            return Reply("choose.none", (prompt("choose.none"),), *WHAT, outcome=MANAGED)
        if pending.ask in ("more", "more_items", "more_sales", "offer", "step"):
            return aside("no.nothing_open", *ANYTHING_ELSE)
        return Reply("no.goodbye", (prompt("no.goodbye"),), outcome=MANAGED)


class SelectHandler:
    """ "The second one", "the kettle", "another one": picks from what was just offered."""

    intents = ("SelectIntent", "AnotherOneIntent")
    CHOOSING = ("ordinal", "number", "position")
    """Slots whose words choose from a list."""
    OF_AN_ORDER = ("seller", "date", "order_ending")
    """Slots that tell an order from others: "the one from Bluefin" is about one, whether it is found or not."""

    OF_ITS_SUBJECT: ClassVar[Mapping[str, str]] = {"returns": CAN_RETURN, "refund": "refund.status"}
    """What an item is asked about, after an answer of that subject that was about none."""

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
        nearby = pending.data.get("nearby", ()) if pending else ()
        if said.text and (index := parse_choice(said.words, len(nearby))) is not None:
            return self._desk.answer(turn, nearby[index])
        if turn.customer is not None and self._items.points_at_something(turn, said):
            return self._desk.answer(turn, self._topic_of_item(turn), said)
        if any(turn.slot(name) for name in self.OF_AN_ORDER):
            return self._desk.answer(turn, self._topic_of_item(turn), said)
        if said.text and turn.session.listed and not said.item:
            return self._beyond(turn, len(turn.session.listed))
        if asks_for_another(said.words):
            return kept_open(turn, "choose.no_other")
        if turn.customer is None and self._is_of_an_order(turn):
            return short_of_account(turn, self._topic_of_item(turn))
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
                return self._not_there(turn, said)

    def _not_there(self, turn: Turn, said: Said) -> Reply:
        """None of the choices; what is said of it changes from try to try."""
        if said.text and said.item is None and not turn.session.failures:
            return self._beyond(turn, len(self._items.shown(turn)))
        if turn.session.failures == 1 and said.item is not None:
            return self._items.which_again(turn, "items.not_there")
        return self._declines.missed(turn) if turn.session.failures else self._items.which_again(turn)

    def _beyond(self, turn: Turn, count: int) -> Reply:
        """ "The fifth one" of three."""
        return kept_open(turn, "choose.beyond", Outcome.DECLINED, count=quantity(count, "items"))

    def _is_of_an_order(self, turn: Turn) -> bool:
        """Whether what was spoken of last depends on an order, so that a name can only be an item's."""
        topic = turn.session.topic
        return turn.slot("item") is not None and bool(topic) and self._desk.is_about_items(topic or "")

    def _item(self, turn: Turn, topic: str, ref: str) -> Reply:
        return self._desk.answer(turn, topic, Said(ref=ref))

    def _topic_of_item(self, turn: Turn) -> str:
        """ "And the kettle?" goes on with the last topic where that is about an item; after general words on returns
        or refunds it is about that item's; else where it is."""
        topic = turn.session.topic or ""
        near = (topic, self.OF_ITS_SUBJECT.get(topic.split(".")[0], ""))
        return next((one for one in near if one != "order.history" and self._desk.is_about_items(one)), WHERE)

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
        return kept_open(turn, "choose.no_other")


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
        aside=True,
    )
