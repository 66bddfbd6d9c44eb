"""The catalog has one row for each action, so that no action lacks its rule, needs and topic."""

from __future__ import annotations

from shop_helper.domain.actions.catalog import CATALOG
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.understanding.intents import INTENTS


def test_each_action_has_one_row() -> None:
    assert sorted(spec.kind for spec in CATALOG) == sorted(ActionKind)


def test_each_action_can_be_asked_for_by_an_intent_of_its_own() -> None:
    assert sorted(sense.wish for sense in INTENTS.values() if sense.wish is not None) == sorted(ActionKind)
