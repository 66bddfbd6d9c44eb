"""Draw `docs/architecture.svg`: the parts of the skill and which imports which, read from the code itself.

    python -m authoring.architecture        (or: make architecture)

Only the places of the boxes stand here; every arrow is an import that the code has. A test draws the picture again and
compares it with the committed one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lambda" / "shop_helper"
PICTURE = ROOT / "docs" / "architecture.svg"

_BOX_WIDTH, _BOX_HEIGHT, _GAP, _ROW = 132, 46, 18, 118
_ROWS = (
    ("running", "skill", "feed"),
    ("pipeline", "lookup"),
    ("alexa", "understanding", "conversation", "topics", "actions"),
    ("owner", "identity", "knowledge", "persistence"),
    ("speech", "settings"),
    ("dialog", "domain", "errors"),
)
"""Parts from the top down: a part imports what stands below it or beside it."""

_EVERYWHERE = ("dialog", "domain", "errors")
"""Imported by nearly all, so that their arrows would hide the others."""

_EVERYTHING = ("skill",)
"""Imports nearly all, for the same reason."""

_CAPTION = "Not drawn: nearly every part imports dialog, domain and errors; skill puts all parts together."

_STEPS = ("alexa", "understanding", "conversation", "topics", "actions", "speech")
_SAYS = {
    "skill": "composition root",
    "running": "reloads knowledge",
    "settings": "environment",
    "pipeline": "the order of a turn",
    "lookup": "reads records once",
    "owner": "whose session it is",
    "alexa": "envelope ⇄ Turn",
    "understanding": "Turn → Reading",
    "conversation": "Reading → Move",
    "topics": "Move → Reply",
    "actions": "Move → Reply",
    "speech": "Reply → words",
    "dialog": "types only",
    "knowledge": "articles, search",
    "identity": "who is asking",
    "persistence": "DynamoDB, S3",
    "feed": "the shop's events",
    "domain": "rules, no English",
    "errors": "one tree",
}
"""What a part does, in its box."""


def imports() -> Mapping[str, frozenset[str]]:
    """Part → the parts that it imports, itself left out. Type-only imports count: they are known as well."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for name in _imported(path):
            target = name.split(".")[1] if name.count(".") else ""
            if target and target != part:
                found.setdefault(part, set()).add(target)
    return {part: frozenset(targets) for part, targets in found.items()}


def picture() -> str:
    """The whole SVG; the same for the same imports."""
    places = _places()
    width = max(x for x, _ in places.values()) + _BOX_WIDTH + _GAP
    height = max(y for _, y in places.values()) + _BOX_HEIGHT + 2 * _GAP
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        "<title>Parts of Shop Helper and their imports</title>",
        '<defs><marker id="head" markerWidth="7" markerHeight="7" refX="6" refY="3" orient="auto">'
        '<path d="M0 0L6 3L0 6z" fill="#667"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    lines.append(f'<text x="{_GAP}" y="{height - 8}" font-size="12" fill="#445">{_CAPTION}</text>')
    arrows = [(part, target) for part, targets in sorted(imports().items()) for target in sorted(targets)]
    lines += [_arrow(places[a], places[b]) for a, b in arrows if _is_drawn(a, b, places)]
    lines += [_box(part, place) for part, place in places.items()]
    return "\n".join([*lines, "</svg>", ""])


def _is_drawn(part: str, target: str, places: Mapping[str, tuple[int, int]]) -> bool:
    hidden = part in _EVERYTHING or target in _EVERYWHERE
    return part in places and target in places and not hidden


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shop_helper."):
            yield node.module
        elif isinstance(node, ast.ImportFrom) and node.module == "shop_helper":
            yield from (f"shop_helper.{name.name}" for name in node.names)


def _places() -> dict[str, tuple[int, int]]:
    """Part → left upper corner of its box; rows are centered."""
    widest = max(map(len, _ROWS)) * (_BOX_WIDTH + _GAP)
    places = {}
    for row, parts in enumerate(_ROWS):
        left = _GAP + (widest - len(parts) * (_BOX_WIDTH + _GAP)) // 2
        for column, part in enumerate(parts):
            places[part] = (left + column * (_BOX_WIDTH + _GAP), _GAP + row * _ROW)
    return places


def _box(part: str, place: tuple[int, int]) -> str:
    x, y = place
    fill = "#dff0e4" if part in _STEPS else "#ffefc6" if part == "pipeline" else "#e8ecf7"
    middle = x + _BOX_WIDTH // 2
    return (
        f'<rect x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="7" fill="{fill}" stroke="#556"/>'
        f'<text x="{middle}" y="{y + 20}" text-anchor="middle" font-size="14" font-weight="bold">{part}</text>'
        f'<text x="{middle}" y="{y + 36}" text-anchor="middle" font-size="11" fill="#445">{_SAYS[part]}</text>'
    )


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    """From the lower edge to the upper one; within a row from side to side, below the boxes."""
    half = _BOX_WIDTH // 2
    if start[1] == end[1]:
        y = start[1] + _BOX_HEIGHT
        bend = f"M{start[0] + half} {y}C{start[0] + half} {y + 34} {end[0] + half} {y + 34} {end[0] + half} {y + 2}"
        return f'<path d="{bend}" fill="none" stroke="#667" stroke-width="1" marker-end="url(#head)"/>'
    down = end[1] > start[1]
    y1 = start[1] + (_BOX_HEIGHT if down else 0)
    y2 = end[1] - 2 if down else end[1] + _BOX_HEIGHT + 2
    color = "#99a" if down else "#c33"
    return (
        f'<line x1="{start[0] + half}" y1="{y1}" x2="{end[0] + half}" y2="{y2}" stroke="{color}" '
        'stroke-width="1" marker-end="url(#head)"/>'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    print(f"drawn: {PICTURE.relative_to(ROOT)}")
