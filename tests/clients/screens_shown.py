"""The kinds of screens that the skill shows in the conversation files, each with the most that stood on one of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.conversations import act, read_conversation
from simulator.device import Device
from simulator.local import local_skill
from simulator.model import load_model
from tests.clients.everything_said import CONVERSATIONS
from tests.stored import Watch

_RENDER = "Alexa.Presentation.APL.RenderDocument"
_LISTS = ("choices", "steps", "rows", "buttons")


@dataclass(frozen=True)
class Screen:
    kind: str
    document: Mapping[str, Any]
    datasources: Mapping[str, Any]

    @property
    def texts(self) -> list[str]:
        """All that has to be seen."""
        return [text for text in _texts(self.datasources) if bare(text)]

    @property
    def touches(self) -> dict[str, str]:
        """What is written on what can be pressed, and the word that the skill is sent then."""
        return dict(_touches(self.datasources))


def screens_shown() -> list[Screen]:
    """One of each kind: which lists stand on it, and how many buttons."""
    found: dict[str, Screen] = {}
    with local_skill(in_memory=True) as skill:
        for path in CONVERSATIONS:
            conversation = read_conversation(path, Watch().checks)
            device = Device(skill, load_model("en-US"), customer=conversation.customer, device="large")
            for turn in conversation.turns:
                for directive in act(device, turn.action, turn.argument).directives:
                    if directive["type"] == _RENDER:
                        screen = _screen(directive)
                        rival = found.get(screen.kind)
                        if rival is None or len("".join(screen.texts)) > len("".join(rival.texts)):
                            found[screen.kind] = screen
    return list(found.values())


def bare(text: str) -> str:
    """As it is compared: without the markup of APL and wherever a line ends."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", text)))


def picture(folder: Path, screen: Screen, device: str, theme: str) -> Path:
    return folder / f"{re.sub('[^a-z0-9]+', '_', screen.kind)}.{device}.{theme}.png"


def _screen(directive: Mapping[str, Any]) -> Screen:
    shown = directive["datasources"]["screen"]
    parts = [
        f"{len(shown[name])} {name}" if name == "buttons" else name for name in _LISTS if shown.get(name)
    ]
    return Screen(", ".join(parts) or "words", directive["document"], directive["datasources"])


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    for key, value in data.items() if isinstance(data, Mapping) else ():
        yield from () if key == "touch" else _texts(value)
    for value in data if isinstance(data, list | tuple) else ():
        yield from _texts(value)


def _touches(data: Any) -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        if data.get("touch"):
            lead = f"{data['number']}. " if data.get("number") else ""
            yield lead + data["label"], data["touch"]
        data = list(data.values())
    for value in data if isinstance(data, list | tuple) else ():
        yield from _touches(value)
