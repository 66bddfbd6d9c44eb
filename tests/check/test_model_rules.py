"""Each rule of the interaction model catches a broken example, and a good model passes all of them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from authoring.model import MODELS
from simulator.check.model_rules import REQUIRED, RULES, check_model

Change = Callable[[dict[str, Any]], Any]


def good() -> dict[str, Any]:
    intents: list[dict[str, Any]] = [{"name": name, "samples": []} for name in REQUIRED]
    intents.append(
        {
            "name": "OrderIntent",
            "slots": [{"name": "item", "type": "ITEM"}, {"name": "words", "type": "AMAZON.SearchQuery"}],
            "samples": ["where is my {item}", "look for {words}"],
        }
    )
    types = [{"name": "ITEM", "values": [{"id": "k", "name": {"value": "kettle", "synonyms": ["pot"]}}]}]
    language = {"invocationName": "shop helper", "intents": intents, "types": types}
    dialog = {
        "intents": [
            {
                "name": "OrderIntent",
                "slots": [
                    {
                        "name": "item",
                        "type": "ITEM",
                        "elicitationRequired": True,
                        "prompts": {"elicitation": "Elicit.Item"},
                    }
                ],
            }
        ]
    }
    return {
        "interactionModel": {"languageModel": language, "dialog": dialog, "prompts": [{"id": "Elicit.Item"}]}
    }


def language(model: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = model["interactionModel"]["languageModel"]
    return found


def order(model: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = language(model)["intents"][-1]
    return found


def dialog_slot(model: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = model["interactionModel"]["dialog"]["intents"][0]["slots"][0]
    return found


def name(text: str) -> Change:
    return lambda model: language(model).update(invocationName=text)


def sample(text: str) -> Change:
    return lambda model: order(model)["samples"].append(text)


def value(**entry: Any) -> Change:
    return lambda model: language(model)["types"][0]["values"].append(entry)


BROKEN: list[tuple[str, Change]] = [
    ("INV1", name("helper")),
    ("INV2", name("the helper")),
    ("INV3", name("open shop helper")),
    ("INV3", name("shop helper and more")),
    ("INV4", name("amazon helper")),
    ("INV5", name("Shop Helper")),
    ("INV5", name("shop helper 2")),
    ("INV6", name("anna maria")),
    ("INV6", name("salt lake city")),
    ("INV6", name("ショップ ヘルパー")),
    ("INT1", lambda model: order(model).update(name="Order2Intent")),
    ("INT1", lambda model: order(model)["slots"].append({"name": "item 2", "type": "ITEM"})),
    ("INT2", lambda model: language(model)["intents"].pop(0)),
    ("INT3", lambda model: language(model)["intents"].extend({"name": "AMAZON.XIntent"} for _ in range(250))),
    ("INT4", lambda model: order(model).update(samples=[])),
    ("INT4", lambda model: language(model)["intents"].append(dict(order(model), samples=["other words"]))),
    ("INT4", lambda model: language(model)["intents"][0].update(samples=["where is my {item}"])),
    ("SMP1", sample("where are my 2 orders")),
    ("SMP1", sample("where is it?")),
    ("SMP2", sample("where is my {thing}")),
    ("SMP3", sample("{words}")),
    ("SMP4", sample("look for {words} in {item}")),
    ("SLT1", lambda model: order(model)["slots"].append({"name": "where", "type": "PLACE"})),
    ("SLT2", lambda model: language(model)["types"].append({"name": "my type", "values": []})),
    ("SLT3", value(id="k", name={"value": "lamp"})),
    ("SLT3", value(id="l", name={"value": "lamp", "synonyms": ["x" * 141]})),
    ("MOD1", value(id="l", name={"value": "lamp", "synonyms": ["long synonym " * 8] * 20_000})),
    ("DLG1", lambda model: dialog_slot(model).update(type="OTHER")),
    ("DLG1", lambda model: dialog_slot(model).update(prompts={})),
    ("DLG1", lambda model: dialog_slot(model).update(prompts={"elicitation": "Elicit.Nothing"})),
    ("DLG1", lambda model: model["interactionModel"]["prompts"].append({"id": "Unused"})),
    ("DLG1", lambda model: model["interactionModel"]["dialog"]["intents"].append({"name": "NoIntent"})),
]


def test_a_good_model_passes() -> None:
    assert check_model(good()) == []


@pytest.mark.parametrize(
    ("rule", "change"), BROKEN, ids=[f"{rule}-{i}" for i, (rule, _) in enumerate(BROKEN)]
)
def test_a_broken_model_is_told_which_rule_it_breaks(rule: str, change: Change) -> None:
    model = copy.deepcopy(good())
    change(model)
    assert rule in {finding.rule for finding in check_model(model)}


def test_every_rule_has_a_broken_example() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


@pytest.mark.parametrize(
    "model", [{}, {"interactionModel": {}}, {"interactionModel": {"languageModel": None}}]
)
def test_what_is_no_model_is_told_so(model: dict[str, Any]) -> None:
    assert "expected interactionModel.languageModel" in check_model(model)[0].wrong


@pytest.mark.parametrize("text", ["bob's shop", "the u.s. shop", "zwölf läden"])
def test_names_that_are_allowed(text: str) -> None:
    model = good()
    language(model)["invocationName"] = text
    assert [finding for finding in check_model(model) if finding.rule == "INV5"] == []


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.json")), ids=lambda path: path.stem)
def test_our_models_keep_every_rule(path: Any) -> None:
    assert [str(finding) for finding in check_model(json.loads(path.read_text(encoding="utf-8")))] == []
