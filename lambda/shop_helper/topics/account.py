"""Replies when the customer or their records can't be reached."""

from __future__ import annotations

from shop_helper.dialog.people import Customer, Refused, Unreachable
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import ANYTHING_ELSE, Outcome, Reply, prompt
from shop_helper.topics.articles import ArticleAnswers


def unknown_customer(context: Context, articles: ArticleAnswers, topic: str) -> Reply | None:
    """Return the general answer and how to link the account; None for a verified customer."""
    caller = context.records.caller
    if isinstance(caller, Unreachable):
        return articles.answer(context, topic, lead=(prompt("account.unreachable"),))
    if isinstance(caller, Customer):
        return None
    name = "link.refused" if isinstance(caller, Refused) else "link.needed"
    return articles.answer(context, topic, tail=(prompt(name),), link=True)


def short_of_account(context: Context, topic: str) -> Reply:
    """Return only how to link the account, for customers who have heard the general answer."""
    name = "link.refused" if isinstance(context.records.caller, Refused) else "link.needed"
    return Reply(name, (prompt(name),), *ANYTHING_ELSE, topics=(topic,), link_account=True)


def unavailable(topic: str) -> Reply:
    """Return the reply when the store doesn't answer."""
    said = (prompt("orders.unavailable"),)
    return Reply("orders.unavailable", said, *ANYTHING_ELSE, topics=(topic,), outcome=Outcome.ERROR)
