"""Which of the customer's own words go along with an answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from shop_helper.errors import StoreError
from shop_helper.persistence.orders import DynamoOrders
from simulator.answer import Answer
from simulator.device import Device

UPDATE = "Dialog.UpdateDynamicEntities"


def names(answer: Answer) -> set[str]:
    return {
        value["name"]["value"]
        for directive in answer.directives
        if directive["type"] == UPDATE
        for kind in directive["types"]
        for value in kind["values"]
    }


def test_who_buys_and_sells_keeps_both_kinds_of_words(make_device: Callable[..., Device]) -> None:
    echo = make_device("dev")
    assert names(echo.say("how are my sales")) >= {"wall clock", "desk frame"}


def test_an_answer_about_purchases_keeps_the_words_of_sales(make_device: Callable[..., Device]) -> None:
    sent = names(make_device("dev").say("what did i order"))
    assert sent >= {"wall clock", "desk frame"}


def test_where_one_of_both_cannot_be_read_the_earlier_words_stay(
    make_device: Callable[..., Device], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: DynamoOrders, seller: str, limit: int, **_: Any) -> None:
        raise StoreError("sales: no answer")

    monkeypatch.setattr(DynamoOrders, "sold", fail)
    answer = make_device("dev").say("what did i order")
    assert "desk frame" in answer.speech
    assert names(answer) == set()
    assert "sales: no answer" in [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING][-1]


def test_who_only_sells_is_sent_what_was_sold(make_device: Callable[..., Device]) -> None:
    sent = names(make_device("farid").say("how are my sales"))
    assert sent >= {"floor lamp"}
    assert "desk frame" not in sent


def test_a_buyer_is_sent_nothing_of_anybody_elses(make_device: Callable[..., Any]) -> None:
    sent = names(make_device("gwen").say("where is my order"))
    assert sent >= {"floor lamp", "wall clock"}
    assert not sent & {"kettle", "desk frame"}
