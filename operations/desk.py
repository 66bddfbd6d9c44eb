"""A desk for those who have no other: cases listed, shown, answered and closed in the table."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from operations.voice_codes import OperationError
from shop_helper.domain.cases import DESK_KEY, MAX_WORDS, Addressee, Case, CaseKind, CaseState
from shop_helper.errors import BadEventError, LaterError
from shop_helper.feed.consumer import Consumer
from shop_helper.feed.events import CaseNews

DID = {
    "reply": ("replied", CaseState.OPEN),
    "ask": ("waiting", CaseState.WAITING),
    "resolve": ("closed", CaseState.CLOSED),
}
"""Command → what it is called in the record, and the state that the case is in then."""

_HEADS = ("case", "opened", "due", "state", "kind", "category", "for", "customer", "about")


@dataclass(frozen=True)
class Filter:
    """Which cases are listed; None: any."""

    everything: bool = False
    """Closed ones too."""
    state: CaseState | None = None
    kind: CaseKind | None = None
    addressee: Addressee | None = None
    customer: str | None = None
    overdue_on: date | None = None
    """Only those whose answer was due before that day."""

    def takes(self, case: Case) -> bool:
        if case.is_closed and not self.everything and self.state is not CaseState.CLOSED:
            return False
        if self.overdue_on is not None and (
            case.due_on is None or case.due_on >= self.overdue_on or case.is_closed
        ):
            return False
        wanted = ((self.state, case.state), (self.kind, case.kind), (self.addressee, case.addressee))
        return all(want in (None, has) for want, has in (*wanted, (self.customer, case.customer_id)))


def listed(cases: Iterable[Case], which: Filter) -> list[str]:
    """A table with a line a case, the longest waiting first; nothing when there is none."""
    shown = sorted((case for case in cases if which.takes(case)), key=lambda case: case.opened_at)
    if not shown:
        return []
    rows = [_HEADS, *map(_row, shown)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    return [
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _row(case: Case) -> tuple[str, ...]:
    return (
        case.case_id,
        f"{case.opened_at:%Y-%m-%d}",
        case.due_on.isoformat() if case.due_on else "-",
        case.state,
        case.kind,
        case.category,
        case.addressee,
        case.customer_id,
        case.item_name or case.words[:40],
    )


def shown(case: Case) -> list[str]:
    facts = {
        "customer": case.customer_id,
        "as": case.audience,
        "kind": case.kind,
        "state": case.state,
        "for": case.addressee,
        "category": case.category,
        "problem": case.problem,
        "words": case.words,
        "wanted": case.wanted,
        "told the seller": {True: "yes", False: "no", None: ""}[case.told_seller],
        "item": f"{case.item_name} ({case.ref})" if case.ref else "",
        "answer due": case.due_on,
        "kept until": f"{case.expires_at:%Y-%m-%d}" if case.expires_at else "",
    }
    lines = [f"case {case.case_id}", *(f"  {name}: {value}" for name, value in facts.items() if value)]
    if case.is_forgotten and not case.is_closed:
        lines.append("  The customer's data was deleted: finish this, and close it; that empties it.")
    untold = {event.key for event in case.untold}
    for event in case.events:
        who = "desk" if event.is_of_desk else "customer"
        heard = "  (not told yet)" if event.key in untold else ""
        lines.append(
            f"  {event.at:%Y-%m-%d %H:%M} UTC  {who:8}  {event.what:9}  {event.words}{heard}".rstrip()
        )
    return lines


def find(cases: Sequence[Case], number: str) -> Case:
    """By the whole number, or its ending where only one has it. Raises OperationError."""
    digits = "".join(letter for letter in number if letter not in " -")
    if not digits.isdecimal():
        raise OperationError(f"{number!r} is no case number; expected its digits, or the last few of them")
    found = [case for case in cases if case.case_id.endswith(digits)]
    if not found:
        raise OperationError(f"no case ends in {digits}; `desk list --all` shows them")
    if len(found) > 1:
        which = "\n".join(f"  {line}" for line in listed(found, Filter(everything=True)))
        raise OperationError(f"{len(found)} cases end in {digits}; more digits tell them apart:\n{which}")
    return found[0]


def answer(consumer: Consumer, case: Case, command: str, words: str) -> None:
    """Writes it, as an event of a desk would. Raises OperationError."""
    words = " ".join(words.split())
    if len(words) > MAX_WORDS:
        raise OperationError(f"{len(words)} characters; at most {MAX_WORDS}, since they are read aloud")
    if not words and command != "resolve":
        raise OperationError("there are no words; they are what the customer hears")
    if case.is_closed:
        raise OperationError(f"case {case.case_id} is closed")
    what, state = DID[command]
    key = f"{DESK_KEY}{uuid.uuid4().hex}"
    try:
        consumer.apply_case(
            CaseNews(case.customer_id, case.case_id, what, state, datetime.now(UTC), key, words)
        )
    except (BadEventError, LaterError) as problem:
        raise OperationError(str(problem)) from problem
