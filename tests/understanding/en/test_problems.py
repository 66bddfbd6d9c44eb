"""Customers' words → what went wrong, what they want, and whether they ask something."""

from __future__ import annotations

import pytest

from shop_helper.domain.cases import Problem, Wanted
from shop_helper.understanding.en.problems import is_question, problem_of, wanted_of


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("the screen arrived cracked", Problem.DAMAGED),
        ("there's a big dent in the side", Problem.DAMAGED),
        ("it doesn't turn on", Problem.NOT_WORKING),
        ("they crackle when i listen to music", Problem.NOT_WORKING),
        ("it stopped working after a week", Problem.NOT_WORKING),
        ("i got the wrong color", Problem.WRONG_ITEM),
        ("it's not what i ordered", Problem.WRONG_ITEM),
        ("it looks nothing like the picture", Problem.NOT_AS_DESCRIBED),
        ("the charger is missing", Problem.MISSING_PARTS),
        ("it came without the lid", Problem.MISSING_PARTS),
        ("it never arrived", Problem.NOT_RECEIVED),
        ("it says delivered but it isn't here", Problem.NOT_RECEIVED),
        ("it is two weeks late", Problem.LATE),
        ("the seller refused my refund", Problem.REFUSED),
        ("i was charged twice", Problem.PAYMENT),
        ("they are too small", Problem.CHANGED_MIND),
        ("i just don't like it", Problem.CHANGED_MIND),
        ("my aunt lives in ohio", None),
    ],
)
def test_what_went_wrong(words: str, problem: Problem | None) -> None:
    assert problem_of(words) is problem


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("my listing was taken down", Problem.LISTING),
        ("my account is suspended", Problem.ACCOUNT),
        ("my defect rate is wrong", Problem.ACCOUNT),
        ("my payout is missing", Problem.PAYMENT),
        ("a buyer says the parcel never came", Problem.ORDER_HANDLING),
        ("something else", None),
    ],
)
def test_what_went_wrong_for_a_seller(words: str, problem: Problem | None) -> None:
    assert problem_of(words, seller=True) is problem


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("it is broken and i want my money back", Wanted.REFUND),
        ("please send a replacement", Wanted.REPLACEMENT),
        ("can it be repaired", Wanted.REPAIR),
        ("it is broken", None),
    ],
)
def test_what_is_wanted(words: str, wanted: Wanted | None) -> None:
    assert wanted_of(words) is wanted


@pytest.mark.parametrize(
    "words", ["how long does a case take", "where is my order", "can I add photos", "Is it free"]
)
def test_a_question_is_told_from_a_description(words: str) -> None:
    assert is_question(words)


@pytest.mark.parametrize(
    "words", ["the lid is cracked", "it never came", "they crackle", "whatever I do it is dead"]
)
def test_a_description_is_no_question(words: str) -> None:
    assert not is_question(words)
