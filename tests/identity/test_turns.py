"""The whole skill with an account: who is asking is found out when an answer needs it; each outcome has its words."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from ask_sdk_core.skill import CustomSkill

import lambda_function
from shop_helper.dialog.deadline import NO_DEADLINE, Deadline
from shop_helper.dialog.people import Audience, Caller, Customer, Refusal, Refused, Unreachable
from shop_helper.identity import identity_for
from shop_helper.knowledge.base import COMPILED, KnowledgeBase
from shop_helper.knowledge.ranking import Ranker
from shop_helper.ports import Identity
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from shop_helper.skill import LOCALE, build_skill
from simulator.device import Device
from simulator.envelope import SKILL_ID
from simulator.memory import MemoryOrders, memory_stores
from simulator.model import load_model
from simulator.world import load_world
from tests.identity.playing import CLIENT, Issuer

ANOTHER_SKILL = "amzn1.ask.skill.11111111-0000-4000-8000-000000000000"


class Scripted:
    """An identity that finds what it was told to, and counts how often it had to."""

    def __init__(self, caller: Caller, known: Customer | None = None) -> None:
        self.caller, self.known, self.asked = caller, known, 0

    def identify(self, token: str, *, deadline: Deadline = NO_DEADLINE) -> Caller:
        self.asked += 1
        return self.caller

    def remembered(self, token: str) -> Customer | None:
        return self.known


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.load(COMPILED / f"{LOCALE}.json", Ranker.load())


class Running(ReloadingSkill):
    def __init__(self, settings: Settings, made: CustomSkill) -> None:
        super().__init__(settings)
        self._skill = made


Talk = Callable[..., Device]


@pytest.fixture
def talk(knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Talk:
    caplog.set_level(logging.INFO, "shop_helper")

    def made(identity: Identity, customer: str | None = "ana") -> Device:
        store, settings = MemoryOrders(), Settings(skill_id=SKILL_ID)
        load_world().fill(store)
        running = Running(settings, build_skill(settings, knowledge, identity, memory_stores(store)))
        monkeypatch.setattr(lambda_function, "running", lambda: running)
        return Device(lambda_function.handler, load_model("en-US"), customer=customer)

    return made


def said(device: Device, text: str) -> Any:
    return device.say(text)


def test_a_help_answer_asks_nobody_who_is_asking(talk: Talk) -> None:
    identity = Scripted(Customer("ana"))
    device = talk(identity)
    for text in (
        "how do I contact customer service",
        "yes",
        "help",
        "repeat",
        "what is the capital of France",
        "no",
    ):
        said(device, text)
    assert identity.asked == 0


def test_an_order_answer_finds_it_out_once(talk: Talk) -> None:
    identity = Scripted(Customer("ana"))
    answer = said(talk(identity), "where is my kettle")
    assert answer.turn["account"] == "verified"
    assert identity.asked == 1


def test_a_token_of_a_real_issuer_leads_to_its_customers_orders(talk: Talk, issuer: Issuer) -> None:
    environment = {
        "SHOP_HELPER_IDENTITY": "oidc",
        "SHOP_HELPER_CLIENT_ID": CLIENT,
        "SHOP_HELPER_ISSUER": issuer.url,
        "SHOP_HELPER_CUSTOMER_CLAIM": "shop_id",
    }
    device = talk(identity_for(Settings.from_environment(environment)))
    device.account = replace(device.account, token=issuer.token(sub="f3b1", shop_id="ana"))
    answer = said(device, "where is my kettle")
    assert "kettle" in answer.speech
    assert answer.turn["account"] == "verified"
    device.account = replace(device.account, token=issuer.token(aud="another", shop_id="ana"))
    assert said(device, "where is my kettle").turn["account"] == "refused_audience"


def test_a_refused_token_is_told_kindly_and_brings_the_card(talk: Talk) -> None:
    answer = said(talk(Scripted(Refused(Refusal.EXPIRED))), "where is my order")
    assert answer.card["type"] == "LinkAccount"
    assert "your account link has run out" in answer.speech.lower()
    assert answer.turn["account"] == "refused_expired"


def test_a_provider_that_is_away_is_told_without_the_card_and_help_goes_on(talk: Talk) -> None:
    device = talk(Scripted(Unreachable()))
    answer = said(device, "where is my order")
    assert answer.card.get("type") != "LinkAccount"
    assert "can't check your account just now" in answer.speech
    assert answer.turn["account"] == "unreachable"
    assert answer.session_open
    assert said(device, "how do I contact customer service").turn["topics"] == ["contact.overview"]


def test_an_account_that_is_gone_in_the_middle_of_a_choice_is_told(talk: Talk) -> None:
    identity = Scripted(Customer("ana"))
    device = talk(identity)
    assert said(device, "can I return this item").turn["asks"] == "which_item"
    identity.caller = Unreachable()
    assert "can't check your account just now" in said(device, "the second one").speech
    assert said(talk(identity), "what did I order").session_open


def test_what_the_account_tells_is_used_in_help_answers_only_when_it_is_known_already(talk: Talk) -> None:
    seller = Customer("farid", frozenset({Audience.SELLER}))
    question = "what can I open a case about"
    assert said(talk(Scripted(seller)), question).turn["prompt"] == "ask.audience"
    assert said(talk(Scripted(seller, known=seller)), question).turn["audience"] == "seller"


def test_what_the_account_told_stays_for_the_session(talk: Talk) -> None:
    device = talk(Scripted(Customer("farid", frozenset({Audience.SELLER}))))
    said(device, "what did I order")
    assert said(device, "what can I open a case about").turn["audience"] == "seller"


def test_an_account_without_a_token_is_asked_to_link_and_nobody_is_asked(talk: Talk) -> None:
    identity = Scripted(Customer("ana"))
    answer = said(talk(identity, customer=None), "where is my order")
    assert answer.card["type"] == "LinkAccount"
    assert answer.turn["account"] == "not_linked"
    assert identity.asked == 0


@pytest.mark.parametrize("caller", [Customer("ana"), Refused(Refusal.MALFORMED), Unreachable()], ids=str)
def test_the_log_holds_no_token(talk: Talk, caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    device = talk(Scripted(caller))
    token = device.account.token
    assert token
    for text in ("where is my order", "how do I contact customer service"):
        said(device, text)
    assert caplog.records
    assert not any(token in f"{record.getMessage()}{record.__dict__}" for record in caplog.records)


def unwatched(request: dict[str, Any]) -> dict[str, Any]:
    """The handler itself: a request that is refused is answered with silence, which the rules forbid for our own."""
    handler: Any = lambda_function.handler
    answer: dict[str, Any] = handler.unwatched(request)
    return answer


def test_a_request_of_another_skill_is_answered_with_nothing(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    identity = Scripted(Customer("ana"))
    own = said(talk(identity), "where is my order").request
    asked = identity.asked
    application = {"applicationId": ANOTHER_SKILL}
    foreign = {
        **own,
        "session": {**own["session"], "application": application},
        "context": {"System": {**own["context"]["System"], "application": application}},
    }
    assert unwatched(own)["response"] != {}
    assert identity.asked == asked + 1
    assert unwatched(foreign) == {"version": "1.0", "response": {}}
    assert identity.asked == asked + 1
    assert "another skill's" in caplog.text


@pytest.mark.parametrize(
    "changes",
    [
        {"context": None, "session": None},
        {"context": {"System": {"application": None}}},
        {"context": {"System": {"application": {"applicationId": ["x"]}}}},
        {"context": {"System": {"application": {"applicationId": ANOTHER_SKILL}}}},
        {"session": {"new": True, "application": {"applicationId": ANOTHER_SKILL}}},
        {"context": [], "session": "x"},
    ],
    ids=str,
)
def test_a_request_that_does_not_say_it_is_ours_is_answered_with_nothing(
    talk: Talk, changes: dict[str, Any]
) -> None:
    request = talk(Scripted(Customer("ana"))).launch().request
    assert unwatched(request)["response"] != {}
    assert unwatched({**request, **changes}) == {"version": "1.0", "response": {}}


def test_starting_and_help_answers_import_neither_jwt_nor_cryptography() -> None:
    code = (
        "import sys, lambda_function;"
        "from shop_helper.identity import identity_for; from shop_helper.settings import Settings;"
        "identity_for(Settings.from_environment({'SHOP_HELPER_IDENTITY': 'oidc', 'SHOP_HELPER_CLIENT_ID': 'c',"
        " 'SHOP_HELPER_ISSUER': 'https://issuer.example'})).remembered('x.y.z');"
        "print([name for name in ('jwt', 'cryptography', 'boto3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
