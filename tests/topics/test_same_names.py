"""Conversations of a customer who has several things of one name: each is named so that it is clear which is meant,
and nothing is written about the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop_helper.domain.actions.changes import Change
from shop_helper.domain.cases import Case, CaseEvent, CaseKind
from shop_helper.domain.orders import ItemStatus, Order, SoldBy
from simulator.device import Answer, Device
from simulator.envelope import DeviceKind
from simulator.local import InMemory, LocalSkill, local_skill
from simulator.model import load_model
from tests.items import item, order

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
CUSTOMER = "kim"
BLUEFIN: dict[str, Any] = {
    "sold_by": SoldBy.THIRD_PARTY,
    "seller_id": "bluefin",
    "seller_name": "Bluefin Outdoors",
}
NORTHWIND: dict[str, Any] = {
    "sold_by": SoldBy.THIRD_PARTY,
    "seller_id": "northwind",
    "seller_name": "Northwind Kitchen",
}
NEW, OLD = "114-1111111-4417", "114-2222222-9058"
Talk = Callable[..., Device]


def kettles(number: str, days_ago: int, *differing: dict[str, Any]) -> Order:
    """An order of kettles that came three days later, one for each of `differing`."""
    came = (NOW - timedelta(days=max(days_ago - 3, 1))).date()
    usual = {"order_id": number, "name": "Steel Kettle", "delivered_on": came, "promised_on": came}
    lines = [item(**usual | {"line_id": str(n)} | fields) for n, fields in enumerate(differing or ({},), 1)]
    return order(*lines, order_id=number, customer_id=CUSTOMER, placed_at=NOW - timedelta(days=days_ago))


SELLERS = (kettles(NEW, 6, BLUEFIN), kettles(OLD, 30, NORTHWIND))
MONTHS = (kettles(NEW, 6), kettles(OLD, 33), kettles("114-3333333-7719", 64))
DAYS = (
    kettles(NEW, 2),
    kettles(OLD, 8),
    kettles("114-3333333-7719", 11, {"status": ItemStatus.SHIPPED, "delivered_on": None}),
)
NUMBERS = (kettles(NEW, 6), kettles(OLD, 6))
SHOES = (
    kettles(
        NEW,
        6,
        {"spoken_name": "the sneakers", "name": "Canvas Sneakers black size 39"},
        {"spoken_name": "the sneakers", "name": "Canvas Sneakers white size 39"},
        {"spoken_name": "the sneakers", "name": "Canvas Sneakers white size 41"},
    ),
)
START = "start a return for the kettle"


@pytest.fixture(scope="module")
def running() -> Iterator[LocalSkill]:
    with local_skill(now=NOW, in_memory=True) as skill:
        yield skill


@pytest.fixture
def memory(running: LocalSkill) -> InMemory:
    running.start_over()
    assert running.memory is not None
    return running.memory


@pytest.fixture
def talk(running: LocalSkill, memory: InMemory) -> Talk:
    def begin(orders: tuple[Order, ...], kind: DeviceKind = DeviceKind.SPEAKER) -> Device:
        for one in orders:
            memory.orders.put(one)
        return Device(running, load_model("en-US"), customer=CUSTOMER, device=kind, now=NOW)

    return begin


def said(device: Device, *sentences: str) -> str:
    """What is answered to the last of them."""
    answers = [device.say(sentence) for sentence in sentences]
    assert not any(answer.problem or answer.errors for answer in answers)
    return answers[-1].speech


def shown(answer: Answer) -> dict[str, Any]:
    [screen] = [one["datasources"]["screen"] for one in answer.directives if "datasources" in one]
    return dict(screen)


@pytest.mark.parametrize(
    ("orders", "asked"),
    [
        (SELLERS, "the kettle from Bluefin Outdoors or the kettle from Northwind Kitchen?"),
        (MONTHS, "the kettle from November, the kettle from October, or the kettle from September?"),
        (NUMBERS, "the kettle from order ending 4417 or the kettle from order ending 9058?"),
        (
            DAYS,
            "the kettle ordered on November 22nd, the kettle ordered on November 16th, or the kettle ordered on "
            "November 13th?",
        ),
    ],
    ids=["sellers", "months", "numbers", "days"],
)
def test_which_is_asked_so_that_it_can_be_answered(orders: tuple[Order, ...], asked: str, talk: Talk) -> None:
    assert said(talk(orders), START) == f"Which item do you mean: {asked}"


@pytest.mark.parametrize(
    ("orders", "answer", "meant"),
    [
        (SELLERS, "the one from bluefin", "the kettle from Bluefin Outdoors"),
        (SELLERS, "the northwind one", "the kettle from Northwind Kitchen"),
        (SELLERS, "the newer one", "the kettle from Bluefin Outdoors"),
        (SELLERS, "the older kettle", "the kettle from Northwind Kitchen"),
        (SELLERS, "the second one", "the kettle from Northwind Kitchen"),
        (SELLERS, "the second kettle", "the kettle from Northwind Kitchen"),
        (SELLERS, "the one i ordered in october", "the kettle from Northwind Kitchen"),
        (MONTHS, "the october one", "the kettle from October"),
        (MONTHS, "october", "the kettle from October"),
        (DAYS, "the one i ordered on november sixteenth", "the kettle ordered on November 16th"),
        (DAYS, "november sixteenth", "the kettle ordered on November 16th"),
        (NUMBERS, "order ending in 9058", "the kettle from order ending 9058"),
        (NUMBERS, "the one ending in nine zero five eight", "the kettle from order ending 9058"),
        (
            (kettles(NEW, 6, BLUEFIN), kettles(OLD, 6)),
            "the one from the store",
            "the kettle from our own store",
        ),
        (
            (kettles(NEW, 6, BLUEFIN), kettles(OLD, 6)),
            "the one from your store",
            "the kettle from our own store",
        ),
        ((kettles(NEW, 6, {"color": "blue"}, {"color": "red"}),), "the red one", "the kettle in red"),
        ((kettles(NEW, 6, {"color": "blue"}, {"color": "red"}),), "red", "the kettle in red"),
    ],
)
def test_what_tells_them_apart_is_understood(
    orders: tuple[Order, ...], answer: str, meant: str, talk: Talk
) -> None:
    assert said(talk(orders), START, answer) == f"Why would you like to return {meant}?"


@pytest.mark.parametrize(("answer", "ref"), [("the one from bluefin", NEW), ("the northwind kettle", OLD)])
def test_what_is_written_is_about_the_one_that_was_read_back(
    answer: str, ref: str, talk: Talk, memory: InMemory
) -> None:
    device = talk(SELLERS)
    read_back = said(device, START, answer, "it is too big")
    seller = "Bluefin Outdoors" if ref == NEW else "Northwind Kitchen"
    assert f"I'd ask for the return of the kettle from {seller}." in read_back
    assert f"the kettle from {seller}" in said(device, "yes")
    assert [case.ref for case in memory.cases.of_customer(CUSTOMER)] == [f"{ref}/1"]


def test_the_other_one_takes_its_place_at_the_read_back(talk: Talk, memory: InMemory) -> None:
    device = talk(SELLERS)
    said(device, START, "the one from bluefin", "it is too big", "no")
    assert "the kettle from Northwind Kitchen" in said(device, "it's the other kettle")
    said(device, "yes")
    assert [case.ref for case in memory.cases.of_customer(CUSTOMER)] == [f"{OLD}/1"]


def test_a_name_that_stays_open_takes_the_newest_and_says_so(talk: Talk) -> None:
    device = talk(SELLERS)
    assert said(device, START, "the kettle").startswith("Which item do you mean")
    assert said(device, "the kettle") == "Why would you like to return the kettle from Bluefin Outdoors?"


def test_several_that_fit_the_answer_are_asked_about_once_more(talk: Talk) -> None:
    device = talk(SHOES)
    first = said(device, "start a return for the sneakers")
    assert "the sneakers in black, the sneakers in white in size 39, or the sneakers in size 41?" in first
    again = said(device, "the white ones")
    assert "the sneakers in white in size 39 or the sneakers in size 41?" in again
    assert said(device, "size 41") == "Why would you like to return the sneakers in size 41?"


def test_the_same_holds_where_nothing_is_done(talk: Talk) -> None:
    device = talk(SHOES)
    said(device, "can i return my sneakers", "the white ones")
    assert "the sneakers in white in size 39" in said(device, "thirty nine")


@pytest.mark.parametrize(
    "sentence",
    ["can i return the bluefin kettle", "can i return the kettle i bought in november"],
)
def test_one_that_is_told_at_once_is_not_asked_for(sentence: str, talk: Talk) -> None:
    assert "the kettle from Bluefin Outdoors" in said(talk(SELLERS), sentence)


def test_answers_name_the_one_they_are_about(talk: Talk) -> None:
    device = talk(DAYS)
    assert "The kettle ordered on November 13th is 8 days late." in device.launch().speech
    told = said(device, "where is my kettle")
    for day in ("22nd", "16th", "13th"):
        assert f"The kettle ordered on November {day} " in told
    assert said(device, "and the newer one").startswith("The kettle ordered on November 22nd was delivered")
    listed = said(device, "what did i order")
    assert listed.count("the kettle ordered on November") == 3


def test_the_action_is_offered_again_by_the_same_name(talk: Talk) -> None:
    device = talk(SELLERS)
    said(device, START, "the one from bluefin")
    assert "the return of the kettle from Bluefin Outdoors?" in said(device, "how long do refunds take")


def test_a_screen_shows_which_is_which_and_a_touch_picks_it(talk: Talk) -> None:
    device = talk(NUMBERS, DeviceKind.LARGE)
    choices = shown(device.say("can i return the kettle"))["choices"]
    assert [choice["label"] for choice in choices] == [
        "The kettle from order ending 4417",
        "The kettle from order ending 9058",
    ]
    picked = device.touch("choice.2")
    assert "the kettle from order ending 9058" in picked.speech
    assert shown(picked)["rows"][0]["value"] == "Steel Kettle from order ending 9058"
    rows = shown(device.say("where is my kettle"))["rows"]
    assert len({row["label"] for row in rows}) == 2


@pytest.mark.parametrize(
    "orders", [SELLERS, MONTHS, DAYS, NUMBERS, SHOES], ids="SELLERS MONTHS DAYS NUMBERS SHOES".split()
)
def test_alexa_is_sent_each_name_once(orders: tuple[Order, ...], talk: Talk) -> None:
    answer = talk(orders).say("what did i order")
    [sent] = [one for one in answer.directives if one["type"] == "Dialog.UpdateDynamicEntities"]
    for kind in sent["types"]:
        ids = [value["id"] for value in kind["values"]]
        names = [name for value in kind["values"] for name in _names(value)]
        assert len(set(ids)) == len(ids)
        assert len(set(names)) == len(names)


def _names(value: dict[str, Any]) -> list[str]:
    return [value["name"]["value"], *value["name"].get("synonyms", ())]


def written(memory: InMemory, number: str, ref: str, days_ago: int, kind: CaseKind = CaseKind.CASE) -> None:
    """A case about a kettle."""
    at = NOW - timedelta(days=days_ago)
    opened = (CaseEvent("opened", at, number),)
    case = Case(CUSTOMER, number, kind, at, ref=f"{ref}/1", item_name="the kettle", events=opened)
    memory.cases.commit(Change(case, 0))


CLAIM = CaseKind.CLAIM


@pytest.mark.parametrize(
    ("cases", "names", "answer", "number"),
    [
        (
            [("338888880060", NEW, 1), ("338888880071", OLD, 1)],
            ["the kettle from Bluefin Outdoors", "the kettle from Northwind Kitchen"],
            "the one from bluefin",
            "338888880060",
        ),
        (
            [("338888880060", NEW, 1), ("338888880071", NEW, 2, CLAIM)],
            [
                "the case about the kettle from Bluefin Outdoors",
                "the claim for the kettle from Bluefin Outdoors",
            ],
            "the claim",
            "338888880071",
        ),
        (
            [("338888880060", NEW, 1), ("338888880071", NEW, 9)],
            [
                "the case opened yesterday about the kettle from Bluefin Outdoors",
                "the case opened on November 15th about the kettle from Bluefin Outdoors",
            ],
            "the one i opened yesterday",
            "338888880060",
        ),
        (
            [("338888880060", NEW, 1), ("338888880071", NEW, 1)],
            [
                "the case ending in 0060 about the kettle",
                "the case ending in 0071 about the kettle",
            ],
            "the one ending in zero zero seven one",
            "338888880071",
        ),
    ],
    ids=["two kettles", "case and claim", "two days", "one day"],
)
def test_cases_are_told_apart_and_the_right_one_is_closed(
    cases: list[Any], names: list[str], answer: str, number: str, talk: Talk, memory: InMemory
) -> None:
    device = talk(SELLERS)
    for one in cases:
        written(memory, *one)
    asked = said(device, "close my case")
    assert all(name in asked for name in names)
    read_back = said(device, answer)
    assert read_back.startswith("I'd close your ")
    said(device, "yes")
    closed = [case.case_id for case in memory.cases.of_customer(CUSTOMER) if case.is_closed]
    assert closed == [number]


def test_a_name_that_fits_two_cases_picks_neither(talk: Talk, memory: InMemory) -> None:
    device = talk(SELLERS)
    written(memory, "338888880060", NEW, 1)
    written(memory, "338888880071", NEW, 9)
    assert "Which case do you mean" in said(device, "close my case", "the bluefin kettle")


def test_how_cases_stand_says_which_is_which(talk: Talk, memory: InMemory) -> None:
    device = talk(SELLERS)
    written(memory, "338888880060", NEW, 1)
    written(memory, "338888880071", OLD, 1)
    told = said(device, "how are my cases")
    assert "Your case about the kettle from Bluefin Outdoors is open." in told
    assert "Your case about the kettle from Northwind Kitchen is open." in told
