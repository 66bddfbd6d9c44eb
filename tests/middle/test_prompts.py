"""Every prompt id that an outcome can make exists, and what fills it is given: all members of the enumerations.

Each text is put into words as it would be said; a missing id is an error, and so is a value that is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import get_args
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest

from operations.desk import DID
from shop_helper.actions import prompts, replies
from shop_helper.actions.voice_code_setting import notice, number_card
from shop_helper.conversation import escalation
from shop_helper.conversation.recovery import Recovery
from shop_helper.conversation.tone import with_tone
from shop_helper.dialog.move import Decline, ItemMiss, Miss, OffTopic
from shop_helper.dialog.people import Audience
from shop_helper.dialog.question import Answer
from shop_helper.dialog.questions import OpenQuestion, What
from shop_helper.dialog.reading import Act, DangerReading, KindOfThing, Tone
from shop_helper.dialog.records import Failure, Source, Unavailable
from shop_helper.dialog.reply import ANYTHING_ELSE, Card, Outcome, Reply, Row, Text, prompt
from shop_helper.dialog.safety_questions import AreYouSafe
from shop_helper.dialog.session import Session
from shop_helper.domain import delay
from shop_helper.domain.actions.catalog import CATALOG, Requirement
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.domain.actions.eligibility import Facts, NotAllowed, Policy, Reason
from shop_helper.domain.actions.steps import Ask, ReadBack, Redirect, Refuse, next_step
from shop_helper.domain.cases import Addressee, Case, CaseEvent, CaseKind, CaseState, Problem
from shop_helper.domain.danger import Advice, Alarm, Danger
from shop_helper.domain.naming import By, Trait
from shop_helper.domain.news import DeskNews
from shop_helper.domain.returns import policy_from
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech.wording import Wording
from shop_helper.topics.account import unavailable
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.cases import status as case_status
from shop_helper.topics.closing import offer
from shop_helper.topics.danger import DangerAnswers, Numbers
from shop_helper.topics.delay_prompts import _reason
from shop_helper.topics.launch import _desk_said
from shop_helper.topics.names import case_name, told_apart
from shop_helper.topics.order_prompts import OrderPrompts
from shop_helper.topics.sales import SalesAnswers
from shop_helper.topics.screen_rows import case_rows, item_rows
from tests.items import NOW, TODAY, item
from tests.middle.harness import Middle, session_with
from tests.middle.moments import MOMENTS
from tests.middle.states import context_of, is_sold_by_seller, items_at_every_date, items_in_every_state
from tests.pipelines import compiled_knowledge

ZONE = ZoneInfo("UTC")
KB: KnowledgeBase = compiled_knowledge()
WORDS = OrderPrompts(KB, ZONE)
WORDING = Wording(KB.prompts)
POLICY = Policy(policy_from(KB.policy["returns"]), 48, 3, 90, 2, ("monday", "tuesday"))
KETTLE = item()
DRAFTS = (
    *(Draft(kind, ref=KETTLE.ref, item_name="the kettle") for kind in ActionKind),
    Draft(ActionKind.CASE, seller=True),
)


def case(kind: CaseKind = CaseKind.CASE, **changes: object) -> Case:
    made = Case("ana", "457914886327", kind, NOW, ref=KETTLE.ref, item_name="the kettle")
    return replace(made, **changes)  # type: ignore[arg-type]


FACTS = Facts(NOW, TODAY, KETTLE, 1, (case(),))
Said = Iterable[Text | None]


class Sayable:
    """Puts texts into words, each kind of text once."""

    def __init__(self) -> None:
        self._known: set[object] = set()

    def check(self, said: Said) -> None:
        for text in said:
            if text is None:
                continue
            key = (text.prompt, text.words, tuple(text.values))
            if key not in self._known:
                self._known.add(key)
                words = WORDING.words(text, TODAY)
                assert words.strip(), text
                assert re.search(r"\{\w+\}", words) is None, (text, words)

    def reply(self, reply: Reply) -> None:
        self.check((*reply.say, reply.question))
        self.rows(reply.rows)
        self.card(reply.card)

    def card(self, card: Card | None) -> None:
        if card is not None:
            self.check((card.heading, *card.lines))

    def rows(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.check((row.label, row.value))


@pytest.fixture(scope="module")
def sayable() -> Sayable:
    return Sayable()


def test_what_is_missing_is_noticed(sayable: Sayable) -> None:
    with pytest.raises(KeyError):
        sayable.check([prompt("action.done.nothing")])
    with pytest.raises(AssertionError):
        sayable.check([Text(words="about {item}")])


@pytest.mark.parametrize("draft", DRAFTS, ids=prompts.variant)
def test_each_requirement_of_an_action_is_asked_for(sayable: Sayable, draft: Draft) -> None:
    spec = next(spec for spec in CATALOG if spec.kind is draft.kind)
    asked: set[Requirement] = {one for one in spec.needs if one in (Requirement.PROBLEM, Requirement.WORDS)}
    asked |= {Requirement.SELLER} if draft.kind is ActionKind.CASE else set()
    for slot, tries in product(asked, range(3)):
        sayable.check([prompts.question_of(Ask(slot, replace(draft, tries=tries)), FACTS)])


@pytest.mark.parametrize("draft", DRAFTS, ids=prompts.variant)
def test_each_action_is_read_back_with_every_problem(sayable: Sayable, draft: Draft) -> None:
    problems = (None, *Problem)
    for problem, words, addressee in product(problems, ("", "broken", "it is all wrong"), Addressee):
        step = ReadBack(replace(draft, problem=problem, words=words), addressee)
        sayable.check(prompts.read_back(step, FACTS, POLICY))
    sayable.check([prompts.shall_i(draft)])


@pytest.mark.parametrize("draft", DRAFTS, ids=prompts.variant)
def test_each_action_is_done_and_named(sayable: Sayable, draft: Draft) -> None:
    if draft.kind is ActionKind.DELETE:
        for stays in (False, True):
            sayable.reply(replies.deletion_told(stays))
    else:
        for kind, problem, due in product(CaseKind, (None, *Problem), (None, TODAY)):
            sayable.reply(replies.done(draft, case(kind, problem=problem, due_on=due), FACTS))
    sayable.check([replies.named(draft), replies.went_through(draft)])
    for name in ("action.uncertain", "action.not_saved", "action.unfinished", "action.went_wrong"):
        if name in ("action.unfinished", "action.went_wrong"):
            sayable.check([prompt(name, what=replies.named(draft))])
        else:
            sayable.reply(replies.try_again(draft, name))


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("draft", DRAFTS, ids=prompts.variant)
def test_each_reason_not_to_act_is_told(sayable: Sayable, draft: Draft, reason: Reason) -> None:
    why = NotAllowed(reason, on=TODAY, until=NOW, case_id="457914886327")
    sayable.check([prompts.refused(Refuse(draft, why), FACTS, ZONE)])


def test_each_step_for_an_item_in_any_state_can_be_said(sayable: Sayable) -> None:
    grounds = (None, Problem.DAMAGED, Problem.CHANGED_MIND, Problem.NOT_RECEIVED)
    kinds = [spec.kind for spec in CATALOG if Requirement.ITEM in spec.needs]
    seen = set()
    for one, kind in product(items_in_every_state(), kinds):
        problems = grounds if kind is ActionKind.CLAIM else grounds[:1]
        for problem, contacted in product(problems, (0, 1, 9) if is_sold_by_seller(one) else (0,)):
            contacts = (NOW - timedelta(days=contacted),) if contacted else ()
            facts = Facts(NOW, TODAY, replace(one, seller_contacted_at=contacts), 1)
            step = next_step(Draft(kind, ref=one.ref, problem=problem), facts, POLICY)
            seen.add(type(step))
            match step:
                case Ask():
                    sayable.check([prompts.question_of(step, facts)])
                case ReadBack():
                    sayable.check(prompts.read_back(step, facts, POLICY))
                case Refuse():
                    sayable.check([prompts.refused(step, facts, ZONE)])
                case Redirect():
                    sayable.check([prompts.refused(step, facts, ZONE), prompts.redirect(step)])
    assert seen == {Ask, ReadBack, Refuse, Redirect}


def test_each_way_of_offering_an_action_is_there(sayable: Sayable) -> None:
    for spec in CATALOG:
        if spec.offered_as:
            question, _ = offer(spec.kind)
            sayable.check([question])


@pytest.mark.parametrize("question", [one for one in get_args(OpenQuestion) if one.is_of_draft], ids=str)
def test_each_question_of_an_action_is_asked_again_in_other_words(question: type) -> None:
    """A reply that can't be put into words raises."""
    for name, moment in MOMENTS.items():
        if isinstance(moment.session.open_question, question) and "danger" not in name.lower():
            moment.middle().answer(replace(moment.session, failures=1), "(not understood)")


