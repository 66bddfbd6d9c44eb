"""Unanswered questions are noted without anything personal, and come back as proposals."""

import logging

import pytest

from authoring.unanswered import grouped, read, report
from shop_helper.understanding.unanswered import Unanswered

VOCABULARY = frozenset(
    [
        "do",
        "you",
        "wrap",
        "gifts",
        "as",
        "a",
        "present",
        "can",
        "it",
        "be",
        "wrapped",
        "please",
        "for",
        "my",
        "where",
        "is",
        "name",
    ]
)


def noted(
    caplog: pytest.LogCaptureFixture, *questions: tuple[str, tuple[str, ...]], enabled: bool = True
) -> list[str]:
    with caplog.at_level(logging.INFO, "shop_helper.unanswered"):
        for text, nearby in questions:
            Unanswered(VOCABULARY, enabled).note(text, "declined", nearby)
    return [f"2026-11-24T10:00:00Z abc [INFO] {message}" for message in caplog.messages]


def test_a_note_keeps_no_name(caplog: pytest.LogCaptureFixture) -> None:
    lines = noted(caplog, ("do you wrap gifts for Anastasia Brown at 5 Elm Street", ()))
    assert "nastasia" not in lines[0].lower()
    assert next(read(lines)).text == "do you wrap gifts for …"


def test_nothing_is_noted_when_the_shop_opted_out(caplog: pytest.LogCaptureFixture) -> None:
    assert noted(caplog, ("do you wrap gifts", ()), enabled=False) == []


def test_alike_questions_are_one_group_with_a_proposal(caplog: pytest.LogCaptureFixture) -> None:
    lines = noted(
        caplog,
        ("do you wrap gifts", ("giftcard", "order.change")),
        ("can gifts be wrapped please", ("order.change",)),
        ("do you wrap gifts", ("giftcard",)),
        ("where is it", ()),
    )
    groups = grouped(read(lines))
    assert len(groups[0].questions) >= 2
    assert "giftcard" in groups[0].proposal
    assert "no article is near" in groups[-1].proposal
    assert report(lines).startswith("4 questions without an answer")


def test_other_lines_are_passed_over() -> None:
    assert list(read(["START RequestId", '{"unanswered": broken', "", '{"request_id": "x"}'])) == []


def test_lines_that_a_log_export_escaped_are_read() -> None:
    line = '{"message": "{\\"unanswered\\": \\"do you wrap\\", \\"why\\": \\"declined\\", \\"nearby\\": []}"}'
    assert [question.text for question in read([line])] == ["do you wrap"]
