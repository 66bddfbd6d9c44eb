"""A wish that comes with its reason is told from a question about the same, and from a wish that tells nothing."""

from __future__ import annotations

import pytest

from shop_helper.domain.actions.draft import ActionKind
from shop_helper.understanding.en.requests import (
    asks_so_far,
    instead_of_it,
    only_hesitates,
    plain_wish_of,
    wish_of,
)


@pytest.mark.parametrize(
    ("words", "kind", "reason"),
    [
        (
            "open a product quality case about my headphones because they crackle on the left",
            ActionKind.CASE,
            "they crackle on the left",
        ),
        (
            "I want to open a case my headphones arrived broken",
            ActionKind.CASE,
            "my headphones arrived broken",
        ),
        ("can you open a case about the blender since it leaks please", ActionKind.CASE, "it leaks"),
        ("my kettle leaks please open a case", ActionKind.CASE, "my kettle leaks"),
        ("open a case because my listing was taken down", ActionKind.CASE, "my listing was taken down"),
        ("i want a refund for the kettle because it leaks", ActionKind.REFUND, "it leaks"),
        ("start a return for the lamp because it is too small", ActionKind.RETURN, "it is too small"),
        ("make a guarantee claim for the tent because it never came", ActionKind.CLAIM, "it never came"),
    ],
)
def test_a_wish_with_its_reason(words: str, kind: ActionKind, reason: str) -> None:
    assert wish_of(words) == (kind, reason)


@pytest.mark.parametrize(
    "words",
    [
        "open a case",
        "open a case about my headphones",
        "how do i open a case because my kettle leaks",
        "my kettle leaks and i was told to open a case",
        "i could open a case about my faulty dehumidifier but what would i get out of it",
        "should i open a case because the lid is cracked",
        "i want a refund for the kettle",
        "where is my parcel",
    ],
)
def test_a_question_or_a_bare_wish_is_none(words: str) -> None:
    assert wish_of(words) is None


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("what have you got so far", True),
        ("what did I say so far", True),
        ("can you read that back", True),
        ("what did you say it costs", False),
        ("the box was torn so far as i can see", False),
    ],
)
def test_the_question_for_what_is_known_is_told_apart(words: str, asks: bool) -> None:
    assert asks_so_far(words) is asks


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("no wait, make it a return instead", ActionKind.RETURN),
        ("actually I'd rather exchange it", ActionKind.EXCHANGE),
        ("no I want my money back instead", ActionKind.REFUND),
        ("never mind the refund, make it a case", ActionKind.CASE),
        ("turn that into a guarantee claim please", ActionKind.CLAIM),
        ("not a case, just send it back", None),
        ("hm no, a refund rather than a return", ActionKind.REFUND),
        ("let's do an exchange then", ActionKind.EXCHANGE),
        ("I'd rather write to the seller", ActionKind.MESSAGE),
        ("they sent me a case instead", None),
        ("the return label was missing", None),
        ("it came back without a refund", None),
        ("I want a replacement because it leaks", None),
    ],
)
def test_an_action_takes_the_place_of_the_open_one_only_where_nothing_else_is_said(
    words: str, kind: ActionKind | None
) -> None:
    assert instead_of_it(words) == kind


@pytest.mark.parametrize(("words", "only"), [("hm no wait", True), ("oh no", True), ("no it leaks", False)])
def test_a_hesitation_is_no_description(words: str, only: bool) -> None:
    assert only_hesitates(words) is only


@pytest.mark.parametrize(
    ("words", "kind", "about"),
    [
        ("could you send my rug back please", ActionKind.RETURN, "my rug"),
        ("i'd like to return the chairs", ActionKind.RETURN, "the chairs"),
        ("just give me my money back for the rug", ActionKind.REFUND, "the rug"),
        ("i want a refund", ActionKind.REFUND, ""),
        ("i need a bigger size", ActionKind.EXCHANGE, ""),
        ("please swap the chairs for blue ones", ActionKind.EXCHANGE, "the chairs"),
        ("okay cancel the rug", ActionKind.CANCEL, "the rug"),
        ("write to the seller about the rug", ActionKind.MESSAGE, "the rug"),
    ],
)
def test_a_plain_wish_names_what_is_to_be_done_and_with_what(
    words: str, kind: ActionKind, about: str
) -> None:
    assert plain_wish_of(words) == (kind, about)


@pytest.mark.parametrize(
    "words",
    [
        "how do i return the rug",
        "can i cancel the rug",
        "cancel my subscription",
        "return to the beginning",
        "return on sunday",
        "the rug is torn",
        "cancel my doctor's appointment",
    ],
)
def test_a_question_or_another_matter_is_no_plain_wish(words: str) -> None:
    assert plain_wish_of(words) is None
