"""A provider may be slow, broken or hostile: an answer comes within the time limit, or an error of ours does."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from shop_helper.dialog.deadline import Deadline
from shop_helper.errors import IdentityError
from shop_helper.identity import fetch
from shop_helper.identity.fetch import (
    CONNECT_TIMEOUT_S,
    MAX_BYTES,
    TIME_LIMIT_S,
    Document,
    fetch_json,
)
from tests.identity.playing import Answer, Provider


def test_the_time_limit_leaves_time_for_the_orders_and_the_words() -> None:
    alexa_gives_up_s, order_store_s = 8, 2 * (1 + 2)
    assert CONNECT_TIMEOUT_S <= TIME_LIMIT_S < alexa_gives_up_s
    assert TIME_LIMIT_S + order_store_s / 2 < alexa_gives_up_s


def test_a_json_object_is_read(played: Provider) -> None:
    played.answers["/a"] = Answer.json({"name": "Zoë"})
    assert fetch_json(f"{played.url}/a?b=c", Deadline.after(TIME_LIMIT_S)) == Document(200, {"name": "Zoë"})
    assert played.asked == ["/a?b=c"]


def test_a_refusal_is_an_answer_whatever_its_body(played: Provider) -> None:
    played.answers["/a"] = Answer(401, b"<html>no</html>")
    assert fetch_json(f"{played.url}/a", Deadline.after(TIME_LIMIT_S)) == Document(401, {})


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500),
        Answer(503, b'{"fine": true}'),
        Answer(429),
        Answer(204, b""),
        Answer(200, b"<html>garbage"),
        Answer(200, b"\x00\xff"),
        Answer(200, b"[]"),
        Answer(200, b"[" * 200_000),
        Answer(200, b'{"a": "' + b"x" * MAX_BYTES + b'"}'),
        Answer(200, b'{"a": "b', {"Content-Length": "1000"}),
        Answer(200, b'{"a": 1}', {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}),
    ],
    ids=lambda answer: f"{answer.status}-{answer.body[:8]!r}-{','.join(answer.headers)}",
)
def test_what_is_no_sound_answer_is_an_error(played: Provider, answer: Answer) -> None:
    played.answers["/a"] = answer
    with pytest.raises(IdentityError):
        fetch_json(f"{played.url}/a", Deadline.after(0.5))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(played: Provider, status: int) -> None:
    played.answers["/a"] = Answer(status, b"", {"Location": f"{played.url}/b"})
    with pytest.raises(IdentityError, match=f"status {status}"):
        fetch_json(f"{played.url}/a", Deadline.after(TIME_LIMIT_S))
    assert played.count("/b") == 0


def test_a_server_that_keeps_silent_is_left(played: Provider) -> None:
    played.answers["/a"] = lambda _: (played.over.wait(20), Answer())[1]
    with pytest.raises(IdentityError, match="no answer in time"):
        fetch_json(f"{played.url}/a", Deadline.after(0.1))


def test_a_server_that_drips_is_left_although_it_never_stops_talking(played: Provider) -> None:
    played.answers["/a"] = Answer(200, b" " * 100_000, drip_s=0.01)
    with pytest.raises(IdentityError, match="no answer in time"):
        fetch_json(f"{played.url}/a", Deadline.after(0.15))


def test_a_server_that_drips_its_headers_is_left_as_well(played: Provider) -> None:
    def headers(request: Any) -> Answer:
        for byte in b"HTTP/1.0 200 OK\r\nX: " + b"x" * 10_000:
            if played.over.wait(0.01):
                break
            request.wfile.write(bytes([byte]))
        return Answer()

    played.answers["/a"] = headers
    with pytest.raises(IdentityError, match="no answer in time"):
        fetch_json(f"{played.url}/a", Deadline.after(0.15))


def test_the_time_limit_is_for_all_requests_together(played: Provider) -> None:
    deadline = Deadline.after(0.05)
    time.sleep(0.06)
    with pytest.raises(IdentityError, match="no answer in time"):
        fetch_json(f"{played.url}/a", deadline)
    assert played.asked == []


def test_a_server_that_is_not_there_is_an_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(IdentityError, match="ConnectionRefusedError"):
        fetch_json(f"http://127.0.0.1:{port}/", Deadline.after(TIME_LIMIT_S))


def test_a_certificate_that_nobody_vouches_for_is_an_error(played: Provider) -> None:
    with pytest.raises(IdentityError, match="no answer"):
        fetch_json(played.url.replace("http://", "https://"), Deadline.after(0.5))


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/",
        "ftp://127.0.0.1/",
        "https://",
        "https://user:word@shop.example/",
        "x",
        "http://127.0.0.1.shop.example/",
        "https://a:99999/",
    ],
)
def test_nothing_is_asked_over_an_unsafe_address(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(fetch.http.client, "HTTPConnection", never)
    monkeypatch.setattr(fetch.http.client, "HTTPSConnection", never)
    with pytest.raises(IdentityError, match="not https"):
        fetch_json(url, Deadline.after(TIME_LIMIT_S))
