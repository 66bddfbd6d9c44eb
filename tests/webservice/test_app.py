"""Requests as they arrive: Alexa's are answered as the Lambda's are, every other gets 400 and a line that says why."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient

import lambda_function
from shop_helper.account_linking import AccountLinking, IdentityProvider
from shop_helper.domain.orders import Order
from shop_helper.reload import ReloadingSkill
from shop_helper.settings import Settings
from simulator.alexa_services import AlexaServices
from simulator.memory import MemoryOrders, memory_stores
from tests.webservice.authority import DAY, NOW, URL, Authority, Issued, issue, launch, leaf_key, signed
from tests.webservice.conftest import Bucket
from webservice import app as app_module
from webservice.app import MAX_BODY, create_app

MIB = 1_048_576


def refusal(client: FlaskClient, caplog: pytest.LogCaptureFixture, body: bytes, headers: Any) -> str:
    """Why the request was refused, from the log; it has to be refused with 400 and one line, and no more."""
    caplog.clear()
    with caplog.at_level(logging.INFO):
        answer = client.post("/", data=body, headers=headers)
    assert answer.status_code == 400
    assert answer.get_json() == {"error": "The request was refused."}
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1
    assert lines[0].exc_info is None
    said = lines[0].getMessage()
    for private in ("MADEUP", "made-up", *(value for value in dict(headers).values() if len(value) > 20)):
        assert private not in said
    return said.removeprefix("request refused: ")


def test_a_request_of_alexas_is_answered_as_the_lambda_answers_it(client: FlaskClient) -> None:
    body = launch()
    answer = client.post("/", data=body, headers=signed(body))
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.get_json() == lambda_function.handler(json.loads(body))
    assert answer.get_json()["response"]["outputSpeech"]["ssml"]


def test_a_slow_look_up_is_announced_here_as_well(client: FlaskClient) -> None:
    """The word in between goes where the request says, while the answer is being made."""
    with AlexaServices() as services:

        class Slow(MemoryOrders):
            def recent(self, customer_id: str, limit: int = 10, **named: Any) -> tuple[Order, ...]:
                assert services.was_called(20)
                return super().recent(customer_id, limit, **named)

        linking = AccountLinking(IdentityProvider.LOCAL)
        orders = Slow()
        made = ReloadingSkill(Settings(linking=linking, progress_after_s=0.01), memory_stores(orders))
        event = json.loads(launch())
        event["session"]["user"]["accessToken"] = "local:ana:buyer"
        event["context"]["System"] |= {"apiEndpoint": services.endpoint, "apiAccessToken": services.token}
        body = json.dumps(event).encode()
        with patch.object(lambda_function, "running", lambda: made):
            answer = client.post("/", data=body, headers=signed(body))
        assert answer.status_code == 200
        assert len(services.said_meanwhile) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"SignatureCertChainUrl": URL.replace("https", "HTTPS").replace("s3.", "S3.")},
        {"SignatureCertChainUrl": URL.replace(".com/", ".com:443/")},
        {"SignatureCertChainUrl": URL.replace("/echo.api/", "/echo.api//../echo.api/")},
        {"SignatureCertChainUrl": URL + "#part"},
    ],
)
def test_an_address_is_taken_however_it_is_written(client: FlaskClient, bucket: Bucket, headers: Any) -> None:
    body = launch()
    assert client.post("/", data=body, headers={**signed(body), **headers}).status_code == 200
    assert bucket.asked == [URL]


WRONG_HEADERS = {
    "no address": ({"SignatureCertChainUrl": ""}, "SignatureCertChainUrl is missing"),
    "no signature": ({"Signature-256": ""}, "Signature-256 is missing"),
    "not base64": ({"Signature-256": "%%%"}, "not base64"),
    "not ASCII": ({"Signature-256": "ü"}, "not base64"),
    "another signature": ({"Signature-256": base64.b64encode(b"x" * 256).decode()}, "not of this body"),
    "short signature": ({"Signature-256": base64.b64encode(b"x").decode()}, "not of this body"),
    "http": ({"SignatureCertChainUrl": URL.replace("https", "http")}, "not https"),
    "another host": ({"SignatureCertChainUrl": URL.replace("s3.", "s4.")}, "not on s3.amazonaws.com"),
    "host as user": (
        {"SignatureCertChainUrl": "https://s3.amazonaws.com@evil.example/echo.api/c.pem"},
        "not on s3.amazonaws.com",
    ),
    "with a user": ({"SignatureCertChainUrl": URL.replace("//", "//me@")}, "not on s3.amazonaws.com"),
    "another port": ({"SignatureCertChainUrl": URL.replace(".com/", ".com:563/")}, "port"),
    "port no number": ({"SignatureCertChainUrl": URL.replace(".com/", ".com:port/")}, "can't be read"),
    "port too large": ({"SignatureCertChainUrl": URL.replace(".com/", ".com:70000/")}, "can't be read"),
    "bad brackets": ({"SignatureCertChainUrl": "https://[s3.amazonaws.com/echo.api/c.pem"}, "can't be read"),
    "another path": ({"SignatureCertChainUrl": URL.replace("echo.api", "echo.apis")}, "path"),
    "path in capitals": ({"SignatureCertChainUrl": URL.replace("/echo.api/", "/EcHo.aPi/")}, "path"),
    "path climbs out": ({"SignatureCertChainUrl": URL.replace("/echo.api/", "/echo.api/../mine/")}, "path"),
    "path hides it": ({"SignatureCertChainUrl": URL.replace("/echo.api/", "/echo.api/%2e%2e/mine/")}, "path"),
    "backslash": ({"SignatureCertChainUrl": URL.replace("/echo.api/", "/echo.api/..\\mine\\")}, "path"),
    "too long": ({"SignatureCertChainUrl": URL + "x" * 5_000}, "too long"),
    "nothing there": ({"SignatureCertChainUrl": URL.replace("-1", "-2")}, "could not be fetched"),
}


@pytest.mark.parametrize(("changed", "why"), WRONG_HEADERS.values(), ids=WRONG_HEADERS.keys())
def test_a_request_with_wrong_headers_is_refused(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, changed: dict[str, str], why: str
) -> None:
    body = launch()
    assert why in refusal(client, caplog, body, {**signed(body), **changed})


def test_a_request_without_headers_is_refused(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    assert "is missing" in refusal(client, caplog, launch(), {})


def _stranger(authority: Authority) -> bytes:
    return Authority().chain()


WRONG_CHAINS: dict[str, tuple[Callable[[Authority], bytes], str]] = {
    "expired": (lambda ca: ca.chain(ca.leaf(validity=(NOW - 3 * DAY, NOW - DAY))), "expired"),
    "not yet valid": (lambda ca: ca.chain(ca.leaf(validity=(NOW + DAY, NOW + 3 * DAY))), "not valid yet"),
    "wrong name": (lambda ca: ca.chain(ca.leaf(names=("echo-api.example.com",))), "not for echo-api"),
    "wildcard": (lambda ca: ca.chain(ca.leaf(names=("*.amazon.com",))), "not for echo-api"),
    "no name": (lambda ca: ca.between.pem, "not for echo-api"),
    "self-signed": (lambda ca: ca.leaf(issuer=None).pem, "no root that is trusted"),
    "wrong root": (_stranger, "no root that is trusted"),
    "intermediate missing": (lambda ca: ca.leaf().pem, "no root that is trusted"),
    "intermediate expired": (
        lambda ca: _through(ca, issue("Old", ca.root, validity=(NOW - 9 * DAY, NOW - DAY))),
        "no root that is trusted",
    ),
    "signed by a server": (lambda ca: _through(ca, ca.leaf()), "no root that is trusted"),
    "not RSA": (
        lambda ca: ca.chain(ca.leaf(key=ec.generate_private_key(ec.SECP256R1()))),
        "not RSA",
    ),
    "not PEM": (lambda ca: b"<html>not here</html>", "not PEM"),
    "empty": (lambda ca: b"", "not PEM"),
    "broken PEM": (lambda ca: ca.chain()[:300], "not PEM"),
    "too many": (lambda ca: ca.chain() + ca.between.pem * 20, "too many certificates"),
}


def _through(authority: Authority, between: Issued) -> bytes:
    return authority.leaf(issuer=between).pem + between.pem


@pytest.mark.parametrize(("chain", "why"), WRONG_CHAINS.values(), ids=WRONG_CHAINS.keys())
def test_a_request_with_a_wrong_chain_is_refused(
    client: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    bucket: Bucket,
    authority: Authority,
    chain: Callable[[Authority], bytes],
    why: str,
) -> None:
    bucket.chains[URL] = chain(authority)
    body = launch()
    assert why in refusal(client, caplog, body, signed(body))


WRONG_BODIES = {
    "not UTF-8": (b"\xff\xfe{}", "not UTF-8"),
    "not JSON": (b"{", "not JSON"),
    "empty": (b"", "not JSON"),
    "too deep": (b"[" * 100_000, "not JSON"),
    "a list": (b"[]", "no timestamp"),
    "no request": (b"{}", "no timestamp"),
    "no timestamp": (launch(None), "no timestamp"),
    "timestamp no time": (launch("yesterday"), "no timestamp"),
    "timestamp no number": (launch(float("nan")), "no timestamp"),
    "replayed": (launch(NOW - timedelta(seconds=151)), "too old"),
    "of the future": (launch(NOW + timedelta(seconds=151)), "too old"),
    "an old event": (launch(NOW - timedelta(hours=2), kind="AlexaSkillEvent.SkillDisabled"), "too old"),
    "huge": (b"x" * (MAX_BODY + 1), "longer than"),
}


@pytest.mark.parametrize(("body", "why"), WRONG_BODIES.values(), ids=WRONG_BODIES.keys())
def test_a_signed_request_with_a_wrong_body_is_refused(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, body: bytes, why: str
) -> None:
    assert why in refusal(client, caplog, body, signed(body))


def test_an_altered_body_is_refused(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    body = launch()
    assert "not of this body" in refusal(client, caplog, body + b" ", signed(body))


@pytest.mark.parametrize("age", [timedelta(seconds=149), timedelta(seconds=-149)])
def test_clocks_may_differ_a_little(client: FlaskClient, age: timedelta) -> None:
    body = launch(NOW - age)
    assert client.post("/", data=body, headers=signed(body)).status_code == 200


def test_a_skill_event_may_come_again_for_an_hour(client: FlaskClient) -> None:
    body = launch(NOW - timedelta(minutes=50), kind="AlexaSkillEvent.SkillPermissionAccepted")
    assert client.post("/", data=body, headers=signed(body)).status_code == 200


@pytest.mark.parametrize("kind", ["Some.FutureRequest", "LaunchRequest", "System.ExceptionEncountered", ""])
def test_every_type_of_request_is_answered(client: FlaskClient, kind: str) -> None:
    body = launch(kind=kind)
    answer = client.post("/", data=body, headers=signed(body))
    assert answer.status_code == 200
    assert answer.get_json()["version"] == "1.0"


def test_another_skills_request_is_answered_with_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ReloadingSkill(Settings(skill_id="amzn1.ask.skill.ours"))
    monkeypatch.setattr(lambda_function, "running", lambda: ours)
    monkeypatch.setattr(lambda_function, "handler", getattr(lambda_function.handler, "unwatched"))  # noqa: B009
    body = launch(skill_id="amzn1.ask.skill.theirs")
    answer = client.post("/", data=body, headers=signed(body))
    assert answer.get_json() == {"version": "1.0", "response": {}}


def test_a_chain_is_fetched_once(client: FlaskClient, bucket: Bucket) -> None:
    body = launch()
    for _ in range(3):
        assert client.post("/", data=body, headers=signed(body)).status_code == 200
    assert bucket.asked == [URL]


def test_many_requests_at_once_share_one_fetch(client: FlaskClient, bucket: Bucket) -> None:
    app, body = client.application, launch()

    def ask(_: int) -> int:
        return app.test_client().post("/", data=body, headers=signed(body)).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(16))) == {200}
    assert bucket.asked == [URL]


def test_other_methods_and_places_are_not_the_skill(client: FlaskClient) -> None:
    assert client.get("/").status_code == 405
    assert client.post("/other").status_code == 404


def test_health(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/health").get_json() == {"status": "ok"}

    def broken() -> ReloadingSkill:
        raise OSError("no knowledge")

    monkeypatch.setattr(app_module.lambda_function, "running", broken)
    assert client.get("/health").status_code == 503


@pytest.mark.usefixtures("handler")
class TestUnverified:
    """On loopback, for developing."""

    def test_this_machine_is_answered(self) -> None:
        assert create_app([]).test_client().post("/", data=launch()).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"X-Forwarded-For": "203.0.113.7"},
            {"Via": "1.1 proxy"},
            {"Host": "shop.example"},
            {"Origin": "https://evil.example"},
        ],
    )
    def test_what_comes_through_a_proxy_is_refused(
        self, caplog: pytest.LogCaptureFixture, headers: dict[str, str]
    ) -> None:
        assert "verification is off" in refusal(create_app([]).test_client(), caplog, launch(), headers)

    def test_what_is_not_json_is_refused(self, caplog: pytest.LogCaptureFixture) -> None:
        assert "not JSON" in refusal(create_app([]).test_client(), caplog, b"{", {})


def test_the_key_that_signs_is_the_one_in_the_certificate(authority: Authority) -> None:
    assert authority.leaf().key is leaf_key()
