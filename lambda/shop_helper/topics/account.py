"""Replies when the customer or their records can't be reached."""

from __future__ import annotations

from shop_helper.dialog.people import Customer, Refused, Unreachable
from shop_helper.dialog.records import Context, Failure, Source, Unavailable
from shop_helper.dialog.reply import ANYTHING_ELSE, PERSON, Outcome, Reply, prompt
from shop_helper.topics.articles import ArticleAnswers


def unknown_customer(context: Context, articles: ArticleAnswers, topic: str) -> Reply | None:
    """Return the general answer and how to link the account; None for a verified customer."""
    caller = context.records.caller
    if isinstance(caller, Unreachable):
        name = "account.late" if caller.is_late else "account.unreachable"
        return articles.answer(context, topic, lead=(prompt(name),))
    if isinstance(caller, Customer):
        return None
    name = "link.refused" if isinstance(caller, Refused) else "link.needed"
    return articles.answer(context, topic, tail=(prompt(name),), link=True)


def short_of_account(context: Context, topic: str) -> Reply:
    """Return only how to link the account, for customers who have heard the general answer."""
    name = "link.refused" if isinstance(context.records.caller, Refused) else "link.needed"
    return Reply(name, (prompt(name),), *ANYTHING_ELSE, topics=(topic,), link_account=True)


def unavailable(topic: str, failed: Unavailable) -> Reply:
    """Return the reply when records can't be read: what failed, and how. If waiting won't help, a person is offered."""
    kind = failed.kind
    name = f"cases.{kind}" if failed.source is Source.CASES else f"orders.{kind}"
    closing = PERSON if kind is Failure.UNREADABLE else ANYTHING_ELSE
    return Reply(name, (prompt(name),), *closing, topics=(topic,), outcome=Outcome.ERROR)
