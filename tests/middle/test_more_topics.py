"""Sales, cases, choices and procedures: turns in, replies out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from shop_helper.dialog.people import Audience, Caller, Refusal, Refused, Unreachable
from shop_helper.dialog.questions import (
    AnythingElse,
    NextStep,
    OfferAction,
    OfferMore,
    OfferTopic,
    What,
    WhichSide,
    WhichTopic,
)
from shop_helper.dialog.reply import Outcome, Reply
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import WhichCase
from shop_helper.dialog.turn import Slot
from shop_helper.domain.actions.changes import Change
from shop_helper.domain.actions.draft import Draft
from shop_helper.domain.cases import Case, CaseEvent, CaseKind, CaseState
from shop_helper.errors import LateError, StoreError
from tests.middle.harness import NOW, WORLD, Middle, answer, prompts_of, session_with
from tests.middle.moments import BLENDER, CLOCK, COAT, KETTLE, MOMENTS, five_sales, two_cases
from tests.middle.said import Sentence, sentence

TOASTER = "114-1176043-5532/1"
DOWN, LATE = StoreError("no answer"), LateError("too late")
SELLS = {"audience": Audience.SELLER}


def asks(topic: str, words: str = "a question") -> Sentence:
    """A question that Alexa has matched with a topic."""
    return sentence("HelpQuestionIntent", question=Slot(words, topic))


def words(said: str) -> Sentence:
    """A question in free words."""
    return sentence("HelpQuestionIntent", question=said)


# an item


@contextmanager
def sold(middle: Middle, **changes: Any) -> Iterator[Middle]:
    """Dev's only sale, changed."""
    order = next(one for one in WORLD.orders if one.items[0].ref == CLOCK)
    items = (replace(order.items[0], **changes),)
    with patch.object(middle.stores.orders, "sold", return_value=(replace(order, items=items),)):
        yield middle


def test_sales_without_any() -> None:
    middle = Middle("dev")
    with patch.object(middle.stores.orders, "sold", return_value=()):
        reply = middle.answer(Session(), sentence("SalesIntent")).reply
        more = middle.answer(MOMENTS["MoreSales"].session, "yes").reply
    assert reply.say[0].prompt == "sales.none"
    assert more.prompt == "sales.no_more"


def test_five_sales_are_read_three_at_a_time() -> None:
    middle = Middle("dev")
    five_sales(middle)
    reply = middle.answer(Session(), sentence("SalesHistoryIntent")).reply
    assert (len(reply.listed), type(reply.ask).__name__) == (3, "MoreSales")
    assert len(middle.answer(MOMENTS["MoreSales"].session, "yes").reply.listed) == 2


def test_of_both_sides_the_named_item_decides() -> None:
    bought = answer(What(), sentence("OrderStatusIntent", item="desk frame"), customer="dev", **SELLS)
    assert (bought.prompt, bought.audience) == ("delivery.out_for_delivery", Audience.BUYER)
    asked = answer(What(), sentence("OrderStatusIntent", item="wall clock"), customer="dev")
    assert (asked.prompt, asked.audience) == ("sales.on_the_way.late", Audience.SELLER)
    article = answer(What(), asks("returns.can_i_return"), customer="dev", **SELLS)
    assert article.prompt in ("article.say", "steps.lead")


# cases


def case(number: str = "1", **changes: Any) -> Case:
    opened = CaseEvent("opened", NOW - timedelta(days=3), f"key{number}")
    made = Case("ana", number, CaseKind.CASE, opened.at, events=(opened,), item_name="the kettle", ref=KETTLE)
    return replace(made, **changes)


def with_cases(*cases: Case) -> Middle:
    middle = Middle()
    for one in cases:
        middle.stores.cases.commit(Change(one, 0))
    return middle


def test_one_case_is_told_with_its_answer_and_the_day() -> None:
    replied = CaseEvent("replied", NOW, "desk:1", "We look into it")
    one = case(due_on=NOW.date(), events=(*case().events, replied))
    reply = with_cases(one).answer(Session(), "how is my case").reply
    assert [text.prompt for text in reply.say] == [
        "case.status.open", "case.number", "case.answer", "case.due"
    ]  # fmt: skip


def test_of_closed_cases_the_last_is_told() -> None:
    closed = case(state=CaseState.CLOSED, item_name="", ref=None)
    reply = with_cases(closed).answer(Session(), "how is my case").reply
    assert [text.prompt for text in reply.say] == ["case.status.closed"]


