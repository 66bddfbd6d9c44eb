"""Values with everything in them that the SDK's models know: no device sends such, but any part of them may come."""

from __future__ import annotations

import importlib
from enum import Enum
from typing import Any

_NATIVE = {
    "str": "2023.3",
    "bool": True,
    "int": 3,
    "float": 1.5,
    "datetime": "2026-11-25T16:00:00Z",
    "object": {"a": [1, None, "é"]},
}


def filled(type_name: str) -> Any:
    """Every attribute has a value, every list an entry of each subtype."""
    return _values(type_name, ())[0]


def _values(type_name: str, above: tuple[str, ...]) -> list[Any]:
    """One value, or one for each subtype; none for a type inside itself."""
    if type_name in _NATIVE:
        return [_NATIVE[type_name]]
    if type_name.startswith("list["):
        return [_values(type_name[len("list[") : -1], above)]
    if type_name.startswith("dict("):
        return [
            dict(zip(("first", "second"), _values(type_name.partition(", ")[2][:-1], above), strict=False))
        ]
    if type_name in above:
        return []
    model = _load(type_name)
    if issubclass(model, Enum):
        return [member.value for member in model][:1]
    if "discriminator_value_class_map" in vars(model):
        subtypes = model.discriminator_value_class_map.values()
        return [_attributes(subtype, (*above, type_name)) for subtype in subtypes]
    return [_attributes(type_name, above)]


def _attributes(type_name: str, above: tuple[str, ...]) -> dict[str, Any]:
    model = _load(type_name)
    made = {}
    for name, kind in model.deserialized_types.items():
        for value in _values(kind, (*above, type_name))[:1]:
            made[model.attribute_map[name]] = value
    for kind, subtype in getattr(model, "discriminator_value_class_map", {}).items():
        if subtype == type_name:
            made[model.json_discriminator_key] = kind
    return made


def _load(type_name: str) -> Any:
    module, _, name = type_name.rpartition(".")
    return getattr(importlib.import_module(module), name)
