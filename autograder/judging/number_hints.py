"""What the numbers of wrong results say by themselves: a sign, a factor, an offset, a transpose, too few digits, nan.

Each looks at the pairs of an expected and a wrong array, and gives a sentence that never shows a hidden number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.judging.traits import Failures
from autograder.key.records import KeyCase
from autograder.student.compare import close

# Factors that are named. Any other would be a number of the student's choice, which could carry a
# hidden input out.
FACTORS = {
    "2": 2.0, "1/2": 0.5, "3": 3.0, "1/3": 1 / 3, "4": 4.0, "1/4": 0.25, "10": 10.0, "1/10": 0.1, "-2": -2.0,
    "1.4427 (1 / log 2, as with a logarithm to base 2)": 1 / math.log(2),
    "0.4343 (1 / log 10, as with a logarithm to base 10)": 1 / math.log(10),
}  # fmt: skip
NEAR = 2e-3  # within this share a value is nearly right, and a factor is no explanation
Pair = tuple[KeyCase, np.ndarray, np.ndarray]


def pairs(failures: Failures) -> Iterator[Pair]:
    """(case, expected, got) of the failing cases whose values are numbers; where a value has several
    parts, of those that are wrong, one after another."""
    for case, got, _found in failures:
        if got.kind != "value" or case.case.raises is not None:
            continue
        want, have = parts(case.expected.value), parts(got.value)
        if want is None or have is None or len(want) != len(have):
            continue
        if len(want) == 1:
            yield case, want[0], have[0]
        elif all(one.shape == other.shape for one, other in zip(want, have, strict=True)):
            wrong = [
                pair
                for pair in zip(want, have, strict=True)
                if not close(*pair, case.check.rtol, case.check.atol)
            ]
            if wrong:
                one, other = (np.concatenate([pair[side].ravel() for pair in wrong]) for side in (0, 1))
                yield case, one, other


def parts(value: Any) -> list[np.ndarray] | None:
    """The arrays of numbers that a value is made of; None where something else is in it."""
    if type(value) is dict:
        value = list(value.values())
    of_arrays = type(value) in (list, tuple) and any(type(item) is np.ndarray for item in value)
    whole = None if of_arrays else _as_floats(value)
    if whole is not None:
        return [whole]
    if type(value) not in (list, tuple):
        return None
    found: list[np.ndarray] = []
    for item in value:
        inner = parts(item)
        if inner is None:
            return None
        found += inner
    return found


def _as_floats(value: Any) -> np.ndarray | None:
    if type(value) not in (int, float, list, tuple, np.ndarray) and not isinstance(value, np.number):
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        return None


def _ratios(numeric: Sequence[Pair]) -> list[tuple[KeyCase, float]] | None:
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


def sign(failures: Failures, numeric: Sequence[Pair]) -> str | None:
    ratios = _ratios(numeric)
    if ratios and len(numeric) == len(failures) and all(close(-1.0, r, 1e-4, 0) for _case, r in ratios):
        return "Every wrong value has the right size and the wrong sign. Where does the minus belong?"
    return None


def factor(failures: Failures, numeric: Sequence[Pair]) -> str | None:
    ratios = _ratios(numeric)
    if ratios is None or len(numeric) != len(failures):
        return None
    for words, factor in FACTORS.items():
        if all(close(factor, ratio, 1e-4, 0) for _case, ratio in ratios):
            return f"Every wrong value is {words} times what it should be. Where could that factor come from?"
    first = ratios[0][1]
    if all(close(first, ratio, 1e-4, 0) for _case, ratio in ratios) and first != 0 and abs(first - 1) > NEAR:
        return "Every wrong value is off by the same factor. Print one of them beside a value worked by hand."
    return None


def size_factor(failures: Failures, numeric: Sequence[Pair]) -> str | None:
    """The factor is the number of samples, of elements, or one over these, in one of the arguments."""
    ratios = _ratios(numeric)
    if ratios is None or len(numeric) != len(failures):
        return None
    sizes: dict[str, Callable[[tuple[int, ...]], int]] = {
        "the number of samples": lambda shape: shape[0],
        "the number of elements": lambda shape: int(np.prod(shape)),
        "the length of a row": lambda shape: shape[-1],
    }
    for place in range(min(len(case.case.args) for case, _ratio in ratios)):
        shapes = [(_shape(case, place), ratio) for case, ratio in ratios]
        if any(not shape for shape, _ratio in shapes):
            continue
        for words, size in sizes.items():
            if all(close(size(shape), ratio, 1e-4, 0) for shape, ratio in shapes):
                return f"What is wrong is too large by {words}. What do you add up, and what should be a mean?"
            if all(close(1 / size(shape), ratio, 1e-4, 0) for shape, ratio in shapes):
                return f"What is wrong is too small by {words}. Over what do you take the mean, and how often?"
    return None


def offset(failures: Failures, numeric: Sequence[Pair]) -> str | None:
    """The same number is added to every value."""
    if len(numeric) != len(failures) or len(numeric) < 3:
        return None
    if not all(want.shape == have.shape and np.all(np.isfinite(have)) for _case, want, have in numeric):
        return None
    added = np.concatenate([np.ravel(have - want) for _case, want, have in numeric])
    if abs(added[0]) > 1e-5 and close(added[0], added, 1e-3, 1e-9):
        return "Every wrong value is off by the same amount. What do you add that does not belong there?"
    return None


def _shape(case: KeyCase, place: int) -> tuple[int, ...]:
    """The shape of an argument; empty where it is no array."""
    values = _as_floats(case.case.args[place])
    return () if values is None else values.shape


def transposed(failures: Failures, numeric: Sequence[Pair]) -> str | None:
    turned = [
        want.ndim >= 2 and have.shape == want.T.shape and close(want.T, have, 1e-5, 1e-9)
        for _case, want, have in numeric
    ]
    if turned and all(turned):
        return "Your result is the transpose of what it should be. Which axis is which?"
    return None


def float32(failures: Failures, numeric: Sequence[Pair]) -> str | None:
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


def not_finite(failures: Failures, numeric: Sequence[Pair]) -> str | None:
    for case, _got, found in failures:
        if any(np.isnan(part).any() for part in parts(list(case.case.args)) or ()):
            continue  # this nan was there before
        if found.kind == "nan":
            return (
                "A nan comes out where a number should. It begins with 0 divided by 0, 0 times infinity, infinity "
                "minus or divided by infinity, the mean of nothing, or the logarithm or root of a negative number: "
                "which of these can happen in your code?"
            )
        if found.kind == "inf":
            return (
                "Infinity comes out where a number should. It begins with a logarithm of 0, a division "
                "by 0, an exponential of something large, or a number too large for a small type such as "
                "float16: which of these can happen in your code?"
            )
    return None
