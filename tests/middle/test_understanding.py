"""What a sentence means in this conversation: the same words, read by what is open, known and said before."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest

from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import NextStep, OfferTopic, What, WhichTopic
from shop_helper.dialog.reading import Act, DangerReading, Description
from shop_helper.dialog.reply import Outcome, Reply, prompt
from shop_helper.dialog.safety_questions import InDanger
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Confirm, Instead, WhichCase, WhichItem
from shop_helper.dialog.turn import Slot
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.cases import Problem
from shop_helper.domain.danger import Advice, Alarm, Danger
from shop_helper.errors import StoreError
from shop_helper.topics.danger import DangerAnswers, Leaving, SafeAgain
from shop_helper.understanding.reader import describe
from tests.middle.harness import Middle, answer, prompts_of, session_with
from tests.middle.moments import BLENDER, CASES, COAT, DELIVERED, HEADPHONES, KETTLE, MOMENTS, TENT
from tests.middle.said import LAMP, Sentence, sentence
from tests.pipelines import compiled_knowledge

SHOWN = WhichItem("returns.can_i_return", DELIVERED)


def words(said: str) -> Sentence:
    return sentence("HelpQuestionIntent", question=said)


def asks(topic: str, said: str = "a question") -> Sentence:
    return sentence("HelpQuestionIntent", question=Slot(said, topic))


# which topic


def test_a_whole_question_in_the_slot_of_an_item_is_read_as_that_question() -> None:
    reply = answer(None, sentence("OrderStatusIntent", item="refund"))
    assert reply.topics == ("refund.status",)


def test_what_no_shop_sells_is_not_ours() -> None:
    reply = answer(None, sentence("CancelOrderIntent", item="haircut"))
    assert (reply.outcome, reply.draft) == (Outcome.DECLINED, Reply("x", ()).draft)
    middle = Middle()
    with patch.object(middle.stores.orders, "recent", side_effect=StoreError("no answer")):
        unread = middle.answer(Session(), sentence("CancelOrderIntent", item="haircut")).reply
    assert unread.prompt == "orders.unavailable"


def test_a_warning_is_told_before_any_choice() -> None:
    reply = answer(None, words("something about the bank"))
    assert (reply.topics, reply.prompt) == (("safety.scam_bank_details",), "article.say")


def test_a_choice_near_the_last_topic_is_made_by_it() -> None:
    choice = answer(None, words("something about my parcel"))
    assert isinstance(choice.ask, WhichTopic)


def test_the_rule_of_a_kind_is_asked_for_between_two_topics() -> None:
    reply = answer(None, words("can i give back underwear or socks"))
    assert reply.prompt.startswith("returns.kind.")


def test_near_topics_are_named_where_no_article_answers() -> None:
    reply = answer(None, words("do you deliver ducks"))
    assert (reply.prompt, reply.ask) == ("decline.first", What(("delivery.area", "delivery.time")))
    assert answer(None, words("do you like ducks")).prompt == "decline.plain"


def test_a_short_question_is_about_the_last_topic() -> None:
    reply = answer(What(), words("how long does that take"), topic="returns.how", item=KETTLE)
    assert reply.topics == ("refund.timing",)
    assert answer(None, words("how long does that take")).outcome is Outcome.DECLINED


# which item


def test_a_bare_name_is_the_item_where_items_are_spoken_of() -> None:
    assert answer(None, words("the kettle")).item == KETTLE
    unknown = answer(What(), words("the garden chair"), topic="order.where")
    assert (unknown.prompt, type(unknown.ask)) == ("orders.unknown", WhichItem)
    assert answer(What(), words("the garden chair"), topic="account.password").outcome is Outcome.DECLINED
    assert answer(What(), words("the kettle"), customer=None).outcome is Outcome.DECLINED


@pytest.mark.parametrize(
    ("said", "ref"),
    [
        (sentence("SelectIntent", item="the winter coat"), COAT),
        (sentence("SelectIntent", item=Slot("whatever", KETTLE)), KETTLE),
        (sentence("SelectIntent", order_ending="3085"), HEADPHONES),
        (sentence("SelectIntent", seller="northwind"), KETTLE),
        (sentence("SelectIntent", number="2"), HEADPHONES),
        (sentence("SelectIntent", position="last"), LAMP),
        (words("the lamp"), LAMP),
        (words("the white one"), LAMP),
    ],
)
def test_an_item_of_a_list_is_named(said: Sentence, ref: str) -> None:
    assert answer(SHOWN, said).item == ref


def test_several_that_fit_are_asked_for_again_and_then_the_newest_is_taken() -> None:
    first = answer(SHOWN, sentence("SelectIntent", date="2026-W47"))
    assert first.prompt.startswith("ask.which_item") or first.item is not None
    both = WhichItem("returns.can_i_return", (KETTLE, BLENDER))
    asked = answer(both, sentence("SelectIntent", seller="northwind kitchen"))
    assert asked.ask == replace(both, tries=2)
    taken = answer(replace(both, tries=2), sentence("SelectIntent", seller="northwind kitchen"))
    assert taken.item == KETTLE


def test_it_is_the_item_spoken_of_last() -> None:
    it = Slot("it", "unspecific")
    for said in (sentence("ReturnItemIntent"), sentence("StartReturnIntent", item=it)):
        assert answer(What(), said, item=KETTLE, topic="order.where").item == KETTLE
    assert answer(What(), sentence("OrderStatusIntent"), item=KETTLE, topic="delivery.time").item != KETTLE


def test_the_other_one_is_the_one_spoken_of_before() -> None:
    session = session_with(What(), topic="order.where", item=KETTLE, earlier=(LAMP,))
    assert Middle().answer(session, "another one").reply.item == LAMP
    said = sentence("SelectIntent", item="other one")
    assert Middle().answer(session, said).reply.item == LAMP
    assert answer(What(), "another one", topic="delivery.time").prompt == "choose.no_other"


def test_a_correction_with_a_name_is_a_choice() -> None:
    reply = answer(
        OfferTopic("returns.how"), sentence("ChangeAnswerIntent", item="kettle"), topic="order.where"
    )
    assert (reply.item, reply.topics) == (KETTLE, ("order.where",))


def test_what_was_chosen_of_near_topics() -> None:
    near = What(("order.late", "delivery.time"))
    assert answer(near, sentence("SelectIntent", ordinal="second")).topics == ("delivery.time",)
    assert answer(near, sentence("SelectIntent", item="kettle")).item == KETTLE


def test_a_name_that_is_no_item_is_read_as_a_question() -> None:
    reply = answer(What(), sentence("SelectIntent", item="where is my money"))
    assert reply.topics == ("refund.status",)


# which case


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (sentence("SelectIntent", item="kettle"), CASES[0]),
        (sentence("SelectIntent", ordinal="second"), CASES[1]),
        (sentence("SelectIntent", order_ending="0002"), CASES[1]),
        (words("the one about the coat"), CASES[1]),
        (sentence("SelectIntent", number="1"), CASES[0]),
    ],
)
def test_a_case_of_a_list_is_named(said: Sentence, number: str) -> None:
    moment = MOMENTS["WhichCase"]
    reply = moment.middle().answer(moment.session, said).reply
    assert isinstance(reply.draft, Draft)
    assert reply.draft.case_id == number


def test_cases_that_are_gone_can_still_be_chosen_by_their_place() -> None:
    moment = MOMENTS["WhichCase"]
    gone = replace(moment.session, open_question=WhichCase((*CASES, "100000000003")))
    reply = moment.middle().answer(gone, "the first one").reply
    assert isinstance(reply.draft, Draft)
    assert reply.draft.case_id == CASES[0]


# the guarantee


def test_the_article_about_the_guarantee_leads_to_what_can_be_done() -> None:
    claim = answer(None, asks("guarantee.claim", "the guarantee for my tent"), customer="ivo")
    assert (claim.prompt, claim.item) == ("action.possible.claim", TENT)
    seller = answer(None, asks("guarantee.claim", "the guarantee for my blender"))
    assert seller.item == BLENDER
    assert prompts_of(seller)[-1] == "offer.action.message"
    shop = answer(None, asks("guarantee.claim", "the guarantee for my headphones"))
    assert shop.draft != Draft(ActionKind.CLAIM)
    general = answer(None, asks("guarantee.claim", "how does the guarantee work in general"), customer="ivo")
    assert general.prompt in ("article.say", "ask.which_item.more")


def test_a_claim_that_is_too_late_says_so() -> None:
    paddle = answer(None, asks("guarantee.claim", "the guarantee for my canoe paddle"), customer="ivo")
    assert (paddle.prompt, paddle.ask) == ("action.refuse.too_late", Instead())
    bowl = answer(None, asks("guarantee.claim", "the guarantee for my serving bowl"), customer="ivo")
    assert bowl.item is not None


def test_whether_an_order_can_be_canceled_is_answered_by_offering_it() -> None:
    reply = answer(None, asks("order.cancel", "can i cancel my wall calendar"))
    assert (reply.prompt, reply.ask) == ("action.confirm.cancel", Confirm())


# danger


def test_somebody_in_danger_gets_help_before_anything_else() -> None:
    danger = words("my charger is on fire and the kitchen is full of smoke")
    reply = answer(NextStep("returns.how", 0), danger)
    assert (reply.prompt, reply.danger) == ("danger.fire", "fire")
    assert reply.card is not None


def test_after_a_danger_the_read_back_is_repeated_before_any_yes_counts() -> None:
    middle = Middle()
    read_back = MOMENTS["Confirm"].session
    danger = middle.answer(read_back, words("my charger is on fire and the kitchen is full of smoke"))
    assert danger.session.interrupted == Confirm()
    safe = middle.answer(danger.session, words("we are all out"))
    assert (safe.reply.prompt, safe.reply.ask) == ("danger.good", Confirm())
    assert middle.written == ()


def test_after_a_danger_the_question_is_asked_again() -> None:
    middle = Middle()
    session = replace(MOMENTS["OfferMore"].session, topic="delivery.time")
    asked = middle.answer(session, "this is an emergency")
    okay = middle.answer(asked.session, "no")
    assert (okay.reply.prompt, okay.reply.ask) == ("danger.okay", session.open_question)
    resumed = middle.answer(
        session_with(MOMENTS["AreYouSafe"].session.open_question, draft=MOMENTS["Describe"].session.draft),
        "yes",
    )
    assert prompts_of(resumed.reply)[-1] == "action.resume"
    left = middle.answer(asked.session, "stop")
    assert left.reply.prompt == "stop.goodbye"


SAFE = MOMENTS["AreYouSafe"].session.open_question


def to_safe(act: Act, answered: Answer | None = None, **said: object) -> object:
    reading = DangerReading(**{"has_words": True, **said})  # type: ignore[arg-type]
    found = DangerAnswers(compiled_knowledge()).answer(session_with(SAFE), act, answered, reading)
    return found.prompt if isinstance(found, Reply) else found


CUT = Alarm(Danger.INJURY, Advice.CUT)


def test_what_is_said_to_are_you_safe() -> None:
    assert to_safe(Act.ASK, alarm=CUT) == "danger.injury.cut"
    assert to_safe(Act.ASK, perhaps=CUT) == "danger.injury.cut"
    assert to_safe(Act.ASK) is None
    assert to_safe(Act.ASK, says_safe=True) == SafeAgain((prompt("danger.good"),))
    assert to_safe(Act.ASK, says_safe=False) == "danger.stay"
    assert to_safe(Act.ASK, alarm=CUT, says_safe=True) == "danger.injury.cut"
    assert to_safe(Act.SAY_SAFE, alarm=CUT) == SafeAgain((prompt("danger.good"),))
    assert to_safe(Act.EMERGENCY, has_words=False) == "danger.fire"
    assert to_safe(Act.EMERGENCY) is None
    assert to_safe(Act.STOP) == to_safe(Act.ANSWER, Answer.CANCEL) == Leaving()


def test_a_danger_is_answered_before_the_question_whether_there_is_one() -> None:
    answers = DangerAnswers(compiled_knowledge())
    asked = session_with(InDanger())
    for session in (asked, Session()):
        told = answers.answer(session, Act.ASK, None, DangerReading(CUT, has_words=True))
        assert isinstance(told, Reply)
        assert (told.prompt, told.danger) == ("danger.injury.cut", Danger.INJURY)
    assert answers.answer(asked, Act.ASK, None, DangerReading(has_words=True)) is None
    assert answers.answer(Session(), Act.EMERGENCY, None, DangerReading(has_words=True)) is None


@pytest.mark.parametrize(
    ("said", "known", "description"),
    [
        ("it is broken", None, Description("it is broken", Problem.DAMAGED)),
        ("it is broken", Problem.LATE, Description("it is broken", Problem.LATE)),
        ("it is blue", None, Description("it is blue", Problem.OTHER)),
        (
            "my listing was taken down",
            None,
            Description("my listing was taken down", Problem.OTHER, seller_problem=Problem.LISTING),
        ),
    ],
)
def test_words_as_a_description(said: str, known: Problem | None, description: Description) -> None:
    found = describe(said, known=known)
    assert replace(found, wanted=None) == description
