"""A thousand requests in flight at the real server, on loopback: none is lost, none gets another customer's answer."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "tests" / "events"
IN_FLIGHT = 1_000
LIMIT_S = 300
CUSTOMERS = ("ana", "ben", "carla", "dev")
INTENTS = ("OrderStatusIntent", "RefundStatusIntent", "HelpQuestionIntent", "AMAZON.HelpIntent")


def body(number: int) -> bytes:
    """A request of its own: customer, intent and session follow from the number."""
    event = json.loads((EVENTS / f"{INTENTS[number // 4 % 4]}.json").read_text(encoding="utf-8"))
    customer = CUSTOMERS[number % 4]
    for user in (event["session"]["user"], event["context"]["System"]["user"]):
        user |= {"accessToken": f"local:{customer}", "userId": f"amzn1.ask.account.{customer}"}
    event["request"]["requestId"] = f"request-{number % 64}"
    event["session"]["sessionId"] = f"session-{number}"
    return json.dumps(event).encode()


@contextmanager
def served() -> Iterator[int]:
    """The server's port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    environment = os.environ | {"SHOP_HELPER_WEB_VERIFY": "off", "SHOP_HELPER_WEB_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "webservice"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait(server, port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        ended = server.wait(60)
    assert ended == 0


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=60):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise AssertionError("the server does not start")


async def ask(port: int, number: int) -> tuple[int, Any, float]:
    """Status, answer and seconds."""
    sent = body(number)
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {len(sent)}\r\n\r\n"
    started = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode() + sent)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    first, _, rest = answer.partition(b"\r\n\r\n")
    return int(first.split()[1]), json.loads(rest), time.monotonic() - started


async def all_at_once(port: int) -> list[tuple[int, Any, float]]:
    async with asyncio.timeout(LIMIT_S):
        return await asyncio.gather(*(ask(port, number) for number in range(IN_FLIGHT)))


@pytest.mark.load
def test_a_thousand_requests_in_flight_lose_nothing_and_mix_up_nothing() -> None:
    with served() as port:
        expected = {number: asyncio.run(ask(port, number))[1] for number in range(64)}
        started = time.monotonic()
        answers = asyncio.run(all_at_once(port))
        took = time.monotonic() - started
    assert {status for status, _, _ in answers} == {200}
    mixed_up = [number for number, (_, answer, _) in enumerate(answers) if answer != expected[number % 64]]
    assert mixed_up == []
    for intent in (0, 4):
        speech = [expected[intent + customer]["response"]["outputSpeech"]["ssml"] for customer in range(4)]
        assert len(set(speech)) > 1, "customers can't be told apart by these answers"
    waits = sorted(wait for _, _, wait in answers)
    print(
        f"{IN_FLIGHT} requests in {took:.1f} s; half within {waits[IN_FLIGHT // 2]:.1f} s, last {waits[-1]:.1f} s"
    )
