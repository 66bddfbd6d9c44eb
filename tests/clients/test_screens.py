"""npm `apl-suggester` finds nothing wrong with the documents, and Amazon's engine draws all of them, in Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from simulator.page.app import ENGINE
from tests.clients.node import Lines, NodeMissingError
from tests.clients.screens_shown import Screen, bare, picture, screens_shown
from tests.deployment.runtime import ROOT

pytestmark = pytest.mark.clients

PICTURES = ROOT / "build" / "screens"
WAYS = (("round", "dark"), ("large", "light"), ("round", "light"), ("large", "dark"))
LINTER_IS_WRONG = re.compile(r"/onPress should be array$")
"""APL takes one command where a list is wanted."""

ENOUGH = 6
"""Kinds of screens."""

shown = cache(screens_shown)


@pytest.fixture(scope="module")
def lines() -> Iterator[Lines]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise NodeMissingError("Chromium is missing; `apt-get install chromium`, then `make test-clients`")
    if not ENGINE.is_file():
        raise NodeMissingError("the engine for screens is missing; run `make test-clients`")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Lines("screens.js", str(ENGINE), chromium) as made:
        yield made


def drawn(lines: Lines, screen: Screen, device: str, theme: str) -> dict[str, Any]:
    asked = {"document": screen.document, "datasources": screen.datasources, "device": device, "theme": theme}
    path = picture(PICTURES, screen, device, theme)
    came: dict[str, Any] = lines.ask({**asked, "touches": list(screen.touches), "picture": str(path)})
    return came


def wrong(screen: Screen, came: dict[str, Any]) -> list[str]:
    """One text for each thing."""
    if "problem" in came:
        return [came["problem"]]
    seen = bare(" ".join(came["texts"]))
    found = [f"not drawn: {text!r}" for text in screen.texts if bare(text) not in seen]
    found += [f"beside its place: {text}" for text in came["outside"]]
    found += [f"the console says: {text}" for text in came["complained"]]
    for (label, touch), sent in zip(screen.touches.items(), came["sent"], strict=True):
        if sent != [[touch]]:
            found.append(f"{label!r}, pressed, sends {sent} instead of {touch}")
    return found


def test_every_kind_of_screen_is_drawn_whole_and_can_be_touched(lines: Lines) -> None:
    found = []
    kinds: set[str] = set()
    for number, screen in enumerate(shown()):
        template = screen.kind.split(",")[0]
        first = template not in kinds
        kinds.add(template)
        for device, theme in WAYS if first else WAYS[:2] if number % 2 else WAYS[2:]:
            came = drawn(lines, screen, device, theme)
            found += [f"{screen.kind}, {device}, {theme}: {one}" for one in wrong(screen, came)]
            lint = [f"{one['path']} {one['errorMessage']}" for one in came.get("lint", ())]
            found += [f"{screen.kind}: {one}" for one in lint if not LINTER_IS_WRONG.search(one)]
    print(f"{len(shown())} kinds of screens drawn; pictures in {PICTURES.relative_to(ROOT)}")
    assert list(dict.fromkeys(found)) == []
    assert len(shown()) >= ENOUGH


def test_what_is_not_drawn_is_noticed(lines: Lines) -> None:
    """A text that the document has no place for, and a button that sends something else."""
    screen = next(one for one in shown() if one.touches)
    label = next(iter(screen.touches))
    more = Screen(
        screen.kind, screen.document, {**screen.datasources, "lost": {"words": "Nobody sees this."}}
    )
    came = drawn(lines, screen, "large", "dark")
    assert wrong(more, came) == ["not drawn: 'Nobody sees this.'"]
    came["sent"][0] = [["other"]]
    assert wrong(screen, came) == [
        f"{label!r}, pressed, sends [['other']] instead of {screen.touches[label]}"
    ]
