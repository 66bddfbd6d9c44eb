"""Keep of a raw value what the SDK's deserializer can read, and drop the rest (rule RSP10).

The SDK's own models say what can be read: the types of their attributes (`deserialized_types`), the names of these in
JSON (`attribute_map`), their enums and their subtypes. A value of another type, an unknown enum value and an unknown
subtype are dropped where they stand; everything around them is kept. What no model describes is kept as plain JSON.

No SDK module is loaded that the deserializer would not load for the same value.
"""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache, partial
from typing import Any

MAX_DEPTH = 48
"""Levels. Alexa's own values have about twelve; below this a value is dropped."""

MAX_VALUES = 20_000
"""Values of one part of an envelope. A large session has some hundreds; what goes beyond this is dropped."""

_MAX_INTEGER = 2**63
_EARLIEST, _LATEST = datetime(2014, 11, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Before the first Echo, or so late that no time can be added: not an instant at which Alexa sent anything."""

_IN_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


class _Dropped:
    """The type of `_DROPPED`: nothing of a value can be read. `None` is a value."""


_DROPPED = _Dropped()
_Reader = Callable[["_Walk", Any, int], Any]
"""(walk, value, levels left) -> the readable part, or `_DROPPED`."""


def readable(value: Any, type_name: str) -> Any:
    """Return a copy of what can be read of `value`, None where nothing can.

    `type_name` is a type as the SDK writes it, such as `list[ask_sdk_model.slot.Slot]`.
    """
    kept = _Walk().read(value, type_name, MAX_DEPTH)
    return None if kept is _DROPPED else kept


def fields_of(model: Any) -> Mapping[str, str]:
    """Map the names in JSON of a model's attributes to the names of their types."""
    return {model.attribute_map.get(name, name): kind for name, kind in model.deserialized_types.items()}


def instant(value: Any) -> datetime | None:
    """Read a time of Alexa's, in UTC; None for anything else.

    It is ISO 8601 (UTC where it names no zone) or an epoch in seconds or milliseconds, which Alexa has sent as well.
    """
    try:
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            read = datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        else:
            read = datetime.fromisoformat(value)
        read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return read if _EARLIEST <= read < _LATEST else None


def stamp(at: datetime) -> str:
    """Write a time as Alexa does."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class _Shape:
    """One model, as JSON."""

    fields: Mapping[str, str]
    """Name in JSON -> name of the type."""
    reserved: frozenset[str]
    """The deserializer sets every unknown key as an attribute; these would replace one that the model needs."""


class _Walk:
    """One pass over a value. It counts what it visits, so that its time is bounded."""

    def __init__(self) -> None:
        self._left = MAX_VALUES

    def read(self, value: Any, type_name: str, levels: int) -> Any:
        return None if value is None else _reader(type_name)(self, value, levels)

    def admits(self, container: dict[Any, Any] | list[Any], levels: int) -> bool:
        """Whether the container is neither too deep nor too large; counts its entries."""
        if levels <= 0 or len(container) > self._left:
            return False
        self._left -= len(container)
        return True


@cache
def _reader(type_name: str) -> _Reader:
    if type_name in _NATIVE:
        return _NATIVE[type_name]
    if type_name.startswith("list["):
        return partial(_list, type_name[len("list[") : -1])
    if type_name.startswith("dict("):
        return partial(_dict, type_name.partition(", ")[2][:-1])
    found = _load(type_name)
    if issubclass(found, Enum):
        return partial(_enum, frozenset(member.value for member in found))
    if hasattr(found, "get_real_child_model"):
        return partial(_subtype, found)
    return partial(_model, _shape(type_name))


@cache
def _shape(type_name: str) -> _Shape:
    found = _load(type_name)
    fields = fields_of(found)
    return _Shape(fields, frozenset(dir(found)) | frozenset(found.deserialized_types))


def _load(type_name: str) -> Any:
    module, _, name = type_name.rpartition(".")
    return getattr(importlib.import_module(module), name)


def _model(shape: _Shape, walk: _Walk, value: Any, levels: int) -> Any:
    """Read the known fields first: what is unknown can't use up the bound before them."""
    if not isinstance(value, dict) or not walk.admits(value, levels):
        return _DROPPED
    kept = {}
    for name, type_name in shape.fields.items():
        if name in value:
            read = walk.read(value[name], type_name, levels - 1)
            if read is not _DROPPED:
                kept[name] = read
    if len(kept) < len(value):
        for name, item in value.items():
            if name not in shape.fields and _is_free(name, shape):
                read = walk.read(item, "object", levels - 1)
                if read is not _DROPPED:
                    kept[name] = read
    return kept


def _is_free(name: Any, shape: _Shape) -> bool:
    return isinstance(name, str) and name.isascii() and name not in shape.reserved


def _subtype(parent: Any, walk: _Walk, value: Any, levels: int) -> Any:
    try:
        child = parent.get_real_child_model(value)
    except (KeyError, TypeError):
        return _DROPPED
    return _model(_shape(child), walk, value, levels) if child else _DROPPED


def _enum(known: frozenset[str], walk: _Walk, value: Any, levels: int) -> Any:
    return value if isinstance(value, str) and value in known else _DROPPED


def _list(type_name: str, walk: _Walk, value: Any, levels: int) -> Any:
    """Read a list. Entries that can't be read go; a free list keeps a None for each, since positions may matter."""
    if not isinstance(value, list) or not walk.admits(value, levels):
        return _DROPPED
    read = [walk.read(entry, type_name, levels - 1) for entry in value]
    if type_name == "object":
        return [None if entry is _DROPPED else entry for entry in read]
    return [entry for entry in read if entry is not _DROPPED and entry is not None]


def _dict(type_name: str, walk: _Walk, value: Any, levels: int) -> Any:
    if not isinstance(value, dict) or not walk.admits(value, levels):
        return _DROPPED
    kept = {}
    for name, entry in value.items():
        read = walk.read(entry, type_name, levels - 1)
        if isinstance(name, str) and read is not _DROPPED and (read is not None or type_name == "object"):
            kept[_utf8(name)] = read
    return kept


def _plain(walk: _Walk, value: Any, levels: int) -> Any:
    """Copy any JSON."""
    if isinstance(value, dict):
        return _dict("object", walk, value, levels)
    if isinstance(value, list):
        return _list("object", walk, value, levels)
    if isinstance(value, str):
        return _utf8(value)
    return value if isinstance(value, bool) or _is_number(value) else _DROPPED


def _text(walk: _Walk, value: Any, levels: int) -> Any:
    if isinstance(value, str):
        return _utf8(value)
    return str(value) if _is_number(value) else _DROPPED


def _flag(walk: _Walk, value: Any, levels: int) -> Any:
    """The deserializer takes any value for a bool, the text "false" for True: that is no way to read it."""
    return value if isinstance(value, bool) else _DROPPED


def _number(convert: Callable[[Any], float], walk: _Walk, value: Any, levels: int) -> Any:
    try:
        is_read = _is_number(convert(value) if isinstance(value, str) else value)
    except ValueError:
        return _DROPPED
    return value if is_read else _DROPPED


def _time(walk: _Walk, value: Any, levels: int) -> Any:
    read = instant(value)
    if read is None:
        return _DROPPED
    return value if isinstance(value, str) and _IN_UTC.fullmatch(value) else stamp(read)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < _MAX_INTEGER if isinstance(value, int) else math.isfinite(value)


def _utf8(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can hold and UTF-8 can't."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_NATIVE: Mapping[str, _Reader] = {
    "str": _text,
    "bool": _flag,
    "int": partial(_number, int),
    "long": partial(_number, int),
    "float": partial(_number, float),
    "datetime": _time,
    "date": _time,
    "object": _plain,
}
"""The deserializer's native types."""
