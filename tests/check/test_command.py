"""`python -m simulator check` as its users run it: on our skill, on a foreign one, on broken and unreadable input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.__main__ import main
from simulator.check.rules import GROUPS, RULES, markdown
from simulator.endpoint import Called, Problem
from tests.check.broken_skills import good_skill, library_data

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "checks.md"
GOOD = "tests.check.broken_skills.good_skill"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with the library's model."""
    (tmp_path / "en-US.json").write_text(json.dumps(library_data()), encoding="utf-8")
    return tmp_path


def test_our_own_skill_has_nothing_to_find(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", "--turns", "100"])
    assert (status, capsys.readouterr().out[:21]) == (0, "en-US: nothing found ")


def test_a_foreign_skill_that_is_good(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--models", str(models), "--handler", GOOD, "--turns", "50"]) == 0
    assert "50 turns, seed 1" in capsys.readouterr().out


def test_a_foreign_skill_with_faults_is_told_where_what_and_what_to_do(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(GOOD, broken)
    assert main(["check", "--models", str(models), "--handler", GOOD, "--turns", "0"]) == 1
    out = capsys.readouterr().out
    assert "CRT1  (open)" in out
    assert "→ end the welcome with a question" in out


def test_findings_as_json(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(GOOD, broken)
    assert main(["check", "--models", str(models), "--handler", GOOD, "--turns", "20", "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"locale", "rule", "asks", "place", "wrong", "remedy", "source", "surety", "places"} == set(
        found[0]
    )
    assert "CRT1" in {finding["rule"] for finding in found}


def broken(event: dict[str, Any], context: object) -> dict[str, Any]:
    speech = {"type": "PlainText", "text": "Hello."}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}


def test_tokens_are_sent_as_they_are_given_and_prints_stay_out_of_the_findings(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tokens = set()

    def printing(event: dict[str, Any], context: object) -> Any:
        print("asked")
        tokens.add(event["session"]["user"].get("accessToken"))
        return good_skill(event, context)

    monkeypatch.setattr(GOOD, printing)
    options = ["--models", str(models), "--handler", GOOD, "--token", "one", "--token", "two"]
    assert main(["check", *options, "--turns", "60"]) == 0
    assert "asked" not in capsys.readouterr().out
    assert tokens == {None, "one", "two", "not.a.token"}


def test_a_skill_that_is_too_slow_is_not_asked_again(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def slow(handler: object, event: dict[str, Any], limit: float = 0) -> Called:
        asked.append(event)
        return Called({}, 8_000.0, problem=Problem.TOO_SLOW)

    monkeypatch.setattr("simulator.device.call", slow)
    assert main(["check", "--models", str(models), "--handler", GOOD]) == 1
    assert len(asked) == 1
    assert "RSP5  (open)" in capsys.readouterr().out


def test_models_alone_are_checked_without_a_handler(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = library_data()
    data["interactionModel"]["languageModel"]["invocationName"] = "amazon library"
    (models / "en-GB.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(["check", "--models", str(models)]) == 1
    out = capsys.readouterr().out
    assert "INV4  invocation name 'amazon library'" in out
    assert "en-GB: 1 finding\nen-US: nothing found" in out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--handler", "nothing_of_that_name.handler"], "run it where the module can be imported"),
        (["--handler", "json.nothing"], "json has no nothing"),
        (["--handler", "handler"], "expected module.function"),
        (["--models", "/no/such/folder"], "holds no <locale>.json"),
        (["--manifest", "/no/such/skill.json"], "No such file"),
    ],
)
def test_what_can_not_be_done_is_told(
    options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *options, "--turns", "0"]) == 2
    assert says in capsys.readouterr().err


def test_a_model_that_is_no_json_is_told_with_its_line(
    models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (models / "en-US.json").write_text('{\n "a": \n', encoding="utf-8")
    assert main(["check", "--models", str(models)]) == 2
    assert "en-US.json:3: not valid JSON" in capsys.readouterr().err


def test_the_document_holds_the_table_of_rules_as_it_is() -> None:
    assert markdown() in DOCS.read_text(encoding="utf-8"), (
        "stale: paste `python -m simulator check --rules` into it"
    )


def test_there_are_rules_enough_and_each_id_stands_once() -> None:
    assert len(RULES) == sum(len(rules) for rules in GROUPS.values()) >= 40
