"""`checks.json`: the public checks of a lesson as they travel with its notebook."""

from __future__ import annotations

import json
from typing import Any

from autograder.authoring.exercise import Exercise
from autograder.authoring.function_text import function_source
from autograder.key.outcome import call_here, same
from autograder.key.records import ExerciseKey, KeyCase, LessonKey
from autograder.student import checks
from autograder.worker.values import Refused


def public_record(key: LessonKey) -> str:
    """`checks.json`: the public examples with Keras' recorded answers, hints and misconceptions."""
    record = {name: _public(key, exercise) for name, exercise in key.exercises.items()}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _public(key: LessonKey, exercise: ExerciseKey) -> dict[str, Any]:
    definition = exercise.exercise
    return {
        "understood": definition.understood,
        "hints": key.lesson.hints(definition.name),
        "picture": _public_picture(exercise),
        "wrong": {
            wrong.name: {"misconception": wrong.misconception, "hint": wrong.hint}
            for wrong in definition.wrongs
        },
        "checks": [
            {
                "title": check.title,
                "rtol": check.rtol,
                "atol": check.atol,
                "unchanged": check.unchanged,
                "drive": check.drive_source,
                "cases": [
                    _public_case(definition, c) for c in exercise.public if c.check.name == check.name
                ],
            }
            for check in definition.public
        ],
    }


def _public_picture(exercise: ExerciseKey) -> dict[str, Any] | None:
    """What `checks.py` needs to draw the picture of an exercise."""
    picture, drive = exercise.exercise.picture, exercise.exercise.drive
    if picture is None or exercise.picture is None:
        return None
    return {
        "kind": picture.kind,
        "arg": checks.pack(picture.arg),
        "expected": checks.pack(exercise.picture["expected"]),
        "keras": exercise.picture["keras"],
        "x": picture.x,
        "over": picture.over,
        "of": picture.of,
        "labels": checks.pack(list(picture.labels)),
        "see": function_source(picture.see, "see"),
        "drive": function_source(drive, "drive") if drive else None,
    }


def _repeats(definition: Exercise, name: str, case: KeyCase) -> bool:
    """Whether a wrong answer gives the recorded outcome again and again: one that draws numbers
    without a seed would make every build another."""
    wrong = next(wrong for wrong in definition.wrongs if wrong.name == name)
    tries = [call_here(wrong.function, case.check, case.case) for _ in range(5)]
    return all(same(case.check, case.wrong[name], outcome) for outcome in tries)


def _public_case(definition: Exercise, case: KeyCase) -> dict[str, Any]:
    expected = case.keras or case.expected
    return {
        "args": [checks.pack(arg) for arg in case.case.args],
        "kwargs": {key: checks.pack(value) for key, value in case.case.kwargs.items()},
        "raises": case.case.raises,
        "expected": checks.pack(expected.value),
        "wrong": {
            name: checks.pack(outcome.value)
            for name, outcome in case.wrong.items()
            if outcome.kind == "value" and type(outcome.value) is not Refused
            and _repeats(definition, name, case)
        },
    }
