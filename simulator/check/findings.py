"""What a check finds: which rule, where, what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    rule: str
    """Id of the rule, e.g. INV3; `RULES` of the module that found it says what it asks and where it is written."""
    place: str
    """Where: an intent, a sample, a slot type …"""
    remedy: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        return f"{self.rule}  {self.place}: {self.remedy}"
