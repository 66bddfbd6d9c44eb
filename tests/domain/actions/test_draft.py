"""A draft survives its way through the session attributes, and nothing else becomes one."""

from __future__ import annotations

from typing import Any

import pytest

from shop_helper.domain.actions.draft import (
    MAX_TEXT,
    ActionKind,
    Draft,
    at_risk_case,
    from_data,
    shortened,
    to_data,
)
from shop_helper.domain.cases import MAX_WORDS, Problem, Wanted
from shop_helper.domain.naming import By, Trait

FULL = Draft(
    ActionKind.CASE,
    ref="1/1",
    item_name="the kettle",
    traits=(Trait(By.COLOR, "red"), Trait(By.MONTH, "10")),
    order_version=3,
    case_id="457914886327",
    case_version=2,
    problem=Problem.DAMAGED,
    words="it leaks",
    wanted=Wanted.REFUND,
    told_seller=False,
    key="0406977748362389",
    tries=1,
)


@pytest.mark.parametrize("draft", [FULL, Draft(ActionKind.DELETE), Draft(ActionKind.CASE, seller=True)])
def test_a_draft_comes_back_as_it_was(draft: Draft) -> None:
    assert from_data(to_data(draft)) == draft


def test_what_is_not_known_is_left_out() -> None:
    assert to_data(Draft(ActionKind.RETURN)) == {"kind": "return"}


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "dance"},
        {"kind": None},
        {"ref": "no reference"},
        {"ref": 7},
        {"seller": True},  # with an item
        {"seller": "yes"},
        {"traits": "red"},
        {"traits": [["smell", "red"]]},
        {"traits": [["month", "13"]]},
        {"order_version": -1},
        {"order_version": True},
        {"case_id": "12 34"},
        {"case_id": "१२"},
        {"problem": "bored"},
        {"words": "x" * (MAX_TEXT + 1)},
        {"words": None},
        {"wanted": "a pony"},
        {"told_seller": 1},
        {"key": "a/b"},
        {"tries": "1"},
    ],
    ids=str,
)
def test_what_no_draft_holds_makes_none(changes: dict[str, Any]) -> None:
    assert from_data(to_data(FULL) | changes) is None


def test_only_a_case_is_opened_as_a_seller() -> None:
    assert from_data({"kind": "case", "seller": True}) is not None
    assert from_data({"kind": "return", "seller": True}) is None
    assert from_data([("kind", "case")]) is None
    assert from_data({}) is None


def test_a_description_adds_to_what_is_known() -> None:
    draft = Draft(ActionKind.CASE, problem=Problem.DAMAGED, words="it leaks", wanted=Wanted.REFUND, tries=2)
    assert draft.described(None, "") == Draft(
        ActionKind.CASE, problem=Problem.DAMAGED, words="it leaks", wanted=Wanted.REFUND
    )
    told = draft.described(Problem.NOT_WORKING, "it smells", Wanted.REPAIR)
    assert (told.problem, told.words, told.wanted) == (Problem.NOT_WORKING, "it smells", Wanted.REPAIR)


def test_another_item_keeps_only_what_was_described() -> None:
    other = FULL.about("2/1", "the lamp")
    assert other == Draft(
        ActionKind.CASE,
        ref="2/1",
        item_name="the lamp",
        problem=Problem.DAMAGED,
        words="it leaks",
        wanted=Wanted.REFUND,
    )


def test_another_action_keeps_the_item_and_the_words() -> None:
    turned = FULL.turned_into(ActionKind.NOTE, "99")
    assert (turned.kind, turned.case_id, turned.ref, turned.words) == (
        ActionKind.NOTE,
        "99",
        "1/1",
        "it leaks",
    )
    assert (turned.order_version, turned.case_version, turned.key, turned.tries) == (None, None, "", 0)
    assert FULL.turned_into(ActionKind.REFUND).case_id is None


def test_words_are_cut_between_words_and_hold_no_markup() -> None:
    assert shortened(" it  {leaks} [badly] <here> ") == "it leaks badly here"
    exactly, longer = "a" * MAX_WORDS, "word " * 60
    assert shortened(exactly) == exactly
    assert len(shortened(longer)) <= MAX_WORDS
    assert shortened(longer).endswith("word…")


def test_a_case_about_a_risk_holds_what_speaks_for_it() -> None:
    draft = at_risk_case("1/1", "no scan for 5 days")
    assert (draft.kind, draft.ref) == (ActionKind.CASE, "1/1")
    assert (draft.problem, draft.words) == (Problem.AT_RISK, "no scan for 5 days")
