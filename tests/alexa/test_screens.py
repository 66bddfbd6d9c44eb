"""What a device with a screen is sent: valid documents, everything said on them, touches that mean what is said."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from shop_helper.alexa.screens import TEMPLATES, draws, load_documents, safe
from shop_helper.alexa.touches import EXAMPLES, PROBLEMS, spoken_for
from shop_helper.dialog.questions import NextStep, OpenQuestion, What
from shop_helper.dialog.safety_questions import CodeOnceMore, NewCode, OldCode, OneTimeNumber, VoiceCode
from shop_helper.dialog.task_questions import PAGE, Describe, Dictate, WhatToChange, WhichCase, WhichItem
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from simulator.device import Answer, Device
from simulator.envelope import DeviceKind
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model

RENDER = "Alexa.Presentation.APL.RenderDocument"
PRIMITIVES = {"Container", "Frame", "ScrollView", "Text", "TouchWrapper"}
COMMANDS = {"SendEvent", "ScrollToComponent"}
MAX_WITH_SCREEN = 24 * 1024
"""Bytes of a whole response: what older pages of the platform allow."""

WAYS = {
    "answer": ["how long do refunds take"],
    "choices": ["can i return something", "another one"],
    "steps": ["how do i return something", "next", "next", "back", "repeat"],
    "record": ["where is my order", "where is my blender"],
    "case": ["open a case about my kettle", "it arrived broken", "yes", "yes", "how is my case"],
    "lost": ["open shop helper", "banana law", "banana law", "banana law"],
    "end": ["open shop helper", "stop"],
}


@pytest.fixture(scope="module")
def running() -> Iterator[LocalSkill]:
    with local_skill(in_memory=True) as made:
        yield made


@pytest.fixture
def skill(running: LocalSkill) -> LocalSkill:
    """With nothing written yet."""
    running.start_over()
    return running


def device(skill: LocalSkill, kind: DeviceKind = DeviceKind.LARGE) -> Device:
    return Device(skill, load_model("en-US"), customer="ana", device=kind)


def shown(answer: Answer) -> dict[str, Any]:
    [directive] = [d for d in answer.directives if d["type"] == RENDER]
    values: dict[str, Any] = directive["datasources"]["screen"]
    return values


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)
    elif isinstance(value, str):
        yield html.unescape(value.replace("<br/>", "\n"))


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(part)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_apl_1_4_of_primitives_whose_names_are_all_defined(name: str) -> None:
    document = load_documents()[name]
    assert (document["type"], document["version"]) == ("APL", "1.4")
    assert "import" not in document
    used = {str(part["type"]) for part in parts(document["mainTemplate"]) if "type" in part}
    used |= {str(part["type"]) for part in parts(document["layouts"]) if "type" in part}
    assert used <= PRIMITIVES | COMMANDS | document["layouts"].keys()
    text = json.dumps(document["mainTemplate"]) + json.dumps([document["styles"], document["layouts"]])
    dark = document["resources"][0]
    assert set(re.findall(r"@(\w+)", text)) <= dark["colors"].keys() | dark["dimensions"].keys()
    assert {part["style"] for part in parts(document) if "style" in part} - {"${look}"} <= document[
        "styles"
    ].keys()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_list_that_may_be_empty_is_drawn_unasked(name: str) -> None:
    """The engine draws an empty list as one item without data: an empty button."""
    lists = [part for part in parts(load_documents()[name]) if part.get("data") == "${buttons}"]
    assert lists
    assert all(part["when"] == "${buttons.length > 0}" for part in lists)


def test_light_defines_every_colour_that_dark_does() -> None:
    dark, light = load_documents()["answer"]["resources"][:2]
    assert light["colors"].keys() == dark["colors"].keys()


def _channel(part: str) -> float:
    value = int(part, 16) / 255
    return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = (_channel(colour[n : n + 2]) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        *((words, ground) for words in ("words", "quiet", "accent") for ground in ("ground",)),
        *(("words", ground) for ground in ("raised", "marked", "touch")),
        ("quiet", "raised"),
    ],
)
def test_words_stand_out_from_their_ground(theme: int, words: str, ground: str) -> None:
    colours = load_documents()["answer"]["resources"][theme]["colors"]
    light, dark = sorted((_luminance(colours[words]), _luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("way", WAYS)
def test_all_that_is_said_is_on_the_screen_and_the_response_stays_small(skill: LocalSkill, way: str) -> None:
    echo = device(skill)
    for sentence in WAYS[way]:
        answer = echo.say(sentence)
        assert not answer.errors
        on_it = " ".join(texts(shown(answer)))
        steps = {n: words["words"] for n, words in enumerate(shown(answer).get("steps", []), 1)}
        for said in re.split(r"(?<=[.?!:]) ", answer.speech):
            counted = re.fullmatch(r"There are (\d+) steps\.|(?:The last step: )?Step (\d+):|.*step:", said)
            assert counted or said in on_it, said
        assert len(json.dumps(answer.response).encode()) < MAX_WITH_SCREEN
        if steps:
            assert steps[shown(answer)["current"] + 1] in answer.speech


def test_a_card_s_text_is_on_the_screen_as_it_stands(skill: LocalSkill) -> None:
    answer = device(skill).say("how long do refunds take")
    assert answer.card is not None
    assert answer.card["content"] in set(texts(shown(answer)))


def test_a_device_without_a_screen_is_sent_none_and_hears_the_same(skill: LocalSkill) -> None:
    speaker, large = device(skill, DeviceKind.SPEAKER), device(skill)
    for sentence in WAYS["choices"]:
        spoken, seen = speaker.say(sentence), large.say(sentence)
        assert not [d for d in spoken.directives if d["type"] == RENDER]
        assert shown(seen)
        assert (spoken.turn or {})["prompt"] == (seen.turn or {})["prompt"]


SAID_FOR = {
    "choice.1": "the first one",
    "choice.2": "the second one",
    "choice.3": "the third one",
    "others": "another one",
    "yes": "yes",
    "no": "no",
    "next": "next",
    "previous": "go back",
    "buyer": "as a buyer",
    "seller": "as a seller",
    "none": "no",
    "done": "no",
    "where": "where is my order",
    "return": "can i return this",
    "contact": "how do i contact customer service",
    "sales": "how are my sales",
    "problem.damaged": "it came broken",
    "problem.not_working": "it's not working",
    "problem.wrong_item": "it turned up the wrong item",
    "problem.missing_parts": "it has missing parts",
    "problem.not_received": "it was not delivered",
    "problem.changed_mind": "it is not for me",
}


OF_THE_REQUEST = ("request_id", "confidence")
"""What may differ: Alexa resolves a question that is said to its topic, one that is touched is searched for."""


@pytest.mark.parametrize(
    "before",
    [
        ["can i return something"],
        ["how do i return something", "next"],
        ["where is my order"],
        ["open a case about my kettle"],
        ["i want to return my headphones"],
        ["open a case about my kettle", "it arrived broken"],
        ["what have i ordered lately"],
        ["what have i ordered lately", "yes", "yes"],
        ["help"],
    ],
    ids=lambda before: before[-1],
)
def test_a_touch_is_answered_as_if_it_had_been_said(skill: LocalSkill, before: list[str]) -> None:
    looked = device(skill)
    for sentence in before:
        last = looked.say(sentence)
    values = shown(last)
    touches = [entry["touch"] for entry in [*values.get("choices", []), *values["buttons"]]]
    assert touches
    for touch in touches:
        outcomes = []
        for touched in (True, False):
            skill.start_over()
            echo = device(skill)
            for sentence in before:
                echo.say(sentence)
            answer = echo.touch(touch) if touched else echo.say(SAID_FOR[touch])
            turn = {name: value for name, value in (answer.turn or {}).items() if name not in OF_THE_REQUEST}
            outcomes.append((turn, _pending(echo)))
        assert outcomes[0] == outcomes[1]


def _pending(echo: Device) -> Any:
    """The open question, apart from the number that a read-back gives its record."""
    return echo.attributes.get("shop_helper", {}).get("pending")


def test_a_touch_on_a_screen_that_is_not_current_does_nothing_but_say_what_is(skill: LocalSkill) -> None:
    echo = device(skill)
    old = echo.say("where is my order")
    old_token = next(d["token"] for d in old.directives if d["type"] == RENDER)
    echo.say("open a case about my kettle")
    asked = echo.say("it arrived broken")
    assert (asked.turn or {})["asks"] == "confirm"
    echo._screen = {"token": old_token}  # the touch that was on its way
    answer = echo.touch("yes")
    turn = answer.turn or {}
    assert (turn["prompt"], turn["asks"]) == ("repeat", "confirm")


IN_CODES = {VoiceCode, OldCode, OneTimeNumber, NewCode, CodeOnceMore}
IN_WORDS = {What, WhichCase, Describe, Dictate, WhatToChange, *IN_CODES}
"""Questions that are answered in words, or by a choice or an example alone."""


def test_every_question_has_its_buttons_or_is_known_to_have_none() -> None:
    assert {made for made in get_args(OpenQuestion) if not made().touchable()} == IN_WORDS


def test_only_what_there_is_can_be_touched() -> None:
    assert NextStep("returns.how", 0).touchable() == ("next",)
    assert NextStep("returns.how", 1).touchable() == ("previous", "next")
    several = tuple(map(str, range(PAGE + 1)))
    assert WhichItem("order.where", several).touchable() == ("others",)
    assert WhichItem("order.where", several, page=1).touchable() == ("none",)
    assert WhichItem("order.where", several[:PAGE]).touchable() == ("none",)


def test_every_button_has_a_label_and_stands_for_an_intent_of_the_model() -> None:
    prompts, intents = KnowledgeBase.load(COMPILED / "en-US.json").prompts, load_model("en-US").intents
    of_questions = [made().touchable() for made in get_args(OpenQuestion)]
    of_questions += [NextStep(index=1).touchable(), WhichItem(refs=("1",) * (PAGE + 1)).touchable()]
    for touch in {touch for touches in (*of_questions, *EXAMPLES.values(), PROBLEMS) for touch in touches}:
        assert f"screen.{touch}" in prompts
        meant = spoken_for([touch])
        assert meant is not None
        assert meant[0] in intents


def test_a_problem_that_is_touched_is_one_that_the_model_knows() -> None:
    values = {phrase for value in load_model("en-US").types["PROBLEM"] for phrase in value.phrases}
    assert {slot.text for slots in PROBLEMS.values() for slot in slots.values()} <= values


def test_a_problem_that_is_touched_is_told_in_the_words_on_the_screen() -> None:
    prompts = KnowledgeBase.load(COMPILED / "en-US.json").prompts
    for touch, slots in PROBLEMS.items():
        ((before, slot),) = slots.items()
        assert [f"{before.replace('_', ' ')} {slot.text}"] == [prompts[f"screen.{touch}"][0].lower()]


@pytest.mark.parametrize("arguments", [None, [], [7], ["choice.9"], ["drop table"], "yes", {}])
def test_what_is_no_touch_of_ours_is_none(arguments: Any) -> None:
    assert spoken_for(arguments) is None


def test_the_yes_of_one_read_back_confirms_no_other(skill: LocalSkill) -> None:
    """Both ask the same; what is on the screen is another thing."""
    echo = device(skill)
    echo.say("open a case about my kettle")
    kettle = echo.say("it arrived broken")
    other = echo.say("no i meant the headphones")
    assert (kettle.turn or {})["asks"] == (other.turn or {})["asks"] == "confirm"
    assert "headphones" in other.speech
    echo._screen = next(d for d in kettle.directives if d["type"] == RENDER)
    late = echo.touch("yes")
    assert (late.turn or {})["prompt"] == "repeat"
    assert "headphones" in late.speech
    assert (echo.touch("yes").turn or {})["prompt"].startswith("action.done")


@pytest.mark.parametrize(
    ("version", "drawn"), [("1.3", False), ("1.0", False), ("1.4", True), ("2024.3", True), (None, True)]
)
def test_a_device_that_knows_only_older_apl_is_sent_no_document(version: str | None, drawn: bool) -> None:
    assert draws(version) is drawn


def test_what_a_customer_or_seller_wrote_is_no_markup_on_the_screen() -> None:
    assert safe("<b>${payload}</b> & co") == "&lt;b>$\u2060{payload}&lt;/b> & co"
    assert safe("&lt;b>") == "&amp;lt;b>"


def test_a_case_number_stands_on_the_screen_once(skill: LocalSkill) -> None:
    echo = device(skill)
    for words in ("open a case about my kettle", "it arrived broken", "yes"):
        answer = echo.say(words)
    [number] = [row["value"] for row in shown(answer)["rows"] if row["label"] == "Number"]
    assert json.dumps(shown(answer)).count(number) == 1
    assert answer.card is not None
    assert number in answer.card["content"]


def test_what_is_said_again_shows_its_rows_again(skill: LocalSkill) -> None:
    echo = device(skill)
    rows = shown(echo.say("where is my kettle"))["rows"]
    assert rows == shown(echo.say("say that again"))["rows"]
    echo.say("go back")
    assert rows == shown(echo.say("say that again"))["rows"]
    assert "rows" not in shown(echo.say("how long do refunds take"))
    assert "rows" not in shown(echo.say("say that again"))
