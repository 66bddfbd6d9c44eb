"""All that can be spoken sounds right, with our profile and with another shop's; and it can be listed and timed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from authoring import listen
from authoring.__main__ import main
from authoring.compile import compile_knowledge, packaged
from authoring.spoken import Piece, lint, pieces
from simulator.check.speech_rules import SECTION

PROFILES = [*packaged(), *sorted((Path(__file__).parent.parent / "profiles").glob("*.yaml"))]


@pytest.fixture(scope="module", params=PROFILES, ids=lambda path: path.stem)
def compiled(request: pytest.FixtureRequest) -> dict[str, Any]:
    return compile_knowledge(request.param)


def small(**changes: Any) -> dict[str, Any]:
    """A knowledge base of one article and few prompts."""
    section = {"when": [], "words": ["You can return it."], "facts": []}
    article = {"say_title": "returns", "say": [section], "more": [], "warning": [], "steps": []}
    prompts = {
        "ask": ["Which one do you mean?"],
        "ask.again": ["Which one?"],
        "offer.topic": ["Hear about {topic}?"],
    }
    policy: dict[str, Any] = {"returns": {"category_exceptions": []}}
    return {"articles": {"returns.how": article | changes}, "prompts": prompts, "policy": policy}


def test_everything_that_can_be_spoken_sounds_right(compiled: dict[str, Any]) -> None:
    assert [str(finding) for finding in lint(compiled)] == []


def test_no_value_is_left_open_in_what_is_heard(compiled: dict[str, Any]) -> None:
    assert [piece.place for piece in pieces(compiled) if "{" in piece.words or "[" in piece.words] == []


def test_every_section_every_variant_and_every_title_is_a_piece(compiled: dict[str, Any]) -> None:
    made = list(pieces(compiled))
    articles = compiled["articles"].values()
    sections = sum(
        len(s["words"]) for a in articles for n in ("say", "more", "warning", "steps") for s in a[n]
    )
    variants = sum(len(variants) for variants in compiled["prompts"].values())
    assert len(made) == sections + variants + len(compiled["articles"])


@pytest.mark.parametrize(
    ("changes", "rule", "place"),
    [
        (
            {"say": [{"when": ["buyer"], "words": ["Click it."], "facts": []}]},
            "VOI10",
            "returns.how # Say [buyer]",
        ),
        (
            {"steps": [{"when": [], "words": ["Go.", "See https://example.com."], "facts": []}]},
            "VOI4",
            "# Steps 2",
        ),
        ({"say_title": "returns, refunds and more"}, "VOI3", "returns.how: say_title"),
        ({"warning": [{"when": [], "words": ["Stop. " * 31], "facts": []}]}, "VOI1", "# Warning"),
    ],
)
def test_faults_are_found_with_their_place(changes: dict[str, Any], rule: str, place: str) -> None:
    found = lint(small(**changes))
    assert [(finding.rule, place in finding.place) for finding in found][:1] == [(rule, True)]


def test_a_reprompt_longer_than_its_prompt_is_found() -> None:
    data = small()
    data["prompts"]["ask.again"] = ["Please tell me which one of these you mean."]
    assert [finding.rule for finding in lint(data)] == ["VOI12"]


def test_a_value_that_is_not_known_is_said_by_its_name() -> None:
    data = small()
    data["prompts"]["new.one"] = ["It is {gift_wrap}."]
    assert "It is gift wrap." in [piece.words for piece in pieces(data)]


def test_the_report_tells_the_seconds_of_each_piece(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["listen", "contact.hours"]) == 0
    told = capsys.readouterr().out
    assert "contact.hours # Say\n" in told
    assert " words a minute" in told
    assert "returns.how" not in told


def test_what_is_not_there_can_not_be_listened_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["listen", "no.such.topic"]) == 1
    assert "nothing spoken is called no.such.topic" in capsys.readouterr().err


def test_without_a_voice_the_report_estimates(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["listen", "contact.hours"]) == 0
    assert "estimated from syllables" in capsys.readouterr().out
    assert main(["listen", "contact.hours", "--speak"]) == 1
    assert "espeak-ng is not installed" in capsys.readouterr().err


def test_check_fails_when_something_would_sound_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("authoring.__main__.compile_knowledge", lambda *_: small(say_title="one, two"))
    assert main(["check"]) == 1
    assert "leave the comma out" in capsys.readouterr().err


def test_pieces_are_timed_one_by_one() -> None:
    one, two = (
        Piece("a", "Yes.", SECTION),
        Piece("b", "Yes, of course. We can do that for you today.", SECTION),
    )
    first, second = listen.timed([one, two])
    assert 0 < first.seconds < second.seconds
