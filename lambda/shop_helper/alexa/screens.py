"""`Reply` → what a device with a screen shows (APL 1.4): one design, and a template for what kind of reply it is.

All that is said stands on the screen as well, and nothing needed is only there. The documents are
`content/screens/`: `design.json` is the whole screen, every other file its list in the middle. They are read once.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shop_helper.alexa.touches import BUTTONS, choice
from shop_helper.speech.ssml import to_plain
from shop_helper.speech.wording import Spoken, Wording
from shop_helper.turn import Pending, Reply, Session, Text, Turn

if TYPE_CHECKING:
    from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

SCREENS = Path(__file__).resolve().parent.parent / "content" / "screens"
TEMPLATES = ("answer", "choices", "steps", "record")
TITLE = "screen.title"
"""Prompt for a reply that is about no topic."""

MAX_TEXT = 4_000
"""Characters of one text on the screen; a whole response has to stay small (rule RSP3: 24 kB on older pages)."""

_NEITHER_MARKUP_NOR_BINDING = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    ("${", "$\u2060{"),
    ("\n", "<br/>"),
)


def load_documents(folder: Path = SCREENS) -> dict[str, dict[str, Any]]:
    """Template → its whole document."""
    design = (folder / "design.json").read_text(encoding="utf-8")
    found = {}
    for name in TEMPLATES:
        parts = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        document = json.loads(design)
        if "onMount" in parts:
            document["mainTemplate"]["item"]["onMount"] = parts.pop("onMount")
        document["mainTemplate"]["item"]["item"]["item"].update(parts)
        found[name] = document
    return found


class Screens:
    """Made once. `titles` are the topics' titles."""

    def __init__(self, wording: Wording, titles: Mapping[str, str]) -> None:
        self._wording, self._titles = wording, titles
        self._documents = load_documents()

    def directive(self, turn: Turn, reply: Reply, spoken: Spoken, today: date) -> RenderDocumentDirective:
        from ask_sdk_model.interfaces.alexa.presentation.apl import RenderDocumentDirective

        shown = self.shown(turn, reply, spoken, today)
        return RenderDocumentDirective(
            token=token_of(reply.ask),
            document=self._documents[template_of(shown)],
            datasources={"screen": shown},
        )

    def shown(self, turn: Turn, reply: Reply, spoken: Spoken, today: date) -> dict[str, Any]:
        """The values of the template."""

        def words(text: Text) -> str:
            return _safe(to_plain(self._wording.words(text, today, turn.request_id)))

        shown: dict[str, Any] = {
            "title": self._title(reply, words),
            "said": _safe(to_plain(spoken.say.removesuffix(spoken.question))),
            "question": _safe(to_plain(spoken.question)),
            "card": _safe(reply.card.text) if reply.card and not reply.link_account else "",
            "buttons": [{"label": words(Text(f"screen.{name}")), "touch": name} for name in _buttons(reply)],
        }
        labels = choices_of(turn.session, reply)
        if labels:
            shown["choices"] = [{"label": _safe(label), "touch": choice(n)} for n, label in enumerate(labels)]
        elif reply.steps is not None:
            before = " ".join(words(text) for text in reply.say if "step" not in text.values)
            steps = [{"words": _safe(to_plain(step))} for step in reply.steps.words]
            shown |= {"said": before, "steps": steps, "current": reply.steps.current}
        elif reply.rows:
            shown["rows"] = [{"label": words(row.label), "value": words(row.value)} for row in reply.rows]
        return shown

    def _title(self, reply: Reply, words: Any) -> str:
        if reply.card is not None and reply.card.title:
            return _safe(reply.card.title)
        title = self._titles.get(reply.topics[0]) if reply.topics else None
        return _safe(title) if title else str(words(Text(TITLE)))


def template_of(shown: Mapping[str, Any]) -> str:
    if "choices" in shown:
        return "choices"
    return "steps" if "steps" in shown else "record" if "rows" in shown else "answer"


def choices_of(session: Session, reply: Reply) -> tuple[str, ...]:
    """What can be chosen: new with the reply, or still open from before."""
    return reply.choices or (
        session.choices if reply.ask is not None and reply.ask == session.pending else ()
    )


def token_of(pending: Pending | None) -> str:
    """Names the question that the screen asks, so that a touch on an older screen answers nothing else."""
    state = json.dumps([pending.ask, dict(pending.data)] if pending else [], sort_keys=True)
    return f"shop_helper.{zlib.crc32(state.encode()):08x}"


def _buttons(reply: Reply) -> tuple[str, ...]:
    if reply.ask is None:
        return ()
    if reply.ask.ask == "step" and reply.ask.data.get("index") == 0:
        return ("next",)
    return BUTTONS.get(reply.ask.ask, ())


def _safe(text: str) -> str:
    """As it stands: neither markup nor a binding of APL, whoever wrote it."""
    for found, instead in _NEITHER_MARKUP_NOR_BINDING:
        text = text.replace(found, instead)
    return text[:MAX_TEXT]
