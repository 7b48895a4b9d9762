"""What went wrong: the named wrong answer whose outcomes these are, or help that fits any exercise."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder import patterns
from autograder.channel import Refused
from autograder.compare import Difference, close
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
# Of the texts of Python's and NumPy's exceptions, those that tell of the same trouble.
TROUBLES = {
    "inner sizes": ("core dimension", "not aligned"),
    "broadcast": ("could not be broadcast", "shape mismatch"),
    "one number": ("truth value", "only length-1 arrays", "only 0-dimensional", "can only be converted", "setting an array element"),
    "unpack": ("to unpack", "cannot unpack"),
    "index": ("out of bounds", "out of range"),
}
NEAR = 2e-3  # within this share a value is nearly right, and a factor is no explanation
ALIKE = 0.75  # of the cases in which one or the other fails, both must fail in the same way
ENOUGH = 3  # failing cases with finite values, if the others are left out
Problems = Sequence[Difference | None]


def _nothing_at_all(*args: Any, **kwargs: Any) -> None:
    """What is left of an answer whose return is missing."""


NOTHING = Answer(
    "returns_nothing",
    _nothing_at_all,
    "returns nothing, so that the result is None",
    "Your function returns None. Is a return missing, or does it print what it should return?",
)


def named(key: ExerciseKey, outcomes: Sequence[Outcome], problems: Problems) -> Answer | None:
    """The named wrong answer that gives these outcomes in every case (the key compiles only where the
    cases tell all of them apart), or else the one whose failures are like these, or are wherever numbers
    come out: a slip in the formula that also overflows, or refuses lists, is still this slip."""
    if not any(problems):
        return None
    for wrong in key.exercise.wrongs:
        pairs = list(zip(key.cases, outcomes, strict=True))
        if all(same(case.check, case.wrong[wrong.name], got) for case, got in pairs):
            failed = [(case, got) for (case, got), found in zip(pairs, problems, strict=True) if found]
            if _for_one_reason(wrong, failed):
                return wrong
    values = [got.value for got in outcomes if got.kind == "value"]
    if values and all(map(_nothing, values)):
        return NOTHING
    return _most_alike(key, outcomes, problems) or _alike_in_numbers(key, outcomes, problems)


def _nothing(value: Any) -> bool:
    """Whether a value is None, or made of nothing else."""
    if type(value) is dict:
        value = list(value.values())
    if type(value) is list and value:
        return all(map(_nothing, value))
    return value is None or (type(value) is Refused and value.what == "None")


def _for_one_reason(wrong: Answer, failed: Sequence[tuple[KeyCase, Outcome]]) -> bool:
    """Whether failures that are alike can be taken for the same mistake. The class of an exception says little
    of its cause: where nothing else comes, the texts must tell of the same trouble too. Not where a case asks for
    an exception, of which the class is what matters, nor of types, where the text is the line's choice."""
    if any(got.kind != "raised" or case.case.raises is not None for case, got in failed):
        return True
    return all(
        _WRONG_TYPE.intersection(got.names) or _trouble(case.wrong[wrong.name].text) == _trouble(got.text)
        for case, got in failed
    )


def _trouble(text: str) -> str:
    """What an exception's text tells of, whatever the numbers and names in it."""
    for trouble, signs in TROUBLES.items():
        if any(sign in text for sign in signs):
            return trouble
    return re.sub(r"\W+|\d+", " ", re.sub(r"'[^']*'|\([^)]*\)", "", text)).strip()


def _most_alike(
    key: ExerciseKey, outcomes: Sequence[Outcome], problems: Problems
) -> Answer | None:
    """The one wrong answer that fails most nearly as this answer does. Values that pass need not be
    the same: an order may be drawn at random in many ways. None where two are equally near."""
    return _first(key, outcomes, problems, key.exercise.wrongs, ALIKE)


def _alike_in_numbers(
    key: ExerciseKey, outcomes: Sequence[Outcome], problems: Problems
) -> Answer | None:
    """The one wrong answer that fails as this one does in every case where finite numbers come out of
    it. Where several do, the one that is nearest in the other cases too."""
    finite = list(map(_finite, outcomes))
    alike = [wrong for wrong in key.exercise.wrongs if _same_numbers(key, wrong, outcomes, problems, finite)]
    return _first(key, outcomes, problems, alike, 0.0)


def _same_numbers(
    key: ExerciseKey, wrong: Answer, outcomes: Sequence[Outcome], problems: Problems, finite: Sequence[bool]
) -> bool:
    both = zip(key.cases, key.wrong_problems[wrong.name], outcomes, problems, finite, strict=True)
    failing = 0
    for case, theirs, got, ours, is_finite in both:
        if theirs is ours is None or not is_finite:
            continue
        if theirs is None or ours is None or not _alike(case, case.wrong[wrong.name], theirs, got, ours):
            return False
        failing += 1
    return failing >= ENOUGH