def test_each_item_is_told_of_in_any_state(sayable: Sayable) -> None:
    for one in (*items_in_every_state(), *items_at_every_date()):
        context = context_of(one)
        for compose in (
            WORDS.returnable,
            WORDS.where,
            WORDS.on_time,
            WORDS.refund,
            WORDS.return_state,
            WORDS.seller,
        ):
            sayable.check(compose(context, one))
        sayable.rows(item_rows(context, one))


def test_each_sale_is_told_of_in_any_state(sayable: Sayable) -> None:
    sales = SalesAnswers(KB, ArticleAnswers(KB), WORDS, ZONE)
    for one in (*items_in_every_state(), *items_at_every_date()):
        for listed in (False, True):
            sayable.check([sales._status(context_of(one), one, listed)])


def test_each_return_rule_is_told_of(sayable: Sayable) -> None:
    categories = [row["category"] for row in KB.policy["returns"]["category_exceptions"]]
    for category, days in product((*categories, "default", "something new"), (0, 400)):
        one = item(category=category, delivered_on=TODAY - timedelta(days=3))
        sayable.check(WORDS.returnable(context_of(one, now=NOW + timedelta(days=days)), one))
    for category in (*categories, None):
        assert WORDS.returnable_kind(KindOfThing(category)) != ()
        sayable.check(WORDS.returnable_kind(KindOfThing(category)))


