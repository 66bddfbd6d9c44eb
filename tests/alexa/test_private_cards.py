"""A private card is seen in the Alexa app only: a device that would show it gets a screen without it, or no card."""

from __future__ import annotations

import copy
import json
import logging
import os
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

import lambda_function
from shop_helper.alexa.screens import Screens
from simulator.device import Device
from simulator.envelope import DeviceKind
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model

SCREEN = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
VIEWPORT = {
    "shape": "RECTANGLE",
    "dpi": 160,
    "pixelWidth": 960,
    "pixelHeight": 480,
    "currentPixelWidth": 960,
    "currentPixelHeight": 480,
    "touch": ["SINGLE"],
}


@pytest.fixture(scope="module")
def skill() -> Iterator[LocalSkill]:
    with patch.dict(os.environ, {"SHOP_HELPER_VOICE_CODE": "on"}), local_skill(in_memory=True) as made:
        yield made


@pytest.fixture
def wish(skill: LocalSkill) -> dict[str, Any]:
    """Ben's "set a voice code" on a speaker."""
    skill.start_over()
    sent = Device(skill, load_model("en-US"), customer="ben").say("set a voice code").request
    skill.start_over()
    return copy.deepcopy(sent)


def number_in(response: dict[str, Any]) -> str:
    """The number on the card; empty where there is no such card."""
    card = response["response"].get("card", {})
    found = re.match(r"(\d{3}) (\d{3})\n", card.get("content", ""))
    return "".join(found.groups()) if found else ""


def on(wish: dict[str, Any], interfaces: Any, viewport: Any = None) -> dict[str, Any]:
    """The answer to the wish on a device with these interfaces; None: it says nothing of them."""
    wish["context"]["System"]["device"].pop("supportedInterfaces", None)
    if interfaces is not None:
        wish["context"]["System"]["device"]["supportedInterfaces"] = interfaces
    if viewport is not None:
        wish["context"]["Viewport"] = viewport
    response: dict[str, Any] = lambda_function.handler(wish)
    return response


@pytest.mark.parametrize(
    "interfaces", [{}, {"AudioPlayer": {}}, {"Alexa.Presentation.APLT": {"runtime": {}}}]
)
def test_a_speaker_gets_the_card(wish: dict[str, Any], interfaces: dict[str, Any]) -> None:
    assert number_in(on(wish, interfaces))


def test_a_screen_gets_a_screen_without_the_number(wish: dict[str, Any]) -> None:
    response = on(wish, SCREEN, VIEWPORT)
    number = number_in(response)
    assert number
    assert [d["type"] for d in response["response"]["directives"]] == [
        "Alexa.Presentation.APL.RenderDocument"
    ]
    del response["response"]["card"]
    digits = re.sub(r"[^0-9]", "", json.dumps(response))
    assert number not in digits
    assert number not in json.dumps(response)


@pytest.mark.parametrize(
    ("interfaces", "viewport"),
    [
        ({"Alexa.Presentation.APL": {"runtime": {"maxVersion": "1.3"}}}, None),
        ({"Display": {"templateVersion": "1.0", "markupVersion": "1.0"}}, None),
        ({"VideoApp": {}}, None),
        ({"Alexa.Presentation.HTML": {"runtime": {"maxVersion": "1.1"}}}, None),
        ({}, VIEWPORT),
        (None, None),
    ],
    ids=["old APL", "display", "video", "html", "viewport", "says nothing"],
)
def test_a_screen_that_we_cannot_draw_on_gets_no_number(
    wish: dict[str, Any], interfaces: Any, viewport: Any
) -> None:
    response = on(wish, interfaces, viewport)
    assert "card" not in response["response"]
    assert "speaker without a screen" in response["response"]["outputSpeech"]["ssml"]


def test_where_the_screen_cannot_be_made_the_card_stays_here(
    wish: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("no screen")

    monkeypatch.setattr(Screens, "directive", broken)
    response = on(wish, SCREEN, VIEWPORT)
    assert "card" not in response["response"]
    assert "went wrong" in response["response"]["outputSpeech"]["ssml"]
    assert "directives" not in response["response"]


@pytest.mark.parametrize("kind", DeviceKind)
def test_no_number_and_no_code_is_said_shown_logged_or_kept_in_the_session(
    skill: LocalSkill, kind: DeviceKind, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    skill.start_over()
    device = Device(skill, load_model("en-US"), customer="ben", device=kind)
    answers = [device.say("set a voice code")]
    number = number_in(answers[0].response)
    spoken = " ".join(number)
    for words in ("repeat", spoken, "repeat", "4 8 2 6", "repeat", "4 8 2 6", "repeat"):
        answers.append(device.say(words))
        assert answers[-1].problem == ""
    assert answers[-2].turn is not None
    assert answers[-2].turn["prompt"] == "voice_code.set"
    for answer in answers:
        sent = copy.deepcopy(answer.response)
        if number_in(sent):
            del sent["response"]["card"]
        told = re.sub(r"screen\.[0-9a-f]{8}", "", json.dumps(sent)) + answer.speech + answer.reprompt
        assert not any(secret in told for secret in (number, "4826", spoken, "4 8 2 6"))
        assert number not in re.sub(r"[^0-9]", "", told)
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("shop_helper"))
    ours = re.sub(r"amzn1\.[\w.-]+", "", ours)  # random ids have any digits
    assert not any(secret in ours for secret in (number, "4826", f"{number[:3]} {number[3:]}"))
