"""Opened without a question: news comes first, and who was here before isn't told again what to ask."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shop_helper.domain.delay import AtRisk
from shop_helper.domain.news import MOST, DeskNews, Kind, News, desk_news, news
from shop_helper.domain.orders import OrderItem
from shop_helper.errors import StoreError
from shop_helper.handlers.actions.speaking import about, record
from shop_helper.handlers.handler import WHAT, prompt
from shop_helper.handlers.items import ItemChoices, sells
from shop_helper.handlers.order_words import OrderWords
from shop_helper.persistence.cases import CaseStore
from shop_helper.persistence.visits import VisitStore
from shop_helper.speech.evidence import evidence
from shop_helper.speech.forms import sentence
from shop_helper.turn import Outcome, Pending, Reply, Text, Turn

log = logging.getLogger("shop_helper")

_LOOK_INTO = {Kind.LATE: "order.late", Kind.SENT_BACK: "delivery.returned_to_sender"}


class LaunchHandler:
    intents: tuple[str, ...] = ()

    def __init__(
        self,
        items: ItemChoices,
        words: OrderWords,
        zone: ZoneInfo,
        visits: VisitStore | None = None,
        cases: CaseStore | None = None,
        link: Callable[[Turn], None] = lambda turn: None,
        resumed: Callable[[Turn], Reply | None] | None = None,
    ) -> None:
        """`visits` None: nobody's visits are remembered. `cases` None: nothing is told of them. `link` remembers whose
        visit it was, so that disabling the skill deletes it. `resumed` goes on with what an earlier conversation left
        waiting; the news are then kept for the next time."""
        self._items, self._words, self._zone = items, words, zone
        self._visits, self._cases, self._link = visits, cases, link
        self._resumed = resumed or (lambda turn: None)

    def handle(self, turn: Turn) -> Reply:
        waiting = self._resumed(turn)
        if waiting is not None:
            return waiting
        before, found, answered = self._known(turn)
        if found or answered:
            return self._with_news(turn, found, answered, returning=before is not None)
        if before is not None:
            return Reply("launch.back", (prompt("launch.back"),), *WHAT, outcome=Outcome.MANAGED)
        question, ask = prompt("launch.ask"), Pending("what")
        return Reply("launch.welcome", (prompt("launch.welcome"),), question, ask, outcome=Outcome.MANAGED)

    def _known(self, turn: Turn) -> tuple[datetime | None, Sequence[News], tuple[Text, ...]]:
        """The visit before, the news, what a desk has answered. A store that fails costs the greeting no more."""
        if turn.customer is None:
            return None, (), ()
        try:
            before = self._visits.visited(turn.customer.id, turn.now) if self._visits else None
            cases = self._cases.of_customer(turn.customer.id) if self._cases else ()
            orders = () if sells(turn) else self._items.orders(turn)
            self._link(turn)
        except StoreError as problem:
            log.warning("greeted without news: %s", problem)
            return None, (), ()

        in_hand = {case.ref for case in cases if not case.is_closed}

        def at_risk(item: OrderItem) -> bool:
            return item.ref not in in_hand and self._words.delay.is_at_risk(turn, item)

        found = news(orders, turn.now, self._zone, self._words.stalled_days, before, at_risk)
        answers = desk_news(cases)
        self._told(answers)
        return before, found[: MOST - len(answers)], tuple(_desk_said(one) for one in answers)

    def _told(self, answers: Sequence[DeskNews]) -> None:
        """What can't be marked is told once more the next time."""
        try:
            for one in answers:
                assert self._cases is not None
                self._cases.mark_told(one.case)
        except StoreError as problem:
            log.warning("what a desk did is told again: %s", problem)

    def _with_news(
        self, turn: Turn, found: Sequence[News], answered: tuple[Text, ...], returning: bool
    ) -> Reply:
        name = "launch.back" if returning else "launch.welcome"
        said = (prompt(name), *answered, *(self._sentence(turn, one) for one in found))
        if not found:
            return Reply("launch.news", said, *WHAT, outcome=Outcome.MANAGED)
        first = found[0]
        item = first.item.ref if len(found) == 1 or first.kind in (*_LOOK_INTO, Kind.AT_RISK) else None
        listed = tuple(one.item.ref for one in found)
        topic = _LOOK_INTO.get(first.kind)
        if first.kind is Kind.AT_RISK:
            question, ask = self._offers_case(turn, first.item)
        elif topic is None:
            question, ask = WHAT
        else:
            several = len(found) > 1
            question = prompt(
                "launch.look_into.item" if several else "launch.look_into", item=first.item.spoken_name
            )
            ask = Pending("offer", {"topic": topic})
        return Reply("launch.news", said, question, ask, outcome=Outcome.MANAGED, item=item, listed=listed)

    def _offers_case(self, turn: Turn, item: OrderItem) -> tuple[Text, Pending]:
        """A case with what speaks for the delay filled in."""
        risk = self._words.delay.risk(turn, item)
        assert isinstance(risk, AtRisk)
        ask = Pending("offer", {"action": "open_case", "at_risk": evidence(risk)})
        return prompt("launch.open_case", item=item.spoken_name), ask

    def _sentence(self, turn: Turn, one: News) -> Text:
        if one.kind is Kind.REFUNDED:
            return self._words.refund(turn, one.item)[0]
        if one.kind is Kind.AT_RISK:
            return prompt("launch.at_risk", item=one.item.spoken_name)
        if one.kind is Kind.LATE:
            return prompt("launch.late", item=one.item.spoken_name, late=self._words.lateness(turn, one.item))
        return self._words.where_shortly(turn, one.item)


def _desk_said(news: DeskNews) -> Text:
    """What a desk did with a case, in its own words where it used any."""
    values = {"about": about(news.case), "record": record(news.case)}
    if not news.words:
        return prompt(f"launch.case.{news.what}.silently", **values)
    return prompt(f"launch.case.{news.what}", words=sentence(news.words), **values)
