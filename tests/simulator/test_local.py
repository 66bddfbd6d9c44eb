"""The real skill on this machine, and the command line around it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from simulator import __main__ as command
from simulator.local import LocalSkill, LocalSkillError, local_skill, uses_a_store_of_its_own
from simulator.model import MODELS, load_model
from simulator.world import load_world
from tests.simulator import library_skill


@pytest.fixture
def entry_point(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A `lambda_function` that tells what it sees of the world around it."""
    module = ModuleType("lambda_function")

    def handler(event: Any, context: Any) -> dict[str, Any]:
        return {"environment": {k: v for k, v in os.environ.items() if k.startswith(("SHOP_HELPER", "AWS"))}}

    module.handler = handler  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "lambda_function", module)
    for name in [name for name in os.environ if name.startswith("SHOP_HELPER")]:
        monkeypatch.delenv(name)
    return module


def test_the_skill_sees_fake_credentials_and_the_table_and_believes_local_tokens(
    entry_point: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "the users own")
    before = dict(os.environ)
    with local_skill() as skill:
        seen = skill({})["environment"]
        assert skill.token_of("ana").startswith("local:ana:buyer")
        assert skill.token_of("stranger") == "local:stranger"
    assert seen["SHOP_HELPER_IDENTITY"] == "local"
    assert seen["AWS_ACCESS_KEY_ID"] != "the users own"
    assert seen["SHOP_HELPER_ORDERS_TABLE"] == "shop-helper-orders"
    assert dict(os.environ) == before


def test_the_table_holds_the_example_world(entry_point: ModuleType) -> None:
    from shop_helper.persistence.orders import order_store
    from shop_helper.settings import Settings

    with local_skill() as skill:
        store = order_store(Settings.from_environment(os.environ))
        for customer in skill.world.customers.values():
            assert len(store.recent(customer.id, limit=50)) == len(customer.orders)


def test_a_store_that_the_user_chose_is_left_alone(
    entry_point: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_HELPER_REAL_AWS", "1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "the users own")
    with local_skill() as skill:
        assert skill({})["environment"]["AWS_ACCESS_KEY_ID"] == "the users own"
    assert uses_a_store_of_its_own({"SHOP_HELPER_DYNAMODB_ENDPOINT": "http://localhost:8000"})
    assert not uses_a_store_of_its_own({"SHOP_HELPER_REAL_AWS": "0"})


def test_a_skill_kept_from_an_earlier_start_is_forgotten(entry_point: ModuleType) -> None:
    from functools import cache

    made = []
    entry_point.running = cache(lambda: made.append(1))  # type: ignore[attr-defined]
    for _ in range(2):
        with local_skill():
            entry_point.running()
            entry_point.running()
    assert made == [1, 1]


def test_a_skill_that_does_not_start_says_why(entry_point: ModuleType) -> None:
    del entry_point.handler
    with pytest.raises(LocalSkillError, match="the skill can't be started: AttributeError"), local_skill():
        pass


def test_a_setting_that_makes_no_sense_is_told(
    entry_point: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_HELPER_IDENTITY", "oidc")
    with (
        pytest.raises(LocalSkillError, match=r"can't be started: .* needs SHOP_HELPER_ISSUER"),
        local_skill(),
    ):
        pass


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line with the invented library in the skill's place."""
    directory = Path(__file__).parent.parent / "models"

    @contextmanager
    def library() -> Iterator[LocalSkill]:
        yield LocalSkill(library_skill.handler, load_world())

    monkeypatch.setattr(command, "local_skill", library)
    monkeypatch.setattr(command, "load_model", lambda locale: load_model(_LOCALES[locale], directory))

    def made(*arguments: str) -> tuple[int, str, str]:
        status = command.main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return made


_LOCALES = {"en-US": "library", "xx-XX": "nowhere"}


def test_say_shows_one_turn(run: Run) -> None:
    assert run("say", "when is the library open") == (
        0,
        "> when is the library open\n  About hours.\n  (the session is over)\n",
        "",
    )


def test_say_takes_words_without_quotes_and_several_quoted_turns(run: Run) -> None:
    assert "About hours." in run("say", "when", "is", "the", "library", "open")[1]
    _, text, _ = run("say", "renew my books", "the blue atlas")
    assert text.splitlines()[-2:] == ["  Renewed: the blue atlas.", "  (the session is over)"]


def test_say_explains_and_gives_json(run: Run) -> None:
    assert "AskIntent, by value" in run("say", "when is the library open", "--why")[1]
    record = json.loads(run("say", "when is the library open", "--json")[1])
    assert (record["topics"], record["outcome"], record["problem"]) == (["hours"], "answered", "")


def test_evaluate_reads_a_file(run: Run, tmp_path: Path) -> None:
    file, picture = tmp_path / "q.jsonl", tmp_path / "sweep.svg"
    file.write_text(
        '{"text": "when is the library open", "topic": "hours"}\n\n{"text": "old music", "topic": null}\n'
    )
    status, text, _ = run("evaluate", str(file), "--json", "--sweep", str(picture))
    assert status == 0
    assert [json.loads(line)["topic"] for line in text.splitlines()] == ["hours", None]
    assert picture.read_text().startswith("<svg")
    assert "100.0%  (1 of 1)" in run("evaluate", str(file))[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("evaluate", "nowhere.jsonl"), "nowhere.jsonl"),
        (("say", "hello", "--customer", "zoe"), "no example customer 'zoe'"),
        (("say", "hello", "--locale", "xx-XX"), "nowhere.json does not exist; there are"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line_without_a_traceback(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    status, text, error = run(*arguments)
    assert (status, text) == (2, "")
    assert error.startswith("python -m simulator: ")
    assert message in error
    assert "Traceback" not in error


def test_a_broken_line_stops_with_file_and_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"text": "a", "topic": null}\n{"topic": null}\n')
    status, _, error = run("evaluate", str(file))
    assert status == 2
    assert f"{file}:2: `text` is missing" in error


def test_options_may_stand_before_and_behind_the_command(run: Run) -> None:
    for arguments in (("--customer", "zoe", "say", "hi"), ("say", "hi", "--customer", "zoe")):
        assert run(*arguments)[0] == 2


def test_the_help_tells_what_can_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--help"])
    text = capsys.readouterr().out
    for part in ("stand-in", "say", "evaluate", "--customer", "examples:"):
        assert part in text


def test_the_projects_own_models_can_be_loaded() -> None:
    for path in MODELS.glob("*.json"):
        assert load_model(path.stem).intents
