"""Answers that depend on what the open question holds: one turn each, read from top to bottom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import (
    AnythingElse,
    MoreItems,
    NextStep,
    OfferAction,
    OfferMore,
    OfferTopic,
    WhichSide,
    WhichTopic,
)
from shop_helper.dialog.reply import Outcome
from shop_helper.dialog.safety_questions import AreYouSafe, NewCode, OneTimeNumber
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
from shop_helper.domain.cases import CaseKind, CaseState, Problem
from shop_helper.domain.orders import ReturnState
from tests.middle.harness import ASKED, Middle, answer, prompts_of, session_with, values_of
from tests.middle.moments import (
    BLENDER,
    CASE,
    CASES,
    COAT,
    DELIVERED,
    HEADPHONES,
    KETTLE,
    MOMENTS,
    NOTE,
    RETURN,
    RETURN_READ_BACK,
    TENT,
)
from tests.middle.said import LAMP, sentence


def test_yes_writes_what_was_read_back() -> None:
    middle = Middle()
    reply = middle.answer(session_with(Confirm(), draft=RETURN_READ_BACK), "yes").reply
    assert (reply.prompt, reply.ask, reply.draft) == ("action.done.return", AnythingElse(), None)
    (written,) = middle.written
    assert (written.kind, written.ref, written.words) == (
        CaseKind.RETURN,
        HEADPHONES,
        RETURN_READ_BACK.words,
    )
    order = middle.stores.orders.by_number("ana", HEADPHONES.split("/")[0])
    assert order is not None
    assert order.items[0].return_state is ReturnState.REQUESTED


def test_a_second_yes_writes_nothing_more() -> None:
    middle = Middle()
    session = session_with(Confirm(), draft=RETURN_READ_BACK)
    first, again = (middle.answer(session, "yes").reply for _ in range(2))
    assert (again.prompt, len(middle.written)) == (first.prompt, 1)


def test_no_writes_nothing() -> None:
    middle = Middle()
    reply = middle.answer(session_with(Confirm(), draft=RETURN_READ_BACK), "no").reply
    assert (reply.prompt, reply.ask) == ("action.ask.change", WhatToChange())
    assert middle.written == ()


def test_an_order_that_has_changed_since_is_read_back_again() -> None:
    outdated = replace(RETURN_READ_BACK, order_version=7)
    reply = answer(Confirm(), "yes", draft=outdated)
    assert (reply.prompt, reply.ask) == ("action.changed", Confirm())
    assert prompts_of(reply)[:2] == ["action.changed", "action.changed.delivered"]


def test_a_yes_without_a_read_back_writes_nothing() -> None:
    reply = answer(Confirm(), "yes", draft=RETURN)
    assert reply.prompt == "ask.what"


def test_the_read_back_holds_the_words_and_who_acts() -> None:
    reply = answer(Describe(), "it leaks and smells", draft=RETURN)
    assert prompts_of(reply) == [
        "action.confirm.return",
        "action.confirm.words",
        "action.confirm.to.service",
        "action.shall.return",
    ]
    assert values_of(reply)["words"] == "it leaks and smells"
    assert isinstance(reply.draft, Draft)
    assert (reply.draft.problem, bool(reply.draft.key)) == (Problem.NOT_WORKING, True)


def test_a_message_takes_any_words_even_a_question() -> None:
    message = Draft(ActionKind.MESSAGE, ref=KETTLE, item_name="the kettle")
    reply = answer(Dictate(), "how long does delivery take", draft=message)
    assert reply.ask == Confirm()
    assert isinstance(reply.draft, Draft)
    assert reply.draft.words == "how long does delivery take"


def test_a_question_is_no_description() -> None:
    reply = answer(Describe(), "how long does delivery take", draft=RETURN)
    assert (reply.prompt, reply.ask) == ("article.say", Resume())


@pytest.mark.parametrize(("said", "told"), [("yes", True), ("no", False)])
def test_whether_the_seller_was_told(said: str, told: bool) -> None:
    reply = answer(ToldSeller(), said, draft=replace(CASE, words="it is dented"))
    assert isinstance(reply.draft, Draft)
    assert (reply.draft.told_seller, reply.draft.words) == (told, "it is dented")


def test_a_case_becomes_a_message_to_a_seller_who_was_not_told() -> None:
    reply = answer(ToldSeller(), "no", draft=CASE)
    assert (reply.prompt, reply.ask) == ("action.refuse.seller_first", Instead())
    assert isinstance(reply.draft, Draft)
    assert (reply.draft.kind, reply.draft.ref) == (ActionKind.MESSAGE, BLENDER)


def test_what_was_offered_instead_begins_with_yes_and_ends_with_no() -> None:
    message = CASE.turned_into(ActionKind.MESSAGE)
    assert answer(Instead(), "yes", draft=message).ask == Dictate()
    refused = answer(Instead(), "no", draft=message)
    assert (refused.prompt, refused.draft) == ("no.nothing_open", None)


def test_the_third_answer_that_is_not_understood_goes_to_the_escalation() -> None:
    once, twice, often = (answer(Describe(), "yes", draft=RETURN, failures=count) for count in range(3))
    assert (once.prompt, prompts_of(once)[0]) == ("action.not_caught", "action.not_caught")
    assert (twice.prompt, prompts_of(twice)[0]) == ("action.not_caught", "action.not_caught.problem")
    assert often.prompt == "ask.what"


def test_after_a_miss_the_problems_are_named_as_choices() -> None:
    reply = answer(Describe(), "(not understood)", draft=RETURN)
    assert (reply.outcome, prompts_of(reply)[-1]) == (Outcome.DECLINED, "action.ask.problem.choices")
    assert isinstance(reply.draft, Draft)
    assert reply.draft.tries == 1


def test_back_from_the_read_back_asks_for_the_words_and_then_for_the_item() -> None:
    words = answer(Confirm(), "go back", draft=RETURN_READ_BACK)
    assert (words.ask, words.draft) == (Describe(), replace(RETURN_READ_BACK, words="", problem=None, key=""))
    item = answer(Describe(), "go back", draft=RETURN)
    assert isinstance(item.ask, WhichItem)
    assert isinstance(item.draft, Draft)
    assert item.draft.ref is None


def test_another_item_forgets_what_held_for_the_first_one_only() -> None:
    reply = answer(Confirm(), "the desk lamp", draft=replace(RETURN_READ_BACK, told_seller=True))
    assert isinstance(reply.draft, Draft)
    assert (reply.draft.ref, reply.draft.words) == (LAMP, RETURN_READ_BACK.words)
    assert reply.draft.told_seller is None


def test_an_item_of_a_list_is_the_one_in_that_place() -> None:
    question = WhichItem("returns.can_i_return", DELIVERED)
    assert answer(question, "the first one").item == DELIVERED[0]
    assert answer(question, sentence("SelectIntent", ordinal="third")).item == DELIVERED[2]
    assert answer(replace(question, page=1), "the first one").item == DELIVERED[3]


def test_the_only_item_left_is_taken_with_yes() -> None:
    last = WhichItem("returns.how", DELIVERED, page=1)
    reply = answer(last, "yes", draft=Draft(ActionKind.RETURN))
    assert isinstance(reply.draft, Draft)
    assert reply.draft.ref == COAT
    assert answer(replace(last, topic="returns.can_i_return"), "yes").item == COAT


def test_pages_of_items_are_turned() -> None:
    first, second = (
        WhichItem("returns.can_i_return", DELIVERED),
        WhichItem("returns.can_i_return", DELIVERED, 1),
    )
    assert answer(first, "next").ask == second
    assert answer(second, "go back").ask == first
    assert answer(second, "start over").ask == first
    assert answer(second, "next").prompt == "ask.which_item.last"


def test_an_item_that_is_not_there_is_said_to_be_missing_the_second_time() -> None:
    chair = sentence("SelectIntent", item="garden chair")
    question = WhichItem("returns.can_i_return", DELIVERED)
    assert answer(question, chair).prompt == "items.which_again"
    assert answer(question, chair, failures=1).prompt == "items.not_there"
    assert answer(question, chair, failures=2).prompt == "recover.person"


def test_a_case_is_chosen_by_its_place_or_its_item() -> None:
    moment = MOMENTS["WhichCase"]
    for said, number in (
        ("the first one", CASES[0]),
        (sentence("SelectIntent", item="winter coat"), CASES[1]),
    ):
        reply = moment.middle().answer(moment.session, said).reply
        assert isinstance(reply.draft, Draft)
        assert (reply.ask, reply.draft.case_id) == (Dictate(), number)


def test_a_note_is_added_to_its_case() -> None:
    moment = MOMENTS["WhichCase"]
    middle = moment.middle()
    session = replace(moment.session, open_question=Dictate(), draft=replace(NOTE, case_id=CASES[0]))
    read_back = middle.answer(session, "it leaks and smells")
    assert read_back.reply.prompt == "action.confirm.note"
    done = middle.answer(read_back.session, "yes")
    assert done.reply.prompt == "action.done.note"
    (case,) = [case for case in middle.written if case.case_id == CASES[0]]
    assert [event.words for event in case.events] == ["", "it leaks and smells"]


def test_a_case_is_closed() -> None:
    moment = MOMENTS["WhichCase"]
    middle = moment.middle()
    close = Draft(ActionKind.CLOSE)
    session = session_with(WhichCase(CASES), draft=close)
    read_back = middle.answer(session, "the first one")
    assert (read_back.reply.prompt, read_back.reply.ask) == ("action.confirm.close", Confirm())
    middle.answer(read_back.session, "yes")
    states = {case.case_id: case.state for case in middle.written}
    assert states == {CASES[0]: CaseState.CLOSED, CASES[1]: CaseState.OPEN}


def test_steps_go_on_and_back() -> None:
    second = NextStep("item.damaged", 1)
    assert answer(second, "yes").ask == NextStep("item.damaged", 2)
    assert answer(second, "go back").ask == NextStep("item.damaged", 0)
    assert answer(second, "start over").ask == NextStep("item.damaged", 0)
    assert prompts_of(answer(NextStep("item.damaged", 0), "go back"))[0] == "steps.first_already"


def test_the_last_step_ends_the_procedure() -> None:
    steps = answer(NextStep("item.damaged", 0), "next").steps
    assert steps is not None
    last = len(steps.words) - 1
    reply = answer(NextStep("item.damaged", last - 1), "next")
    assert (reply.prompt, isinstance(reply.ask, NextStep)) == ("steps.last", False)
    assert answer(NextStep("item.damaged", last), "next").prompt == "steps.no_more"


def test_an_accepted_offer_is_about_the_item_spoken_of() -> None:
    reply = answer(OfferTopic("returns.can_i_return"), "yes", item=KETTLE, topic="order.where")
    assert (reply.item, reply.topics) == (KETTLE, ("returns.can_i_return",))


@pytest.mark.parametrize(
    ("action", "kind"),
    [("open_case", ActionKind.CASE), ("claim", ActionKind.CLAIM), ("message", ActionKind.MESSAGE)],
)
def test_an_accepted_offer_begins_its_action(action: str, kind: ActionKind) -> None:
    reply = answer(OfferAction(action), "yes", customer="ivo", item=TENT, topic="order.where")
    assert isinstance(reply.draft, Draft)
    assert (reply.draft.kind, reply.draft.ref) == (kind, TENT)


def test_an_offer_that_nobody_knows_any_more_asks_what_else() -> None:
    assert answer(OfferAction("remind_me"), "yes", item=BLENDER).prompt == "ask.what"


def test_a_case_about_a_risk_begins_with_what_speaks_for_it() -> None:
    reply = answer(OfferAction("open_case", "no scan for 5 days"), "yes", item=BLENDER)
    assert isinstance(reply.draft, Draft)
    assert (reply.draft.problem, reply.draft.words) == (Problem.AT_RISK, "no scan for 5 days")


def test_more_is_told_of_the_topic_that_was_offered() -> None:
    reply = answer(OfferMore("delivery.time"), "yes", topic="returns.how")
    assert (reply.prompt, reply.topics) == ("article.more", ("delivery.time",))


def test_the_list_is_read_on_page_by_page() -> None:
    second = answer(MoreItems(1), "yes")
    assert (second.ask, len(second.listed)) == (MoreItems(2), 3)
    third = answer(MoreItems(2), "yes")
    assert (third.prompt, isinstance(third.ask, MoreItems)) == ("history.then", False)
    assert len({*second.listed, *third.listed}) == len(second.listed) + len(third.listed)


def test_refused_topics_are_not_answered() -> None:
    reply = answer(WhichTopic(("order.late", "order.where")), "no")
    assert (reply.prompt, reply.topics) == ("choose.none", ())


@pytest.mark.parametrize(("ordinal", "topic"), [("first", "order.late"), ("second", "returns.window")])
def test_a_chosen_topic_is_answered(ordinal: str, topic: str) -> None:
    reply = answer(WhichTopic(("order.late", "returns.window")), sentence("SelectIntent", ordinal=ordinal))
    assert reply.topics == (topic,)


def test_the_question_that_led_to_a_choice_still_names_its_item() -> None:
    choice = WhichTopic(("order.late", "order.where"), text="what about my kettle")
    assert answer(choice, "the first one").item == KETTLE


def test_a_side_answers_the_question_for_it() -> None:
    reply = answer(WhichSide("account.problem"), "as a seller", customer="dev")
    assert (reply.topics, reply.audience) == (("account.problem",), Audience.SELLER)


def test_a_seller_opens_a_case_about_their_shop() -> None:
    reply = answer(WhichSide("case.open.buyer"), "as a seller", customer="dev", draft=Draft(ActionKind.CASE))
    assert reply.draft == Draft(ActionKind.CASE, seller=True)
    assert reply.topics == ("case.open.seller",)


def test_the_open_question_is_asked_again_in_its_own_words() -> None:
    for said in ("hello", "who are you", "tell me a joke", "how many steps", "i'm safe"):
        reply = answer(ToldSeller(), said, draft=CASE)
        assert reply.ask == ToldSeller()
        assert reply.question is not None
        assert reply.question.words == ASKED


def test_a_digression_offers_the_action_again() -> None:
    reply = answer(Describe(), "how long does delivery take", draft=RETURN)
    assert prompts_of(reply)[-1] == "action.resume"
    assert reply.ask == Resume()
    assert answer(Resume(), "yes", draft=RETURN).ask == Describe()


def test_whoever_is_not_safe_hears_the_number_again() -> None:
    reply = answer(AreYouSafe("medical"), "no")
    assert (reply.prompt, reply.ask) == ("danger.stay", AreYouSafe("medical"))


@pytest.mark.parametrize(
    ("question", "prompt"),
    [
        (AreYouSafe("fraud"), "danger.stay.bank"),
        (AreYouSafe("swallowed", "pet"), "danger.stay.vet"),
        (AreYouSafe(), "danger.stay"),
    ],
)
def test_who_to_call_depends_on_the_danger(question: AreYouSafe, prompt: str) -> None:
    assert answer(question, "no").prompt == prompt


def test_a_product_that_hurt_somebody_is_to_be_reported() -> None:
    question = AreYouSafe("injury", "burn", product=True)
    assert answer(question, "yes").ask == OfferAction("open_case")
    kept = answer(question, "yes", draft=RETURN, interrupted=Describe(), interrupted_words=ASKED)
    assert "danger.report.later" in prompts_of(kept)
    of_case = answer(question, "yes", draft=CASE, interrupted=Describe(), interrupted_words=ASKED)
    assert "danger.report.later" not in prompts_of(of_case)


def test_a_number_that_is_wrong_leaves_fewer_tries() -> None:
    moment = MOMENTS["OneTimeNumber"]
    middle, wrong = moment.middle(), sentence("VoiceCodeIntent", code="471229")
    replies = [middle.answer(moment.session, wrong).reply for _ in range(3)]
    assert [reply.prompt for reply in replies] == [
        "voice_code.number.wrong.two",
        "voice_code.number.wrong.one",
        "voice_code.number.spent",
    ]
    assert replies[0].ask == OneTimeNumber()


def test_a_weak_code_is_refused_and_another_one_asked_for() -> None:
    moment = MOMENTS["NewCode"]
    reply = moment.middle().answer(moment.session, sentence("VoiceCodeIntent", code="1234")).reply
    assert (reply.prompt, reply.ask) == ("voice_code.weak", NewCode(1))


def test_two_codes_that_differ_begin_anew() -> None:
    moment = MOMENTS["CodeOnceMore"]
    reply = moment.middle().answer(moment.session, sentence("VoiceCodeIntent", code="8264")).reply
    assert (reply.prompt, type(reply.ask)) == ("voice_code.differ", NewCode)


def test_a_wrong_code_writes_nothing_and_the_third_one_drops_the_action() -> None:
    moment = MOMENTS["VoiceCode"]
    middle, wrong = moment.middle(), sentence("VoiceCodeIntent", code="8264")
    replies = [middle.answer(moment.session, wrong).reply for _ in range(3)]
    assert [reply.prompt for reply in replies] == [
        "voice_code.wrong.two",
        "voice_code.wrong.one",
        "voice_code.locked.now",
    ]
    assert (replies[-1].draft, middle.written) == (None, ())
