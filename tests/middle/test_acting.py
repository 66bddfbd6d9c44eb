"""Going on with an action, giving it up, and what is written: turns in, replies out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest

from shop_helper.dialog.questions import OfferTopic
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import (
    Confirm,
    Describe,
    Resume,
)
from shop_helper.dialog.writing import UnsettledWrite, Written
from shop_helper.domain.actions.draft import ActionKind, Draft, StoredDraft
from shop_helper.errors import StoreError
from tests.middle.acting import (
    BROKEN,
    CONFIRM,
    DOWN,
    LATE,
    about,
    draft_of,
)
from tests.middle.harness import NOW, Middle, prompts_of, session_with
from tests.middle.moments import (
    CODE,
    HEADPHONES,
    KETTLE,
    MOMENTS,
    RETURN,
    RETURN_READ_BACK,
    with_code,
)
from tests.middle.said import sentence


def test_an_uncertain_write_that_went_through_is_not_done_again() -> None:
    middle = Middle()
    middle.answer(CONFIRM, "yes")
    unsettled = UnsettledWrite(Written.ACTION, RETURN_READ_BACK.key)
    unsure = replace(CONFIRM, unsettled=unsettled)
    done = middle.answer(unsure, "yes")
    assert (done.reply.prompt, done.session.draft, len(middle.written)) == ("action.done.return", None, 1)
    other = middle.answer(unsure, "how long does delivery take")
    assert prompts_of(other.reply)[0] == "action.went_through"
    assert (other.session.draft, other.session.unsettled) == (None, None)


def test_while_the_store_is_away_an_uncertain_write_stays_uncertain() -> None:
    middle = Middle()
    unsure = replace(CONFIRM, unsettled=UnsettledWrite(Written.ACTION, RETURN_READ_BACK.key))
    with patch.object(middle.stores.cases, "of_customer", side_effect=DOWN):
        answered = middle.answer(unsure, "yes")
        other = middle.answer(unsure, "how long does delivery take")
        left = middle.answer(unsure, "cancel")
    assert answered.reply.prompt == "action.uncertain"
    assert answered.session.unsettled == unsure.unsettled
    assert prompts_of(other.reply)[0] == "action.still_uncertain"
    assert left.reply.prompt == "action.uncertain"


def test_a_deletion_that_was_not_finished_is_said_to_be_so() -> None:
    middle = MOMENTS["WhichCase"].middle()
    draft = Draft(ActionKind.DELETE, key="0406977748362389")
    unsure = session_with(Confirm(), draft=draft, unsettled=UnsettledWrite(Written.ACTION, draft.key))
    assert middle.answer(unsure, "say that again").reply.prompt == "action.unfinished"
    assert middle.answer(session_with(Confirm(), draft=draft), "yes").reply.prompt == "action.done.delete"
    assert middle.answer(unsure, "say that again").reply.prompt == "action.done.delete"


@pytest.mark.parametrize(("problem", "kind"), [(DOWN, "unavailable"), (LATE, "late"), (BROKEN, "unreadable")])
def test_orders_that_can_not_be_read_are_said_to_be_missing(problem: StoreError, kind: str) -> None:
    middle = Middle()
    with patch.object(middle.stores.orders, "recent", side_effect=problem):
        status = middle.answer(Session(), "where is my desk lamp").reply
        request = middle.answer(Session(), sentence("StartReturnIntent", item=about(KETTLE))).reply
        described = middle.answer(MOMENTS["Describe"].session, "it leaks and smells").reply
        item = middle.answer(MOMENTS["Describe"].session, "change the item").reply
        picked = middle.answer(MOMENTS["WhichItem"].session, "the first one").reply
        page = middle.answer(MOMENTS["WhichItem"].session, "next").reply
        more = middle.answer(MOMENTS["MoreItems"].session, "yes").reply
        named = middle.answer(MOMENTS["OfferMore"].session, "the desk lamp").reply
        change = middle.answer(MOMENTS["Confirm"].session, "change the description").reply
    for reply in (status, request, described, item, picked, page, more, named, change):
        assert (reply.prompt, reply.outcome) == (f"orders.{kind}", Outcome.ERROR)
        assert isinstance(reply.ask, OfferTopic if kind == "unreadable" and reply.draft is None else object)


def test_cases_that_can_not_be_read_are_said_to_be_missing() -> None:
    middle = MOMENTS["WhichCase"].middle()
    with patch.object(middle.stores.cases, "of_customer", side_effect=DOWN):
        status = middle.answer(Session(), "how is my case").reply
        picked = middle.answer(MOMENTS["WhichCase"].session, "the first one").reply
        opened = middle.answer(Session(), sentence("OpenCaseIntent", item=about(KETTLE))).reply
        greeted = middle.answer(Session(), "(opens the skill)").reply
    for reply in (status, picked, opened):
        assert (reply.prompt, reply.outcome) == ("cases.unavailable", Outcome.ERROR)
    assert greeted.prompt == "launch.welcome"


def test_sales_that_can_not_be_read_are_said_to_be_missing() -> None:
    moment = MOMENTS["MoreSales"]
    middle = moment.middle()
    with patch.object(middle.stores.orders, "sold", side_effect=DOWN):
        more = middle.answer(moment.session, "yes").reply
        asked = middle.answer(moment.session, sentence("SalesIntent")).reply
    assert more.prompt == asked.prompt == "orders.unavailable"


def test_an_older_order_is_looked_up_by_its_number() -> None:
    middle = Middle()
    with patch.object(middle.stores.orders, "recent", return_value=()):
        reply = middle.answer(CONFIRM, "yes").reply
    assert (reply.prompt, len(middle.written)) == ("action.done.return", 1)
    away = Middle()
    with (
        patch.object(away.stores.orders, "recent", return_value=()),
        patch.object(away.stores.orders, "by_number", side_effect=DOWN),
    ):
        assert away.answer(CONFIRM, "yes").reply.prompt == "action.not_saved"


def test_an_order_that_changes_while_it_is_written_is_read_back_as_it_is_then() -> None:
    middle = Middle()
    order = middle.stores.orders.by_number("ana", HEADPHONES.split("/")[0])
    assert order is not None
    middle.stores.orders.put(replace(order, version=order.version + 1))
    with patch.object(middle.stores.orders, "recent", return_value=(order,)):
        reply = middle.answer(CONFIRM, "yes").reply
    assert (reply.prompt, reply.ask, middle.written) == ("action.changed", Confirm(), ())
    assert draft_of(reply).order_version == order.version + 1


# drafts of an earlier conversation


def with_stored(draft: Draft) -> Middle:
    middle = Middle()
    middle.stores.cases.save_draft("ana", StoredDraft(draft, NOW + timedelta(days=2), NOW))
    return middle


def test_an_unfinished_action_is_offered_at_the_next_launch() -> None:
    middle = with_stored(RETURN)
    opened = middle.answer(Session(), "(opens the skill)", is_new=True)
    assert opened.reply.ask == Resume(earlier=True)
    assert prompts_of(opened.reply)[0] == "launch.back"
    assert prompts_of(opened.reply)[-1] == "action.resume.earlier"
    assert middle.answer(opened.session, "yes").reply.ask == Describe()
    assert middle.stores.cases.draft("ana", NOW) is None


@pytest.mark.parametrize("said", ["no", "cancel"])
def test_an_unfinished_action_that_is_not_wanted_is_forgotten(said: str) -> None:
    middle = with_stored(RETURN)
    opened = middle.answer(Session(), "(opens the skill)", is_new=True)
    assert middle.answer(opened.session, said).reply.draft is None
    assert middle.stores.cases.draft("ana", NOW) is None


def test_an_unfinished_action_that_was_done_is_told_and_forgotten() -> None:
    middle = with_stored(RETURN_READ_BACK)
    middle.answer(CONFIRM, "yes")
    opened = middle.answer(Session(), "(opens the skill)", is_new=True)
    assert "action.went_through" in prompts_of(opened.reply)
    assert not isinstance(opened.reply.ask, Resume)
    assert middle.stores.cases.draft("ana", NOW) is None


@pytest.mark.parametrize("name", ["Describe", "Confirm", "Resume"])
def test_a_conversation_that_ends_keeps_its_action(name: str) -> None:
    moment = MOMENTS[name]
    middle = moment.middle()
    middle.answer(moment.session, "stop")
    stored = middle.stores.cases.draft("ana", NOW)
    assert stored is not None
    assert stored.draft == moment.session.draft
    assert stored.expires_at > NOW


def test_what_was_offered_instead_is_not_kept() -> None:
    moment = MOMENTS["Instead"]
    middle = moment.middle()
    middle.answer(moment.session, "stop")
    assert middle.stores.cases.draft("ana", NOW) is None


def test_a_draft_that_can_not_be_stored_ends_the_conversation_all_the_same() -> None:
    moment = MOMENTS["Describe"]
    middle = moment.middle()
    with patch.object(middle.stores.cases, "save_draft", side_effect=DOWN):
        assert middle.answer(moment.session, "stop").reply.prompt == "stop.goodbye"


# the voice code before a write


def test_a_code_is_asked_for_before_a_write_and_only_where_one_is_set() -> None:
    middle = Middle()
    with_code(middle)
    asked = middle.answer(CONFIRM, "yes")
    assert (asked.reply.prompt, middle.written) == ("voice_code.ask", ())
    done = middle.answer(asked.session, sentence("VoiceCodeIntent", code=CODE))
    assert (done.reply.prompt, len(middle.written)) == ("action.done.return", 1)
