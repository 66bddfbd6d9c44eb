"""All topics under each profile: nothing of another shop, no figure that isn't the profile's, no shrug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from authoring.compile import profile_file, write_knowledge
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.speech.ssml import to_plain
from simulator.answer import Answer
from simulator.device import Device
from simulator.entities import Entity, Resolution
from simulator.grammar import SlotReading
from simulator.local import LocalSkill, local_skill
from simulator.model import load_model
from simulator.recogniser import Recognition
from tests.traceability import Tracer

SPARSE = str(Path(__file__).parent.parent / "profiles" / "sparse.yaml")
PROFILES = ("example", "amazon", SPARSE)
MODEL = load_model("en-US")
SHOPS = ("Amazon", "Harbor Market", "Birchwood", "Juniper Lane")
SHRUGS = re.compile(
    r"not verified|(?:numbers|it) that nobody|checked it for me|hasn't told me"
    r"|(?:not|isn't|aren't) stated|is said to|are said to",
    re.I,
)


@dataclass(frozen=True)
class Shop:
    """A profile and the skill that answers under it."""

    knowledge: KnowledgeBase
    skill: LocalSkill

    def device(self, customer: str | None = "ana") -> Device:
        return Device(self.skill, MODEL, customer=customer)

    @property
    def is_independent(self) -> bool:
        return not self.knowledge.fact("marketplace.operated_by_store")


@pytest.fixture(scope="module", params=PROFILES, ids=lambda named: Path(named).stem)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    path = write_knowledge(profile_file(request.param), directory=tmp_path_factory.mktemp("compiled"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SHOP_HELPER_PROFILE", str(path))
        with local_skill(in_memory=True) as skill:
            yield Shop(KnowledgeBase.load(path), skill)


def asked(device: Device, topic: str) -> Answer:
    """A question that Alexa placed: everybody hears the same topic, whatever the search would make of words."""
    found = Resolution("HELP_QUESTION", False, (Entity(topic, "asked"),))
    slot = SlotReading("question", "HELP_QUESTION", "what about this", (found,))
    return device.hear(Recognition("what about this", "HelpQuestionIntent", (slot,), score=1.0))


def played(shop: Shop) -> Iterator[tuple[str, Answer]]:
    """Each topic as a buyer with orders and as a seller; then what more there is."""
    for topic in shop.knowledge.articles:
        for customer in ("ana", "farid"):
            device = shop.device(customer)
            answer = asked(device, topic)
            yield topic, answer
            if device.session_open and answer.turn and answer.turn.get("asks") == "more":
                yield topic, device.say("yes")


def words_of(answer: Answer) -> str:
    card = answer.card or {}
    shown = (card.get("title", ""), card.get("content", ""), card.get("text", ""))
    return "\n".join((answer.speech, answer.reprompt, *map(str, shown)))


@pytest.fixture(scope="module")
def turns(shop: Shop) -> list[tuple[str, Answer]]:
    return list(played(shop))


def test_every_topic_is_answered(turns: list[tuple[str, Answer]], shop: Shop) -> None:
    assert {topic for topic, answer in turns if answer.speech} == shop.knowledge.articles.keys()
    assert [
        (topic, answer.problem, answer.errors) for topic, answer in turns if answer.problem or answer.errors
    ] == []


def test_no_other_shop_is_named(turns: list[tuple[str, Answer]], shop: Shop) -> None:
    others = re.compile(
        "|".join(name for name in SHOPS if name != shop.knowledge.fact("marketplace.name")), re.I
    )
    assert [(topic, words_of(answer)) for topic, answer in turns if others.search(words_of(answer))] == []
    assert [piece for piece in pieces_of(shop) if others.search(piece[1])] == []


def pieces_of(shop: Shop) -> list[tuple[str, str]]:
    """All that can be said or shown, with where it stands."""
    knowledge = shop.knowledge
    cards = [
        (f"{topic} # Card", section.text) for topic, one in knowledge.articles.items() for section in one.card
    ]
    titles = [(topic, f"{one.title}\n{one.say_title}") for topic, one in knowledge.articles.items()]
    said = [
        (f"{topic} # {name}", section.text)
        for topic, one in knowledge.articles.items()
        for name, sections in (
            ("Say", one.say),
            ("More", one.more),
            ("Steps", one.steps),
            ("Warning", one.warning),
        )
        for section in sections
    ]
    prompts = [(name, words) for name, variants in knowledge.prompts.items() for words in variants]
    return [*said, *cards, *titles, *prompts]


def test_nothing_is_shrugged_off(turns: list[tuple[str, Answer]], shop: Shop) -> None:
    assert [(topic, words_of(answer)) for topic, answer in turns if SHRUGS.search(words_of(answer))] == []
    assert [piece for piece in pieces_of(shop) if SHRUGS.search(piece[1])] == []


def test_every_figure_is_the_profiles_or_the_orders(turns: list[tuple[str, Answer]], shop: Shop) -> None:
    zone = ZoneInfo(shop.knowledge.fact("marketplace.time_zone"))
    today = datetime.now(zone).date()
    tracer = Tracer(shop.knowledge, {"all": shop.skill.world.orders})
    wrong = [(topic, tracer.untraced(answer.response, "all", today)) for topic, answer in turns]
    assert [(topic, figures) for topic, figures in wrong if figures] == []


def test_only_the_shop_itself_says_its_numbers(shop: Shop) -> None:
    """Emergency numbers are the country's, and anybody's to say."""
    aloud = [
        (name, words)
        for name, words in pieces_of(shop)
        if "# Card" not in name and not name.startswith("danger.") and "[tel:" in words
    ]
    assert bool(aloud) == (shop.knowledge.profile["name"] == "example"), aloud


def test_on_a_helpers_card_the_official_way_comes_first(shop: Shop) -> None:
    if not shop.is_independent:
        pytest.skip("the shop's own numbers")
    numbers = [
        (topic, line, section.text)
        for topic, article in shop.knowledge.articles.items()
        for section in article.card
        for line in section.text.split("\n")
        if any(str(shop.knowledge.fact(key)) in line for key in ("phone.us_canada", "phone.international"))
    ]
    assert numbers
    for topic, line, card in numbers:
        assert re.search(r"\(from .+, read on \w+ \d+, \d{4}; check it on the official page first\)", line), (
            topic
        )
        assert card.index(shop.knowledge.fact("menu.contact_link")) < card.index(line), topic


def test_it_says_who_it_is(shop: Shop) -> None:
    said = shop.device(None).launch().speech
    about = shop.device(None).hear(Recognition("who are you", "AboutMeIntent", score=1.0)).speech
    assert shop.knowledge.fact("marketplace.assistant_name") in said
    assert shop.knowledge.fact("marketplace.name") in about
    assert ("doesn't run me" in about) == shop.is_independent


def test_what_is_missing_is_said_once_in_a_session(shop: Shop) -> None:
    """One sentence that it is missing, and who knows; asked again, only who knows."""
    for topic, article in shop.knowledge.articles.items():
        for section in article.say:
            assert len(section.missing) <= 1, topic
    plain = {
        topic: section
        for topic, article in shop.knowledge.articles.items()
        for section in article.say
        if section.missing and not section.when
    }
    for topic, section in plain.items():
        [sentence] = section.missing
        device = shop.device(None)
        first, again = asked(device, topic).speech, asked(device, topic).speech
        assert to_plain(sentence) in first, topic
        assert to_plain(sentence) not in again, topic
        assert len(again.split()) > 3, topic
