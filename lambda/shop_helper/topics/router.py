"""Carry out the moves that answer a question: from the customer's orders, sales and cases, or from an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import assert_never

from shop_helper.dialog import move as moves
from shop_helper.dialog.move import TopicMove
from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import MoreItems, MoreSales, WhichTopic
from shop_helper.dialog.records import Context, Need
from shop_helper.dialog.reply import WHAT, WHAT_TO_BEGIN_WITH, Outcome, Reply, Row, Slowed, Text, prompt
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.account import short_of_account, unavailable
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.cases import CaseAnswers
from shop_helper.topics.item_choice import ask_item, candidates, item_page, narrow
from shop_helper.topics.launch import LaunchAnswers
from shop_helper.topics.orders import OrderAnswers, TopicHandler

WHERE, CAN_RETURN = "order.where", "returns.can_i_return"
OF_ITS_SUBJECT: Mapping[str, str] = {"returns": CAN_RETURN, "refund": "refund.status"}
"""Subject → topic of an item that is named after a general answer about that subject."""

CORRECTIONS = ("item.wrong", "order.change")
"""Topics that "the order is wrong" and "change the order" may mean."""

_NAMES = ("first", "second", "third")
_CHOICES = {2: "choose.two", 3: "choose.three"}


class TopicRouter:
    def __init__(
        self,
        knowledge: KnowledgeBase,
        articles: ArticleAnswers,
        orders: OrderAnswers,
        cases: CaseAnswers,
        launch: LaunchAnswers,
        acting: Mapping[str, TopicHandler],
    ) -> None:
        """`acting`: topic_handlers of the topics that begin or offer an action."""
        self._knowledge, self._articles, self._orders = knowledge, articles, orders
        self._cases, self._launch, self._acting = cases, launch, acting
        self._answerers = {**orders.topic_handlers(), **acting}

    def needs_of(self, topic: str) -> Need:
        """Return the records that the answer of a topic needs."""
        if topic in self._acting:
            return Need.ORDERS | Need.CASES
        return Need.ORDERS if topic in self._answerers else Need.NOTHING

    def warns(self, topic: str) -> bool:
        """Whether the article begins with a warning."""
        article = self._knowledge.articles.get(topic)
        return article is not None and bool(article.warning)

    def answer(self, move: TopicMove, context: Context) -> Reply:
        session = context.session
        match move:
            case moves.Greet():
                return self._launch.answer(context)
            case moves.Tell():
                return self._tell(move, context)
            case moves.TellFact():
                return self._orders.facts.answer(context, move)
            case moves.TellOfItem(mention):
                return self._tell(moves.Tell(self._topic_of_item(session.topic), mention), context)
            case moves.TellCases():
                return self._cases.answer(context)
            case moves.TellUnavailable(failed, topic):
                return unavailable(topic, failed)
            case moves.TellMore(topic):
                return self._more(context, topic)
            case moves.TellStep(topic, index, already_first):
                lead = (prompt("steps.first_already"),) if already_first else ()
                return self._articles.step(context, topic, index, lead)
            case moves.CountSteps(topic, index):
                return self._articles.step_count(context, topic, index)
            case moves.StartOver(topic):
                return self._started_over(context, topic)
            case moves.ReadOn():
                return self._read_on(context)
            case moves.ItemPage(page):
                return self._with_question(context, lambda asked: item_page(context, asked, page))
            case moves.AskItemAgain(why):
                return self._with_question(context, lambda asked: self._which_again(context, asked, why))
            case moves.NarrowItems(refs):
                return self._with_question(context, lambda asked: self._narrowed(context, asked, refs))
            case moves.ChooseTopic(topics, text, confidence):
                return replace(self._choice(topics, text), confidence=confidence)
            case moves.ChooseCorrection(text, otherwise):
                subjects = tuple(topic for topic in CORRECTIONS if topic in self._knowledge.articles)
                return self._choice(subjects, text) if len(subjects) in _CHOICES else otherwise
            case moves.LinkFirst():
                return short_of_account(context, self._topic_of_item(session.topic))
            case moves.Repeat(slowly):
                return self._repeated(context, slowly)
            case _:
                assert_never(move)

    def is_about_items(self, topic: str | None) -> bool:
        """Whether the answer depends on which item is meant."""
        return topic in self._answerers

    def _tell(self, move: moves.Tell, context: Context) -> Reply:
        if move.side is not None:
            reply = self._tell(replace(move, side=None), context.asking_as(move.side))
            return replace(reply, audience=reply.audience or move.side)
        customer = context.customer
        if move.as_seller:
            if customer is not None and Audience.SELLER not in customer.audiences:
                said = (prompt("sales.not_a_seller"),)
                return self._articles.answer(context, "seller_support.where", lead=said)
            return self._tell(replace(move, as_seller=False, side=Audience.SELLER), context)
        answerer = self._answerers.get(move.topic)
        reply = answerer(context, move) if answerer else self._article(context, move.topic)
        return replace(reply, confidence=move.confidence) if move.confidence is not None else reply

    def _article(self, context: Context, topic: str) -> Reply:
        if topic not in self._knowledge.articles:  # a newer shared knowledge base may lack it
            return Reply("ask.what", (), *WHAT, outcome=Outcome.CONVERSATIONAL)
        return self._articles.answer(context, topic)

    def _more(self, context: Context, topic: str) -> Reply:
        if topic not in self._knowledge.articles:
            return Reply("steps.none", (prompt("steps.none"),), *WHAT, outcome=Outcome.CONVERSATIONAL)
        return self._articles.more(context, topic)

    def _started_over(self, context: Context, topic: str | None) -> Reply:
        article = self._knowledge.articles.get(topic or "")
        if article is not None and article.steps:
            return self._articles.step(context, article.id, 0)
        said = (prompt("start.over"),)
        return Reply("start.over", said, *WHAT_TO_BEGIN_WITH, outcome=Outcome.CONVERSATIONAL, forgets=True)

    def _read_on(self, context: Context) -> Reply:
        match context.session.open_question:
            case MoreItems() as question:
                return self._orders.history.go_on(context, question)
            case MoreSales() as question:
                return self._orders.sales.go_on(context, question)
        return Reply("ask.what", (), *WHAT, outcome=Outcome.CONVERSATIONAL)

    @staticmethod
    def _with_question(context: Context, answer: Callable[[WhichItem], Reply]) -> Reply:
        question = context.session.open_question
        assert isinstance(question, WhichItem)
        return answer(question)

    @staticmethod
    def _which_again(context: Context, question: WhichItem, why: moves.ItemMiss) -> Reply:
        """Say that none of the choices was named, and keep the question open."""
        asked = ask_item(context, question.topic, candidates(context, question))
        return replace(asked, prompt=why.value, say=(prompt(why.value),), outcome=Outcome.DECLINED)

    def _narrowed(self, context: Context, question: WhichItem, refs: tuple[str, ...]) -> Reply:
        found = narrow(context, question, refs)
        return self._tell(moves.Tell(question.topic, ref=found), context) if isinstance(found, str) else found

    def _choice(self, topics: tuple[str, ...], text: str) -> Reply:
        """Ask which of two or three topics is meant."""
        known = tuple(topic for topic in topics if topic in self._knowledge.articles)
        if len(known) not in _CHOICES:
            return Reply("ask.what", (), *WHAT, outcome=Outcome.CONVERSATIONAL)
        titles = tuple(self._knowledge.articles[topic].say_title for topic in known)
        name = _CHOICES[len(known)]
        return Reply(
            name,
            (),
            prompt(name, **dict(zip(_NAMES, titles, strict=False))),
            WhichTopic(known, text[:MAX_KEPT]),
            offered=known,
            outcome=Outcome.OFFERED,
            choices=titles,
        )

    def _topic_of_item(self, topic: str | None) -> str:
        """Return the topic of "and the kettle?": the last one or its subject's if about items, else the status."""
        near = (topic or "", OF_ITS_SUBJECT.get((topic or "").split(".")[0], ""))
        return next((one for one in near if one != "order.history" and self.is_about_items(one)), WHERE)

    def _repeated(self, context: Context, slowly: bool) -> Reply:
        """Repeat the last reply, with the same question open."""
        session = context.session
        if not session.said or session.open_question is None:
            said = (prompt("again.nothing"),)
            return Reply("again.nothing", said, *WHAT, outcome=Outcome.CONVERSATIONAL)
        said_before = session.said.removesuffix(session.asked).strip()

        def again(words: str) -> Text:
            return Text(words="{slow}", values={"slow": Slowed(words)}) if slowly else Text(words=words)

        return Reply(
            "repeat",
            (again(said_before) if said_before else prompt("again.question"),),
            again(session.asked),
            session.open_question,
            topics=(session.topic,) if session.topic else (),
            outcome=Outcome.CONVERSATIONAL,
            steps=self._articles.steps(context, session.open_question),
            rows=tuple(Row(Text(words=label), Text(words=value)) for label, value in session.rows),
        )


MAX_KEPT = 120
"""Most characters of a question that the session keeps while its topic is chosen."""
