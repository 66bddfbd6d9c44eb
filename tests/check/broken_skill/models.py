"""Interaction models in which every rule of a model is broken once, and the manifest; a locale for what excludes
another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from simulator.check.model_rules import REQUIRED
from tests.check.broken_skill.handler import ANSWERS, FAILS

LONG = "x" * 141


def write(folder: Path) -> None:
    """`models/<locale>.json` and `skill.json`."""
    (folder / "models").mkdir(parents=True, exist_ok=True)
    for locale, model in models().items():
        (folder / "models" / f"{locale}.json").write_text(json.dumps(model), encoding="utf-8")
    (folder / "skill.json").write_text(json.dumps(MANIFEST), encoding="utf-8")


MANIFEST = {
    "manifest": {
        "publishingInformation": {
            "locales": {"en-US": {"examplePhrases": ["Alexa, open broken library", "feed the cat"]}}
        }
    }
}
"""CRT6: two phrases, and one that is no sample."""


def models() -> dict[str, dict[str, Any]]:
    """Locale → model."""
    return {
        "en-US": _driven(),
        "en-GB": _not_to_be_built(),
        "en-AU": _named("the library"),  # INV2
        "en-CA": _named("open city library"),  # INV3
        "en-IN": _named("amazon library"),  # INV4; and RSP5, by the handler
        "de-DE": _named("bibliothek nummer 2"),  # INV5
        "it-IT": _named("anna maria"),  # INV6
    }


def _model(name: str, intents: list[dict[str, Any]], types: list[dict[str, Any]]) -> dict[str, Any]:
    built_in: list[dict[str, Any]] = [{"name": required, "samples": []} for required in REQUIRED]
    language = {"invocationName": name, "intents": [*built_in, *intents], "types": types}
    return {"interactionModel": {"languageModel": language}}


def _named(name: str) -> dict[str, Any]:
    return _model(name, [{"name": "HoursIntent", "samples": ["the hours", "when are you open"]}], [])


def _driven() -> dict[str, Any]:
    """Nothing is wrong with it: an intent for each answer that breaks a rule."""
    names = [*(intent for _, intent in ANSWERS), FAILS]
    intents: list[dict[str, Any]] = [{"name": name, "samples": [_said(name)]} for name in names]
    intents += [{"name": "AMAZON.YesIntent", "samples": []}, {"name": "AMAZON.NoIntent", "samples": []}]
    return _model("broken library", intents, [_type("BOOK", "the whale")])


def _said(name: str) -> str:
    """HugeCardIntent → "huge card"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.removesuffix(" intent").strip()


def _not_to_be_built() -> dict[str, Any]:
    """What Alexa refuses when a model is built, all of it."""
    search = {"name": "words", "type": "AMAZON.SearchQuery"}
    intents: list[dict[str, Any]] = [
        {"name": "Order2Intent", "samples": ["order two"]},  # INT1
        {"name": "EmptyIntent", "samples": []},  # INT4
        {"name": "DigitIntent", "samples": ["where are my 2 books"]},  # SMP1
        {"name": "NoSlotIntent", "samples": ["where is my {thing}"]},  # SMP2
        {"name": "BareIntent", "slots": [search], "samples": ["{words}"]},  # SMP3
        {
            "name": "TwoSlotsIntent",
            "slots": [search, {"name": "book", "type": "BOOK"}],
            "samples": ["look for {words} in {book}"],
        },  # SMP4
        {
            "name": "NoTypeIntent",
            "slots": [{"name": "where", "type": "PLACE"}],
            "samples": ["in {where}"],
        },  # SLT1
        *(
            {"name": f"Many{_letters(n)}Intent", "samples": [f"many {_letters(n)}"]} for n in range(250)
        ),  # INT3
    ]
    types = [_type("my type", "the sea"), _type("BOOK", LONG)]  # SLT2, SLT3
    types.append(_type("HUGE", *(f"{_letters(n)} {'long ' * 20}" for n in range(15_000))))  # MOD1
    model = _model("library", intents, types)  # INV1
    model["interactionModel"]["languageModel"]["intents"].pop(0)  # INT2
    model["interactionModel"]["prompts"] = [{"id": "Used.Nowhere", "variations": []}]  # DLG1
    return model


def _type(name: str, *values: str) -> dict[str, Any]:
    return {"name": name, "values": [{"name": {"value": value}} for value in values]}


def _letters(number: int) -> str:
    """0 → a, 26 → ba: names hold no digits."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters = chr(ord("a") + rest) + letters
        if not number:
            return letters
