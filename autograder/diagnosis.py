"""What went wrong: the named wrong answer whose outcomes these are, or help that fits any exercise."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder import patterns
from autograder.compare import close
from autograder.exercise import Answer
from autograder.key import ExerciseKey, KeyCase
from autograder.outcome import Outcome, same
from autograder.patterns import Failures

# Factors that are named. Any other would be a number of the student's choice, which could carry a
# hidden input out.
FACTORS = {
    "2": 2.0, "1/2": 0.5, "3": 3.0, "1/3": 1 / 3, "4": 4.0, "1/4": 0.25, "10": 10.0, "1/10": 0.1, "-2": -2.0,
    "1.4427 (1 / log 2, as with a logarithm to base 2)": 1 / math.log(2),
    "0.4343 (1 / log 10, as with a logarithm to base 10)": 1 / math.log(10),
}  # fmt: skip
NEAR = 2e-3  # within this share a value is nearly right, and a factor is no explanation


def named(key: ExerciseKey, outcomes: Sequence[Outcome]) -> Answer | None:
    """The named wrong answer that gives these outcomes in every case. The key compiles only where the
    cases tell all of them apart, so there is at most one."""
    for wrong in key.exercise.wrongs:
        pairs = zip(key.cases, outcomes, strict=True)
        if all(same(case.check, case.wrong[wrong.name], got) for case, got in pairs):
            return wrong
    return None


def generic(key: ExerciseKey, outcomes: Sequence[Outcome], failures: Failures) -> str | None:
    """Help where no named wrong answer matches: the hint of one that nearly does, or a sentence that
    never shows a hidden number. None where the failure's own message says it all."""
    kinds = {found.kind for _case, _got, found in failures}
    if kinds & {"unwritten", "died"}:
        return patterns.unstable(key, failures)
    if kinds == {"changed"}:
        return "Your values are right. Which of your lines writes into what was passed in?"
    numeric = list(_numeric(failures))
    for explain in (_sign, _factor, _size_factor, _offset, _transposed, _nothing):
        sentence = explain(failures, numeric)
        if sentence is not None:
            return sentence
    for look in (patterns.unfitting_call, patterns.refusals, patterns.misspelled):
        sentence = look(key, failures) or patterns.constant(outcomes)
        if sentence is not None:
            return sentence
    near = patterns.similar(key, outcomes, failures)
    if near is not None and near.hint:
        return near.hint
    sentence = _wrong_form(failures, numeric) if kinds == {"type"} else patterns.shared_trait(key, failures)
    for explain in (_float32, _not_finite, _wrong_form):
        sentence = sentence or explain(failures, numeric)
    for look in (patterns.misplaced, patterns.stops):
        sentence = sentence or look(key, failures)
    return sentence or patterns.last_resort(key, failures)


_Pair = tuple[KeyCase, np.ndarray, np.ndarray]


def _numeric(failures: Failures) -> Iterator[_Pair]:
    """(case, expected, got) of the failing cases whose values are numbers."""
    for case, got, _found in failures:
        if got.kind == "value" and case.case.raises is None:
            want, have = _as_floats(case.expected.value), _as_floats(got.value)
            if want is not None and have is not None:
                yield case, want, have


def _as_floats(value: Any) -> np.ndarray | None:
    if type(value) not in (int, float, list, tuple, np.ndarray) and not isinstance(value, np.number):
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        return None


def _ratios(numeric: Sequence[_Pair]) -> list[tuple[KeyCase, float]] | None:
    """got / expected of each case, where it is the same for all of a case's elements."""
    found = []
    for case, want, have in numeric:
        if want.shape != have.shape or not np.all(np.isfinite(have)):
            return None
        large = np.abs(want) > 1e-6
        if not large.any():
            continue
        ratio = have[large] / want[large]
        if not close(ratio[0], ratio, 1e-4, 1e-9) or not close(0 * want[~large], have[~large], 0, 1e-5):
            return None
        found.append((case, float(ratio[0])))
    return found if len(found) >= 2 else None


