"""What is offered after an answer: more about it, then its follow-ups, each once in a session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shop_helper.domain.actions.draft import Kind
from shop_helper.handlers.handler import ANYTHING_ELSE, prompt
from shop_helper.knowledge.base import KnowledgeBase, pick
from shop_helper.turn import Pending, Text, Turn

REMEMBERED = 12
"""How many topics a session remembers; the session state has to stay small."""


def closing(
    turn: Turn, knowledge: KnowledgeBase, topic: str, with_more: bool = True, first: Sequence[str] = ()
) -> tuple[Text, Pending]:
    """The question that ends an answer about `topic`, and what it asks. `first` are topics that fit better than the
    article's follow-ups, and take their place."""
    article = knowledge.articles.get(topic)
    if article is None:
        return ANYTHING_ELSE
    if with_more and pick(article.more, audience_of(turn)):
        return prompt("offer.more"), Pending("more", {"topic": topic})
    for target in first or article.follow_up:
        if target in ACTIONS and target not in turn.session.heard and turn.session.draft is None:
            return offer(ACTIONS[target])
        if _may_offer(turn, knowledge, target):
            offered = knowledge.articles[target]
            return prompt("offer.topic", topic=offered.say_title), Pending("offer", {"topic": target})
    return ANYTHING_ELSE


ACTIONS: Mapping[str, Kind] = {"open_case": Kind.CASE, "claim": Kind.CLAIM, "message": Kind.MESSAGE}
"""Follow-ups of articles that the skill can do itself. A card goes out with its answer, and nobody is reminded of
anything, so `send_card` and `remind_me` are not offered."""


def offer(kind: Kind) -> tuple[Text, Pending]:
    """ "Shall I open a case about it?" """
    name = next(name for name, known in ACTIONS.items() if known is kind)
    return prompt(f"offer.action.{kind.value}"), Pending("offer", {"action": name})


def audience_of(turn: Turn) -> set[str]:
    return {turn.audience.value} if turn.audience else set()


def _may_offer(turn: Turn, knowledge: KnowledgeBase, target: str) -> bool:
    article = knowledge.articles.get(target)
    if article is None or target in turn.session.heard or target == turn.session.topic:
        return False
    return article.is_for(turn.audience)
