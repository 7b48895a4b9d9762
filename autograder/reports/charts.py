"""The charts of a class's page, as inline SVG."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from autograder.judging.results import points
from autograder.reports.class_summary import ClassSummary

# Colours that no chart needs, each standing for one that the page's style decides: light, dark or paper.
_INK, _BAR, _LINE = "#010203", "#040506", "#070809"
_STYLED = {_INK: "currentColor", _BAR: "var(--bar)", _LINE: "var(--line)"}
_SETTINGS = {
    "svg.hashsalt": "class report",
    "svg.fonttype": "none",
    "font.size": 10,
    "text.color": _INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": _LINE,
}


def percent(value: float) -> str:
    """Rounded; but 0 % is said of none and 100 % of all, never of nearly."""
    nearest = round(value)
    return f"{nearest if value in (0, 100) else min(max(nearest, 1), 99)} %"


# Charts


@dataclass(frozen=True)
class Bin:
    low: float
    label: str
    count: int


def histogram(marks: Sequence[float], maximum: float) -> list[Bin]:
    """How many have how many points, in at most 31 steps of whole points; the last one holds the maximum."""
    step = next(size for size in _steps() if maximum / size <= 30)
    counts = [0] * (math.floor(maximum / step) + 1)
    for mark in marks:
        counts[min(max(math.floor(mark / step), 0), len(counts) - 1)] += 1
    return [Bin(n * step, _label(n * step, step, maximum), count) for n, count in enumerate(counts)]


def _steps() -> Any:
    size = 1
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


def _label(low: int, step: int, maximum: float) -> str:
    last = min(low + step - 1, math.floor(maximum))
    return f"{low}" if last <= low else f"{low} to {last}"


def histogram_chart(summary: ClassSummary, bins: list[Bin]) -> Markup:
    spread = summary.spread()
    step = bins[1].low - bins[0].low if len(bins) > 1 else 1
    said = (
        f"Marks in {summary.lesson}: {len(summary.graded)} graded submissions, from {points(spread['lowest'])} "
        f"to {points(spread['highest'])} of {points(summary.max_score)} points, median {points(spread['median'])}."
    )

    def draw(ax: Any) -> None:
        ax.bar([entry.low for entry in bins], [entry.count for entry in bins], 0.85 * step, color=_BAR)
        ax.axvline(spread["median"], color=_INK, linestyle="--", linewidth=1)
        top = max(entry.count for entry in bins)
        left = spread["median"] < summary.max_score / 2
        ax.annotate(
            f"median {points(spread['median'])}", (spread["median"], 1.12 * top), (5 if left else -5, 0),
            textcoords="offset points", ha="left" if left else "right", va="center",
        )  # fmt: skip
        ax.set(xlabel=f"points of {points(summary.max_score)}", ylabel="submissions", ylim=(0, 1.2 * top))
        ax.set_xlim(-0.7 * step, bins[-1].low + 0.7 * step)
        ax.grid(axis="y")
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.yaxis.get_major_locator().set_params(integer=True)

    return chart(draw, said, f"marks-{summary.lesson}", 2.6)


def boxes(summaries: Sequence[ClassSummary]) -> Markup | None:
    """The lessons beside each other, in per cent of their points."""
    shown = [summary for summary in summaries if summary.graded and summary.max_score]
    if not shown:
        return None

    def box(summary: ClassSummary) -> dict[str, Any]:
        part = {name: 100 * value / summary.max_score for name, value in summary.spread().items()}
        return {
            "whislo": part["lowest"], "q1": part["lower_quartile"], "med": part["median"],
            "q3": part["upper_quartile"], "whishi": part["highest"], "label": summary.lesson,
        }  # fmt: skip

    def draw(ax: Any) -> None:
        ax.bxp(
            [box(summary) for summary in reversed(shown)], orientation="horizontal", showfliers=False,
            patch_artist=True, widths=0.55, boxprops={"facecolor": _LINE, "edgecolor": _INK},
            medianprops={"color": _INK, "linewidth": 2.5}, whiskerprops={"color": _INK}, capprops={"color": _INK},
        )  # fmt: skip
        ax.set(xlabel="per cent of the lesson's points", xlim=(-2, 102))
        ax.grid(axis="x")

    medians = "; ".join(
        f"{summary.lesson}: median {percent(100 * summary.spread()['median'] / summary.max_score)}"
        for summary in shown
    )
    return chart(draw, f"Marks by lesson, in per cent of its points. {medians}.", "lessons", 0.8 + 0.5 * len(shown))


def chart(draw: Callable[[Any], None], said: str, name: str, height: float) -> Markup:
    """What `draw` puts on axes, as SVG for the page: the same bytes each time, no address in it, colours that
    follow the page's, identifiers that begin with `name`. `said` is for those who do not see it."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(7.2, height), layout="tight")
        draw(figure.subplots())
        file = io.StringIO()
        FigureCanvasSVG(figure).print_svg(file, metadata={"Date": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font: ([\d.]+px)[^;\"]*", r"font-size: \1", svg)
    for colour, styled in _STYLED.items():
        svg = svg.replace(colour, styled)
    size = re.match(r"<svg[^>]*?(viewBox=\"[^\"]*\")[^>]*>", svg)
    assert size is not None
    # matplotlib has escaped the texts in it.
    title = Markup("<title>{}</title>").format(said)
    label = Markup('role="img" aria-label="{}"').format(said)
    return Markup(f"<svg {size[1]} {label}>{title}{svg[size.end() :]}")
