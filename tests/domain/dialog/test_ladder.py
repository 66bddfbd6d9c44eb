"""Failures in a row climb the ladder and never come back to a rung."""

from __future__ import annotations

from shop_helper.domain.dialog.ladder import Rung, moment, rung, suggestions


def test_each_failure_takes_the_next_rung_and_the_last_one_is_final() -> None:
    assert [rung(n) for n in range(6)] == [
        Rung.REPHRASE,
        Rung.CHOICES,
        Rung.PERSON,
        Rung.GOODBYE,
        Rung.GOODBYE,
        Rung.GOODBYE,
    ]


def test_the_open_question_decides_the_example_then_the_subject() -> None:
    assert moment("which_item", "refund.status") == "which_item"
    assert moment("what", "refund.status") == "refund"
    assert moment("", None) == "any"
    assert moment("anything_else", "unheard.of") == "any"


def test_three_subjects_are_offered_whatever_was_spoken_of() -> None:
    for topic in (None, "order.late", "seller.complain", "warranty", "newsletter.manage"):
        assert len(suggestions(topic)) == 3
