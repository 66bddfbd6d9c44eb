"""One article's answer by its sections: conditions, steps, cards, and figures that are no longer sure."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date

from shop_helper.dialog.people import Audience
from shop_helper.dialog.questions import AnythingElse, NextStep, OfferAction, OfferMore, OfferTopic, WhichSide
from shop_helper.dialog.records import Context
from shop_helper.dialog.reply import Reply, Text, prompt
from shop_helper.dialog.session import Session
from shop_helper.domain.actions.draft import ActionKind, Draft
from shop_helper.knowledge.base import Article, KnowledgeBase, Section
from shop_helper.topics.articles import ArticleAnswers
from shop_helper.topics.closing import closing
from tests.items import NOW
from tests.pipelines import compiled_knowledge

ANY = frozenset[str]()
LEAD, TAIL = (prompt("orders.none"),), (prompt("link.needed"),)


def section(words: str, when: frozenset[str] = ANY, fact: str = "a.figure") -> Section:
    return Section(when, tuple(words.split("|")), (fact,))


PLAIN = Article(
    "a.topic", "A topic", "a topic", "both", "article", ("b.topic", "open_case"),
    say=(section("plain"), section("late", frozenset({"late"}))),
    more=(), warning=(), steps=(), card=(section("card of {item}"),), sources=(), reviewed_on=date(2026, 11, 1),
)  # fmt: skip
OTHER = replace(PLAIN, id="b.topic", say_title="another topic", more=(section("more"),))
SIDED = replace(PLAIN, say=(section("for sellers", frozenset({"seller"})),))


def answers(article: Article = PLAIN, **facts: str) -> ArticleAnswers:
    return ArticleAnswers(knowledge(article, **facts))


def knowledge(article: Article, **facts: str) -> KnowledgeBase:
    made = copy.copy(compiled_knowledge())
    made.articles = {"a.topic": article, "b.topic": OTHER}
    made.facts = {"a.figure": {"value": 3, **facts}}
    return made


def context(audience: Audience | None = None, **of_session: object) -> Context:
    return Context(NOW, "request", Session(**of_session), audience=audience)  # type: ignore[arg-type]


def words_of(reply: Reply) -> list[str]:
    return [text.words or text.prompt for text in reply.say]


def test_the_section_that_fits_is_read_between_lead_and_tail() -> None:
    plain = answers().answer(context(), "a.topic", lead=LEAD, tail=TAIL)
    assert words_of(plain) == ["orders.none", "plain", "link.needed"]
    late = answers().answer(context(), "a.topic", {"late"}, {"item": "the kettle"})
    assert words_of(late) == ["late"]
    assert late.say == (Text(words="late", values={"item": "the kettle"}),)


def test_the_card_is_filled_and_gives_way_to_the_link() -> None:
    reply = answers().answer(context(), "a.topic", values={"item": "the kettle"}, item="1/1")
    assert reply.card is not None
    assert (reply.card.title, reply.card.text, reply.item) == ("A topic", "card of the kettle", "1/1")
    linking = answers().answer(context(), "a.topic", link=True)
    assert (linking.card, linking.link_account) == (None, True)
    assert answers(replace(PLAIN, card=())).answer(context(), "a.topic").card is None


def test_a_warning_comes_first() -> None:
    warned = answers(replace(PLAIN, warning=(section("never share it"),)))
    assert words_of(warned.answer(context(), "a.topic")) == ["never share it", "plain"]


def test_a_figure_is_said_to_be_old_after_its_last_day() -> None:
    for day, old in (("2026-11-23", True), ("2026-11-24", False), ("2026-11-25", False)):
        reply = answers(expires_on=day).answer(context(), "a.topic")
        assert ("notice.expired" in words_of(reply)) is old
    unused = answers(replace(PLAIN, say=(section("plain", fact="b.figure"),)), expires_on="2020-01-01")
    assert words_of(unused.answer(context(), "a.topic")) == ["plain"]


def test_an_answer_for_one_side_asks_which() -> None:
    assert answers(SIDED).answer(context(), "a.topic").ask == WhichSide("a.topic")
    assert words_of(answers(SIDED).answer(context(Audience.SELLER), "a.topic")) == ["for sellers"]


def test_steps_are_led_in_and_read_one_by_one() -> None:
    steps = answers(replace(PLAIN, answer_by="steps", steps=(section("one|two|three"),)))
    first = steps.answer(context(), "a.topic", item="1/1")
    assert (words_of(first), first.ask, first.item) == (
        ["plain", "steps.lead"],
        NextStep("a.topic", 0),
        "1/1",
    )
    assert first.say[-1].values == {"count": 3, "number": 1, "step": "one"}
    second = steps.step(context(), "a.topic", 1, LEAD)
    assert (words_of(second), second.ask) == (["orders.none", "steps.next"], NextStep("a.topic", 1))
    assert second.steps is not None
    assert (second.steps.current, second.say[-1].values) == (1, {"number": 2, "step": "two"})
    last = steps.step(context(), "a.topic", 2)
    assert (last.prompt, last.steps is not None, last.ask) == ("steps.last", True, OfferTopic("b.topic"))
    assert steps.step(context(), "a.topic", 3).prompt == "steps.no_more"
    counted = steps.step_count(context(), "a.topic", 1)
    assert (counted.say[0].values, counted.ask) == ({"count": 3, "number": 2}, NextStep("a.topic", 1))
    assert steps.step_count(context(), "a.topic", 3).prompt == "steps.no_more"


def test_a_single_step_is_told_at_once() -> None:
    single = answers(replace(PLAIN, answer_by="steps", steps=(section("do it"),)))
    told = single.answer(context(), "a.topic")
    assert (told.prompt, words_of(told), told.ask) == (
        "steps.single",
        ["plain", "steps.single"],
        OfferTopic("b.topic"),
    )
    assert single.step(context(), "a.topic", 0).prompt == "steps.single"
    assert answers().step(context(), "a.topic", 0).prompt == "steps.no_more"


def test_the_open_procedure_is_shown() -> None:
    steps = answers(replace(PLAIN, steps=(section("one|two"),)))
    shown = steps.steps(context(), NextStep("a.topic", 1))
    assert shown is not None
    assert (shown.words, shown.current) == (("one", "two"), 1)
    for question in (None, AnythingElse(), NextStep("a.topic", 2), NextStep("gone.topic", 0)):
        assert steps.steps(context(), question) is None


def test_more_or_nothing_more() -> None:
    more = answers(replace(PLAIN, more=(section("more"),)))
    assert more.answer(context(), "a.topic").ask == OfferMore("a.topic")
    told = more.more(context(), "a.topic")
    assert (told.prompt, words_of(told), told.ask) == ("article.more", ["more"], OfferTopic("b.topic"))
    assert words_of(answers().more(context(), "a.topic")) == ["more.nothing"]


# what is offered at the end


def offered(article: Article = PLAIN, first: tuple[str, ...] = (), **of_session: object) -> object:
    asked = context(**of_session)  # type: ignore[arg-type]
    return closing(asked, knowledge(article), "a.topic", first=first)[1]


def test_each_follow_up_is_offered_once() -> None:
    assert offered() == OfferTopic("b.topic")
    assert offered(heard=("b.topic",)) == OfferAction("open_case")
    assert offered(heard=("b.topic", "open_case")) == AnythingElse()
    assert offered(topic="b.topic") == OfferAction("open_case")


def test_no_action_is_offered_beside_an_open_one() -> None:
    assert offered(heard=("b.topic",), draft=Draft(ActionKind.RETURN)) == AnythingElse()


def test_what_fits_better_takes_the_place_of_the_articles_own() -> None:
    assert offered(first=("gone.topic", "message")) == OfferAction("message")
    assert offered(replace(PLAIN, follow_up=("send_card",))) == AnythingElse()
    assert closing(context(), knowledge(PLAIN), "gone.topic")[1] == AnythingElse()


def test_a_topic_of_the_other_side_is_not_offered() -> None:
    made = knowledge(PLAIN)
    made.articles = {"a.topic": PLAIN, "b.topic": replace(OTHER, audience="seller")}
    assert closing(context(Audience.BUYER), made, "a.topic")[1] == OfferAction("open_case")
    assert closing(context(Audience.SELLER), made, "a.topic")[1] == OfferTopic("b.topic")
