"""The trade-off behind a confidence threshold, drawn as SVG: rightly answered against wrongly answered out of scope.

A reply that is less sure than the threshold counts as declined; one without a confidence (nothing had to be placed)
stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from simulator.evaluate import Result

_STEPS = 50
_LEFT, _TOP, _WIDTH, _HEIGHT = 70, 50, 420, 300


@dataclass(frozen=True)
class Point:
    threshold: float
    right: float
    """Share of the questions with an answer whose first answer is right."""
    wrong: float
    """Share of the sentences to be declined that are answered."""


def points(results: Sequence[Result]) -> list[Point]:
    """One for each threshold from 0 to 1."""
    inside = [r for r in results if r.question.scored and r.question.in_scope]
    outside = [r for r in results if r.question.scored and not r.question.in_scope]
    return [
        Point(
            threshold,
            sum(r.right and _kept(r, threshold) for r in inside) / max(1, len(inside)),
            sum(r.answered and _kept(r, threshold) for r in outside) / max(1, len(outside)),
        )
        for threshold in (step / _STEPS for step in range(_STEPS + 1))
    ]


def _kept(result: Result, threshold: float) -> bool:
    confidence = result.record["confidence"]
    return confidence is None or float(confidence) >= threshold


def svg(curve: Sequence[Point], title: str) -> str:
    """A picture that needs nothing else; hovering over a point tells its figures."""
    span = max(0.05, *(point.wrong for point in curve))
    places = [
        (_LEFT + point.wrong / span * _WIDTH, _TOP + (1 - point.right) * _HEIGHT, point) for point in curve
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    dots = "\n".join(_dot(x, y, point) for x, y, point in places)
    bottom, right = _TOP + _HEIGHT, _LEFT + _WIDTH
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 540 410" font-family="sans-serif" font-size="12">
<title>{escape(title)}</title>
<rect width="540" height="410" fill="white"/>
<text x="{_LEFT}" y="24" font-size="15">{escape(title)}</text>
{_grid(span)}
<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="#333"/>
<text x="{_LEFT + _WIDTH / 2}" y="{bottom + 40}" text-anchor="middle">to be declined, but answered</text>
<text transform="translate(18 {_TOP + _HEIGHT / 2}) rotate(-90)" text-anchor="middle">first answer right</text>
<polyline points="{line}" fill="none" stroke="#1565c0" stroke-width="2"/>
{dots}
</svg>
"""


def _dot(x: float, y: float, point: Point) -> str:
    words = f"threshold {point.threshold:.2f}: {point.right:.1%} right, {point.wrong:.1%} wrongly answered"
    label = ""
    if round(point.threshold * _STEPS) % 10 == 0:
        label = (
            f'<text x="{x + 6:.1f}" y="{y + 14:.1f}" fill="#555" font-size="10">{point.threshold:.1f}</text>'
        )
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1565c0"><title>{words}</title></circle>{label}'


def _grid(span: float) -> str:
    lines = []
    for step in range(5):
        y, x = _TOP + step / 4 * _HEIGHT, _LEFT + step / 4 * _WIDTH
        lines.append(f'<path d="M{_LEFT} {y}H{_LEFT + _WIDTH}" stroke="#ddd"/>')
        lines.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{1 - step / 4:.0%}</text>')
        lines.append(
            f'<text x="{x}" y="{_TOP + _HEIGHT + 18}" text-anchor="middle">{span * step / 4:.1%}</text>'
        )
    return "\n".join(lines)
