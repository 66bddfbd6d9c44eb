"""The shared knowledge base in S3: fetched once, taken over when it changed, kept when what is there is bad."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import boto3
import pytest

from shop_helper.errors import ConfigurationError, KnowledgeError, StoreError
from shop_helper.knowledge.base import COMPILED, KnowledgeBase, to_bytes
from shop_helper.persistence.knowledge import Library, Location, Shared
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from tests.empty_aws import empty_aws

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

WHERE, TOPIC = Location("shop-words", "help"), "warranty"


BUNDLED = json.loads((COMPILED / "en-US.json").read_bytes().partition(b"\n")[2])


def compiled(title: str, **changed: dict[str, Any]) -> bytes:
    """The bundled knowledge base with another title of one article, and with other parts where they are given."""
    articles = BUNDLED["articles"] | {TOPIC: BUNDLED["articles"][TOPIC] | {"title": title}}
    return to_bytes(BUNDLED | {"articles": articles} | changed)


class Running:
    """Stands for the skill: holds the knowledge base in use."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def accept(self, raw: bytes) -> None:
        knowledge = KnowledgeBase.from_bytes(raw, "shared")
        self.titles.append(knowledge.articles[TOPIC].title)


@pytest.fixture
def s3() -> Iterator[S3Client]:
    with empty_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket=WHERE.bucket)
        yield client
        for entry in client.list_objects_v2(Bucket=WHERE.bucket).get("Contents", ()):
            client.delete_object(Bucket=WHERE.bucket, Key=entry["Key"])
        client.delete_bucket(Bucket=WHERE.bucket)  # a bucket's name is taken in every account


def shared(s3: S3Client, running: Running, interval_s: float = 60) -> Shared:
    return Shared(lambda: s3, WHERE, "en-US", running.accept, interval_s)


def publish(s3: S3Client, title: str) -> str:
    raw = compiled(title)
    checksum = KnowledgeBase.from_bytes(raw, "x").checksum
    Library(s3, WHERE).publish("en-US", raw, checksum)
    return checksum


