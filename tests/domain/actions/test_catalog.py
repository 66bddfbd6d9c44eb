"""The catalog has one row for each action, so that no action lacks its rule, needs and topic."""

from __future__ import annotations

from shop_helper.domain.actions.catalog import CATALOG, Requirement, needs_of, spec_of
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.understanding.intents import INTENTS


def test_each_action_has_one_row() -> None:
    assert sorted(spec.kind for spec in CATALOG) == sorted(ActionKind)


def test_each_action_can_be_asked_for_by_an_intent_of_its_own() -> None:
    assert sorted(sense.wish for sense in INTENTS.values() if sense.wish is not None) == sorted(ActionKind)


EVIDENCE = {ActionKind.CASE, ActionKind.RETURN, ActionKind.EXCHANGE, ActionKind.REFUND, ActionKind.CLAIM}
ONCE = {ActionKind.CASE, ActionKind.CLAIM}


def test_what_has_to_be_shown_and_what_is_done_once_at_a_time() -> None:
    specs = [spec_of(kind) for kind in ActionKind]
    assert {spec.kind for spec in specs if spec.needs_evidence} == EVIDENCE
    assert {spec.kind for spec in specs if spec.once_at_a_time} == ONCE
    assert {spec.kind for spec in specs if spec.exchangeable} == EVIDENCE | {ActionKind.MESSAGE}


def test_only_a_case_has_a_side() -> None:
    for spec in CATALOG:
        has_side = spec.kind is ActionKind.CASE
        assert (spec.topic_for(seller=True) != spec.topic) is has_side
        assert spec.topic_for(seller=False) == spec.topic


def test_every_action_about_an_item_has_a_rule_and_makes_a_record() -> None:
    for spec in CATALOG:
        assert (spec.rule is not None) is (Requirement.ITEM in spec.needs) is (spec.recorded_as is not None)


def test_a_sellers_case_is_about_no_item() -> None:
    assert Requirement.ITEM in needs_of(Draft(ActionKind.CASE))
    assert needs_of(Draft(ActionKind.CASE, seller=True)) == (Requirement.PROBLEM,)
    assert needs_of(Draft(ActionKind.NOTE)) == (Requirement.CASE, Requirement.WORDS)
