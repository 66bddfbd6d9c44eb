"""The dialog manager: what Alexa asks, confirms and refuses on a skill's behalf.

It follows the dialog part of the interaction model, by itself (auto-delegation) or when the skill says so
(`Dialog.Delegate`), and keeps what a skill asks for itself (`Dialog.ElicitSlot`, `ConfirmSlot`, `ConfirmIntent`).
An intent is kept as the object that requests carry. What it doesn't imitate is listed in docs/simulator.md.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.dialog_model import DialogIntent, DialogSlot, dialog_intents
from simulator.model import Model
from simulator.slot_validation import broken

DIALOG = ("Dialog.Delegate", "Dialog.ElicitSlot", "Dialog.ConfirmSlot", "Dialog.ConfirmIntent")
"""Directives of which a response may hold one."""


class DialogError(Exception):
    """A directive that Alexa would refuse; the message says what to do."""


@dataclass(frozen=True)
class Ask:
    """Alexa says something by itself and waits for the answer."""

    speech: str
    does: str
    """`elicits size`, `confirms size`, `confirms OrderIntent`."""


@dataclass(frozen=True)
class Send:
    """The skill is asked."""

    intent: Mapping[str, Any]
    state: str | None
    """STARTED, IN_PROGRESS or COMPLETED; None for an intent without a dialog."""


@dataclass(frozen=True)
class _Wait:
    """What the next sentence answers."""

    kind: str
    """elicit | confirm slot | confirm intent"""
    slot: str = ""


class DialogManager:
    """The dialog of one session. At most one intent is in it at a time."""

    def __init__(self, model: Model, today: Callable[[], date]) -> None:
        self._model, self._today = model, today
        self._dialogs = dialog_intents(model)
        self._intent: dict[str, Any] | None = None
        self._wait: _Wait | None = None

    @property
    def elicits(self) -> tuple[str, str] | None:
        """Intent and slot that were asked for."""
        if self._intent is None or self._wait is None or self._wait.kind != "elicit":
            return None
        return str(self._intent["name"]), self._wait.slot

    @property
    def confirms(self) -> bool:
        """Whether a yes or a no is waited for."""
        return self._wait is not None and self._wait.kind != "elicit"

    @property
    def intent(self) -> str | None:
        """Name of the intent whose dialog is open."""
        return str(self._intent["name"]) if self._intent else None

    def forget(self) -> None:
        self._intent = self._wait = None

    def take(self, heard: Mapping[str, Any]) -> Ask | Send:
        """An intent was recognised: it goes on with the open dialog, or starts another."""
        name = str(heard["name"])
        dialog = self._dialogs.get(name)
        if dialog is None:
            self.forget()
            return Send(heard, None)
        state = "IN_PROGRESS"
        if self._intent is None or self._intent["name"] != name:
            self._intent, state = copy.deepcopy(dict(heard)), "STARTED"
        else:
            for slot, filled in (heard.get("slots") or {}).items():
                if _is_filled(filled):
                    self._intent["slots"][slot] = dict(filled)
        self._wait = None
        return self._advance(dialog) if dialog.delegated else Send(self._copy(), state)

    def confirm(self, yes: bool) -> Ask | Send:
        """The answer to what was to be confirmed."""
        assert self._intent is not None
        assert self._wait is not None
        status = "CONFIRMED" if yes else "DENIED"
        if self._wait.kind == "confirm slot":
            self._intent["slots"][self._wait.slot]["confirmationStatus"] = status
        else:
            self._intent["confirmationStatus"] = status
        self._wait = None
        dialog = self._dialogs[str(self._intent["name"])]
        return self._advance(dialog) if dialog.delegated else Send(self._copy(), "IN_PROGRESS")

    def follow(self, directives: Iterable[Mapping[str, Any]], sent: Mapping[str, Any]) -> Ask | Send | None:
        """What a response's directives make of the dialog; None: the skill's own words are all that is said.

        `sent` is the request that was answered. Raises DialogError.
        """
        mine = [directive for directive in directives if directive.get("type") in DIALOG]
        if not mine:
            self.forget()
            return None
        if len(mine) > 1:
            raise DialogError(f"{len(mine)} directives of the dialog in one response; send one")
        (directive,) = mine
        before = sent.get("intent") or {}
        self._intent = self._updated(directive, before)
        dialog = self._dialogs[str(self._intent["name"])]
        if directive["type"] == "Dialog.Delegate":
            return self._delegate(dialog, before, sent.get("dialogState"))
        self._wait = self._waiting(directive, dialog)
        return None

    def _delegate(self, dialog: DialogIntent, before: Mapping[str, Any], state: Any) -> Ask | Send:
        self._wait = None
        if dialog.name != before.get("name"):  # intent chaining
            return self._advance(dialog) if dialog.delegated else Send(self._copy(), "STARTED")
        if state == "COMPLETED":
            raise DialogError(
                f"Dialog.Delegate, but the dialog of {dialog.name} is completed; answer instead"
            )
        return self._advance(dialog)

    def _waiting(self, directive: Mapping[str, Any], dialog: DialogIntent) -> _Wait:
        kind = directive["type"]
        if kind == "Dialog.ConfirmIntent":
            return _Wait("confirm intent")
        key = "slotToElicit" if kind == "Dialog.ElicitSlot" else "slotToConfirm"
        slot = str(directive.get(key))
        assert self._intent is not None
        if slot not in self._intent["slots"]:
            raise DialogError(f"{kind}: {key} is {slot!r}, which is no slot of {dialog.name}")
        return _Wait("elicit" if kind == "Dialog.ElicitSlot" else "confirm slot", slot)

    def _updated(self, directive: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """The intent as the skill wants it, every declared slot there."""
        intent = directive.get("updatedIntent") or before
        name, kind = intent.get("name"), directive["type"]
        declared = self._model.intents.get(str(name))
        if not name:
            raise DialogError(f"{kind} after a request without an intent; send the intent as updatedIntent")
        if declared is None:
            raise DialogError(f"{kind}: the model has no intent {name}")
        if name not in self._dialogs:
            raise DialogError(f"{kind}: {name} has no dialog; add it to the model's dialog.intents")
        slots = {slot.name: {"name": slot.name, "confirmationStatus": "NONE"} for slot in declared.slots}
        for slot, filled in (intent.get("slots") or {}).items():
            if slot not in slots:
                raise DialogError(f"{kind}: updatedIntent has the slot {slot}, which is not of {name}")
            slots[slot] |= {key: value for key, value in filled.items() if value is not None}
        status = intent.get("confirmationStatus") or "NONE"
        return {"name": name, "confirmationStatus": status, "slots": slots}

    def _advance(self, dialog: DialogIntent) -> Ask | Send:
        """The next thing that Alexa asks by itself; when nothing is left, the skill gets the whole intent."""
        assert self._intent is not None
        for slot in dialog.slots:
            step = self._of_slot(slot)
            if step is not None:
                return step
        if dialog.confirmed and self._intent["confirmationStatus"] == "NONE":
            return self._ask(dialog.confirmation, _Wait("confirm intent"), f"confirms {dialog.name}")
        whole = self._copy()
        self.forget()
        return Send(whole, "COMPLETED")

    def _of_slot(self, slot: DialogSlot) -> Ask | None:
        assert self._intent is not None
        filled = self._intent["slots"].get(slot.name, {})
        if not _is_filled(filled):
            return self._elicit(slot, slot.elicitation) if slot.elicited else None
        rule = broken(slot, filled, self._today())
        if rule is not None:
            return self._elicit(slot, rule.prompt)
        if slot.confirmed and filled["confirmationStatus"] == "NONE":
            return self._ask(slot.confirmation, _Wait("confirm slot", slot.name), f"confirms {slot.name}")
        if slot.confirmed and filled["confirmationStatus"] == "DENIED":
            return self._elicit(slot, slot.elicitation)
        return None

    def _elicit(self, slot: DialogSlot, words: str) -> Ask:
        """Asks for the slot; what it held is still said in the words, then gone."""
        assert self._intent is not None
        asked = self._ask(words, _Wait("elicit", slot.name), f"elicits {slot.name}")
        self._intent["slots"][slot.name] = {"name": slot.name, "confirmationStatus": "NONE"}
        return asked

    def _ask(self, words: str, wait: _Wait, does: str) -> Ask:
        self._wait = wait
        return Ask(re.sub(r"\{\s*(\w+)\s*\}", self._value, words), does)

    def _value(self, name: re.Match[str]) -> str:
        assert self._intent is not None
        filled = self._intent["slots"].get(name[1], {})
        several = [str(one.get("value")) for one in (filled.get("slotValue") or {}).get("values") or ()]
        return " and ".join(several) or str(filled.get("value", ""))

    def _copy(self) -> dict[str, Any]:
        return copy.deepcopy(self._intent or {})


def _is_filled(slot: Mapping[str, Any]) -> bool:
    return bool(slot.get("value") or (slot.get("slotValue") or {}).get("values"))
