"""What counts as a secret said aloud, and what is only a question about one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_helper.understanding.en.secrets import LONGEST, SHORTEST, Secret, names_a_secret, secret_in

WORDS = dict(enumerate("zero one two three four five six seven eight nine".split()))


@pytest.mark.parametrize(
    "words",
    [
        "my password is hunter two",
        "the password is sunshine",
        "my pin is four four one nine",
        "My PIN number is 1234",
        "my new password is blue horse",
        "pin four four one nine",
        "my security code is 883",
        "my card number is something with forty one",
        "my iban is d e eight nine",
        "cvv 123",
        "well my passcode was open sesame",
        "my voice code is seven three nine one",
        "the one time number is 471229",
        "my verification code is four seven one",
    ],
)
def test_a_code_that_is_told_is_a_secret(words: str) -> None:
    assert secret_in(words) is Secret.CODE


@pytest.mark.parametrize(
    "words",
    [
        "how do i change my password",
        "my voice code is wrong",
        "set my voice code to something else",
        "my password is not accepted",
        "my password is wrong",
        "my card was declined",
        "my card number is wrong in the account",
        "my card is expired",
        "what is a pin",
        "someone asked for my bank details",
        "i forgot my pin",
        "where is order four four one seven",
        "my card is about to expire",
        "my password was stolen",
        "can i pay with a new card",
        "where is order one one four five zero three eight eight two one four four one seven",
        "my order number is 114-5038821-4417",
        "call me at the number one eight six six two one six",
    ],
)
def test_a_question_about_one_is_none(words: str) -> None:
    assert secret_in(words) is None


@given(
    st.lists(st.integers(0, 9), min_size=SHORTEST, max_size=LONGEST),
    st.sampled_from(["", "my card number is ", "it's ", "charge "]),
    st.booleans(),
)
def test_digits_as_long_as_a_cards_are_one_however_they_are_said(
    digits: list[int], before: str, aloud: bool
) -> None:
    said = " ".join(WORDS[digit] for digit in digits) if aloud else "".join(map(str, digits))
    assert secret_in(before + said) is not None


@given(st.lists(st.integers(0, 9), min_size=1, max_size=SHORTEST - 1))
def test_shorter_numbers_are_none(digits: list[int]) -> None:
    assert secret_in("the number " + " ".join(map(str, digits))) is None


@given(st.text(max_size=80))
def test_anything_may_be_said(words: str) -> None:
    assert secret_in(words) in (None, *Secret)
    assert names_a_secret(words) in (True, False)


@pytest.mark.parametrize("words", ["my password hunter doesn't work", "i think the card number 12 is off"])
def test_a_sentence_that_mentions_one_is_not_to_be_kept(words: str) -> None:
    assert names_a_secret(words)


def test_a_pint_is_no_pin() -> None:
    assert not names_a_secret("where is my pinboard and the cardigan")
