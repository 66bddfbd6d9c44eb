"""A desk for those who have no other: cases listed, shown, answered and closed in the table."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from operations.voice_codes import OperationError
from shop_helper.domain.cases import DESK_KEY, MAX_WORDS, Case, CaseState
from shop_helper.feed.consumer import Consumer, LaterError
from shop_helper.feed.events import BadEventError, CaseNews


def listed(cases: Iterable[Case], everything: bool = False) -> list[str]:
    """A line a case, the longest waiting first; closed ones only when everything is asked for."""
    shown = [case for case in cases if everything or not case.is_closed]
    return [
        f"{case.case_id}  {case.opened_at:%Y-%m-%d}  {case.state:7}  {case.kind:12}  {case.customer_id}  "
        f"{case.item_name}"
        for case in sorted(shown, key=lambda case: case.opened_at)
    ]


def shown(case: Case) -> list[str]:
    facts = {
        "customer": case.customer_id,
        "kind": case.kind,
        "state": case.state,
        "category": case.category,
        "problem": case.problem,
        "words": case.words,
        "wanted": case.wanted,
        "item": f"{case.item_name} ({case.ref})" if case.ref else "",
        "answer due": case.due_on,
    }
    lines = [f"case {case.case_id}", *(f"  {name}: {value}" for name, value in facts.items() if value)]
    return lines + [
        f"  {event.at:%Y-%m-%d %H:%M}  {event.what}  {event.words}".rstrip() for event in case.events
    ]


def find(cases: Sequence[Case], case_id: str) -> Case:
    """By the whole number, or its ending where only one has it."""
    found = [case for case in cases if case.case_id.endswith(case_id)]
    if len(found) != 1:
        raise OperationError(f"{len(found) or 'no'} cases end in {case_id}")
    return found[0]


def answer(consumer: Consumer, case: Case, what: str, state: CaseState, words: str) -> None:
    """Writes it, as an event of a desk would. Raises OperationError."""
    words = " ".join(words.split())
    if len(words) > MAX_WORDS:
        raise OperationError(f"{len(words)} characters; at most {MAX_WORDS}, since they are read aloud")
    if case.is_closed:
        raise OperationError(f"case {case.case_id} is closed")
    key = f"{DESK_KEY}{uuid.uuid4().hex}"
    try:
        consumer.hear_case(
            CaseNews(case.customer_id, case.case_id, what, state, datetime.now(UTC), key, words)
        )
    except (BadEventError, LaterError) as problem:
        raise OperationError(str(problem)) from problem
