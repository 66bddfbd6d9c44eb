"""The template as CloudFormation gets it: who may call, who may do what, what is encrypted, kept and counted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.deployment.expanded import (
    as_list,
    expanded,
    expanded_template,
    open_permissions,
    resources_of,
    statements,
    template,
)

ROOT = Path(__file__).resolve().parents[2]
PERSISTENCE = ROOT / "lambda" / "shop_helper" / "persistence"
SETTINGS = "".join(
    (ROOT / "lambda" / "shop_helper" / name).read_text(encoding="utf-8")
    for name in ("settings.py", "account_linking.py")
)
BUILD = (ROOT / "lambda" / "Makefile").read_text(encoding="utf-8")


def environment(function: str) -> set[str]:
    properties = resources_of("AWS::Lambda::Function")[function]
    return set(properties["Environment"]["Variables"])


def test_only_this_skill_may_call_the_function() -> None:
    permissions = resources_of("AWS::Lambda::Permission").values()
    assert [p["EventSourceToken"] for p in permissions if "alexa" in p["Principal"]] == [{"Ref": "SkillId"}]
    assert open_permissions(expanded_template()) == []


def test_a_trigger_without_the_skills_id_is_found() -> None:
    careless = template()
    del careless["Resources"]["SkillFunction"]["Properties"]["Events"]["Alexa"]["Properties"]
    assert open_permissions(expanded(careless)) == ["SkillFunctionAlexaPermission"]


@pytest.mark.parametrize(("role", "statement"), statements())
def test_a_role_may_do_named_things_to_named_resources(role: str, statement: dict[str, Any]) -> None:
    assert [action for action in as_list(statement["Action"]) if "*" in action] == []
    assert "*" not in as_list(statement["Resource"])


def test_the_skill_may_ask_dynamodb_only_what_the_code_asks() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PERSISTENCE.glob("*.py"))
    allowed = {a for role, s in statements() if role == "SkillRole" for a in as_list(s["Action"])}
    for action in (action.removeprefix("dynamodb:") for action in allowed if action.startswith("dynamodb:")):
        call = re.sub("(?<=[a-z])(?=[A-Z])", "_", action).lower()
        in_transaction = f'"{action.removesuffix("Item")}":'
        assert f'"{call}"' in code or in_transaction in code, action


def test_the_indexes_named_in_a_role_exist() -> None:
    tables = resources_of("AWS::DynamoDB::Table")
    indexes = {
        f"{name}.{index['IndexName']}"
        for name, table in tables.items()
        for index in table.get("GlobalSecondaryIndexes", [])
    }
    texts = [str(s["Resource"]) for _, s in statements()]
    named = {".".join(found) for text in texts for found in re.findall(r"\{(\w+)\.Arn\}/index/(\w+)", text)}
    assert named
    assert named <= indexes


@pytest.mark.parametrize(("name", "table"), resources_of("AWS::DynamoDB::Table").items())
def test_a_table_costs_nothing_when_idle_and_is_encrypted(name: str, table: dict[str, Any]) -> None:
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"]["SSEEnabled"] is True


def test_what_customers_own_outlives_the_stack() -> None:
    for resource in expanded_template()["Resources"].values():
        if resource["Type"] == "AWS::DynamoDB::Table":
            assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("name", resources_of("AWS::Lambda::Function"))
def test_a_function_logs_to_a_group_that_forgets(name: str) -> None:
    function = resources_of("AWS::Lambda::Function")[name]
    group = function["LoggingConfig"]["LogGroup"]["Ref"]
    assert resources_of("AWS::Logs::LogGroup")[group]["RetentionInDays"]


def test_the_skill_is_given_only_settings_that_it_reads() -> None:
    assert [name for name in environment("SkillFunction") if f'"{name}"' not in SETTINGS] == []


def test_sam_local_sets_only_what_the_template_declares_and_names_every_table() -> None:
    """SAM drops others without a word."""
    local = json.loads((Path(__file__).parent / "sam_local.json").read_text(encoding="utf-8"))
    declared = environment("SkillFunction")
    assert local.keys() == {"SkillFunction"}
    assert set(local["SkillFunction"]) <= declared
    assert {name for name in declared if name.endswith("_TABLE")} <= set(local["SkillFunction"])


def test_every_parameter_says_what_it_is_for() -> None:
    parameters = template()["Parameters"]
    assert [
        name for name, parameter in parameters.items() if len(parameter.get("Description", "")) < 20
    ] == []
    without_default = {name for name, parameter in parameters.items() if "Default" not in parameter}
    assert without_default == {"SkillId"}


def test_the_package_is_built_for_the_function_it_is_put_into() -> None:
    parameters = template()["Parameters"]
    runtime, architecture = parameters["Runtime"]["Default"], parameters["Architecture"]["Default"]
    assert f"PYTHON_VERSION ?= {runtime.removeprefix('python')}\n" in BUILD
    assert f"ARCHITECTURE ?= {architecture}\n" in BUILD


def test_the_guide_to_deploying_names_every_parameter() -> None:
    guide = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    assert [name for name in template()["Parameters"] if f"`{name}`" not in guide] == []
    assert [
        name for name in re.findall(r"^\| `([A-Z]\w+)`", guide, re.M) if name not in template()["Parameters"]
    ] == []