def _sign(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    ratios = _ratios(numeric)
    if ratios and len(numeric) == len(failures) and all(close(-1.0, r, 1e-4, 0) for _case, r in ratios):
        return "Every value has the right size and the wrong sign. Where does the minus belong?"
    return None


def _factor(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    ratios = _ratios(numeric)
    if ratios is None or len(numeric) != len(failures):
        return None
    for words, factor in FACTORS.items():
        if all(close(factor, ratio, 1e-4, 0) for _case, ratio in ratios):
            return f"Every value is {words} times what it should be. Where could that factor come from?"
    first = ratios[0][1]
    if all(close(first, ratio, 1e-4, 0) for _case, ratio in ratios) and first != 0 and abs(first - 1) > NEAR:
        return "Every value is off by the same factor. Print one of them beside a value worked by hand."
    return None


def _size_factor(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    """The factor is the number of samples, of elements, or one over these."""
    ratios = _ratios(numeric)
    if ratios is None or len(numeric) != len(failures):
        return None
    sizes: dict[str, Callable[[tuple[int, ...]], int]] = {
        "the number of samples": lambda shape: shape[0],
        "the number of elements": lambda shape: int(np.prod(shape)),
        "the length of a row": lambda shape: shape[-1],
    }
    for words, size in sizes.items():
        shapes = [(_shape(case), ratio) for case, ratio in ratios]
        if len(shapes) != len(ratios) or any(not shape for shape, _ratio in shapes):
            return None
        if all(close(size(shape), ratio, 1e-4, 0) for shape, ratio in shapes):
            return f"Your values are too large by {words}. What do you add up, and what should be a mean?"
        if all(close(1 / size(shape), ratio, 1e-4, 0) for shape, ratio in shapes):
            return f"Your values are too small by {words}. Over what do you take the mean?"
    return None


def _offset(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    """The same number is added to every value."""
    if len(numeric) != len(failures) or len(numeric) < 3:
        return None
    if not all(want.shape == have.shape and np.all(np.isfinite(have)) for _case, want, have in numeric):
        return None
    added = np.concatenate([np.ravel(have - want) for _case, want, have in numeric])
    if abs(added[0]) > 1e-5 and close(added[0], added, 1e-3, 1e-9):
        return "Every value is off by the same amount. What do you add that does not belong there?"
    return None


def _shape(case: KeyCase) -> tuple[int, ...]:
    """The shape of a case's first argument; empty where it has none."""
    first = case.case.args[0] if case.case.args else None
    values = _as_floats(first)
    return () if values is None else values.shape


def _transposed(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    turned = [
        want.ndim >= 2 and have.shape == want.T.shape and close(want.T, have, 1e-5, 1e-9)
        for _case, want, have in numeric
    ]
    if turned and all(turned):
        return "Your result is the transpose of what it should be. Which axis is which?"
    return None


def _float32(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    if len(numeric) != len(failures) or not numeric:
        return None
    if {found.kind for _case, _got, found in failures} - {"value", "property"}:
        return None
    if all(want.shape == have.shape and close(want, have, 1e-3, 1e-6) for _case, want, have in numeric):
        return (
            "Your values are right to a few digits only. Do you round, compute in float32 where float64 was "
            "given, use an approximate constant, or add a small number or clip where nothing asks for it?"
        )
    return None


def _not_finite(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    for _case, _got, found in failures:
        if found.kind == "nan":
            return (
                "A nan comes out where a number should. It begins with 0 times infinity, infinity minus "
                "infinity, or the logarithm of a negative number: which of these can happen in your code?"
            )
        if found.kind == "inf":
            return (
                "Infinity comes out where a number should. It begins with a logarithm of 0, a division "
                "by 0, an exponential of something large, or a number too large for a small type such as "
                "float16: which of these can happen in your code?"
            )
    return None


def _nothing(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    if all(got.kind == "value" and got.value is None for _case, got, _found in failures):
        return "Your function returns None. Is a return missing, or does it print what it should return?"
    return None


def _wrong_form(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    for _case, got, found in failures:
        if found.kind == "shape":
            return "The shape of your result is not the one the docstring states. Print it for a small input."
        if found.kind == "type" and got.kind == "value" and got.value is None:
            return "Your function returns None. Is a return missing on one of its ways out?"
        if found.kind == "type":
            return "Your result is not of the type that the docstring states. What does type(...) of it say?"
    return None
