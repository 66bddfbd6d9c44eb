"""An interaction model, loaded: what `interaction_models/<locale>.json` says, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

MODELS = Path(__file__).resolve().parent.parent / "interaction_models"


class ModelError(Exception):
    """A model that can't be used; the message names the file, the place and what was expected."""


@dataclass(frozen=True)
class SlotOf:
    """One slot of an intent."""

    name: str
    type: str
    multiple: bool = False
    samples: tuple[str, ...] = ()
    """What people say when it is asked for."""


@dataclass(frozen=True)
class Intent:
    name: str
    samples: tuple[str, ...] = ()
    slots: tuple[SlotOf, ...] = ()

    def slot(self, name: str) -> SlotOf | None:
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True)
class Value:
    """One value of a slot type."""

    name: str
    synonyms: tuple[str, ...] = ()
    id: str | None = None

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms)


@dataclass(frozen=True, eq=False)
class Model:
    """Compared by identity, so that what is made from a model can be kept for it."""

    locale: str
    invocation: str
    intents: Mapping[str, Intent]
    types: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """Custom types, and built-in list types that the model extends."""
    dialog: Mapping[str, Any] = field(default_factory=dict)
    """As in the file; empty when there is none."""
    prompts: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def load(cls, path: Path | str, locale: str | None = None) -> Model:
        """The model in a file. The locale is the file's name unless given. Raises ModelError."""
        path = Path(path)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as problem:
            raise ModelError(f"{path} does not exist{_others(path)}") from problem
        except json.JSONDecodeError as problem:
            raise ModelError(f"{path}:{problem.lineno}: not valid JSON: {problem.msg}") from problem
        except (OSError, UnicodeDecodeError) as problem:
            raise ModelError(f"{path} can't be read: {problem}") from problem
        try:
            return cls.from_data(data, locale or path.stem)
        except ModelError as problem:
            raise ModelError(f"{path}: {problem}") from problem

    @classmethod
    def from_data(cls, data: Any, locale: str) -> Model:
        """From parsed JSON. Raises ModelError naming the place."""
        body = _mapping(data, "the file").get("interactionModel", data)
        language = _mapping(_mapping(body, "interactionModel").get("languageModel"), "languageModel")
        invocation = language.get("invocationName")
        if not isinstance(invocation, str) or not invocation.strip():
            raise ModelError("languageModel.invocationName: expected the name people open the skill by")
        intents = [_intent(entry, f"intents[{n}]") for n, entry in enumerate(_list(language, "intents"))]
        types = [
            _type(entry, f"types[{n}]") for n, entry in enumerate(_list(language, "types", may_miss=True))
        ]
        model = cls(
            locale=locale,
            invocation=invocation.strip().lower(),
            intents={intent.name: intent for intent in intents},
            types=dict(types),
            dialog=body.get("dialog") or {},
            prompts=tuple(body.get("prompts") or ()),
        )
        _check(model, intents)
        return model


@lru_cache(maxsize=16)
def load_model(locale: str, directory: Path = MODELS) -> Model:
    """The model of a locale, read once in a process. Raises ModelError."""
    return Model.load(directory / f"{locale}.json")


def _check(model: Model, intents: list[Intent]) -> None:
    """Only what recognising needs; the project's linter knows all the rules."""
    if len(model.intents) != len(intents):
        names = [intent.name for intent in intents]
        twice = next(name for name in names if names.count(name) > 1)
        raise ModelError(f"intent {twice} is there twice; merge the two")
    for intent in intents:
        for slot in intent.slots:
            if slot.type not in model.types and not slot.type.startswith("AMAZON."):
                raise ModelError(f"intent {intent.name}: slot {slot.name} has the unknown type {slot.type}")


def _intent(data: Any, where: str) -> Intent:
    entry = _mapping(data, where)
    name = _name(entry, where)
    slots = [_mapping(slot, f"{name}.slots") for slot in _list(entry, "slots", may_miss=True)]
    return Intent(
        name=name,
        samples=_strings(entry, "samples", name),
        slots=tuple(
            SlotOf(
                _name(slot, f"{name}.slots"),
                _name(slot, f"{name}.slots", "type"),
                bool((slot.get("multipleValues") or {}).get("enabled")),
                _strings(slot, "samples", f"{name}.slots"),
            )
            for slot in slots
        ),
    )


def _type(data: Any, where: str) -> tuple[str, tuple[Value, ...]]:
    entry = _mapping(data, where)
    name = _name(entry, where)
    return name, tuple(_value(value, f"{name}.values[{n}]") for n, value in enumerate(_list(entry, "values")))


def _value(data: Any, where: str) -> Value:
    entry = _mapping(data, where)
    name = _mapping(entry.get("name"), f"{where}.name")
    identifier = entry.get("id")
    return Value(
        _name(name, f"{where}.name", "value"),
        _strings(name, "synonyms", where),
        identifier if isinstance(identifier, str) and identifier else None,
    )


def _mapping(data: Any, where: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ModelError(f"{where}: expected an object")
    return data


def _list(data: dict[str, Any], key: str, may_miss: bool = False) -> list[Any]:
    found = data.get(key, [] if may_miss else None)
    if not isinstance(found, list):
        raise ModelError(f"{key}: expected a list")
    return found


def _strings(data: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    found = _list(data, key, may_miss=True)
    if not all(isinstance(text, str) for text in found):
        raise ModelError(f"{where}.{key}: expected a list of texts")
    return tuple(found)


def _name(data: dict[str, Any], where: str, key: str = "name") -> str:
    found = data.get(key)
    if not isinstance(found, str) or not found:
        raise ModelError(f"{where}: expected a text under {key!r}")
    return found


def _others(path: Path) -> str:
    there = sorted(other.stem for other in path.parent.glob("*.json")) if path.parent.is_dir() else []
    return f"; there are {', '.join(there)}" if there else ""
