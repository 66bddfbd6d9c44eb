"""Match a sentence in free words with a topic, a choice of topics, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shop_helper.dialog.reading import ItemMention, NotTheirs, One, Place, Reading
from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.dialog.turn import Turn
from shop_helper.understanding.en.kinds import Categories, kind_in, names_a_thing
from shop_helper.understanding.en.short_questions import nearest
from shop_helper.understanding.evidence import Evidence, Listener
from shop_helper.understanding.mentions import Mentions

if TYPE_CHECKING:
    from shop_helper.knowledge.base import KnowledgeBase
    from shop_helper.knowledge.ranking import Ranking

WHERE, CAN_RETURN, KINDS = "order.where", "returns.can_i_return", "returns.exceptions"
ABOUT_ITEMS = ("order", "returns", "refund", "exchange", "delivery", "price")
"""Subjects after which a bare name can only be an item's."""

NOT_OURS = 0.001
"""Scope probability below which a request isn't ours: "cancel my haircut". Three of 200 about goods fall below."""


class Places:
    def __init__(self, knowledge: KnowledgeBase, listener: Listener, categories: Categories) -> None:
        self._knowledge, self._listener, self._categories = knowledge, listener, categories

    def rank(self, turn: Turn, text: str) -> Ranking | None:
        return self._listener.rank(turn, text)

    def place(self, turn: Turn, evidence: Evidence, context: Context, mention: ItemMention) -> Place:
        """Place the question of a turn. `mention`: the items that the same words mention."""
        text, ranking = evidence.question, evidence.ranking
        confidence = ranking.candidates[0].confidence if ranking and ranking.candidates else None
        if _asks_of_a_kind(text, ranking):
            return Place("answer", (CAN_RETURN,))
        if ranking is None or ranking.decision == "decline":
            if self._names_own(mention, context):
                return Place("answer", (WHERE,))
            if (names_a_thing(text) or turn.slot("item") is not None) and self._may_be_an_item(context):
                return Place("answer", (WHERE,), not_theirs=True)
            return Place("decline", ranking.nearby if ranking else (), confidence)
        if ranking.decision == "choose":
            if self._knowledge.articles[ranking.choices[0]].warning:
                return Place(
                    "answer", ranking.choices[:1], leads=True
                )  # a warning is told before any question
            near = nearest(ranking.choices, context.session.topic, text)
            if near is None and self._names_own(mention, context):
                near = next((one for one in ranking.choices if one.split(".")[0] in ABOUT_ITEMS), WHERE)
            return Place("answer", (near,)) if near else Place("choose", ranking.choices, confidence)
        return Place("answer", (ranking.candidates[0].topic,), confidence)

    @staticmethod
    def mention_of(place: Place, evidence: Evidence, mention: ItemMention) -> ItemMention:
        """Return the part of the mention that fits the topic that was found."""
        if place.not_theirs:
            found = mention if mention.refers(False) or mention.refers(True) else None
            return found or replace(mention, bought=NotTheirs(), sold=NotTheirs(), goes_on=False)
        return ItemMention() if place.leads else mention

    def elsewhere(
        self, turn: Turn, evidence: Evidence, context: Context, mentions: Mentions, reading: Reading
    ) -> Reading:
        """Place a sentence anew whose item slot holds no item.

        "Where is my refund" fills the item slot of another intent: the whole question decides. "Can I return
        earrings", from a customer who has none, asks for the rule of a kind.
        """
        ranking, topic = evidence.ranking, evidence.sense.topic or ""
        best = ranking.candidates[0].topic if ranking and ranking.decision == "answer" else topic
        if best not in (topic, KINDS) or self.of_another_world(ranking):
            mention = mentions.of(evidence.question)
            place = self.place(turn, evidence, context, mention)
            mention = self.mention_of(place, evidence, mention)
            return replace(reading, topic=None, place=place, mention=mention, text=evidence.question)
        item = turn.slot("item")
        kind = (
            self._categories.kind_in(f"return {item.text}")
            if topic == CAN_RETURN and item is not None
            else None
        )
        if kind is None or context.customer is None or context.sells:
            return reading
        return replace(reading, mention=replace(reading.mention, kind=kind, not_bought=True))

    @staticmethod
    def of_another_world(ranking: Ranking | None) -> bool:
        """Whether the sentence is about nothing that a shop sells, whatever its intent."""
        return ranking is not None and ranking.in_scope < NOT_OURS

    @staticmethod
    def _names_own(mention: ItemMention, context: Context) -> bool:
        """Whether one thing of theirs is named: the sentence is about it, whatever else it says."""
        names = mention.names_sold if context.sells else mention.names_bought
        return context.customer is not None and names and isinstance(mention.on(context.sells), One)

    @staticmethod
    def _may_be_an_item(context: Context) -> bool:
        """Whether a bare name that isn't theirs counts as an item that can't be found."""
        subject = (context.session.topic or "").split(".")[0]
        return (
            subject in ABOUT_ITEMS
            and context.customer is not None
            and not isinstance(context.session.open_question, WhichItem)
            and not isinstance(context.orders, Unavailable)
        )


def _asks_of_a_kind(text: str, ranking: Ranking | None) -> bool:
    """Whether a question near several topics asks for one rule: "can I give back underwear"."""
    if ranking is None or ranking.decision == "decline" or kind_in(text) is None:
        return False
    return any(candidate.topic in (CAN_RETURN, KINDS) for candidate in ranking.candidates[:2])
