"""`Case` ↔ the record in the table (docs/cases.md describes it, with an example)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop_helper.domain.cases import (
    Addressee,
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    Problem,
    Wanted,
)
from shop_helper.persistence.fields import (
    DAY,
    EPOCH,
    INSTANT,
    LIST,
    TEXT,
    TRUE_OR_FALSE,
    WHOLE,
    Form,
    one_of,
    schema,
    take,
)
from shop_helper.persistence.instants import instant_text

SCHEMA = 1

NEEDED: Mapping[str, Form[Any]] = {
    "customer_id": TEXT,
    "case_id": TEXT,
    "kind": one_of(CaseKind),
    "opened_at": INSTANT,
    "addressee": one_of(Addressee),
    "state": one_of(CaseState),
    "version": WHOLE,
}
OPTIONAL: Mapping[str, Form[Any]] = {
    "audience": TEXT,
    "problem": one_of(Problem),
    "words": TEXT,
    "wanted": one_of(Wanted),
    "told_seller": TRUE_OR_FALSE,
    "ref": TEXT,
    "item_name": TEXT,
    "due_on": DAY,
    "told": WHOLE,
    "expires_at": EPOCH,
}
"""Fields that a record may lack; they then take the defaults of `Case`."""


def to_record(case: Case) -> dict[str, Any]:
    """JSON-like data, `expires_at` in epoch seconds as TTL wants it; what is None or empty is left out."""
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "customer_id": case.customer_id,
        "case_id": case.case_id,
        "kind": case.kind.value,
        "state": case.state.value,
        "addressee": case.addressee.value,
        "audience": case.audience,
        "opened_at": instant_text(case.opened_at),
        "problem": case.problem.value if case.problem else None,
        "category": case.category.value,
        "words": case.words,
        "wanted": case.wanted.value if case.wanted else None,
        "told_seller": case.told_seller,
        "ref": case.ref,
        "item_name": case.item_name,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "events": [_event_record(event) for event in case.events],
        "version": case.version,
        "told": case.told or None,
        "expires_at": int(case.expires_at.timestamp()) if case.expires_at else None,
    }
    return {name: value for name, value in record.items() if value not in (None, "", [])}


def from_record(record: Any) -> Case:
    """Raises FieldError when the record can't be read."""
    take(record, "schema", schema(SCHEMA))
    needed = {name: take(record, name, form) for name, form in NEEDED.items()}
    known = {name: take(record, name, form) for name, form in OPTIONAL.items() if _is_told(record, name)}
    events = take(record, "events", LIST) if _is_told(record, "events") else []
    told = tuple(_event(entry, f"events[{number}].") for number, entry in enumerate(events))
    return Case(**needed, **known, events=told)


def _is_told(record: Mapping[str, Any], name: str) -> bool:
    return record.get(name) is not None and record[name] != ""


def _event_record(event: CaseEvent) -> dict[str, Any]:
    record = {"what": event.what, "at": instant_text(event.at), "key": event.key, "words": event.words}
    return {name: value for name, value in record.items() if value}


def _event(entry: Any, place: str) -> CaseEvent:
    what, at = take(entry, "what", TEXT, place), take(entry, "at", INSTANT, place)
    known = {name: take(entry, name, TEXT, place) for name in ("key", "words") if _is_told(entry, name)}
    return CaseEvent(what, at, known.get("key", ""), known.get("words", ""))
