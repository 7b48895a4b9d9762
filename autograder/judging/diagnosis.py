"""What went wrong: the named wrong answer whose outcomes these are, or help that fits any exercise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.authoring.exercise import Answer
from autograder.judging import call_hints, number_hints, traits
from autograder.judging.traits import Failures
from autograder.key.outcome import Outcome, same
from autograder.key.records import ExerciseKey, KeyCase
from autograder.student.compare import Difference
from autograder.worker.values import Refused

# Of the texts of Python's and NumPy's exceptions, those that tell of the same trouble.
TROUBLES = {
    "inner sizes": ("core dimension", "not aligned"),
    "broadcast": ("could not be broadcast", "shape mismatch"),
    "one number": ("truth value", "only length-1 arrays", "only 0-dimensional", "can only be converted", "setting an array element"),
    "unpack": ("to unpack", "cannot unpack"),
    "index": ("out of bounds", "out of range"),
}
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
    parts = number_hints.parts(outcome.value) if outcome.kind == "value" else None
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
        return call_hints.unstable(key, failures) or (call_hints.UNWRITTEN if "unwritten" in kinds else None)
    if kinds == {"changed"}:
        return "Your values are right. Which of your lines writes into what was passed in?"
    pairs = list(number_hints.pairs(failures))
    for explain in (number_hints.sign, number_hints.factor, number_hints.size_factor, number_hints.offset, number_hints.transposed):
        sentence = explain(failures, pairs)
        if sentence is not None:
            return sentence
    for look in (call_hints.misbuilt, call_hints.unfitting_call, call_hints.refusals, call_hints.misspelled):
        sentence = look(key, failures) or call_hints.constant(outcomes)
        if sentence is not None:
            return sentence
    near = call_hints.similar(key, outcomes, failures)
    if near is not None and near.hint:
        return near.hint
    sentence = _wrong_form(failures) if kinds == {"type"} else traits.shared_trait(key, failures)
    for explain in (number_hints.float32, number_hints.not_finite):
        sentence = sentence or explain(failures, pairs)
    sentence = sentence or _wrong_form(failures)
    for look in (call_hints.misplaced, call_hints.stops):
        sentence = sentence or look(key, failures)
    if sentence is None:
        sentence = next((case.check.hint for case, _got, _found in failures if case.check.hint), None)
    return sentence or call_hints.last_resort(key, failures)


def _wrong_form(failures: Failures) -> str | None:
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
