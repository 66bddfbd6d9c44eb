"""A mistake in an article stops with file, line and what was expected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.articles import load_articles, read_article, steps_of
from shop_helper.errors import ContentError

Write = Callable[..., Path]
GOOD = "\n# Say\nWe wrap it.\n\n# Questions\n- can you wrap it\n"


def test_a_good_article_is_read(article_file: Write) -> None:
    article = read_article(article_file(GOOD))
    assert article.id == "gift.wrap"
    assert article.questions == ("can you wrap it",)
    assert [section.name for section in article.sections] == ["Say"]


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        ("\nhello\n# Say\nx\n", 12, "before the first heading"),
        ("\n# Speak\nx\n", 12, "no section is named Speak"),
        ("\n# Say [king]\nx\n", 12, "unknown condition 'king'"),
        (GOOD + "- Can you wrap it?\n", 17, "only lower-case letters"),
        (GOOD + "- wrap 2 of them\n", 17, "spell numbers out"),
        (GOOD + "- " + "very " * 60 + "long\n", 17, "at most 260"),
        (GOOD + "what about it\n", 17, "as `- words`"),
        ("\n# Questions\n- can you wrap it\n", None, "no `# Say`"),
        ("\n# Say\nx\n", None, "no `# Questions`"),
        ("\n# Say [buyer]\nx\n# Questions\n- wrap it\n", 12, "one for [buyer] and one for [seller]"),
        ("\n# Say\nx\n# Say\ny\n# Questions\n- wrap it\n", 14, "a second `# Say`"),
        ("\n# Say\nx\n# Steps\nfirst do it\n# Questions\n- wrap it\n", 14, "numbered list"),
    ],
)
def test_a_mistake_in_the_body_names_its_line(
    article_file: Write, body: str, line: int | None, told: str
) -> None:
    with pytest.raises(ContentError, match=r".*") as raised:
        read_article(article_file(body))
    assert told in str(raised.value)
    assert raised.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: {name}", "id: other", "but the file is named"),
        ("audience: both", "audience: all", "audience is 'all'"),
        ("answer_by: article", "answer_by: poem", "answer_by is 'poem'"),
        ("title: Gift wrapping\n", "", "lacks title"),
        ("follow_up: []", "follow_up: contact.chat", "follow_up must be a list"),
        ("sources: [store profile]", "sources: []", "sources is empty"),
        ("reviewed_on: 2026-11-24", "reviewed_on: today", "must be a date"),
        ("audience: both", "audience: both\ncolour: red", "unknown keys in the front matter: colour"),
        ("title: Gift wrapping", "title: [", "not valid YAML"),
        ("---\nid", "id", "between two lines of"),
    ],
)
def test_a_mistake_in_the_front_matter_is_named(article_file: Write, old: str, new: str, told: str) -> None:
    from tests.authoring.conftest import HEAD

    with pytest.raises(ContentError) as raised:
        read_article(article_file(GOOD, head=HEAD.replace(old, new, 1)))
    assert told in str(raised.value)
    assert "gift.wrap.md" in str(raised.value)


def test_a_question_in_two_articles_is_refused(article_file: Write) -> None:
    path = article_file(GOOD)
    article_file(GOOD, name="gift.box")
    with pytest.raises(ContentError, match=r"'can you wrap it' stands in gift.box.md too"):
        load_articles(path.parent)


def test_a_follow_up_must_lead_somewhere(article_file: Write) -> None:
    from tests.authoring.conftest import HEAD

    path = article_file(GOOD, head=HEAD.replace("follow_up: []", "follow_up: [gift.card, send_card]"))
    with pytest.raises(ContentError, match=r"follow_up names 'gift.card'"):
        load_articles(path.parent)


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no articles here"):
        load_articles(tmp_path)


def test_a_step_may_run_over_several_lines(article_file: Write) -> None:
    article = read_article(
        article_file(
            "\n# Say\nHere is how.\n# Steps\n1. Open it\n   carefully.\n2. Wrap it.\n# Questions\n- how to wrap\n"
        )
    )
    assert steps_of(article.named("Steps")[0]) == ["Open it carefully.", "Wrap it."]
