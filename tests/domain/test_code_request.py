"""A request to set a voice code: every step needs the one before it, in time and within the tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shop_helper.domain.code_request import (
    MAX_SENT,
    SENT_WITHIN,
    VALID,
    CodeRequest,
    Result,
    Stage,
    over,
    proved,
    sending,
    take_again,
    take_first,
    try_number,
)
from shop_helper.domain.voice_code import TRIES, hashed
from tests.items import NOW

NUMBER, OTHER = hashed("471229", b"a salt"), hashed("118822", b"a salt")
CODE = hashed("4826", b"a salt")
SENT = sending(CodeRequest(), NUMBER, b"old", NOW)


def test_the_right_number_proves_it_once() -> None:
    result, after = try_number(SENT, "471229", NOW + timedelta(minutes=9))
    assert result is Result.PROVED
    assert (after.stage, after.secret, after.replaces) == (Stage.FIRST, None, b"old")
    assert try_number(after, "471229", NOW)[0] is Result.NONE_OPEN


def test_the_third_wrong_number_ends_it_and_the_right_one_comes_too_late() -> None:
    request, results = SENT, []
    for _ in range(TRIES):
        result, request = try_number(request, "000000", NOW)
        results.append(result)
    assert results == [Result.WRONG, Result.WRONG, Result.SPENT]
    assert request.secret is None
    assert try_number(request, "471229", NOW)[0] is Result.NONE_OPEN


def test_a_number_runs_out_and_nothing_of_it_is_left() -> None:
    result, after = try_number(SENT, "471229", NOW + VALID)
    assert result is Result.EXPIRED
    assert after.secret is None
    assert after.sent == SENT.sent, "how often numbers are sent is still limited"


def test_a_second_number_takes_the_place_of_the_first_with_all_its_tries() -> None:
    tried = try_number(SENT, "000000", NOW)[1]
    second = sending(tried, OTHER, None, NOW)
    assert second.tries_left == TRIES
    assert try_number(second, "471229", NOW)[0] is Result.WRONG
    assert try_number(second, "118822", NOW)[0] is Result.PROVED


def test_three_numbers_an_hour() -> None:
    request = CodeRequest()
    for minute in range(MAX_SENT):
        at = NOW + timedelta(minutes=minute)
        assert request.next_number_at(at) is None
        request = sending(request, NUMBER, None, at)
    assert request.next_number_at(NOW + timedelta(minutes=5)) == NOW + SENT_WITHIN
    assert over(request).next_number_at(NOW + timedelta(minutes=5)) == NOW + SENT_WITHIN
    assert request.next_number_at(NOW + SENT_WITHIN) is None


@pytest.mark.parametrize("stage", [Stage.NUMBER, Stage.AGAIN, Stage.OVER])
def test_a_code_is_taken_only_after_the_proof(stage: Stage) -> None:
    request = replace(SENT, stage=stage)
    assert take_first(request, CODE, NOW) == (Result.OVERTAKEN, request)


def test_the_code_is_said_twice_alike_or_again_from_the_start() -> None:
    ready = proved(SENT, None, NOW)
    assert take_again(ready, "4826", NOW)[0] is Result.OVERTAKEN
    results, request = [], ready
    for _ in range(TRIES):
        taken, request = take_first(request, CODE, NOW)
        assert taken is Result.TAKEN
        result, request = take_again(request, "4827", NOW)
        results.append(result)
    assert results == [Result.DIFFERENT, Result.DIFFERENT, Result.GIVEN_UP]
    assert request.secret is None


def test_a_first_code_is_set_and_another_is_changed() -> None:
    for replaces, expected in ((None, Result.SET), (b"old", Result.CHANGED)):
        request = take_first(proved(SENT, replaces, NOW), CODE, NOW)[1]
        result, after = take_again(request, "4826", NOW)
        assert result is expected
        assert (after.stage, after.secret, after.replaces) == (Stage.OVER, None, None)


@pytest.mark.parametrize("stage", [Stage.FIRST, Stage.AGAIN])
def test_whoever_takes_too_long_begins_again(stage: Stage) -> None:
    request = replace(proved(SENT, None, NOW), stage=stage, secret=CODE)
    late = NOW + VALID
    result, after = (
        take_first(request, CODE, late) if stage is Stage.FIRST else take_again(request, "4826", late)
    )
    assert result is Result.EXPIRED
    assert after.stage is Stage.OVER
