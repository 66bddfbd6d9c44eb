"""Replies → words. The only place where a prompt id and its values become a sentence."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shop_helper.domain.orders import Money
from shop_helper.speech import forms
from shop_helper.turn import Reply, Text

_ON_NEAR = re.compile(r"\bon (today|tomorrow|yesterday)\b")


@dataclass(frozen=True)
class Spoken:
    """What one reply says, with markers (see `speech.ssml`)."""

    say: str
    question: str
    """The part of `say` that asks; empty when nothing is asked."""
    reprompt: str


class Wording:
    """Turns replies into words with one set of prompts."""

    def __init__(self, prompts: Mapping[str, Sequence[str]]) -> None:
        self._prompts = prompts

    def speak(self, reply: Reply, today: date, request_id: str) -> Spoken:
        """Variants are chosen by the request id: varied from turn to turn, the same when a request is retried."""
        texts = [*reply.say, *([reply.question] if reply.question else [])]
        words = [self.words(text, today, request_id) for text in texts]
        say = " ".join(filter(None, words))
        if reply.question is None:
            return Spoken(say, "", "")
        return Spoken(say, words[-1], self._reprompt(reply.question, today, request_id))

    def words(self, text: Text, today: date, request_id: str = "") -> str:
        """One piece, its values filled in."""
        if not text.prompt:
            return _filled(text.words, text.values, today)
        variants = self._prompts[text.prompt]
        chosen = variants[zlib.crc32(f"{request_id}{text.prompt}".encode()) % len(variants)]
        return _capitalised(_filled(chosen, text.values, today))

    def _reprompt(self, question: Text, today: date, request_id: str) -> str:
        """`<prompt>.again` where the prompts have one (shorter, and never the same words), else the question."""
        if not question.prompt:
            return question.words
        again = f"{question.prompt}.again"
        name = again if again in self._prompts else question.prompt
        return self.words(Text(name, question.values), today, request_id)


def _filled(words: str, values: Mapping[str, Any], today: date) -> str:
    """Fills in values; `{is}`, `{was}`, `{has}`, `{it}`, `{It}` agree with the item. "on today" becomes "today"."""
    forms_of_item = forms.agreement(values["item"]) if isinstance(values.get("item"), str) else {}
    for name, value in (forms_of_item | dict(values)).items():
        words = words.replace("{" + name + "}", _form(value, today))
    return _ON_NEAR.sub(r"\1", words)


def _form(value: Any, today: date) -> str:
    if isinstance(value, date):
        return forms.spoken_date(value, today)
    if isinstance(value, Money):
        return forms.money(value.amount, value.currency)
    return str(value).replace("[", "(").replace("]", ")") if isinstance(value, str) else str(value)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
