"""What is written at a yes, and what is said of it: turns in, replies out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from shop_helper.dialog.questions import What
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Resume,
)
from shop_helper.dialog.turn import Slot
from shop_helper.dialog.writing import UnsettledWrite, Written
from shop_helper.domain.actions.draft import ActionKind, Draft, StoredDraft
from shop_helper.domain.cases import Problem
from tests.middle.acting import (
    CONFIRM,
    DOWN,
    draft_of,
)
from tests.middle.harness import NOW, Middle, answer, prompts_of, session_with
from tests.middle.moments import (
    BLENDER,
    CASES,
    HEADPHONES,
    MOMENTS,
    RETURN,
    RETURN_READ_BACK,
    TENT,
)
from tests.middle.said import sentence


def with_stored(draft: Draft) -> Middle:
    middle = Middle()
    middle.stores.cases.save_draft("ana", StoredDraft(draft, NOW + timedelta(days=2), NOW))
    return middle


def test_a_locked_code_writes_nothing() -> None:
    middle = MOMENTS["VoiceCode"].middle()
    for number in range(3):
        middle.answer(MOMENTS["VoiceCode"].session, sentence("VoiceCodeIntent", code=f"826{number}"))
    locked = middle.answer(CONFIRM, "yes").reply
    assert (locked.prompt, locked.draft, middle.written) == ("voice_code.locked", None, ())


def test_a_code_that_can_not_be_checked_keeps_the_draft() -> None:
    middle = MOMENTS["VoiceCode"].middle()
    with patch.object(middle.stores.codes, "is_set", side_effect=DOWN):
        before = middle.answer(CONFIRM, "yes").reply
    with patch.object(middle.stores.codes, "check", side_effect=DOWN):
        checked = middle.answer(MOMENTS["VoiceCode"].session, "seven three nine one").reply
    for reply in (before, checked):
        assert (reply.prompt, reply.ask, reply.outcome) == ("voice_code.unchecked", Confirm(), Outcome.ERROR)
    assert middle.written == ()


def test_a_removed_code_is_told_of_on_a_card_after_everything_was_deleted() -> None:
    middle = MOMENTS["VoiceCode"].middle()
    delete = Draft(ActionKind.DELETE, key="0406977748362389")
    session = replace(MOMENTS["VoiceCode"].session, draft=delete)
    reply = middle.answer(session, "seven three nine one").reply
    assert (reply.prompt, reply.card is not None) == ("action.done.delete", True)


def test_a_card_number_is_no_code() -> None:
    moment = MOMENTS["VoiceCode"]
    reply = moment.middle().answer(moment.session, sentence("VoiceCodeIntent", code="4111111111111111")).reply
    assert (reply.prompt, reply.draft) == ("secret.stop", None)


def test_a_secret_ends_what_is_open() -> None:
    secret = sentence("HelpQuestionIntent", question="my password is hunter two")
    reply = answer(Describe(), secret, draft=RETURN)
    assert (reply.prompt, reply.draft, reply.forgets, reply.ask) == ("secret.stop", None, True, What())


# what is stored, and for how long


def test_whoever_disables_the_skill_is_forgotten() -> None:
    middle = Middle()
    user = {"user": "a user"}
    session = middle.answer(CONFIRM, "yes", **user).session
    assert len(middle.written) == 1
    middle.forget("somebody else")
    assert len(middle.written) == 1
    middle.forget("a user")
    assert all(case.is_forgotten for case in middle.written)
    assert session.draft is None


def test_nobody_in_particular_can_be_forgotten() -> None:
    middle = Middle()
    middle.answer(CONFIRM, "yes", user="a user")
    middle.forget("")
    assert not any(case.is_forgotten for case in middle.written)


def test_a_draft_that_can_not_be_dropped_runs_out_by_itself() -> None:
    middle = with_stored(RETURN)
    opened = middle.answer(Session(), "(opens the skill)", is_new=True)
    with patch.object(middle.stores.cases, "drop_draft", side_effect=DOWN):
        assert middle.answer(opened.session, "no").reply.prompt == "cancel.task"
    stored = middle.stores.cases.draft("ana", NOW)
    assert stored is not None
    assert middle.stores.cases.draft("ana", stored.expires_at + timedelta(days=1)) is None


def test_an_order_that_is_gone_is_asked_for_again() -> None:
    middle = Middle()
    with (
        patch.object(middle.stores.orders, "recent", return_value=()),
        patch.object(middle.stores.orders, "by_number", return_value=None),
    ):
        reply = middle.answer(CONFIRM, "yes").reply
    assert (reply.prompt, middle.written) == ("action.changed", ())


def test_without_an_account_nothing_is_written() -> None:
    reply = answer(Confirm(), "yes", customer=None, draft=RETURN_READ_BACK)
    assert "link.needed" in prompts_of(reply) or reply.prompt == "steps.lead"
    assert (
        answer(Describe(), "it leaks and smells", customer=None, draft=RETURN).prompt
        != "action.confirm.return"
    )


def test_a_resumed_action_that_is_gone_asks_what_else() -> None:
    assert answer(Resume(), "yes").prompt == "ask.what"


def test_a_seller_who_says_why_is_not_asked_again() -> None:
    said = sentence("HelpQuestionIntent", question="open a case because my listing was taken down")
    reply = answer(None, said, customer="farid")
    assert isinstance(reply.ask, Confirm)
    assert draft_of(reply).problem is Problem.LISTING
    assert draft_of(reply).seller


def test_only_the_write_of_this_action_is_looked_up() -> None:
    middle = Middle()
    other = replace(CONFIRM, unsettled=UnsettledWrite(Written.ACTION, "another key"))
    answered = middle.answer(other, "how long does delivery take")
    assert (answered.reply.prompt, answered.session.unsettled) == ("article.say", None)
    unkeyed = session_with(Confirm(), draft=RETURN, unsettled=UnsettledWrite(Written.ACTION, ""))
    assert middle.answer(unkeyed, "help").session.unsettled is None


def test_an_item_to_change_that_is_no_more_ends_the_action() -> None:
    middle = Middle()
    with patch.object(middle.stores.orders, "recent", return_value=()):
        reply = middle.answer(CONFIRM, "change the item").reply
    assert (reply.prompt, reply.draft, reply.ask) == ("orders.none_fit", None, What())


def test_an_order_that_can_not_be_read_again_after_a_late_write_is_not_written() -> None:
    middle = Middle()
    order = middle.stores.orders.by_number("ana", HEADPHONES.split("/")[0])
    assert order is not None
    middle.stores.orders.put(replace(order, version=order.version + 1))
    with (
        patch.object(middle.stores.orders, "recent", return_value=(order,)),
        patch.object(middle.stores.orders, "by_number", side_effect=DOWN),
    ):
        reply = middle.answer(CONFIRM, "yes").reply
    assert (reply.prompt, middle.written) == ("action.not_saved", ())


def test_a_case_that_has_changed_since_is_read_back_again() -> None:
    middle = MOMENTS["WhichCase"].middle()
    draft = Draft(ActionKind.NOTE, case_id=CASES[0], case_version=7, words="it leaks", key="406977748362389")
    reply = middle.answer(session_with(Confirm(), draft=draft), "yes").reply
    assert (reply.prompt, reply.ask, draft_of(reply).case_version) == ("action.changed", Confirm(), 1)


def test_a_guarantee_is_not_offered_while_the_cases_are_unread() -> None:
    middle = Middle("ivo")
    asked = sentence("HelpQuestionIntent", question=Slot("the guarantee for my tent", "guarantee.claim"))
    with patch.object(middle.stores.cases, "of_customer", side_effect=DOWN):
        reply = middle.answer(Session(), asked).reply
    assert (reply.prompt, reply.item) == ("article.say", TENT)


def test_evidence_goes_on_a_card_with_the_messages_to_the_seller() -> None:
    told = Draft(
        ActionKind.CASE,
        ref=BLENDER,
        item_name="the blender",
        told_seller=True,
        words="it leaks",
        order_version=1,
        case_id="457914886327",
        key="406977748362389",
    )
    with_seller = answer(Confirm(), "yes", draft=told).card
    without = answer(Confirm(), "yes", draft=RETURN_READ_BACK).card
    assert with_seller is not None
    assert without is not None
    assert len(with_seller.text.split("\n")) == len(without.text.split("\n")) + 1
