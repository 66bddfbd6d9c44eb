"""What can be done now about the item of an answer takes the place of an article about how it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shop_helper.actions.repository import ActionRepository
from shop_helper.dialog.questions import AnythingElse, OfferAction, OfferMore, OfferTopic
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import Outcome, Reply, prompt
from shop_helper.domain.actions.catalog import OFFERED_FOR, Requirement, spec_of
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.steps import Ask, ReadBack, Redirect, next_step
from shop_helper.domain.cases import Problem
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.topics.item_choice import items_of

PROBLEMS = {
    "item.damaged": Problem.DAMAGED,
    "item.not_working": Problem.NOT_WORKING,
    "item.wrong": Problem.WRONG_ITEM,
    "item.missing_parts": Problem.MISSING_PARTS,
    "item.not_as_described": Problem.NOT_AS_DESCRIBED,
    "order.not_received": Problem.NOT_RECEIVED,
    "order.late": Problem.LATE,
}
"""Topic → what the customer says went wrong by asking about it."""

CAN_RETURN = "returns.can_i_return"
_WISHES = ("returns.cost", "exchange.request", "refund.request", *PROBLEMS)
"""Topics after which something is to be done, whatever the article offers first."""


@dataclass(frozen=True)
class Offers:
    knowledge: KnowledgeBase
    repository: ActionRepository

    def added(self, reply: Reply, context: Context) -> Reply:
        """The reply, with the first of its follow-ups that can be done for its item as an offer to do it."""
        items = items_of(context.records.bought)
        if reply.item not in items or reply.listed or context.sells or context.session.draft is not None:
            return reply
        if reply.outcome is not Outcome.ANSWERED or not isinstance(
            reply.ask, OfferTopic | OfferMore | AnythingElse
        ):
            return reply
        topic, item = reply.topics[0], items[reply.item]
        problem = PROBLEMS.get(topic)
        for kind in _wished(reply, topic, self.knowledge):
            draft = replace(Draft(kind).about(item.ref, item.spoken_name), problem=problem)
            facts = self.repository.facts(context, draft)
            if isinstance(facts, Unavailable) or spec_of(kind).offered_as in context.session.heard:
                continue
            step = next_step(draft, facts, self.repository.policy)
            possible = step.to.kind if isinstance(step, Redirect) else kind
            if isinstance(step, Ask) and step.slot is Requirement.SELLER:
                possible = ActionKind.MESSAGE  # the seller comes first, and nobody has written to them
            if isinstance(step, Ask | ReadBack | Redirect) and spec_of(possible).offered_as:
                ask = OfferAction(spec_of(possible).offered_as, problem=problem.value if problem else "")
                return replace(reply, question=prompt(f"offer.action.{possible.value}"), ask=ask)
        return reply


def _wished(reply: Reply, topic: str, knowledge: KnowledgeBase) -> Iterator[ActionKind]:
    """Actions to offer, best first. Nobody who asks where something is wants it canceled, or back."""
    if topic == CAN_RETURN:
        if reply.prompt == "returns.eligible":
            yield ActionKind.RETURN
        return
    if isinstance(reply.ask, OfferTopic) and reply.ask.topic in OFFERED_FOR:
        kind = OFFERED_FOR[reply.ask.topic]
        if kind is not ActionKind.CANCEL or reply.prompt.endswith(".late"):
            yield kind
    if topic in _WISHES and topic in knowledge.articles:
        yield from (OFFERED_FOR[one] for one in knowledge.articles[topic].follow_up if one in OFFERED_FOR)
