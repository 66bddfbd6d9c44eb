"""Article files (docs/content.md) → `Article`; every mistake becomes a `ContentError` with file and line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from shop_helper.errors import ContentError

CONTENT = Path(__file__).resolve().parent.parent / "lambda" / "shop_helper" / "content"

AUDIENCES = ("buyer", "seller", "both")
ANSWER_BY = ("article", "steps", "order_lookup", "case", "warning")
ACTIONS = ("open_case", "send_card", "remind_me")
SECTIONS = ("Say", "More", "Warning", "Steps", "Card", "Questions")
CONDITIONS = (
    "buyer", "seller", "shipped by seller", "shipped by marketplace", "sold by marketplace",
    "not shipped", "on its way", "delivered",
)  # fmt: skip
_KEYS = {"id", "title", "say_title", "audience", "answer_by", "sources", "reviewed_on", "follow_up"}
_HEADING = re.compile(r"^# (?P<name>[A-Za-z]+)(?: \[(?P<when>[^\]]*)\])?\s*$")
_QUESTION = re.compile(r"[^\W\d_][^\W\d_'\- ]*(?:['\- ]+[^\W\d_]+)*'?")
_STEP = re.compile(r"\d+\.\s+(.+)")
MAX_QUESTION = 260
"""Characters: about twenty seconds of talk. Those too long for a slot (authoring/model.py) are for the search alone."""


@dataclass(frozen=True)
class Section:
    name: str
    when: tuple[str, ...]
    """Conditions that all have to hold."""
    text: str
    line: int
    """Line of the heading, counted from 1."""


@dataclass(frozen=True)
class Article:
    path: Path
    id: str
    title: str
    say_title: str
    audience: str
    answer_by: str
    sources: tuple[str, ...]
    reviewed_on: date
    follow_up: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: tuple[str, ...]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def named(self, name: str) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.name == name)


def read_yaml(path: Path, text: str, before: int = 0) -> Any:
    """A file's YAML, which stands behind so many lines. Raises ContentError with file and line."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 + before if mark else None
        raise ContentError(str(path), line, f"not valid YAML: {problem}") from problem


def load_articles(directory: Path | None = None, locale: str = "en-US") -> list[Article]:
    """All articles of a locale, by id. Raises ContentError at the first mistake."""
    directory = directory or CONTENT / "articles" / locale
    articles = [read_article(path) for path in sorted(directory.glob("*.md"))]
    if not articles:
        raise ContentError(str(directory), None, "no articles here; expected files named <topic id>.md")
    _check_across(articles)
    return articles


def read_article(path: Path) -> Article:
    """One article. Raises ContentError with file and line."""
    head, body, body_line = _split(path)
    _check_head(path, head)
    sections = _sections(path, body, body_line)
    asked = [section for section in sections if section.name == "Questions"]
    questions = tuple(q for section in asked for q in _questions(path, section))
    article = Article(
        path=path,
        id=head["id"],
        title=head["title"],
        say_title=head["say_title"],
        audience=head["audience"],
        answer_by=head["answer_by"],
        sources=tuple(head["sources"]),
        reviewed_on=head["reviewed_on"],
        follow_up=tuple(head["follow_up"]),
        sections=tuple(section for section in sections if section.name != "Questions"),
        questions=questions,
        facts=head.get("facts") or {},
    )
    _check_article(article)
    return article


def steps_of(section: Section) -> list[str]:
    """The items of a numbered list; a line that is no new step goes on with the step before it."""
    steps: list[str] = []
    for line in section.text.splitlines():
        found = _STEP.match(line.strip())
        if found:
            steps.append(found.group(1))
        elif line.strip() and steps:
            steps[-1] += " " + line.strip()
    return steps


def _split(path: Path) -> tuple[dict[str, Any], str, int]:
    text = path.read_text(encoding="utf-8")
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise ContentError(str(path), 1, "expected the front matter between two lines of `---` at the top")
    head = read_yaml(path, parts[1], before=1)
    if not isinstance(head, dict):
        raise ContentError(str(path), 2, "expected `key: value` lines in the front matter")
    return head, parts[2], parts[1].count("\n") + 3


