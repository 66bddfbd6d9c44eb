"""Nobody hears of another customer's order: whoever asks, however, and whatever number is said."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop_helper.dialog.answered import Answered
from shop_helper.dialog.people import Audience, Customer
from shop_helper.dialog.reply import Reply
from shop_helper.dialog.session import Session
from shop_helper.dialog.turn import RequestKind, Slot, Turn
from shop_helper.domain.sales import sales_of
from shop_helper.pipeline import Pipeline
from simulator.world import World, load_world
from tests.pipelines import pipeline_on

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
WORLD: World = load_world(NOW)
PEOPLE = sorted(WORLD.customers)
ITEMS = {item.ref: item for order in WORLD.orders for item in order.items}
NUMBERS = sorted({order.order_id[-4:] for order in WORLD.orders})
NAMES = sorted({item.spoken_name.removeprefix("the ") for item in ITEMS.values()})
UNKNOWN = ("0000", "0001", "9998")
INTENTS = ("ReturnItemIntent", "OrderStatusIntent", "RefundStatusIntent", "CancelOrderIntent", "SalesIntent")
WORDS = (*NAMES, "item", "last order", "other one", "cheapest one", "both", "one from bluefin", "telescope")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return pipeline_on(WORLD)


def theirs(person: str) -> set[str]:
    """References that this person may hear of: bought, or sold."""
    example = WORLD.customers[person]
    sold = [
        sale for order in WORLD.orders for sale in sales_of(order) if sale.customer_id == f"seller#{person}"
    ]
    return {item.ref for order in (*example.orders, *sold) for item in order.items}


def turn(person: str, intent: str, slots: dict[str, Slot], audience: Audience | None = None) -> Turn:
    example = WORLD.customers[person]
    return Turn(
        kind=RequestKind.INTENT,
        request_id="request-1",
        locale="en-US",
        now=NOW,
        intent=intent,
        slots=slots,
        session=Session(audience=audience),
        identify=lambda: Customer(person, example.audiences),
        is_linked=True,
    )


def spoken(answered: Answered) -> str:
    said = answered.spoken
    return f"{said.say} {said.reprompt} {answered.reply.card}".lower()


def heard_of(reply: Reply) -> set[str]:
    """References of items that the reply carries, said or not."""
    asked = [getattr(reply.ask, field.name) for field in fields(reply.ask)] if reply.ask else []
    lists = [value for value in asked if isinstance(value, tuple)]
    refs = [
        reply.item,
        *reply.listed,
        *(word.id for word in reply.entities),
        *(ref for one in lists for ref in one),
    ]
    return {ref for ref in (*refs, *asked) if isinstance(ref, str) and ref in ITEMS}


@given(
    person=st.sampled_from(PEOPLE),
    intent=st.sampled_from(INTENTS),
    number=st.sampled_from((None, *NUMBERS, *UNKNOWN)),
    words=st.sampled_from((None, *WORDS)),
    foreign_id=st.sampled_from((None, *ITEMS)),
    audience=st.sampled_from((None, *Audience)),
)
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_only_own_items_are_heard_of(
    pipeline: Pipeline,
    person: str,
    intent: str,
    number: str | None,
    words: str | None,
    foreign_id: str | None,
    audience: Audience | None,
) -> None:
    slots = {}
    if number:
        slots["order_ending"] = Slot(number)
    if words:
        slots["item"] = Slot(words, foreign_id)
    answered = pipeline.answer(turn(person, intent, slots, audience))
    own = theirs(person)
    assert heard_of(answered.reply) <= own
    said = spoken(answered)
    own_names = {ITEMS[ref].spoken_name for ref in own}
    for ref, item in ITEMS.items():
        assert ref in own or item.order_id not in said
        hidden = item.spoken_name not in own_names and item.spoken_name.removeprefix("the ") != words
        assert not hidden or item.spoken_name not in said


@given(
    person=st.sampled_from(PEOPLE),
    intent=st.sampled_from(INTENTS),
    number=st.sampled_from(NUMBERS),
    none=st.sampled_from(UNKNOWN),
    audience=st.sampled_from((None, *Audience)),
)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_someone_elses_number_sounds_like_one_that_does_not_exist(
    pipeline: Pipeline,
    person: str,
    intent: str,
    number: str,
    none: str,
    audience: Audience | None,
) -> None:
    if number in {ITEMS[ref].order_id[-4:] for ref in theirs(person)}:
        return
    answers = [
        pipeline.answer(turn(person, intent, {"order_ending": Slot(digits)}, audience))
        for digits in (number, none)
    ]
    assert replace(answers[0].reply, confidence=None) == replace(answers[1].reply, confidence=None)
    assert spoken(answers[0]) == spoken(answers[1])
