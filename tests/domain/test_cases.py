"""A case from its opening to the day on which nothing of the customer is left in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shop_helper.domain.cases import (
    DESK_KEY,
    FORGOTTEN,
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    Category,
    Problem,
    due_date,
)

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
YEAR = timedelta(days=365)


def event(what: str, days: int, words: str = "", of_desk: bool = False) -> CaseEvent:
    key = f"{DESK_KEY}{days}" if of_desk else f"own{days}"
    return CaseEvent(what, AT + timedelta(days=days), key, words)


OPENED = Case("ana", "1", CaseKind.CASE, AT, events=(event("opened", 0),), words="it leaks", ref="1/1")


def test_what_a_desk_did_is_told_apart_from_the_customers_own() -> None:
    note, reply = event("note", 1, "still leaking"), event("replied", 2, "we look into it", of_desk=True)
    silent = event("closed", 3, of_desk=True)
    case = replace(OPENED, events=(*OPENED.events, note, reply, silent), told=1)
    assert case.of_desk == (reply, silent)
    assert case.untold == (silent,)
    assert case.answer == "we look into it"
    assert case.last_own_change == note.at
    assert OPENED.answer == ""
    assert (case.has_event("own1"), case.has_event("own7")) == (True, False)


def test_a_mark_of_a_deletion_is_no_change_of_the_customers() -> None:
    marked = OPENED.forgotten(AT + timedelta(days=5))
    assert marked.is_forgotten
    assert marked.has_event("forgotten:1")
    assert marked.last_own_change == AT
    assert marked.version == OPENED.version + 1
    assert marked.forgotten(AT + timedelta(days=6)) == marked


def test_a_change_keeps_the_record_as_long_again() -> None:
    note = event("note", 10)
    changed = OPENED.with_event(note, CaseState.WAITING, YEAR)
    assert (changed.state, changed.version, changed.events[-1]) == (CaseState.WAITING, 2, note)
    assert changed.expires_at == note.at + YEAR
    assert changed.keep == YEAR
    assert OPENED.with_event(note, CaseState.OPEN, None).expires_at is None
    assert OPENED.keep is None


def test_a_forgotten_record_is_kept_no_longer_than_it_would_have_been() -> None:
    ends = AT + timedelta(days=100)
    forgotten = replace(OPENED, expires_at=ends).forgotten(AT)
    assert forgotten.with_event(event("replied", 50, of_desk=True), CaseState.OPEN, YEAR).expires_at == ends
    soon = forgotten.with_event(event("replied", 50, of_desk=True), CaseState.OPEN, timedelta(days=1))
    assert soon.expires_at == AT + timedelta(days=51)


def test_a_forgotten_record_that_is_closed_tells_nothing_of_the_customer() -> None:
    forgotten = replace(OPENED, item_name="the kettle", problem=Problem.DAMAGED).forgotten(AT)
    closed = forgotten.with_event(event("closed", 2, "all is well", of_desk=True), CaseState.CLOSED, YEAR)
    assert (closed.words, closed.item_name, closed.ref, closed.problem) == ("", "", None, None)
    assert {one.words for one in closed.events} == {""}
    assert closed.expires_at == AT + timedelta(days=2)
    assert FORGOTTEN in {one.what for one in closed.events}


@pytest.mark.parametrize(
    ("problem", "category"),
    [
        (Problem.WRONG_ITEM, Category.QUALITY),
        (Problem.LATE, Category.DELIVERY),
        (Problem.NOT_REFUNDED, Category.PAYMENT),
        (Problem.CHANGED_MIND, Category.OTHER),
        (None, Category.OTHER),
    ],
)
def test_the_desk_sorts_by_the_problem(problem: Problem | None, category: Category) -> None:
    assert replace(OPENED, problem=problem).category is category


def test_an_answer_is_due_after_so_many_working_days() -> None:
    friday = date(2026, 11, 20)
    assert due_date(friday, 2, WEEK) == date(2026, 11, 24)
    assert due_date(friday, None, WEEK) is None
    assert due_date(friday, 2, ()) is None
