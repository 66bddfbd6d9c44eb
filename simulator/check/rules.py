"""All rules in one list, and the table of them that docs/checks.md holds."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.check import conversation_rules, model_rules, response_rules, speech_rules, turn_rules
from simulator.check.findings import Finding, Rule

GROUPS: Mapping[str, Mapping[str, Rule]] = {
    "The interaction model": model_rules.RULES,
    "One response": response_rules.RULES,
    "One turn of a conversation": turn_rules.RULES,
    "Whole conversations": conversation_rules.RULES,
    "Made for the ear": speech_rules.RULES,
}
RULES: Mapping[str, Rule] = {rule.id: rule for rules in GROUPS.values() for rule in rules.values()}


def remedy(finding: Finding) -> str:
    """What to do about a finding."""
    return finding.remedy or RULES[finding.rule].remedy


def as_json(finding: Finding) -> dict[str, str]:
    rule = RULES[finding.rule]
    return {
        "rule": finding.rule,
        "asks": rule.asks,
        "place": finding.place,
        "wrong": finding.wrong,
        "remedy": remedy(finding),
        "source": rule.source,
        "surety": rule.surety.value,
    }


def markdown() -> str:
    """The rule tables as Markdown."""
    parts = []
    for title, rules in GROUPS.items():
        rows = [
            f"| {r.id} | {_cell(r.asks)} | {_cell(r.remedy)} | {r.surety.value}: {_cell(r.source)} |"
            for r in rules.values()
        ]
        parts.append(
            "\n".join([f"### {title}", "", "| id | rule | what to do | source |", "|---|---|---|---|", *rows])
        )
    return "\n\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
