"""Certification rules that one turn shows by itself."""

from __future__ import annotations

import pytest

from simulator.check.exchange import Exchange
from simulator.check.turn_rules import RULES, check_turn
from simulator.envelope import DeviceKind
from tests.check import turns
from tests.check.test_response_rules import APL
from tests.check.turns import asking, body, exchange, says

LINK = body(card={"type": "LinkAccount"})
BYE = {
    "version": "1.0",
    "response": {"outputSpeech": turns.speech("Shall I go on?"), "shouldEndSession": True},
}

BROKEN: list[tuple[str, Exchange]] = [
    ("CRT2", exchange(response=asking("The kettle arrives today.", "Anything else?"))),
    ("CRT2", exchange(response=BYE)),
    ("CRT9", exchange(turns.LAUNCH, change=LINK)),
    ("CRT9", exchange(turns.HELP, change=LINK)),
    ("CRT9", exchange(change=LINK)),
    ("CRT14", exchange(change=body(directives=[APL]))),
    ("CRT14", exchange(change=says("You see them on the screen."))),
    ("CRT15", exchange(change=says("Willkommen, das ist die Hilfe und Sie können mit mir reden."))),
    ("CRT15", exchange(change=says("注文 is the word."))),
    (
        "CRT15",
        exchange(
            locale="de-DE",
            response=asking("Your kettle is on the way and it will be there today. What else?"),
        ),
    ),
]
GOOD: dict[str, Exchange] = {
    "asks": exchange(),
    "asks, then says how": exchange(
        response=asking(
            "Do you mean the kettle, or the lamp? Or say: another one.", "The kettle, or the lamp?"
        )
    ),
    "invites": exchange(
        response=asking(
            "I help with orders. You could say: where is my order.", "For example: where is my order?"
        )
    ),
    "links": exchange(change=lambda r: (says("I need your account. I sent a card to link it.")(r), LINK(r))),
    "screen": exchange(kind=DeviceKind.LARGE, change=body(directives=[APL])),
    "german": exchange(
        locale="de-DE",
        response=asking(
            "Ihre Lieferung ist da und Sie können sie abholen. Möchten Sie noch etwas?", "Noch etwas?"
        ),
    ),
    "café": exchange(change=says("The café crème machine is here.")),
}


@pytest.mark.parametrize(("rule", "turn"), BROKEN, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BROKEN)])
def test_a_broken_turn_is_told_which_rule_it_breaks(rule: str, turn: Exchange) -> None:
    assert rule in {finding.rule for finding in check_turn(turn)}


@pytest.mark.parametrize("turn", GOOD.values(), ids=list(GOOD))
def test_a_good_turn_passes(turn: Exchange) -> None:
    assert [str(finding) for finding in check_turn(turn)] == []


def test_every_rule_has_a_broken_example() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)
