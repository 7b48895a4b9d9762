"""Help from what the failing calls have in common that the passing ones have not.

Every sentence is fixed: which of them is said tells no more about the hidden inputs than the marks do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.channel import Refused
from autograder.compare import Difference
from autograder.driver import NOT_AS_ASKED
from autograder.exercise import Answer, Case
from autograder.key import ExerciseKey, KeyCase
from autograder.outcome import UNSTABLE, UNSTABLE_ANEW, Outcome, problem, same

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


def similar(key: ExerciseKey, outcomes: Sequence[Outcome], failures: Failures) -> Answer | None:
    """The named wrong answer that gives the very outcomes of this one wherever both fail, where they
    fail in mostly the same cases and one of the two has no other mistake."""
    failing = {id(case) for case, _got, _found in failures}
    best, found = ALIKE, None
    for wrong in key.exercise.wrongs:
        both, either, agree = 0, 0, True
        only_here = only_there = False
        for case, got in zip(key.cases, outcomes, strict=True):
            theirs = case.wrong[wrong.name]
            here, there = id(case) in failing, problem(case.check, case.case, case.expected, theirs) is not None
            only_here, only_there = only_here or (here and not there), only_there or (there and not here)
            both, either = both + (here and there), either + (here or there)
            if (only_here and only_there) or (here and there and not same(case.check, theirs, got)):
                agree = False
                break
        if agree and either and both / either > best:
            best, found = both / either, wrong
    return found


def refusals(key: ExerciseKey, failures: Failures) -> str | None:
    """About exceptions that should be raised, and are not, or the other way round."""
    wanted = {case.case.raises for case in key.cases if case.case.raises}
    if all(case.case.raises for case, _got, _found in failures):
        if all(got.kind == "raised" for _case, got, _found in failures):
            return (
                "What must be refused stops with another exception than the docstring names. Do you raise it "
                "yourself, on both sides, before the value is used?"
            )
        return (
            "What is allowed comes out right, but something that must be refused is not, or not with the "
            "exception that the docstring names. Does your test look at both ends, at the first number outside, "
            "and at every entry?"
        )
    if all(got.kind == "raised" and wanted & set(got.names) for _case, got, _found in failures):
        return (
            "Calls that are allowed stop with the exception that is meant for others. Do you raise it for too "
            "much, or does a conversion or a shape raise it by accident?"
        )
    return None


def misbuilt(key: ExerciseKey, failures: Failures) -> str | None:
    """About results, or objects, that are not built as the docstring says."""
    if not all(type(got.value) is Refused and got.value.what == NOT_AS_ASKED for _case, got, _found in failures):
        return None
    return (
        "What comes back is not built as the docstring says. How many parts does it have there, in which order, and "
        "under which names (attributes and keys count too)?"
    )


def unfitting_call(key: ExerciseKey, failures: Failures) -> str | None:
    """About calls that the answer's parameters do not take."""
    phrases = ("unexpected keyword argument", "required positional argument", "positional argument")
    for _case, got, _found in failures:
        if got.kind != "raised" or got.names[0] != "TypeError" or not any(p in got.text for p in phrases):
            return None
        if re.split(r"[.(]", got.text)[0] not in (key.exercise.name, "<lambda>"):
            return None  # another function is meant, which the answer calls
    return "The call does not fit your def line. Compare it with the stub's: names, order and defaults."


def _words(failures: Failures) -> list[str] | None:
    """What came back, where words are asked for and words came."""
    said = [got.value for _case, got, _found in failures if got.kind == "value" and type(got.value) is str]
    asked = all(type(case.expected.value) is str for case, _got, _found in failures)
    return said if asked and len(said) == len(failures) else None


def misspelled(key: ExerciseKey, failures: Failures) -> str | None:
    """About words that no case asks for."""
    said = _words(failures)
    if said is None or set(said) <= {case.expected.value for case in key.cases}:
        return None
    return (
        "Something that you return is none of the names in the docstring. Compare capitals, underscores, spaces "
        "and spelling, letter by letter."
    )


def misplaced(key: ExerciseKey, failures: Failures) -> str | None:
    """About the right words in the wrong places."""
    if _words(failures) is None:
        return None
    return (
        "The names are spelled right; a choice between them is not. Which of your questions comes first, and for "
        "which input of the kind in the failed title does it give the wrong answer?"
    )


UNWRITTEN = "A call still reaches the line raise NotImplementedError(): put your code in its place. Nothing below it runs."


def unstable(key: ExerciseKey, failures: Failures) -> str | None:
    """About answers that are right once and not again."""
    if any(got.kind == "died" and got.text == UNSTABLE_ANEW for _case, got, _found in failures):
        return (
            "Whenever the notebook runs anew, your function gives another answer for the same arguments. What does "
            "it keep between two calls, and which numbers does it draw that do not follow from its arguments?"
        )
    if not any(got.kind == "died" and got.text == UNSTABLE for _case, got, _found in failures):
        return None
    return (
        "Called twice with the same arguments, your function gives two answers. Does it keep something from an "
        "earlier call, draw random numbers, or change a variable outside itself?"
    )


def constant(outcomes: Sequence[Outcome]) -> str | None:
    """About answers that do not depend on the arguments."""
    values = [got.value for got in outcomes if got.kind == "value"]
    if len(values) < 3 or not all(type(value) in (int, float, str) for value in values):
        return None
    if len(set(values)) > 1:
        return None
    return "Your function returns the same whatever it is called with. Where does it use its arguments?"


def stops(key: ExerciseKey, failures: Failures) -> str | None:
    """About answers that raise what they should not, wherever they are wrong."""
    if not all(got.kind == "raised" for _case, got, _found in failures):
        return None
    calls = "Every call stops" if len(failures) == len(key.cases) else "The calls that go wrong stop"
    return (
        f"{calls} with an exception. Call your function in a cell of your own, on an input such as the failed "
        "title names, and read the traceback from its last line upwards."
    )


def last_resort(key: ExerciseKey, failures: Failures) -> str:
    if {case.check.name for case, _got, _found in failures} == {check.name for check in key.exercise.checks}:
        return (
            "No check passes yet. Take the example that is worked by hand in the lesson, and print every "
            "intermediate value beside it."
        )
    return (
        "Some checks pass: the title of a failed one says what its calls have in common. Make the smallest input "
        "of that kind, work it by hand, and print every step of your function beside it."
    )
