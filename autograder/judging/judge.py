"""The verdict: from the outcomes of an exercise's cases to marks and feedback."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.base.course import Feedback
from autograder.base.safe_text import plain_text
from autograder.judging.diagnosis import generic, named
from autograder.judging.redaction import without_values
from autograder.judging.results import CheckResult, ExerciseResult
from autograder.key.outcome import Outcome
from autograder.key.records import ExerciseKey, KeyCase
from autograder.student.compare import Difference, show, show_call


def judge(
    key: ExerciseKey, outcomes: Sequence[Outcome], feedback: Feedback, clue: str | None = None
) -> ExerciseResult:
    """The result of an exercise. `outcomes` are those of `key.cases`, in that order; `clue` is a sentence that says
    why a name that the answer needs may be missing, if there is a reason above it in the notebook."""
    with np.errstate(all="ignore"):  # a student's numbers may be anything
        return _judge(key, outcomes, feedback, clue)


def passes(key: ExerciseKey, case: KeyCase, got: Outcome) -> bool:
    """Whether this outcome passes this case."""
    with np.errstate(all="ignore"):
        return key.problem(case, got) is None


def _judge(
    key: ExerciseKey, outcomes: Sequence[Outcome], feedback: Feedback, clue: str | None
) -> ExerciseResult:
    name = key.exercise.name
    problems = [key.problem(case, got) for case, got in zip(key.cases, outcomes, strict=True)]
    wrong = named(key, outcomes, problems)
    failures = [
        (case, got, found)
        for case, got, found in zip(key.cases, outcomes, problems, strict=True)
        if found is not None
    ]
    hint = (wrong.hint or None) if wrong else generic(key, outcomes, failures) if failures else None
    if clue is not None and any(got.kind == "raised" and got.names[0] == "NameError" for _case, got, _found in failures):
        hint = plain_text(f"{clue} Is that where the missing name comes from?")
    checks = []
    for check in key.exercise.checks:
        found = [failure for failure in failures if failure[0].check.name == check.name]
        message = _message(key, *found[0], feedback) if found else ""
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


def _message(
    key: ExerciseKey, case: KeyCase, got: Outcome, found: Difference, feedback: Feedback
) -> str:
    """The failure text: what came back, and as far as the course allows the call and the expected
    value. An element's value would give hidden inputs away, so without leave only its kind is said."""
    name = key.exercise.name
    if feedback.inputs and feedback.expected:
        what = found.text
    else:
        errors = {entry.case.raises for entry in key.cases if entry.case.raises is not None}
        what = without_values(found, got, case, errors)
    parts = [what if what.startswith(name) else f"{name}: {what}"]
    if feedback.inputs:
        parts.append(f"call: {show_call(name, case.case.args, case.case.kwargs)}")
    if feedback.expected:
        expected = case.case.raises or show(case.expected.value)
        parts.append(f"expected: {expected}")
    return plain_text("; ".join(parts))
