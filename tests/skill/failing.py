"""Ways to fail that no code expects."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from shop_helper.speech.wording import Wording


class UnexpectedError(Exception):
    """A bug: nothing that any code expects."""


def raising(*_: Any, **__: Any) -> Any:
    raise UnexpectedError


def not_saying(start: str) -> AbstractContextManager[Any]:
    """A wording that can't say prompts that begin so."""
    real = Wording.words

    def words(wording: Wording, text: Any, *args: Any) -> str:
        if text.prompt.startswith(start):
            raise KeyError(text.prompt)
        return real(wording, text, *args)

    return patch.object(Wording, "words", words)
