"""The page's server without a browser: conversations, retries, reloads, and who is turned away."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from simulator.device import Device
from simulator.envelope import DeviceKind
from simulator.model import Model
from simulator.page.app import STATIC, About, PageApp
from simulator.page.tabs import MOST_TABS, Tabs

HELLO = Model.load("tests/models/hello.json", "en-US")
CARD = {"type": "Simple", "title": "Greeting", "content": "Hello!"}
SCREEN = {
    "type": "Alexa.Presentation.APL.RenderDocument",
    "token": "one",
    "document": {"type": "APL", "version": "1.4"},
    "datasources": {"screen": {"said": "Hello"}},
}


class Hello:
    """A skill that greets; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.wait: Callable[[], object] = lambda: None

    def __call__(self, event: Any, context: Any = None) -> dict[str, Any]:
        self.asked.append(event)
        self.wait()
        request = event["request"]
        slots = request.get("intent", {}).get("slots", {})
        name = slots.get("name", {}).get("value", "there")
        speech = {"type": "PlainText", "text": f"Hello, {name}. Shall I go on?"}
        body = {"outputSpeech": speech, "reprompt": {"outputSpeech": speech}, "card": CARD}
        if "Alexa.Presentation.APL" in event["context"]["System"]["device"]["supportedInterfaces"]:
            body["directives"] = [SCREEN]
        return {"version": "1.0", "response": {**body, "shouldEndSession": False}}


@pytest.fixture
def hello() -> Hello:
    return Hello()


@pytest.fixture
def page(hello: Hello, tmp_path: Path) -> Client:
    def make(customer: str | None, kind: DeviceKind, locale: str) -> Device:
        if customer not in (None, "ana", "ben"):
            raise ValueError(f"there is no example customer {customer!r}")
        return Device(hello, HELLO, customer=customer, device=kind, locale=locale)

    return Client(PageApp(Tabs(make), About("hello friend", customer="ana"), engine=tmp_path / "none.js"))


WHO = {"customer": "ana", "device": "speaker", "locale": "en-US"}


def post(page: Client, path: str, body: Any, **headers: str) -> Any:
    response = page.post(path, json=body, headers=headers)
    return {**(response.json or {}), "status": response.status_code}


def opened(page: Client, **other: Any) -> str:
    return str(post(page, "/api/tabs", WHO | other)["id"])


def turn(page: Client, tab: str, action: str, argument: Any = None, id: str = "") -> Any:
    turn.count += 1  # type: ignore[attr-defined]
    body = {"id": id or f"turn-{turn.count:04}", "action": action, "argument": argument}  # type: ignore[attr-defined]
    return post(page, f"/api/tabs/{tab}/turns", body)


turn.count = 0  # type: ignore[attr-defined]


def test_a_sentence_is_answered_with_all_that_lies_behind_it(page: Client) -> None:
    state = turn(page, opened(page), "say", "say hello")
    entry = state["entry"]
    assert entry["speech"] == "Hello, there. Shall I go on?"
    assert (entry["intent"], entry["card"], entry["problem"]) == ("HelloIntent", CARD, "")
    assert state["session_open"]
    assert state["suggestions"] == ["yes", "no"]


def test_a_reload_shows_the_same_conversation(page: Client) -> None:
    tab = opened(page)
    first = turn(page, tab, "launch")["entry"]
    second = turn(page, tab, "say", "hello to Maria")["entry"]
    again = page.get(f"/api/tabs/{tab}").json
    assert again is not None
    assert again["entries"] == [first, second]
    assert again["session_open"]


def test_a_turn_sent_again_is_not_said_again(page: Client, hello: Hello) -> None:
    tab = opened(page)
    first = turn(page, tab, "say", "say hello", id="the-same-id")
    again = turn(page, tab, "say", "say hello", id="the-same-id")
    assert again["entry"] == first["entry"]
    assert len(hello.asked) == 1


def test_a_turn_sent_again_while_the_first_is_still_answered_waits_for_it(page: Client, hello: Hello) -> None:
    tab = opened(page)
    inside, go_on = threading.Event(), threading.Event()
    answers: list[Any] = []

    def wait() -> None:
        inside.set()
        go_on.wait(5)

    hello.wait = wait

    def say() -> None:
        answers.append(turn(page, tab, "say", "say hello", id="the-same-id")["entry"])

    threads = [threading.Thread(target=say) for _ in range(2)]
    threads[0].start()
    assert inside.wait(5)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert len(hello.asked) == 1
    assert answers[0] == answers[1]


def test_two_tabs_have_sessions_of_their_own(page: Client, hello: Hello) -> None:
    one, other = opened(page), opened(page, customer="ben")
    turn(page, one, "say", "say hello")
    assert not page.get(f"/api/tabs/{other}").json["session_open"]  # type: ignore[index]
    turn(page, other, "say", "say hello")
    assert len({asked["session"]["sessionId"] for asked in hello.asked}) == 2


def test_silence_is_answered_with_the_reprompt_and_then_ends_the_session(page: Client) -> None:
    tab = opened(page)
    turn(page, tab, "launch")
    assert turn(page, tab, "silence")["session_open"]
    assert not turn(page, tab, "silence")["session_open"]


def test_request_and_response_are_told_on_demand(page: Client, hello: Hello) -> None:
    tab = opened(page)
    turn(page, tab, "launch")
    raw = page.get(f"/api/tabs/{tab}/turns/0").json
    assert raw is not None
    assert raw["request"] == hello.asked[0]
    assert raw["response"]["response"]["card"] == CARD
    assert page.get(f"/api/tabs/{tab}/turns/1").status_code == 404


