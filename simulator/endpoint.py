"""One call of a skill's handler, judged as Alexa judges it: in time, a response, not too large, speech it can say.

Whatever goes wrong comes back as a `Problem`; no exception of the skill gets out, and what the skill logs while it
answers is kept instead of printed.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from simulator.speech import SpeechError, plain

Handler = Callable[[Any, Any], Any]

TIME_LIMIT_S = 8.0
"""RSP5: Alexa gives up after this."""

MAX_RESPONSE = 120 * 1024
"""RSP3: bytes of a whole response."""

MAX_SPEECH = 8_000
"""RSP1: characters of output speech, and of a reprompt."""


class Problem(StrEnum):
    """Why Alexa would say that there was a problem with the skill's response."""

    CRASHED = "the handler raised an exception"
    TOO_SLOW = "no answer within 8 seconds"
    GARBAGE = "the answer is no response"
    TOO_LARGE = "the response is too large"
    BAD_SPEECH = "the speech can't be said"
    TOO_LONG = "the speech is too long"
    ENTITIES = "the session's own values can't be taken"
    DIALOG = "the dialog can't go on"


@dataclass(frozen=True)
class Called:
    """What came of one call."""

    response: dict[str, Any]
    """Empty when there is a problem."""
    ms: float
    turn: dict[str, Any] | None = None
    """The record that the skill logged of its turn (a log record's attribute `turn`)."""
    errors: tuple[str, ...] = ()
    """What the skill logged as an error."""
    problem: Problem | None = None
    detail: str = ""


def call(handler: Handler, event: Mapping[str, Any], time_limit_s: float = TIME_LIMIT_S) -> Called:
    """Calls the handler in a thread of its own, so that one that hangs can be left behind."""
    work = _Work(handler, json.loads(json.dumps(event)))
    started = time.perf_counter()
    thread = threading.Thread(target=work.run, daemon=True)
    kept = _Kept(thread)
    root = logging.getLogger()
    root.addHandler(kept)
    try:
        thread.start()
        thread.join(time_limit_s)
    finally:
        root.removeHandler(kept)
    ms = (time.perf_counter() - started) * 1000
    response, problem, detail = _judged(work, thread.is_alive())
    return Called(response, ms, kept.turn, tuple(kept.errors), problem, detail)


@dataclass
class _Work:
    handler: Handler
    event: Any
    response: Any = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.response = self.handler(self.event, _LambdaContext())
        except BaseException as problem:  # SystemExit as well: Lambda answers both with an error
            self.error = problem


def _judged(work: _Work, hangs: bool) -> tuple[dict[str, Any], Problem | None, str]:
    if hangs:
        return {}, Problem.TOO_SLOW, ""
    if work.error is not None:
        return {}, Problem.CRASHED, _said(work.error)
    try:
        text = json.dumps(work.response)
    except (TypeError, ValueError) as problem:
        return {}, Problem.GARBAGE, f"not JSON: {problem}"
    shape = _shape(work.response)
    if shape:
        return {}, Problem.GARBAGE, shape
    if len(text.encode()) > MAX_RESPONSE:
        return {}, Problem.TOO_LARGE, f"{len(text.encode()):,} bytes; Alexa takes {MAX_RESPONSE:,}"
    response: dict[str, Any] = json.loads(text)
    refused, why = _bad_speech(response["response"])
    return ({}, refused, why) if refused else (response, None, "")


def _shape(response: Any) -> str:
    """What is wrong with the outline of a response; empty when nothing is."""
    if not isinstance(response, dict):
        return f"expected an object, got {type(response).__name__}"
    body = response.get("response")
    if not isinstance(body, dict):
        return "it has no object `response`"
    if not isinstance(response.get("sessionAttributes") or {}, dict):
        return "`sessionAttributes` is no object"
    if body.get("shouldEndSession") not in (None, True, False):
        return "`shouldEndSession` is neither true nor false"
    if not isinstance(body.get("directives") or [], list):
        return "`directives` is no list"
    if any(not isinstance(directive, dict) for directive in body.get("directives") or []):
        return "a directive is no object"
    for name in ("outputSpeech", "reprompt", "card"):
        if not isinstance(body.get(name) or {}, dict):
            return f"`{name}` is no object"
    return ""


def _bad_speech(body: Mapping[str, Any]) -> tuple[Problem | None, str]:
    for name, speech in (
        ("outputSpeech", body.get("outputSpeech")),
        ("reprompt", (body.get("reprompt") or {}).get("outputSpeech")),
    ):
        try:
            heard = speech_text(speech)
        except SpeechError as problem:
            return Problem.BAD_SPEECH, f"{name}: {problem}"
        if len(str((speech or {}).get("ssml") or heard)) > MAX_SPEECH:
            return Problem.TOO_LONG, f"{name}: longer than {MAX_SPEECH:,} characters"
    return None, ""


def speech_text(speech: Any) -> str:
    """The words of an `outputSpeech`; empty when there is none. Raises SpeechError."""
    if not speech:
        return ""
    if not isinstance(speech, dict):
        raise SpeechError("expected an object")
    kind, text = speech.get("type"), speech.get("ssml" if speech.get("type") == "SSML" else "text")
    if kind not in ("SSML", "PlainText") or not isinstance(text, str):
        raise SpeechError("expected type SSML with `ssml`, or PlainText with `text`")
    return plain(text) if kind == "SSML" else " ".join(text.split())


def _said(error: BaseException) -> str:
    """The exception in one line, with the place it comes from."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f" ({trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno})"
        trace = trace.tb_next
    message = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}{': ' if message else ''}{message}{place}"


@dataclass(frozen=True)
class _LambdaContext:
    function_name: str = "stand-in"
    function_version: str = "$LATEST"
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:stand-in"
    memory_limit_in_mb: int = 512
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"
    _until: float = field(default_factory=lambda: time.monotonic() + TIME_LIMIT_S)

    def get_remaining_time_in_millis(self) -> int:
        return max(0, round((self._until - time.monotonic()) * 1000))


class _Kept(logging.Handler):
    """Keeps what one thread logs: the turn's record, and errors."""

    def __init__(self, thread: threading.Thread) -> None:
        super().__init__()
        self._thread = thread
        self.turn: dict[str, Any] | None = None
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread != self._thread.ident:
            return
        turn = getattr(record, "turn", None)
        if isinstance(turn, dict):
            self.turn = dict(turn)
        elif record.levelno >= logging.ERROR:
            error = record.exc_info[1] if record.exc_info else None
            self.errors.append(record.getMessage() + (f": {_said(error)}" if error else ""))
