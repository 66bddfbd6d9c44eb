"""The skill's icons: a speech bubble that holds a shopping bag. Drawn here, so no picture is kept in the tree."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

SIZES = {"small": 108, "large": 512}
"""Pixels a side, as the skill store asks for them."""

_FINER = 4
"""Drawn so many times larger and then reduced, for smooth edges."""
_SEA, _PAPER, _SUN = "#0f4c5c", "#ffffff", "#f2a541"


def icon(size: int) -> bytes:
    """A square PNG, `size` pixels a side. Lengths below are hundredths of it."""
    side = size * _FINER
    picture = Image.new("RGB", (side, side), _SEA)
    draw = ImageDraw.Draw(picture)

    def at(*hundredths: float) -> list[float]:
        return [length * side / 100 for length in hundredths]

    draw.rounded_rectangle(at(14, 17, 86, 72), radius=side * 0.13, fill=_PAPER)
    draw.polygon(at(30, 68, 50, 68, 30, 87), fill=_PAPER)
    draw.arc(at(42, 25, 58, 45), start=180, end=360, fill=_SEA, width=round(side * 0.035))
    draw.rounded_rectangle(at(35, 35, 65, 63), radius=side * 0.035, fill=_SUN)
    draw.arc(at(43, 40, 57, 54), start=20, end=160, fill=_SEA, width=round(side * 0.03))
    written = BytesIO()
    picture.resize((size, size), Image.Resampling.LANCZOS).save(written, "PNG", optimize=True)
    return written.getvalue()
