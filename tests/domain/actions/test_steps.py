"""The dialog as a state machine: one thing is asked at a time, and nothing is read back that can't be done."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.domain.actions.catalog import Requirement
from shop_helper.domain.actions.changes import change_for, keyed
from shop_helper.domain.actions.draft import ActionKind, Draft, from_data, to_data
from shop_helper.domain.actions.eligibility import Facts, Policy, Reason
from shop_helper.domain.actions.steps import Ask, ReadBack, Redirect, Refuse, next_step
from shop_helper.domain.cases import MAX_WORDS, Case, CaseKind, CaseState, Problem, Wanted
from shop_helper.domain.orders import ItemStatus, RefundState, ReturnState
from shop_helper.domain.returns import ReturnPolicy
from tests.items import NOW, TODAY, item

POLICY = Policy(
    ReturnPolicy(30), seller_wait_hours=48, reply_working_days=3, working_week=("monday", "tuesday")
)
KETTLE = item()
FACTS = Facts(NOW, TODAY, KETTLE, order_version=4)
CASE = Case("ana", "000000004417", CaseKind.CASE, NOW, ref=KETTLE.ref, item_name="the kettle")


def step(draft: Draft, facts: Facts = FACTS) -> Any:
    return next_step(draft, facts, POLICY)


def drafts() -> st.SearchStrategy[Draft]:
    return st.builds(
        Draft,
        kind=st.sampled_from(ActionKind),
        seller=st.booleans(),
        ref=st.sampled_from([None, KETTLE.ref]),
        case_id=st.sampled_from([None, CASE.case_id, "000000000000"]),
        problem=st.sampled_from([None, *Problem]),
        words=st.sampled_from(["", "the lid is cracked"]),
        wanted=st.sampled_from([None, *Wanted]),
        told_seller=st.sampled_from([None, True, False]),
        tries=st.integers(0, 3),
    ).filter(lambda draft: not draft.seller or (draft.kind is ActionKind.CASE and draft.ref is None))


def test_a_case_asks_for_its_item_then_for_what_went_wrong_then_reads_back() -> None:
    draft = Draft(ActionKind.CASE)
    assert step(draft) == Ask(Requirement.ITEM, draft)
    asked = step(draft.about(KETTLE.ref))
    assert isinstance(asked, Ask)
    assert asked.slot is Requirement.PROBLEM
    read = step(asked.draft.described(Problem.DAMAGED, "the lid is cracked"))
    assert isinstance(read, ReadBack)
    assert read.draft.order_version == 4


def test_what_is_not_possible_is_refused_before_anything_is_asked() -> None:
    facts = replace(FACTS, item=replace(KETTLE, return_state=ReturnState.SENT_BACK))
    refused = step(Draft(ActionKind.RETURN, ref=KETTLE.ref), facts)
    assert isinstance(refused, Refuse)
    assert refused.why.reason is Reason.RETURN_UNDER_WAY


def test_a_second_case_about_the_same_item_becomes_a_note_to_the_first() -> None:
    facts = replace(FACTS, cases=(CASE,))
    found = step(Draft(ActionKind.CASE, ref=KETTLE.ref, words="again"), facts)
    assert isinstance(found, Redirect)
    assert (found.to.kind, found.to.case_id, found.to.words) == (ActionKind.NOTE, CASE.case_id, "again")
    closed = replace(FACTS, cases=(replace(CASE, state=CaseState.CLOSED),))
    assert isinstance(step(Draft(ActionKind.CASE, ref=KETTLE.ref), closed), Ask)


def test_a_sellers_case_is_about_no_item() -> None:
    asked = step(Draft(ActionKind.CASE, seller=True))
    assert isinstance(asked, Ask)
    assert asked.slot is Requirement.PROBLEM


def test_a_case_that_is_not_the_customers_is_as_good_as_none() -> None:
    asked = step(Draft(ActionKind.NOTE, case_id="999999999999", words="x"), replace(FACTS, cases=(CASE,)))
    assert isinstance(asked, Ask)
    assert asked.slot is Requirement.CASE


@given(drafts(), st.sampled_from(ItemStatus), st.sampled_from(ReturnState), st.sampled_from(RefundState))
def test_every_draft_leads_somewhere_and_a_read_back_can_be_written(
    draft: Draft, status: ItemStatus, returning: ReturnState, refund: RefundState
) -> None:
    thing = replace(KETTLE, status=status, return_state=returning, refund_state=refund)
    facts = replace(FACTS, item=thing, cases=(CASE,))
    found = step(draft, facts)
    if isinstance(found, ReadBack) and draft.kind is not ActionKind.DELETE:
        confirmed = keyed(found, facts, "ana", "request-1")
        change = change_for(found, facts, POLICY, "ana", confirmed)
        assert change.case.has_event(confirmed.key)
        assert change.case.version == change.seen_version + 1
        if change.item is not None:
            assert change.item.seen_version == 4


@given(drafts())
def test_a_draft_survives_the_session(draft: Draft) -> None:
    assert from_data(json.loads(json.dumps(to_data(draft)))) == draft


@given(st.text(max_size=2_000))
def test_a_description_is_cut_to_length_and_holds_no_markup(words: str) -> None:
    kept = Draft(ActionKind.CASE).described(Problem.OTHER, words).words
    assert len(kept) <= MAX_WORDS
    assert not set("{}[]<>") & set(kept)


def test_two_conversations_that_saw_the_same_come_to_the_same_number() -> None:
    read = step(Draft(ActionKind.CASE, ref=KETTLE.ref, words="cracked"))
    first, second = (keyed(read, FACTS, "ana", name) for name in ("one", "two"))
    assert first.case_id == second.case_id
    assert first.key != second.key
    assert keyed(read, FACTS, "ana", "one") == first
    assert keyed(read, FACTS, "ben", "one").case_id != first.case_id
    closed = replace(CASE, state=CaseState.CLOSED, case_id=first.case_id or "")
    again = replace(FACTS, cases=(closed,))
    assert keyed(read, again, "ana", "three").case_id != first.case_id


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (ActionKind.RETURN, {"return_state": "requested"}),
        (ActionKind.EXCHANGE, {"return_state": "requested"}),
        (ActionKind.REFUND, {"refund_state": "requested"}),
    ],
)
def test_a_request_changes_the_item_it_is_about(kind: ActionKind, values: dict[str, str]) -> None:
    read = step(Draft(kind, ref=KETTLE.ref, words="cracked"))
    change = change_for(read, FACTS, POLICY, "ana", keyed(read, FACTS, "ana", "r"))
    assert change.item is not None
    assert (change.item.line_id, change.item.values) == (KETTLE.line_id, values)


def test_a_case_is_due_in_working_days_and_only_a_case() -> None:
    read = step(Draft(ActionKind.CASE, ref=KETTLE.ref, words="cracked"))
    case = change_for(read, FACTS, POLICY, "ana", keyed(read, FACTS, "ana", "r")).case
    assert case.due_on is not None
    assert case.due_on.isoformat() == "2026-12-07"  # the third of: Monday 30th, Tuesday 1st, Monday 7th
    unset = replace(POLICY, reply_working_days=None)
    assert change_for(read, FACTS, unset, "ana", keyed(read, FACTS, "ana", "r")).case.due_on is None
