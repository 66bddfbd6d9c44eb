"""The shop's figures as rules, and what is read for an action."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shop_helper.actions.repository import ActionRepository, policy_of
from shop_helper.dialog.people import Customer
from shop_helper.dialog.records import Context, Records, Source, Unavailable
from shop_helper.dialog.session import Session
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import Facts
from shop_helper.domain.naming import By, Trait
from shop_helper.domain.orders import Order
from shop_helper.knowledge.base import KnowledgeBase
from simulator.memory import MemoryOrders, memory_stores
from tests.items import NOW, TODAY, item, order
from tests.pipelines import compiled_knowledge

KETTLE = item()
RECENT = order(KETTLE, version=3)
OLDER = order(
    item(order_id="114-0000001-0001", delivered_on=TODAY - timedelta(days=90)),
    placed_at=NOW - timedelta(days=99),
)


def knowledge(**facts: Any) -> KnowledgeBase:
    made = copy.copy(compiled_knowledge())
    made.facts = {name.replace("__", "."): {"value": value} for name, value in facts.items()}
    return made


def test_a_shop_without_figures_has_few_rules() -> None:
    policy = policy_of(knowledge())
    assert not policy.has_guarantee
    assert (policy.seller_wait_hours, policy.after_promised_days, policy.claim_limit_days) == (
        None,
        None,
        None,
    )
    assert (policy.reply_working_days, policy.working_week, policy.keep) == (None, (), timedelta(days=365))


def test_of_a_range_the_longer_time_counts() -> None:
    policy = policy_of(
        knowledge(
            guarantee__seller_wait=[24, 48],
            guarantee__after_promised_date=3,
            guarantee__claim_limit=[80, 90],
            reply_time__case=[1, 2],
            marketplace__working_week=["monday", "friday"],
            privacy__keep_records=[30, 400],
        )
    )
    assert policy.has_guarantee
    assert (policy.seller_wait_hours, policy.after_promised_days, policy.claim_limit_days) == (48, 3, 90)
    assert (policy.reply_working_days, policy.working_week) == (2, ("monday", "friday"))
    assert policy.keep == timedelta(days=400)


@pytest.mark.parametrize(
    "fact", ["marketplace__guarantee_name", "guarantee__seller_wait", "guarantee__after_promised_date"]
)
def test_one_figure_makes_a_guarantee(fact: str) -> None:
    assert policy_of(knowledge(**{fact: 3})).has_guarantee


def test_drafts_are_kept_as_long_as_the_shop_says() -> None:
    stores = memory_stores(MemoryOrders())
    for facts, days in (({}, 3), ({"privacy__keep_drafts": 9}, 9)):
        made = ActionRepository.of(knowledge(**facts), stores.orders, stores.cases, ZoneInfo("UTC"))
        assert made.keep_draft == timedelta(days=days)


# what is read


def repository(*stored: Order) -> ActionRepository:
    orders = MemoryOrders()
    for one in stored:
        orders.put(one)
    stores = memory_stores(orders)
    return ActionRepository.of(compiled_knowledge(), orders, stores.cases, ZoneInfo("UTC"))


def context(**records: Any) -> Context:
    known = {"caller": Customer("ana"), "bought": (RECENT,), **records}
    return Context(NOW, "request", Session(), Records(**known))


def about(ref: str) -> Draft:
    return Draft(ActionKind.RETURN, ref=ref)


def test_a_recent_item_comes_from_the_records_of_the_turn() -> None:
    facts = repository().facts(context(), about(KETTLE.ref))
    assert isinstance(facts, Facts)
    assert (facts.item, facts.order_version, facts.today) == (KETTLE, 3, TODAY)


def test_what_is_about_no_item_needs_no_order() -> None:
    facts = repository().facts(context(bought=Unavailable(Source.ORDERS)), Draft(ActionKind.DELETE))
    assert isinstance(facts, Facts)
    assert (facts.item, facts.order_version) == (None, 0)


def test_records_that_could_not_be_read_are_said_to_be_so() -> None:
    cases, orders = Unavailable(Source.CASES), Unavailable(Source.ORDERS)
    assert repository().facts(context(cases=cases), about(KETTLE.ref)) == cases
    assert repository().facts(context(bought=orders), about(KETTLE.ref)) == orders


def test_an_older_item_is_told_from_a_recent_one_of_its_name() -> None:
    ref = OLDER.items[0].ref
    facts = repository(OLDER).facts(context(), about(ref))
    assert isinstance(facts, Facts)
    assert (facts.item, facts.order_version) == (OLDER.items[0], 1)
    assert [trait.by for trait in facts.traits_of(ref)] == [By.MONTH]
    told = (Trait(By.COLOR, "red"),)
    known = repository(OLDER).facts(context(traits={ref: told}), about(ref))
    assert isinstance(known, Facts)
    assert known.traits_of(ref) == told


def test_an_order_that_is_gone_has_no_item() -> None:
    facts = repository().facts(context(), about("114-0000001-0001/1"))
    assert isinstance(facts, Facts)
    assert (facts.item, facts.order_version) == (None, 0)
    other_line = repository(OLDER).facts(context(), about("114-0000001-0001/7"))
    assert isinstance(other_line, Facts)
    assert other_line.item is None


def test_after_a_late_write_everything_is_read_again() -> None:
    made = repository(replace(RECENT, version=1), replace(RECENT, version=2))
    facts = made.facts_now(context(), about(KETTLE.ref))
    assert facts.order_version == 2
    assert made.facts_now(context(), Draft(ActionKind.CLOSE)).item is None


def test_without_a_customer_nothing_is_forgotten_or_linked() -> None:
    made, nobody = repository(), context(caller=None)
    assert made.forget(nobody, Draft(ActionKind.DELETE)) == 0
    assert made.forgotten(nobody) is None
    made.link(nobody)
    made.drop_kept(nobody)
    made.keep(nobody, Session(draft=about(KETTLE.ref)))
    assert made.cases.draft("ana", NOW) is None
