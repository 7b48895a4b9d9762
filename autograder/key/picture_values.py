"""The right values of an exercise's picture, recorded in the answer key."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.authoring.pictures import Picture
from autograder.base.errors import CourseError
from autograder.student.compare import difference
from autograder.student.drawing import is_strip

if TYPE_CHECKING:
    from autograder.authoring.exercise import Exercise

DIGITS = 5  # significant ones: more cannot be seen


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