def test_each_reason_for_a_delay_is_told(sayable: Sayable) -> None:
    reasons: dict[type[object], delay.Reason] = {
        delay.Silent: delay.Silent(4),
        delay.NotHandedOver: delay.NotHandedOver(0),
        delay.Slow: delay.Slow(3, 1),
        delay.Close: delay.Close(1),
        delay.AtCustoms: delay.AtCustoms(),
        delay.Missed: delay.Missed(),
    }
    assert set(get_args(delay.Reason)) == reasons.keys()
    sayable.check(_reason("the kettle", one) for one in reasons.values())
    sayable.check([_reason("the kettle", delay.NotHandedOver(2))])


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("kind", CaseKind)
def test_each_case_is_told_of(sayable: Sayable, kind: CaseKind, state: CaseState) -> None:
    answered = CaseEvent("replied", NOW, "desk:1", "We are looking into it")
    for due, events, name in product((None, TODAY), ((), (answered,)), ("", "the kettle")):
        one = case(kind, state=state, due_on=due, events=events, item_name=name)
        sayable.check(case_status(context_of(), one))
        sayable.rows(case_rows(one, {}))
        sayable.card(prompts.evidence(one))


@pytest.mark.parametrize("by", By)
def test_each_trait_is_said_beside_a_name(sayable: Sayable, by: By) -> None:
    value = {By.MONTH: "10", By.ORDERED: "2026-10-02", By.DELIVERED: "2026-10-05", By.OPENED: "2026-11-20"}
    trait = Trait(by, value.get(by, "4417"))
    name = case_name(case(), {case().case_id: (trait,)})
    sayable.check([name] if isinstance(name, Text) else [])
    if by not in (By.KIND, By.OPENED):
        told = told_apart("the kettle", (trait,))
        assert isinstance(told, Text)
        sayable.check([told])


def test_what_a_desk_did_is_told(sayable: Sayable) -> None:
    for (what, _), words in product(DID.values(), ("", "It is on its way")):
        sayable.check([_desk_said(context_of(), DeskNews(case(), what, words))])


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("kind", Failure)
def test_each_failure_is_told(sayable: Sayable, source: Source, kind: Failure) -> None:
    sayable.reply(unavailable("order.where", Unavailable(source, kind)))


