"""What counts as the same sentence, and what was really said."""

from __future__ import annotations

import pytest

from simulator.language import ENGLISH, language_of
from simulator.rewording import rewordings
from simulator.sentence import Ear

EAR = Ear(ENGLISH)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Where's my order?", "where is my order"),
        ("I'd like that", "i would like that"),
        ("it can’t be", "it can not be"),
        ("the 2nd one", "the second one"),
        ("30 days", "thirty days"),
        ("a wi-fi lamp", "a wi fi lamp"),
        ("OK", "okay"),
        ("they've gone", "they have gone"),
    ],
)
def test_two_spellings_are_one_sentence(one: str, other: str) -> None:
    assert EAR.hear(one).text == EAR.hear(other).text == EAR.key(one)


def test_a_possessive_is_no_short_form_of_is() -> None:
    assert EAR.hear("the kettle's lid").texts == ("the", "kettle", "'s", "lid")


def test_what_was_said_is_given_back_as_it_was_said() -> None:
    sentence = EAR.hear("What's the Kettle's price on the 2nd, I'd ask?")
    assert sentence.spoken == "what's the kettle's price on the 2nd i'd ask"
    assert sentence.span(2, 5) == "the kettle's"
    assert sentence.span(2, 4) == "the kettle"
    assert sentence.span(1, 4) == "is the kettle"
    assert sentence.span(7, 9) == "the 2nd"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("could you please tell me where my order is", "where is my order"),
        ("um i'd like to cancel it please", "cancel it"),
        ("if i can return the kettle", "can i return the kettle"),
        ("whether my order has shipped", "has my order shipped"),
        ("what time do you close", "when do you close"),
    ],
)
def test_a_sentence_comes_down_to_what_is_meant(said: str, meant: str) -> None:
    assert meant in [sentence.text for sentence in rewordings(EAR.hear(said), ENGLISH)]


def test_a_sentence_that_is_meant_as_it_stands_comes_first_and_alone() -> None:
    assert [s.text for s in rewordings(EAR.hear("cancel my order"), ENGLISH)] == ["cancel my order"]


def test_a_language_that_is_not_known_is_compared_as_it_is_written() -> None:
    ear = Ear(language_of("fr-FR"))
    assert ear.hear("Où est l'été, 24 ?").texts == ("où", "est", "l'été", "24")
