"""Which of the customer's own words go along with an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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


def test_who_only_sells_is_sent_what_was_sold(make_device: Callable[..., Device]) -> None:
    sent = names(make_device("farid").say("how are my sales"))
    assert sent >= {"floor lamp"}
    assert "desk frame" not in sent


def test_a_buyer_is_sent_nothing_of_anybody_elses(make_device: Callable[..., Any]) -> None:
    sent = names(make_device("gwen").say("where is my order"))
    assert sent >= {"floor lamp", "wall clock"}
    assert not sent & {"kettle", "desk frame"}
