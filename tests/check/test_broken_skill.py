"""The command on a skill that breaks everything: every rule is named, with its place and what to do."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest

from simulator.__main__ import main
from simulator.check.rules import RULES
from tests.check.broken_skill.handler import ANSWERS, FAILS
from tests.check.broken_skill.models import write

HANDLER = "tests.check.broken_skill.handler.handler"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """Exit status and findings, as JSON lines."""
    folder = tmp_path_factory.mktemp("broken")
    write(folder)
    options = ["--models", str(folder / "models"), "--manifest", str(folder / "skill.json")]
    with pytest.MonkeyPatch.context() as patched:
        lines: list[str] = []
        patched.setattr("builtins.print", lambda *words, **_: lines.append(" ".join(map(str, words))))
        status = main(["check", *options, "--handler", HANDLER, "--turns", "50", "--json"])
    return status, "\n".join(lines)


@pytest.fixture(scope="module")
def findings(report: tuple[int, str]) -> dict[str, list[dict[str, Any]]]:
    """By rule."""
    found = defaultdict(list)
    for line in report[1].splitlines():
        if line.startswith("{"):
            finding = json.loads(line)
            found[finding["rule"]].append(finding)
    return found


def test_the_command_exits_with_one(report: tuple[int, str]) -> None:
    assert report[0] == 1


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_fires_with_place_and_remedy(rule: str, findings: dict[str, list[dict[str, Any]]]) -> None:
    assert findings[rule], "is not among the findings"
    for finding in findings[rule]:
        assert finding["place"]
        assert finding["wrong"]
        assert finding["remedy"]


@pytest.mark.parametrize(("rule", "intent"), [*ANSWERS, ("CRT7", FAILS)])
def test_the_place_is_the_intent_that_breaks_it(
    rule: str, intent: str, findings: dict[str, list[dict[str, Any]]]
) -> None:
    assert any(intent in finding["place"] for finding in findings[rule])
