"""The package that `sam build` made, in Lambda's own runtime, answers every event of `tests/events/`."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.dynamodb import example_dynamodb
from simulator.envelope import SKILL_ID
from tests.deployment.runtime import PACKAGE, RUNTIME_PYTHON, LambdaRuntime, lambda_runtime
from tests.events.answers import problems
from tests.events.make import NOW, Entry, entries

pytestmark = pytest.mark.built

MAX_ZIPPED_MB = 50
"""What Lambda takes as a direct upload."""


@pytest.fixture(scope="module")
def runtime() -> Iterator[LambdaRuntime]:
    with (
        example_dynamodb(NOW) as settings,
        lambda_runtime(settings | {"SHOP_HELPER_SKILL_ID": SKILL_ID}) as made,
    ):
        yield made


def event(entry: Entry) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(entry.path.read_text(encoding="utf-8"))
    return envelope


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_the_built_package_answers(entry: Entry, runtime: LambdaRuntime) -> None:
    envelope = event(entry)
    answer = runtime.invoke(envelope)
    assert problems(entry, envelope, answer) == [], runtime.log[-3000:]


def test_no_answer_hides_an_exception(runtime: LambdaRuntime) -> None:
    """Of all the events above: what was answered politely after an exception has left it in the log."""
    runtime.invoke(event(entries()[0]))
    assert '"kind":"launch"' in runtime.log
    assert "Traceback" not in runtime.log, runtime.log[-3000:]


def test_another_skills_request_is_not_answered(runtime: LambdaRuntime) -> None:
    envelope = event(next(entry for entry in entries() if entry.name == "OrderHistoryIntent"))
    for holder in (envelope["context"]["System"], envelope["session"]):
        holder["application"]["applicationId"] = "amzn1.ask.skill.another"
    assert runtime.invoke(envelope) == {"version": "1.0", "response": {}}
    assert "another skill's" in runtime.log


def test_the_package_needs_nothing_that_is_not_in_it() -> None:
    code = (
        f"import sys; sys.path[:] = [p for p in sys.path if 'site-packages' not in p] + [{str(PACKAGE)!r}]; "
    )
    code += "import lambda_function, boto3, numpy; print(lambda_function.handler({}, None))"
    ran = subprocess.run(
        [RUNTIME_PYTHON, "-I", "-S", "-B", "-c", code], capture_output=True, text=True, check=False, cwd="/"
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout.replace("'", '"'))["response"] == {}


def test_what_it_imports_is_compiled_already() -> None:
    sources = {path for path in PACKAGE.rglob("*.py") if path.parent.name != "__pycache__"}
    compiled = {path.parent.parent / f"{path.name.split('.')[0]}.py" for path in PACKAGE.rglob("*.pyc")}
    assert {str(path.relative_to(PACKAGE)) for path in sources - compiled} == set()


def test_it_is_small_enough_to_be_uploaded(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "package.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(PACKAGE.rglob("*")):
            archive.write(path, path.relative_to(PACKAGE))
    size = (tmp_path / "package.zip").stat().st_size
    unzipped = sum(path.stat().st_size for path in PACKAGE.rglob("*") if path.is_file())
    print(
        f"the package: {size / 1e6:.1f} MB zipped (at most {MAX_ZIPPED_MB}), {unzipped / 1e6:.0f} MB unzipped"
    )
    assert size <= MAX_ZIPPED_MB * 1e6
