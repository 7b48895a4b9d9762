"""Small pictures in a card: what your function gave, over what is expected.

This file travels with the notebooks. A picture is inline SVG without scripts, ids or colours that a
theme could hide: expected is the broad solid line, yours the thin dashed one. What a picture shows
is also said in a sentence, and printed as numbers where there is no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .compare import difference
from .svg import (
    BOTTOM,
    EXPECTED,
    FEW,
    HEIGHT,
    LEFT,
    MINE,
    RIGHT,
    TOP,
    WIDTH,
    YOURS,
    axes,
    bar_shape,
    linear_scale,
    polyline,
    short_number,
    svg_image,
    text_label,
    ticks,
    value_range,
)

MOST = 24  # cells in a row of a strip
MOST_SAMPLES, MOST_EPOCHS = 200, 10**6


@dataclass(frozen=True)
class Drawing:
    """`label` names what is drawn, `sentence` says what it shows, `lines` are its numbers as text."""

    label: str
    sentence: str
    svg: str
    lines: list[str]


@dataclass(frozen=True)
class Picture:
    """A picture of the answer `name`, as `checks.json` records it. `arg` is what the answer is
    asked for: the places of a curve, the losses of a training; `expected` is what Keras gave there."""

    name: str
    kind: str
    arg: Any
    expected: Any
    keras: bool
    x: str
    over: str
    of: str
    labels: list[str]

    @property
    def owner(self) -> str:
        return "Keras'" if self.keras else "the expected"

    @property
    def who(self) -> str:
        return "Keras" if self.keras else "expected"


def draw(picture: Picture, got: Any, problem: str | None = None) -> Drawing:
    """The picture with what the answer gave; where that cannot be drawn, without it, saying why."""
    kind, noun = _KINDS[picture.kind]
    if problem is None and not _fits(picture, got):
        problem = f"what your {picture.name} gave for it has another form"
    if problem is not None:
        alone = kind(picture, None)
        return replace(alone, sentence=f"Only {picture.owner} {noun} drawn: {problem}.")
    return kind(picture, got if picture.kind == "strip" else np.asarray(got, dtype=float))


def _fits(picture: Picture, got: Any) -> bool:
    """Whether what the answer gave can be drawn, right or wrong."""
    if picture.kind == "strip":
        return is_strip(got, len(picture.labels))
    found = difference(picture.expected, got, 0.0, 0.0)
    if found is not None and found.kind not in ("value", "nan", "inf"):
        return False
    return picture.kind != "stop" or max(map(abs, got)) < MOST_EPOCHS


def is_strip(got: Any, rows: int) -> bool:
    """Whether this is a list of so many rows, each a list of a few batches of a few sample numbers."""
    return type(got) is list and len(got) == rows and all(
        type(row) is list and len(row) < MOST_SAMPLES and all(map(_is_batch, row)) for row in got
    )


def _is_batch(batch: Any) -> bool:
    return type(batch) is list and len(batch) < MOST_SAMPLES and all(
        type(n) is int and abs(n) < 10**9 for n in batch
    )


# Curves and bars


def _curve(picture: Picture, mine: Any) -> Drawing:
    x, expected = picture.arg, picture.expected
    low, high = value_range(expected, mine)
    across, up = linear_scale(x[0], x[-1], LEFT, RIGHT), linear_scale(low, high, BOTTOM, TOP)
    middle = x[len(x) // 2] if len(x) <= FEW else (x[0] + x[-1]) / 2
    parts = [*axes(low, high, up), *ticks([x[0], middle, x[-1]], across)]
    parts.append(polyline(x, expected, across, up, EXPECTED))
    if mine is not None:
        parts.append(polyline(x, mine, across, up, MINE))
    parts += [text_label((LEFT + RIGHT) / 2, HEIGHT - 6, picture.over), *_legend(picture, mine)]
    steps = next((steps for steps in (6, 4, 5) if (len(x) - 1) % steps == 0), 6)
    places = np.linspace(0, len(x) - 1, steps + 1).round().astype(int)
    columns = [short_number(v) for v in x[places]]
    return Drawing(
        f"Plot of {picture.of} over {picture.over}, from {short_number(x[0])} to {short_number(x[-1])}",
        "" if mine is None else _curve_sentence(picture, mine),
        svg_image(parts, f"Plot of {picture.of} over {picture.over}: {picture.owner} curve{_and_mine(mine)}"),
        _table(picture.x, columns, picture, expected[places], None if mine is None else mine[places]),
    )


def _curve_sentence(picture: Picture, mine: Any) -> str:
    x, expected = picture.arg, picture.expected
    wrong = _visibly_wrong(expected, mine)
    if not wrong.any():
        return f"Your {picture.name} lies on {picture.owner} curve."
    gap = np.where(np.isfinite(mine), np.abs(mine - expected), np.inf)
    worst = int(np.argmax(wrong & (gap >= gap[wrong].max() * (1 - 1e-9))))  # the first of equals
    return (
        f"Your {picture.name} {'is off' if wrong.all() else 'leaves'} {picture.owner} curve {_where(picture.x, x, wrong)}: "
        f"at {_at(picture.x, x[worst])} yours gives {short_number(mine[worst])}, {picture.who} {short_number(expected[worst])}."
    )


def _where(name: str, x: Any, wrong: Any) -> str:
    """'for x < 0', where the wrong places lie together."""
    places = np.flatnonzero(wrong)
    first, last = places[0], places[-1]
    if wrong.all():
        return "everywhere"
    if last - first + 1 > len(places):
        return f"at {len(places)} of {len(x)} points"
    if first == 0:
        return f"for {name} < {short_number(x[last + 1])}"
    if last == len(x) - 1:
        return f"for {name} > {short_number(x[first - 1])}"
    return f"at {_at(name, x[first])}" if first == last else f"from {_at(name, x[first])} to {short_number(x[last])}"


def _at(name: str, value: float) -> str:
    """'x = 2', 'epoch 2'."""
    return f"{name} = {short_number(value)}" if len(name) == 1 else f"{name} {short_number(value)}"


def _bars(picture: Picture, mine: Any) -> Drawing:
    expected, labels = picture.expected, picture.labels
    low, high = value_range(np.append(expected, [0.0, 1.0]), mine)
    up = linear_scale(min(low, 0.0), high, BOTTOM, TOP)
    step = (RIGHT - LEFT) / len(labels)
    parts = list(axes(min(low, 0.0), high, up))
    for n, label in enumerate(labels):
        left = LEFT + n * step
        parts.append(bar_shape(left + step * 0.12, step * 0.76, expected[n], up, "fill='currentColor' fill-opacity='.3'"))
        if mine is not None and np.isfinite(mine[n]):
            parts.append(bar_shape(left + step * 0.24, step * 0.52, mine[n], up, MINE))
        parts.append(text_label(left + step / 2, BOTTOM + 14, label))
    parts += [text_label((LEFT + RIGHT) / 2, HEIGHT - 6, picture.over), *_legend(picture, mine)]
    sentence = ""
    if mine is not None:
        wrong = _visibly_wrong(expected, mine)
        worst = int(np.argmax(wrong))
        sentence = f"Your {picture.name} gives {picture.owner} values." if not wrong.any() else (
            f"Your {picture.name} gives {short_number(mine[worst])} for {picture.x} {labels[worst]} "
            f"(bar {worst + 1}), {picture.who} {short_number(expected[worst])}."
        )  # fmt: skip
    return Drawing(
        f"Bars of {picture.of} for {picture.over}",
        sentence,
        svg_image(parts, f"Bars of {picture.of} for {picture.over}: {picture.owner} bars{_and_mine(mine)}"),
        _table(picture.x, labels, picture, expected, mine),
    )


# A training that is stopped


def _stop(picture: Picture, mine: Any) -> Drawing:
    """The losses of the epochs; for each label (such as 'best') the epoch that it names, counted from 1."""
    losses, expected, labels = picture.arg, picture.expected, picture.labels
    count = len(losses)
    across, up = linear_scale(1, count, LEFT + 8, RIGHT - 8), linear_scale(*value_range(losses, None), BOTTOM, TOP + 30)
    parts = list(axes(*value_range(losses, None), up))
    parts += ticks(list(range(1, count + 1)), across)
    parts.append(polyline(np.arange(1, count + 1), losses, across, up, "stroke='currentColor' stroke-width='1.5' fill='none'"))
    for n, label in enumerate(labels):
        level = TOP + 8 + 15 * n
        drawn = mine is not None and 1 <= mine[n] <= count
        side = 1 if drawn and mine[n] < expected[n] else -1  # the words stand outside the two lines
        parts.append(_epoch(across(expected[n]), level, f"{label} {expected[n]}", EXPECTED, side))
        if drawn:
            text = f"{label} {int(mine[n])}" if mine[n] != expected[n] else ""
            parts.append(_epoch(across(mine[n]), level, text, MINE, -side))
    parts += [text_label((LEFT + RIGHT) / 2, HEIGHT - 6, picture.over), *_legend(picture, mine)]
    said = [] if mine is None else [
        f"{label} epoch {int(mine[n])}, "
        + (f"as {picture.who}" if mine[n] == expected[n] else f"{picture.who} {expected[n]}")
        for n, label in enumerate(labels)
    ]  # fmt: skip
    return Drawing(
        f"Plot of {picture.of} over {picture.over}",
        f"Your {picture.name}: {'; '.join(said)}." if said else "",
        svg_image(parts, f"Plot of {picture.of} over {picture.over}, with marked epochs: {picture.owner}{_and_mine(mine)}"),
        _table(picture.x, [str(n) for n in range(1, count + 1)], None, losses, None, picture.of),
    )


def _epoch(at: float, level: float, text: str, style: str, side: int) -> str:
    room = 6 * len(text) + 5
    side = -1 if at + room > WIDTH else 1 if at - room < 0 else side
    anchor = "end" if side < 0 else "start"
    return (
        f"<line x1='{at:.1f}' x2='{at:.1f}' y1='{level - 6:.1f}' y2='{BOTTOM}' {style}/>"
        + text_label(at + 5 * side, level + 3, text, anchor)
    )


# Batches


def _strip(picture: Picture, mine: Any) -> Drawing:
    """Which sample is in which batch. The first row has one right order; of the others only what is
    in them can be compared."""
    rows = [(f"{picture.who}, {picture.labels[0]}", picture.expected)]
    rows += [] if mine is None else [
        (f"yours, {label}", row) for label, row in zip(picture.labels, mine, strict=True)
    ]  # fmt: skip
    parts: list[str] = []
    for n, (label, row) in enumerate(rows):
        parts.append(text_label(2, 12 + 46 * n, label, "start"))
        parts += _cells(row, 18 + 46 * n, "" if n == 0 else f"stroke='{YOURS}' stroke-dasharray='4 2'")
    sentence = "" if mine is None else _strip_sentence(picture, mine)
    label = f"Which {picture.x} is in which batch: {picture.owner} batches{_and_mine(mine)}"
    return Drawing(label, sentence, svg_image(parts, label, 46 * len(rows)), [f"{label}: {_listed(row)}" for label, row in rows])


def _cells(row: list[list[int]], top: float, style: str) -> Iterator[str]:
    """A row of numbered squares, the batches apart from one another and of different tints."""
    flat = [(number, sample) for number, batch in enumerate(row) for sample in batch]
    size = min(24.0, (WIDTH - 8 - 6 * min(len(row), MOST)) / max(min(len(flat), MOST), 1))
    for place, (number, sample) in enumerate(flat[:MOST]):
        left = 2 + place * size + 6 * number
        tint = f"fill='hsl({(number * 80 + 210) % 360} 60% 50%)' fill-opacity='.3' {style or _FRAME}"
        yield f"<rect x='{left:.1f}' y='{top}' width='{size:.1f}' height='22' {tint}/>"
        yield text_label(left + size / 2, top + 15, str(sample)[:4])
    if len(flat) > MOST:
        yield text_label(WIDTH - 2, top - 6, f"and {len(flat) - MOST} more", "end")


_FRAME = "stroke='currentColor' stroke-opacity='.45'"


def _listed(row: list[list[int]]) -> str:
    shown = " ".join("[" + " ".join(str(sample)[:9] for sample in batch[:MOST]) + "]" for batch in row[:MOST])
    return shown if len(shown) <= 200 else shown[:199] + "…"


def _strip_sentence(picture: Picture, mine: list[list[list[int]]]) -> str:
    expected, (first, *others) = picture.expected, mine
    label, *labels = picture.labels
    if first == expected:
        said = [f"Your batches {label} are {picture.owner}, of {_sizes(first)} {picture.x}s."]
    else:
        place = next(n for n in range(len(expected) + 1) if first[n : n + 1] != expected[n : n + 1])
        yours, theirs = (_listed(row[place : place + 1]) or "missing" for row in (first, expected))
        said = [f"Your batch {place + 1} {label} is {yours}, {picture.who} {theirs}."]
    wanted = sorted(sample for batch in expected for sample in batch)
    for name, row in zip(labels, others, strict=True):
        found = sorted(sample for batch in row for sample in batch)
        lost = next((sample for sample in wanted if sample not in found), None)
        if found == wanted:
            said.append(f"Yours {name} have every {picture.x} once, in batches of {_sizes(row)}.")
        elif lost is not None:
            said.append(f"Yours {name} have no {picture.x} {lost}.")
        else:
            said.append(f"Yours {name} have {len(found)} {picture.x}s instead of {len(wanted)}.")
    return " ".join(said)


def _sizes(row: list[list[int]]) -> str:
    sizes = [str(len(batch)) for batch in row[:MOST]]
    return sizes[0] if len(sizes) < 2 else f"{', '.join(sizes[:-1])} and {sizes[-1]}"


# Lines, axes and words


def _visibly_wrong(expected: Any, mine: Any) -> Any:
    """Where the two differ by more than the digits that are recorded."""
    with np.errstate(all="ignore"):
        return ~(np.abs(mine - expected) <= 1e-6 * np.ptp(expected) + 2e-4 * np.abs(expected) + 1e-9)


def _legend(picture: Picture, mine: Any) -> Iterator[str]:
    """What is drawn, and which line is whose."""
    yield text_label(2, 13, picture.of, "start")
    yield f"<path d='M152 9h26' {EXPECTED}/>" + text_label(183, 13, picture.who, "start")
    if mine is not None:
        yield f"<path d='M242 9h26' {MINE}/>" + text_label(273, 13, "yours", "start")


def _and_mine(mine: Any) -> str:
    return " alone" if mine is None else " and yours, dashed"


def _table(
    x: str, columns: Sequence[str], picture: Picture | None, expected: Any, mine: Any, who: str = ""
) -> list[str]:
    rows = [(x, list(columns)), (picture.who if picture else who, [short_number(v) for v in expected])]
    if mine is not None:
        rows.append(("yours", [short_number(v) for v in mine]))
    width = max(len(cell) for _, cells in rows for cell in cells)
    first = max(len(head) for head, _ in rows)
    return [f"{head:{first}}  " + " ".join(f"{cell:>{width}}" for cell in cells) for head, cells in rows]


_KINDS = {
    "curve": (_curve, "curve is"), "bars": (_bars, "bars are"),
    "stop": (_stop, "epochs are"), "strip": (_strip, "batches are"),
}  # fmt: skip
