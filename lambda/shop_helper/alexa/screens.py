"""`Reply` → what a device with a screen shows (APL 1.4): one design, and a template for what kind of reply it is.

All that is said stands on the screen as well, and nothing needed is only there. The documents are
`content/screens/`: `design.json` is the whole screen, every other file its list in the middle. They are read once,
when the first device with a screen asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from shop_helper.alexa.touches import choice, examples_of
from shop_helper.dialog.answered import Answered
from shop_helper.dialog.reply import Reply, Steps, Text
from shop_helper.dialog.session import Spoken
from shop_helper.dialog.turn import Turn
from shop_helper.domain.calendar import local_date
from shop_helper.speech.ssml import to_plain
from shop_helper.speech.wording import Wording

if TYPE_CHECKING:
    from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

SCREENS = Path(__file__).resolve().parent.parent / "content" / "screens"
TEMPLATES = ("answer", "choices", "steps", "record")
VERSION = (1, 4)
"""Of APL, in which the documents are written."""

TITLE = "screen.title"
"""Prompt for a reply that is about no topic."""

MAX_TEXT = 4_000
"""Characters of one text on the screen; a whole response has to stay small (rule RSP3: 24 kB on older pages)."""

_ENTITY = re.compile(r"&(?=#?\w+;)")
_NEITHER_MARKUP_NOR_BINDING = (("<", "&lt;"), ("${", "$\u2060{"), ("\n", "<br/>"))


def load_documents(folder: Path = SCREENS) -> dict[str, dict[str, Any]]:
    """Template → its whole document."""
    design = (folder / "design.json").read_text(encoding="utf-8")
    found = {}
    for name in TEMPLATES:
        parts = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        document = json.loads(design)
        if "onMount" in parts:
            document["mainTemplate"]["item"]["onMount"] = parts.pop("onMount")
        scrolled = document["mainTemplate"]["item"]["item"]["items"][0]["item"]["items"]
        next(part for part in scrolled if part["type"] == "Container").update(parts)
        found[name] = document
    return found


class Screens:
    """Made once. `titles` are the topics' titles."""

    def __init__(self, wording: Wording, titles: Mapping[str, str], zone: ZoneInfo) -> None:
        self._wording, self._titles, self._zone = wording, titles, zone

    @cached_property
    def _documents(self) -> dict[str, dict[str, Any]]:
        return load_documents()

    def directive(self, answered: Answered) -> RenderDocumentDirective:
        from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

        turn = answered.turn
        today = local_date(turn.now, self._zone)
        shown = self.shown(turn, answered.reply, answered.spoken, today)
        return RenderDocumentDirective(
            token=answered.session.screen,
            document=self._documents[template_of(shown)],
            datasources={"screen": shown},
        )

    def shown(self, turn: Turn, reply: Reply, spoken: Spoken, today: date) -> dict[str, Any]:
        """The values of the template, in the order they are read."""

        def words(text: Text) -> str:
            return safe(to_plain(self._wording.words(text, today, turn.request_id)))

        said, question = (
            safe(to_plain(spoken.say.removesuffix(spoken.question))),
            safe(to_plain(spoken.question)),
        )
        title, choices = self._title(reply, words), _choices(turn.session.choices_with(reply))
        choices += [
            {"number": 0, "label": words(Text(f"screen.{name}")), "touch": name}
            for name in examples_of(turn, reply)
        ]
        shown: dict[str, Any] = {"title": title, "said": said}
        if choices:  # the question comes before what can be chosen
            shown |= {"said": f"{said} {question}".strip(), "choices": choices}
        elif reply.steps is not None:
            before = " ".join(words(text) for text in reply.say if "step" not in text.values)
            shown |= {"said": before, "steps": _steps(reply.steps), "current": reply.steps.current}
        elif reply.rows:
            rows = [(words(row.label), words(row.value)) for row in reply.rows]
            shown["rows"] = [{"label": label, "value": value} for label, value in rows]
        touchable = reply.ask.touchable() if reply.ask is not None else ()
        buttons = [{"label": words(Text(f"screen.{name}")), "touch": name} for name in touchable]
        values = [row["value"] for row in shown.get("rows", ())]
        return (
            shown
            | _card(reply, title, values)
            | {"question": "" if choices else question, "buttons": buttons}
        )

    def _title(self, reply: Reply, words: Callable[[Text], str]) -> str:
        title = self._titles.get(reply.topics[0]) if reply.topics else None
        return safe(title) if title else words(Text(TITLE))


def template_of(shown: Mapping[str, Any]) -> str:
    if "choices" in shown:
        return "choices"
    return "steps" if "steps" in shown else "record" if "rows" in shown else "answer"


def _choices(names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"number": n + 1, "label": safe(name[:1].upper() + name[1:]), "touch": choice(n)}
        for n, name in enumerate(names)
    ]


def _steps(steps: Steps) -> list[dict[str, Any]]:
    return [
        {"number": n + 1, "words": safe(to_plain(words)), "now": n == steps.current}
        for n, words in enumerate(steps.words)
    ]


def _card(reply: Reply, title: str, values: Sequence[str]) -> dict[str, str]:
    """What the card says; none where it is private or the steps say it already, nor a line that gives a value of the
    rows."""
    if reply.card is None or reply.card.private or reply.link_account or reply.steps is not None:
        return {"heading": "", "card": ""}
    heading = safe(reply.card.title)
    lines = [line for line in reply.card.text.split("\n") if not _gives(line, values)]
    return {"heading": heading if heading != title else "", "card": safe("\n".join(lines))}


def _gives(line: str, values: Sequence[str]) -> bool:
    """Whether a line is a label and one of the values: "Number: 338992984709"."""
    return line.rpartition(": ")[2] in values and ": " in line


def draws(max_version: str | None) -> bool:
    """Whether a device that knows APL up to this version ("1.4", "2024.3") draws the documents; most don't say."""
    numbers = [int(part) for part in (max_version or "").split(".") if part.isdecimal()]
    return not numbers or tuple(numbers) >= VERSION


def safe(text: str) -> str:
    """As it stands: neither markup nor a binding of APL, whoever wrote it."""
    text = _ENTITY.sub("&amp;", text[:MAX_TEXT])
    for found, instead in _NEITHER_MARKUP_NOR_BINDING:
        text = text.replace(found, instead)
    return text
