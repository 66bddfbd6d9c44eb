"""Lists that must match, matched: intents and meanings, articles and model, profile and articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from authoring.articles import load_articles
from authoring.compile import compile_knowledge
from authoring.model import MODELS, model_text
from shop_helper.knowledge.base import KnowledgeBase
from shop_helper.understanding.intents import INTENTS

ROOT = Path(__file__).resolve().parent.parent
TOPICS = ROOT / "tests" / "topics.json"


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase(compile_knowledge())


def model_intents(path: Path) -> set[str]:
    language = json.loads(path.read_text(encoding="utf-8"))["interactionModel"]["languageModel"]
    return {intent["name"] for intent in language["intents"]}


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.json")), ids=lambda path: path.stem)
def test_every_intent_of_the_model_has_its_meaning_and_the_reverse(path: Path) -> None:
    assert set(INTENTS) == model_intents(path)


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.json")), ids=lambda path: path.stem)
def test_the_question_slot_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == model_text(path, path.stem), "stale: run `make model`"


def test_a_reprompt_belongs_to_a_prompt(knowledge: KnowledgeBase) -> None:
    again = {name.removesuffix(".again") for name in knowledge.prompts if name.endswith(".again")}
    assert again <= knowledge.prompts.keys()


def test_there_is_an_article_for_every_topic_that_was_agreed() -> None:
    agreed = set(json.loads(TOPICS.read_text(encoding="utf-8")))
    assert {article.id for article in load_articles()} >= agreed


def test_every_follow_up_can_be_heard_as_a_noun_phrase(knowledge: KnowledgeBase) -> None:
    for article in knowledge.articles.values():
        assert not article.say_title.rstrip().endswith(("?", ".")), article.id
        assert len(article.say_title.split()) <= 10, article.id