def _finite(outcome: Outcome) -> bool:
    """Whether the outcome is made of numbers, all of them finite."""
    parts = _parts(outcome.value) if outcome.kind == "value" else None
    return parts is not None and all(bool(np.isfinite(part).all()) for part in parts)


def _first(
    key: ExerciseKey,
    outcomes: Sequence[Outcome],
    problems: Problems,
    wrongs: Sequence[Answer],
    least: float,
) -> Answer | None:
    """The most alike of these wrong answers, if it is alike enough and no other is as much so."""
    ranked = sorted(
        ((_likeness(key, wrong, outcomes, problems), wrong) for wrong in wrongs),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < least or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return ranked[0][1]


def _likeness(
    key: ExerciseKey, wrong: Answer, outcomes: Sequence[Outcome], problems: Problems
) -> float:
    """Of the cases in which the wrong answer or this one fails, the share in which both fail alike.
    Exceptions alone say little of their cause: then some case must pass in both."""
    both = list(zip(key.cases, key.wrong_problems[wrong.name], outcomes, problems, strict=True))
    failing = [entry for entry in both if entry[1] is not None or entry[3] is not None]
    alike = [
        (case, got)
        for case, theirs, got, ours in failing
        if theirs is not None
        and ours is not None
        and _alike(case, case.wrong[wrong.name], theirs, got, ours)
    ]
    exceptions = all(got.kind == "raised" for _case, got in alike)
    if exceptions and (len(failing) == len(both) or not _for_one_reason(wrong, alike)):
        return 0.0
    return len(alike) / len(failing)


# What Python raises where a value has a type that the code cannot handle: which of them comes, is
# the line's choice, not the mistake's.
_WRONG_TYPE = {"TypeError", "AttributeError"}


def _alike(case: KeyCase, one: Outcome, why: Difference, other: Outcome, because: Difference) -> bool:
    """Whether two failures in a case are alike: where a property is asked for, that it is broken in
    the same way; otherwise the same wrong value or exception."""
    if one.kind == other.kind == "raised":
        both_types = _WRONG_TYPE.intersection(one.names) and _WRONG_TYPE.intersection(other.names)
        return bool(both_types) or one.names[0] == other.names[0]
    if case.check.holds is not None or why.kind == "changed":
        return why == because
    return same(case.check, replace(one, changed=False), replace(other, changed=False))


def generic(key: ExerciseKey, outcomes: Sequence[Outcome], failures: Failures) -> str | None:
    """Help where no named wrong answer matches: the hint of one that nearly does, or a sentence that
    never shows a hidden number. None where the failure's own message says it all."""
    kinds = {found.kind for _case, _got, found in failures}
    if kinds & {"unwritten", "died"}:
        return patterns.unstable(key, failures) or (patterns.UNWRITTEN if "unwritten" in kinds else None)
    if kinds == {"changed"}:
        return "Your values are right. Which of your lines writes into what was passed in?"
    numeric = list(_numeric(failures))
    for explain in (_sign, _factor, _size_factor, _offset, _transposed):
        sentence = explain(failures, numeric)
        if sentence is not None:
            return sentence
    for look in (patterns.misbuilt, patterns.unfitting_call, patterns.refusals, patterns.misspelled):
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
    if sentence is None:
        sentence = next((case.check.hint for case, _got, _found in failures if case.check.hint), None)
    return sentence or patterns.last_resort(key, failures)


_Pair = tuple[KeyCase, np.ndarray, np.ndarray]


def _numeric(failures: Failures) -> Iterator[_Pair]:
    """(case, expected, got) of the failing cases whose values are numbers; where a value has several
    parts, of those that are wrong, one after another."""
    for case, got, _found in failures:
        if got.kind != "value" or case.case.raises is not None:
            continue
        want, have = _parts(case.expected.value), _parts(got.value)
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


def _parts(value: Any) -> list[np.ndarray] | None:
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
        parts = _parts(item)
        if parts is None:
            return None
        found += parts
    return found


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
        return "Every wrong value has the right size and the wrong sign. Where does the minus belong?"
    return None


def _factor(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
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


def _size_factor(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
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


def _offset(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
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
    for case, _got, found in failures:
        if any(np.isnan(part).any() for part in _parts(list(case.case.args)) or ()):
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


def _wrong_form(failures: Failures, numeric: Sequence[_Pair]) -> str | None:
    for case, got, found in failures:
        if case.check.drive is not None:
            continue  # what was seen of the answer in use: its form is not the student's
        if found.kind == "shape":
            return "The shape of your result is not the one the docstring states. Print it for a small input."
        if found.kind == "type" and got.kind == "value" and got.value is None:
            return "Your function returns None. Is a return missing on one of its ways out?"
        if found.kind == "type":
            return "Your result is not of the type that the docstring states. What does type(...) of it say?"
    return None
