"""`Case` ↔ the record in the table (docs/cases.md describes it, with an example)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
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
from shop_helper.persistence.instants import instant_text, read_instant

SCHEMA = 1


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


def from_record(record: Mapping[str, Any]) -> Case:
    """Raises KeyError, TypeError or ValueError when the record can't be read."""
    if record["schema"] != SCHEMA:
        raise ValueError(f"schema {record['schema']}, expected {SCHEMA}")
    expires = record.get("expires_at")
    return Case(
        customer_id=record["customer_id"],
        case_id=record["case_id"],
        kind=CaseKind(record["kind"]),
        opened_at=read_instant(record["opened_at"]),
        addressee=Addressee(record["addressee"]),
        audience=record.get("audience", "buyer"),
        state=CaseState(record["state"]),
        problem=Problem(record["problem"]) if record.get("problem") else None,
        words=record.get("words", ""),
        wanted=Wanted(record["wanted"]) if record.get("wanted") else None,
        told_seller=record.get("told_seller"),
        ref=record.get("ref"),
        item_name=record.get("item_name", ""),
        due_on=date.fromisoformat(record["due_on"]) if record.get("due_on") else None,
        events=tuple(_event(entry) for entry in record.get("events", ())),
        version=int(record["version"]),
        told=int(record.get("told", 0)),
        expires_at=datetime.fromtimestamp(int(expires), UTC) if expires is not None else None,
    )


def _event_record(event: CaseEvent) -> dict[str, Any]:
    record = {"what": event.what, "at": instant_text(event.at), "key": event.key, "words": event.words}
    return {name: value for name, value in record.items() if value}


def _event(entry: Mapping[str, Any]) -> CaseEvent:
    return CaseEvent(entry["what"], read_instant(entry["at"]), entry.get("key", ""), entry.get("words", ""))
