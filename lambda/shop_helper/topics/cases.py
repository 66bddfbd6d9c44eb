"""The state of the customer's cases."""

from __future__ import annotations

from datetime import date

from shop_helper.dialog.records import Context, Unavailable
from shop_helper.dialog.reply import ANYTHING_ELSE, Ending, Reply, Sentence, Text, prompt
from shop_helper.domain.cases import FOLLOWED, Case
from shop_helper.topics.account import unavailable, unknown_customer
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.names import case_about, record
from shop_helper.topics.screen_rows import case_rows

TOPIC = "case.track"
MAX_TOLD = 3
"""Most cases told in one reply."""


class CaseAnswers:
    def __init__(self, articles: ArticleAnswers) -> None:
        self._articles = articles

    def answer(self, context: Context) -> Reply:
        """Tell the open cases, newest first; without an open case, the last one."""
        unknown = unknown_customer(context, self._articles, TOPIC)
        if unknown is not None:
            return unknown
        if isinstance(context.records.cases, Unavailable):
            return unavailable(TOPIC, context.records.cases)
        cases = [case for case in context.records.cases if case.kind in FOLLOWED]
        cases = [case for case in cases if not case.is_closed] or cases[:1]
        if not cases:
            said: tuple[Text, ...] = (prompt("case.none"),)
        elif len(cases) == 1:
            said = status(context, cases[0])
        else:
            lines = (text for case in cases[:MAX_TOLD] for text in status(context, case)[:1])
            said = (prompt("case.several", count=len(cases)), *lines)
        rows = tuple(row for case in cases[:MAX_TOLD] for row in case_rows(case, context.records.traits))
        return Reply(said[0].prompt, said, *ANYTHING_ELSE, topics=(TOPIC,), rows=rows)


def status(context: Context, case: Case) -> tuple[Text, ...]:
    """Return the status of one case, its state in the first sentence."""
    said: tuple[Text, ...] = (
        prompt(
            f"case.status.{case.state.value}",
            about=case_about(case, context.records.traits),
            record=record(case),
        ),
    )
    if case.item_name:
        said += (prompt("case.number", ending=Ending(case.case_id)),)
    if case.answer:
        said += (prompt("case.answer", words=Sentence(case.answer)),)
    return said if case.is_closed else (*said, due(case.due_on))


def due(on: date | None) -> Text:
    return prompt("case.due", due=on) if on else prompt("case.due_unknown")
