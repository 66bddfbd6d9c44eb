"""What is said about writes, tones, lost accounts and unread records claims no more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from shop_helper.conversation.outcomes import (
    apology,
    only_answers,
    uncertain,
    unsettled_after,
    with_finding,
)
from shop_helper.conversation.ownership import for_owner
from shop_helper.conversation.tone import with_tone
from shop_helper.conversation.unread import unread_move
from shop_helper.dialog.move import TellUnavailable
from shop_helper.dialog.people import Customer, Refusal, Refused
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import AnythingElse, NextStep, OfferTopic, OpenQuestion, What, WhichSide
from shop_helper.dialog.reading import Act, Place, Reading, Tone
from shop_helper.dialog.records import Source, Unavailable
from shop_helper.dialog.reply import ANYTHING_ELSE, PERSON, WHAT, Outcome, Reply, Steps, prompt
from shop_helper.dialog.session import Session
from shop_helper.dialog.task_questions import Confirm, Describe, WhichCase, WhichItem
from shop_helper.dialog.turn import RequestKind, Turn
from shop_helper.dialog.writing import Finding, Found, UnsettledWrite, WriteState, Writing, Written
from shop_helper.domain.actions.draft import ActionKind, Draft

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
YES = Reading(Act.ANSWER, Answer.YES)
ASK = Reading(Act.ASK)
WRITE = UnsettledWrite(Written.ACTION, "key")
SAID = Reply("article.say", (prompt("start.over"),), *ANYTHING_ELSE, topics=("returns.how",))
CALM = Tone.CALM


def finding(found: Found) -> Finding:
    return Finding(found, SAID, prompt("action.went_wrong", what="the return"))


# an uncertain write


@pytest.mark.parametrize("found", Found)
@pytest.mark.parametrize("act", [Act.UNCLEAR, Act.REPEAT, Act.REPEAT_SLOWLY, Act.RECALL_CHOICES, Act.UNSURE])
def test_a_turn_that_asks_for_nothing_gets_the_outcome(act: Act, found: Found) -> None:
    assert only_answers(Reading(act), found)


@pytest.mark.parametrize(
    ("found", "answers"),
    [
        (Found.WRITTEN, {Answer.YES, Answer.NO}),
        (Found.UNKNOWN, {Answer.YES, Answer.NO, Answer.CANCEL}),
        (Found.NOT_WRITTEN, set()),
    ],
)
def test_short_answers_to_shall_i_try_again(found: Found, answers: set[Answer]) -> None:
    assert {answer for answer in Answer if only_answers(Reading(Act.ANSWER, answer), found)} == answers
    assert not only_answers(ASK, found)


def test_the_outcome_leads_any_other_answer() -> None:
    for found in Found:
        told = with_finding(SAID, ASK, finding(found), Writing())
        assert told.say == (finding(found).lead, *SAID.say)


def test_the_outcome_is_not_told_twice_after_another_try() -> None:
    tried = Writing(state=WriteState.DONE)
    assert with_finding(SAID, YES, finding(Found.NOT_WRITTEN), tried) == SAID
    failed = replace(SAID, outcome=Outcome.ERROR)
    assert with_finding(failed, YES, finding(Found.NOT_WRITTEN), Writing()) == failed
    assert with_finding(SAID, YES, finding(Found.NOT_WRITTEN), Writing()) != SAID
    assert with_finding(SAID, ASK, finding(Found.NOT_WRITTEN), tried) != SAID
    assert with_finding(SAID, YES, finding(Found.WRITTEN), tried) != SAID


def test_what_stays_unsettled_after_a_turn() -> None:
    begun = UnsettledWrite(Written.VOICE_CODE, "request")
    assert unsettled_after(Writing(), WRITE) == WRITE
    assert unsettled_after(Writing(state=WriteState.BEGUN, unsettled=begun), WRITE) == begun
    assert unsettled_after(Writing(state=WriteState.DONE, unsettled=begun), WRITE) is None


# the apology


def test_the_apology_tells_of_a_write_that_was_done() -> None:
    done = Writing(state=WriteState.DONE, done=SAID)
    assert apology(Session(), done) == replace(SAID, draft=None)


@pytest.mark.parametrize(
    ("what", "name", "ask"),
    [(Written.ACTION, "error.uncertain", Confirm()), (Written.VOICE_CODE, "voice_code.uncertain", What())],
)
def test_the_apology_claims_nothing_of_a_write_that_may_be_done(
    what: Written, name: str, ask: OpenQuestion
) -> None:
    unsettled = UnsettledWrite(what, "key")
    begun = Writing(state=WriteState.BEGUN, unsettled=unsettled)
    for reply in (
        apology(Session(), begun),
        apology(Session(unsettled=unsettled), Writing()),
        uncertain(unsettled),
    ):
        assert (reply.prompt, reply.ask, reply.outcome) == (name, ask, Outcome.ERROR)


def test_the_apology_offers_to_go_on() -> None:
    draft = Draft(ActionKind.RETURN)
    confirming = apology(Session(draft=draft, open_question=Confirm(), asked="Shall I?"), Writing())
    assert (confirming.ask, confirming.question) == (Confirm(), prompt("action.ask.try_again"))
    kept = apology(Session(draft=draft, open_question=Describe(), asked="What is wrong?"), Writing())
    assert (kept.ask, kept.outcome) == (Describe(), Outcome.ERROR)
    assert kept.question is not None
    assert kept.question.words == "What is wrong?"
    unasked = apology(Session(open_question=Describe()), Writing())
    for reply in (unasked, apology(Session(), Writing())):
        assert (reply.ask, reply.keeps_last_answer) == (What(), True)


# the account


def turn(kept: Session | None = None, caller: object = None, is_afresh: bool = False) -> Turn:
    made = Turn(RequestKind.INTENT, "request", "en-US", NOW, kept=kept, is_afresh=is_afresh)
    vars(made)["caller"] = caller
    return made


def test_what_needs_no_session_is_answered_as_ever() -> None:
    assert for_owner(turn(), ASK, SAID) == SAID
    assert for_owner(turn(is_afresh=True, caller=Customer("ana")), YES, SAID) == SAID


def test_a_link_that_expired_is_told_to_whoever_goes_on() -> None:
    lost = turn(is_afresh=True, caller=Refused(Refusal.EXPIRED))
    told = for_owner(lost, YES, SAID)
    assert (told.prompt, told.link_account, told.ask) == ("link.refused", True, AnythingElse())
    assert for_owner(lost, Reading(Act.ANSWER, Answer.CANCEL), SAID) == SAID
    assert for_owner(lost, ASK, SAID) == SAID
    linking = replace(SAID, link_account=True)
    assert for_owner(lost, YES, linking) == linking


def test_while_the_owner_can_not_be_checked_the_open_question_waits_unspoken() -> None:
    held = turn(kept=Session(open_question=Describe()))
    general = for_owner(held, ASK, SAID)
    assert (general.prompt, general.ask, general.question) == (
        "article.say",
        Describe(),
        prompt("ask.what_else"),
    )
    helped = for_owner(held, Reading(Act.HELP), SAID)
    assert (helped.question, helped.ask) == (SAID.question, Describe())
    ended = replace(SAID, question=None, ask=None)
    assert for_owner(held, Reading(Act.STOP), ended) == ended


def test_what_needs_the_account_waits_until_it_can_be_checked() -> None:
    held = turn(kept=Session(open_question=Describe()))
    steps = replace(SAID, steps=Steps(("one",), 0))
    for reply in (
        replace(SAID, topics=()),
        replace(SAID, outcome=Outcome.ASKED),
        steps,
        replace(SAID, say=()),
    ):
        told = for_owner(held, ASK, reply)
        assert (told.prompt, told.ask, told.outcome) == ("account.unchecked", Describe(), Outcome.ERROR)
    nothing = for_owner(turn(kept=Session()), ASK, replace(SAID, topics=()))
    assert nothing.ask == What()


# tone


def warns(topic: str) -> bool:
    return topic.startswith("safety.")


@pytest.mark.parametrize("tone", [Tone.ANGRY, Tone.WORRIED, Tone.THANKFUL])
def test_a_tone_is_acknowledged_once(tone: Tone) -> None:
    reply, remembered = with_tone(SAID, tone, "", warns)
    assert (reply.say, remembered) == ((prompt(f"tone.{tone}"), *SAID.say), tone)
    assert with_tone(SAID, tone, tone.value, warns) == (SAID, tone)
    assert with_tone(SAID, CALM, tone.value, warns) == (SAID, CALM)


def test_a_tone_comes_before_no_warning_no_failure_and_no_tone_of_its_own() -> None:
    silent = (
        replace(SAID, topics=("safety.scam_bank_details",)),
        replace(SAID, outcome=Outcome.ERROR),
        replace(SAID, prompt="thanks.welcome"),
        replace(SAID, prompt="recover.missed"),
        replace(SAID, prompt="danger.fire"),
    )
    for reply, tone in product(silent, (Tone.ANGRY, Tone.WORRIED)):
        assert with_tone(reply, tone, "", warns)[0] == reply


def test_a_worry_is_not_acknowledged_before_a_refusal() -> None:
    declined = replace(SAID, outcome=Outcome.DECLINED)
    assert with_tone(declined, Tone.WORRIED, "", warns)[0] == declined
    assert with_tone(declined, Tone.ANGRY, "", warns)[0] != declined


@pytest.mark.parametrize(
    ("tone", "name", "ask"),
    [
        (Tone.ANGRY, "upset.say", PERSON[1]),
        (Tone.WORRIED, "worry.say", PERSON[1]),
        (Tone.THANKFUL, "thanks.welcome", AnythingElse()),
    ],
)
def test_a_feeling_without_a_question_is_answered_itself(tone: Tone, name: str, ask: OpenQuestion) -> None:
    declined = Reply("decline.plain", (prompt("decline.plain"),), *WHAT, outcome=Outcome.DECLINED)
    reply, _ = with_tone(declined, tone, "", warns)
    assert (reply.prompt, reply.ask, reply.outcome) == (name, ask, Outcome.CONVERSATIONAL)
    kept = replace(declined, ask=Describe())
    assert with_tone(kept, tone, "", warns)[0].ask == Describe()


def test_anger_that_goes_on_is_answered_in_other_words() -> None:
    upset = Reply("upset.say", (prompt("upset.say"),), *PERSON)
    assert with_tone(upset, CALM, "", warns) == (upset, Tone.ANGRY)
    assert with_tone(upset, CALM, "angry", warns)[0].prompt == "upset.more"


# records that could not be read


DOWN = Unavailable(Source.ORDERS)
NAME = Reading(Act.CHOOSE, names_item=True)


def unread(
    reading: Reading, question: OpenQuestion | None, topic: str | None = None, **of_session: object
) -> object:
    session = Session(open_question=question, topic=topic, **of_session)  # type: ignore[arg-type]
    return unread_move(reading, session, DOWN, ())


def test_a_choice_among_unread_cases() -> None:
    no_cases = Unavailable(Source.CASES)
    session = Session(open_question=WhichCase(("1", "2")))
    assert unread_move(NAME, session, (), no_cases) == TellUnavailable(no_cases, "case.track")
    assert unread_move(ASK, session, (), no_cases) is None
    assert unread_move(NAME, Session(), (), no_cases) is None
    assert unread_move(NAME, session, (), ()) is None


def test_a_choice_among_unread_items() -> None:
    which = WhichItem("returns.how", ("1/1",))
    told = TellUnavailable(DOWN, "returns.how")
    for reading in (
        NAME,
        Reading(Act.GIVE_CODE),
        Reading(Act.ANSWER, Answer.NEXT),
        Reading(Act.ANSWER, Answer.PREVIOUS),
        Reading(Act.ANSWER, Answer.START_OVER),
        Reading(Act.ASK, is_short=True),
    ):
        assert unread(reading, which) == told
    for reading in (Reading(Act.ANSWER, Answer.CANCEL), Reading(Act.ASK), Reading(Act.HELP)):
        assert unread(reading, which) is None


def test_a_name_that_only_an_item_can_have() -> None:
    assert unread(NAME, What()) == TellUnavailable(DOWN, "order.where")
    assert unread(NAME, What(), "returns.how") == TellUnavailable(DOWN, "returns.how")
    assert unread(Reading(Act.CHOOSE, tells_order=True), What()) is not None
    place = Reading(Act.CHOOSE, beyond=True)
    assert unread(place, What()) is None
    assert unread(place, What(), listed=("1/1",)) is not None
    assert unread(replace(NAME, choice=0), What()) is None


def test_short_words_that_no_article_answers_may_be_a_name() -> None:
    declined = Reading(Act.ASK, is_short=True, place=Place("decline"))
    assert unread(declined, What()) is not None
    assert unread(replace(declined, place=Place("answer", ("returns.how",))), What()) is None
    assert unread(replace(declined, place=None), What()) is None
    assert unread(replace(declined, is_question=True), What()) is None
    assert unread(Reading(Act.HELP), NextStep("returns.how")) is None
    assert unread(Reading(Act.STATE_SIDE), WhichSide()) is None
    assert unread(Reading(Act.ANSWER, Answer.YES), OfferTopic("returns.how")) is None