@pytest.mark.parametrize("kind", ["", *Danger])
def test_each_danger_has_its_advice(sayable: Sayable, kind: str) -> None:
    answers, numbers = DangerAnswers(KB), Numbers(KB)
    for advice, product_ in product(Advice, (False, True)):
        asked = AreYouSafe(kind, advice, product_)
        for act, answer in ((Act.HELP, None), (Act.ANSWER, Answer.NO), (Act.ANSWER, Answer.YES)):
            reply = answers.answer(session_with(asked), act, answer, DangerReading())
            if isinstance(reply, Reply):
                sayable.reply(reply)
        sayable.check([numbers.said(numbers.prompt_for(kind, advice))])
        if kind:
            told = answers.answer(
                Session(), Act.ASK, None, DangerReading(Alarm(Danger(kind), advice), has_words=True)
            )
            assert isinstance(told, Reply)
            sayable.reply(told)


def test_each_danger_has_its_advice_in_a_country_without_lines(sayable: Sayable) -> None:
    numbers = Numbers(_without_country())
    for kind, advice in product(("", *Danger), Advice):
        sayable.check([numbers.said(numbers.prompt_for(kind, advice))])
        assert numbers.card(kind) is None or kind == Danger.FRAUD
    for kind in (Danger.SELF_HARM, Danger.SWALLOWED):
        assert numbers.prompt_for(kind, "") == f"danger.{kind}.local"
        assert Numbers(KB).prompt_for(kind, "") == f"danger.{kind}"
        assert numbers.first(kind).prompt == "danger.local_number"
    assert numbers.prompt_for(Danger.FIRE, Advice.GAS) == "danger.fire.gas"
    assert numbers.prompt_for(Danger.FIRE, Advice.PET) == "danger.fire"
    assert numbers.prompt_for("", Advice.PET) == numbers.prompt_for("boredom", "") == "danger.any"


def _without_country() -> KnowledgeBase:
    facts = {key: fact for key, fact in KB.facts.items() if not key.startswith("country.")}
    return Mock(spec=KnowledgeBase, facts=facts)


def test_each_misunderstanding_is_recovered_from(sayable: Sayable) -> None:
    recovery = Recovery(KB)
    topics = (None, *KB.articles)
    missed: tuple[Decline | Miss | OffTopic, ...] = (Miss(), OffTopic(), Decline(("order.late",)))
    for topic, failures, move in product(topics, range(5), missed):
        sayable.reply(recovery.answer(move, Session(topic=topic, failures=failures)))
    for made, failures in product(get_args(OpenQuestion), range(4)):
        sayable.reply(recovery.answer(Miss(), session_with(made(), failures=failures)))


def test_every_example_is_there_and_every_suggestion_is_an_article(sayable: Sayable) -> None:
    sayable.check(prompt(f"recover.example.{name}") for name in escalation.EXAMPLES)
    for topic in (None, *KB.articles):
        assert set(escalation.suggestions(topic)) <= KB.articles.keys()
        assert escalation.example_for(None, topic) in escalation.EXAMPLES
    for made in get_args(OpenQuestion):
        assert escalation.example_for(made(), None) in escalation.EXAMPLES


@pytest.mark.parametrize("tone", Tone)
def test_each_tone_is_acknowledged(sayable: Sayable, tone: Tone) -> None:
    plain = Reply("article.say", (prompt("start.over"),), *ANYTHING_ELSE)
    declined = replace(plain, prompt="decline.plain", ask=What(), outcome=Outcome.DECLINED)
    for reply, last in product((plain, declined), ("", *Tone)):
        sayable.reply(with_tone(reply, tone, last, lambda topic: False)[0])


def test_what_else_is_made_of_an_enumeration(sayable: Sayable) -> None:
    sayable.check(prompt(miss.value) for miss in ItemMiss)
    sayable.check(prompt(f"audience.noted.{side.value}") for side in Audience)
    for what in ("set", "changed", "removed"):
        sayable.card(notice(what))
    sayable.card(number_card("471229"))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("said", ["(not understood)", "no", "help"])
def test_after_earlier_misunderstandings_there_is_still_an_answer(moment: str, said: str) -> None:
    for failures in (1, 2, 3):
        session = replace(MOMENTS[moment].session, failures=failures)
        assert MOMENTS[moment].middle().answer(session, said).spoken.say


def test_nothing_private_is_needed_to_say_hello() -> None:
    assert Middle(None).answer(Session(), "(opens the skill)").reply.prompt == "launch.welcome"
