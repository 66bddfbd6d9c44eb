"""Turns while an action is open, as a pure function: a reading and a session in, a move or nothing out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop_helper.conversation.tasks import task_move
from shop_helper.dialog import move as moves
from shop_helper.dialog.move import Move
from shop_helper.dialog.people import Audience
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import AnythingElse, OpenQuestion, WhichSide
from shop_helper.dialog.reading import Act, Description, ItemMention, NotTheirs, One, OneOf, Part, Reading
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Dictate,
    Instead,
    Resume,
    ToldSeller,
    WhatToChange,
    WhichCase,
    WhichItem,
)
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.cases import Problem

KETTLE, LAMP, COAT = "1/1", "2/1", "3/1"
LEAKS = Description("it leaks", Problem.NOT_WORKING)
RETURN = Draft(ActionKind.RETURN, ref=KETTLE)
TOLD = RETURN.described(Problem.DAMAGED, "it is cracked")
WORDS = Reading(Act.ASK, description=LEAKS, tells_problem=True)
LAMP_NAMED = Reading(Act.CHOOSE, named=LAMP, names_item=True, is_short=True)
CORRECT = Reading(Act.CORRECT)
UNCLEAR = Reading(Act.UNCLEAR)
SHOWN = WhichItem("returns.how", (KETTLE, LAMP))


def answered(answer: Answer) -> Reading:
    return Reading(Act.ANSWER, answer)


def moved(
    reading: Reading, question: OpenQuestion | None, draft: Draft | None = RETURN, failures: int = 0
) -> Move | None:
    return task_move(reading, Session(open_question=question, asked="What?", draft=draft, failures=failures))


def prompt_of(move: Move | None) -> str:
    assert isinstance(move, moves.Say)
    return move.reply.prompt


def test_without_an_action_nothing_is_decided_here() -> None:
    assert moved(answered(Answer.YES), Confirm(), None) is None


@pytest.mark.parametrize("question", [None, Confirm(), Describe(), AnythingElse(), SHOWN, Resume()])
def test_cancel_gives_the_action_up(question: OpenQuestion | None) -> None:
    assert moved(answered(Answer.CANCEL), question) == moves.Drop()


def test_an_action_of_an_earlier_conversation_is_forgotten_too() -> None:
    for answer in (Answer.CANCEL, Answer.NO):
        assert moved(answered(answer), Resume(earlier=True)) == moves.Drop(forget_stored=True)
        assert moved(answered(answer), Resume()) == moves.Drop()
    assert moved(answered(Answer.YES), Resume(earlier=True)) == moves.Resume(forget_stored=True)
    assert moved(answered(Answer.YES), Resume()) == moves.Resume()


@pytest.mark.parametrize("question", [None, AnythingElse(), Resume()])
def test_an_answer_that_comes_after_a_digression(question: OpenQuestion | None) -> None:
    assert moved(WORDS, question) == moves.Advance(RETURN.described(LEAKS.problem, LEAKS.words))
    assert moved(WORDS, question, TOLD) is None
    assert moved(replace(WORDS, tells_problem=False), question) is None
    without = Draft(ActionKind.RETURN)
    assert moved(LAMP_NAMED, question, without) == moves.Advance(without.about(LAMP))
    assert moved(replace(LAMP_NAMED, act=Act.ASK), question, without) is None
    assert moved(LAMP_NAMED, question) is None
    assert moved(CORRECT, question) == moves.AskChange(RETURN)


@pytest.mark.parametrize("question", [Describe(), ToldSeller(), Confirm(), WhatToChange(), SHOWN, Resume()])
def test_start_over_begins_the_action_anew(question: OpenQuestion) -> None:
    move = moved(answered(Answer.START_OVER), question, TOLD)
    assert move == moves.Begin(ActionKind.RETURN, draft=Draft(ActionKind.RETURN), anew=True)
    seller = Draft(ActionKind.CASE, seller=True, words="it leaks")
    begun = moved(answered(Answer.START_OVER), Describe(), seller)
    assert isinstance(begun, moves.Begin)
    assert begun.draft == Draft(ActionKind.CASE, seller=True)


@pytest.mark.parametrize(
    ("question", "draft", "move"),
    [
        (Confirm(), TOLD, moves.AskWords(TOLD)),
        (WhatToChange(), TOLD, moves.AskWords(TOLD)),
        (Confirm(), RETURN, moves.AskItem(RETURN)),
        (Describe(), RETURN, moves.AskItem(RETURN)),
        (ToldSeller(), RETURN, moves.AskItem(RETURN)),
        (Describe(), Draft(ActionKind.RETURN), None),
        (SHOWN, TOLD, None),
        (Resume(), TOLD, None),
        (Describe(), Draft(ActionKind.CASE, seller=True), None),
        (
            Confirm(),
            Draft(ActionKind.NOTE, case_id="1", words="it leaks"),
            moves.Advance(Draft(ActionKind.NOTE)),
        ),
        (Dictate(), Draft(ActionKind.NOTE, case_id="1"), moves.Advance(Draft(ActionKind.NOTE))),
        (WhichCase(("1", "2")), Draft(ActionKind.NOTE), None),
    ],
)
def test_back_goes_to_the_question_before(question: OpenQuestion, draft: Draft, move: Move | None) -> None:
    assert moved(answered(Answer.PREVIOUS), question, draft) == move


def test_what_is_known_so_far() -> None:
    so_far = Reading(Act.ASK, asks_so_far=True)
    assert moved(so_far, Confirm(), TOLD) == moves.Advance(TOLD)
    assert moved(so_far, Describe()) == moves.SumUp(RETURN)


# the description


@pytest.mark.parametrize(
    ("reading", "move"),
    [
        (WORDS, moves.Advance(RETURN.described(LEAKS.problem, LEAKS.words))),
        (replace(WORDS, is_question=True), None),
        (replace(WORDS, only_feels=True), None),
        (replace(WORDS, act=Act.LOOK_UP), None),
        (replace(WORDS, description=None), None),
        (CORRECT, moves.AskChange(RETURN)),
        (LAMP_NAMED, moves.Advance(RETURN.about(LAMP))),
        (answered(Answer.ANOTHER), moves.AskItem(RETURN)),
        (
            replace(LAMP_NAMED, named=KETTLE, description=LEAKS),
            moves.Advance(RETURN.described(LEAKS.problem, LEAKS.words)),
        ),
        (Reading(Act.HELP), None),
    ],
)
def test_an_answer_to_what_went_wrong(reading: Reading, move: Move | None) -> None:
    assert moved(reading, Describe()) == move


@pytest.mark.parametrize(
    "reading",
    [UNCLEAR, answered(Answer.YES), answered(Answer.NO), Reading(Act.CHOOSE), replace(WORDS, hesitates=True)],
)
def test_what_describes_nothing_is_asked_again_twice(reading: Reading) -> None:
    first = moved(reading, Describe())
    assert isinstance(first, moves.Advance)
    assert (first.draft, [text.prompt for text in first.missed]) == (
        replace(RETURN, tries=1),
        ["action.not_caught"],
    )
    second = moved(reading, Describe(), failures=1)
    assert isinstance(second, moves.Advance)
    assert [text.prompt for text in second.missed] == ["action.not_caught.problem"]
    assert moved(reading, Describe(), failures=2) is None


def test_a_message_takes_feelings_and_questions_as_they_are() -> None:
    message = Draft(ActionKind.MESSAGE, ref=KETTLE)
    for reading in (replace(WORDS, is_question=True), replace(WORDS, only_feels=True)):
        assert moved(reading, Dictate(), message) == moves.Advance(
            message.described(LEAKS.problem, LEAKS.words)
        )


# the seller


def test_whether_the_seller_was_told() -> None:
    told = replace(RETURN, told_seller=True)
    assert moved(answered(Answer.YES), ToldSeller()) == moves.Advance(told)
    assert moved(answered(Answer.NO), ToldSeller()) == moves.Advance(replace(RETURN, told_seller=False))
    assert moved(Reading(Act.ASK, told_seller=True), ToldSeller()) == moves.Advance(told)
    both = replace(WORDS, told_seller=True)
    assert moved(both, ToldSeller()) == moves.Advance(replace(told, problem=LEAKS.problem, words="it leaks"))
    assert moved(Reading(Act.HELP), ToldSeller()) is None
    again = moved(UNCLEAR, ToldSeller())
    assert prompt_of(again) == "action.not_caught"
    assert moved(UNCLEAR, ToldSeller(), failures=2) is None


# the read-back


def test_yes_and_no_to_the_read_back() -> None:
    assert moved(answered(Answer.YES), Confirm(), TOLD) == moves.Write()
    assert moved(answered(Answer.NO), Confirm(), TOLD) == moves.AskChange(TOLD)
    assert moved(answered(Answer.NO), WhatToChange(), TOLD) == moves.Advance(TOLD)
    assert moved(answered(Answer.YES), WhatToChange(), TOLD) == moves.AskChange(TOLD)


@pytest.mark.parametrize("question", [Confirm(), WhatToChange()])
@pytest.mark.parametrize(
    ("reading", "move"),
    [
        (answered(Answer.ANOTHER), moves.AskItem(TOLD)),
        (Reading(Act.CHOOSE, means_the_item=True, named=KETTLE), moves.AskItem(TOLD)),
        (Reading(Act.CHOOSE), moves.AskItem(TOLD)),
        (LAMP_NAMED, moves.Advance(TOLD.about(LAMP))),
        (replace(LAMP_NAMED, act=Act.ASK), moves.Advance(TOLD.about(LAMP))),
        (replace(LAMP_NAMED, named=KETTLE), None),
        (replace(LAMP_NAMED, is_short=False), None),
        (Reading(Act.CHOOSE, mention=ItemMention(by_number=True)), None),
        (WORDS, moves.Advance(TOLD.described(LEAKS.problem, LEAKS.words))),
        (replace(WORDS, hesitates=True), moves.AskChange(TOLD)),
        (replace(WORDS, is_question=True), None),
        (replace(CORRECT, named=LAMP), moves.Advance(TOLD.about(LAMP))),
        (replace(CORRECT, part=Part.ITEM), moves.AskItem(TOLD)),
        (replace(CORRECT, part=Part.DESCRIPTION), moves.AskWords(TOLD)),
        (CORRECT, moves.AskChange(TOLD)),
        (Reading(Act.HELP), None),
    ],
)
def test_corrections_of_the_read_back(question: OpenQuestion, reading: Reading, move: Move | None) -> None:
    assert moved(reading, question, TOLD) == move


def test_what_an_action_does_not_have_can_not_be_corrected() -> None:
    cancel = Draft(ActionKind.CANCEL, ref=KETTLE)
    assert moved(replace(CORRECT, part=Part.DESCRIPTION), Confirm(), cancel) == moves.AskChange(cancel)
    assert moved(WORDS, Confirm(), cancel) is None
    delete = Draft(ActionKind.DELETE)
    assert moved(replace(CORRECT, part=Part.ITEM), Confirm(), delete) == moves.AskChange(delete)
    assert moved(answered(Answer.ANOTHER), Confirm(), delete) is None
    assert moved(Reading(Act.CHOOSE), Describe(), delete) is not None


def test_new_words_need_a_new_read_back() -> None:
    keyed = replace(TOLD, key="123")
    move = moved(WORDS, Confirm(), keyed)
    assert isinstance(move, moves.Advance)
    assert move.draft.key == ""


# another action instead


REFUND = Reading(Act.ASK, instead=ActionKind.REFUND)


def test_another_action_for_the_same_item_keeps_the_words() -> None:
    for question in (Confirm(), Describe(), WhatToChange(), ToldSeller()):
        assert moved(REFUND, question, TOLD) == moves.Advance(TOLD.turned_into(ActionKind.REFUND))
    other = replace(REFUND, named=LAMP, names_item=True)
    assert moved(other, Confirm(), TOLD) == moves.Advance(TOLD.turned_into(ActionKind.REFUND).about(LAMP))
    same = replace(REFUND, instead=ActionKind.RETURN)
    assert moved(same, Confirm(), TOLD) == moves.Advance(TOLD)


@pytest.mark.parametrize(
    ("reading", "draft"),
    [
        (replace(REFUND, instead=ActionKind.CANCEL), TOLD),
        (REFUND, Draft(ActionKind.CANCEL, ref=KETTLE)),
        (REFUND, Draft(ActionKind.CASE, seller=True)),
        (replace(REFUND, mention=ItemMention(by_number=True)), TOLD),
        (replace(REFUND, names_item=True), TOLD),
    ],
)
def test_another_action_that_begins_by_itself(reading: Reading, draft: Draft) -> None:
    assert moved(reading, Confirm(), draft) is None


def test_the_alternative_that_was_offered() -> None:
    assert moved(answered(Answer.YES), Instead()) == moves.Advance(RETURN)
    assert moved(answered(Answer.NO), Instead()) == moves.Drop("no.nothing_open")
    assert prompt_of(moved(UNCLEAR, Instead())) == "action.not_caught"
    assert moved(Reading(Act.HELP), Instead()) is None


# which item, which case, which side


NEW = Draft(ActionKind.RETURN)


def of(reference: object, **fields: object) -> Reading:
    return Reading(Act.CHOOSE, mention=ItemMention(bought=reference), **fields)  # type: ignore[arg-type]


def test_the_item_of_an_action() -> None:
    assert moved(of(One(LAMP)), SHOWN, NEW) == moves.Advance(NEW.about(LAMP))
    assert moved(LAMP_NAMED, SHOWN, NEW) == moves.Advance(NEW.about(LAMP))
    assert moved(of(OneOf((KETTLE, LAMP))), SHOWN, NEW) == moves.NarrowItems((KETTLE, LAMP))
    last = replace(SHOWN, tries=2)
    assert moved(of(OneOf((KETTLE, LAMP))), last, NEW) == moves.Advance(NEW.about(KETTLE))
    assert moved(of(NotTheirs()), SHOWN, NEW) is None
    assert moved(Reading(Act.HELP), SHOWN, NEW) is None
    assert moved(of(One(LAMP)), SHOWN) is None  # an item of another matter


def test_the_only_item_shown_is_taken_with_yes() -> None:
    only = WhichItem("returns.how", (KETTLE,))
    assert moved(answered(Answer.YES), only, NEW) == moves.Advance(NEW.about(KETTLE))
    assert moved(answered(Answer.YES), SHOWN, NEW) is None


def test_a_problem_that_is_told_before_it_is_asked_for_is_kept() -> None:
    described = NEW.described(LEAKS.problem, LEAKS.words)
    assert moved(WORDS, SHOWN, NEW) == moves.AskItem(described)
    with_item = replace(WORDS, mention=ItemMention(bought=One(LAMP)))
    assert moved(with_item, SHOWN, NEW) == moves.Advance(described.about(LAMP))
    several = replace(WORDS, mention=ItemMention(bought=OneOf((KETTLE, LAMP))), is_short=True)
    assert moved(several, SHOWN, NEW) == moves.AskItem(described)
    cancel = Draft(ActionKind.CANCEL)
    assert moved(WORDS, SHOWN, cancel) is None


def test_another_action_before_its_item_is_known() -> None:
    wish = Reading(Act.REQUEST, instead=ActionKind.REFUND)
    assert moved(wish, SHOWN, NEW) == moves.Advance(NEW.turned_into(ActionKind.REFUND))
    assert moved(wish, SHOWN) is None


def test_the_case_of_a_note() -> None:
    which, note = WhichCase(("7", "8")), Draft(ActionKind.NOTE)
    for act in (Act.CHOOSE, Act.GIVE_CODE, Act.ASK):
        chosen = Reading(act, choice=1)
        assert moved(chosen, which, note) == moves.Advance(replace(note, case_id="8"))
    assert prompt_of(moved(Reading(Act.CHOOSE, choice=2), which, note)) == "action.not_caught"
    assert moved(Reading(Act.ASK, is_question=True), which, note) is None
    assert moved(Reading(Act.HELP), which, note) is None
    for reading in (UNCLEAR, answered(Answer.YES), answered(Answer.NO)):
        assert prompt_of(moved(reading, which, note)) == "action.not_caught"
    assert moved(Reading(Act.CHOOSE, choice=0), WhichCase(), note) is None


def test_the_side_of_a_case() -> None:
    case = Draft(ActionKind.CASE)
    side = Reading(Act.STATE_SIDE, side=Audience.SELLER, description=LEAKS)
    assert moved(side, WhichSide("case.open.buyer"), case) == moves.Begin(
        ActionKind.CASE, reason=LEAKS, draft=case, side=Audience.SELLER
    )
    assert moved(Reading(Act.STATE_SIDE), WhichSide(), case) is None
    assert moved(answered(Answer.YES), WhichSide(), case) is None


def test_a_question_that_was_not_understood_stays_as_it_was_asked() -> None:
    move = moved(UNCLEAR, Confirm(), TOLD)
    assert isinstance(move, moves.Say)
    assert (move.reply.ask, move.reply.draft) == (Confirm(), replace(TOLD, tries=1))
    assert move.reply.question is not None
    assert move.reply.question.words == "What?"
    again = moved(UNCLEAR, Confirm(), TOLD, failures=1)
    assert isinstance(again, moves.Say)
    assert [text.prompt for text in again.reply.say] == ["action.not_caught.confirm"]
