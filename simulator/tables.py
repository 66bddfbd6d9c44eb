"""Creates in any DynamoDB (moto's, DynamoDB Local's) the tables that `template.yaml` defines: their only definition."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TEMPLATE = Path(__file__).resolve().parent.parent / "template.yaml"
_TABLE = "AWS::DynamoDB::Table"
_CREATED = (
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
    "BillingMode",
    "StreamSpecification",
)
"""Properties that DynamoDB's CreateTable takes as the template writes them."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads CloudFormation's short tags (`!Ref`, `!Sub` …) as plain values; in C, where PyYAML was built with it."""


def _tagged(loader: Any, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node)


_Loader.add_multi_constructor("!", _tagged)


def load_template(path: Path = TEMPLATE) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return data


@cache
def table_definitions(path: Path = TEMPLATE) -> dict[str, dict[str, Any]]:
    """{logical id: arguments of CreateTable without a name}"""
    return {
        name: _arguments(resource["Properties"])
        for name, resource in load_template(path)["Resources"].items()
        if resource["Type"] == _TABLE
    }


def drop_tables(client: DynamoDBClient, names: dict[str, str]) -> None:
    """Deletes these tables with all that is in them, which is faster than emptying them. Only for stores made here."""
    there = set(client.list_tables()["TableNames"])
    for name in there.intersection(names.values()):
        client.delete_table(TableName=name)


def _arguments(properties: dict[str, Any]) -> dict[str, Any]:
    """CreateTable wants a stream to be enabled in so many words; in the template it is by being there."""
    found = {key: properties[key] for key in _CREATED if key in properties}
    if "StreamSpecification" in found:
        found["StreamSpecification"] = {"StreamEnabled": True, **found["StreamSpecification"]}
    return found


def create_tables(client: DynamoDBClient, names: dict[str, str], path: Path = TEMPLATE) -> None:
    """Creates each table that is given a name for its logical id; those that are there already are left alone."""
    there = set(client.list_tables()["TableNames"])
    for logical_id, arguments in table_definitions(path).items():
        if logical_id in names and names[logical_id] not in there:
            client.create_table(TableName=names[logical_id], **arguments)
