"""The policy as a pure function: a reading and a session in, a move out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop_helper.conversation.policy import Standing, beyond, decide, wish_with_reason
from shop_helper.dialog import move as moves
from shop_helper.dialog.move import ItemMiss, Move
from shop_helper.dialog.people import Audience
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import NextStep, OfferTopic, OpenQuestion, What, WhichSide, WhichTopic
from shop_helper.dialog.reading import (
    Act,
    All,
    Description,
    ItemMention,
    NotTheirs,
    One,
    OneOf,
    Part,
    Place,
    Reading,
    Reference,
)
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichItem
from shop_helper.domain.actions.draft import ActionKind
from shop_helper.domain.cases import Problem

CUSTOMER = Standing(is_customer=True)
SELLER = Standing(is_customer=True, sells=True)
KETTLE, LAMP, COAT = "1/1", "2/1", "3/1"
WHICH = WhichItem("order.where", (KETTLE, LAMP))


def bought(reference: Reference) -> ItemMention:
    return ItemMention(bought=reference)


def decided(
    reading: Reading,
    question: OpenQuestion | None = None,
    standing: Standing = CUSTOMER,
    **of_session: object,
) -> Move:
    session = Session(open_question=question, asked="Which?" if question else "", **of_session)  # type: ignore[arg-type]
    return decide(reading, session, standing)


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_move(act: Act) -> None:
    reading = Reading(act, Answer.YES, wish=ActionKind.CASE)
    assert isinstance(decided(reading), Move)


def test_a_known_topic_is_told_and_a_placed_question_by_its_place() -> None:
    assert decided(Reading(Act.ASK, topic="delivery.time")) == moves.Tell("delivery.time")
    answer = Reading(Act.ASK, place=Place("answer", ("returns.how",), 0.9))
    assert decided(answer) == moves.Tell("returns.how", confidence=0.9)
    assert decided(Reading(Act.DESCRIBE, topic="item.damaged")) == moves.Tell("item.damaged")
    assert decided(Reading(Act.ASK)) == moves.Miss()


def test_words_are_kept_for_a_choice_only_where_they_hold_no_secret() -> None:
    near = Place("choose", ("order.late", "order.where"), 0.4)
    reading = Reading(Act.ASK, place=near, text="where is it", may_keep_text=True)
    assert decided(reading) == moves.ChooseTopic(near.topics, "where is it", 0.4)
    assert decided(replace(reading, may_keep_text=False)) == moves.ChooseTopic(near.topics, "", 0.4)


def test_a_declined_question_names_what_was_near() -> None:
    reading = Reading(Act.ASK, place=Place("decline", ("order.late",), 0.1))
    assert decided(reading) == moves.Decline(("order.late",), 0.1)


def test_a_look_up_without_a_topic_is_placed_by_its_words() -> None:
    assert decided(Reading(Act.LOOK_UP, topic="order.where")) == moves.Tell("order.where")
    seller = Reading(Act.LOOK_UP, topic="order.where", side=Audience.SELLER)
    assert decided(seller) == moves.Tell("order.where", as_seller=True)
    elsewhere = Reading(Act.LOOK_UP, place=Place("answer", ("refund.timing",)))
    assert decided(elsewhere) == moves.Tell("refund.timing")


def test_a_request_begins_with_what_was_said_beside_it() -> None:
    reason = Description("it leaks", Problem.NOT_WORKING)
    mention = bought(One(KETTLE))
    reading = Reading(Act.REQUEST, wish=ActionKind.RETURN, mention=mention, reason=reason)
    assert decided(reading) == moves.Begin(ActionKind.RETURN, mention, reason)


def test_free_words_begin_an_action_only_with_a_reason() -> None:
    reason = Description("it leaks", Problem.NOT_WORKING)
    reading = Reading(Act.ASK, wish=ActionKind.CASE, reason=reason)
    assert wish_with_reason(reading) == moves.Begin(ActionKind.CASE, ItemMention(), reason)
    assert wish_with_reason(replace(reading, reason=None)) is None
    assert wish_with_reason(replace(reading, wish=None)) is None
    assert wish_with_reason(replace(reading, act=Act.REQUEST)) is None


@pytest.mark.parametrize(
    ("reference", "move"),
    [
        (One(LAMP), moves.Tell("order.where", ref=LAMP)),
        (OneOf((KETTLE, LAMP)), moves.NarrowItems((KETTLE, LAMP))),
        (One(COAT), moves.Tell("delivery.time", bought(One(COAT)))),
        (OneOf((KETTLE, COAT)), moves.Tell("delivery.time", bought(OneOf((KETTLE, COAT))))),
    ],
)
def test_a_short_name_picks_from_the_items_read_out(reference: Reference, move: Move) -> None:
    reading = Reading(Act.ASK, topic="delivery.time", mention=bought(reference), is_short=True)
    assert decided(reading, WHICH) == move


def test_a_question_or_a_long_sentence_picks_no_item() -> None:
    reading = Reading(Act.ASK, topic="delivery.time", mention=bought(One(LAMP)), is_short=True)
    for other in (replace(reading, is_question=True), replace(reading, is_short=False)):
        assert decided(other, WHICH) == moves.Tell("delivery.time", bought(One(LAMP)))
    assert decided(reading, WHICH, Standing()) == moves.Tell("delivery.time", bought(One(LAMP)))


@pytest.mark.parametrize(
    ("reference", "move"),
    [
        (One(COAT), moves.Tell("order.where", ref=COAT)),
        (All((KETTLE, LAMP)), moves.Tell("order.where", bought(All((KETTLE, LAMP))))),
        (OneOf((KETTLE, LAMP)), moves.NarrowItems((KETTLE, LAMP))),
        (NotTheirs(), moves.AskItemAgain(ItemMiss.AGAIN)),
    ],
)
def test_a_choice_among_items(reference: Reference, move: Move) -> None:
    assert decided(Reading(Act.CHOOSE, mention=bought(reference)), WHICH) == move


def test_a_seller_chooses_among_sales() -> None:
    mention = ItemMention(bought=One(KETTLE), sold=One(LAMP))
    reading = Reading(Act.CHOOSE, mention=mention)
    assert decided(reading, WHICH, SELLER) == moves.Tell("order.where", ref=LAMP)
    assert decided(reading, WHICH, CUSTOMER) == moves.Tell("order.where", ref=KETTLE)


def test_without_an_account_a_choice_gets_the_general_answer() -> None:
    assert decided(Reading(Act.CHOOSE), WHICH, Standing()) == moves.Tell("order.where")


def test_a_place_past_the_end_is_said_to_be_so_once() -> None:
    reading = Reading(Act.CHOOSE, beyond=True)
    move = decided(reading, WHICH)
    assert isinstance(move, moves.Say)
    assert (move.reply.prompt, move.reply.ask, move.reply.outcome) == (
        "choose.beyond",
        WHICH,
        Outcome.DECLINED,
    )
    assert decided(reading, WHICH, failures=1) == moves.Miss()


def test_a_name_that_fits_nothing_is_missing_the_second_time() -> None:
    reading = Reading(Act.CHOOSE, names_item=True)
    assert decided(reading, WHICH) == moves.AskItemAgain(ItemMiss.AGAIN)
    assert decided(reading, WHICH, failures=1) == moves.AskItemAgain(ItemMiss.NOT_THERE)
    assert decided(reading, WHICH, failures=2) == moves.Miss()
    assert decided(replace(reading, names_item=False), WHICH, failures=1) == moves.Miss()


def test_a_choice_among_topics() -> None:
    choice = WhichTopic(("order.late", "returns.how"))
    reading = Reading(Act.CHOOSE, choice=1, mention=bought(One(LAMP)))
    assert decided(reading, choice) == moves.Tell("returns.how", bought(One(LAMP)))
    item = replace(reading, choice=None, named=LAMP)
    assert decided(item, choice) == moves.TellOfItem(bought(One(LAMP)))
    assert decided(item, choice, Standing()) == moves.Miss()
    assert decided(Reading(Act.CHOOSE, choice=0), What(nearby=("order.late",))) == moves.Tell("order.late")


def test_an_item_named_in_passing_is_told_of() -> None:
    reading = Reading(Act.CHOOSE, mention=bought(One(LAMP)))
    assert decided(reading, OfferTopic("returns.how")) == moves.TellOfItem(bought(One(LAMP)))
    assert decided(reading, standing=Standing()) == moves.Miss()
    number = Reading(Act.GIVE_CODE, tells_order=True)
    assert decided(number, standing=Standing()) == moves.TellOfItem(ItemMention())


def test_what_is_named_and_not_theirs_is_placed_or_needs_the_account() -> None:
    reading = Reading(Act.CHOOSE, names_item=True, place=Place("answer", ("order.where",)))
    assert decided(reading) == moves.Tell("order.where")
    of_items = Standing(speaks_of_items=True)
    assert decided(reading, standing=of_items) == moves.LinkFirst()
    assert decided(replace(reading, names_item=False), standing=of_items) == moves.Miss()


def test_a_place_in_what_was_listed_before() -> None:
    reading = Reading(Act.CHOOSE, beyond=True)
    move = decided(reading, What(), listed=(KETTLE, LAMP))
    assert move == beyond(Session(open_question=What(), asked="Which?", listed=(KETTLE, LAMP)), 2)
    assert decided(reading, What()) == moves.Miss()
    other = decided(Reading(Act.CHOOSE, wants_other=True), What())
    assert isinstance(other, moves.Say)
    assert other.reply.prompt == "choose.no_other"


def test_a_doubt_about_the_last_answer_offers_a_person() -> None:
    reading = Reading(Act.CORRECT)
    first, later = decided(reading), decided(reading, topic="order.where")
    assert isinstance(first, moves.Say)
    assert isinstance(later, moves.Say)
    assert (first.reply.prompt, later.reply.prompt) == ("change.nothing", "doubt.say")
    assert later.reply.ask == OfferTopic("contact.human_agent")


def test_a_wrong_item_may_be_an_order_to_change() -> None:
    reading = Reading(Act.CORRECT, part=Part.ITEM, text="the item is wrong", may_keep_text=True)
    move = decided(reading, topic="order.where")
    assert isinstance(move, moves.ChooseCorrection)
    assert (move.text, move.otherwise.prompt) == ("the item is wrong", "doubt.say")
    hidden = decided(replace(reading, may_keep_text=False))
    assert isinstance(hidden, moves.ChooseCorrection)
    assert hidden.text == ""


def test_a_side_is_noted_or_answers_the_question() -> None:
    reading = Reading(Act.STATE_SIDE, side=Audience.BUYER)
    noted = decided(reading)
    assert isinstance(noted, moves.Say)
    assert (noted.reply.prompt, noted.reply.audience) == ("audience.noted.buyer", Audience.BUYER)
    question = WhichSide("account.problem")
    assert decided(reading, question) == moves.Tell("account.problem", ItemMention(), side=Audience.BUYER)
    assert decided(Reading(Act.STATE_SIDE), question) == moves.Miss()


def test_steps_are_counted_while_one_is_open() -> None:
    assert decided(Reading(Act.COUNT_STEPS), NextStep("returns.how", 1)) == moves.CountSteps("returns.how", 1)
    other = decided(Reading(Act.COUNT_STEPS), What())
    assert isinstance(other, moves.Say)
    assert other.reply.prompt == "steps.none"


def test_choices_are_recalled_where_there_are_some() -> None:
    near = ("order.late", "order.where")
    assert decided(Reading(Act.RECALL_CHOICES), What(nearby=near)) == moves.ChooseTopic(near)
    for question in (What(nearby=near[:1]), WhichTopic(near), None):
        assert isinstance(decided(Reading(Act.RECALL_CHOICES), question), moves.Say)


def test_repeating_is_as_slow_as_it_was_asked_for() -> None:
    assert decided(Reading(Act.REPEAT)) == moves.Repeat()
    assert decided(Reading(Act.REPEAT_SLOWLY)) == moves.Repeat(slowly=True)


def test_another_one_is_an_item_only_where_one_is_meant() -> None:
    reading = Reading(Act.ANSWER, Answer.ANOTHER, mention=bought(One(LAMP)))
    assert decided(reading, What()) == moves.TellOfItem(bought(One(LAMP)))
    for other in (
        decided(reading, What(), Standing()),
        decided(replace(reading, mention=ItemMention()), What()),
    ):
        assert isinstance(other, moves.Say)
        assert other.reply.prompt == "choose.no_other"
