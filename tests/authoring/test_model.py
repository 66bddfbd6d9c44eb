"""What of an article's questions becomes a value of the interaction model's question slot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from authoring.articles import read_article
from authoring.model import QUESTION_TYPE, with_questions
from shop_helper.errors import ContentError

LONG = " ".join(["so"] * 50 + ["can you wrap it"])
BODY = "\n# Say\nYes.\n\n# Questions\n"
Write = Callable[[str], Path]


def model(*samples: str) -> dict[str, Any]:
    language = {
        "intents": [{"name": "WrapIntent", "samples": list(samples)}],
        "types": [{"name": QUESTION_TYPE, "values": []}],
    }
    return {"interactionModel": {"languageModel": language}}


def values(made: dict[str, Any]) -> Any:
    return made["interactionModel"]["languageModel"]["types"][0]["values"]


def test_a_topic_is_one_value_with_its_questions(article_file: Write) -> None:
    article = read_article(article_file(f"{BODY}- can you wrap it\n- wrap it for me\n"))
    filled = with_questions(model(), [article])
    assert values(filled) == [
        {"id": "gift.wrap", "name": {"value": "can you wrap it", "synonyms": ["wrap it for me"]}}
    ]


def test_a_question_too_long_for_a_slot_or_taken_by_an_intent_is_left_out(article_file: Write) -> None:
    article = read_article(article_file(f"{BODY}- {LONG}\n- can you wrap it\n- wrap it for me\n"))
    filled = with_questions(model("can you wrap it"), [article])
    assert values(filled) == [{"id": "gift.wrap", "name": {"value": "wrap it for me", "synonyms": []}}]


def test_an_article_whose_questions_all_stay_out_is_told_about(article_file: Write) -> None:
    article = read_article(article_file(f"{BODY}- {LONG}\n- can you wrap it\n"))
    with pytest.raises(ContentError, match="add another"):
        with_questions(model("can you wrap it"), [article])
