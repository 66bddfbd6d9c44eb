"""Words that would sound wrong are found, and words that people say are left alone."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from simulator.check.speech_rules import PROMPT, RULES, STEP, check_reprompt, check_words
from simulator.check.spoken import heard, measured, seconds, sentences

BROKEN: list[tuple[str, str]] = [
    ("VOI1", "This is a sentence of seven words. " * 7),
    ("VOI1", "Internationalization considerations notwithstanding. " * 9),
    (
        "VOI2",
        "If the parcel that you have waited for since the start of the month is not there "
        "by the end of this week then tell us about it here.",
    ),
    ("VOI3", "Do you mean returns, refunds, orders, or sellers?"),
    ("VOI3", "I can help with orders, returns, refunds, and reaching a person."),
    ("VOI4", "Go to www.example.com to read it."),
    ("VOI4", "Open https://example.org/help now."),
    ("VOI4", "Write to help@example.com about it."),
    ("VOI5", "Your order number is 114-5038821-4417."),
    ("VOI5", "It ends in 4417, I think."),
    ("VOI5", "Call 1-206-555-0100 for help."),
    ("VOI5", "The code is AB12CD34."),
    ("VOI6", "It arrives on 2026-12-04."),
    ("VOI6", "It arrives on 12/4/2026."),
    ("VOI6", "It arrives on Dec. 4th."),
    ("VOI7", "It costs USD 12."),
    ("VOI7", "It costs 12 $ or so."),
    ("VOI7", "It costs $12.5 today."),
    ("VOI8", "You can return it, e.g. by post."),
    ("VOI8", "Returns, refunds, etc. are free."),
    ("VOI8", "That takes approx. two days."),
    ("VOI8", "We are here 24/7 for you."),
    ("VOI8", "See no. 4 of the list."),
    ("VOI9", "Open Account & Lists."),
    ("VOI9", "The buyer and/or the seller."),
    ("VOI9", "Your item(s) will come."),
    ("VOI9", "Great news 🎉 for you."),
    ("VOI10", "Click the button."),
    ("VOI10", "See below for more."),
    ("VOI11", "Your {item} is on the way."),
    ("VOI11", "Your item is None today."),
    ("VOI11", "Call [tel:1-206-555-0100 today."),
    ("VOI11", "Hello **there** friend."),
    ("VOI11", "Salt &amp; pepper."),
    ("VOI13", "You MUST NEVER do that."),
    ("VOI14", "It comes at 17:30 today."),
    ("VOI14", "It weighs 5 kg or so."),
    ("VOI14", "It takes 5-7 days."),
]

GOOD = [
    "You can return the kettle until Friday, December 4th. Would you like to hear how?",
    "It costs $12.50, and the coat costs $129.",
    "That takes 5 to 7 working days, or 24 to 48 hours.",
    "Your reading list of 2027 is here, with 1,200 pages.",
    "Do you mean the kettle, the headphones, or the desk lamp? Or say: another one.",
    "Which item do you mean: the kettle, the lamp, or the coat, or another one?",
    "For a complaint, name the order, say what happened, and keep the messages.",
    "None of that is promised. The PDF and the ID are on the card, at 5:30 PM.",
    "Take a photo, then choose Return or replace in Your Orders.",
    "Dev's Design sold it. It was no surprise, and the minimum is one.",
    "The last step: say that it's Bluefin Outdoors' parcel.",
]


@pytest.mark.parametrize(("rule", "words"), BROKEN)
def test_broken_words_are_told_which_rule_they_break(rule: str, words: str) -> None:
    assert rule in {finding.rule for finding in check_words(words, "here")}


@pytest.mark.parametrize("words", GOOD)
def test_what_people_say_passes(words: str) -> None:
    assert [str(finding) for finding in check_words(words, "here")] == []


REPROMPTS = [
    ("What would you like?", "What would you like?"),
    ("Which one?", "Please tell me which one you mean."),
]


@pytest.mark.parametrize(("prompt", "again"), REPROMPTS)
def test_a_reprompt_is_shorter_and_another(prompt: str, again: str) -> None:
    assert "VOI12" in {finding.rule for finding in check_reprompt(prompt, again, "here")}


def test_a_good_reprompt_passes() -> None:
    assert check_reprompt("It is on the way. Is there anything else?", "Anything else?", "here") == []


def test_every_rule_has_a_broken_example() -> None:
    assert {rule for rule, _ in BROKEN} | {"VOI12"} == set(RULES)


def test_the_limit_depends_on_what_is_said() -> None:
    words = "This is a sentence of seven words. " * 4
    assert check_words(words, "here", PROMPT) == []
    assert [finding.rule for finding in check_words(words, "here", STEP)] == ["VOI1"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<speak>Call <say-as interpret-as='telephone'>1-206</say-as>.</speak>", "Call 1, 2 0 6."),
        ("<speak>Ends in <say-as interpret-as='digits'>4417</say-as></speak>", "Ends in 4 4 1 7"),
        (
            "<speak><sub alias='aluminium'>Al</sub><break time='1s'/>is &amp; was</speak>",
            "aluminium is & was",
        ),
        ("Call [tel:1-206], ends in [digits:44][pause].", "Call 1, 2 0 6, ends in 4 4."),
        ("plain  words", "plain words"),
    ],
)
def test_what_is_heard_of_markers_and_markup(text: str, words: str) -> None:
    assert heard(text) == words


def test_broken_markup_is_not_guessed_at() -> None:
    with pytest.raises(ET.ParseError):
        heard("<speak>a & b</speak>")


def test_sentences_are_cut_where_a_voice_pauses() -> None:
    assert sentences("One. Two: three? Yes!") == ["One.", "Two:", "three?", "Yes!"]
    assert sentences("It costs $12.50 now.") == ["It costs $12.50 now."]


def test_longer_words_take_longer() -> None:
    assert 0 < seconds("Yes.") < seconds("Yes, of course.") < seconds("Yes, of course. Internationally even.")


def test_the_estimate_is_near_what_a_voice_takes() -> None:
    words = "You can return most items within 30 days of delivery. Open Your Orders, and choose the item."
    real = measured(words)
    if real is None:
        pytest.skip("espeak-ng is not installed")
    assert abs(seconds(words) - real) < 0.25 * real
