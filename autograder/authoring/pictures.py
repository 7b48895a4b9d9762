"""What an author says about the picture in an exercise's card, and how its right values are recorded.

    exercise = Exercise("relu", understood="...", picture=curve(-3, 3))

The right values come from the exercise's Keras oracle where it has one, else from the reference; they
travel with the public checks, so a picture may show nothing that is hidden. Where an answer is not
simply called with the picture's numbers, `see(ask, arg)` says how to get what is drawn: `ask` is used
as the answer is (by way of the exercise's driver), and `see` must stand on `np` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

See = Callable[[Callable[..., Any], Any], Any]


@dataclass(frozen=True)
class Picture:
    """`x` is the short name of what `arg` holds, `over` the words at the axis, `of` what is drawn."""

    kind: Literal["curve", "bars", "stop", "strip"]
    arg: Any
    see: See
    x: str
    over: str
    of: str
    labels: tuple[str, ...] = ()

    def problem(self) -> str | None:
        """What an author must mend, or None."""
        if getattr(self.see, "__name__", "<lambda>") == "<lambda>":
            return "its picture's see is no named function; write it with def, since its text travels"
        if self.kind in ("bars", "stop", "strip") and not self.labels:
            return f"its picture ({self.kind}) has no labels; name what is drawn"
        return None


def as_asked(ask: Callable[..., Any], arg: Any) -> Any:
    return ask(arg)


def curve(
    low: float, high: float, points: int = 31, *, see: See = as_asked, x: str = "x", over: str = "", of: str = "the values"
) -> Picture:
    """What the answer gives at `points` places from `low` to `high`. Where the places include one on
    which right answers may differ, such as a corner's slope, choose another number of points."""
    places = np.round(np.linspace(low, high, points), 9)
    return Picture("curve", places, see, x, over or x, of)


def bars(
    arg: Any, labels: Sequence[str], *, see: See = as_asked, x: str = "class", over: str = "", of: str = "the values"
) -> Picture:
    """A bar for each number that the answer gives, with these labels."""
    return Picture("bars", arg, see, x, over or x, of, tuple(labels))


def stop(losses: Sequence[float], labels: Sequence[str], *, see: See = as_asked) -> Picture:
    """The validation losses of a training's epochs; for each label the answer gives an epoch, counted from 1."""
    return Picture("stop", np.array(losses), see, "epoch", "epoch", "validation loss", tuple(labels))


def strip(samples: int, rows: Sequence[str], *, see: See) -> Picture:
    """Which sample is in which batch: for each row a list of batches, each a list of sample numbers.
    The first row has one right order; of the others is said whether every sample comes once."""
    return Picture("strip", samples, see, "sample", "sample", "batches", tuple(rows))


__all__ = ["Picture", "bars", "curve", "stop", "strip"]
