"""Calling a skill by its name."""

from __future__ import annotations

import pytest

from simulator.invocation import called


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("open shop helper", ""),
        ("Alexa, open shop helper.", ""),
        ("hey alexa please launch shop helper", ""),
        ("shop helper", ""),
        ("ask shop helper", ""),
        ("talk to shop helper please", ""),
        ("ask shop helper where my order is", "where my order is"),
        ("ask shop helper to cancel my order", "cancel my order"),
        ("tell shop helper to cancel my order", "cancel my order"),
        ("ask shop helper for help", "help"),
        ("ask shop helper about returns", "returns"),
        ("ask shop helper if I can return this", "if i can return this"),
        ("open shop helper and ask where my order is", "where my order is"),
        ("open shop helper and ask it to cancel my order", "cancel my order"),
        ("where is my order using shop helper", "where is my order"),
        ("open the shop helper", None),
        ("shop helpers are nice", None),
        ("open the window", None),
        ("", None),
    ],
)
def test_a_call_is_told_from_other_sentences(text: str, words: str | None) -> None:
    found = called(text, "shop helper")
    assert (found.words if found else None) == words
