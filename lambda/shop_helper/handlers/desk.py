"""The front desk: takes a topic and what was said with it to whoever answers that topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shop_helper.handlers.articles import ArticleAnswers
from shop_helper.turn import Reply, Slot, Turn


@dataclass(frozen=True)
class Said:
    """What was said with a topic that may tell which order or item is meant."""

    text: str = ""
    """The question in the customer's words, where Alexa passes them on."""
    item: Slot | None = None
    order: Slot | None = None
    """Digits of an order number."""
    seller: Slot | None = None
    """A seller that was named."""
    date: Slot | None = None
    """Days that were said, as Alexa writes them."""
    pointing: bool = False
    """The sentence pointed at something ("this", "it") although no word of it came along."""
    goes_on: bool = True
    """Whether what was last spoken of may be meant where it fits; not where everything is asked for."""
    ref: str | None = None
    """An item settled already, as `order_id/line_id`."""

    @property
    def words(self) -> str:
        """All words that may name an item."""
        return " ".join(filter(None, (self.item.text if self.item else "", self.text)))


Answerer = Callable[[Turn, str, Said], Reply]
"""Answers one topic: (turn, topic, what was said) → reply."""


class Desk:
    """Answers any topic: by its own answerer where it needs the customer's orders, else from its article."""

    def __init__(self, articles: ArticleAnswers, answerers: Mapping[str, Answerer]) -> None:
        self._articles = articles
        self._answerers = answerers

    def answer(self, turn: Turn, topic: str, said: Said | None = None) -> Reply:
        answerer = self._answerers.get(topic)
        if answerer is None:
            return self._articles.answer(turn, topic)
        return answerer(turn, topic, said or Said())

    def is_about_items(self, topic: str) -> bool:
        """Whether the answer depends on which item is meant."""
        return topic in self._answerers
