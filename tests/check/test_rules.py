"""Every rule there is has an example that breaks it."""

from __future__ import annotations

from simulator.check.rules import RULES
from tests.check import (
    test_conversation_rules,
    test_model_rules,
    test_response_rules,
    test_speech_rules,
    test_turn_rules,
)


def test_every_rule_has_a_broken_example() -> None:
    """The rules with a test of their own are those whose example is no single value."""
    modules = (
        test_model_rules,
        test_response_rules,
        test_turn_rules,
        test_conversation_rules,
        test_speech_rules,
    )
    broken = {rule for module in modules for rule, _ in module.BROKEN}
    assert broken | {"CRT6", "VOI12"} == set(RULES)
