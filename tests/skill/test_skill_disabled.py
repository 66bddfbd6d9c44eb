"""The skill is disabled: what is kept of the customer goes, or the event fails and comes again. Whenever it comes, what
the customer has made since stays. Through the whole skill, on moto's tables."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

import lambda_function
from shop_helper.errors import ConfigurationError, EventFailedError, StoreError
from shop_helper.persistence.orders import DynamoOrders
from shop_helper.persistence.voice_code import DynamoVoiceCodes, VoiceCode
from simulator.device import Device
from simulator.world import load_world
from tests.persistence.faults import FAULTS
from tests.skill import test_faults
from tests.skill.test_faults import MOST_CALLS, Skill
from tests.skill.writes import A_CASE, MODEL, NOW, Envelope, Kept
from webservice.app import create_app

skill = test_faults.skill
QUIET = {"version": "1.0", "response": {}}
OLD_USER, NEW_USER = "amzn1.ask.account.ANA", "amzn1.ask.account.ANA-AGAIN"


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "x"}}, "Query")


TROUBLE = {
    "throttles": refused("ThrottlingException"),
    "is out of capacity": refused("ProvisionedThroughputExceededException"),
    "denies": refused("AccessDeniedException"),
    "is not there": refused("ResourceNotFoundException"),
    "hangs": ReadTimeoutError(endpoint_url="https://dynamodb"),
    "can't be reached": ConnectTimeoutError(endpoint_url="https://dynamodb"),
    "breaks": RuntimeError("nobody has thought of this"),
}


class Down:
    """A client none of whose calls succeeds."""

    def __init__(self, problem: Exception) -> None:
        self._problem = problem

    def __getattr__(self, operation: str) -> Any:
        def call(**_: Any) -> Any:
            raise self._problem

        return call


def device(now: datetime = NOW, user: str = OLD_USER, handler: Any = None) -> Device:
    made = Device(handler or lambda_function.handler, MODEL, customer="ana", now=now)
    made.account = replace(made.account, user_id=user)
    return made


def disabled(at: datetime = NOW, user: str = OLD_USER) -> Envelope:
    """The event, which has not been sent yet."""
    kept = Kept(lambda_function.handler)
    kept.held = True
    device(at, user, kept).event("disabled")
    return kept.sent[-1]


def deliver(event: Envelope) -> Envelope:
    response: Envelope = lambda_function.handler(copy.deepcopy(event))
    response.pop("userAgent", None)
    return response


def fill(skill: Skill) -> None:
    """A visit, a case that was closed, a draft, a voice code, and whose user it is."""
    store = DynamoOrders("orders", lambda _: skill.client.sound)
    for order in load_world(NOW).customers["ana"].orders:
        store.put(order)
    use_it(device(NOW - timedelta(hours=1)))
    codes = DynamoVoiceCodes("customers", lambda _: skill.client.sound)
    VoiceCode(codes).set("ana", "7391")
    assert kept(skill) == ["case", "draft", "link", "visit", "voice code"]


def use_it(ana: Device) -> None:
    ana.launch()
    for sentence in (*A_CASE, "close my case", "yes", "open a case about my kettle"):
        ana.say(sentence)
    ana.close()


def kept(skill: Skill) -> list[str]:
    """What is kept of ana, by kind."""
    found = []
    for table in ("cases", "customers"):
        for item in skill.client.sound.scan(TableName=table)["Items"]:
            sort = item.get("case_id", {}).get("S", "")
            named = {"draft": "draft", "customer": "link"}.get(sort, "case" if sort else "voice code")
            found.append("visit" if item["customer_id"]["S"].startswith("visit#") else named)
    return sorted(found)


@pytest.mark.parametrize("problem", TROUBLE.values(), ids=TROUBLE.keys())
def test_an_event_fails_while_the_table_fails_and_deletes_when_it_comes_again(
    skill: Skill, problem: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    fill(skill)
    before, event = kept(skill), disabled()
    skill.client.use(Down(problem))
    caplog.clear()
    for _ in range(2):
        with pytest.raises(EventFailedError, match=r"AlexaSkillEvent\.SkillDisabled"):
            deliver(event)
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 2
    assert not any(private in caplog.text for private in (OLD_USER, "crackle", "local:ana"))
    skill.client.sanitize()
    assert kept(skill) == before
    for _ in range(2):
        assert deliver(event) == QUIET
        assert kept(skill) == []


@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
def test_an_event_succeeds_only_when_all_is_gone_wherever_a_call_fails(
    skill: Skill, after_effect: bool
) -> None:
    fill(skill)
    everything, event = whole(skill), disabled()
    for at in range(1, MOST_CALLS):
        skill.restore(everything)
        faulty = skill.client.fail(at, after_effect, FAULTS[at % len(FAULTS)])
        try:
            assert deliver(event) == QUIET
            succeeded = True
        except EventFailedError:
            succeeded = False
        skill.client.sanitize()
        assert (kept(skill) == []) is succeeded, at
        assert deliver(event) == QUIET
        assert kept(skill) == []
        if faulty.calls < at:
            assert succeeded
            assert at > 4, "it is looked up, read, read and written"
            return
    pytest.fail("it never ends")


def whole(skill: Skill) -> test_faults.State:
    """All that is stored, the link too."""
    return {name: skill.client.sound.scan(TableName=name)["Items"] for name in test_faults.NAMES.values()}


def test_an_event_fails_while_the_skill_cannot_start() -> None:
    def running() -> Any:
        raise ConfigurationError("no table")

    with patch.object(lambda_function, "running", running):
        with pytest.raises(EventFailedError):
            deliver(disabled())
        launch = Kept(lambda_function.handler)
        assert "went wrong" in device(handler=launch).launch().speech


@pytest.mark.parametrize("user", ["amzn1.ask.account.STRANGER", "", None, 7])
def test_an_event_of_somebody_unknown_succeeds_and_deletes_nothing(skill: Skill, user: Any) -> None:
    fill(skill)
    before, event = kept(skill), disabled()
    event["context"]["System"]["user"]["userId"] = user
    assert deliver(event) == QUIET
    assert kept(skill) == before


@pytest.mark.parametrize("user", [OLD_USER, NEW_USER], ids=["same user id", "new user id"])
def test_an_event_that_comes_late_leaves_what_was_made_since(skill: Skill, user: str) -> None:
    """The first delivery failed; meanwhile the skill was enabled and used again."""
    fill(skill)
    event = disabled(NOW)
    back = NOW + timedelta(minutes=20)
    ana = device(back, user)
    ana.launch()
    ana.say("open a case about my kettle")
    ana.say("the lid is loose")
    ana.say("yes")
    ana.close()
    for minutes in (30, 40):
        event["request"]["timestamp"] = f"2026-11-25T15:{minutes}:00Z"
        assert deliver(event) == QUIET
        assert kept(skill) == ["case", "link", "visit", "voice code"]
    (case,) = (item for item in whole(skill)["cases"] if "words" in item)
    assert case["words"]["S"] == "the lid is loose"
    assert "forgotten" not in str(case["events"])
    assert deliver(disabled(NOW + timedelta(hours=1), user)) == QUIET
    assert kept(skill) == ["case"], "an open one is finished first"


@pytest.mark.parametrize("created", [None, "soon", 7, "2001-01-01T00:00:00Z", "2026-12-24T00:00:00Z"])
def test_an_event_that_does_not_say_when_it_happened_happened_when_it_was_sent(
    skill: Skill, created: Any
) -> None:
    fill(skill)
    event = disabled()
    event["request"]["eventCreationTime"] = created
    assert deliver(event) == QUIET
    assert kept(skill) == []


def test_nothing_is_kept_before_it_is_known_whose_it_is(skill: Skill) -> None:
    """What no link leads to could never be deleted."""

    class NoLinks:
        def __getattr__(self, operation: str) -> Any:
            def call(**arguments: Any) -> Any:
                if "linked_customer" in arguments.get("Item", {}):
                    raise StoreError("put_item failed: ThrottlingException")
                return getattr(skill.client.sound, operation)(**arguments)

            return call

    store = DynamoOrders("orders", lambda _: skill.client.sound)
    for order in load_world(NOW).customers["ana"].orders:
        store.put(order)
    skill.client.use(NoLinks())
    use_it(device())
    assert kept(skill) == []


def test_over_http_a_failed_event_is_a_server_error(skill: Skill) -> None:
    fill(skill)
    client, event = create_app([]).test_client(), disabled()
    skill.client.use(Down(TROUBLE["throttles"]))
    answer = client.post("/", json=event)
    assert (answer.status_code, answer.get_json()) == (500, {"error": "The event could not be handled."})
    skill.client.sanitize()
    assert client.post("/", json=event).status_code == 200
    assert kept(skill) == []
