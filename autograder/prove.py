"""Proof that a lesson's hidden checks are right: on the reference, the stub, and every named answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from autograder.course import Course, Feedback
from autograder.errors import CourseError
from autograder.judge import diagnose, judge
from autograder.key import ExerciseKey, LessonKey, compile_keys, load_key, refuse_strays
from autograder.lesson import stub
from autograder.outcome import Outcome, call_here, same


@dataclass(frozen=True)
class Proof:
    """What was tried on one exercise, and each shortcoming as a sentence."""

    lesson: str
    exercise: str
    points: float
    checks: int
    cases: int
    keras_cases: int
    wrong: int
    caught: int
    caught_by_intended: int
    right: int
    accepted: int
    shortcomings: list[str] = field(default_factory=list)

    @property
    def proven(self) -> bool:
        return not self.shortcomings


def prove(course: Course, names: Iterable[str] = ()) -> list[Proof]:
    """Prove the named exercises, or all. Compiling the keys proves that Keras agrees."""
    wanted = set(names)
    refuse_strays(course)
    compile_keys(course, course.names)
    proofs: list[Proof] = []
    for lesson in course.names:
        key = load_key(course, lesson)
        reference = key.lesson.reference()
        proofs += [
            prove_exercise(key, exercise, reference)
            for name, exercise in key.exercises.items()
            if not wanted or name in wanted
        ]
    missing = wanted - {proof.exercise for proof in proofs}
    if missing:
        raise CourseError(
            f"{course.root / 'course.yaml'}: no lesson has an exercise {sorted(missing)[0]!r}; "
            "see `autograder prove` for the list"
        )
    return proofs


def prove_exercise(lesson: LessonKey, key: ExerciseKey, reference: dict[str, Any]) -> Proof:
    exercise = key.exercise
    shortcomings = [
        *_whole_marks("the reference", key, reference[exercise.name]),
        *_no_marks_for_the_stub(lesson, key),
        *_indistinguishable(key),
    ]
    caught = intended = accepted = 0
    for wrong in exercise.wrongs:
        result = judge(key, [case.wrong[wrong.name] for case in key.cases], Feedback())
        if result.score == result.max_score:
            shortcomings.append(f"wrong answer {wrong.name!r} gets full marks")
            continue
        caught += 1
        failed = {c.name for c, r in zip(exercise.checks, result.checks, strict=True) if r.score == 0}
        if wrong.fails is None or wrong.fails in failed:
            intended += 1
        else:
            shortcomings.append(f"wrong answer {wrong.name!r} passes {wrong.fails!r}, meant to catch it")
        if result.misconception != wrong.misconception:
            shortcomings.append(f"wrong answer {wrong.name!r} is not diagnosed by its name")
    for right in exercise.rights:
        missing = list(_whole_marks(f"right answer {right.name!r}", key, right.function))
        shortcomings += missing
        accepted += not missing
    return Proof(
        lesson=lesson.lesson.name,
        exercise=exercise.name,
        points=exercise.points,
        checks=len(exercise.checks),
        cases=len(key.cases),
        keras_cases=sum(case.keras is not None for case in key.cases),
        wrong=len(exercise.wrongs),
        caught=caught,
        caught_by_intended=intended,
        right=len(exercise.rights),
        accepted=accepted,
        shortcomings=shortcomings,
    )


def outcomes_of(key: ExerciseKey, answer: Callable[..., Any]) -> list[Outcome]:
    return [call_here(answer, case.check, case.case) for case in key.cases]


def _whole_marks(label: str, key: ExerciseKey, answer: Callable[..., Any]) -> Iterator[str]:
    result = judge(key, outcomes_of(key, answer), Feedback(inputs=True, expected=True))
    for check, record in zip(key.exercise.checks, result.checks, strict=True):
        if record.score < record.points:
            yield f"{label} fails {check.name!r}: {record.message}"


def _no_marks_for_the_stub(lesson: LessonKey, key: ExerciseKey) -> Iterator[str]:
    name = key.exercise.name
    space: dict[str, Any] = {}
    exec(stub(lesson.lesson.answers[name].source), space)
    result = judge(key, outcomes_of(key, space[name]), Feedback())
    if result.score:
        yield f"the untouched stub gets {result.score:g} points"


def _indistinguishable(key: ExerciseKey) -> Iterator[str]:
    """Pairs of wrong answers that no case tells apart: a student could not be told which it is."""
    for one, other in combinations(key.exercise.wrongs, 2):
        if all(same(c.check, c.wrong[one.name], c.wrong[other.name]) for c in key.cases):
            yield f"no case tells {one.name!r} from {other.name!r}; add one, or make them one"


__all__ = ["Proof", "diagnose", "prove", "prove_exercise"]
