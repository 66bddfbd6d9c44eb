"""Answers from articles: the spoken answer, procedures step by step, more, buyer or seller."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from shop_helper.dialog.questions import NextStep, OpenQuestion, WhichSide
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Card, Outcome, Reply, Steps, Text, prompt
from shop_helper.knowledge.base import Article, KnowledgeBase, Section, mark_of, pick
from shop_helper.topics.closing import audience_of, closing


class ArticleAnswers:
    """Replies made from the sections of an article."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    def answer(
        self,
        context: Context,
        topic: str,
        holds: Collection[str] = (),
        values: Mapping[str, Any] | None = None,
        lead: tuple[Text, ...] = (),
        tail: tuple[Text, ...] = (),
        item: str | None = None,
        link: bool = False,
    ) -> Reply:
        """Return the answer of one article.

        `holds`: the conditions that the order meets. `values`: its values. `lead` is said first, `tail` last.
        Asks buyer or seller if the answer depends on it and the side isn't known.
        """
        article = self._knowledge.articles[topic]
        if article.differs_by_audience and context.audience is None:
            return self._ask_audience(topic)
        conditions = {*holds, *audience_of(context)}
        say = pick(article.say, conditions)
        if say is None:
            return self._ask_audience(topic)
        spoken = [section for section in (pick(article.warning, conditions), say) if section]
        said = (
            lead
            + self._expired(context, spoken)
            + tuple(_text(context, section, values) for section in spoken)
        )
        steps = pick(article.steps, conditions)
        if steps and article.answer_by == "steps":
            first = self._first_step(context, article, steps, said + tail, conditions, item)
            first = replace(first, missing=_missing(*spoken))
            return replace(first, card=None, link_account=True) if link else first
        question, ask = closing(context, self._knowledge, topic)
        return Reply(
            prompt="article.say",
            say=said + tail,
            question=question,
            ask=ask,
            topics=(topic,),
            card=None if link else self._card(article, conditions, values),
            link_account=link,
            item=item,
            missing=_missing(*spoken),
        )

    def more(self, context: Context, topic: str) -> Reply:
        """Return what the article has beyond its first answer."""
        section = pick(self._knowledge.articles[topic].more, audience_of(context))
        question, ask = closing(context, self._knowledge, topic, with_more=False)
        if section is None:
            return Reply("article.more", (prompt("more.nothing"),), question, ask, topics=(topic,))
        said = _text(context, section)
        return Reply("article.more", (said,), question, ask, topics=(topic,), missing=_missing(section))

    def step(self, context: Context, topic: str, index: int, lead: tuple[Text, ...] = ()) -> Reply:
        """Return step `index` (from 0) of a procedure; past the last step, close it."""
        section = pick(self._knowledge.articles[topic].steps, audience_of(context))
        words = section.words if section else ()
        if index >= len(words):
            question, ask = closing(context, self._knowledge, topic)
            return Reply("steps.no_more", (*lead, prompt("steps.no_more")), question, ask, topics=(topic,))
        steps = Steps(words, index)
        if index == len(words) - 1:
            question, ask = closing(context, self._knowledge, topic)
            name = "steps.last" if len(words) > 1 else "steps.single"
            said = (*lead, _step_text(name, words, index))
            return Reply(name, said, question, ask, topics=(topic,), steps=steps)
        ask = NextStep(topic, index)
        said = (*lead, _step_text("steps.next", words, index))
        return Reply("steps.next", said, prompt("steps.ask"), ask, topics=(topic,), steps=steps)

    def steps(self, context: Context, question: OpenQuestion | None) -> Steps | None:
        """Return the current procedure for the screen; None if none is open."""
        if not isinstance(question, NextStep):
            return None
        article = self._knowledge.articles.get(question.topic)
        section = pick(article.steps, audience_of(context)) if article else None
        known = section is not None and question.index < len(section.words)
        return Steps(section.words, question.index) if section and known else None

    def step_count(self, context: Context, topic: str, index: int) -> Reply:
        """Which step it is, of how many; past the end it closes."""
        section = pick(self._knowledge.articles[topic].steps, audience_of(context))
        if section is None or index >= len(section.words):
            return self.step(context, topic, index)
        said = prompt("steps.count", count=len(section.words), number=index + 1)
        ask, steps = NextStep(topic, index), Steps(section.words, index)
        return Reply("steps.count", (said,), prompt("steps.ask"), ask, topics=(topic,), steps=steps)

    def _first_step(
        self,
        context: Context,
        article: Article,
        steps: Section,
        said: tuple[Text, ...],
        conditions: set[str],
        item: str | None,
    ) -> Reply:
        card = self._card(article, conditions, None)
        if len(steps.words) == 1:
            question, ask = closing(context, self._knowledge, article.id)
            said = (*said, prompt("steps.single", step=steps.words[0]))
            return Reply("steps.single", said, question, ask, topics=(article.id,), card=card, item=item)
        lead = prompt("steps.lead", count=len(steps.words), number=1, step=steps.words[0])
        ask = NextStep(article.id, 0)
        return Reply(
            "steps.lead",
            (*said, lead),
            prompt("steps.ask"),
            ask,
            topics=(article.id,),
            card=card,
            item=item,
            steps=Steps(steps.words, 0),
        )

    @staticmethod
    def _ask_audience(topic: str) -> Reply:
        ask = WhichSide(topic)
        return Reply("ask.audience", (), prompt("ask.audience"), ask, topics=(topic,), outcome=Outcome.ASKED)

    @staticmethod
    def _card(article: Article, conditions: set[str], values: Mapping[str, Any] | None) -> Card | None:
        section = pick(article.card, conditions)
        if section is None:
            return None
        text = section.text
        for name, value in (values or {}).items():
            text = text.replace("{" + name + "}", str(value))
        return Card(article.title, text)

    def _expired(self, context: Context, sections: list[Section]) -> tuple[Text, ...]:
        """Return a notice if a figure's review has expired since the words were compiled."""
        today = context.now.date().isoformat()
        used = (self._knowledge.facts.get(key, {}) for section in sections for key in section.facts)
        if any(fact.get("expires_on", today) < today for fact in used):
            return (prompt("notice.expired"),)
        return ()


def _step_text(name: str, words: tuple[str, ...], index: int) -> Text:
    return Text(name, {"number": index + 1, "step": words[index]})


def _text(context: Context, section: Section, values: Mapping[str, Any] | None = None) -> Text:
    return Text(words=section.text_after(context.session.missing), values=values or {})


def _missing(*sections: Section) -> tuple[str, ...]:
    return tuple(mark_of(sentence) for section in sections for sentence in section.missing)
