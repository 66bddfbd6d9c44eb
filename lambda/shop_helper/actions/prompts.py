"""Prompts and values for the steps of an action. This module holds no rules and no sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from shop_helper.dialog.reply import Card, Ending, Listed, Name, Text, prompt
from shop_helper.domain.actions.catalog import Requirement, spec_of
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import Facts, NotAllowed, Policy, Reason
from shop_helper.domain.actions.steps import Ask, ReadBack, Redirect, Refuse
from shop_helper.domain.calendar import local_date
from shop_helper.domain.cases import FOLLOWED, Addressee, Case, CaseKind, Category, Problem
from shop_helper.topics.cases import due
from shop_helper.topics.names import case_about, record, told_apart

_CLAIMS_OWN = (Reason.SELLER_FIRST, Reason.SELLER_HAS_TIME)
"""Reasons with a prompt of their own for claims."""
_UNNAMED = "your order"
MAX_CHOICES = 3


def topic_of(draft: Draft) -> str:
    return spec_of(draft.kind).topic_for(draft.seller)


def variant(draft: Draft) -> str:
    """Return the set of prompts: `case`, or `case.seller`."""
    return "case.seller" if draft.seller and draft.kind is ActionKind.CASE else draft.kind.value


def question_of(step: Ask, facts: Facts) -> Text:
    """Return the question for a requirement; after a misunderstood answer, with choices."""
    values = values_of(step.draft, facts)
    if step.slot is Requirement.PROBLEM and step.draft.tries >= 1 and not step.draft.seller:
        return prompt("action.ask.problem.choices", **values)
    if step.slot in (Requirement.PROBLEM, Requirement.WORDS):
        return prompt(f"action.ask.{variant(step.draft)}", **values)
    return prompt(f"action.ask.{step.slot.value}", **values)


def which_case(names: Sequence[Name]) -> Text:
    return prompt("action.ask.which_case", choices=Listed(names, "or"))


def read_back(step: ReadBack, facts: Facts, policy: Policy) -> tuple[Text, ...]:
    """Return the read-back: what will be done, the customer's own words, the recipient, and what it costs."""
    draft, values = step.draft, values_of(step.draft, facts)
    said: tuple[Text, ...] = (prompt(f"action.confirm.{variant(draft)}", **values),)
    if draft.words and draft.problem is Problem.AT_RISK:
        said += (prompt("action.confirm.evidence", words=draft.words),)
    elif draft.words and not _says_only_which(draft):
        said += (prompt("action.confirm.words", words=draft.words),)
    elif draft.problem is not None:
        said += (prompt(f"action.confirm.problem.{draft.problem.value}", **values),)
    if draft.kind in (ActionKind.RETURN, ActionKind.EXCHANGE, ActionKind.REFUND):
        said += (prompt(f"action.confirm.to.{step.addressee.value}", **values),)
    if draft.kind is ActionKind.CANCEL and policy.cancel_fee is not None:
        said += (prompt("action.confirm.fee", amount=policy.cancel_fee),)
    return said


def _says_only_which(draft: Draft) -> bool:
    """Whether the words only name the problem ("broken"), which is better said as a sentence."""
    short = len(draft.words.split()) == 1 and draft.problem not in (None, Problem.OTHER)
    return short and spec_of(draft.kind).needs_evidence and not draft.seller


def shall_i(draft: Draft) -> Text:
    return prompt(f"action.shall.{draft.kind.value}")


def refused(step: Refuse | Redirect, facts: Facts, zone: ZoneInfo) -> Text:
    return reason(step.draft, step.why, facts, zone)


def reason(draft: Draft, why: NotAllowed, facts: Facts, zone: ZoneInfo) -> Text:
    values = values_of(draft, facts)
    if why.until is not None:
        values |= {"until": local_date(why.until, zone)}
    if why.on is not None:
        values |= {"on": why.on}
    if why.case_id:
        values |= {"ending": Ending(why.case_id)}
    if why.reason is Reason.NOT_THERE:
        return prompt("case.none_open")
    if draft.kind is ActionKind.CLAIM and why.reason in _CLAIMS_OWN:
        return prompt(f"action.refuse.claim.{why.reason.value}", **values)
    return prompt(f"action.refuse.{why.reason.value}", **values)


def redirect(step: Redirect) -> Text:
    return prompt(f"action.instead.{step.to.kind.value}")


def done(draft: Draft, case: Case, facts: Facts) -> tuple[Text, ...]:
    """Return what was done, the end of its number, and the due date of an answer if the shop states one."""
    values = values_of(draft, facts) | {
        "item": item_of(draft) or case.item_name or _UNNAMED,
        "record": record(case),
    }
    said: tuple[Text, ...] = (prompt(f"action.done.{variant(draft)}", **values, ending=Ending(case.case_id)),)
    if case.kind in FOLLOWED and spec_of(draft.kind).recorded_as is not None:
        said += (due(case.due_on),)
    if spec_of(draft.kind).needs_evidence:
        said += (prompt("action.done.card"),)
    return said


def evidence(case: Case) -> Card | None:
    """Return the card with the evidence to have ready, by category."""
    if case.kind not in (*FOLLOWED, CaseKind.RETURN, CaseKind.EXCHANGE, CaseKind.REFUND):
        return None
    category = {
        Category.QUALITY: "quality",
        Category.DELIVERY: "delivery",
        Category.ACCOUNT: "account",
        Category.LISTING: "listing",
    }.get(case.category, "other")
    lines: tuple[Text, ...] = (
        prompt("case.card.number", number=case.case_id),
        prompt("case.card.intro"),
        prompt(f"case.card.evidence.{category}"),
        prompt("case.card.always"),
    )
    if case.addressee is Addressee.SELLER or case.told_seller:
        lines += (prompt("case.card.messages"),)
    return Card(heading=prompt("case.card.heading"), lines=lines)


def item_of(draft: Draft) -> Name:
    return told_apart(draft.item_name, draft.traits) if draft.item_name else ""


def values_of(draft: Draft, facts: Facts) -> dict[str, Any]:
    item = facts.item
    known = next((case for case in facts.cases if case.case_id == draft.case_id), None)
    name = told_apart(item.spoken_name, facts.traits_of(item.ref)) if item else item_of(draft) or _UNNAMED
    return {
        "record": record(known) if known else prompt("record.case"),
        "about": case_about(known, facts.traits) if known else prompt("case.about.item", item=name),
        "item": name,
        "seller": (item.seller_name if item else None) or "",
    }
