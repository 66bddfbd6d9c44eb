"""Serves the page until it is told to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from werkzeug.serving import BaseWSGIServer, make_server

from simulator.device import MakeDevice
from simulator.envelope import DeviceKind
from simulator.local import LocalSkill, uses_a_store_of_its_own
from simulator.model import MODELS
from simulator.other_skill import OtherSkill
from simulator.page import ServeError
from simulator.page.app import About, PageApp
from simulator.page.tabs import Tabs

_HOST = "127.0.0.1"


def about(
    skill: LocalSkill,
    name: str,
    customer: str | None,
    kind: DeviceKind,
    locale: str,
    environment: Mapping[str, str],
) -> About:
    if isinstance(skill, OtherSkill):
        return About(name, (), customer, (skill.model.locale,), skill.model.locale, str(kind))
    customers = tuple(
        {"id": example.id, "name": example.first_name, "story": example.story}
        for example in skill.world.customers.values()
    )
    locales = tuple(sorted(path.stem for path in MODELS.glob("*.json")))
    return About(
        name, customers, customer, locales, locale, str(kind), not uses_a_store_of_its_own(environment)
    )


def page_app(skill: LocalSkill, make: MakeDevice, told: About) -> PageApp:
    return PageApp(Tabs(make), told, skill.start_over if told.start_over else None)


def listening(app: PageApp, port: int) -> BaseWSGIServer:
    """Raises ServeError. Port 0 takes a free one."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    try:
        return make_server(_HOST, port, app, threaded=True)
    except (OSError, SystemExit) as problem:
        raise ServeError(f"port {port} is in use; another one: --port 0 takes a free one") from problem


def serve(app: PageApp, port: int, tell: Callable[[str], None]) -> None:
    """Until Ctrl-C."""
    server = listening(app, port)
    tell(f"The page is at http://localhost:{server.port}/ (Ctrl-C stops it)")
    try:
        server.serve_forever()
    finally:
        server.server_close()
