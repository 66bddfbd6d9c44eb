"""The interaction model's generated part: the question slot's values, from the articles' questions.

Everything else in `interaction_models/<locale>.json` is written by hand there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from authoring.articles import Article, load_articles
from shop_helper.errors import ContentError

MODELS = Path(__file__).resolve().parent.parent / "interaction_models"
QUESTION_TYPE = "HELP_QUESTION"
MAX_VALUE = 140
"""Characters; SLT3 of the platform's rules: a slot value or synonym may have at most 140."""


def with_questions(model: dict[str, Any], articles: list[Article], name: str = "model") -> dict[str, Any]:
    """The model with the question type filled: one value a topic, its id the topic's, its questions the synonyms.

    A question that is a sample of an intent of its own is left to that intent, one that is too long for a slot to the
    search.
    """
    language = model["interactionModel"]["languageModel"]
    samples = {sample for intent in language["intents"] for sample in intent["samples"]}
    types = [entry for entry in language["types"] if entry["name"] == QUESTION_TYPE]
    if len(types) != 1:
        raise ContentError(name, None, f"expected one slot type named {QUESTION_TYPE}")
    types[0]["values"] = [_value(article, samples) for article in articles]
    return model


def model_text(path: Path, locale: str) -> str:
    """What the model file should hold now."""
    model = json.loads(path.read_text(encoding="utf-8"))
    filled = with_questions(model, load_articles(locale=locale), str(path))
    return json.dumps(filled, indent=2, ensure_ascii=False) + "\n"


def _value(article: Article, samples: set[str]) -> dict[str, Any]:
    free = [q for q in article.questions if q not in samples and len(q) <= MAX_VALUE]
    if not free:
        told = f"every question is a sample of an intent or has over {MAX_VALUE} characters; add another"
        raise ContentError(str(article.path), None, told)
    return {"id": article.id, "name": {"value": free[0], "synonyms": free[1:]}}
