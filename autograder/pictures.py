"""What an author says about the picture in an exercise's card, and how its right values are recorded.

    exercise = Exercise("relu", understood="...", picture=curve(-3, 3))

The right values come from the exercise's Keras oracle where it has one, else from the reference; they
travel with the public checks, so a picture may show nothing that is hidden. Where an answer is not
simply called with the picture's numbers, `see(ask, arg)` says how to get what is drawn: `ask` is used
as the answer is (by way of the exercise's driver), and `see` must stand on `np` alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from autograder.compare import difference
from autograder.drawing import is_strip
from autograder.errors import CourseError

if TYPE_CHECKING:
    from autograder.exercise import Exercise

See = Callable[[Callable[..., Any], Any], Any]
DIGITS = 5  # significant ones: more cannot be seen


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


def record(label: str, exercise: Exercise, reference: Any) -> dict[str, Any] | None:
    """The right values of an exercise's picture, and whether they are Keras'. Raises CourseError where
    the reference has none, or Keras has others."""
    picture = exercise.picture
    if picture is None:
        return None
    drive, oracle = exercise.drive, exercise.oracle
    expected = _seen(label, picture, functools.partial(drive, reference) if drive else reference)
    if oracle is None:
        return {"expected": expected, "keras": False}
    try:
        keras = _seen(label, picture, functools.partial(_opinion, oracle.answer))
    except _NoOpinion:
        return {"expected": expected, "keras": False}
    found = difference(keras, expected, oracle.rtol, oracle.atol)
    if found is not None:
        raise CourseError(f"{label}: reference and Keras disagree on the picture: the reference {found.text}")
    return {"expected": keras, "keras": True}


class _NoOpinion(Exception):
    """Keras has nothing to say on what the picture asks."""


def _opinion(oracle: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    value = oracle(*args, **kwargs)
    if value is NotImplemented:
        raise _NoOpinion
    return value


def _seen(label: str, picture: Picture, ask: Callable[..., Any]) -> Any:
    """What is drawn of a right answer, in plain values."""
    try:
        value = picture.see(ask, np.copy(picture.arg) if type(picture.arg) is np.ndarray else picture.arg)
        value = _plain(picture, value)
    except _NoOpinion:
        raise
    except Exception as error:
        raise CourseError(f"{label}: the picture fails: {type(error).__name__}: {error}; mend its see") from error
    return value


def _plain(picture: Picture, value: Any) -> Any:
    if picture.kind == "strip":
        if not is_strip(value, len(picture.labels)):
            raise ValueError("see gives no list of batches for each row")
        return value[0]
    if picture.kind == "stop":
        return [int(epoch) for epoch in value]
    numbers = np.array(value, dtype=float)
    places = len(picture.labels) or len(picture.arg)
    if numbers.shape != (places,) or not np.isfinite(numbers).all():
        raise ValueError(f"see gives no finite number for each of {places} places")
    return np.array([float(f"{number:.{DIGITS}g}") for number in numbers])


__all__ = ["Picture", "bars", "curve", "record", "stop", "strip"]
