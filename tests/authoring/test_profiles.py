"""Another shop's profile changes every answer that depends on it; an empty one gives honest answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from authoring.articles import load_articles
from authoring.compile import DEFAULT_PROFILE, compile_knowledge, packaged
from authoring.facts import load_profile
from authoring.render import Renderer

BIRCHWOOD = Path(__file__).parent.parent / "profiles" / "birchwood.yaml"
SAME_BY_NATURE = {"marketplace.locale", "marketplace.operated_by_store", "marketplace.says"}


def all_words(data: dict[str, Any]) -> str:
    parts = [words for variants in data["prompts"].values() for words in variants]
    for article in data["articles"].values():
        for name in ("say", "more", "warning", "steps", "card"):
            parts += [words for section in article[name] for words in section["words"]]
        parts += [article["title"], article["say_title"]]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def birchwood() -> dict[str, Any]:
    return compile_knowledge(BIRCHWOOD)


def test_the_invented_shop_states_every_fact_and_shares_none() -> None:
    ours, theirs = load_profile(DEFAULT_PROFILE).facts, load_profile(BIRCHWOOD).facts
    assert ours.keys() == theirs.keys()
    shared = {key for key, fact in theirs.items() if fact.value == ours[key].value}
    assert shared == SAME_BY_NATURE


def test_nothing_of_our_shop_is_left_with_another_profile(birchwood: dict[str, Any]) -> None:
    words = all_words(birchwood)
    ours = load_profile(DEFAULT_PROFILE).facts
    for key in ("marketplace.name", "marketplace.guarantee_name", "menu.orders_page", "menu.contact_seller"):
        assert ours[key].value not in words, key
    for key, fact in ours.items():
        if fact.is_set and fact.unit in ("phone number", "url", "days", "hours", "working days", "path"):
            assert fact.spoken() not in words, key
            assert fact.written() not in words, key


def test_every_value_of_another_shop_that_ours_uses_is_heard_or_read(birchwood: dict[str, Any]) -> None:
    used = {
        key
        for article in birchwood["articles"].values()
        for name in ("say", "more", "warning", "steps", "card")
        for section in article[name]
        for key in section["facts"]
    }
    facts = load_profile(BIRCHWOOD).facts
    for_code = {
        key
        for key in facts
        if key.startswith(("marketplace.", "country.", "early_warning.", "returns.counted", "privacy.keep_"))
    }
    unused = (
        facts.keys() - used - for_code - {"returns.photos", "returns.order_details", "guarantee.excluded"}
    )
    assert unused == set()


def test_verified_numbers_are_spoken(birchwood: dict[str, Any]) -> None:
    spoken = " ".join(
        words for section in birchwood["articles"]["contact.phone"]["say"] for words in section["words"]
    )
    assert "[tel:1-303-555-0142]" in spoken


@pytest.mark.parametrize("path", [*packaged(), BIRCHWOOD], ids=lambda path: path.stem)
def test_every_article_stands_without_any_single_fact(path: Path, tmp_path: Path) -> None:
    """A shop may leave anything unset but its name and its menus: the answer is then honest, not broken."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for section, entries in data.items():
        for name, entry in entries.items():
            if section not in ("menu", "marketplace") and isinstance(entry, dict):
                data[section][name] = {"value": None, "unit": entry["unit"], "origin": "unset"}
    for row in data["returns"]["category_exceptions"]:
        if row["category"] == "default":
            row.pop("window_days", None)
    emptied = tmp_path / "empty.yaml"
    emptied.write_text(yaml.safe_dump(data), encoding="utf-8")
    renderer = Renderer(load_profile(emptied))
    for article in load_articles():
        for name in ("Say", "More", "Warning", "Steps"):
            renderer.sections(article, name)
