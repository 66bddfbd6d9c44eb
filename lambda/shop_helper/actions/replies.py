"""Replies about a draft: done, dropped, summed up, asked."""

from __future__ import annotations

from dataclasses import replace

from shop_helper.actions import prompts
from shop_helper.dialog.questions import OpenQuestion
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import (
    ANYTHING_ELSE,
    WHAT_ELSE,
    Outcome,
    Reply,
    Text,
    prompt,
)
from shop_helper.dialog.task_questions import (
    Confirm,
)
from shop_helper.domain.actions.catalog import spec_of
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import Facts
from shop_helper.domain.cases import Case
from shop_helper.topics.screen_rows import case_rows


def done(draft: Draft, case: Case, facts: Facts) -> Reply:
    """Return the reply after a write."""
    said = prompts.done(draft, case, facts)
    card = prompts.evidence(case) if spec_of(draft.kind).needs_evidence else None
    return Reply(
        said[0].prompt,
        said,
        *ANYTHING_ELSE,
        topics=(prompts.topic_of(draft),),
        card=card,
        item=draft.ref,
        rows=case_rows(case, facts.traits),
        draft=None,
    )


def deletion_told(some_stay: bool) -> Reply:
    said: tuple[Text, ...] = (prompt("action.done.delete"),)
    if some_stay:
        said += (prompt("action.done.delete.staying"),)
    topics = (spec_of(ActionKind.DELETE).topic,)
    return Reply("action.done.delete", said, *ANYTHING_ELSE, topics=topics, draft=None)


def went_through(draft: Draft) -> Text:
    """Return "the case about the kettle went through"."""
    return prompt("action.went_through", what=named(draft))


def named(draft: Draft) -> Text:
    """Return the name of a draft: "the case about the kettle"."""
    return prompt(f"action.name.{prompts.variant(draft)}", item=prompts.item_of(draft) or "an order")


def so_far(context: Context, draft: Draft) -> Reply:
    said: tuple[Text, ...] = (prompt("action.so_far", what=named(draft)),)
    if draft.words:
        said += (prompt("action.confirm.words", words=draft.words),)
    elif draft.problem is not None and draft.item_name:
        said += (
            prompt(
                f"action.confirm.problem.{draft.problem.value}",
                item=prompts.item_of(draft),
            ),
        )
    question, topics = Text(words=context.session.asked), (prompts.topic_of(draft),)
    return Reply(
        "action.so_far", said, question, context.session.open_question, topics=topics, item=draft.ref
    )


def dropped(name: str) -> Reply:
    return Reply(name, (prompt(name),), *WHAT_ELSE, outcome=Outcome.CONVERSATIONAL, draft=None)


def try_again(draft: Draft, name: str) -> Reply:
    """Offer another try with the same draft and key, so that a second yes can't write twice."""
    reply = asked(name, (prompt(name),), prompt("action.ask.try_again"), Confirm(), draft)
    return replace(reply, outcome=Outcome.ERROR)


def asked(name: str, said: tuple[Text, ...], question: Text, ask: OpenQuestion, draft: Draft) -> Reply:
    topics = (prompts.topic_of(draft),)
    return Reply(name, said, question, ask, topics=topics, outcome=Outcome.ASKED, item=draft.ref)
