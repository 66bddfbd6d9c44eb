"""From the desk's event to the customer's ear: told when the skill is next opened, once, and again when asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

import lambda_function
from shop_helper.errors import StoreError
from shop_helper.feed.consumer import Consumer
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from simulator.device import Device
from simulator.memory import MemoryCases, MemoryOrders, memory_stores
from simulator.world import load_world
from tests.feed.events import event
from tests.skill.writes import A_CASE, MODEL, NOW


class Shop:
    """A customer with a case, and whoever answers it."""

    def __init__(self, cases: MemoryCases) -> None:
        self.cases = cases
        self._consumer: Any = Consumer(None, cases, None)  # type: ignore[arg-type]
        self.now = NOW

    def say(self, *texts: str) -> str:
        device = Device(lambda_function.handler, MODEL, customer="ana", now=self.now)
        for text in texts:
            speech = device.launch().speech if text == "launch" else device.say(text).speech
        device.close()
        self.now += timedelta(hours=1)
        return speech

    def does(
        self, what: str, words: str = "", about: int = 0, at: datetime | None = None, key: str = ""
    ) -> None:
        case = self.cases.of_customer("ana")[about]
        said = {"words": words} if words else {}
        body = event(
            f"case.{what}",
            customer_id="ana",
            case_id=case.case_id,
            event_id=key or f"{what}{words}",
            at=(at or self.now).isoformat(),
            **said,
        )
        self._consumer.apply(json.dumps(json.loads(body)))
        self.now += timedelta(hours=1)


@pytest.fixture
def shop() -> Iterator[Shop]:
    orders = MemoryOrders()
    load_world(NOW).fill(orders)
    cases = MemoryCases(orders)
    with patch.dict(os.environ, {"SHOP_HELPER_IDENTITY": "local", "SHOP_HELPER_PROGRESS_AFTER_S": "off"}):
        running = ReloadingSkill(Settings.from_environment(os.environ), memory_stores(orders, cases))
        with patch.object(lambda_function, "running", lambda: running):
            made = Shop(cases)
            made.say(*A_CASE)
            made.say("launch")
            yield made


@pytest.mark.parametrize(
    ("what", "words", "told"),
    [
        ("replied", "A new pair is on its way", "There is an answer on {it}. A new pair is on its way."),
        ("waiting", "Which side is it?", "{It} waits for you. Which side is it?"),
        ("waiting", "", "{It} waits for an answer from you."),
        ("closed", "Solved.", "{It} is closed. Solved."),
        ("closed", "", "{It} is closed."),
    ],
)
def test_what_a_desk_does_is_told_at_the_next_opening_and_once(
    shop: Shop, what: str, words: str, told: str
) -> None:
    shop.does(what, words, key="e1")
    shop.does(what, words, key="e1")
    about = "case about the wireless headphones"
    assert told.format(it=f"your {about}", It=f"Your {about}") in shop.say("launch")
    assert "headphones" not in shop.say("launch")


def test_an_event_that_was_long_under_way_is_told_although_the_customer_was_here_since(shop: Shop) -> None:
    shop.does("replied", "It is sent.", at=NOW - timedelta(minutes=5))
    assert "It is sent." in shop.say("launch")


def test_an_answer_and_a_silent_end_are_told_together(shop: Shop) -> None:
    shop.does("replied", "The money is on its way.")
    shop.does("closed")
    assert "is closed. The money is on its way." in shop.say("launch")


def test_answers_on_two_cases_are_both_told(shop: Shop) -> None:
    shop.say("open a case about my desk lamp", "it flickers", "yes")
    shop.does("replied", "A bulb is on its way.", about=0)
    shop.does("closed", "The pair was sent.", about=1)
    speech = shop.say("launch")
    assert "A bulb is on its way." in speech
    assert "The pair was sent." in speech
    assert "case" not in shop.say("launch")


def test_what_does_not_fit_into_one_greeting_is_told_in_the_next(shop: Shop) -> None:
    shop.say("open a case about my desk lamp", "it flickers", "yes")
    long = " ".join(["We have looked into it."] * 6)
    for about in (0, 1):
        shop.does("replied", f"{long} {about}.", about=about)
    speeches = [shop.say("launch") for _ in range(3)]
    assert [speech.count("There is an answer") for speech in speeches] == [1, 1, 0]


def test_the_answer_is_told_again_to_who_asks_how_the_case_stands(shop: Shop) -> None:
    shop.does("replied", "It is sent.")
    shop.say("launch")
    assert "The answer to it is: It is sent." in shop.say("what is the status of my case")


def test_what_could_not_be_marked_is_told_once_more_and_the_greeting_holds(shop: Shop) -> None:
    shop.does("replied", "It is sent.")
    with patch.object(MemoryCases, "mark_told", side_effect=StoreError("away")):
        assert "It is sent." in shop.say("launch")
    assert "It is sent." in shop.say("launch")
    assert "It is sent." not in shop.say("launch")


def test_words_of_a_desk_are_said_and_never_markup(shop: Shop) -> None:
    shop.does("replied", "Code [digits:12] <break time='9s'/> {item} & more")
    unwatched: Any = lambda_function.handler  # what a desk writes is held to no rule of ours
    device = Device(unwatched.unwatched, MODEL, customer="ana", now=shop.now)
    ssml = device.launch().response["response"]["outputSpeech"]["ssml"]
    assert "<break time='9s'/>" not in ssml
    assert 'interpret-as="digits">12<' not in ssml
    assert "&amp; more" in ssml


def test_nobody_else_hears_it(shop: Shop) -> None:
    shop.does("replied", "It is sent.")
    other = Device(lambda_function.handler, MODEL, customer="ben", now=shop.now)
    assert "It is sent." not in other.launch().speech
