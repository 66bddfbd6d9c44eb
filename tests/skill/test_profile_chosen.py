"""Whose answers a process gives: a shared knowledge base, else the shop's own in the package, else nobody's."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

import lambda_function
from shop_helper import reload as running_module
from shop_helper.errors import ConfigurationError, EventFailedError, NoKnowledgeError
from shop_helper.knowledge.bundled import PROFILES
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings

EVENTS = Path(__file__).parent.parent / "events"


class _Shelf:
    """An S3 client that gives these bytes, or fails."""

    def __init__(self, raw: bytes = b"") -> None:
        self.raw = raw

    def get_object(self, **_: Any) -> Any:
        return {"Body": self, "ETag": str(hash(self.raw))}

    def read(self) -> bytes:
        return self.raw


def running(monkeypatch: pytest.MonkeyPatch, shelf: _Shelf, profile: str) -> ReloadingSkill:
    monkeypatch.setattr(running_module, "s3_client", lambda _: shelf)
    return ReloadingSkill(Settings(profile=profile, knowledge_base_uri="s3://words"))


def answers_of(skill: ReloadingSkill) -> str:
    """The profile that the running skill was made with."""
    with patch.object(running_module, "build_skill", side_effect=running_module.build_skill) as build:
        skill.current()
    return str(build.call_args.args[1].profile["name"])


def raw(profile: str) -> bytes:
    return (PROFILES / profile / "en-US.json").read_bytes()


def test_a_profile_that_is_not_in_the_package_does_not_start() -> None:
    with pytest.raises(ConfigurationError, match=r"the profiles there are: .*example"):
        ReloadingSkill(Settings(profile="exmple"))


@pytest.mark.parametrize("profile", ["example", "amazon"])
def test_the_setting_names_who_answers(profile: str) -> None:
    assert answers_of(ReloadingSkill(Settings(profile=profile))) == profile


def test_a_shared_knowledge_base_wins_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert answers_of(running(monkeypatch, _Shelf(raw("example")), "amazon")) == "example"
    assert "the shared knowledge base is example's and answers; SHOP_HELPER_PROFILE is amazon" in caplog.text


def test_the_shops_own_answers_while_the_shared_one_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers_of(running(monkeypatch, _Shelf(b"broken"), "amazon")) == "amazon"


@pytest.mark.parametrize("profile", ["example", "exmple"])
def test_the_example_never_answers_for_a_shared_one(monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    with pytest.raises(NoKnowledgeError):
        running(monkeypatch, _Shelf(b"broken"), profile).current()


def test_the_shared_one_answers_once_it_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_module, "RETRY_S", 1e-9)
    shelf = _Shelf(b"broken")
    skill = running(monkeypatch, shelf, "example")
    with pytest.raises(NoKnowledgeError):
        skill.current()
    shelf.raw = raw("amazon")
    assert answers_of(skill) == "amazon"


@pytest.mark.parametrize(
    ("event", "spoken"),
    [("LaunchRequest", True), ("OrderStatusIntent", True), ("SessionEndedRequest", False)],
)
def test_without_any_it_is_said_that_nothing_can_be_told(
    monkeypatch: pytest.MonkeyPatch, event: str, spoken: bool
) -> None:
    without = running(monkeypatch, _Shelf(b"broken"), "example")
    monkeypatch.setattr(lambda_function, "running", lambda: without)
    envelope = json.loads((EVENTS / f"{event}.json").read_text(encoding="utf-8"))
    response = lambda_function.handler(envelope)["response"]
    assert ("I can't tell right now" in str(response)) == spoken
    assert response.get("shouldEndSession") is (True if spoken else None)


def test_a_skill_event_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    without = running(monkeypatch, _Shelf(b"broken"), "example")
    monkeypatch.setattr(lambda_function, "running", lambda: without)
    envelope = json.loads((EVENTS / "AlexaSkillEvent.SkillDisabled.json").read_text(encoding="utf-8"))
    with pytest.raises(EventFailedError):
        lambda_function.handler(envelope)
