"""What the SDK's deserializer can read stays as it is; what it can't read is dropped where it stands."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Request, RequestEnvelope

from shop_helper.alexa.readable import MAX_DEPTH, MAX_VALUES, instant, readable, stamp
from tests.alexa.filled import filled

TESTS = Path(__file__).resolve().parent.parent
FILES = sorted([*(TESTS / "events").glob("*.json"), *(TESTS / "requests").glob("*.json")])
UNREADABLE = {
    "Unknown.Type": "request",
    "alexaapp-unknown_type_request": "request",
    "dotnet-LaunchRequestWithEpochTimestamp": "timestamp",
}
"""Files that the SDK can't read as they are, and what it is that it can't."""

ENVELOPE = "ask_sdk_model.request_envelope.RequestEnvelope"
CONTEXT = "ask_sdk_model.context.Context"
SLOT = "ask_sdk_model.slot.Slot"
KINDS = Request.discriminator_value_class_map


def deserialize(envelope: Any) -> Any:
    return DefaultSerializer().deserialize(json.dumps(envelope), RequestEnvelope)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem not in UNREADABLE], ids=lambda p: p.stem
)
def test_a_valid_envelope_is_unchanged(path: Path) -> None:
    envelope = read(path)
    assert readable(envelope, ENVELOPE) == envelope
    deserialize(envelope)


@pytest.mark.parametrize("path", [path for path in FILES if path.stem in UNREADABLE], ids=lambda p: p.stem)
def test_of_an_envelope_that_the_sdk_cannot_read_the_rest_is_unchanged(path: Path) -> None:
    envelope = read(path)
    kept = readable(envelope, ENVELOPE)
    deserialize(kept)
    if UNREADABLE[path.stem] == "request":
        assert kept == {name: value for name, value in envelope.items() if name != "request"}
    else:
        expected = {"timestamp": "2015-05-13T12:34:56Z"}
        assert kept == envelope | {"request": envelope["request"] | expected}


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_with_every_attribute_is_unchanged(kind: str) -> None:
    """Also: the SDK has no model of a form that isn't understood here."""
    request = filled(KINDS[kind])
    assert request["type"] == kind
    assert readable(request, "ask_sdk_model.request.Request") == request
    deserialize({"request": request})


def test_a_context_with_every_interface_is_unchanged() -> None:
    context = filled(CONTEXT)
    assert {"System", "Viewport", "Viewports", "Geolocation", "AudioPlayer", "Extensions"} <= context.keys()
    assert readable(context, CONTEXT) == context
    deserialize({"context": context})


@pytest.mark.parametrize(
    ("type_name", "value", "kept"),
    [
        ("str", 7, "7"),
        ("str", 1.5, "1.5"),
        ("str", True, None),
        ("str", {"a": 1}, None),
        ("str", ["a"], None),
        ("str", "half \ud83d of a pair", "half \ufffd of a pair"),
        ("str", "caf\u00e9 \U0001f600", "caf\u00e9 \U0001f600"),
        ("bool", "false", None),
        ("bool", 1, None),
        ("int", "12", "12"),
        ("int", "twelve", None),
        ("int", 10**400, None),
        ("int", math.nan, None),
        ("float", "nan", None),
        ("float", math.inf, None),
        ("float", "1.5", "1.5"),
        ("float", {}, None),
        ("datetime", "2026-11-25T16:00:00.5Z", "2026-11-25T16:00:00.5Z"),
        ("datetime", "2026-11-25T17:00:00+01:00", "2026-11-25T16:00:00Z"),
        ("datetime", 1_795_622_400, "2026-11-25T16:00:00Z"),
        ("datetime", "soon", None),
        ("ask_sdk_model.status.Status", "PERHAPS", None),
        ("ask_sdk_model.status.Status", ["GRANTED"], None),
        ("ask_sdk_model.slot_value.SlotValue", {"type": "Triple", "value": "x"}, None),
        ("ask_sdk_model.slot_value.SlotValue", {"value": "x"}, None),
        ("ask_sdk_model.slot_value.SlotValue", {"type": ["Simple"]}, None),
        (SLOT, {"name": "item", "confirmationStatus": "WATCH", "new": 1}, {"name": "item", "new": 1}),
        (f"list[{SLOT}]", [{"name": "a"}, None, 7, {"name": "b"}], [{"name": "a"}, {"name": "b"}]),
        (f"dict(str, {SLOT})", {"a": {"name": "a"}, "b": None, "c": 7}, {"a": {"name": "a"}}),
        ("object", [1, math.nan, {"a": b"x", "b": None, 7: 8}], [1, None, {"b": None}]),
    ],
)
def test_what_cannot_be_read_is_dropped_where_it_stands(type_name: str, value: Any, kept: Any) -> None:
    assert readable(value, type_name) == kept


@pytest.mark.parametrize("name", ["__class__", "attribute_map", "object_type", "to_dict", "system", "é"])
def test_no_unknown_key_takes_the_place_of_what_a_model_needs(name: str) -> None:
    """The deserializer sets unknown keys as attributes: `system` would replace what it has read from `System`."""
    envelope = {
        "request": {"type": "LaunchRequest"},
        "context": {"System": {"user": {"userId": "u"}}, name: 7},
    }
    read = deserialize(readable(envelope, ENVELOPE))
    assert read.context.system.user.user_id == "u"


def test_a_value_is_read_down_to_a_bound() -> None:
    deep: Any = "bottom"
    for _ in range(5_000):
        deep = {"deeper": deep}
    kept = readable(deep, "object")
    levels = 0
    while kept is not None:
        kept, levels = kept.get("deeper"), levels + 1
    assert levels == MAX_DEPTH
    around: dict[str, Any] = {"name": "item"}
    around["resolutions"] = around["more"] = around
    assert readable(around, SLOT)["name"] == "item"


@pytest.mark.parametrize("key", ["unknown", "attributes"])
def test_what_is_too_large_costs_only_itself(key: str) -> None:
    junk = [[0] * 100] * MAX_VALUES
    session = {key: junk, "new": True, "user": {"userId": "u"}}
    kept = readable(session, "ask_sdk_model.session.Session")
    assert kept == {"new": True, "user": {"userId": "u"}}


def test_an_instant_is_written_as_alexa_does() -> None:
    at = datetime(2026, 11, 25, 16, tzinfo=UTC)
    assert stamp(at) == "2026-11-25T16:00:00Z"
    assert instant(stamp(at)) == at