def test_more_cases_are_told_in_short() -> None:
    reply = (
        with_cases(*(case(str(number)) for number in range(1, 6))).answer(Session(), "how is my case").reply
    )
    assert (reply.prompt, len(reply.say)) == ("case.several", 4)
    assert reply.say[0].values["count"] == 5


# opening the skill


def opened(middle: Middle, **of_turn: Any) -> Reply:
    return middle.answer(Session(), "(opens the skill)", is_new=True, **of_turn).reply


def test_the_second_visit_is_greeted_as_one() -> None:
    middle = Middle("carla")
    assert [opened(middle).prompt, opened(middle).prompt] == ["launch.welcome", "launch.back"]


def test_what_went_wrong_is_told_first() -> None:
    ana, gwen = opened(Middle()), opened(Middle("gwen"))
    assert (ana.prompt, ana.item) == ("launch.news", BLENDER)
    assert ana.ask == OfferTopic("order.late")
    assert gwen.ask == OfferTopic("delivery.returned_to_sender")
    assert len(gwen.listed) == 2


def test_a_parcel_at_risk_offers_a_case() -> None:
    reply = opened(Middle("hana"))
    assert prompts_of(reply)[-1] == "launch.open_case"
    assert isinstance(reply.ask, OfferAction)
    assert (reply.ask.action, bool(reply.ask.at_risk)) == ("open_case", True)


def test_a_refund_and_an_arrival_are_news_since_the_last_visit() -> None:
    middle = Middle("emma")
    opened(middle, now=NOW - timedelta(days=20))
    reply = opened(middle)
    assert reply.prompt == "launch.news"
    assert "refund.paid" in prompts_of(reply)


def test_what_a_desk_did_is_told_once() -> None:
    closed = CaseEvent("closed", NOW, "desk:1")
    middle = with_cases(case(events=(*case().events, closed), state=CaseState.CLOSED))
    assert "launch.case.closed.silently" in prompts_of(opened(middle))
    assert "launch.case.closed.silently" not in prompts_of(opened(middle))
    replied = CaseEvent("replied", NOW, "desk:1", "We look into it")
    assert "launch.case.replied" in prompts_of(opened(with_cases(case(events=(*case().events, replied)))))


def test_a_store_that_fails_costs_only_its_news() -> None:
    middle = Middle()
    with patch.object(middle.stores.visits, "record_visit", side_effect=LATE):
        reply = opened(middle)
    assert (reply.prompt, reply.degraded) == ("launch.welcome", ("visits.late",))
    with patch.object(middle.stores.orders, "recent", side_effect=DOWN):
        reply = opened(middle)
    assert (reply.prompt, reply.degraded) == ("launch.welcome", ("orders.unavailable",))
    replied = CaseEvent("replied", NOW, "desk:1", "We look into it")
    answered = with_cases(case(events=(*case().events, replied)))
    with patch.object(answered.stores.cases, "mark_told", side_effect=DOWN):
        reply = opened(answered)
    assert ("launch.case.replied" in prompts_of(reply), reply.degraded) == (True, ("cases.unavailable",))


def test_nobody_in_particular_is_greeted_without_news() -> None:
    assert opened(Middle(None)).prompt == "launch.welcome"


# accounts


@pytest.mark.parametrize(
    ("caller", "name", "links"),
    [
        (Unreachable(), "account.unreachable", False),
        (Unreachable(is_late=True), "account.late", False),
        (Refused(Refusal.EXPIRED), "link.refused", True),
    ],
)
def test_an_account_that_can_not_be_used_gets_the_general_answer(
    caller: Caller, name: str, links: bool
) -> None:
    middle = Middle()
    fresh = Session()
    with patch.object(Middle, "_owner", None):
        reply = middle.answer(fresh, sentence("OrderStatusIntent"), identify=lambda: caller).reply
        status = middle.answer(fresh, "how is my case", identify=lambda: caller).reply
    for one in (reply, status):
        assert (name in prompts_of(one), one.link_account) == (True, links)


def test_without_an_account_a_named_item_needs_the_link_only() -> None:
    named = sentence("SelectIntent", item="kettle")
    reply = answer(What(), named, customer=None, topic="order.where")
    assert (reply.prompt, reply.link_account, reply.ask) == ("link.needed", True, AnythingElse())
    assert answer(What(), named, customer=None, topic="delivery.time").prompt != "link.needed"


# articles


def test_an_article_offers_more_and_then_what_follows() -> None:
    reply = answer(None, asks("delivery.time"))
    assert (reply.prompt, reply.ask) == ("article.say", OfferMore("delivery.time"))
    more = answer(OfferMore("delivery.time"), "yes", topic="delivery.time")
    assert (more.prompt, isinstance(more.ask, OfferTopic)) == ("article.more", True)
    assert answer(What(), "more", topic="contact.hours").say[0].prompt == "more.nothing"