def test_what_is_published_is_taken_over_once(s3: S3Client) -> None:
    publish(s3, "one")
    running = Running()
    source = shared(s3, running)
    assert [source.fetch(), source.fetch()] == [True, False]
    publish(s3, "two")
    assert source.fetch()
    assert running.titles == ["one", "two"]


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"not json at all", compiled("x")[:-20], b'{"schema": 99, "checksum": ""}\n{}']
)
def test_a_bad_file_leaves_the_running_one(
    s3: S3Client, raw: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    s3.put_object(Bucket=WHERE.bucket, Key=WHERE.key("en-US"), Body=raw)
    running = Running()
    assert not shared(s3, running).fetch()
    assert running.titles == []
    assert "not taken over" in caplog.text


def without(part: str, *names: str) -> dict[str, Any]:
    return {part: {name: value for name, value in BUNDLED[part].items() if name not in names}}


def with_words(name: str, words: str) -> dict[str, Any]:
    return {"prompts": BUNDLED["prompts"] | {name: [words]}}


def with_answer(words: str) -> dict[str, Any]:
    say = [{"when": [], "words": [words], "facts": []}]
    return {"articles": BUNDLED["articles"] | {TOPIC: BUNDLED["articles"][TOPIC] | {"say": say}}}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (without("prompts", "action.done.cancel"), "prompt action.done.cancel is missing"),
        (without("articles", "contact.overview"), "topic contact.overview is missing"),
        (without("facts", "marketplace.time_zone"), "fact marketplace.time_zone is missing"),
        (with_words("action.done.cancel", "{thing} is gone."), "action.done.cancel is given no {thing}"),
        (with_words("ask.audience.again", "{item}?"), "ask.audience.again is given no {item}"),
        (with_words("action.done.cancel", ""), "prompt action.done.cancel is missing"),
        (with_answer("{item} is covered."), "topic warranty is given no {item}"),
        ({"prompts": []}, "is not of the shape"),
        ({"articles": {TOPIC: {}}}, "is not of the shape"),
    ],
)
def test_a_file_that_does_not_fit_the_code_is_refused_and_the_log_says_why(
    s3: S3Client, changed: dict[str, Any], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    publish(s3, "good")
    running = Running()
    source = shared(s3, running)
    assert source.fetch()
    s3.put_object(Bucket=WHERE.bucket, Key=WHERE.key("en-US"), Body=compiled("bad", **changed))
    assert not source.fetch()
    assert running.titles == ["good"]
    assert "not taken over" in caplog.text
    assert said in caplog.text


def test_all_that_is_missing_is_said_at_once() -> None:
    lacking = without("prompts", "action.done.cancel", "tone.angry") | without("facts", "reply_time.case")
    with pytest.raises(KnowledgeError) as refused:
        KnowledgeBase.from_bytes(compiled("x", **lacking), "shared")
    for name in ("prompt action.done.cancel", "prompt tone.angry", "fact reply_time.case"):
        assert f"{name} is missing" in str(refused.value)


def test_what_no_code_says_may_say_anything() -> None:
    KnowledgeBase.from_bytes(compiled("x", **with_words("of.a.later_version", "{anything}")), "shared")


@pytest.mark.parametrize(
    "changed",
    [
        {"policy": {}},
        {"facts": BUNDLED["facts"] | {"marketplace.time_zone": {"value": "Mars/Olympus", "unit": "zone"}}},
    ],
    ids=["policy", "time zone"],
)
def test_a_file_that_no_skill_can_be_made_from_leaves_the_running_skill(
    s3: S3Client, changed: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    settings = {
        "SHOP_HELPER_IDENTITY": "local",
        "SHOP_HELPER_PROFILE": "amazon",
        "KNOWLEDGE_BASE_URI": "s3://shop-words/help",
    }
    s3.put_object(Bucket=WHERE.bucket, Key=WHERE.key("en-US"), Body=compiled("bad", **changed))
    running = ReloadingSkill(Settings.from_environment(settings))
    with patch("shop_helper.reload.s3_client", lambda _: s3):
        assert running.current() is running.current()
    assert "no skill can be made with it" in caplog.text


def test_a_good_file_after_a_bad_one_is_taken_over(s3: S3Client) -> None:
    running = Running()
    source = shared(s3, running)
    s3.put_object(Bucket=WHERE.bucket, Key=WHERE.key("en-US"), Body=b"broken")
    assert not source.fetch()
    publish(s3, "good")
    assert source.fetch()
    assert running.titles == ["good"]


def test_a_missing_file_is_logged_and_nothing_changes(s3: S3Client, caplog: pytest.LogCaptureFixture) -> None:
    running = Running()
    assert not shared(s3, running).fetch()
    assert "NoSuchKey" in caplog.text


def test_it_looks_again_only_when_the_interval_is_over(s3: S3Client) -> None:
    publish(s3, "one")
    running = Running()
    source = shared(s3, running, interval_s=60)
    first = source.fetch_if_due(now_s=1000)
    assert first is not None
    first.join(10)
    assert source.fetch_if_due(now_s=1059) is None
    later = source.fetch_if_due(now_s=1060)
    assert later is not None
    later.join(10)
    assert running.titles == ["one"]


def test_going_back_makes_an_earlier_version_current(s3: S3Client) -> None:
    first, running = publish(s3, "one"), Running()
    second = publish(s3, "two")
    library = Library(s3, WHERE)
    assert {checksum for _, checksum in library.versions("en-US")} == {first, second}
    library.roll_back("en-US", first[:12])
    shared(s3, running).fetch()
    assert running.titles == ["one"]


def test_going_back_to_what_never_was_is_refused(s3: S3Client) -> None:
    publish(s3, "one")
    with pytest.raises(StoreError, match="0 versions begin with 'ffff'"):
        Library(s3, WHERE).roll_back("en-US", "ffff")


@pytest.mark.parametrize("uri", ["", "help", "https://bucket/x", "s3:///x"])
def test_only_an_s3_address_is_taken(uri: str) -> None:
    with pytest.raises(ConfigurationError, match="expected s3://bucket/prefix"):
        Location.parse(uri)


def test_an_address_without_prefix_is_the_bucket_itself() -> None:
    assert Location.parse("s3://words").key("en-US") == "en-US.json"
    assert Location.parse("s3://words/a/b/").key("en-US") == "a/b/en-US.json"
