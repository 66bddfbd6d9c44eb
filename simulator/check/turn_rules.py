"""Certification rules that one turn shows by itself; `conversation_rules` has those that take several turns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from simulator.check.exchange import Exchange
from simulator.check.findings import Finding, Rule, table
from simulator.check.model_rules import REQUIRED
from simulator.check.response_rules import check_response
from simulator.check.speech_rules import WHOLE_TURN, check_reprompt, check_words
from simulator.check.words import foreign_script, other_language

RULES: Mapping[str, Rule] = table("""
    custom-skills/certification-requirements-for-custom-skills, voice interface tests:
      CRT2 documented: the session stays open exactly when the answer asks something (test 4.1)
        → end with a question and stay open, or ask nothing and close
      CRT9 documented: a LinkAccount card comes only where an account is needed, and the words say so
        → answer without the account, or say that it is needed and where to link it
      CRT14 documented: nothing needed is only on a screen: no screen directive to a device without one, no
        words about it
        → say it, and show it only where there is a screen
      CRT15 documented: words are in the locale's language → translate the words
    """)


_ASKS = re.compile(r"[?？।]['\"”]?\s*((Or say|For example|Or|Say)[: ][^.?]*\.)?$")
"""A question at the end, perhaps with what could be said ("Or say: another one.")."""

_INVITES = re.compile(r"\b(you can say|you could say|try saying|say|for example|please)\b[^.?!]*[.!?]$", re.I)
"""An invitation to speak closes a turn as well as a question does."""

_LINKING = re.compile(r"\b(link|account|sign in|log in|alexa app|konto|compte|cuenta|conta)\w*", re.I)
_SCREEN = re.compile(
    r"\b(on (the|your) screen|screen shows|see the screen|look at the screen|tap|touch)\b", re.I
)


def check_turn(turn: Exchange) -> list[Finding]:
    """Everything that is wrong with one turn: platform, certification, and how it sounds."""
    findings = check_response(turn)
    if turn.is_silent:
        return findings
    findings += [finding for check in _CHECKS for finding in check(turn)]
    if turn.locale.startswith("en"):
        findings += check_words(turn.speech, turn.place, WHOLE_TURN) if turn.speech else []
        findings += check_reprompt(turn.speech, turn.reprompt, turn.place) if turn.reprompt else []
    return findings


def _asks(turn: Exchange) -> Iterator[Finding]:
    end = turn.body.get("shouldEndSession")
    if not turn.speech or end is None:
        return
    asks = bool(_ASKS.search(turn.speech))
    if turn.is_open and not asks and not _INVITES.search(turn.speech):
        yield Finding(
            "CRT2", turn.place, f"stays open after {turn.speech[-50:]!r}", "end with a question, or close"
        )
    if end and asks:
        yield Finding("CRT2", turn.place, f"closes after {turn.speech[-50:]!r}", "stay open, or ask nothing")


def _link(turn: Exchange) -> Iterator[Finding]:
    if turn.card.get("type") != "LinkAccount":
        return
    if turn.kind == "LaunchRequest" or turn.intent in REQUIRED:
        yield Finding("CRT9", turn.place, "a LinkAccount card where no account is needed")
    if not _LINKING.search(turn.speech):
        yield Finding("CRT9", turn.place, "a LinkAccount card, and no word of linking")


def _screen(turn: Exchange) -> Iterator[Finding]:
    if turn.has_screen:
        return
    for directive in turn.directives:
        if str(directive.get("type")).startswith(("Alexa.Presentation.APL.", "VideoApp.", "Display.")):
            yield Finding("CRT14", turn.place, f"{directive['type']} to a device without a screen")
    if found := _SCREEN.search(turn.speech):
        yield Finding("CRT14", turn.place, f"{found.group()!r} is said on a device without a screen")


def _language(turn: Exchange) -> Iterator[Finding]:
    for words in filter(None, (turn.speech, turn.reprompt)):
        if letter := foreign_script(words, turn.locale):
            yield Finding("CRT15", turn.place, f"{letter!r} in {turn.locale}")
        elif language := other_language(words, turn.locale):
            yield Finding("CRT15", turn.place, f"{words[:50]!r} is {language}, the locale {turn.locale}")


_CHECKS: tuple[Callable[[Exchange], Iterator[Finding]], ...] = (_asks, _link, _screen, _language)
