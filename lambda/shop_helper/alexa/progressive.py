"""A word in between, when the answer takes long: "One moment, I'm looking that up."

Alexa takes a directive for the request that is being answered at `apiEndpoint`, with the request's own token, and says
it while the answer is still being made. It is sent only when the account or the orders keep the turn waiting beyond a
budget: a timer waits beside the turn, is called off by the answer, and never holds an answer up. Whatever goes wrong
with it costs the word and nothing else. It says nothing of the customer's, and no log names the token or the address.
"""

from __future__ import annotations

import http.client
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from ask_sdk_core.handler_input import HandlerInput

from shop_helper.dialog.deadline import Deadline
from shop_helper.dialog.turn import Turn
from shop_helper.errors import NotBegunError

log = logging.getLogger("shop_helper.progress")

TIME_LIMIT_S = 1.0
"""For each step of sending it: later it would be of no use."""

ALEXAS_HOSTS = ".amazonalexa.com"
"""The token goes nowhere else, whatever the request says (and to this machine itself, for the stand-in)."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Line:
    """Where a directive for one request goes."""

    endpoint: str
    token: str
    request_id: str


class Progress:
    """Says a word in between for turns that take longer than `after_s`; None: never."""

    def __init__(self, after_s: float | None, words: Callable[[str, str], str]) -> None:
        """`words`: (prompt id, request id) → SSML."""
        self._after_s, self._words = after_s, words

    @contextmanager
    def during(self, handler_input: HandlerInput, turn: Turn) -> Iterator[None]:
        """Around the making of an answer. Only turns with an account look anything up that may take long."""
        line = line_of(handler_input)
        if self._after_s is None or line is None or not turn.is_linked:
            yield
            return
        over = threading.Event()
        timer = threading.Timer(self._after_s, self._say, (line, prompt_for(turn), over, turn.deadline))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            over.set()
            timer.cancel()

    def _say(self, line: Line, prompt: str, over: threading.Event, deadline: Deadline) -> None:
        """On the timer's thread."""
        try:
            status = _post(line, self._words(prompt, line.request_id), over, deadline)
        except (OSError, NotBegunError, http.client.HTTPException, ValueError) as problem:
            log.warning("word in between not sent: %s", type(problem).__name__)
            return
        if status is not None and status >= 300:
            log.warning("word in between refused with status %s", status)


def prompt_for(turn: Turn) -> str:
    """What is being done: something is sent off, or looked up."""
    question = turn.session.open_question
    says_yes = question is not None and question.writes and turn.intent == "AMAZON.YesIntent"
    is_writing = says_yes and turn.is_same_access  # else it has to be found out first whose yes it is
    return "progress.writing" if is_writing else "progress.looking"


def line_of(handler_input: HandlerInput) -> Line | None:
    """None where the request names no place and token to send to, or a place that is not Alexa's."""
    envelope = handler_input.request_envelope
    system = envelope.context.system if envelope.context else None
    endpoint, token = (system.api_endpoint, system.api_access_token) if system else (None, None)
    request_id = envelope.request.request_id if envelope.request else None
    if not (endpoint and token and request_id) or not is_alexas(endpoint):
        return None
    return Line(endpoint, token, request_id)


def is_alexas(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.scheme == "http":
        return host in _LOOPBACK
    return parts.scheme == "https" and host.endswith(ALEXAS_HOSTS)


def _post(line: Line, words: str, over: threading.Event, deadline: Deadline) -> int | None:
    """The status; None when the answer was there first. Lambda may freeze the process in between: what wakes up with a
    later request must not speak any more. Raises NotBegunError where the answer is due."""
    parts = urlsplit(line.endpoint)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    body = {
        "header": {"requestId": line.request_id},
        "directive": {"type": "VoicePlayer.Speak", "speech": f"<speak>{words}</speak>"},
    }
    headers = {"Authorization": f"Bearer {line.token}", "Content-Type": "application/json"}
    deadline.begin("a word in between")
    timeout_s = min(TIME_LIMIT_S, deadline.remaining_s())
    with closing(kind(parts.hostname or "", parts.port, timeout=timeout_s)) as connection:
        connection.connect()
        if over.is_set():
            return None
        path = f"{parts.path.rstrip('/')}/v1/directives"
        connection.request("POST", path, json.dumps(body).encode(), headers)
        return connection.getresponse().status
