"""A write goes on only with what was read back."""

from __future__ import annotations

from dataclasses import replace

from shop_helper.actions.engine import _as_read_back
from shop_helper.domain.actions.catalog import Requirement
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.steps import Ask, ReadBack
from shop_helper.domain.cases import Addressee

DRAFT = Draft(ActionKind.NOTE, case_id="1", order_version=3, case_version=2)


def test_both_versions_have_to_be_the_ones_that_were_read_back() -> None:
    step = ReadBack(DRAFT, Addressee.SERVICE)
    assert _as_read_back(step, DRAFT)
    assert not _as_read_back(step, replace(DRAFT, order_version=4))
    assert not _as_read_back(step, replace(DRAFT, case_version=1))
    assert not _as_read_back(Ask(Requirement.WORDS, DRAFT), DRAFT)
