"""The application under gunicorn: one process, many threads. It stops when told to, after the answers under way."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import Any

from gunicorn.app.base import BaseApplication

import lambda_function
from shop_helper.errors import NoKnowledgeError
from webservice.app import create_app
from webservice.certificates import trusted_roots
from webservice.chains import Chains
from webservice.flask_ask import AbstractVerifier
from webservice.settings import WebSettings
from webservice.verifiers import SignatureVerifier, TimestampVerifier

log = logging.getLogger("webservice")

STOP_S = 10
"""Answers under way get so long when the server is told to stop; Alexa waits 8 s."""

WAITING = 2_048
"""Requests that may wait for a thread."""


class Server(BaseApplication):
    """Makes the skill in the worker, before the first request, and says so."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._world = ExitStack()
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        for name, value in (
            ("bind", f"{host}:{self._settings.port}"),
            # One process: the example world is in its memory, and so are the chains that were validated.
            ("workers", 1),
            ("worker_class", "gthread"),
            ("threads", self._settings.threads),
            ("worker_connections", WAITING),
            ("backlog", WAITING),
            ("graceful_timeout", STOP_S),
            ("timeout", 60),
            ("keepalive", 30),
            ("control_socket_disable", True),
            ("loglevel", "warning"),
            ("when_ready", _ready),
            ("worker_exit", self._stopped),
        ):
            self.cfg.set(name, value)

    def load(self) -> Any:
        if self._settings.example:
            from simulator.local import local_skill

            self._world.enter_context(local_skill())
        try:
            lambda_function.running().current()
        except NoKnowledgeError as problem:
            log.error("%s; it is looked for again with each request", problem)
        log.info(started(self._settings))
        return create_app(verifiers(self._settings))

    def _stopped(self, arbiter: Any, worker: Any) -> None:
        self._world.close()
        log.info("stopped")


def _ready(arbiter: Any) -> None:
    log.info("listening on %s", ", ".join(str(listener) for listener in arbiter.LISTENERS))


def verifiers(settings: WebSettings) -> list[AbstractVerifier]:
    if not settings.verify:
        return []
    return [SignatureVerifier(Chains(trusted_roots(settings.roots))), TimestampVerifier()]


def started(settings: WebSettings) -> str:
    """What whoever started it should know."""
    world = "the example world, in memory" if settings.example else "the store that the settings name"
    checked = (
        "Alexa's signature"
        if settings.verify
        else "NOTHING (only requests made on this machine are answered)"
    )
    skill = settings.skill_id or "any skill (set SHOP_HELPER_SKILL_ID to take only yours)"
    return f"ready: orders from {world}; verified: {checked}; requests of {skill}"
