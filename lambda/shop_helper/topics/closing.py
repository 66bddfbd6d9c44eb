"""Offers after an answer: more about it, then its follow-ups, each once in a session."""

from __future__ import annotations

from collections.abc import Sequence

from shop_helper.dialog.questions import OfferAction, OfferMore, OfferTopic
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import ANYTHING_ELSE, Closing, prompt
from shop_helper.domain.actions.catalog import OFFERED, spec_of
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.knowledge.base import KnowledgeBase, pick


def closing(
    context: Context, knowledge: KnowledgeBase, topic: str, with_more: bool = True, first: Sequence[str] = ()
) -> Closing:
    """Return the question that ends an answer about `topic`, and its type.

    `first`: topics that fit better than the article's follow-ups and replace them.
    """
    article = knowledge.articles.get(topic)
    if article is None:
        return ANYTHING_ELSE
    if with_more and pick(article.more, audience_of(context)):
        return prompt("offer.more"), OfferMore(topic)
    for target in first or article.follow_up:
        if target in OFFERED and target not in context.session.heard and context.session.draft is None:
            return offer(OFFERED[target])
        if _may_offer(context, knowledge, target):
            offered = knowledge.articles[target]
            return prompt("offer.topic", topic=offered.say_title), OfferTopic(target)
    return ANYTHING_ELSE


def offer(kind: ActionKind) -> Closing:
    """Return the offer of an action: "shall I open a case about it?"."""
    return prompt(f"offer.action.{kind.value}"), OfferAction(spec_of(kind).offered_as)


def audience_of(context: Context) -> set[str]:
    return {context.audience.value} if context.audience else set()


def _may_offer(context: Context, knowledge: KnowledgeBase, target: str) -> bool:
    article = knowledge.articles.get(target)
    if article is None or target in context.session.heard or target == context.session.topic:
        return False
    return article.is_for(context.audience)
