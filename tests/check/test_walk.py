"""A random walk over our whole model: no turn breaks a rule, and no figure comes from nowhere."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from shop_helper.domain.orders import Order
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.speech import forms
from simulator.check.exchange import Exchange
from simulator.check.findings import Finding
from simulator.check.subject import Subject
from simulator.check.walk import walk
from simulator.local import local_skill
from tests.check.broken_skills import good_skill, library_data, skill
from tests.every_turn import MODEL
from tests.traceability import Tracer

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ours() -> Iterator[Subject]:
    with local_skill(in_memory=True) as made:
        knowledge = KnowledgeBase.load(COMPILED / "en-US.json")
        people = made.world.customers

        def sold(seller: str) -> Iterator[Order]:
            for order in (order for person in people.values() for order in person.orders):
                if items := tuple(item for item in order.items if item.seller_id == seller):
                    yield replace(order, items=items)

        tracer = Tracer(knowledge, {name: (*person.orders, *sold(name)) for name, person in people.items()})
        assert made.memory is not None
        cases = made.memory.cases

        def case_numbers(customer: str) -> set[str]:
            """Of cases opened on the walk: whole, by their ends, and those digit by digit."""
            numbers = [case.case_id for case in cases.of_customer(customer)]
            ends = {number[-4:] for number in numbers}
            return {*numbers, *ends, *"".join(ends)}

        def days_due(customer: str, today: date) -> set[str]:
            """By when what was asked for on the walk is answered."""
            due = [case.due_on for case in cases.of_customer(customer) if case.due_on is not None]
            return {form for day in due for form in (forms.day_of_month(day), forms.spoken_date(day, today))}

        said: dict[str, set[str]] = defaultdict(set)

        def days_said(customer: str, turn: Exchange, today: date) -> set[str]:
            """Days the customer has named so far: an item can be refused, or a case described, by one."""
            slots = turn.request["request"].get("intent", {}).get("slots", {}).values()
            for slot in slots:
                if re.fullmatch(r"\d{4}-\d\d-\d\d", value := slot.get("value") or ""):
                    day = date.fromisoformat(value)
                    said[customer] |= {forms.day_of_month(day), forms.spoken_date(day, today)}
            return said[customer]

        zone = ZoneInfo(knowledge.fact("marketplace.time_zone"))

        def traced(turn: Exchange, customer: str | None) -> list[Finding]:
            asked = datetime.fromisoformat(turn.request["request"]["timestamp"])
            today = asked.astimezone(zone).date()
            figures = tracer.untraced(turn.response, customer, today)
            if customer:
                named = days_said(customer, turn, today) | days_due(customer, today)
                figures = [f for f in figures if f not in named and f not in case_numbers(customer)]
            return [Finding("FIG", turn.place, f"{figure!r} comes from nowhere") for figure in figures]

        yield Subject(made, MODEL, "en-US", (None, None, *people), extra=(traced,))


def test_no_turn_of_a_walk_breaks_a_rule(ours: Subject, pytestconfig: pytest.Config) -> None:
    turns, seed = pytestconfig.getoption("--walk-turns"), pytestconfig.getoption("--walk-seed")
    made = walk(ours, turns, seed)
    print(f"\nwalked {made}")
    assert [str(finding) for finding in made.findings] == []
    assert made.turns >= turns


def test_a_walk_comes_to_every_intent(ours: Subject) -> None:
    made = walk(ours, 1_500, seed=7)
    assert set(ours.model.intents) | {"(open)", "(leave)", "(silence)"} <= made.heard.keys()


def test_the_same_seed_walks_the_same_way() -> None:
    subject = Subject(good_skill, library_data(), "en-US")
    first, again, other = walk(subject, 200, 1), walk(subject, 200, 1), walk(subject, 200, 2)
    assert first.heard == again.heard
    assert first.heard != other.heard


def test_a_rare_fault_is_found_with_the_way_to_it() -> None:
    def careless(event: dict[str, object], context: object) -> object:
        text = json.dumps(good_skill(event, context))
        return json.loads(text.replace("Renewed:", "Renewed &"))

    made = walk(Subject(careless, library_data(), "en-US"), 400, 3)
    assert {finding.rule for finding in made.findings} == {"RSP8"}
    assert "RenewIntent(" in made.findings[0].place or "PickIntent(" in made.findings[0].place


def test_a_walk_ends_when_there_are_findings_enough() -> None:
    made = walk(Subject(skill(AnythingElse="Why?"), library_data(), "en-US"), 20_000, 1)
    assert made.turns < 20_000
