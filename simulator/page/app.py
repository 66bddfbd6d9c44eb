"""The page's server, as WSGI: static files, and a small JSON interface for the conversations.

    GET  /api/about                         whose page it is: customers, devices, locales, whether screens can be drawn
    POST /api/tabs                          {customer, device, locale} → a conversation
    GET  /api/tabs/ID                       all of it, for a reload
    POST /api/tabs/ID                       {customer, device, locale}: someone else, or another device
    POST /api/tabs/ID/turns                 {id, action, argument} → the turn, and the state after it
    GET  /api/tabs/ID/turns/N               the whole request and response
    POST /api/start-over                    the example world as it was

What can't be done as asked is 400, what isn't there 404, both with {"error": …}.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from simulator.envelope import DeviceKind
from simulator.page.guard import PAGE_POLICY, SCREEN_POLICY, protect, refusal
from simulator.page.tabs import ActionError, Tab, Tabs

STATIC = Path(__file__).with_name("static")
VIEWHOST = Path(__file__).with_name("viewhost")
"""Where `make page-screen` installs the engine that draws APL."""

ENGINE = VIEWHOST / "node_modules" / "apl-viewhost-web" / "index.js"
MAX_BODY = 64 * 1024

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FRAMED = frozenset({"screen.html"})


@dataclass(frozen=True)
class About:
    """What the page is told of the skill it talks to."""

    name: str
    """The invocation name."""
    customers: tuple[Mapping[str, str], ...] = ()
    """id, name and story of the example customers; empty for another skill, whose customers are access tokens."""
    customer: str | None = None
    """Who one is at first."""
    locales: tuple[str, ...] = ("en-US",)
    locale: str = "en-US"
    device: str = "speaker"
    start_over: bool = False
    """Whether there is an example world to start over with."""


class PageApp:
    def __init__(
        self, tabs: Tabs, about: About, start_over: Callable[[], None] | None = None, engine: Path = ENGINE
    ) -> None:
        self._tabs, self._about, self._start_over, self._engine = tabs, about, start_over, engine
        self._urls = Map(
            [
                Rule("/", endpoint=lambda _: self._file("index.html"), methods=["GET"]),
                Rule("/<path:name>", endpoint=lambda _, name: self._file(name), methods=["GET"]),
                Rule("/viewhost.js", endpoint=lambda _: self._engine_file(), methods=["GET"]),
                Rule("/api/about", endpoint=lambda _: _json(self._told()), methods=["GET"]),
                Rule("/api/tabs", endpoint=self._open, methods=["POST"]),
                Rule("/api/tabs/<id>", endpoint=lambda _, id: _json(self._tab(id).state()), methods=["GET"]),
                Rule("/api/tabs/<id>", endpoint=self._become, methods=["POST"]),
                Rule("/api/tabs/<id>/turns", endpoint=self._act, methods=["POST"]),
                Rule("/api/tabs/<id>/turns/<int:number>", endpoint=self._raw, methods=["GET"]),
                Rule("/api/start-over", endpoint=self._over, methods=["POST"]),
            ]
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = MAX_BODY
        try:
            why = refusal(request)
            if why is not None:
                raise Forbidden(why)
            endpoint, arguments = self._urls.bind_to_environ(environ).match()
            response: Response = endpoint(request, **arguments)
        except ActionError as problem:
            response = _json({"error": str(problem)}, 400)
        except HTTPException as problem:
            response = _json({"error": problem.description or problem.name}, problem.code or 500)
        if "Content-Security-Policy" not in response.headers:
            protect(response)
        return response(environ, start_response)

    def _told(self) -> dict[str, Any]:
        return asdict(self._about) | {"draws_screens": self._engine.is_file()}

    def _file(self, name: str) -> Response:
        path = safe_join(str(STATIC), name)
        kind = _TYPES.get(Path(name).suffix)
        if path is None or kind is None or not Path(path).is_file():
            raise NotFound(f"there is no {name} here")
        response = Response(Path(path).read_bytes(), content_type=kind)
        protect(response, SCREEN_POLICY if name in _FRAMED else PAGE_POLICY)
        return response

    def _engine_file(self) -> Response:
        if not self._engine.is_file():
            raise NotFound("the engine that draws screens is not installed: `make page-screen` does it")
        environ = {"REQUEST_METHOD": "GET"}
        return send_file(self._engine, environ, mimetype="text/javascript", conditional=False, max_age=86_400)

    def _tab(self, id: str) -> Tab:
        tab = self._tabs.get(id)
        if tab is None:
            raise NotFound("this conversation is gone: the stand-in was started anew")
        return tab

    def _open(self, request: Request) -> Response:
        return _json(self._tabs.open(*_who_and_where(_body(request))).state())

    def _become(self, request: Request, id: str) -> Response:
        return _json(self._tab(id).become(*_who_and_where(_body(request))))

    def _act(self, request: Request, id: str) -> Response:
        body = _body(request)
        request_id, action = body.get("id"), body.get("action")
        if not isinstance(request_id, str) or not 8 <= len(request_id) <= 64:
            raise BadRequest("a turn needs an `id` of 8 to 64 characters, another one for each turn")
        return _json(self._tab(id).act(request_id, str(action), body.get("argument")))

    def _raw(self, request: Request, id: str, number: int) -> Response:
        found = self._tab(id).raw(number)
        if found is None:
            raise NotFound(f"this conversation has no turn {number}")
        return _json(found)

    def _over(self, request: Request) -> Response:
        if self._start_over is None:
            raise NotFound("this skill has no example world")
        self._start_over()
        return _json({"done": True})


def _body(request: Request) -> dict[str, Any]:
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        raise BadRequest("expected a JSON object")
    return data


def _who_and_where(body: Mapping[str, Any]) -> tuple[str | None, str, str]:
    customer, kind, locale = body.get("customer"), body.get("device"), body.get("locale")
    if customer is not None and not isinstance(customer, str):
        raise BadRequest("`customer` is neither a text nor null")
    if kind not in list(DeviceKind):
        raise BadRequest(f"`device` is one of {', '.join(DeviceKind)}")
    if not isinstance(locale, str):
        raise BadRequest("`locale` is missing, e.g. en-US")
    return customer or None, str(kind), locale


def _json(data: Mapping[str, Any], status: int = 200) -> Response:
    text = json.dumps(data, ensure_ascii=False)
    response = Response(text, status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
