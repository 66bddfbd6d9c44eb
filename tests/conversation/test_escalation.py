"""Each failure in a row takes the next step, and none is taken twice."""

from __future__ import annotations

from shop_helper.conversation.escalation import EscalationStep, escalate, example_for, suggestions
from shop_helper.dialog.questions import AnythingElse, What
from shop_helper.dialog.task_questions import WhichItem


def test_each_failure_takes_the_next_step_and_the_last_one_is_final() -> None:
    assert [escalate(n) for n in range(6)] == [
        EscalationStep.REPHRASE,
        EscalationStep.CHOICES,
        EscalationStep.PERSON,
        EscalationStep.GOODBYE,
        EscalationStep.GOODBYE,
        EscalationStep.GOODBYE,
    ]


def test_the_open_question_decides_the_example_then_the_subject() -> None:
    assert example_for(WhichItem(), "refund.status") == "which_item"
    assert example_for(What(), "refund.status") == "refund"
    assert example_for(None, None) == "any"
    assert example_for(AnythingElse(), "unheard.of") == "any"


def test_three_subjects_are_offered_whatever_was_spoken_of() -> None:
    for topic in (None, "order.late", "seller.complain", "warranty", "newsletter.manage"):
        assert len(suggestions(topic)) == 3
