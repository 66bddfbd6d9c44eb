"""npm `ssml-check-core` takes every SSML that the skill can say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.clients.everything_said import everything_said
from tests.clients.node import run
from tests.deployment.runtime import ROOT

pytestmark = pytest.mark.clients

WALK_TURNS = 1_500
SAID = ROOT / "build" / "everything_said.jsonl"
ENOUGH = 3_000


def refused(said: Mapping[str, str], path: Path) -> list[dict[str, Any]]:
    lines = (json.dumps({"ssml": ssml, "place": place}) for ssml, place in said.items())
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return [json.loads(line) for line in run("ssml.js", str(path)).splitlines()]


def test_everything_the_skill_can_say_is_taken() -> None:
    said = everything_said(WALK_TURNS)
    print(f"{len(said):,} different SSML checked; they are in {SAID.relative_to(ROOT)}")
    assert refused(said, SAID) == []
    assert len(said) >= ENOUGH


@pytest.mark.parametrize(
    "ssml",
    [
        "<speak>Salt & pepper</speak>",
        "<speak>Wait <break time='11s'/></speak>",
        "<speak><prosody rate='slowly'>Word by word</prosody></speak>",
        "<speak><emphasis level='loud'>Now</emphasis></speak>",
        "<speak>An end is missing",
    ],
)
def test_what_alexa_cannot_say_is_refused(ssml: str, tmp_path: Path) -> None:
    assert len(refused({ssml: "here"}, tmp_path / "said.jsonl")) == 1
