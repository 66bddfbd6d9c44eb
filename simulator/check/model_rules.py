"""The platform's rules for an interaction model, as checks of the parsed JSON.

Sources are Amazon's pages under developer.amazon.com/docs, named by their path.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.builtin_slots import CITIES, FIRST_NAMES
from simulator.check.findings import Finding, Rule, table
from simulator.check.words import foreign_script

RULES: Mapping[str, Rule] = table("""
    custom-skills/choose-the-invocation-name-for-a-custom-skill:
      INV1 documented: the invocation name has two words or more → use two words or more
      INV2 quoted: in a two-word name neither word is an article or a preposition → replace the word
      INV3 quoted: no launch words and no connecting words in the name → replace the word
      INV4 quoted: none of alexa, amazon, echo, computer, skill, app in the name → replace the word
      INV5 seen: only lower-case letters, spaces, possessive apostrophes and periods of initialisms
        → use lower-case letters and spaces; spell numbers out
      INV6 quoted: not just a person's or a place's name, and in the script of the locale's language
        → add a word that says what the skill is for
    custom-skills/create-intents-utterances-and-slots:
      INT1 quoted: intent and slot names hold letters and underscores only → rename it
    custom-skills/implement-the-built-in-intents:
      INT2 believed: Help, Stop, Cancel, NavigateHome and Fallback are there → add the intent
    smapi/interaction-model-schema:
      INT3 quoted: at most 250 intents → merge intents that lead to the same answer
    custom-skills/create-intents-utterances-and-slots:
      INT4 quoted: a custom intent has a sample; no intent twice; no sample in two intents
        → add samples, or keep one of the two
      SMP1 seen: samples hold letters, spaces, periods, underscores, apostrophes, hyphens, braces
        → use letters, spaces, apostrophes, periods, hyphens and {slots}; spell numbers out
      SMP2 seen: each {slot} of a sample is declared in its intent → declare the slot in the intent, or mend its name
    custom-skills/slot-type-reference:
      SMP3 documented: a sample with AMAZON.SearchQuery has carrier words → add carrier words around the slot
      SMP4 quoted: AMAZON.SearchQuery never stands with another slot in a sample → leave only the search slot in it
      SLT1 seen: a slot's type is declared, or one of Amazon's → declare the type, or mend its name
      SLT2 quoted: names of custom types hold letters and underscores → rename it
    smapi/interaction-model-schema:
      SLT3 seen: values and synonyms of at most 140 characters, ids unique in a type, at most 50,000 values (believed)
        → shorten it, give it another id, or leave out values
      MOD1 believed: the model file has at most 1.5 MB → leave out values
    custom-skills/dialog-interface-reference:
      DLG1 documented: the dialog part fits the language model, and every prompt it names is there and used
        → make names and types equal, and prompts complete
    """)

REQUIRED = tuple(f"AMAZON.{name}Intent" for name in ("Help", "Stop", "Cancel", "NavigateHome", "Fallback"))
MAX_INTENTS, MAX_VALUE, MAX_VALUES, MAX_BYTES = 250, 140, 50_000, 1_500_000

_SMALL_WORDS = set("the a an for to of about up by at off with".split())
_LAUNCH = set("start play resume use launch ask open tell load begin enable".split())
_CONNECTING = set("to from in using with about for that by if and whether".split())
_WAKE = set("alexa amazon echo computer skill app".split())
_NAME = re.compile(r"(AMAZON\.)?[A-Za-z_]+")
_INVOCATION = re.compile(
    r"[^\W\d_A-Z]+(?:'s|s')?(?:\.[^\W\d_]\.)*(?: (?:[^\W\d_A-Z]\.)+| [^\W\d_A-Z]+(?:'s|s')?)*"
)
_SAMPLE = re.compile(r"(?:[^\W\d]|[ .'’{}_-])+")
_SLOT = re.compile(r"\{([^}]*)\}")
_SEARCH = "AMAZON.SearchQuery"


Model = Mapping[str, Any]


def check_model(model: Model, locale: str = "en-US") -> list[Finding]:
    """Everything that is wrong with a model; empty when it is good."""
    try:
        language = model["interactionModel"]["languageModel"]
        intents = language["intents"]
    except (KeyError, TypeError):
        wrong = "expected interactionModel.languageModel with a list of intents"
        return [Finding("INT2", "model", wrong, "give it that shape")]
    findings = [finding for check in _CHECKS for finding in check(language, intents)]
    findings += [*_plain_name(str(language.get("invocationName", "")), locale), *_size(model)]
    findings += _dialog(model["interactionModel"], intents)
    return findings


def _invocation(language: Model, intents: list[Any]) -> Iterator[Finding]:
    name = str(language.get("invocationName", ""))
    words, place = name.lower().split(), f"invocation name {name!r}"
    if len(words) < 2:
        yield Finding("INV1", place, f"{len(words)} word")
    if len(words) == 2 and (bad := _SMALL_WORDS & set(words)):
        yield Finding("INV2", place, f"holds {_all(bad)}")
    if bad := (_LAUNCH | _CONNECTING) & set(words):
        yield Finding("INV3", place, f"holds {_all(bad)}")
    if bad := _WAKE & set(words):
        yield Finding("INV4", place, f"holds {_all(bad)}")
    if not _INVOCATION.fullmatch(name):
        yield Finding("INV5", place, "holds other characters than a name may")


def _plain_name(name: str, locale: str) -> Iterator[Finding]:
    """INV6, as far as lists of common first names and large cities go."""
    place, bare = f"invocation name {name!r}", name.lower().replace("'s", "").split()
    if bare and (set(bare) <= FIRST_NAMES or " ".join(bare) in CITIES):
        yield Finding("INV6", place, "is only the name of a person or a place")
    if found := foreign_script(name, locale):
        yield Finding(
            "INV6", place, f"{found!r} is not of the script of {locale}", "write it in the locale's language"
        )


def _intents(language: Model, intents: list[Any]) -> Iterator[Finding]:
    names = [intent["name"] for intent in intents]
    for name in names:
        if not _NAME.fullmatch(name):
            yield Finding("INT1", f"intent {name}", "holds other characters than a name may")
    for name in REQUIRED:
        if name not in names:
            yield Finding("INT2", "model", f"{name} is missing")
    if len(names) > MAX_INTENTS:
        yield Finding("INT3", "model", f"{len(names)} intents; at most {MAX_INTENTS}")
    for name, count in Counter(names).items():
        if count > 1:
            yield Finding("INT4", f"intent {name}", f"is declared {count} times", "keep one")


def _samples(language: Model, intents: list[Any]) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for intent in intents:
        name, samples = intent["name"], intent.get("samples") or []
        if not samples and not name.startswith("AMAZON."):
            yield Finding("INT4", f"intent {name}", "has no sample", "add some")
        for sample in samples:
            key = " ".join(sample.lower().split())
            if key in owner:
                yield Finding("INT4", f"{name}: {sample!r}", f"stands in {owner[key]} too", "keep one")
            owner.setdefault(key, name)
            yield from _sample(intent, sample)


def _sample(intent: Model, sample: str) -> Iterator[Finding]:
    place = f"{intent['name']}: {sample!r}"
    types = {slot["name"]: slot["type"] for slot in intent.get("slots") or []}
    used = _SLOT.findall(sample)
    if not _SAMPLE.fullmatch(sample) or re.search(r"\d", sample):
        yield Finding("SMP1", place, "holds other characters than a sample may")
    for slot in used:
        if slot not in types:
            yield Finding("SMP2", place, f"the slot {slot!r} is not declared")
    searches = [slot for slot in used if types.get(slot) == _SEARCH]
    if searches and not _SLOT.sub("", sample).strip():
        yield Finding("SMP3", place, "holds nothing but the search slot")
    if searches and len(used) > 1:
        yield Finding("SMP4", place, "holds another slot beside the search slot")


def _slots(language: Model, intents: list[Any]) -> Iterator[Finding]:
    declared = {entry["name"] for entry in language.get("types") or []}
    for intent in intents:
        for slot in intent.get("slots") or []:
            place = f"{intent['name']}, slot {slot['name']}"
            if not re.fullmatch(r"[A-Za-z_]+", slot["name"]):
                yield Finding("INT1", place, "holds other characters than a name may")
            if slot["type"] not in declared and not slot["type"].startswith("AMAZON."):
                yield Finding("SLT1", place, f"has the unknown type {slot['type']}")


def _types(language: Model, intents: list[Any]) -> Iterator[Finding]:
    for entry in language.get("types") or []:
        name, values = entry["name"], entry.get("values") or []
        if not _NAME.fullmatch(name):
            yield Finding("SLT2", f"type {name}", "holds other characters than a name may")
        if len(values) > MAX_VALUES:
            yield Finding("SLT3", f"type {name}", f"{len(values)} values; at most {MAX_VALUES}")
        for value_id, count in Counter(value["id"] for value in values if value.get("id")).items():
            if count > 1:
                yield Finding(
                    "SLT3", f"type {name}", f"id {value_id!r} stands {count} times", "make it unique"
                )
        for value in values:
            for text in (value["name"]["value"], *value["name"].get("synonyms", ())):
                if len(text) > MAX_VALUE:
                    yield Finding(
                        "SLT3", f"type {name}: {text[:40]!r}…", f"{len(text)} characters; at most {MAX_VALUE}"
                    )


def _size(model: Model) -> Iterator[Finding]:
    size = len(json.dumps(model, ensure_ascii=False).encode())
    if size > MAX_BYTES:
        yield Finding("MOD1", "model", f"{size:,} bytes; at most {MAX_BYTES:,}")


def _dialog(model: Model, intents: list[Any]) -> Iterator[Finding]:
    dialog, prompts = model.get("dialog") or {}, {entry["id"] for entry in model.get("prompts") or []}
    known = {intent["name"]: {s["name"]: s["type"] for s in intent.get("slots") or []} for intent in intents}
    used: set[str] = set()
    for intent in dialog.get("intents") or []:
        place = f"dialog of {intent['name']}"
        used |= set((intent.get("prompts") or {}).values())
        if intent["name"] not in known:
            yield Finding(
                "DLG1", place, "the language model has no such intent", "add it, or remove its dialog"
            )
            continue
        if intent.get("delegationStrategy") not in ("ALWAYS", "SKILL_RESPONSE", None):
            wrong = f"delegationStrategy {intent['delegationStrategy']!r}"
            yield Finding("DLG1", place, wrong, "use ALWAYS or SKILL_RESPONSE")
        for slot in intent.get("slots") or []:
            here = f"{place}, slot {slot['name']}"
            used |= set((slot.get("prompts") or {}).values())
            used |= {str(rule.get("prompt")) for rule in slot.get("validations") or []}
            if known[intent["name"]].get(slot["name"]) != slot["type"]:
                yield Finding("DLG1", here, "the language model has no such slot of that type")
            if slot.get("elicitationRequired") and "elicitation" not in (slot.get("prompts") or {}):
                yield Finding("DLG1", here, "is required and has no elicitation prompt", "name one")
    for prompt in sorted(used - prompts):
        yield Finding("DLG1", f"prompt {prompt}", "is not among the prompts", "add it")
    for prompt in sorted(prompts - used):
        yield Finding("DLG1", f"prompt {prompt}", "is used nowhere", "use it or remove it")


def _all(words: set[str]) -> str:
    return ", ".join(sorted(words))


_CHECKS: tuple[Callable[[Model, list[Any]], Iterator[Finding]], ...] = (
    _invocation,
    _intents,
    _samples,
    _slots,
    _types,
)
