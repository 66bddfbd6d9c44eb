"""The pytest plugin in a project of its own, with another skill."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

HANDLER = """
def handler(event, context):
    speech = {"type": "PlainText", "text": "Good day."}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}
"""
MODEL = Path(__file__).parent.parent / "models" / "hello.json"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(polite_skill=HANDLER)
    pytester.makeconftest('pytest_plugins = ["simulator.pytest_plugin"]')
    (pytester.path / "en-US.json").write_text(json.dumps(json.loads(MODEL.read_text(encoding="utf-8"))))
    pytester.makeini("[pytest]\nskill_handler = polite_skill.handler\nskill_model = en-US.json\n")
    return pytester


def run(project: pytest.Pytester, test: str) -> pytest.RunResult:
    project.makepyfile(f"def test_it(say, device):\n    {test}")
    return project.runpytest_inprocess("-p", "no:cacheprovider")


def test_a_skill_is_found_by_pytests_settings(project: pytest.Pytester) -> None:
    result = run(project, "assert say('say hello').speech == 'Good day.' and not device.session_open")
    result.assert_outcomes(passed=1)


def test_a_failure_shows_the_conversation(project: pytest.Pytester) -> None:
    result = run(project, "assert say('say hello').speech == 'Bad day.'")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*the conversation*",
            "“say hello”",
            "*heard:*“say hello”",
            "*HelloIntent by exact*",
            "*answered:*Good day.",
        ]
    )


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("", "*which skill? Set `skill_handler = module.function`*"),
        ("skill_handler = polite_skill.nothing\nskill_model = en-US.json", "*polite_skill has no nothing*"),
        ("skill_handler = polite_skill\nskill_model = en-US.json", "*expected module.function*"),
        (
            "skill_handler = polite_skill.handler\nskill_model = de-DE.json",
            "*de-DE.json does not exist; there are en-US*",
        ),
    ],
)
def test_settings_with_a_mistake_are_told(project: pytest.Pytester, settings: str, told: str) -> None:
    project.makeini(f"[pytest]\n{settings}\n")
    run(project, "assert say('say hello')").stdout.fnmatch_lines([told])
