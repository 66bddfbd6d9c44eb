"""The escalation after misunderstandings: each consecutive failure takes the next step, and the last one ends."""

from __future__ import annotations

from enum import StrEnum
from typing import get_args

from shop_helper.dialog.questions import OpenQuestion


class EscalationStep(StrEnum):
    REPHRASE = "rephrase"
    """Say so, with an example of what can be said at this point."""
    CHOICES = "choices"
    """Offer something to choose from."""
    PERSON = "person"
    """Hand over to a person, with the topics of the conversation."""
    GOODBYE = "goodbye"
    """End the conversation, since it was handed over already."""


_STEPS = (EscalationStep.REPHRASE, EscalationStep.CHOICES, EscalationStep.PERSON)


def escalate(failures: int) -> EscalationStep:
    """Return the next step. `failures`: consecutive earlier requests that could not be placed."""
    return _STEPS[failures] if failures < len(_STEPS) else EscalationStep.GOODBYE


_BY_SUBJECT = {
    "order": "order", "delivery": "order", "address": "order", "returns": "returns", "exchange": "returns",
    "refund": "refund", "price": "refund", "payment": "refund", "item": "item", "warranty": "item", "case": "case",
    "guarantee": "case", "complaint": "case", "seller": "seller", "contact": "contact", "account": "account",
}  # fmt: skip


EXAMPLES = tuple(
    dict.fromkeys(
        [one.example for one in get_args(OpenQuestion) if one.example] + [*_BY_SUBJECT.values(), "any"]
    )
)
"""All values that `example_for` returns."""


def example_for(question: OpenQuestion | None, topic: str | None) -> str:
    """Return the fitting example: by the open question, else by the last topic, else `any`."""
    if question is not None and question.example:
        return question.example
    return _BY_SUBJECT.get((topic or "").split(".")[0], "any")


_SUGGESTED = {
    "order": ("order.where", "order.late", "order.cancel"),
    "returns": ("returns.can_i_return", "returns.how", "returns.status"),
    "refund": ("refund.status", "refund.timing", "refund.request"),
    "item": ("item.damaged", "item.wrong", "warranty"),
    "case": ("case.what_is", "case.when", "case.track"),
    "seller": ("seller.contact.from_order", "seller.contact.no_reply", "seller.complain"),
    "contact": ("contact.overview", "contact.chat", "contact.human_agent"),
    "account": ("account.login_problem", "account.edit", "account.password"),
    "any": ("order.where", "returns.can_i_return", "contact.human_agent"),
}


def suggestions(topic: str | None) -> tuple[str, ...]:
    """Return three topics near the last one; the most common ones without it."""
    return _SUGGESTED[example_for(None, topic)]
