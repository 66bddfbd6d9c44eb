"""Replies → words. The only place where a prompt id and its values become a sentence."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shop_helper.dialog.reply import (
    Card,
    Day,
    Duration,
    Ending,
    Listed,
    Month,
    Name,
    Quantity,
    Reply,
    Row,
    Sentence,
    Slowed,
    Text,
)
from shop_helper.dialog.session import Spoken
from shop_helper.domain.orders import Money
from shop_helper.speech import forms
from shop_helper.speech.ssml import slowly, to_fragment, to_plain

_ON_NEAR = re.compile(r"\bon (today|tomorrow|yesterday)\b")


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
            return Spoken(say, "", "", to_fragment(say))
        reprompt = self._reprompt(reply.question, today, request_id)
        return Spoken(say, words[-1], reprompt, to_fragment(say), to_fragment(reprompt))

    def ssml_of(self, prompt: str, request_id: str) -> str:
        """A prompt that takes no values, as Alexa takes it."""
        return to_fragment(self.words(Text(prompt), date.min, request_id))

    def words(self, text: Text, today: date, request_id: str = "") -> str:
        """One piece, its values filled in."""
        if not text.prompt:
            return self._filled(text.words, text, today)
        variants = self._prompts[text.prompt]
        chosen = variants[zlib.crc32(f"{request_id}{text.prompt}".encode()) % len(variants)]
        return _capitalised(self._filled(chosen, text, today))

    def names(self, names: Sequence[Name], today: date) -> tuple[Name, ...]:
        """Names with their words in place, as they are written on a screen."""
        return tuple(Text(words=to_plain(self._name(name, today))) for name in names)

    def _filled(self, words: str, text: Text, today: date) -> str:
        """The words with the values of the text, and with forms that agree with its item: `{is}`, `{was}`, `{has}`,
        `{it}`, `{It}`, `{them}`. "On today" becomes "today"."""
        item = text.values.get("item")
        forms_of_item = forms.agreement(_noun(item)) if isinstance(item, str | Text) else {}
        for name, value in {**forms_of_item, **text.values}.items():
            words = words.replace("{" + name + "}", self._value(value, today))
        return _ON_NEAR.sub(r"\1", words)

    def _value(self, value: Any, today: date) -> str:
        """Values may be pieces themselves ("the case about {item}"); only those keep markers."""
        match value:
            case Text():
                return self._piece(value, today)
            case Listed():
                return forms.listed([self._name(name, today) for name in value.names], value.last)
        return _form(value, today)

    def _name(self, name: Name, today: date) -> str:
        return self._piece(name, today) if isinstance(name, Text) else _safe(name)

    def _piece(self, text: Text, today: date) -> str:
        words = self._prompts[text.prompt][0] if text.prompt else text.words
        return self._filled(words, text, today)

    def card(self, card: Card, today: date) -> Card:
        """The card with its words in place."""
        if card.heading is None:
            return card
        lines = (to_plain(self.words(line, today)) for line in card.lines)
        return Card(to_plain(self.words(card.heading, today)), "\n".join(lines), private=card.private)

    def rows(self, rows: Sequence[Row], today: date, request_id: str) -> tuple[Row, ...]:
        """Rows with their words in place."""

        def in_words(text: Text) -> Text:
            return Text(words=self.words(text, today, request_id))

        return tuple(Row(in_words(row.label), in_words(row.value)) for row in rows)

    def _reprompt(self, question: Text, today: date, request_id: str) -> str:
        """`<prompt>.again` where the prompts have one (shorter, and never the same words), else the question."""
        if not question.prompt:
            return self.words(question, today, request_id)
        again = f"{question.prompt}.again"
        name = again if again in self._prompts else question.prompt
        return self.words(Text(name, question.values), today, request_id)


def _noun(item: Name) -> str:
    """The name of an item without what is said beside it."""
    while isinstance(item, Text):
        item = item.values.get("item", item.words)
    return item


def _form(value: Any, today: date) -> str:
    if isinstance(value, date):
        return forms.spoken_date(value, today)
    match value:
        case Money():
            return forms.money(value.amount, value.currency)
        case Quantity():
            return forms.quantity(value.value, value.unit)
        case Day():
            return forms.short_date(value.on, today)
        case Month():
            return forms.month(value.number)
        case Sentence():
            return _safe(forms.sentence(value.words))
        case Ending():
            return forms.code_ending(value.code, value.length)
        case Duration():
            return forms.duration(value.left)
        case Slowed():
            return slowly(value.words)
    return _safe(value) if isinstance(value, str) else str(value)


def _safe(words: str) -> str:
    """Words of customers or shops hold no marker."""
    return words.replace("[", "(").replace("]", ")")


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
