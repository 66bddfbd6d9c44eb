"""Files of labelled sentences, and the command that judges by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.accuracy import SentenceError, judge, models_of, read_sentences

GOOD = (
    '{"model": "pizza", "phenomenon": "synonyms", "text": "order a big pizza", "intent": "OrderPizzaIntent",'
    ' "slots": {"size": {"value": "big", "id": "L"}}}'
)


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "s.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "to", "fault"),
    [
        ("", "", ""),
        ('"OrderPizzaIntent"', '"HoursIntent"', "OrderPizzaIntent by slots, expected HoursIntent"),
        ('"L"', '"M"', "expected {'value': 'big', 'id': 'M'}"),
        ('"size"', '"count"', "OrderPizzaIntent without count"),
        ("order a big pizza", "open pizza palace", "launch, expected OrderPizzaIntent"),
    ],
)
def test_a_sentence_is_judged_by_intent_and_slots(tmp_path: Path, changed: str, to: str, fault: str) -> None:
    sentences = read_sentences(write(tmp_path, GOOD.replace(changed, to) if changed else GOOD))
    (one,) = judge(sentences, models_of(sentences))
    assert fault in one.fault
    assert bool(fault) is bool(one.fault)


@pytest.mark.parametrize("line", ["{", "[]", '{"text": "hi"}', '"x"'])
def test_a_line_that_is_no_sentence_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    with pytest.raises(SentenceError, match=r"s\.jsonl:2: "):
        read_sentences(write(tmp_path, GOOD, line))


def test_the_command_prints_a_table_and_what_is_not_as_labelled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = GOOD.replace('"L"', '"M"').replace("synonyms", "wrong ones")
    assert main(["accuracy", str(write(tmp_path, GOOD, wrong))]) == 0
    out = capsys.readouterr().out
    assert "1/2  50.0%" in out
    assert out.index("wrong ones") < out.index("synonyms")
    assert "pizza: “order a big pizza”" in out


def test_the_command_tells_what_it_cannot_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", str(write(tmp_path))]) == 2
    assert main(["accuracy", str(write(tmp_path, GOOD.replace('"pizza"', '"burger"')))]) == 2
    err = capsys.readouterr().err
    assert "holds no sentences" in err
    assert "burger.json does not exist; there are hello, library, pizza" in err
