"""Every pair of colours that text stands in can be read (WCAG 2, AA: 4.5 to 1), in light and in dark."""

from __future__ import annotations

import re

import pytest

from simulator.page.app import STATIC

PAIRS = [
    *[("ink", ground) for ground in ("ground", "surface", "raised")],
    *[("soft", ground) for ground in ("ground", "surface", "raised")],
    *[("accent", ground) for ground in ("ground", "surface", "raised", "accent-wash")],
    ("accent-ink", "accent"),
    ("bad", "bad-wash"),
    ("surface", "bad"),
]
BLOCKS = re.findall(
    r"(:root[^{]*)\{([^}]*)\}", (STATIC / "tokens.css").read_text(encoding="utf-8").replace("@media", "")
)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("number", range(3), ids=["light", "dark by the system", "dark by the switch"])
def test_text_can_be_read(number: int, text: str, ground: str) -> None:
    named = colours(BLOCKS[number][1])
    assert contrast(named[text], named[ground]) >= 4.5


def test_dark_is_the_same_by_the_system_and_by_the_switch() -> None:
    assert colours(BLOCKS[1][1]) == colours(BLOCKS[2][1])
