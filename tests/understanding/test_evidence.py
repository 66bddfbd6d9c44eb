"""What one request tells by itself: its words, and the records that an answer may need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shop_helper.dialog.questions import MoreItems, OfferAction, OfferTopic, OpenQuestion, What, WhichSide
from shop_helper.dialog.reading import Act
from shop_helper.dialog.records import Need
from shop_helper.dialog.safety_questions import OldCode
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Confirm, WhichItem
from shop_helper.dialog.turn import RequestKind, Slot, Turn
from shop_helper.dialog.writing import UnsettledWrite, Written
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.understanding.evidence import EVERYTHING, Evidence, Listener, as_question, sense_of
from tests.pipelines import compiled_knowledge

OF_ITEMS = Need.ORDERS | Need.CASES
NEEDS = {"order.where": Need.ORDERS, "guarantee.claim": OF_ITEMS}
LISTENER = Listener(compiled_knowledge(), lambda topic: NEEDS.get(topic, Need.NOTHING))
DRAFT = Draft(ActionKind.RETURN)


def turn(intent: str, session: Session | None = None, is_new: bool = False, **slots: str | Slot) -> Turn:
    return Turn(
        RequestKind.INTENT if intent else RequestKind.LAUNCH,
        "request",
        "en-US",
        datetime(2026, 11, 25, tzinfo=UTC),
        intent=intent or None,
        slots={name: Slot(said) if isinstance(said, str) else said for name, said in slots.items()},
        session=session or Session(),
        is_new=is_new,
    )


def evidence(
    intent: str, session: Session | None = None, is_new: bool = False, **slots: str | Slot
) -> Evidence:
    return LISTENER.evidence(turn(intent, session, is_new, **slots))


def asking(question: OpenQuestion, draft: Draft | None = None) -> Session:
    return Session(open_question=question, draft=draft)


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"it_came": "with a crack"}, "it came with a crack"),
        ({"description": "all scratched"}, "all scratched"),
        ({"description": "and wet", "it_is": "broken"}, "it is and wet broken"),
    ],
)
def test_the_words_of_a_problem_stay_whole(slots: dict[str, Any], words: str) -> None:
    assert evidence("DescribeProblemIntent", **slots).words == words


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-20", "November 20th"), ("2026-W47", ""), ("2026-13-40", ""), ("XXXX-XX-XX", "")],
)
def test_a_day_is_put_back_into_words(day: str, words: str) -> None:
    assert evidence("SelectIntent", date=day).words == words


def test_an_emergency_without_a_danger_is_a_question_like_any_other() -> None:
    said = turn("EmergencyIntent", danger="where is my order")
    assert sense_of(as_question(said)).act is Act.ASK
    assert as_question(said).slots["question"].text == "where is my order"
    silent = turn("EmergencyIntent")
    assert as_question(silent) == silent
    other = turn("AMAZON.HelpIntent")
    assert as_question(other) == other


def test_an_intent_that_is_not_known_is_unclear() -> None:
    assert sense_of(turn("NewIntent")).act is Act.UNCLEAR


def test_a_topic_is_taken_from_the_slot_or_from_a_short_question() -> None:
    by_id = evidence("HelpQuestionIntent", question=Slot("how much is it to send", "delivery.cost"))
    assert (by_id.topic, by_id.leans_back) == ("delivery.cost", False)
    short = evidence("HelpQuestionIntent", Session(topic="returns.how"), question="how long does that take")
    assert short.leans_back
    unknown = evidence("HelpQuestionIntent", question=Slot("about ducks", "gone.topic"))
    assert (unknown.topic, unknown.question) == (None, "about ducks")
    assert evidence("HelpQuestionIntent").question == ""


def test_a_secret_is_noticed_in_any_slot() -> None:
    assert evidence("SelectIntent", item="4111 1111 1111 1111").holds_secret
    assert not evidence("SelectIntent", item="kettle").holds_secret


@pytest.mark.parametrize(
    ("intent", "question", "needs"),
    [
        ("AMAZON.YesIntent", OfferTopic("order.where"), Need.ORDERS),
        ("AMAZON.NextIntent", OfferTopic("order.where"), Need.ORDERS),
        ("AMAZON.NoIntent", OfferTopic("order.where"), Need.NOTHING),
        ("AMAZON.YesIntent", OfferTopic("delivery.time"), Need.NOTHING),
        ("AudienceIntent", WhichSide("order.where"), Need.ORDERS),
        ("AMAZON.YesIntent", OfferAction("open_case"), EVERYTHING),
        ("AMAZON.YesIntent", MoreItems(1), EVERYTHING),
        ("AMAZON.NoIntent", WhichItem("order.where"), EVERYTHING),
        ("AnotherOneIntent", What(), EVERYTHING),
        ("AMAZON.YesIntent", What(), Need.NOTHING),
        ("AMAZON.HelpIntent", OldCode(), EVERYTHING),
        ("AMAZON.HelpIntent", What(), Need.NOTHING),
        ("AMAZON.StopIntent", WhichItem("order.where"), Need.NOTHING),
        ("SelectIntent", What(), EVERYTHING),
        ("VoiceCodeIntent", What(), EVERYTHING),
        ("SetVoiceCodeIntent", What(), Need.CUSTOMER),
        ("ForgotCodeIntent", What(), Need.CUSTOMER),
        ("CaseStatusIntent", What(), EVERYTHING),
        ("StartReturnIntent", What(), EVERYTHING),
        ("ChangeAnswerIntent", What(), Need.NOTHING),
        ("OrderStatusIntent", What(), Need.ORDERS),
    ],
)
def test_records_that_an_answer_may_need(intent: str, question: OpenQuestion, needs: Need) -> None:
    assert evidence(intent, asking(question)).needs == needs


@pytest.mark.parametrize(
    ("intent", "needs"),
    [
        ("AMAZON.NoIntent", EVERYTHING),
        ("AMAZON.FallbackIntent", EVERYTHING),
        ("ChangeAnswerIntent", EVERYTHING),
        ("AMAZON.HelpIntent", Need.NOTHING),
        ("ThanksIntent", Need.NOTHING),
    ],
)
def test_records_that_an_open_action_may_need(intent: str, needs: Need) -> None:
    assert evidence(intent, asking(Confirm(), DRAFT)).needs == needs


def test_an_item_in_a_correction_has_to_be_found() -> None:
    assert evidence("ChangeAnswerIntent", item="kettle").needs == EVERYTHING


def test_an_unsettled_write_needs_everything() -> None:
    session = Session(unsettled=UnsettledWrite(Written.ACTION, "key"))
    assert evidence("AMAZON.HelpIntent", session).needs == EVERYTHING


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("the kettle", EVERYTHING),
        ("blue one from october", EVERYTHING),
        ("what is the meaning of life", Need.NOTHING),
        ("my neighbor has told me that you are the best shop in town", Need.NOTHING),
        ("please open a case because the thing that you sent me is broken in two", EVERYTHING),
    ],
)
def test_free_words_need_records_where_they_may_name_something(said: str, needs: Need) -> None:
    assert evidence("HelpQuestionIntent", question=said).needs == needs


def test_the_draft_of_an_earlier_conversation_is_looked_for_at_its_beginning_only() -> None:
    assert Need.DRAFT in evidence("", is_new=True).needs
    assert Need.DRAFT in evidence("OrderStatusIntent", is_new=True).needs
    assert Need.DRAFT not in evidence("OrderStatusIntent").needs
    assert Need.DRAFT not in evidence("", asking(Confirm(), DRAFT), is_new=True).needs
