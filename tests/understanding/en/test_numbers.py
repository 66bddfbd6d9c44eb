"""Digits as they are read out, and which of them can be a code."""

from __future__ import annotations

from shop_helper.understanding.en.numbers import code_heard, spoken_digits


def test_digits_are_taken_from_whatever_was_heard() -> None:
    assert spoken_digits(" 2 5, 80. ") == "2580"
    assert spoken_digits("my code is one oh two five") == "1025"
    assert spoken_digits("seventy three ninety one") == spoken_digits("seven three 91") == "7391"
    assert spoken_digits("seventeen thirty") == "1730"
    assert spoken_digits("thirty five zero seven") == "3507"
    assert spoken_digits("four seven one, two two nine") == spoken_digits("471,229") == "471229"
    assert spoken_digits("four seven one double two nine") == "471229"
    assert spoken_digits("triple five double the four") == "5554"
    assert spoken_digits("what is it") == ""


def test_what_cannot_be_a_code_is_no_try() -> None:
    assert code_heard("it is 7 3 9 1") == "7391"
    assert code_heard("the other one") is None
    assert code_heard("123 456 789") is None
