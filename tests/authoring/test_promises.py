"""Nothing that is said promises what the shop has not: the words that would, and those that only sound so."""

from __future__ import annotations

from typing import Any

import pytest

from authoring.__main__ import main
from authoring.compile import compile_knowledge
from authoring.promises import promises, promises_in
from tests.authoring.test_spoken import PROFILES, small


@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_nothing_is_promised(profile: Any) -> None:
    assert [str(finding) for finding in promises(compile_knowledge(profile))] == []


@pytest.mark.parametrize(
    "words",
    [
        "I promise that it comes.",
        "We guarantee you a refund.",
        "A refund is guaranteed.",
        "It will definitely be there.",
        "We'll refund the kettle.",
        "Customer service will gladly replace it.",
        "You'll get your money back.",
        "You will receive a full refund.",
        "Your parcel will arrive on Friday.",
        "It'll be paid within 3 days.",
        "You're entitled to a new one.",
        "They will answer immediately.",
        "Returns are risk-free, no questions asked.",
        "Rest assured, a person looks at it.",
        "We will make sure that it works.",
    ],
)
def test_promising_words_are_found(words: str) -> None:
    assert list(promises_in(words))


@pytest.mark.parametrize(
    "words",
    [
        "I can't promise that it comes.",
        "Nobody can guarantee you a refund.",
        "I don't know whether you'll get a refund.",
        "It was promised for Friday.",
        "It should arrive on Friday.",
        "Under the guarantee, a claim is said to be possible.",
        "A case is usually answered within 3 days.",
        "Ask customer service for the refund.",
        "The seller can send you another one.",
        "You can get your money back if the seller agrees.",
        "That isn't guaranteed.",
    ],
)
def test_what_only_sounds_like_it_passes(words: str) -> None:
    assert list(promises_in(words)) == []


def test_a_promise_on_a_card_or_in_a_prompt_stops_the_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = small(card=[{"when": [], "words": ["We'll refund it."], "facts": []}])
    data["prompts"]["ask"] = ["You'll get your money tomorrow. Which one?"]
    assert [finding.place for finding in promises(data)] == ["prompts: ask", "returns.how # Card"]
    monkeypatch.setattr("authoring.__main__.compile_knowledge", lambda *_: data)
    assert main(["check"]) == 1
    assert "say what usually happens" in capsys.readouterr().err
