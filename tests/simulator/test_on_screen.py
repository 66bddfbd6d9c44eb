"""What is read from the directive that draws a screen, whoever's it is."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.on_screen import texts, touchable


def drawn(touch: Any, data: Any) -> dict[str, Any]:
    press = {"type": "SendEvent", "arguments": touch}
    item = {"type": "TouchWrapper", "onPress": [press]}
    return {"document": {"mainTemplate": {"items": [item]}}, "datasources": data}


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["close"], ["close"]),
        (["${data.id}"], ["a", "b"]),
        (["${id}", "more"], ["a", "b"]),
        (["${payload.list.id}"], ["a", "b"]),
        (["${data.missing}"], []),
        ([{"not": "text"}], []),
        ([], []),
        (None, []),
    ],
)
def test_what_can_be_touched(arguments: Any, found: list[str]) -> None:
    rows = {"list": {"rows": [{"id": "a", "label": "One"}, {"id": "b"}, {"id": "a"}]}}
    assert touchable(drawn(arguments, rows)) == found


def test_texts_are_read_as_they_stand_without_what_touches_send() -> None:
    data = {
        "d": {"title": "Salt &amp; <b>pepper</b>", "said": "One<br/>two", "rows": [{"id": "a"}, {"n": 3}]}
    }
    assert texts(drawn(["${data.id}"], data)) == ["Salt & pepper", "One\ntwo"]


@pytest.mark.parametrize("nothing", [{}, {"document": None, "datasources": None}])
def test_nothing_drawn_shows_nothing(nothing: dict[str, Any]) -> None:
    assert (texts(nothing), touchable(nothing)) == ([], [])