def test_someone_else_with_another_device_begins_a_new_session(page: Client, hello: Hello) -> None:
    tab = opened(page)
    turn(page, tab, "launch")
    state = post(page, f"/api/tabs/{tab}", {"customer": "ben", "device": "large", "locale": "en-US"})
    assert (state["customer"], state["device"], state["session_open"]) == ("ben", "large", False)
    assert hello.asked[-1]["request"]["type"] == "SessionEndedRequest"
    assert turn(page, tab, "launch")["screen"]["datasources"] == SCREEN["datasources"]


def test_a_touch_carries_all_arguments_of_its_event(page: Client, hello: Hello) -> None:
    tab = opened(page, device="large")
    turn(page, tab, "launch")
    turn(page, tab, "touch", ["choice", {"number": 2}])
    assert hello.asked[-1]["request"]["arguments"] == ["choice", {"number": 2}]
    assert turn(page, tab, "touch", [])["status"] == 400


def test_an_account_can_be_linked_from_the_card(page: Client, hello: Hello) -> None:
    tab = opened(page, customer=None)
    assert not page.get(f"/api/tabs/{tab}").json["linked"]  # type: ignore[index]
    state = turn(page, tab, "event", {"kind": "linked", "customer": "ben"})
    assert (state["linked"], state["customer"]) == (True, "ben")
    assert hello.asked[-1]["request"]["type"] == "AlexaSkillEvent.SkillAccountLinked"
    refused = turn(page, tab, "event", {"kind": "linked", "customer": "zoe"})
    assert (refused["status"], "no example customer 'zoe'" in refused["error"]) == (400, True)


@pytest.mark.parametrize(
    ("action", "argument", "why"),
    [
        ("dance", None, "there is no action 'dance'"),
        ("say", "  ", "`say` needs a text"),
        ("say", "a" * 1001, "1000 characters at most"),
        ("touch", 7, "`touch` needs a text"),
        ("event", "linked", "an event is an object"),
        ("event", {"kind": "eclipse"}, "there is no event 'eclipse'"),
        ("event", {"kind": "enabled", "time_limit_s": 1}, "an event has no 'time_limit_s'"),
    ],
)
def test_what_cannot_be_done_is_told(page: Client, action: str, argument: Any, why: str) -> None:
    answer = turn(page, opened(page), action, argument)
    assert answer["status"] == 400
    assert why in answer["error"]


@pytest.mark.parametrize("body", [[], "text", {"device": "toaster", "locale": "en-US"}, {"device": "round"}])
def test_a_conversation_needs_a_device_and_a_locale(page: Client, body: Any) -> None:
    response = page.post("/api/tabs", json=body)
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"]


def test_a_conversation_of_an_earlier_server_is_gone(page: Client) -> None:
    assert page.get("/api/tabs/unknown").status_code == 404
    assert turn(page, "unknown", "launch")["status"] == 404


def test_the_tab_longest_out_of_use_goes_when_there_are_too_many(page: Client) -> None:
    first, second = opened(page), opened(page)
    page.get(f"/api/tabs/{first}")
    for _ in range(MOST_TABS - 1):
        opened(page)
    assert page.get(f"/api/tabs/{first}").status_code == 200
    assert page.get(f"/api/tabs/{second}").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example:8734"},
        {"Host": "evil.example@"},
        {"Host": "127.0.0.1.nip.io"},
        {"Host": ""},
        {"Host": "localhost:8734", "Origin": "https://evil.example"},
        {"Host": "localhost:8734", "Origin": "http://localhost:3000"},
        {"Host": "localhost:8734", "Origin": "null"},
        {"Host": "localhost:8734", "Sec-Fetch-Site": "cross-site"},
        {"Host": "localhost:8734", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_others_are_turned_away(page: Client, headers: dict[str, str]) -> None:
    assert page.post("/api/tabs", json=WHO, headers=headers).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:9000", "127.0.0.1:8734", "[::1]:8734"])
def test_this_machine_is_answered_by_each_of_its_names(page: Client, host: str) -> None:
    headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    assert page.post("/api/tabs", json=WHO, headers=headers).status_code == 200


def test_what_changes_something_is_json_and_no_get(page: Client) -> None:
    form = page.post("/api/tabs", data=json.dumps(WHO), content_type="text/plain")
    assert form.status_code == 403
    tab = opened(page)
    for path in ("/api/tabs", f"/api/tabs/{tab}/turns", "/api/start-over"):
        assert page.get(path).status_code in (404, 405)
    assert page.post(f"/api/tabs/{tab}/turns", json={"id": "x" * 70_000}).status_code in (400, 413)


@pytest.mark.parametrize(
    "path", ["/../app.py", "/%2e%2e/app.py", "/static/../../app.py", "/app.py", "//etc/passwd"]
)
def test_only_the_page_is_served(page: Client, path: str) -> None:
    assert page.get(path).status_code in (308, 404)


def test_every_file_of_the_page_is_served_under_a_strict_policy(page: Client) -> None:
    for file in STATIC.iterdir():
        response = page.get(f"/{file.name}")
        policy = response.headers["Content-Security-Policy"]
        assert response.status_code == 200, file.name
        assert "default-src 'none'" in policy
        assert ("unsafe" in policy) == (file.name == "screen.html")


def test_the_page_names_no_other_host() -> None:
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, file.name
        assert "https://" not in text, file.name


def test_without_the_engine_of_screens_the_page_is_told_how_to_get_it(page: Client) -> None:
    assert page.get("/api/about").json["draws_screens"] is False  # type: ignore[index]
    missing = page.get("/viewhost.js")
    assert missing.status_code == 404
    assert "make page-screen" in missing.text
