"""Conversation files: what is said to a skill, turn by turn, and what has to come of it. For any skill.

The format is described in `tests/conversations/README.md`. Files are read with everything checked that can be
checked without the skill, then played on a `Device`; what differs comes back as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from simulator import differences
from simulator.device import Answer, Device
from simulator.envelope import DeviceKind

__all__ = ["Conversation", "ConversationError", "Turn", "play", "read_conversation", "verdict"]

ACTIONS = ("say", "launch", "touch", "silence", "close", "forget", "later", "event", "retry")
"""What happens in a turn: a sentence; opened; a touch on the screen; nobody speaks; the customer leaves; the session
is gone; time goes by without a word; something happens outside the conversation; Alexa sends the last request again."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEAD = ("about", "customer", "device", "locale", "settings", "known_miss", "turns")
_BARE = ("launch", "silence", "close", "forget", "retry")

CARD = "{card}"
"""Stands for a number that nobody knows beforehand: the one on the card that was sent last."""

_TIME = re.compile(r"\d+ (minute|hour|day)s?")

Check = Callable[[Any, Answer], list[str]]
"""A key of a project's own: what the file says under it, and the answer → what is wrong."""


class ConversationError(Exception):
    """A file that can't be played: `file, turn: problem; what was expected`."""


@dataclass(frozen=True)
class Turn:
    number: int
    action: str
    """One of ACTIONS."""
    argument: Any
    """The sentence, the token touched, the event …"""
    expected: Mapping[str, Any]
    """Each key is checked."""


@dataclass(frozen=True)
class Conversation:
    name: str
    """The file's."""
    about: str
    turns: tuple[Turn, ...]
    customer: str | None = None
    device: str = "speaker"
    locale: str | None = None
    known_miss: str | None = None
    """Why it fails today; None when it is to pass."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Environment variables the skill is made with, for this conversation only."""


@dataclass(frozen=True)
class Played:
    """One turn and what came of it."""

    turn: Turn
    answer: Answer
    problems: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"turn {self.turn.number}: {differences.told(self.turn.action, self.turn.argument)}"]
        lines += [f"  ✗ {problem}" for problem in self.problems]
        return "\n".join([*lines, differences.picture(self.answer)])


