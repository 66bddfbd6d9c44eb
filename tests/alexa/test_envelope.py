"""Raw envelopes are mended so that the SDK can read them, and nothing else is changed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shop_helper.alexa.envelope import mend, request_type

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def intent_request(**changes: Any) -> dict[str, Any]:
    request = {
        "type": "IntentRequest",
        "requestId": "r1",
        "timestamp": "2026-11-24T10:00:00Z",
        "locale": "en-US",
        "intent": {"name": "OrderStatusIntent", "slots": {"item": {"name": "item", "value": "kettle"}}},
    }
    return {"version": "1.0", "request": request | changes}


@pytest.mark.parametrize("event", [None, [], "x", 3, {}, {"request": None}, {"request": []}])
def test_what_is_no_envelope_is_refused(event: Any) -> None:
    assert mend(event, NOW) is None


def test_an_envelope_too_deep_to_copy_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"deeper": deep}
    assert mend(intent_request() | {"session": deep}, NOW) is None


def test_a_sound_envelope_is_kept_as_it_is() -> None:
    event = intent_request()
    mended = mend(event, NOW)
    assert mended == event
    assert mended is not event


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z"),
        ("2026-11-24T11:00:00+01:00", "2026-11-24T10:00:00Z"),
        (1_795_514_400, "2026-11-24T10:00:00Z"),
        (1_795_514_400_000, "2026-11-24T10:00:00Z"),
        ("2026-11-24T10:00:00", "2026-11-24T10:00:00Z"),
        ("yesterday", "2026-11-24T12:00:00Z"),
        (None, "2026-11-24T12:00:00Z"),
        (True, "2026-11-24T12:00:00Z"),
        (1e300, "2026-11-24T12:00:00Z"),
    ],
)
def test_timestamps_are_read_or_replaced_by_now(given: Any, read: str) -> None:
    mended = mend(intent_request(timestamp=given), NOW)
    assert mended is not None
    assert mended["request"]["timestamp"] == read


def test_an_unknown_enum_is_left_out_and_the_slot_is_kept() -> None:
    event = intent_request(dialogState="DREAMING")
    event["request"]["intent"]["slots"]["item"]["confirmationStatus"] = "PERHAPS"
    mended = mend(event, NOW)
    assert mended is not None
    assert "dialogState" not in mended["request"]
    assert mended["request"]["intent"]["slots"]["item"] == {"name": "item", "value": "kettle"}


def test_a_resolution_with_an_unknown_status_leaves_the_slot_unresolved() -> None:
    event = intent_request()
    slot = event["request"]["intent"]["slots"]["item"]
    good = {"authority": "a", "status": {"code": "ER_SUCCESS_MATCH"}, "values": []}
    slot["resolutions"] = {"resolutionsPerAuthority": [{"status": {"code": "ER_MAYBE"}}, good, None]}
    mended = mend(event, NOW)
    assert mended is not None
    kept = mended["request"]["intent"]["slots"]["item"]["resolutions"]["resolutionsPerAuthority"]
    assert kept == [good]


@pytest.mark.parametrize("slots", [None, [], "x", {"item": None, "other": 3}])
def test_slots_of_the_wrong_shape_count_as_none(slots: Any) -> None:
    event = intent_request()
    event["request"]["intent"]["slots"] = slots
    mended = mend(event, NOW)
    assert mended is not None
    assert mended["request"]["intent"]["slots"] == {}


def test_attributes_of_the_wrong_shape_are_dropped() -> None:
    event = intent_request() | {"session": {"new": False, "attributes": [1]}, "context": 5}
    mended = mend(event, NOW)
    assert mended is not None
    assert mended["session"]["attributes"] == {}
    assert "context" not in mended


def test_the_request_type_of_anything_is_text() -> None:
    assert request_type(mend(intent_request(), NOW)) == "IntentRequest"
    assert request_type(mend(intent_request(type=7), NOW)) == ""
    assert request_type(None) == ""
