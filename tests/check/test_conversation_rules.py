"""Certification rules that take a conversation: each catches a skill that breaks it, and a good skill passes all."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.check.conversation_rules import RULES, check_conversations
from simulator.check.subject import Subject
from tests.check.broken_skills import ASK, Handler, good_skill, library_data, skill

PHRASES = ["Alexa, open city library", "Alexa, ask city library to renew my books", "what have i borrowed"]
LINK = '"type": "LinkAccount"'


def manifest(phrases: list[str]) -> dict[str, Any]:
    return {"manifest": {"publishingInformation": {"locales": {"en-US": {"examplePhrases": phrases}}}}}


def rules_broken(handler: Handler, phrases: list[str] | None = None) -> set[str]:
    subject = Subject(handler, library_data(), "en-US", manifest=manifest(phrases) if phrases else None)
    return {finding.rule for finding in check_conversations(subject)}


KEEPS_ASKING = ("Which book?", "Which book?")
BROKEN: list[tuple[str, Handler]] = [
    ("CRT1", skill(launch="Welcome to the library.")),
    ("CRT1", skill(launch=None)),
    ("CRT3", skill(AMAZON_HelpIntent=("Just ask.", ASK))),
    ("CRT3", skill(AMAZON_HelpIntent="I renew books and answer questions, as many as you like, every day.")),
    ("CRT4", skill(AMAZON_StopIntent=("Really?", "Really?"))),
    ("CRT4", skill(AMAZON_NavigateHomeIntent=("Really?", "Really?"))),
    ("CRT4", skill(RenewIntent=("You have two.", "Which book?"), AMAZON_CancelIntent=("Okay.", "Which book?"))),
    ("CRT5", skill(fallback_2=("I didn't get that.", ASK))),
    ("CRT5", skill(fallback_3=("Sorry, once more.", ASK))),
    ("CRT5", skill(fallback_1="I didn't get that.")),
    ("CRT7", skill(refuses={'"RenewIntent"': "no books"})),
    ("CRT7", skill(RenewIntent="Something went wrong.")),
    ("CRT8", skill(AMAZON_YesIntent=("Something went wrong.", ASK))),
    ("CRT8", skill(AMAZON_NoIntent=None)),
    ("CRT10", skill(refuses={"not.a.token": "signature"})),
    ("CRT12", skill(refuses={"SkillDisabled": "no customer"})),
    ("RSP10", skill(refuses={"Alexa.Something.New": "unknown type"})),
    ("RSP10", skill(refuses={"SOMETHING_NEW": "unknown value"})),
    ("RSP10", skill(refuses={"AnIntentOfAnotherModel": "no handler"})),
    ("RSP11", skill(refuses={"SkillAccountLinked": "no account"})),
    ("RSP6", skill(events="Goodbye.")),
    ("RSP7", skill(events="Yes.")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "handler"), BROKEN, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BROKEN)]
)
def test_a_broken_skill_is_told_which_rule_it_breaks(rule: str, handler: Handler) -> None:
    assert rule in rules_broken(handler)


BROKEN_PHRASES = [
    PHRASES[:2],
    ["what have i borrowed", *PHRASES[1:]],
    [*PHRASES[:2], "feed the neighbour's cat on sunday"],
]


@pytest.mark.parametrize("phrases", BROKEN_PHRASES)
def test_example_phrases_that_are_no_samples_are_found(phrases: list[str]) -> None:
    assert "CRT6" in rules_broken(good_skill, phrases)


def test_a_good_skill_passes() -> None:
    subject = Subject(good_skill, library_data(), "en-US", manifest=manifest(PHRASES))
    assert [str(finding) for finding in check_conversations(subject)] == []


def test_every_rule_has_a_broken_example() -> None:
    assert {rule for rule, _ in BROKEN} | {"CRT6"} >= set(RULES)
