"""Each rule of a response catches broken examples and lets good ones pass."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.check.exchange import Exchange
from simulator.check.response_rules import RULES, check_response
from simulator.check.ssml_rules import ssml_problems
from simulator.envelope import DeviceKind
from tests.check import turns
from tests.check.turns import Change, body, directive, entities, exchange, says

AUDIO = '<audio src="https://example.com/a.mp3"/>'
CARD = {"type": "Simple", "title": "Hours", "content": "Every day."}

BROKEN: list[tuple[str, Exchange]] = [
    ("RSP1", exchange(change=says("word " * 1_700))),
    ("RSP1", exchange(change=body(reprompt={"outputSpeech": turns.speech("word " * 1_700)}))),
    ("RSP2", exchange(change=body(card=CARD | {"content": "x" * 8_001}))),
    (
        "RSP2",
        exchange(
            change=body(
                card={
                    "type": "Standard",
                    "title": "T",
                    "text": "t",
                    "image": {"smallImageUrl": "http://example.com/a.png"},
                }
            )
        ),
    ),
    ("RSP3", exchange(change=lambda r: r.update(sessionAttributes={"kept": "x" * 125_000}))),
    ("RSP4", exchange(change=says(AUDIO * 6))),
    ("RSP4", exchange(change=says('<audio src="http://example.com/a.mp3"/>'))),
    ("RSP5", exchange(ms=8_500)),
    ("RSP6", exchange(change=lambda r: r["response"].pop("reprompt"))),
    ("RSP6", exchange(change=body(shouldEndSession=True))),
    ("RSP6", exchange(turns.ENDED, turns.quiet(), says("Goodbye."))),
    ("RSP6", exchange(turns.EVENT, turns.quiet(), body(card=CARD))),
    ("RSP7", exchange(turns.CAN_FULFILL, turns.can_fulfill(), says("Yes."))),
    (
        "RSP7",
        exchange(turns.CAN_FULFILL, turns.can_fulfill(), body(canFulfillIntent={"canFulfill": "PERHAPS"})),
    ),
    ("RSP8", exchange(change=says("Salt & pepper."))),
    ("RSP8", exchange(change=says("A&nbsp;pause."))),
    ("RSP8", exchange(change=body(outputSpeech={"type": "SSML", "ssml": "<speak> </speak>"}))),
    ("RSP8", exchange(change=body(outputSpeech={"type": "SSML", "ssml": "Hello?"}))),
    ("RSP9", exchange(change=body(card=CARD | {"content": "<b>Every</b> day."}))),
    ("RSP9", exchange(change=body(card=CARD | {"content": "Call [tel:1-206-555-0100]"}))),
    ("RSP9", exchange(change=body(card=CARD | {"title": "{item}"}))),
    ("RSP12", exchange(response=turns.quiet())),
    ("RSP12", exchange(turns.LAUNCH, turns.quiet())),
    ("RSP13", exchange(change=lambda r: r.update(version="2"))),
    ("RSP13", exchange(change=lambda r: r.update(response=None))),
    ("RSP13", exchange(change=body(shouldEndSession="no"))),
    ("RSP13", exchange(change=body(outputSpeech={"type": "SSML", "text": "Hello?"}))),
    ("CRD1", exchange(change=body(card={"type": "Picture"}))),
    ("CRD1", exchange(change=body(card={"type": "Simple", "title": "Hours"}))),
    ("CRD1", exchange(change=body(card={"type": "AskForPermissionsConsent", "permissions": []}))),
    ("DIR1", exchange(change=directive("Alexa.Dance"))),
    ("DIR1", exchange(change=directive("Dialog.ElicitSlot"))),
    ("DIR1", exchange(change=directive("Dialog.ElicitSlot", slotToElicit="colour"))),
    (
        "DIR1",
        exchange(
            change=directive("Dialog.ElicitSlot", slotToElicit="item", updatedIntent={"name": "NoIntent"})
        ),
    ),
    ("DIR1", exchange(turns.LAUNCH, change=directive("Dialog.Delegate"))),
    (
        "DIR1",
        exchange(change=body(directives=[{"type": "Dialog.Delegate"}, {"type": "Dialog.ConfirmIntent"}])),
    ),
    ("DIR1", exchange(change=body(directives=[{"type": "Dialog.Delegate"}], shouldEndSession=True))),
    ("DYN1", exchange(change=entities(101))),
    ("DYN1", exchange(change=entities(behaviour="ADD"))),
    ("DYN1", exchange(change=entities(type_name="COLOUR"))),
    ("DYN1", exchange(change=entities(2, id="same"))),
    ("DYN1", exchange(change=entities(name={"value": ""}))),
]

APL = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {"type": "APL"}}
GOOD: dict[str, Exchange] = {
    "asks": exchange(),
    "ends": exchange(
        response={
            "version": "1.0",
            "response": {"outputSpeech": turns.speech("Goodbye."), "shouldEndSession": True},
        }
    ),
    "plain text": exchange(
        change=body(outputSpeech={"type": "PlainText", "text": "Salt & pepper. Is there anything else?"})
    ),
    "card": exchange(change=body(card=CARD)),
    "linking": exchange(change=body(card={"type": "LinkAccount"})),
    "entities": exchange(change=entities(100)),
    "cleared": exchange(change=directive("Dialog.UpdateDynamicEntities", updateBehavior="CLEAR")),
    "elicits": exchange(change=directive("Dialog.ElicitSlot", slotToElicit="item")),
    "delegates": exchange(
        response={"version": "1.0", "response": {"directives": [{"type": "Dialog.Delegate"}]}}
    ),
    "screen": exchange(kind=DeviceKind.LARGE, change=body(directives=[APL])),
    "event": exchange(turns.EVENT, turns.quiet()),
    "end": exchange(turns.ENDED, turns.quiet()),
    "can fulfil": exchange(turns.CAN_FULFILL, turns.can_fulfill()),
    "sound": exchange(change=says(AUDIO * 5)),
}


@pytest.mark.parametrize(("rule", "turn"), BROKEN, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BROKEN)])
def test_a_broken_response_is_told_which_rule_it_breaks(rule: str, turn: Exchange) -> None:
    assert rule in {finding.rule for finding in check_response(turn)}


@pytest.mark.parametrize("turn", GOOD.values(), ids=list(GOOD))
def test_a_good_response_passes(turn: Exchange) -> None:
    assert [str(finding) for finding in check_response(turn)] == []


def test_every_rule_has_a_broken_example() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        ("<speak>x</speak>", "stands inside"),
        ("<blink>x</blink>", "<blink> is no tag"),
        ('<say-as interpret-as="money">5</say-as>', "say-as interpret-as='money'"),
        ("<say-as>5</say-as>", "needs interpret-as"),
        ('<break time="11s"/>x', "a break of 11s"),
        ('<break time="long"/>x', "expected"),
        ('<prosody speed="fast">x</prosody>', "unknown attribute speed"),
        ('<amazon:effect name="sung">x</amazon:effect>', "amazon:effect name='sung'"),
        ("<p>x", "not well-formed"),
    ],
)
def test_ssml_that_alexa_would_refuse(inside: str, wrong: str) -> None:
    assert wrong in "; ".join(ssml_problems(f"<speak>{inside}</speak>"))


@pytest.mark.parametrize(
    "inside",
    [
        'One <break time="500ms"/> two <break strength="strong"/>',
        '<say-as interpret-as="telephone">1-206-555-0100</say-as>',
        '<say-as interpret-as="date" format="mdy">12/4/2026</say-as>',
        '<amazon:emotion name="excited" intensity="low">Hello</amazon:emotion>',
        '<amazon:domain name="news">Hello</amazon:domain>',
        '<prosody rate="90%" pitch="+5%" volume="-6dB">Hello</prosody>',
        '<lang xml:lang="de-DE">Hallo</lang> <sub alias="aluminium">Al</sub> <w role="amazon:VB">read</w>',
        '<phoneme alphabet="ipa" ph="pɪˈkɑːn">pecan</phoneme> <emphasis level="strong">now</emphasis>',
        "<p><s>One.</s><s>Two.</s></p>",
    ],
)
def test_ssml_that_alexa_takes(inside: str) -> None:
    assert list(ssml_problems(f"<speak>{inside}</speak>")) == []


def test_what_is_no_response_at_all_is_told_so_without_failing() -> None:
    strange: list[Any] = [
        {},
        {"response": []},
        {"version": "1.0", "response": {"card": None, "directives": [None]}},
    ]
    for response in strange:
        found = {finding.rule for finding in check_response(exchange(response=response))}
        assert found & {"RSP12", "RSP13"}


def test_changes_leave_the_good_turn_as_it_was() -> None:
    change: Change = body(shouldEndSession=True)
    exchange(change=change)
    assert turns.asking()["response"]["shouldEndSession"] is False
