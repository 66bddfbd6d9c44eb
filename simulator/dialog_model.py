"""The dialog part of an interaction model as plain values: what is asked for, in which words, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.model import Model
from simulator.speech import SpeechError, plain


@dataclass(frozen=True)
class Validation:
    kind: str
    """`isInSet`, `hasEntityResolutionMatch` …"""
    prompt: str
    """What is said when it fails."""
    about: Mapping[str, Any]
    """The rule's own values."""


@dataclass(frozen=True)
class DialogSlot:
    name: str
    type: str
    elicited: bool = False
    confirmed: bool = False
    elicitation: str = ""
    """Words that ask for it; `{slot}` stands for a value."""
    confirmation: str = ""
    validations: tuple[Validation, ...] = ()


@dataclass(frozen=True)
class DialogIntent:
    name: str
    slots: tuple[DialogSlot, ...]
    delegated: bool
    """Whether Alexa leads the dialog by itself and asks the skill only when all is known (auto-delegation)."""
    confirmed: bool = False
    confirmation: str = ""

    def slot(self, name: str) -> DialogSlot | None:
        return next((slot for slot in self.slots if slot.name == name), None)


def dialog_intents(model: Model) -> dict[str, DialogIntent]:
    """By name; empty for a model without a dialog."""
    prompts = {str(prompt.get("id")): _words(prompt) for prompt in model.prompts}
    strategy = model.dialog.get("delegationStrategy")
    entries = model.dialog.get("intents") or ()
    return {str(entry.get("name")): _intent(entry, prompts, strategy) for entry in entries}


def _intent(entry: Mapping[str, Any], prompts: Mapping[str, str], strategy: str | None) -> DialogIntent:
    return DialogIntent(
        name=str(entry.get("name")),
        slots=tuple(_slot(slot, prompts) for slot in entry.get("slots") or ()),
        delegated=(entry.get("delegationStrategy") or strategy) == "ALWAYS",
        confirmed=bool(entry.get("confirmationRequired")),
        confirmation=_prompt(entry, "confirmation", prompts),
    )


def _slot(entry: Mapping[str, Any], prompts: Mapping[str, str]) -> DialogSlot:
    return DialogSlot(
        name=str(entry.get("name")),
        type=str(entry.get("type")),
        elicited=bool(entry.get("elicitationRequired")),
        confirmed=bool(entry.get("confirmationRequired")),
        elicitation=_prompt(entry, "elicitation", prompts),
        confirmation=_prompt(entry, "confirmation", prompts),
        validations=tuple(
            Validation(str(rule.get("type")), prompts.get(str(rule.get("prompt")), ""), rule)
            for rule in entry.get("validations") or ()
        ),
    )


def _prompt(entry: Mapping[str, Any], kind: str, prompts: Mapping[str, str]) -> str:
    return prompts.get(str((entry.get("prompts") or {}).get(kind)), "")


def _words(prompt: Mapping[str, Any]) -> str:
    """Of several variations the first, so that a conversation can be had again."""
    first: Mapping[str, Any] = next(iter(prompt.get("variations") or ()), {})
    text = str(first.get("value", ""))
    if first.get("type") != "SSML":
        return text
    try:
        return plain(text)
    except SpeechError:
        return text
