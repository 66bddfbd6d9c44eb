"""`template.yaml` as CloudFormation gets it: with what SAM's short forms stand for."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, cast
from unittest.mock import patch

from cfnlint.decode import decode
from samtranslator.translator.transform import transform

from simulator.tables import TEMPLATE

PARAMETERS = {"SkillId": "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"}


class _NoPolicies:
    """Managed policies by name would be asked of AWS; the template uses none."""

    def load(self) -> dict[str, str]:
        return {}


@cache
def expanded_template() -> dict[str, Any]:
    return expanded(template())


def template() -> dict[str, Any]:
    """As it is written, a new copy each time."""
    read, problems = decode(str(TEMPLATE))
    assert read is not None, problems
    return cast(dict[str, Any], _plain(read))


def expanded(plain: dict[str, Any]) -> dict[str, Any]:
    for resource in plain["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/package"  # as `sam package` leaves it
    with patch.dict(os.environ, {"AWS_DEFAULT_REGION": "us-east-1"}):
        return cast(dict[str, Any], transform(plain, dict(PARAMETERS), _NoPolicies()))


def resources_of(kind: str) -> dict[str, dict[str, Any]]:
    """{logical id: properties}"""
    return {
        name: resource.get("Properties", {})
        for name, resource in expanded_template()["Resources"].items()
        if resource["Type"] == kind
    }


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every role's own policies, with the role's logical id."""
    found = []
    for role, properties in resources_of("AWS::IAM::Role").items():
        for policy in properties.get("Policies", []):
            policy = policy["Fn::If"][1] if "Fn::If" in policy else policy
            found += [(role, statement) for statement in policy["PolicyDocument"]["Statement"]]
    return found


def open_permissions(template: dict[str, Any]) -> list[str]:
    """Permissions by which any Alexa skill could call a function: those that don't ask for a skill's id."""
    return [
        name
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Lambda::Permission"
        and "alexa" in str(resource["Properties"]["Principal"])
        and not resource["Properties"].get("EventSourceToken")
    ]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(node: Any) -> Any:
    """The linter's nodes know their lines; the translator wants dicts, lists and strings."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node
