"""The page of the real skill on a free port, and this machine's Chromium."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from simulator.device import Device
from simulator.envelope import DeviceKind
from simulator.local import LocalSkill
from simulator.model import load_model
from simulator.page.app import ENGINE, PageApp
from simulator.page.server import about, listening
from simulator.page.tabs import Tabs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"
"""No name but this machine's is found, whatever the page asks for."""

_HERE = ("http://localhost:", "data:", "blob:", "about:")

Open = Callable[..., "Page"]


@contextmanager
def _served(skill: LocalSkill, engine: Path) -> Iterator[str]:
    def make(customer: str | None, kind: DeviceKind, locale: str) -> Device:
        return Device(skill, load_model(locale), customer=customer, device=kind, locale=locale)

    told = about(skill, "shop helper", "ana", DeviceKind.SPEAKER, "en-US", {})
    server = listening(PageApp(Tabs(make), told, skill.start_over, engine), 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture(scope="session")
def url(handler: LocalSkill) -> Iterator[str]:
    with _served(handler, ENGINE) as address:
        yield address


@pytest.fixture(scope="session")
def url_without_engine(handler: LocalSkill, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _served(handler, tmp_path_factory.mktemp("none") / "index.js") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"none of {', '.join(_BROWSERS)} is installed; on Debian: apt-get install chromium")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=[_OFFLINE, *sandbox])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def wrong() -> list[str]:
    """What went wrong in the browser: errors of scripts, and requests to other hosts."""
    return []


@pytest.fixture
def open_page(context: BrowserContext, url: str, handler: LocalSkill, wrong: list[str]) -> Iterator[Open]:
    """Opens a tab; the example world is as at the start. At the end nothing may have gone wrong in any tab."""
    handler.start_over()

    def note(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfinished", elsewhere)
        page.on("requestfailed", elsewhere)

    def elsewhere(request: Request) -> None:
        """What the page's own policy held back went nowhere."""
        if not request.url.startswith(_HERE) and request.failure != "csp":
            wrong.append(request.url)

    context.on("page", note)

    def opened(address: str = url, **emulated: Any) -> Page:
        page = context.new_page()
        if emulated:
            page.emulate_media(**emulated)
        page.goto(address)
        page.locator("body[data-ready]").wait_for()
        return page

    yield opened
    assert wrong == []
