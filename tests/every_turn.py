"""Every turn of every test is checked: `watch` stands between the tests and the skill's handler."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

from shop_helper.dialog.reply import Text
from shop_helper.speech.catalog import allowed
from shop_helper.speech.forms import AGREEING
from shop_helper.speech.wording import Wording
from simulator.check.exchange import Exchange
from simulator.check.findings import Finding
from simulator.check.subject import model_data
from simulator.check.turn_rules import check_turn
from simulator.model import MODELS

MODEL = model_data((MODELS / "en-US.json").read_text(encoding="utf-8"))


class Watched:
    """The handler; keeps what the rules find in its answers until they are taken."""

    def __init__(self, handler: Any, words: WatchedWords) -> None:
        self._words = words
        self.unwatched = handler
        """For requests that are not this skill's: the rules speak of how its own are answered."""
        self._findings = list[Finding]()

    def __call__(self, event: Any, context: object = None) -> Any:
        response = self.unwatched(event, context)
        if isinstance(event, dict) and isinstance(response, dict):
            self._findings += check_turn(Exchange(event, response, MODEL))
        return response

    def taken(self) -> list[str]:
        """What was found since the last time, each once."""
        found, self._findings = self._findings, []
        return [*dict.fromkeys(map(str, found)), *self._words.taken()]


class WatchedWords:
    """Keeps the values that `speech.catalog` declares and that some code has not given, in any test."""

    def __init__(self) -> None:
        self._missing = dict[str, None]()

    def see(self, text: Text) -> None:
        missing = (allowed(text.prompt) or frozenset()) - {*AGREEING} - text.values.keys()
        self._missing |= dict.fromkeys(f"prompt {text.prompt} was given no {name}" for name in missing)

    def taken(self) -> list[str]:
        found, self._missing = list(self._missing), {}
        return found


def watch(module: ModuleType) -> Watched:
    """Puts itself before `module.handler`, and beside the making of words."""
    words, real = WatchedWords(), Wording._filled

    def filled(wording: Wording, said: str, text: Text, today: date) -> str:
        words.see(text)
        return real(wording, said, text, today)

    Wording._filled = filled  # type: ignore[method-assign, assignment]
    watched = Watched(module.handler, words)
    module.handler = watched  # type: ignore[attr-defined]
    return watched
