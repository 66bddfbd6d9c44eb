"""What is offered after an answer: more about it, then its follow-ups, each once in a session."""

from __future__ import annotations

from shop_helper.handlers.handler import ANYTHING_ELSE, prompt
from shop_helper.knowledge.base import Article, KnowledgeBase, pick
from shop_helper.turn import Audience, Pending, Text, Turn

REMEMBERED = 12
"""How many topics a session remembers; the session state has to stay small."""


def closing(turn: Turn, knowledge: KnowledgeBase, topic: str, with_more: bool = True) -> tuple[Text, Pending]:
    """The question that ends an answer about `topic`, and what it asks."""
    article = knowledge.articles.get(topic)
    if article is None:
        return ANYTHING_ELSE
    if with_more and pick(article.more, audience_of(turn)):
        return prompt("offer.more"), Pending("more", {"topic": topic})
    for target in article.follow_up:
        if _may_offer(turn, knowledge, target):
            offered = knowledge.articles[target]
            return prompt("offer.topic", topic=offered.say_title), Pending("offer", {"topic": target})
    return ANYTHING_ELSE


def audience_of(turn: Turn) -> set[str]:
    return {turn.audience.value} if turn.audience else set()


def _may_offer(turn: Turn, knowledge: KnowledgeBase, target: str) -> bool:
    article = knowledge.articles.get(target)
    if article is None or target in turn.session.heard or target == turn.session.topic:
        return False
    return _fits(article, turn.audience)


def _fits(article: Article, audience: Audience | None) -> bool:
    return audience is None or article.audience in ("both", audience.value)