def test_nothing_is_offered_twice() -> None:
    first = answer(OfferMore("delivery.time"), "yes", topic="delivery.time")
    assert isinstance(first.ask, OfferTopic)
    again = answer(
        OfferMore("delivery.time"), "yes", topic="delivery.time", heard=(first.ask.topic, "delivery.time")
    )
    assert again.ask != first.ask


def test_steps_are_read_one_by_one() -> None:
    reply = answer(None, asks("account.password"))
    assert (reply.prompt, reply.ask) == ("steps.lead", NextStep("account.password", 0))
    assert reply.steps is not None
    assert reply.steps.current == 0
    repeated = answer(NextStep("account.password", 0), "say that again", topic="account.password")
    assert repeated.steps == reply.steps
    counted = answer(NextStep("account.password", 99), "how many steps", topic="account.password")
    assert counted.prompt == "steps.no_more"


def test_an_answer_that_differs_by_side_asks_for_it() -> None:
    assert answer(None, asks("account.problem"), customer=None).ask == WhichSide("account.problem")
    buyer = answer(None, asks("account.problem"), customer="dev", audience=Audience.BUYER)
    seller = answer(None, asks("account.problem"), customer="dev", audience=Audience.SELLER)
    assert buyer.say != seller.say


def test_topics_that_are_gone_are_not_spoken_of() -> None:
    assert answer(OfferTopic("gone.topic"), "yes").prompt == "ask.what"
    assert answer(OfferMore("gone.topic"), "yes").prompt == "steps.none"
    assert answer(What(nearby=("gone.topic", "order.late")), "yes").prompt == "ask.what"
    assert answer(What(nearby=("order.late", "order.where", "gone.topic")), "yes").ask == WhichTopic(
        ("order.late", "order.where")
    )


def test_two_topics_that_are_near_are_offered() -> None:
    reply = answer(None, words("something about my parcel"))
    assert (reply.prompt, reply.ask, reply.outcome) == (
        "choose.two",
        WhichTopic(("order.late", "order.where"), "something about my parcel"),
        Outcome.OFFERED,
    )


def test_what_was_said_is_repeated_slowly_with_its_question() -> None:
    reply = answer(OfferMore("delivery.time"), "slower")
    assert reply.say[0].words == "{slow}"
    assert reply.question is not None
    assert reply.question.words == "{slow}"
    only_asked = Session(open_question=What(), said="What else?", asked="What else?")
    assert prompts_of(Middle().answer(only_asked, "say that again").reply)[0] == "again.question"


def test_a_refused_choice_is_noted_and_a_declined_question_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "shop_helper.unanswered")
    middle = Middle(note_unanswered=True)
    middle.answer(Session(), words("do you sell unicorns to schools"))
    choice = session_with(WhichTopic(("order.late", "order.where"), "where is the unicorn"))
    middle.answer(choice, "no")
    noted = [record.__dict__["unanswered"] for record in caplog.records]
    assert [one["why"] for one in noted] == ["declined", "corrected"]
    assert noted[1]["nearby"] == ["order.late", "order.where"]
    middle.answer(Session(), words("my password is unicorn"))
    Middle().answer(Session(), words("do you sell unicorns to schools"))
    assert len(caplog.records) == 2


def test_a_case_is_named_by_its_place_in_the_world() -> None:
    middle = Middle()
    two_cases(middle)
    reply = middle.answer(Session(), "how is my case").reply
    assert len(reply.rows) == 6
    assert {COAT, KETTLE} == {one.ref for one in middle.written}


def test_an_action_is_offered_only_where_none_is_open() -> None:
    session = session_with(OfferMore("case.when"), topic="case.when")
    free = Middle().answer(session, "yes").reply
    assert free.prompt == "article.more"
    heard = replace(session, heard=("case.open.buyer", "open_case"))
    assert not isinstance(Middle().answer(heard, "yes").reply.ask, OfferAction)


def test_a_case_can_be_chosen_by_its_age() -> None:
    older = case("1", opened_at=NOW - timedelta(days=9), ref=COAT, item_name="the winter coat")
    middle = with_cases(older, case("2"))
    moment = MOMENTS["WhichCase"].session
    asked = replace(moment, open_question=WhichCase(("2", "1")))
    for said, number in (("the older one", "1"), ("the newest one", "2"), ("the one about the coat", "1")):
        reply = middle.answer(asked, words(said)).reply
        assert isinstance(reply.draft, Draft)
        assert reply.draft.case_id == number
