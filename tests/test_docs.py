"""Documents that must match the code or themselves: the import diagram, the index of decisions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.test_architecture import MAY_IMPORT

ROOT = Path(__file__).resolve().parent.parent


def test_the_import_diagram_is_the_enforced_one() -> None:
    block = re.search(
        r"```imports\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert block is not None, "CONTRIBUTING.md has no block ```imports"
    shown = block[1].splitlines()
    assert shown == _diagram(MAY_IMPORT), "paste this:\n" + "\n".join(_diagram(MAY_IMPORT))


def test_each_decision_is_in_the_index_once() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    entries = re.findall(r"(?m)^## (.+ \(\d{4}-\d\d-\d\d\))$", text)
    assert sorted(re.findall(r"(?m)^- \[.+\]\(#(.+)\)$", text)) == sorted(map(_anchor, entries))


def _anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _diagram(rules: Mapping[str, set[str]]) -> list[str]:
    """One line a part, with the parts that it may import, in lines of at most 100 characters."""
    lines = []
    for part, targets in rules.items():
        line = f"{part:<16}→"
        for target in sorted(targets) or ["(nothing)"]:
            if len(f"{line} {target}") > 100:
                lines.append(line)
                line = " " * 17
            line = f"{line} {target}"
        lines.append(line)
    return lines
