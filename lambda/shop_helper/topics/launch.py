"""The launch: news first, and no introduction for customers who have been here before."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from shop_helper.dialog.questions import OfferAction, OfferTopic
from shop_helper.dialog.records import Context, Source, Unavailable
from shop_helper.dialog.reply import WHAT, WHAT_TO_BEGIN_WITH, Closing, Outcome, Reply, Sentence, Text, prompt
from shop_helper.domain.delay import AtRisk
from shop_helper.domain.news import MOST, DeskNews, News, NewsKind, desk_news, news
from shop_helper.domain.orders import OrderItem
from shop_helper.errors import StoreError
from shop_helper.ports import CaseStore, VisitStore
from shop_helper.topics.names import case_about, item_name, record
from shop_helper.topics.order_prompts import OrderPrompts

log = logging.getLogger("shop_helper")

_LOOK_INTO = {NewsKind.LATE: "order.late", NewsKind.SENT_BACK: "delivery.returned_to_sender"}


@dataclass(frozen=True)
class _Known:
    """The contents of a greeting."""

    before: datetime | None = None
    """The visit before; None where none is known."""
    news: Sequence[News] = ()
    answered: tuple[Text, ...] = ()
    """What a desk has answered."""
    failed: tuple[Unavailable, ...] = ()
    """Dependencies that it has to do without, beside the turn's records."""


class LaunchAnswers:
    def __init__(
        self,
        words: OrderPrompts,
        zone: ZoneInfo,
        visits: VisitStore | None,
        cases: CaseStore,
        link: Callable[[Context], None],
        evidence: Callable[[AtRisk], str],
        waiting: Callable[[Context], Reply | Unavailable | None],
    ) -> None:
        """Take the collaborators of a launch.

        `visits`: None if visits aren't recorded. `link`: records whose visit it is, so that disabling the skill deletes
        it. `waiting`: resumes what an earlier conversation left waiting; the news then waits for the next launch.
        `evidence`: the reasons for a delay in the form that a case stores.
        """
        self._words, self._zone, self._visits, self._cases = words, zone, visits, cases
        self._link, self._evidence, self._waiting = link, evidence, waiting

    def answer(self, context: Context) -> Reply:
        waiting = self._waiting(context)
        if isinstance(waiting, Reply):
            return waiting
        known = self._known(context)
        failed = known.failed if waiting is None else (waiting, *known.failed)
        return replace(self._greeting(context, known), degraded=tuple(one.name for one in failed))

    def _greeting(self, context: Context, known: _Known) -> Reply:
        is_back = known.before is not None
        if known.news or known.answered:
            return self._with_news(context, known.news, known.answered, returning=is_back)
        if is_back:
            return Reply("launch.back", (prompt("launch.back"),), *WHAT, outcome=Outcome.CONVERSATIONAL)
        said = (prompt("launch.welcome"),)
        return Reply("launch.welcome", said, *WHAT_TO_BEGIN_WITH, outcome=Outcome.CONVERSATIONAL)

    def _known(self, context: Context) -> _Known:
        """Return the last visit, the news and the desk's answers; a failed store costs only what it holds."""
        customer, cases = context.customer, context.records.cases
        orders = () if context.sells else context.orders
        if customer is None or isinstance(cases, Unavailable) or isinstance(orders, Unavailable):
            return _Known()
        try:
            self._link(context)
            before = self._visited(context, customer.id)
        except StoreError as problem:
            log.warning("greeted without news: %s", problem)
            return _Known(failed=(Unavailable.of(Source.VISITS, problem),))
        in_hand = {case.ref for case in cases if not case.is_closed}

        def at_risk(item: OrderItem) -> bool:
            return item.ref not in in_hand and self._words.delay.is_at_risk(context, item)

        found = news(orders, context.now, self._zone, self._words.stalled_days, before, at_risk)
        answers = desk_news(cases)
        failed = self._mark_told(context, answers)
        said = tuple(_desk_said(context, one) for one in answers)
        return _Known(before, found[: MOST - len(answers)], said, failed)

    def _visited(self, context: Context, customer_id: str) -> datetime | None:
        if self._visits is None:
            return None
        return self._visits.record_visit(customer_id, context.now, deadline=context.deadline)

    def _mark_told(self, context: Context, answers: Sequence[DeskNews]) -> tuple[Unavailable, ...]:
        """Mark the desk's answers as told; one that can't be marked is told again next time."""
        try:
            for one in answers:
                self._cases.mark_told(one.case, deadline=context.deadline)
        except StoreError as problem:
            log.warning("what a desk did is told again: %s", problem)
            return (Unavailable.of(Source.CASES, problem),)
        return ()

    def _with_news(
        self, context: Context, found: Sequence[News], answered: tuple[Text, ...], returning: bool
    ) -> Reply:
        name = "launch.back" if returning else "launch.welcome"
        said = (prompt(name), *answered, *(self._sentence(context, one) for one in found))
        if not found:
            return Reply("launch.news", said, *WHAT, outcome=Outcome.CONVERSATIONAL)
        first = found[0]
        item = first.item.ref if len(found) == 1 or first.kind in (*_LOOK_INTO, NewsKind.AT_RISK) else None
        listed = tuple(one.item.ref for one in found)
        topic = _LOOK_INTO.get(first.kind)
        if first.kind is NewsKind.AT_RISK:
            question, ask = self._offers_case(context, first.item)
        elif topic is None:
            question, ask = WHAT
        else:
            several = len(found) > 1
            question = prompt(
                "launch.look_into.item" if several else "launch.look_into",
                item=item_name(context, first.item),
            )
            ask = OfferTopic(topic)
        return Reply(
            "launch.news", said, question, ask, outcome=Outcome.CONVERSATIONAL, item=item, listed=listed
        )

    def _offers_case(self, context: Context, item: OrderItem) -> Closing:
        """Offer a case with the reasons for the delay filled in."""
        risk = self._words.delay.risk(context, item)
        assert isinstance(risk, AtRisk)
        ask = OfferAction("open_case", self._evidence(risk))
        return prompt("launch.open_case", item=item_name(context, item)), ask

    def _sentence(self, context: Context, one: News) -> Text:
        if one.kind is NewsKind.REFUNDED:
            return self._words.refund(context, one.item)[0]
        if one.kind is NewsKind.AT_RISK:
            return prompt("launch.at_risk", item=item_name(context, one.item))
        if one.kind is NewsKind.LATE:
            return prompt(
                "launch.late", item=item_name(context, one.item), late=self._words.lateness(context, one.item)
            )
        return self._words.where_shortly(context, one.item)


def _desk_said(context: Context, news: DeskNews) -> Text:
    """Tell what a desk did with a case, in the desk's words if it used any."""
    values = {"about": case_about(news.case, context.records.traits), "record": record(news.case)}
    if not news.words:
        return prompt(f"launch.case.{news.what}.silently", **values)
    return prompt(f"launch.case.{news.what}", words=Sentence(news.words), **values)