def read_conversation(path: Path, more: Mapping[str, Check] | None = None) -> Conversation:
    """Raises ConversationError. `more` are checks of a project's own, by their keys."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as problem:
        raise ConversationError(f"{path}: can't be read: {problem.strerror or problem}") from problem
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise ConversationError(f"{path}: not valid YAML: {problem}") from problem
    return conversation_of(data, str(path), more)


def conversation_of(data: Any, name: str, more: Mapping[str, Check] | None = None) -> Conversation:
    """From parsed YAML. Raises ConversationError."""
    if not isinstance(data, dict) or not isinstance(data.get("turns"), list) or not data["turns"]:
        raise ConversationError(f"{name}: expected `turns:` with a list of what is said")
    _only(data, _HEAD, name)
    if data.get("device", "speaker") not in [*DeviceKind]:
        raise ConversationError(f"{name}: device {data['device']!r}; expected one of {', '.join(DeviceKind)}")
    settings = data.get("settings", {})
    if not isinstance(settings, dict) or not all(isinstance(value, str) for value in settings.values()):
        raise ConversationError(f"{name}: settings {settings!r}; expected NAME: 'text' (quote on and off)")
    known = {*differences.KEYS, *(more or {})}
    turns = tuple(_turn(entry, n, f"{name}, turn {n}", known) for n, entry in enumerate(data["turns"], 1))
    return Conversation(
        name=name,
        about=str(data.get("about", "")),
        turns=turns,
        customer=data.get("customer"),
        device=str(data.get("device", "speaker")),
        locale=data.get("locale"),
        known_miss=data.get("known_miss"),
        settings=settings,
    )


def play(
    conversation: Conversation, device: Device, more: Mapping[str, Check] | None = None
) -> Iterator[Played]:
    """Every turn in order; what the last ones find is worth little once one has failed."""
    for turn in conversation.turns:
        answer = act(device, turn.action, turn.argument)
        expected = filled(turn.expected, device)
        problems = differences.between(expected, answer, device)
        for key, check in (more or {}).items():
            if key in expected:
                problems += check(expected[key], answer)
        yield Played(turn, answer, tuple(problems))


def verdict(
    conversation: Conversation, device: Device, more: Mapping[str, Check] | None = None
) -> Played | str | None:
    """Plays it: None when all is as the file says; else the first turn that is not, or that a known miss works now."""
    return judged(conversation, play(conversation, device, more))


def judged(conversation: Conversation, turns: Iterable[Played]) -> Played | str | None:
    """The verdict on turns that were played."""
    failed = next((played for played in turns if played.problems), None)
    if conversation.known_miss is None:
        return failed
    return None if failed else f"{conversation.name} works now: take out `known_miss`"


def act(device: Device, action: str, argument: Any) -> Answer:
    """One turn of a file on the device."""
    if action == "say":
        return device.say(filled(argument, device, " "))
    if action == "touch":
        return device.touch(argument)
    if action == "event":
        return device.event(argument) if isinstance(argument, str) else device.event(**argument)
    if action == "later":
        device.wait(_time(argument))
        return Answer()
    answer: Answer | None = getattr(device, action)()  # one of _BARE
    return answer or Answer()


def filled(value: Any, device: Device, between: str = "") -> Any:
    """Texts with the number on the last card in place of `{card}`, with `between` between its digits."""
    if isinstance(value, str):
        return value.replace(CARD, between.join(_number(device.card))) if CARD in value else value
    if isinstance(value, Mapping):
        return {key: filled(entry, device, between) for key, entry in value.items()}
    return [filled(entry, device, between) for entry in value] if isinstance(value, list) else value


def _number(card: Mapping[str, Any] | None) -> str:
    """The first digits on the card, however they are grouped; none where there are none."""
    text = str((card or {}).get("content") or (card or {}).get("text") or "")
    found = re.search(r"\d(?:[\d ]*\d)?", text)
    return found.group().replace(" ", "") if found else ""


def _turn(entry: Any, number: int, where: str, known: set[str]) -> Turn:
    if not isinstance(entry, dict):
        raise ConversationError(f"{where}: expected an object such as {{say: hello}}")
    actions = [action for action in ACTIONS if action in entry]
    if len(actions) != 1:
        raise ConversationError(
            f"{where}: expected exactly one of {', '.join(ACTIONS)}, got {actions or 'none'}"
        )
    action, argument = actions[0], entry[actions[0]]
    if action in _BARE and argument is not True:
        raise ConversationError(f"{where}: {action} is {argument!r}; expected `{action}: true`")
    if action == "later" and not _TIME.fullmatch(str(argument)):
        raise ConversationError(f"{where}: later is {argument!r}; expected a time such as 1 day, 20 minutes")
    if action in ("say", "touch") and not isinstance(argument, str):
        raise ConversationError(
            f"{where}: {action} is {argument!r}; expected a text (quote yes, no and numbers)"
        )
    expected = {key: value for key, value in entry.items() if key != action}
    _only(expected, known, where)
    for key in differences.LISTS & expected.keys():
        if not isinstance(expected[key], list):
            raise ConversationError(f"{where}: {key} is {expected[key]!r}; expected a list of words")
    return Turn(number, action, argument, expected)


def _time(text: str) -> timedelta:
    number, unit = text.split()
    return timedelta(**{unit.removesuffix("s") + "s": int(number)})


def _only(data: Mapping[str, Any], known: tuple[str, ...] | set[str], where: str) -> None:
    unknown = sorted(str(key) for key in data.keys() - set(known))
    if unknown:
        raise ConversationError(f"{where}: unknown key {unknown[0]}; known are {', '.join(sorted(known))}")
