"""flask-ask-sdk is imported in one place, and leaves nothing false behind."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from webservice import flask_ask

ROOT = Path(__file__).resolve().parents[2]


def test_it_imports_and_its_stand_ins_are_gone() -> None:
    """In a process of its own, where nobody has imported it before."""
    code = (
        "import sys; sys.path[:0] = ['lambda', '.']\n"
        "from webservice.flask_ask import SkillAdapter\n"
        "print(SkillAdapter.__module__, 'certvalidator' in sys.modules, 'oscrypto' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["flask_ask_sdk.skill_adapter", "False", "False"]


def test_the_sdks_own_check_says_that_it_is_replaced() -> None:
    with pytest.raises(NotImplementedError, match=r"webservice\.verifiers"):
        flask_ask.CertificateValidator(b"", [])


def test_nothing_else_imports_it() -> None:
    for path in (ROOT / "webservice").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith(("flask_ask_sdk", "ask_sdk_webservice_support")):
                assert path.name == "flask_ask.py"
