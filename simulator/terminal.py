"""The conversation in the terminal. Also reads from a pipe, one sentence a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from simulator import show
from simulator.device import Answer, Device, MakeDevice
from simulator.envelope import DeviceKind
from simulator.on_screen import touchable
from simulator.skill_events import Event

if TYPE_CHECKING:
    from prompt_toolkit.history import History

COMMANDS = {
    ":why": "what was recognised, which topic, how long it took",
    ":card": "the card of the last answer",
    ":screen": "what stands on the screen, and what can be touched",
    ":raw": "the last request and response",
    ":as NAME": "be someone else; `none` for an account that is not linked (also :customer)",
    ":customer NAME": "be someone else; `none` for an account that is not linked",
    ":device KIND": "speaker, round (small screen) or large (screen)",
    ":locale L": "another language, e.g. en-US",
    ":silence": "say nothing when asked",
    ":touch ID": "touch something on the screen",
    ":event KIND": f"outside the conversation: {', '.join(list(Event)[:7])}",
    ":new": "end the session",
    ":help": "this list",
    ":quit": "leave; so does Ctrl-D",
}


class Conversation:
    """Takes lines, writes what is heard. Knows nothing of the keyboard."""

    def __init__(self, make: MakeDevice | None, device: Device, out: TextIO) -> None:
        self._make, self._device, self._out = make, device, out
        self._last = Answer()
        self._commands: dict[str, Callable[[str], None]] = {
            ":why": lambda _: self._write(show.why(self._last)),
            ":card": lambda _: self._write(show.card(self._last)),
            ":screen": lambda _: self._write(show.screen(self._device.screen)),
            ":raw": lambda _: self._write(show.raw(self._last)),
            ":as": self._be,
            ":customer": self._be,
            ":event": self._happens,
            ":device": self._use,
            ":locale": self._speak,
            ":silence": lambda _: self._heard(self._device.silence()),
            ":touch": self._touch,
            ":new": lambda _: self._new(),
            ":help": lambda _: self._help(),
        }

    def take(self, line: str) -> bool:
        """Answers one line; False when it was the last."""
        text = line.strip()
        if not text:
            return True
        if not text.startswith(":"):
            self._heard(self._device.say(text))
            return True
        name, _, argument = text.partition(" ")
        if name in (":quit", ":q", ":exit"):
            return False
        command = self._commands.get(name)
        if command is None:
            near = get_close_matches(name, [*self._commands, ":quit"], 1)
            self._write(
                f"  {name} is no command; {f'did you mean {near[0]}? ' if near else ''}:help lists them"
            )
        else:
            command(argument.strip())
        return True

    def leave(self) -> None:
        self._device.close()

    def _heard(self, answer: Answer) -> None:
        self._last = answer
        self._write(show.heard(answer))

    def _touch(self, token: str) -> None:
        there = touchable(self._device.screen or {})
        if there and token not in there:
            self._write(f"  there is nothing {token!r} to touch; there is {', '.join(there)}")
            return
        self._heard(self._device.touch(token))

    def _be(self, name: str) -> None:
        self._become(name and f"You are now {name}.", customer=None if name in ("none", "nobody") else name)

    def _use(self, kind: str) -> None:
        if kind in list(DeviceKind):
            self._become(f"The device is now: {kind}.", kind=DeviceKind(kind))
        else:
            self._write(f"  expected one of {', '.join(DeviceKind)}")

    def _speak(self, locale: str) -> None:
        self._become(f"The locale is now {locale}.", locale=locale)

    def _become(self, done: str, **changed: Any) -> None:
        now = {
            "customer": self._device.customer,
            "kind": self._device.account.kind,
            "locale": self._device.locale,
        }
        if self._make is None:
            self._write("  Not while a conversation is recorded: a file has one customer and one device.")
            return
        try:
            device = self._make(*(now | changed).values())
        except ValueError as problem:
            self._write(show.wrapped(str(problem), "  "))
            return
        self._device.close()
        self._device, self._last = device, Answer()
        self._write(f"  {done} A new session.")

    def _happens(self, kind: str) -> None:
        try:
            answer = self._device.event(kind)
        except (TypeError, ValueError) as problem:
            self._write(show.wrapped(str(problem) if kind else f"which event? {', '.join(Event)}", "  "))
            return
        self._last = answer
        self._write(f"  (the skill was told: {answer.request['request']['type']})")
        if answer.problem or answer.errors:
            self._write(show.heard(answer))

    def _new(self) -> None:
        self._device.close()
        self._last = Answer()
        self._write("  A new session.")

    def _help(self) -> None:
        self._write("\n".join(f"  {name:<16} {what}" for name, what in COMMANDS.items()))

    def _write(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def greeting(device: Device) -> str:
    """Says first of all that this is not Alexa."""
    name = device.model.invocation
    who = f"You are the example customer {device.customer}." if device.customer else "No account is linked."
    return "\n\n".join(
        [
            show.wrapped(show.STAND_IN),
            show.wrapped(f"{who} Try “open {name}” or just ask; :help lists commands, :quit leaves."),
        ]
    )


def talk(make: MakeDevice | None, device: Device) -> None:
    """The whole conversation, until the input ends. Without `make` customer, device and locale stay as they are."""
    conversation = Conversation(make, device, sys.stdout)
    print(f"{greeting(device)}\n")
    try:
        for line in _lines():
            if not conversation.take(line):
                break
    finally:
        conversation.leave()


def _lines() -> Iterator[str]:
    return _edited_lines() if sys.stdin.isatty() and sys.stdout.isatty() else _plain_lines()


def _plain_lines() -> Iterator[str]:
    """From a pipe; each line is repeated, so that the output reads as a conversation."""
    for line in sys.stdin:
        if line.strip():
            print(f"> {line.strip()}", flush=True)
            yield line


def _edited_lines() -> Iterator[str]:
    """With history and line editing."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter

    names = [name.split()[0] for name in COMMANDS]
    completer = WordCompleter(names, sentence=True)
    session: PromptSession[str] = PromptSession(
        history=_history(), completer=completer, complete_while_typing=False
    )
    while True:
        try:
            yield session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def _history() -> History:
    """Kept from one conversation to the next where a file can be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    try:
        directory = Path(base) / "shop-helper"
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / "history"
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
