"""Entity resolution: what was said for a slot → the value it means, from the model and from the session.

Each custom type is asked in the model (the static authority) and, where the skill has sent
`Dialog.UpdateDynamicEntities` for it, in the session's values (the dynamic authority), and both answers are in the
request, as Alexa does it. A value is found by its name or a synonym, without regard to case, punctuation, short
forms, a leading article and a plural ending.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.model import Model, Value
from simulator.sentence import Ear

MATCH, NO_MATCH = "ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH"
MAX_DYNAMIC = 100
"""DYN1: entities in one directive, synonyms counted."""


class EntityError(Exception):
    """A directive with entities that Alexa would refuse."""


@dataclass(frozen=True)
class Entity:
    id: str
    name: str


@dataclass(frozen=True)
class Resolution:
    """What one authority says to one slot."""

    type: str
    dynamic: bool
    entities: tuple[Entity, ...]
    """Empty when nothing matched."""

    def as_json(self, skill_id: str) -> dict[str, Any]:
        source = "dynamic." if self.dynamic else ""
        answer: dict[str, Any] = {
            "authority": f"amzn1.er-authority.echo-sdk.{source}{skill_id}.{self.type}",
            "status": {"code": MATCH if self.entities else NO_MATCH},
        }
        if self.entities:
            answer["values"] = [{"value": {"name": entity.name, "id": entity.id}} for entity in self.entities]
        return answer


class ValueIndex:
    """The values of one type by what is said for them."""

    def __init__(self, values: Iterable[Value], ear: Ear) -> None:
        self._ear = ear
        self._exact: dict[str, list[Value]] = {}
        for value in values:
            for phrase in value.phrases:
                found = self._exact.setdefault(ear.key(phrase), [])
                if value not in found:
                    found.append(value)
        self._loose: dict[str, list[Value]] | None = None

    @property
    def keys(self) -> Iterable[str]:
        return self._exact.keys()

    def find(self, key: str) -> tuple[Entity, ...]:
        """By a key of the ear; the exact phrase first, then without article and plural."""
        values = self._exact.get(key)
        if values is None:
            values = self._by_loose_key().get(self._loosened(key), [])
        return tuple(Entity(value.id or _made_id(value.name), value.name) for value in values)

    def _by_loose_key(self) -> dict[str, list[Value]]:
        if self._loose is None:
            self._loose = {}
            for key, values in self._exact.items():
                found = self._loose.setdefault(self._loosened(key), [])
                found.extend(value for value in values if value not in found)
        return self._loose

    def _loosened(self, key: str) -> str:
        words = key.split(" ")
        while len(words) > 1 and words[0] in self._ear.language.articles:
            words = words[1:]
        if len(words[-1]) > 3 and words[-1].endswith("s") and not words[-1].endswith("ss"):
            words[-1] = words[-1][:-1]
        return " ".join(words)


class Entities:
    """Everything that slots are resolved against: a model's types, and one session's own."""

    def __init__(self, model: Model, ear: Ear) -> None:
        self._ear = ear
        self._static = {name: ValueIndex(values, ear) for name, values in model.types.items()}
        self._dynamic: dict[str, ValueIndex] = {}

    def for_session(self) -> Entities:
        """The same model's values with no session values yet; cheap."""
        fresh = object.__new__(Entities)
        fresh._ear, fresh._static, fresh._dynamic = self._ear, self._static, {}
        return fresh

    def is_dynamic(self, type_name: str) -> bool:
        return type_name in self._dynamic

    def resolve(self, type_name: str, key: str) -> tuple[Resolution, ...]:
        """One answer from each authority that knows the type; empty for a plain built-in type."""
        answers = []
        if type_name in self._static:
            answers.append(Resolution(type_name, False, self._static[type_name].find(key)))
        if type_name in self._dynamic:
            answers.append(Resolution(type_name, True, self._dynamic[type_name].find(key)))
        return tuple(answers)

    def dynamic_keys(self, type_name: str) -> tuple[str, ...]:
        """What the session's own values of the type are called."""
        index = self._dynamic.get(type_name)
        return tuple(index.keys) if index is not None else ()

    def keys(self, type_name: str) -> Iterator[str]:
        """All that is said for values of the type."""
        for index in (self._static.get(type_name), self._dynamic.get(type_name)):
            if index is not None:
                yield from index.keys

    def dynamic_words(self, type_name: str) -> frozenset[str]:
        """The words of the session's values of the type."""
        index = self._dynamic.get(type_name)
        return frozenset(word for key in index.keys for word in key.split()) if index else frozenset()

    def all_dynamic_words(self) -> frozenset[str]:
        return frozenset(word for name in self._dynamic for word in self.dynamic_words(name))

    def update(self, directive: Mapping[str, Any]) -> None:
        """Takes one `Dialog.UpdateDynamicEntities` directive. Raises EntityError as Alexa would refuse it."""
        behaviour = directive.get("updateBehavior")
        if behaviour == "CLEAR":
            self._dynamic = {}
            return
        if behaviour != "REPLACE":
            raise EntityError(f"updateBehavior is {behaviour!r}; expected REPLACE or CLEAR")
        types = {str(entry.get("name")): _values(entry) for entry in directive.get("types") or ()}
        size = sum(len(value.phrases) for values in types.values() for value in values)
        if size > MAX_DYNAMIC:
            raise EntityError(f"{size} dynamic entities, synonyms counted; at most {MAX_DYNAMIC} are taken")
        unknown = sorted(
            set(types) - set(self._static) - {name for name in types if name.startswith("AMAZON.")}
        )
        if unknown:
            raise EntityError(f"dynamic entities for {unknown[0]}, which is no slot type of the model")
        self._dynamic = {name: ValueIndex(values, self._ear) for name, values in types.items()}


def _values(entry: Mapping[str, Any]) -> list[Value]:
    values = []
    for data in entry.get("values") or ():
        name = data.get("name") or {}
        values.append(Value(str(name.get("value", "")), tuple(name.get("synonyms") or ()), data.get("id")))
    return values


def _made_id(name: str) -> str:
    """A value without an id gets one from Alexa; any stable one will do."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
