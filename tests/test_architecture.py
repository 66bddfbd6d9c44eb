"""Imports point one way, and only the modules that are meant to import a foreign package do."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lambda" / "shop_helper"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "lazy": set(),
    "account_linking": {"errors"},
    "settings": {"account_linking", "errors"},
    "domain": set(),
    "dialog": {"domain", "errors"},
    "ports": {"dialog", "domain"},
    "owner": {"dialog", "errors"},
    "identity": {"account_linking", "dialog", "errors", "ports", "settings"},
    "persistence": {"dialog", "domain", "errors", "ports", "settings"},
    "feed": {"domain", "errors", "persistence", "ports"},
    "lookup": {"dialog", "domain", "errors", "ports"},
    "speech": {"dialog", "domain"},
    "knowledge": {"errors", "lazy", "speech"},
    "understanding": {"dialog", "domain", "knowledge", "lazy"},
    "conversation": {"dialog", "domain", "knowledge"},
    "topics": {"dialog", "domain", "errors", "knowledge", "ports"},
    "actions": {"dialog", "domain", "errors", "knowledge", "persistence", "ports", "topics"},
    "pipeline": {
        "actions",
        "conversation",
        "dialog",
        "domain",
        "lookup",
        "owner",
        "speech",
        "topics",
        "understanding",
    },
    "alexa": {"dialog", "domain", "errors", "owner", "ports", "speech"},
    "skill": {
        "actions",
        "alexa",
        "conversation",
        "dialog",
        "domain",
        "identity",
        "knowledge",
        "lookup",
        "owner",
        "persistence",
        "pipeline",
        "ports",
        "settings",
        "speech",
        "topics",
        "understanding",
    },
    "reload": {"alexa", "errors", "knowledge", "lazy", "persistence", "ports", "settings", "skill"},
}
"""Part of the package → the parts it may import, beside itself."""

FOREIGN = {
    "ask_sdk": {"alexa", "skill", "reload"},
    "boto": {"persistence"},
    "jwt": {"identity"},
    "mypy_boto3": {"persistence"},
    "numpy": {"knowledge"},
}
"""Foreign packages, by the start of their name, and the parts that may import them."""

STANDARD = sys.stdlib_module_names


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """Full names of all imported modules, also those inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    for name in imports_of(path):
        top = name.split(".")[0]
        if top == "shop_helper":
            target = name.split(".")[1] if "." in name else "__init__"
            assert target == part or target in MAY_IMPORT[part], f"{path.name} imports {name}"
        elif top not in STANDARD:
            allowed = {p for start, parts in FOREIGN.items() if top.startswith(start) for p in parts}
            assert part in allowed, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "domain").rglob("*.py")), ids=lambda path: path.stem)
def test_the_domain_has_no_clock_no_chance_and_no_environment(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not imports_of(path) & {"random", "os", "time", "secrets", "uuid", "socket"}
    for call in ("datetime.now", "date.today", "datetime.utcnow", "environ"):
        assert call not in text


def test_the_skill_never_imports_the_simulator_or_what_is_not_deployed() -> None:
    for path in [*MODULES, ROOT / "lambda" / "lambda_function.py"]:
        tops = {name.split(".")[0] for name in imports_of(path)}
        assert not tops & {"simulator", "authoring", "operations", "training", "webservice", "tests"}, (
            path.name
        )


def test_no_module_outgrows_four_hundred_lines() -> None:
    folders = ("lambda", "simulator", "authoring", "operations", "training", "webservice", "tests")
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
