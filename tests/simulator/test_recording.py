"""`record`, `replay`, other skills, and the terminal's newer commands, as a user would type them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.__main__ import main

HANDLER = """
import os
def handler(event, context):
    speech = {"type": "PlainText", "text": os.environ.get("GREETING", "Good day.")}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}
"""
MODEL = Path(__file__).parent.parent / "models" / "hello.json"


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Options that choose a skill in a folder of its own."""
    (tmp_path / "polite_one.py").write_text(HANDLER, encoding="utf-8")
    (tmp_path / "en-US.json").write_text(MODEL.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return ["--handler", "polite_one.handler", "--model", "en-US.json"]


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_another_skill_is_talked_to(other: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*other, "say", "say hello"]) == 0
    assert "Good day." in capsys.readouterr().out


def test_a_conversation_is_recorded_and_goes_the_same_again(
    other: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, "say hello", "hello to maria", ":as ben", ":event disabled", ":quit")
    assert main([*other, "record", "talk.yaml"]) == 0
    written = yaml.safe_load(Path("talk.yaml").read_text(encoding="utf-8"))
    assert [turn.get("say") or turn.get("event") for turn in written["turns"]] == [
        "say hello",
        "hello to maria",
        "disabled",
    ]
    assert written["turns"][1]["slots"] == {"name": "maria"}
    assert "Not while a conversation is recorded" in capsys.readouterr().out
    assert main([*other, "replay", "talk.yaml"]) == 0
    assert "as written, 3 turns" in capsys.readouterr().out


def test_what_goes_otherwise_now_is_shown_and_may_be_accepted(
    other: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("talk.yaml").write_text("turns: [{say: say hello, speech: Good day.}]", encoding="utf-8")
    monkeypatch.setenv("GREETING", "Good night.")
    assert main([*other, "replay", "talk.yaml"]) == 1
    out = capsys.readouterr().out
    assert "talk.yaml, turn 1: “say hello”\n  - speech: Good day.\n  + speech: Good night." in out
    assert main([*other, "replay", "--accept", "talk.yaml"]) == 0
    assert main([*other, "replay", "talk.yaml"]) == 0


def broken(data: dict[str, Any]) -> dict[str, Any]:
    language = data["interactionModel"]["languageModel"]
    language["intents"][-1]["samples"].append("greet {stranger} 2 times")
    return data


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--handler", "polite_one.handler", "say", "hi"], "--handler and --model go together"),
        (["--handler", "polite_one.none", "--model", "en-US.json", "say", "hi"], "polite_one has no none"),
        (["--handler", "no_such.handler", "--model", "en-US.json", "say", "hi"], "No module named 'no_such'"),
        (["--handler", "polite_one.handler", "--model", "bad.json", "say", "hi"], "SMP2  HelloIntent"),
        (
            ["--handler", "polite_one.handler", "--model", "none.json", "say", "hi"],
            "none.json does not exist",
        ),
        (
            ["--handler", "polite_one.handler", "--model", "en-US.json", "replay", "none.yaml"],
            "can't be read",
        ),
        (
            ["--handler", "polite_one.handler", "--model", "en-US.json", "record", "en-US.json"],
            "is there already",
        ),
    ],
)
def test_what_cannot_be_done_is_told_with_the_remedy(
    other: list[str], capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    import json

    data = broken(json.loads(Path("en-US.json").read_text(encoding="utf-8")))
    Path("bad.json").write_text(json.dumps(data), encoding="utf-8")
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err
