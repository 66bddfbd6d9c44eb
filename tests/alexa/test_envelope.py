"""Raw envelopes are mended so that the SDK can read them, and nothing else is changed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from ask_sdk_model import Request

from shop_helper.alexa.envelope import Duty, duty_of, request_type, sanitize

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
    assert sanitize(event, NOW) is None


@pytest.mark.parametrize("kind", ["Some.FutureRequest", "", None, 7, [], {}])
def test_a_request_of_a_type_that_the_sdk_does_not_know_is_refused(kind: Any) -> None:
    assert sanitize(intent_request(type=kind), NOW) is None


def test_a_sound_envelope_is_kept_as_it_is() -> None:
    event = intent_request()
    mended = sanitize(event, NOW)
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
        (7, "2026-11-24T12:00:00Z"),
        ("0001-01-01T00:00:00Z", "2026-11-24T12:00:00Z"),
        ("9999-12-31T23:59:59Z", "2026-11-24T12:00:00Z"),
    ],
)
def test_timestamps_are_read_or_replaced_by_now(given: Any, read: str) -> None:
    mended = sanitize(intent_request(timestamp=given), NOW)
    assert mended is not None
    assert mended["request"]["timestamp"] == read


@pytest.mark.parametrize("timestamp", [None, "yesterday", 7, {}])
@pytest.mark.parametrize("created", ["2026-11-24T10:00:00Z", 1_795_514_400, 1_795_514_400_000])
def test_an_event_without_a_readable_timestamp_has_the_time_it_was_created(
    timestamp: Any, created: Any
) -> None:
    event = intent_request(
        type="AlexaSkillEvent.SkillDisabled", timestamp=timestamp, eventCreationTime=created
    )
    mended = sanitize(event, NOW)
    assert mended is not None
    assert mended["request"]["timestamp"] == mended["request"]["eventCreationTime"] == "2026-11-24T10:00:00Z"


def test_an_unknown_enum_is_left_out_and_the_slot_is_kept() -> None:
    event = intent_request(dialogState="DREAMING")
    event["request"]["intent"]["slots"]["item"]["confirmationStatus"] = "PERHAPS"
    mended = sanitize(event, NOW)
    assert mended is not None
    assert "dialogState" not in mended["request"]
    assert mended["request"]["intent"]["slots"]["item"] == {"name": "item", "value": "kettle"}


def test_a_resolution_with_an_unknown_status_leaves_the_slot_unresolved() -> None:
    event = intent_request()
    slot = event["request"]["intent"]["slots"]["item"]
    good = {"authority": "a", "status": {"code": "ER_SUCCESS_MATCH"}, "values": []}
    unknown = {"authority": "b", "status": {"code": "ER_MAYBE"}}
    slot["resolutions"] = {"resolutionsPerAuthority": [unknown, good, None]}
    mended = sanitize(event, NOW)
    assert mended is not None
    kept = mended["request"]["intent"]["slots"]["item"]["resolutions"]["resolutionsPerAuthority"]
    assert kept == [{"authority": "b", "status": {}}, good]


@pytest.mark.parametrize("slots", [None, [], "x", {"item": None, "other": 3}])
def test_slots_of_the_wrong_shape_count_as_none(slots: Any) -> None:
    event = intent_request()
    event["request"]["intent"]["slots"] = slots
    mended = sanitize(event, NOW)
    assert mended is not None
    assert not mended["request"]["intent"].get("slots")


def test_attributes_of_the_wrong_shape_are_dropped() -> None:
    event = intent_request() | {"session": {"new": False, "attributes": [1]}, "context": 5}
    mended = sanitize(event, NOW)
    assert mended is not None
    assert mended["session"] == {"new": False}
    assert "context" not in mended


def test_the_request_type_of_anything_is_text() -> None:
    assert request_type(intent_request()) == "IntentRequest"
    broken: list[Any] = [intent_request(type=7), {"request": []}, [], None]
    assert [request_type(event) for event in broken] == [""] * 4


def test_what_is_owed_to_a_request_goes_by_its_kind() -> None:
    spoken = {"LaunchRequest", "IntentRequest", "Alexa.Presentation.APL.UserEvent"}
    for kind in (*Request.discriminator_value_class_map, "Some.FutureRequest", ""):
        is_event = kind.startswith("AlexaSkillEvent.")
        expected = Duty.SPEAK if kind in spoken else Duty.WORK if is_event else Duty.NOTE
        assert duty_of(kind) is expected, kind
