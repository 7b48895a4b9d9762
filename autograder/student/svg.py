"""The shapes and axes of the small pictures in a card, as inline SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from .card import escape

WIDTH, HEIGHT = 320, 164
LEFT, RIGHT, TOP, BOTTOM = 40, 312, 26, 126
YOURS = "#c2410c"  # dark enough on white, light enough on black
EXPECTED = "stroke='currentColor' stroke-opacity='.45' stroke-width='5' fill='none'"
MINE = f"stroke='{YOURS}' stroke-width='2.2' stroke-dasharray='6 4' fill='none'"
FEW = 15  # points of a curve that are marked


def bar_shape(left: float, width: float, value: float, up: Callable[[float], float], style: str) -> str:
    top, bottom = sorted((up(value), up(0.0)))
    return f"<rect x='{left:.1f}' y='{top:.1f}' width='{width:.1f}' height='{max(bottom - top, 1):.1f}' {style}/>"


def value_range(expected: Any, mine: Any) -> tuple[float, float]:
    """The heights that are drawn: all that is expected, and of an answer what lies not too far off."""
    low, high = float(np.min(expected)), float(np.max(expected))
    span = (high - low) or abs(high) or 1.0
    if mine is not None and np.isfinite(mine).any():
        near = np.clip(mine[np.isfinite(mine)], low - span, high + span)
        low, high = min(low, float(near.min())), max(high, float(near.max()))
    pad = 0.06 * ((high - low) or 1.0)
    return low - pad, high + pad


def linear_scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """From numbers to places in the picture, none of them far outside the frame."""
    edges = sorted((start, end))

    def place(value: float) -> float:
        at = start + (float(value) - low) / (high - low) * (end - start)
        return min(max(at, edges[0] - 2), edges[1] + 2)

    return place


def polyline(
    x: Any, y: Any, across: Callable[[float], float], up: Callable[[float], float], style: str
) -> str:
    """A line through the points, each of a few points marked; with gaps where there is no number, and
    where the line is out of the frame."""
    seen = [TOP <= up(value) <= BOTTOM for value in np.nan_to_num(y, nan=np.inf)]
    finite = np.isfinite(y)
    path, dots, at = "", "", -1  # `at` is the point where the pen stands
    for n in range(len(x)):
        here = f"{across(x[n]):.1f} {up(y[n]) if finite[n] else 0:.1f}"
        alone = not any(finite[max(n - 1, 0) : n]) and not any(finite[n + 1 : n + 2])
        if seen[n] and (alone or len(x) <= FEW):
            dots += f"M{here}h.1"
        if n and finite[n - 1] and finite[n] and (seen[n - 1] or seen[n]):
            start = "" if at == n - 1 else f"M{across(x[n - 1]):.1f} {up(y[n - 1]):.1f}"
            path, at = f"{path}{start}L{here}", n
    dots = f"<path d='{dots}' {style} style='stroke-width:7;stroke-dasharray:none;stroke-linecap:round'/>" if dots else ""
    return (f"<path d='{path}' {style} stroke-linejoin='round'/>" if path else "") + dots


def axes(low: float, high: float, up: Callable[[float], float]) -> Iterator[str]:
    yield f"<path d='M{LEFT} {TOP}V{BOTTOM}H{RIGHT}' stroke='currentColor' stroke-opacity='.6' fill='none'/>"
    for value in _round_values(low, high):
        yield text_label(LEFT - 5, up(value) + 4, short_number(value), "end")
        yield f"<path d='M{LEFT} {up(value):.1f}H{RIGHT}' stroke='currentColor' stroke-opacity='.15'/>"


def ticks(values: Sequence[float], across: Callable[[float], float]) -> Iterator[str]:
    for value in values:
        at = across(value)
        text = short_number(value)
        yield text_label(min(at, WIDTH - 3 * len(text)), BOTTOM + 14, text)


def _round_values(low: float, high: float) -> list[float]:
    """Two to five round numbers between the ends."""
    size = 10.0 ** np.floor(np.log10(high - low))
    step = next(s * size for s in (1.0, 0.5, 0.25) if (high - low) / (s * size) >= 2)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(n * step) for n in range(first, last + 1)][:: 2 if last - first > 4 else 1]


def text_label(x: float, y: float, text: str, anchor: str = "middle") -> str:
    if not text:
        return ""
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}'>{escape(text)} </text>"


def svg_image(parts: Sequence[str], label: str, height: int = HEIGHT) -> str:
    return (
        f"<svg role='img' aria-label='{escape(label)}' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' "
        f"height='{height}' style='max-width:100%;height:auto;font-size:11px' fill='currentColor'>{''.join(parts)}</svg>"
    )


def short_number(value: float) -> str:
    """A number in four digits, -0 as 0."""
    return f"{float(value) + 0.0:.4g}"
