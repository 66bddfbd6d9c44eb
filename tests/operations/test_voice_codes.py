"""The operator's command: sets and removes a code, shows and keeps it nowhere."""

from __future__ import annotations

import io

import pytest

from operations.__main__ import main
from shop_helper.domain.voice_code import Accepted
from shop_helper.persistence.voice_code import VoiceCode
from simulator.memory import MemoryVoiceCodes

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def codes() -> VoiceCode:
    return VoiceCode(MemoryVoiceCodes())


def run(codes: VoiceCode, monkeypatch: pytest.MonkeyPatch, typed: str, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["voice-code", *arguments], lambda settings: codes)


def test_the_code_is_read_from_standard_input_and_not_shown(
    codes: VoiceCode, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert run(codes, monkeypatch, "2580\n", "set", "ana") == 0
    assert codes.check("ana", "2580") == Accepted()
    shown = capsys.readouterr()
    assert shown.out == "The voice code of customer ana is set.\n"
    assert "2580" not in shown.out + shown.err


def test_the_code_can_be_removed(codes: VoiceCode, monkeypatch: pytest.MonkeyPatch) -> None:
    run(codes, monkeypatch, "2580\n", "set", "ana")
    assert run(codes, monkeypatch, "", "clear", "ana") == 0
    assert not codes.is_set("ana")


@pytest.mark.parametrize(
    ("typed", "message"), [("1234\n", "first to be guessed"), ("", "no voice code was given")]
)
def test_a_weak_or_missing_code_is_told_in_a_line(
    typed: str, message: str, codes: VoiceCode, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert run(codes, monkeypatch, typed, "set", "ana") == 2
    assert message in capsys.readouterr().err
    assert not codes.is_set("ana")


def test_a_code_is_never_an_argument(
    codes: VoiceCode, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    with pytest.raises(SystemExit):
        run(codes, monkeypatch, "", "set", "ana", "2580")
