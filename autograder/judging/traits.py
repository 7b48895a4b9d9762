"""Traits of the cases that an answer fails on, as a student would say them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.authoring.exercise import Case
from autograder.key.outcome import Outcome
from autograder.key.records import ExerciseKey, KeyCase
from autograder.student.compare import Difference

Failures = list[tuple[KeyCase, Outcome, Difference]]
LARGE, EDGE = 30.0, 1e-6  # exp(30) is 1e13; what counts as nearly 0 or 1
MOSTLY = 0.8  # of the calls with a number of a size that many have
ALIKE = 0.5  # of the cases in which either fails, a named wrong answer shares so many that its hint fits


@dataclass(frozen=True)
class Trait:
    """Something that a call may have, and the sentence where exactly such calls go wrong."""

    of: Callable[[Case], bool]
    sentence: str
    driven: bool = False  # also where a driver uses the answer, which need not call it with the case's own arguments
    least: float = ALIKE  # of all calls that have it, those that must fail


def arrays(case: Case) -> list[np.ndarray]:
    """The arguments of a call that are arrays of numbers, or lists of them."""
    found = []
    for value in (*case.args, *case.kwargs.values()):
        if type(value) in (list, tuple, np.ndarray):
            try:
                array = np.asarray(value)
            except ValueError:  # arrays of different shapes in a list
                continue
            if array.dtype.kind in "fiu" and array.size:
                found.append(array)
    return found


def _any(holds: Callable[[np.ndarray], Any]) -> Callable[[Case], bool]:
    return lambda case: any(bool(holds(array)) for array in arrays(case))


def _first(holds: Callable[[np.ndarray], Any]) -> Callable[[Case], bool]:
    return lambda case: any(bool(holds(array)) for array in arrays(case)[:1])


def _has_list(case: Case) -> bool:
    """Whether an argument is a list of numbers where an array might be. A list of arrays has to be a list."""
    lists = [value for value in (*case.args, *case.kwargs.values()) if type(value) in (list, tuple)]
    return any(not any(type(item) is np.ndarray for item in value) for value in lists)


def _between(array: np.ndarray) -> bool:
    return bool(np.all((array >= 0) & (array <= 1)))


def _at_an_edge(case: Case) -> bool:
    last = arrays(case)[-1:]
    return bool(last) and _between(last[0]) and bool(np.any((last[0] < EDGE) | (last[0] > 1 - EDGE)))


def _soft(case: Case) -> bool:
    found = arrays(case)
    return len(found) > 1 and _between(found[0]) and bool(np.any(found[0] % 1 != 0))


def _unnormalised(case: Case) -> bool:
    last = arrays(case)[-1:]
    if not last or last[0].ndim != 2 or np.any(last[0] < 0):
        return False
    return not np.allclose(last[0].sum(axis=1), 1)


def _number_at_an_end(case: Case) -> bool:
    return any(type(v) in (int, float) and v in (0, 1) for v in (*case.args, *case.kwargs.values()))


def _magnitude(low: float, high: float) -> Callable[[Case], bool]:
    """Whether a number other than 0 lies between these, whatever its sign."""
    return _any(lambda array: np.any((np.abs(array) > low) & (np.abs(array) < high)))


TRAITS = (
    Trait(
        _has_list,
        "Only calls with a list in them go wrong. What turns a list into an array of floats, before anything "
        "else is done with it?",
        driven=True,
    ),
    Trait(
        _number_at_an_end,
        "Only calls with an argument that is exactly 0 or 1 go wrong. Are both ends of its range allowed, and does "
        "your code take a 0 for a missing value?",
        driven=True,
    ),
    Trait(
        lambda case: bool(case.kwargs),
        "Only calls that name an argument go wrong. Compare your def line with the stub's: names, order, "
        "defaults. Is each of them used?",
        driven=True,
    ),
    Trait(
        _soft,
        "Only calls whose first argument holds fractions such as 0.3 go wrong. Do you round it, compare it with "
        "1, or look at its largest entry only?",
    ),
    Trait(
        _at_an_edge,
        "Only numbers that are exactly or nearly 0 or 1 go wrong. What does your code do with 0, with 1, and "
        "with a number just beside each?",
    ),
    Trait(
        _unnormalised,
        "Only rows whose sum is not 1 go wrong. By what do you divide them, and is it done to every row?",
    ),
    Trait(
        _first(lambda array: array.ndim != 1),
        "Only inputs of one dimension come out right. Which axis, or which loop, counts on a flat one?",
    ),
    Trait(
        _first(lambda array: array.ndim != 2),
        "Only tables, of shape (N, C), come out right. Which axis, or which loop, counts on two dimensions?",
    ),
    Trait(
        _any(lambda array: array.ndim > 2),
        "Only inputs of three or more dimensions go wrong. Which axis, or which loop, counts on fewer?",
    ),
    Trait(
        _any(lambda array: array.ndim == 2 and array.shape[1] == 1),
        "Only columns, of shape (N, 1), go wrong. Which shapes do your arrays have just before they meet?",
        driven=True,
    ),
    Trait(
        _first(lambda array: array.ndim == 1),
        "Only inputs of one dimension go wrong. Which axis do you use, and does a single row have it?",
    ),
    Trait(
        _any(lambda array: np.max(np.abs(array.astype(float))) >= LARGE),
        "Only calls with large numbers go wrong. Take 1000 and -1000 through your code line by line: what becomes "
        "too large, too small, or is cut off?",
    ),
    Trait(
        _magnitude(1e3, np.inf),
        "Only calls with very large numbers go wrong. Where does your code compare with a limit, or cut off?",
    ),
    Trait(
        _any(lambda array: array.dtype.kind in "iu"),
        "Only whole numbers go wrong: integer arrays, or lists of integers. In which type do you compute, and in "
        "which do you keep the result?",
        driven=True,
    ),
    Trait(
        _first(lambda array: len(array) > 1),
        "One sample alone comes out right, several together do not. Over what do you add or average, and by what "
        "do you divide?",
    ),
    Trait(
        _first(lambda array: len(array) == 1),
        "Only a batch of one goes wrong. What do a squeeze, an average or a division by N - 1 make of it?",
    ),
    Trait(
        _any(lambda array: array.ndim == 2 and array.shape[1] == 2),
        "Only two columns go wrong. What does your code take them for?",
    ),
    Trait(
        _any(lambda array: array.ndim == 2 and array.shape[1] > 2),
        "Two columns come out right, more do not. What does your code know about the number of columns?",
    ),
    Trait(
        _magnitude(0, 1e-2),
        "Only calls with very small numbers go wrong. Do you add a small number, compare with one, or round?",
    ),
    Trait(
        _magnitude(0, 1),
        "Only calls with numbers between -1 and 1 go wrong. Take 0.5 and -0.5 through your code line by line.",
        least=MOSTLY,
    ),
    Trait(
        _any(lambda array: np.any(array == 0)),
        "Only calls with an exact 0 in them go wrong. Take 0 through your code line by line.",
        least=MOSTLY,
    ),
    Trait(
        _any(lambda array: np.any(array < 0)),
        "Only calls with negative numbers go wrong. Take -2 through your code line by line.",
        least=MOSTLY,
    ),
)


def shared_trait(key: ExerciseKey, failures: Failures) -> str | None:
    """The sentence of the trait that all failing calls have, most calls with it fail, and several
    calls that pass have not."""
    failing = [case.case for case, _got, _found in failures]
    passing = [case.case for case in key.cases if not any(case.case is other for other in failing)]
    lists_only = all(got.kind == "raised" and _has_list(case.case) for case, got, _found in failures)
    if lists_only and not all(_has_list(case.case) for case in key.cases):
        return TRAITS[0].sentence
    driven = any(case.check.drive is not None for case, _got, _found in failures)
    best, sentence = 0.0, None
    for trait in TRAITS:
        if (driven and not trait.driven) or not all(trait.of(case) for case in failing):
            continue
        passed_with = sum(trait.of(case) for case in passing)
        share = len(failing) / (len(failing) + passed_with)
        if len(passing) - passed_with >= 2 and share > max(best, trait.least):
            best, sentence = share, trait.sentence
    return sentence
