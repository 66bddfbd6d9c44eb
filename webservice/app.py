"""The WSGI application: `POST /` is the skill, `GET /health` says whether it can answer.

Every request goes through `lambda_function.handler`, the Lambda's own entry point, so both answer alike: odd envelopes
are mended, another skill's are refused. What is particular to HTTP is refused before, with status 400 and one line in
the log. A skill event whose work failed gets 500, so that Alexa delivers it again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

import lambda_function
from shop_helper.errors import EventFailedError
from webservice.flask_ask import (
    VERIFY_SIGNATURE_APP_CONFIG,
    VERIFY_TIMESTAMP_APP_CONFIG,
    AbstractVerifier,
    SkillAdapter,
)
from webservice.refusal import RequestRefused
from webservice.verifiers import read_json

log = logging.getLogger("webservice")

MAX_BODY = 262_144
"""Bytes. Ours: an envelope has some 5 kB, with a large session 30."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


class Untouched(DefaultSerializer):
    """Leaves text and answers as they are, so that nothing has read the body before it is verified."""

    def deserialize(self, payload: Any, obj_type: Any) -> Any:
        return payload

    def serialize(self, obj: Any) -> Any:
        return obj


class EntryPoint(CustomSkill):
    """The Lambda's entry point as flask-ask-sdk wants a skill. The SDK's own deserialiser meets the body mended."""

    def __init__(self) -> None:
        self.custom_user_agent = ""
        self.serializer = Untouched()

    def invoke(self, request_envelope: Any, context: Any) -> Any:
        return lambda_function.handler(read_json(request_envelope), context)


def create_app(verifiers: Sequence[AbstractVerifier]) -> Flask:
    """Without verifiers only requests made on this machine are answered."""
    app = Flask("webservice", static_folder=None)
    app.config.update({VERIFY_SIGNATURE_APP_CONFIG: False, VERIFY_TIMESTAMP_APP_CONFIG: False})
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    adapter = SkillAdapter(EntryPoint(), "shop-helper", verifiers=list(verifiers), app=app)

    def skill() -> Response:
        _check_body()
        if not verifiers:
            _check_origin()
        answer: Response = adapter.dispatch_request()
        return answer

    app.add_url_rule("/", "skill", skill, methods=["POST"])
    app.add_url_rule("/health", "health", health, methods=["GET"])
    app.register_error_handler(RequestRefused, _refused)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(EventFailedError, _failed)
    return app


def health() -> tuple[Response, int]:
    """200 when the skill is made, else 503; what is wrong is in the log."""
    try:
        lambda_function.running().current()
    except Exception:
        log.exception("the skill can't be made")
        return jsonify(status="failing"), 503
    return jsonify(status="ok"), 200


def _check_body() -> None:
    try:
        request.get_data().decode("utf-8")
    except UnicodeDecodeError:
        raise RequestRefused("the body is not UTF-8") from None


def _check_origin() -> None:
    """Nothing was verified, so a proxy or a tunnel to the world must not stand before us, nor a page in a browser."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    if host not in LOOPBACK or any(name in request.headers for name in (*_FORWARDED, "Origin")):
        raise RequestRefused("verification is off, and the request does not come straight from this machine")


def _refused(problem: RequestRefused) -> tuple[Response, int]:
    log.warning("request refused: %s", problem.reason)
    return jsonify(error=problem.description), 400


def _too_large(problem: RequestEntityTooLarge) -> tuple[Response, int]:
    return _refused(RequestRefused(f"the body is longer than {MAX_BODY:,} bytes"))


def _failed(problem: EventFailedError) -> tuple[Response, int]:
    """The entry point has logged what happened."""
    return jsonify(error="The event could not be handled."), 500
