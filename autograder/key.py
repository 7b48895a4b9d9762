"""The answer key: for every case the inputs, the reference's outcome, Keras' and each wrong answer's.

It is compiled where it is needed (`autograder.compilation`), and cached in `.build/keys/`; `autograder.keyhead`
says which key an exercise needs.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder import channel
from autograder.compare import Difference, difference
from autograder.compilation import compile_keys
from autograder.course import Course
from autograder.exercise import Case, Check, Exercise
from autograder.hiddenfile import load_exercises
from autograder.keyhead import Head, damaged, key_paths, lesson_cells, lesson_digest, opened
from autograder.lesson import Lesson
from autograder.outcome import Outcome, problem

MAX_TEXT = 2**24  # characters of a text in a key


@dataclass(frozen=True)
class KeyCase:
    """A case of a check with all that is known about it."""

    check: Check
    case: Case
    expected: Outcome
    keras: Outcome | None
    wrong: dict[str, Outcome]

    @property
    def may_change(self) -> bool:
        """Whether it matters that a call changes its arguments: the check asks, or it tells a wrong
        answer from others."""
        return self.check.unchanged or any(outcome.changed for outcome in self.wrong.values())


@dataclass(frozen=True)
class ExerciseKey:
    exercise: Exercise
    cases: tuple[KeyCase, ...]
    public: tuple[KeyCase, ...]
    picture: dict[str, Any] | None = None  # its right values, and whether they are Keras'

    @functools.cached_property
    def order(self) -> list[int]:
        """The order in which the cases are asked: shuffled, and the first plain one asked again at
        the end, so that an answer remembered from an earlier call earns nothing."""
        places = list(range(len(self.cases)))
        random.Random(self.exercise.name).shuffle(places)
        plain = (n for n in places if self.cases[n].check.holds is None and not self.cases[n].case.raises)
        return [*places, *list(plain)[:1]]

    def problem(self, case: KeyCase, got: Outcome) -> Difference | None:
        """Why a case fails: against the reference at the check's tolerance, and against Keras at the
        tolerance that Keras reaches."""
        found = problem(case.check, case.case, case.expected, got)
        if found is not None or case.keras is None or got.kind != "value" or case.check.holds:
            return found
        oracle = self.exercise.oracle
        assert oracle is not None
        rtol, atol = oracle.rtol + case.check.rtol, oracle.atol + case.check.atol
        return difference(case.keras.value, got.value, rtol, atol)

    @functools.cached_property
    def wrong_problems(self) -> dict[str, list[Difference | None]]:
        """Why each named wrong answer fails each case, or None where it passes."""
        with np.errstate(all="ignore"):
            return {
                wrong.name: [self.problem(case, case.wrong[wrong.name]) for case in self.cases]
                for wrong in self.exercise.wrongs
            }


@dataclass(frozen=True)
class LessonKey:
    """A lesson with its compiled exercises, in the order of the text. `digest` names the key."""

    lesson: Lesson
    exercises: dict[str, ExerciseKey]
    digest: str

    @property
    def max_score(self) -> float:
        return sum(key.exercise.points for key in self.exercises.values())


def load_key(course: Course, name: str) -> LessonKey:
    """The lesson's key, compiled first where some of it is missing. Raises CourseError."""
    paths = key_paths(course, course.require(name))
    if not all(path.is_file() for path in paths.values()):
        compile_keys(course, [name])
    hidden = load_exercises(course.lesson_folder(name), paths)
    keys = {exercise: read_key(path) for exercise, path in paths.items()}
    exercises = {
        exercise: ExerciseKey(
            hidden[exercise],
            tuple(_unpack_cases(hidden[exercise].checks, parts["cases"])),
            tuple(_unpack_cases(hidden[exercise].public, parts["public"])),
            parts["picture"],
        )
        for exercise, (_head, parts) in keys.items()
    }
    cells = lesson_cells(course, name)
    digest = lesson_digest(cells, (head for head, _parts in keys.values()))
    return LessonKey(Lesson(name, course.lesson_file(name), cells), exercises, digest)


def read_key(path: Path) -> tuple[Head, dict[str, Any]]:
    """The head and the content of an exercise's key. Raises CourseError where it is damaged."""
    head, body = opened(path, path.read_bytes())
    try:
        return head, channel.decode(body, MAX_TEXT)
    except channel.ChannelError as error:
        raise damaged(path, str(error)) from None


def _unpack_cases(checks: list[Check], stored: list[dict[str, Any]]) -> Iterator[KeyCase]:
    by_name = {check.name: check for check in checks}
    for entry in stored:
        keras = entry["keras"]
        yield KeyCase(
            check=by_name[entry["check"]],
            case=Case(tuple(entry["args"]), entry["kwargs"], entry["raises"]),
            expected=Outcome.unpack(entry["expected"]),
            keras=None if keras is None else Outcome.unpack(keras),
            wrong={name: Outcome.unpack(data) for name, data in entry["wrong"].items()},
        )
