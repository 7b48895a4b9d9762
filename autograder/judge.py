"""The verdict: from the outcomes of an exercise's cases to marks and feedback."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from autograder.compare import Difference, difference, show, show_call
from autograder.course import Feedback
from autograder.diagnosis import generic, named
from autograder.key import ExerciseKey, KeyCase
from autograder.outcome import Outcome, problem
from autograder.report import CheckResult, ExerciseResult

MESSAGE_LIMIT = 2_000
# A word of a message about a type or shape in which no hidden input fits: letters, sizes below 100, dtypes.
_HARMLESS = re.compile(r"[A-Za-z_]{1,24}|\d{1,2}|(?:float|int|uint|complex)\d{1,3}")


def judge(key: ExerciseKey, outcomes: Sequence[Outcome], feedback: Feedback) -> ExerciseResult:
    """The result of an exercise. `outcomes` are those of `key.cases`, in that order."""
    with np.errstate(all="ignore"):  # a student's numbers may be anything
        return _judge(key, outcomes, feedback)


def _judge(key: ExerciseKey, outcomes: Sequence[Outcome], feedback: Feedback) -> ExerciseResult:
    name = key.exercise.name
    problems = [_problem(key, case, got) for case, got in zip(key.cases, outcomes, strict=True)]
    wrong = named(key, outcomes) if any(problems) else None
    failures = [
        (case, got, found)
        for case, got, found in zip(key.cases, outcomes, problems, strict=True)
        if found is not None
    ]
    hint = (wrong.hint or None) if wrong else generic(failures) if failures else None
    checks = []
    for check in key.exercise.checks:
        found = [failure for failure in failures if failure[0].check.name == check.name]
        message = _message(name, *found[0], feedback) if found else ""
        checks.append(
            CheckResult(
                title=check.title,
                points=check.points,
                score=0.0 if found else check.points,
                status="failed" if found else "passed",
                message=message,
            )
        )
    return ExerciseResult(
        name=name,
        score=sum(check.score for check in checks),
        max_score=key.exercise.points,
        misconception=wrong.misconception if wrong and feedback.misconception else None,
        hint=hint if feedback.hint else None,
        checks=tuple(checks),
    )


def _problem(key: ExerciseKey, case: KeyCase, got: Outcome) -> Difference | None:
    """Why a case fails: against the reference at the check's tolerance, and against Keras at the
    tolerance that Keras reaches."""
    found = problem(case.check, case.case, case.expected, got)
    if found is not None or case.keras is None or got.kind != "value" or case.check.holds:
        return found
    oracle = key.exercise.oracle
    assert oracle is not None
    rtol, atol = oracle.rtol + case.check.rtol, oracle.atol + case.check.atol
    return difference(case.keras.value, got.value, rtol, atol)


def _message(
    name: str, case: KeyCase, got: Outcome, found: Difference, feedback: Feedback
) -> str:
    """The failure text: what came back, and as far as the course allows the call and the expected
    value. An element's value would give hidden inputs away, so without leave only its kind is said."""
    open_values = feedback.inputs and feedback.expected
    what = found.text if open_values else _without_values(found, got)
    parts = [what if what.startswith(name) else f"{name}: {what}"]
    if feedback.inputs:
        parts.append(f"call: {show_call(name, case.case.args, case.case.kwargs)}")
    if feedback.expected:
        expected = case.case.raises or show(case.expected.value)
        parts.append(f"expected: {expected}")
    return plain_text("; ".join(parts))


# What an exception tells without its text, which could carry a hidden input to the student.
_EXCEPTIONS = {
    "TypeError": "an operation met a type it cannot handle, perhaps a list where an array is needed",
    "ValueError": "shapes that do not fit, or a conversion that failed",
    "IndexError": "an index out of range, or one that is no integer",
    "KeyError": "a key that is not there",
    "NameError": "a name that is not defined; is a helper or an import missing?",
    "UnboundLocalError": "a variable that is used before it has a value",
    "AttributeError": "a method or attribute that the object does not have, perhaps a list taken for an array",
    "ZeroDivisionError": "a division by zero",
    "OverflowError": "a number too large for its type",
    "RecursionError": "a function that calls itself without end",
    "MemoryError": "more memory than a submission may use",
    "AxisError": "an axis that the array does not have",
    "LinAlgError": "a linear system that cannot be solved",
    "AssertionError": "an assertion that does not hold",
    "StopIteration": "an iterator that has no more items",
    "ModuleNotFoundError": "an import of something that is not there while grading; NumPy is",
    "ImportError": "an import of something that is not there while grading; NumPy is",
    "PermissionError": "something that is not allowed while grading",
    "SystemExit": "a call that leaves Python",
    "KeyboardInterrupt": "an interrupt",
    "FileNotFoundError": "a file that is not there",
    "RuntimeError": "",
    "FloatingPointError": "a floating-point error",
    "UFuncTypeError": "an operation that the array's type does not allow",
}
_KINDS = {
    "value": "a wrong value",
    "nan": "nan where a number is expected",
    "inf": "infinity where a finite number is expected",
}


def _without_values(found: Difference, got: Outcome) -> str:
    """The kind of failure, in words that a student cannot make carry a hidden input."""
    if found.kind == "raised":
        known = next((name for name in got.names if name in _EXCEPTIONS), None)
        if known is None:
            return "raised an exception"
        about = _EXCEPTIONS[known]
        return f"raised {known}" + (f" ({about})" if about else "")
    if found.kind in ("type", "shape") and not _harmless(found.text):
        return f"returned a value of another {found.kind} than the docstring states"
    return _KINDS.get(found.kind, found.text)


def _harmless(text: str) -> bool:
    words = re.findall(r"[^ ,()'?:|\-]+", text[:MESSAGE_LIMIT])
    return len(text) <= 200 and all(_HARMLESS.fullmatch(word) for word in words)


def plain_text(text: str) -> str:
    """Text that may hold a student's words, made safe to print: bounded, control characters and
    direction marks as escapes."""
    kept = []
    for character in text[: MESSAGE_LIMIT + 1]:
        if character == "\n":
            kept.append(" ")
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            kept.append(character.encode("unicode_escape").decode())
        else:
            kept.append(character)
    clean = "".join(kept)
    return clean if len(clean) <= MESSAGE_LIMIT else clean[: MESSAGE_LIMIT - 1] + "…"