def _check_head(path: Path, head: dict[str, Any]) -> None:
    missing = sorted(_KEYS - head.keys())
    if missing:
        raise ContentError(str(path), 2, f"the front matter lacks {', '.join(missing)}")
    unknown = sorted(head.keys() - _KEYS - {"facts"})
    if unknown:
        raise ContentError(str(path), 2, f"unknown keys in the front matter: {', '.join(unknown)}")
    if head["id"] != path.stem:
        raise ContentError(str(path), 2, f"id is {head['id']!r} but the file is named {path.name}")
    if head["audience"] not in AUDIENCES:
        raise ContentError(str(path), 2, f"audience is {head['audience']!r}; expected one of {AUDIENCES}")
    if head["answer_by"] not in ANSWER_BY:
        raise ContentError(str(path), 2, f"answer_by is {head['answer_by']!r}; expected one of {ANSWER_BY}")
    if not isinstance(head["reviewed_on"], date):
        raise ContentError(str(path), 2, "reviewed_on must be a date like 2026-11-24")
    for key in ("sources", "follow_up"):
        if not isinstance(head[key], list) or not all(isinstance(value, str) for value in head[key]):
            raise ContentError(str(path), 2, f"{key} must be a list of names in square brackets")
    if not head["sources"]:
        raise ContentError(str(path), 2, "sources is empty; name where the statements come from")


def _sections(path: Path, body: str, first_line: int) -> list[Section]:
    found: list[tuple[str, tuple[str, ...], int, list[str]]] = []
    for number, line in enumerate(body.splitlines(), start=first_line):
        heading = _HEADING.match(line)
        if heading:
            name, when = heading["name"], _conditions(path, number, heading["when"])
            if name not in SECTIONS:
                raise ContentError(str(path), number, f"no section is named {name}; expected {SECTIONS}")
            found.append((name, when, number, []))
        elif found:
            found[-1][3].append(line)
        elif line.strip():
            raise ContentError(str(path), number, "text before the first heading; expected `# Say`")
    return [Section(name, when, "\n".join(lines).strip(), line) for name, when, line, lines in found]


def _conditions(path: Path, line: int, text: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",")) if text else ()
    for name in names:
        if name not in CONDITIONS:
            raise ContentError(str(path), line, f"unknown condition {name!r}; expected one of {CONDITIONS}")
    return names


def _questions(path: Path, section: Section) -> list[str]:
    questions: list[str] = []
    for number, line in enumerate(section.text.splitlines(), start=section.line + 1):
        if not line.strip():
            continue
        if not line.startswith("- "):
            raise ContentError(str(path), number, "expected a question as `- words`")
        question = " ".join(line[2:].split())
        if not _QUESTION.fullmatch(question) or question != question.lower():
            raise ContentError(
                str(path),
                number,
                f"{question!r}: only lower-case letters, spaces, ' and -; spell numbers out",
            )
        if len(question) > MAX_QUESTION:
            raise ContentError(str(path), number, f"{len(question)} characters; at most {MAX_QUESTION}")
        questions.append(question)
    return questions


def _check_article(article: Article) -> None:
    path, says = str(article.path), article.named("Say")
    if not says:
        raise ContentError(path, None, "no `# Say` section: the spoken answer is missing")
    if not article.questions:
        raise ContentError(path, None, "no `# Questions`: nobody would ever reach this article")
    if article.answer_by == "steps" and not article.named("Steps"):
        raise ContentError(path, None, "answer_by is steps but there is no `# Steps` section")
    if article.answer_by == "warning" and not article.named("Warning"):
        raise ContentError(path, None, "answer_by is warning but there is no `# Warning` section")
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for section in article.sections:
        key = (section.name, tuple(sorted(section.when)))
        if key in seen:
            raise ContentError(path, section.line, f"a second `# {section.name}` with the same conditions")
        seen.add(key)
        if section.name == "Steps" and not steps_of(section):
            raise ContentError(path, section.line, "expected a numbered list: `1. First step.`")
    plain = any(not section.when for section in says)
    both = {"buyer", "seller"} <= {
        name for section in says for name in section.when if len(section.when) == 1
    }
    if not plain and not both:
        raise ContentError(
            path, says[0].line, "expected a plain `# Say`, or one for [buyer] and one for [seller]"
        )


def _check_across(articles: list[Article]) -> None:
    ids = {article.id for article in articles}
    asked: dict[str, Article] = {}
    for article in articles:
        for target in article.follow_up:
            if target not in ids and target not in ACTIONS:
                raise ContentError(str(article.path), 2, f"follow_up names {target!r}, which is no article")
        for question in article.questions:
            other = asked.setdefault(question, article)
            if other is not article:
                raise ContentError(
                    str(article.path), None, f"{question!r} stands in {other.path.name} too; keep it in one"
                )
