"""Sentences that call a skill by its name: "open shop helper", "ask shop helper to cancel my order"."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.sentence import tokenise

_WAKE = ("alexa", "echo", "computer", "amazon")
_POLITE = ("hey", "please", "okay", "ok")
_OPENING = "speak with|talk to|speak to|ask the|open|launch|start|run|begin|load|use|play|resume|ask|tell"
_VERBS = [verb.split() for verb in _OPENING.split("|")]
"""The longest first."""
_JOINTS = ("to", "for", "about", "if", "whether", "that", "and")
_AND_ASKS = (("ask",), ("ask", "it"), ("say",), ("tell", "it"))
_BEHIND = ("using", "with", "from", "in", "on", "through", "via")


@dataclass(frozen=True)
class Call:
    """A sentence that names the skill."""

    words: str
    """What is asked of it, as spoken; empty when it is only opened."""


def without_wake_word(text: str) -> str:
    """ "Alexa, stop" → "stop"; other text unchanged."""
    tokens = tokenise(text)
    lead = next((n for n, token in enumerate(tokens) if token not in _POLITE), 0)
    if len(tokens) > lead + 1 and tokens[lead] in _WAKE:
        return " ".join(tokens[lead + 1 :])
    return text


def called(text: str, invocation: str) -> Call | None:
    """None when the sentence doesn't call the skill by its name."""
    tokens, name = tokenise(without_wake_word(text)), tokenise(invocation)
    while len(tokens) > 1 and tokens[0] in _POLITE:
        tokens = tokens[1:]
    if tokens == name:
        return Call("")
    for verb in _VERBS:
        named = [*verb, *name]
        if tokens[: len(named)] == named:
            return Call(" ".join(_request(tokens[len(named) :])))
    behind = len(tokens) - len(name)
    if behind > 1 and tokens[behind:] == name and tokens[behind - 1] in _BEHIND:
        return Call(" ".join(tokens[: behind - 1]))
    return None


def _request(tokens: list[str]) -> list[str]:
    if tokens == ["please"]:
        return []
    if len(tokens) > 1 and tokens[0] in _JOINTS:
        joint, tokens = tokens[0], tokens[1:]
        if joint == "and":
            asks = next((verb for verb in _AND_ASKS[::-1] if tuple(tokens[: len(verb)]) == verb), ())
            tokens = tokens[len(asks) :]
            return _request(tokens) if asks else tokens
        if joint in ("if", "whether"):
            return [joint, *tokens]
    return tokens
