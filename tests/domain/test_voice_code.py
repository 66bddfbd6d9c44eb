"""The voice code: three tries, a lock, longer locks, and nothing that tells the code."""

from __future__ import annotations

import runpy
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_helper.domain import voice_code
from shop_helper.domain.voice_code import (
    LOCK,
    MAX_LOCK,
    Accepted,
    Code,
    LockedUntil,
    Wrong,
    check,
    made,
    weakness,
)
from tests.items import NOW

CODE = made("2580", b"a salt of sixteen")


def tried(code: Code, *guesses: str, at: timedelta = timedelta()) -> tuple[list[object], Code]:
    outcomes: list[object] = []
    for guess in guesses:
        outcome, code = check(code, guess, NOW + at)
        outcomes.append(outcome)
    return outcomes, code


def test_the_right_code_is_accepted_and_others_are_not() -> None:
    assert tried(CODE, "2580")[0] == [Accepted()]
    assert tried(CODE, "2581")[0] == [Wrong(2)]
    assert tried(CODE, "")[0] == [Wrong(2)]
    assert tried(CODE, "25800")[0] == [Wrong(2)]


def test_three_wrong_ones_lock_and_then_even_the_right_one_is_not_looked_at() -> None:
    outcomes, code = tried(CODE, "1111", "2222", "3333", "2580")
    assert outcomes == [Wrong(2), Wrong(1), LockedUntil(NOW + LOCK), LockedUntil(NOW + LOCK)]
    assert tried(code, "2580", at=LOCK)[0] == [Accepted()]


def test_a_right_code_gives_all_tries_back() -> None:
    assert tried(CODE, "1111", "2222", "2580", "1111")[0] == [Wrong(2), Wrong(1), Accepted(), Wrong(2)]


def test_each_lock_without_a_right_code_between_is_twice_as_long_up_to_a_day() -> None:
    code, at, lengths = CODE, timedelta(), []
    for _ in range(12):
        outcomes, code = tried(code, "1111", "2222", "3333", at=at)
        locked = outcomes[-1]
        assert isinstance(locked, LockedUntil)
        lengths.append(locked.instant - (NOW + at))
        at = locked.instant - NOW
    assert lengths[:3] == [LOCK, LOCK * 2, LOCK * 4]
    assert lengths[-1] == MAX_LOCK
    _, code = tried(code, "2580", at=at)
    assert tried(code, "1", "2", "3", at=at)[0][-1] == LockedUntil(NOW + at + LOCK)


def test_the_same_code_of_two_customers_is_stored_differently_and_never_as_it_is() -> None:
    other = made("2580", b"another salt ....")
    assert other.digest != CODE.digest
    assert b"2580" not in CODE.digest + CODE.salt
    assert "2580" not in repr(CODE)


@pytest.mark.parametrize(
    "digits", ["", "123", "123456789", "0000", "1234", "8901", "4321", "12a4", "２５８０", "25 80"]
)
def test_codes_that_are_guessed_first_or_are_none_are_refused(digits: str) -> None:
    assert weakness(digits)
    with pytest.raises(ValueError, match=r"digits"):
        made(digits, b"salt")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=12))
def test_nothing_but_the_code_itself_is_accepted(heard: str) -> None:
    outcome, _ = check(CODE, heard, NOW)
    assert isinstance(outcome, Accepted) == (heard == "2580")


def test_guessing_costs_time_and_memory() -> None:
    """As OWASP recommends for scrypt with 16 MB: https://cheatsheetseries.owasp.org (Password Storage)."""
    cost = runpy.run_path(voice_code.__file__)["COST"]  # as it is shipped, whatever the tests have made of it
    assert 128 * cost["n"] * cost["r"] >= 16 * 2**20
