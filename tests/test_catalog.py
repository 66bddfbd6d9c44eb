"""The lists of what the code says and names (`speech.catalog`, `knowledge.required`), compared with the source."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

from operations.desk import DID
from shop_helper.actions.repository import GUARANTEE
from shop_helper.alexa.touches import EXAMPLES
from shop_helper.dialog.questions import NextStep, OpenQuestion
from shop_helper.dialog.task_questions import PAGE, WhichItem
from shop_helper.domain.danger import ADVICE_FOR, Danger
from shop_helper.knowledge.base import COMPILED
from shop_helper.knowledge.required import FACTS, TOPICS, shortcomings
from shop_helper.speech.catalog import FAMILIES, PROMPTS, SINGLE, allowed

PACKAGE = Path(__file__).resolve().parent.parent / "lambda" / "shop_helper"
CATALOG = PACKAGE / "speech" / "catalog.py"
SPEAKING = (
    "actions", "alexa", "conversation", "dialog", "domain", "pipeline.py", "skill.py", "speech", "topics",
    "understanding",
)  # fmt: skip
"""What may name a prompt, a topic or a fact; the catalog itself is left out."""

DOTTED = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
MADE = re.compile(r"[a-z_.]*\{\}[a-z_.{}]*")
NEITHER = {
    "article.more", "article.say", "choose.again", "launch.news", "recover.kept",  # names of replies in the turn log
    "case.seller",  # a variant, in the middle of an id
    "danger.bin", "danger.npz",  # files
    "design.json",  # a file
    "shop_helper.progress", "shop_helper.turn", "shop_helper.unanswered",  # loggers
}  # fmt: skip
"""Literals with a dot that are no prompt, topic or fact."""

NOT_PROMPTS = {
    "{}.json",
    "country.{}",  # a fact
    "{}.{}",  # a danger and the advice for it
    "problem.{}",  # a touch; the screen's words are `screen.{}` of it
    "{}.",  # the end of a sentence
    "{}.again",  # see `catalog.allowed`
}
"""f-strings with a dot that make no prompt id."""


def trees() -> Iterator[ast.Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] in SPEAKING and path != CATALOG:
            yield ast.parse(path.read_text(encoding="utf-8"))


NODES = [node for tree in trees() for node in ast.walk(tree)]


def literals() -> set[str]:
    """All strings but docstrings and the parts of f-strings."""
    left_out = {id(part) for node in NODES if isinstance(node, ast.JoinedStr) for part in node.values}
    left_out |= {id(node.value) for node in NODES if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in NODES
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out
    }


def patterns() -> set[str]:
    """All f-strings that could make an id, `{}` for what is filled in."""
    made = (
        "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        for node in NODES
        if isinstance(node, ast.JoinedStr)
    )
    return {pattern for pattern in made if "." in pattern and MADE.fullmatch(pattern)}


def calls(name: str) -> Iterator[ast.Call]:
    for node in NODES:
        if isinstance(node, ast.Call):
            called = node.func
            if (called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")) == name:
                yield node


def first_literals(name: str) -> set[str]:
    """First arguments of the calls of a function, where they are strings."""
    return {
        call.args[0].value
        for call in calls(name)
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


LITERALS, PATTERNS = literals(), patterns()
SINGLES = {name for ids in SINGLE.values() for name in ids.split()}


@pytest.fixture(scope="module")
def bundled() -> dict[str, dict[str, object]]:
    raw = (COMPILED / "en-US.json").read_bytes().partition(b"\n")[2]
    return dict(json.loads(raw))


def test_every_name_in_the_source_is_in_the_lists() -> None:
    named = {text for text in LITERALS if DOTTED.fullmatch(text)} - NEITHER
    assert named - PROMPTS.keys() - set(TOPICS) - set(FACTS) == set()
    assert first_literals("prompt") - PROMPTS.keys() == set()


def test_every_name_in_the_lists_is_in_the_source() -> None:
    assert {*SINGLES, *TOPICS, *FACTS, *NEITHER} - LITERALS == set()


def test_every_id_that_is_made_belongs_to_a_family_and_the_reverse() -> None:
    families = {family.pattern for family in FAMILIES}
    # what a touch is called, with what `screen.{}` is filled
    assert families - {"screen.problem.{}"} == PATTERNS - NOT_PROMPTS


def test_no_prompt_is_declared_twice() -> None:
    declared = [name for ids in SINGLE.values() for name in ids.split()]
    declared += [name for family in FAMILIES for name in family.ids]
    assert sorted({name for name in declared if declared.count(name) > 1}) == []


def test_what_a_family_is_filled_with_is_an_enumeration_or_in_the_source() -> None:
    fills = {fill for family in FAMILIES for fill in family.fills if not isinstance(fill, StrEnum) and fill}
    of_desk = {what for what, _ in DID.values()}
    of_danger = {f"{kind}.{advice}" for kind in Danger for advice in ADVICE_FOR[kind]}
    assert fills - LITERALS - PROMPTS.keys() - of_desk - of_danger - {"not_shipped", "on_the_way"} == set()
    assert {fill for f in FAMILIES if f.pattern.startswith("launch.case.") for fill in f.fills} == of_desk


def test_every_touch_and_every_row_has_its_words() -> None:
    questions = [made() for made in get_args(OpenQuestion)]
    questions += [NextStep(index=1), WhichItem(refs=("1",) * (PAGE + 1))]
    touches = {name for question in questions for name in question.touchable()}
    touches |= {name for names in EXAMPLES.values() for name in names}
    plain = {fill for family in FAMILIES if family.pattern == "screen.{}" for fill in family.fills}
    assert touches == plain
    rows = {fill for family in FAMILIES if family.pattern == "screen.row.{}" for fill in family.fills}
    assert rows == first_literals("_row")


def test_the_facts_are_those_that_are_read() -> None:
    assert set(FACTS) == first_literals("fact") | set(GUARANTEE)


def test_every_topic_that_the_source_names_is_listed(bundled: dict[str, dict[str, object]]) -> None:
    named = {text for text in LITERALS if text in bundled["articles"]} - PROMPTS.keys() - {"giftcard"}
    assert named - set(TOPICS) == set()


def test_the_declared_values_are_those_that_every_call_gives() -> None:
    wrong = []
    given: dict[str, list[set[str]]] = {}
    for call in calls("prompt"):
        if call.args and isinstance(call.args[0], ast.Constant):
            names = {keyword.arg or "**" for keyword in call.keywords}
            given.setdefault(str(call.args[0].value), []).append(names)
    declared = {name: values.split() for values, ids in SINGLE.items() for name in ids.split()}
    for name, sites in given.items():
        if name not in declared:
            continue
        always = set.intersection(*sites)
        if "**" in set.union(*sites):
            if not always - {"**"} <= set(declared[name]):
                wrong.append((name, always))
        elif always != set(declared[name]):
            wrong.append((name, always))
    assert wrong == []


def test_the_bundled_knowledge_base_lacks_nothing_and_says_nothing_that_no_code_says(
    bundled: dict[str, dict[str, object]],
) -> None:
    assert shortcomings(bundled) == []
    assert [name for name in bundled["prompts"] if allowed(name) is None] == []
