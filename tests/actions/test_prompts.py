"""What an action asks, reads back, refuses and has done: prompts with their values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_helper.actions import prompts
from shop_helper.domain.actions.catalog import Requirement
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import Facts, NotAllowed, Policy, Reason
from shop_helper.domain.actions.steps import Ask, ReadBack
from shop_helper.domain.cases import Addressee, Case, CaseKind, Problem
from shop_helper.domain.orders import OrderItem
from shop_helper.domain.returns import ReturnPolicy
from tests.items import NOW, SOLD_BY_SELLER, TODAY, item

POLICY = Policy(ReturnPolicy(30))
CASE = Case("ana", "457914886327", CaseKind.CASE, NOW, ref="1/1", item_name="the kettle", due_on=TODAY)


def facts(one: OrderItem | None = None, *cases: Case) -> Facts:
    return Facts(NOW, TODAY, one, 1, cases)


RETURN = Draft(ActionKind.RETURN, ref="1/1", item_name="the kettle")


def names(draft: Draft, addressee: Addressee = Addressee.SERVICE) -> list[str]:
    return [text.prompt for text in prompts.read_back(ReadBack(draft, addressee), facts(item()), POLICY)]


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (replace(RETURN, words="it leaks"), ["action.confirm.words", "action.confirm.to.service"]),
        (
            replace(RETURN, words="broken", problem=Problem.DAMAGED),
            ["action.confirm.problem.damaged", "action.confirm.to.service"],
        ),
        (
            replace(RETURN, words="broken", problem=Problem.OTHER),
            ["action.confirm.words", "action.confirm.to.service"],
        ),
        (replace(RETURN, words="broken"), ["action.confirm.words", "action.confirm.to.service"]),
        (RETURN, ["action.confirm.to.service"]),
        (
            Draft(ActionKind.CASE, ref="1/1", words="no scan", problem=Problem.AT_RISK),
            ["action.confirm.evidence"],
        ),
        (
            Draft(ActionKind.CASE, seller=True, words="listing", problem=Problem.LISTING),
            ["action.confirm.words"],
        ),
        (
            Draft(ActionKind.MESSAGE, ref="1/1", words="broken", problem=Problem.DAMAGED),
            ["action.confirm.words"],
        ),
        (Draft(ActionKind.CANCEL, ref="1/1"), []),
    ],
)
def test_what_is_read_back(draft: Draft, said: list[str]) -> None:
    assert names(draft) == [f"action.confirm.{prompts.variant(draft)}", *said]


def test_who_will_act_is_read_back() -> None:
    for kind in (ActionKind.RETURN, ActionKind.EXCHANGE, ActionKind.REFUND):
        assert names(replace(RETURN, kind=kind), Addressee.SELLER)[-1] == "action.confirm.to.seller"
    assert names(Draft(ActionKind.CANCEL, ref="1/1"), Addressee.SELLER) == ["action.confirm.cancel"]


@pytest.mark.parametrize(
    ("draft", "slot", "prompt"),
    [
        (RETURN, Requirement.PROBLEM, "action.ask.return"),
        (replace(RETURN, tries=1), Requirement.PROBLEM, "action.ask.problem.choices"),
        (Draft(ActionKind.CASE, seller=True, tries=1), Requirement.PROBLEM, "action.ask.case.seller"),
        (Draft(ActionKind.MESSAGE, tries=1), Requirement.WORDS, "action.ask.message"),
        (Draft(ActionKind.CASE), Requirement.SELLER, "action.ask.seller"),
    ],
)
def test_what_is_asked_for(draft: Draft, slot: Requirement, prompt: str) -> None:
    assert prompts.question_of(Ask(slot, draft), facts(item())).prompt == prompt


def test_what_things_are_called_in_an_action() -> None:
    one = item(**SOLD_BY_SELLER)
    values = prompts.values_of(RETURN, facts(one))
    assert (values["item"], values["seller"]) == ("the kettle", "Northwind Kitchen")
    unnamed = prompts.values_of(Draft(ActionKind.RETURN), facts())
    assert (unnamed["item"], unnamed["seller"]) == ("your order", "")
    assert prompts.values_of(RETURN, facts())["item"] == "the kettle"
    claim = replace(CASE, kind=CaseKind.CLAIM)
    known = prompts.values_of(Draft(ActionKind.NOTE, case_id=CASE.case_id), facts(None, claim))
    assert known["record"].prompt == "record.claim"
    assert prompts.values_of(Draft(ActionKind.NOTE), facts(None, claim))["record"].prompt == "record.case"


def test_a_reason_comes_with_its_day_its_end_and_its_case() -> None:
    zone = ZoneInfo("UTC")
    why = NotAllowed(Reason.ALREADY_OPEN, on=TODAY, until=NOW, case_id="457914886327")
    values = prompts.reason(RETURN, why, facts(), zone).values
    assert (values["on"], values["until"], values["ending"].code) == (TODAY, NOW.date(), "457914886327")
    plain = prompts.reason(RETURN, NotAllowed(Reason.SHIPPED), facts(), zone)
    assert not {"on", "until", "ending"} & plain.values.keys()
    claim = replace(RETURN, kind=ActionKind.CLAIM)
    first, none = NotAllowed(Reason.SELLER_FIRST), NotAllowed(Reason.NOT_THERE)
    assert prompts.reason(claim, first, facts(), zone).prompt == "action.refuse.claim.seller_first"
    assert prompts.reason(RETURN, first, facts(), zone).prompt == "action.refuse.seller_first"
    assert prompts.reason(RETURN, none, facts(), zone).prompt == "case.none_open"


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"problem": Problem.DAMAGED}, ["case.card.evidence.quality"]),
        ({"problem": Problem.LATE}, ["case.card.evidence.delivery"]),
        ({"problem": Problem.ACCOUNT}, ["case.card.evidence.account"]),
        ({"problem": Problem.LISTING}, ["case.card.evidence.listing"]),
        ({"problem": Problem.PAYMENT}, ["case.card.evidence.other"]),
    ],
)
def test_what_to_have_ready(changes: dict[str, Any], lines: list[str]) -> None:
    card = prompts.evidence(replace(CASE, **changes))
    assert card is not None
    assert [line.prompt for line in card.lines] == [
        "case.card.number",
        "case.card.intro",
        *lines,
        "case.card.always",
    ]
    for told in ({"told_seller": True}, {"addressee": Addressee.SELLER}):
        more = prompts.evidence(replace(CASE, **changes, **told))
        assert more is not None
        assert more.lines[-1].prompt == "case.card.messages"
    assert prompts.evidence(replace(CASE, kind=CaseKind.MESSAGE)) is None
    assert prompts.evidence(replace(CASE, kind=CaseKind.RETURN)) is not None


def test_what_was_done_ends_with_the_day_and_the_card() -> None:
    said = [text.prompt for text in prompts.done(RETURN, replace(CASE, kind=CaseKind.RETURN), facts())]
    assert said == ["action.done.return", "action.done.card"]
    case = Draft(ActionKind.CASE, ref="1/1")
    assert [text.prompt for text in prompts.done(case, CASE, facts())] == [
        "action.done.case",
        "case.due",
        "action.done.card",
    ]
    undated = replace(CASE, due_on=None)
    assert prompts.done(case, undated, facts())[1].prompt == "case.due_unknown"
    note = Draft(ActionKind.NOTE, case_id=CASE.case_id)
    assert [text.prompt for text in prompts.done(note, CASE, facts(None, CASE))] == ["action.done.note"]
    nameless = prompts.done(Draft(ActionKind.CASE), replace(CASE, item_name=""), facts())
    assert nameless[0].values["item"] == "your order"
    assert prompts.done(Draft(ActionKind.CASE), CASE, facts())[0].values["item"] == "the kettle"
