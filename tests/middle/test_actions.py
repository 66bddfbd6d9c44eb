"""Actions from the request to the record, and what is said when a store fails on the way."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import AnythingElse
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Dictate,
    Instead,
    Resume,
    ToldSeller,
    WhichItem,
)
from shop_helper.dialog.turn import Slot
from shop_helper.dialog.writing import UnsettledWrite, Written
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.cases import CaseKind, CaseState, Problem
from shop_helper.domain.orders import ItemStatus
from shop_helper.errors import StoreError, UncertainError
from tests.middle.acting import (
    CALENDAR,
    CONFIRM,
    DOWN,
    EBOOK,
    LATE,
    TOASTER,
    about,
    draft_of,
    status_of,
    talk,
)
from tests.middle.harness import Middle, answer, prompts_of, session_with
from tests.middle.moments import (
    BLENDER,
    CASES,
    COAT,
    HEADPHONES,
    KETTLE,
    MOMENTS,
    RETURN,
    RETURN_READ_BACK,
    TENT,
    two_cases,
)
from tests.middle.said import sentence


@pytest.mark.parametrize(
    ("intent", "ref", "kind", "prompt"),
    [
        ("StartReturnIntent", HEADPHONES, CaseKind.RETURN, "action.done.return"),
        ("ExchangeItemIntent", HEADPHONES, CaseKind.EXCHANGE, "action.done.exchange"),
        ("RequestRefundIntent", HEADPHONES, CaseKind.REFUND, "action.done.refund"),
        ("OpenCaseIntent", HEADPHONES, CaseKind.CASE, "action.done.case"),
        ("MessageSellerIntent", KETTLE, CaseKind.MESSAGE, "action.done.message"),
    ],
)
def test_an_action_is_asked_for_described_read_back_and_written(
    intent: str, ref: str, kind: CaseKind, prompt: str
) -> None:
    middle = Middle()
    reply = talk(middle, sentence(intent, item=about(ref)), "it leaks and smells", "yes")
    (written,) = middle.written
    assert (reply.prompt, reply.ask, reply.item) == (prompt, AnythingElse(), ref)
    assert (written.kind, written.ref, written.words) == (kind, ref, "it leaks and smells")


def test_an_order_is_canceled() -> None:
    middle = Middle()
    reply = talk(middle, sentence("CancelOrderIntent", item=about(CALENDAR)), "yes")
    assert reply.prompt == "action.done.cancel"
    assert status_of(middle, CALENDAR)[0] is ItemStatus.CANCELLED


def test_a_claim_needs_no_words_where_the_record_shows_its_ground() -> None:
    middle = Middle("ivo")
    reply = talk(middle, sentence("ClaimGuaranteeIntent", item=about(TENT)), "yes")
    (written,) = middle.written
    assert (reply.prompt, written.problem) == ("action.done.claim", Problem.NOT_RECEIVED)


def test_a_reason_in_the_request_is_not_asked_for_again() -> None:
    reply = answer(None, sentence("StartReturnIntent", item="kettle because it is broken"))
    assert (reply.ask, draft_of(reply).problem) == (Confirm(), Problem.DAMAGED)
    free = answer(
        None, sentence("HelpQuestionIntent", question="i want to return my kettle because it leaks")
    )
    assert (free.ask, draft_of(free).ref) == (Confirm(), KETTLE)


def test_an_action_without_an_item_asks_which_one() -> None:
    reply = answer(None, sentence("StartReturnIntent", item=Slot("it", "unspecific")))
    assert isinstance(reply.ask, WhichItem)
    assert draft_of(reply).ref is None
    assert answer(None, sentence("StartReturnIntent"), item=KETTLE, topic="order.where").item == KETTLE


def test_likely_items_are_those_that_the_action_can_be_about() -> None:
    message = answer(None, sentence("MessageSellerIntent"))
    assert isinstance(message.ask, WhichItem)
    assert KETTLE in message.ask.refs
    assert HEADPHONES not in message.ask.refs
    cancel = answer(None, sentence("CancelOrderIntent"))
    assert cancel.item == CALENDAR


def test_an_item_that_is_not_theirs_is_asked_for() -> None:
    unknown = answer(None, sentence("StartReturnIntent", item="garden chair"))
    assert (unknown.prompt, type(unknown.ask)) == ("orders.unknown", WhichItem)
    number = answer(None, sentence("StartReturnIntent", order_ending="9999"))
    assert number.prompt == "orders.unknown_number"


def test_without_orders_the_article_answers() -> None:
    reply = answer(None, sentence("StartReturnIntent"), customer="carla")
    assert prompts_of(reply)[0] == "orders.none"
    assert reply.topics == ("returns.how",)


def test_without_an_item_that_fits_the_article_answers() -> None:
    reply = answer(None, sentence("MessageSellerIntent"), customer="ben")
    assert prompts_of(reply)[0] == "orders.none_fit"


@pytest.mark.parametrize(
    ("intent", "ref", "prompt", "instead"),
    [
        ("StartReturnIntent", COAT, "action.refuse.window_closed", ActionKind.CASE),
        ("StartReturnIntent", EBOOK, "action.refuse.digital", ActionKind.CASE),
        ("StartReturnIntent", CALENDAR, "action.refuse.not_shipped", ActionKind.CANCEL),
        ("CancelOrderIntent", KETTLE, "action.refuse.delivered", ActionKind.RETURN),
        ("MessageSellerIntent", HEADPHONES, "action.refuse.no_seller", ActionKind.CASE),
        ("ClaimGuaranteeIntent", BLENDER, "action.refuse.claim.seller_first", ActionKind.MESSAGE),
    ],
)
def test_what_can_not_be_done_offers_what_can(
    intent: str, ref: str, prompt: str, instead: ActionKind
) -> None:
    reply = answer(None, sentence(intent, item=about(ref)))
    assert (reply.prompt, reply.ask) == (prompt, Instead())
    assert (draft_of(reply).kind, draft_of(reply).ref) == (instead, ref)


@pytest.mark.parametrize(
    ("intent", "ref", "prompt"),
    [
        ("StartReturnIntent", BLENDER, "action.refuse.not_delivered"),
        ("StartReturnIntent", TOASTER, "action.refuse.cancelled"),
        ("CancelOrderIntent", BLENDER, "action.refuse.shipped"),
        ("RequestRefundIntent", TOASTER, "action.refuse.refund_under_way"),
    ],
)
def test_what_can_not_be_done_at_all_ends_the_action(intent: str, ref: str, prompt: str) -> None:
    reply = answer(None, sentence(intent, item=about(ref)))
    assert (reply.prompt, reply.ask, reply.draft) == (prompt, AnythingElse(), None)


def test_a_second_case_about_one_item_becomes_a_note() -> None:
    middle = Middle()
    two_cases(middle)
    reply = talk(middle, sentence("OpenCaseIntent", item=about(KETTLE)))
    assert (reply.prompt, draft_of(reply).kind) == ("action.refuse.already_open", ActionKind.NOTE)
    assert draft_of(reply).case_id == CASES[0]
    assert talk(middle, sentence("OpenCaseIntent", item=about(KETTLE)), "yes").ask == Dictate()


def test_a_closed_case_takes_no_note() -> None:
    middle = MOMENTS["WhichCase"].middle()
    close = session_with(Confirm(), draft=Draft(ActionKind.CLOSE, case_id=CASES[0], case_version=1, key="1"))
    assert middle.answer(close, "yes").reply.prompt == "action.done.close"
    note = session_with(Dictate(), draft=Draft(ActionKind.NOTE, case_id=CASES[0]))
    reply = middle.answer(note, "it leaks and smells").reply
    assert (reply.prompt, draft_of(reply).kind) == ("action.refuse.case_closed", ActionKind.CASE)


def test_without_an_open_case_there_is_nothing_to_add_to() -> None:
    for intent in ("AddToCaseIntent", "CloseCaseIntent"):
        reply = answer(None, sentence(intent))
        assert (reply.prompt, reply.draft) == ("case.none_open", None)


def test_the_only_open_case_is_the_one_that_is_meant() -> None:
    middle = Middle()
    talk(middle, sentence("OpenCaseIntent", item=about(HEADPHONES)), "it leaks and smells", "yes")
    reply = talk(middle, sentence("AddToCaseIntent"))
    assert (reply.ask, draft_of(reply).case_id) == (Dictate(), middle.written[0].case_id)
    assert talk(middle, sentence("CloseCaseIntent"), "yes").prompt == "action.done.close"
    assert middle.written[0].state is CaseState.CLOSED


def test_everything_is_deleted_after_a_yes() -> None:
    middle = MOMENTS["WhichCase"].middle()
    assert talk(middle, sentence("DeleteDataIntent")).prompt == "action.confirm.delete"
    assert len(middle.written) == 2
    reply = talk(middle, sentence("DeleteDataIntent"), "yes")
    assert prompts_of(reply)[:2] == ["action.done.delete", "action.done.delete.staying"]
    assert talk(Middle(), sentence("DeleteDataIntent"), "yes").say[1:] == ()


def test_a_seller_has_cases_and_no_returns() -> None:
    reply = answer(None, sentence("OpenCaseIntent"), customer="farid")
    assert (reply.prompt, draft_of(reply).seller) == ("action.ask.case.seller", True)
    middle = Middle("farid")
    talk(middle, sentence("OpenCaseIntent"), "it leaks and smells", "yes")
    assert middle.written[0].audience == "seller"
    bought = answer(None, sentence("StartReturnIntent"), customer="farid", audience=Audience.SELLER)
    assert prompts_of(bought)[0] == "orders.none_bought"


def test_whoever_buys_and_sells_is_asked_for_which_side_a_case_is() -> None:
    assert answer(None, sentence("OpenCaseIntent"), customer="dev").prompt == "ask.audience"
    seller = answer(None, sentence("OpenCaseIntent"), customer="dev", audience=Audience.SELLER)
    assert draft_of(seller).seller
    named = answer(None, sentence("OpenCaseIntent", item="desk frame"), customer="dev")
    assert not draft_of(named).seller


def test_a_seller_who_returns_something_acts_as_a_buyer() -> None:
    reply = answer(None, sentence("CancelOrderIntent"), customer="dev", audience=Audience.SELLER)
    assert reply.audience is Audience.BUYER


@pytest.mark.parametrize(
    "intent",
    [
        "StartReturnIntent",
        "OpenCaseIntent",
        "DeleteDataIntent",
    ],
)
def test_without_an_account_the_way_is_told_and_the_account_asked_for(intent: str) -> None:
    reply = answer(None, sentence(intent), customer=None)
    assert reply.link_account
    assert "link.needed" in prompts_of(reply)


def test_another_action_takes_the_place_of_the_open_one() -> None:
    instead = sentence("HelpQuestionIntent", question="make it a refund instead")
    reply = answer(Confirm(), instead, draft=RETURN_READ_BACK)
    assert (reply.ask, draft_of(reply).kind) == (Confirm(), ActionKind.REFUND)
    assert (draft_of(reply).ref, draft_of(reply).words) == (HEADPHONES, RETURN_READ_BACK.words)


def test_what_is_known_so_far_is_summed_up() -> None:
    so_far = sentence("HelpQuestionIntent", question="what have you got so far")
    described = answer(Describe(), so_far, draft=replace(RETURN, words="it leaks"))
    assert prompts_of(described)[:2] == ["action.so_far", "action.confirm.words"]
    assert described.ask == Describe()
    named = answer(Describe(), so_far, draft=replace(RETURN, problem=Problem.DAMAGED))
    assert prompts_of(named)[:2] == ["action.so_far", "action.confirm.problem.damaged"]
    assert answer(Confirm(), so_far, draft=RETURN_READ_BACK).prompt == "action.confirm.return"


def test_hesitation_is_no_description() -> None:
    hesitating = sentence("HelpQuestionIntent", question="hm no wait")
    assert answer(Describe(), hesitating, draft=RETURN).prompt == "action.not_caught"
    assert answer(Confirm(), hesitating, draft=RETURN_READ_BACK).prompt == "action.ask.change"


def test_a_feeling_is_no_description() -> None:
    reply = answer(
        Describe(), sentence("HelpQuestionIntent", question="you people are useless"), draft=RETURN
    )
    assert reply.prompt == "upset.say"
    assert reply.ask == Resume()


def test_the_answer_about_the_seller_is_taken_from_free_words() -> None:
    case = Draft(ActionKind.CASE, ref=BLENDER, item_name="the blender")
    wrote = answer(
        ToldSeller(), sentence("HelpQuestionIntent", question="i wrote to them on monday"), draft=case
    )
    assert draft_of(wrote).told_seller is True
    never = answer(
        ToldSeller(), sentence("HelpQuestionIntent", question="i haven't contacted them"), draft=case
    )
    assert (never.ask, draft_of(never).kind) == (Instead(), ActionKind.MESSAGE)


# stores that fail


@pytest.mark.parametrize(
    ("problem", "prompt"),
    [
        (DOWN, "action.not_saved"),
        (LATE, "action.not_saved"),
        (UncertainError("who knows"), "action.uncertain"),
    ],
)
def test_a_write_that_fails_keeps_the_draft_for_another_try(problem: StoreError, prompt: str) -> None:
    middle = Middle()
    with patch.object(middle.stores.cases, "commit", side_effect=problem):
        answered = middle.answer(CONFIRM, "yes")
    assert (answered.reply.prompt, answered.reply.ask) == (prompt, Confirm())
    assert answered.reply.outcome is Outcome.ERROR
    assert answered.session.draft == RETURN_READ_BACK


def test_what_became_of_an_uncertain_write_is_told_in_the_next_turn() -> None:
    middle = Middle()
    with patch.object(middle.stores.cases, "commit", side_effect=UncertainError("who knows")):
        unsure = middle.answer(CONFIRM, "yes").session
    assert unsure.unsettled == UnsettledWrite(Written.ACTION, RETURN_READ_BACK.key)
    lost = middle.answer(unsure, "say that again")
    assert (lost.reply.prompt, lost.reply.ask) == ("action.went_wrong", Confirm())
    again = middle.answer(unsure, "yes")
    assert (again.reply.prompt, len(middle.written)) == ("action.done.return", 1)
